/** Digits that a difference of two published figures can mean: a double holds 15 to 17, and the last few are noise. */
const MEANT_DIGITS = 12;

/** A result without the noise of binary fractions: 3 − 3.1 is −0.1, not −0.10000000000000009. In the unit of what is given. */
export function withoutNoise(value: number): number {
  return Number(value.toPrecision(MEANT_DIGITS));
}
