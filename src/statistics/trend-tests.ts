import { deviateOf } from "./levels";

/** Result of a χ² test for trend with one degree of freedom. */
export interface TrendTest {
  readonly chiSquare: number;
  /** Slope per unit of time: of the value, or of the log odds for a proportion. Its sign is the trend's direction. */
  readonly slope: number;
  /** Whether the slope keeps its sign with any one point left out; Fingertips tells no trend where it does not. */
  readonly steady: boolean;
}

export interface CountPoint {
  readonly at: number;
  readonly count: number;
  readonly denominator: number;
}

/**
 * χ² test for a trend in proportions (Armitage 1955; Cochran 1954): N(NΣct − CΣnt)² ÷ (C(N − C)(NΣnt² − (Σnt)²)), c of n at time t.
 * The slope, for direction and for leaving points out, is that of the unweighted regression of the log odds on time, as in Fingertips;
 * where a count is 0 or all of its denominator, 0.5 is added to both sides of the odds. Null where the proportions do not allow it.
 */
export function proportionTrend(points: readonly CountPoint[]): TrendTest | null {
  let [n, c, ct, nt, ntt] = [0, 0, 0, 0, 0];
  for (const { at, count, denominator } of points) {
    if (!(denominator > 0 && count >= 0 && count <= denominator)) return null;
    n += denominator;
    c += count;
    ct += count * at;
    nt += denominator * at;
    ntt += denominator * at * at;
  }
  const below = c * (n - c) * (n * ntt - nt ** 2);
  const chiSquare = below > 0 ? (n * (n * ct - c * nt) ** 2) / below : 0;
  const odds = points.map(({ at, count, denominator }) => {
    const edge = count === 0 || count === denominator ? 0.5 : 0;
    return { at, value: Math.log((count + edge) / (denominator - count + edge)), weight: 1 };
  });
  return withSlope(odds, chiSquare);
}

export interface LimitedPoint {
  readonly at: number;
  readonly value: number;
  /** Limits of the 95 % confidence interval. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * χ² test for a trend in any other figure with 95 % limits: the slope of the regression on time, weighted by 1/SE² with
 * SE = (upper − lower) ÷ (2 × 1.96), over its standard error, squared. Null where a figure's limits have no width.
 */
export function limitsTrend(points: readonly LimitedPoint[]): TrendTest | null {
  const weighted = points.map(({ at, value, lower, upper }) => ({
    at,
    value,
    weight: ((2 * deviateOf(95)) / (upper - lower)) ** 2,
  }));
  if (!points.every(({ lower, upper }) => upper > lower)) return null;
  const { slope, variance } = regression(weighted);
  return withSlope(weighted, variance > 0 ? slope ** 2 / variance : 0);
}

interface Weighted {
  readonly at: number;
  readonly value: number;
  readonly weight: number;
}

function withSlope(points: readonly Weighted[], chiSquare: number): TrendTest | null {
  const { slope } = regression(points);
  if (!Number.isFinite(slope) || !Number.isFinite(chiSquare)) return null;
  const sign = Math.sign(slope);
  const steady = points.every((left) => {
    const others = points.filter((point) => point !== left);
    return Math.sign(regression(others).slope) === sign;
  });
  return { chiSquare, slope, steady };
}

/** Weighted least squares of value on time; the variance of the slope is that of weights which are 1/SE². */
function regression(points: readonly Weighted[]): { readonly slope: number; readonly variance: number } {
  let [w, wt, wv] = [0, 0, 0];
  for (const { at, value, weight } of points) {
    w += weight;
    wt += weight * at;
    wv += weight * value;
  }
  const [time, mean] = [wt / w, wv / w];
  let [tt, tv] = [0, 0];
  for (const { at, value, weight } of points) {
    tt += weight * (at - time) ** 2;
    tv += weight * (at - time) * (value - mean);
  }
  return { slope: tv / tt, variance: 1 / tt };
}
