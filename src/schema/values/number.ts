/**
 * The number that a cell holds, or undefined when it holds anything else. Digits with at most one point, an optional minus (also U+2212)
 * and an optional exponent; thousands may be set apart by commas in groups of three. No other form: no `0x`, `Infinity`, `NaN`, `1.2.3`,
 * `1,23`, percent signs or money. A number too large for a double is refused. Spaces around it do not count.
 */
export function readNumber(text: string): number | undefined {
  const cell = text.trim().replace(/^\u2212/, "-");
  if (!/^-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/.test(cell) || !/^-?\.?\d/.test(cell))
    return undefined;
  const value = Number(cell.replaceAll(",", ""));
  return Number.isFinite(value) ? (value === 0 ? 0 : value) : undefined;
}
