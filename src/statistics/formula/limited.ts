/**
 * Arithmetic on figures with 95 % limits, each figure independent of the others. Limits of a sum, difference, product or quotient are
 * recovered from those of its parts (MOVER: Zou and Donner 2008, Statistics in Medicine 27; products and quotients of positive figures on
 * the log scale). A figure without error has limits equal to its value; limits that cannot be told are null.
 */
export interface Limited {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A figure without error. */
export function exactly(value: number): Limited {
  return { value, lower: value, upper: value };
}

export function isExact({ value, lower, upper }: Limited): boolean {
  return lower === value && upper === value;
}

/** a + b. */
export function plus(a: Limited, b: Limited): Limited {
  const value = a.value + b.value;
  if (a.lower === null || a.upper === null || b.lower === null || b.upper === null) return unknown(value);
  return {
    value,
    lower: value - Math.hypot(a.value - a.lower, b.value - b.lower),
    upper: value + Math.hypot(a.upper - a.value, b.upper - b.value),
  };
}

/** −a: the limits change places. */
export function minus({ value, lower, upper }: Limited): Limited {
  return { value: -value, lower: upper === null ? null : -upper, upper: lower === null ? null : -lower };
}

/** a × b; limits where one is exact or both are positive. */
export function times(a: Limited, b: Limited): Limited {
  if (isExact(b)) return scaled(a, b.value);
  if (isExact(a)) return scaled(b, a.value);
  const logs = onLogs(a, b);
  if (logs === undefined) return unknown(a.value * b.value);
  const value = a.value * b.value;
  return {
    value,
    lower: value * Math.exp(-Math.hypot(logs.a.down, logs.b.down)),
    upper: finite(value * Math.exp(Math.hypot(logs.a.up, logs.b.up))),
  };
}

/** a ÷ b; limits where b is exact, or both are positive and b's limits leave out 0. Dividing by 0 gives a value that is not finite. */
export function over(a: Limited, b: Limited): Limited {
  const value = a.value / b.value;
  if (isExact(b)) return b.value === 0 ? unknown(value) : scaled(a, 1 / b.value, value);
  const logs = onLogs(isExact(a) && a.value < 0 ? minus(a) : a, b);
  if (logs === undefined) return a.value === 0 && isExact(a) ? exactly(value) : unknown(value);
  const size = Math.abs(value);
  const upper = finite(size * Math.exp(Math.hypot(logs.a.up, logs.b.down)));
  const found = { value: size, lower: size * Math.exp(-Math.hypot(logs.a.down, logs.b.up)), upper };
  return a.value < 0 ? minus(found) : found;
}

/** A figure whose limits cannot be told. */
export function unknown(value: number): Limited {
  return { value, lower: null, upper: null };
}

function scaled(a: Limited, factor: number, value: number = a.value * factor): Limited {
  if (a.lower === null || a.upper === null) return unknown(value);
  const ends = isExact(a) ? [value, value] : [a.lower * factor, a.upper * factor];
  return { value, lower: Math.min(...ends), upper: Math.max(...ends) };
}

/** Distances of the limits from the values on the log scale; undefined unless both figures are positive and their limits not below 0. */
function onLogs(a: Limited, b: Limited) {
  const one = ({ value, lower, upper }: Limited) =>
    lower === null || upper === null || !(value > 0) || lower < 0
      ? undefined
      : { down: Math.log(value / lower), up: Math.log(upper / value) };
  const [first, second] = [one(a), one(b)];
  return first === undefined || second === undefined ? undefined : { a: first, b: second };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
