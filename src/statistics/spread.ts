import { median, medianAbsoluteDeviation as unscaled } from "simple-statistics";

/** Makes the median absolute deviation of normal data equal to its standard deviation (1 ÷ Φ⁻¹(¾), to four places as published). */
export const NORMAL_SCALE = 1.4826;

/** Median distance from the median, unscaled, in the values' unit. Throws for no values. */
export function medianAbsoluteDeviation(values: number[]): number {
  return unscaled(values);
}

/** The same, scaled by 1.4826 so that it compares with a standard deviation. Throws for no values. */
export function scaledMedianAbsoluteDeviation(values: number[]): number {
  return NORMAL_SCALE * unscaled(values);
}

/** Standard deviations above the mean; null where the values do not vary. */
export function zScore(x: number, mean: number, standardDeviation: number): number | null {
  return standardDeviation > 0 ? (x - mean) / standardDeviation : null;
}

/**
 * Distance from the median in median absolute deviations, unscaled: `(x − median) / MAD`, the benchmark distance that figures.md
 * reproduces. Null where more than half of the values are equal, so that the deviation is 0.
 */
export function benchmarkDistance(x: number, values: number[]): number | null {
  const deviation = unscaled(values);
  return deviation > 0 ? (x - median(values)) / deviation : null;
}

/**
 * `sign × (x − median) / (1.4826 × MAD)`: the ONS's robust z-score, with sign −1 where low is good. It reproduces the scores
 * published with Explore Local Statistics to 5e-10. Null where the deviation is 0.
 */
export function robustZScore(x: number, values: number[], sign: 1 | -1 = 1): number | null {
  const deviation = scaledMedianAbsoluteDeviation(values);
  return deviation > 0 ? (sign * (x - median(values))) / deviation : null;
}

/**
 * Σ(value × weight) ÷ Σ weight, for rates over areas of different size, with the rates' denominator as the weight. Members that
 * lack either are left out. Null when nothing is left or the weights sum to 0; throws RangeError for a negative weight.
 */
export function weightedMean(
  members: readonly { readonly value: number | null; readonly weight: number | null }[],
): number | null {
  let sum = 0;
  let weights = 0;
  for (const { value, weight } of members) {
    if (value === null || weight === null) continue;
    if (weight < 0) throw new RangeError(`a weight is negative: ${weight}`);
    sum += value * weight;
    weights += weight;
  }
  return weights > 0 ? sum / weights : null;
}
