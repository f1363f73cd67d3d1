/** Words that only the English names of Welsh councils have. */
const ENGLISH = /\b(Council|Borough|County|City|The|Isle)\b/;

const letters = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .replace(/ff$/, "f");

/**
 * The Welsh name among an area's alternative names: for a Welsh authority (or a country, whose alternatives are its
 * Welsh names), the one that has no English word and is not merely the English name spelt another way. Null when there is none,
 * as for Gwynedd and Powys, whose one name is Welsh.
 */
export function welshAmong(code: string, alternatives: readonly string[], english: readonly string[]): string | null {
  if (!code.startsWith("W06") && !/^[EWSN]92/.test(code)) return null;
  const known = new Set(english.map(letters));
  const hyphenated = (name: string): boolean => name.includes("-");
  const found = alternatives.filter((name) => !ENGLISH.test(name) && (hyphenated(name) || !known.has(letters(name))));
  return found.length === 1 ? (found[0] ?? null) : null;
}
