import { jStat } from "jstat";
import { median } from "simple-statistics";

/** Result of the Mann-Kendall test. */
export interface MannKendall {
  /** S: pairs of points that rise less pairs that fall. */
  readonly s: number;
  /** Two-sided probability of an S at least as far from 0 were there no trend, 0 to 1. */
  readonly p: number;
  /** Whether `p` counts all orders of the points (no ties, at most 40 points) or is the normal approximation. */
  readonly exact: boolean;
  /** Sen's slope: the median slope of all pairs, in the unit per unit of `at`. */
  readonly slope: number;
}

/** Beyond this the normal approximation is as good, and the count of orders grows with the fourth power. */
const EXACT_UP_TO = 40;

/**
 * Mann-Kendall test for a trend that only goes one way, of points in time order; at least three, else null. Exact where no values are
 * equal; else normal with the variance for ties and the correction for continuity: Z = (S ∓ 1)/√V, V = (n(n−1)(2n+5) − Σt(t−1)(2t+5))/18.
 * Sources: Mann 1945; Kendall 1975, Rank Correlation Methods; Sen 1968. Points count as independent of each other.
 */
export function mannKendall(points: readonly { readonly at: number; readonly value: number }[]): MannKendall | null {
  if (points.length < 3) return null;
  let s = 0;
  const slopes: number[] = [];
  points.forEach((point, place) => {
    for (const earlier of points.slice(0, place)) {
      s += Math.sign(point.value - earlier.value);
      if (point.at !== earlier.at) slopes.push((point.value - earlier.value) / (point.at - earlier.at));
    }
  });
  const slope = slopes.length === 0 ? 0 : median(slopes);
  const ties = tieSizes(points.map(({ value }) => value));
  const exact = ties.length === 0 && points.length <= EXACT_UP_TO;
  return { s, p: exact ? exactP(points.length, s) : normalP(points.length, s, ties), exact, slope };
}

/** Two-sided p: the share of all orders of n different values whose |S| is at least this. S = n(n−1)/2 − 2 × inversions. */
function exactP(n: number, s: number): number {
  let shares = new Float64Array([1]); // share of orders by number of inversions
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array(shares.length + size - 1);
    for (let i = 0; i < next.length; i++)
      for (let j = Math.max(0, i - shares.length + 1); j < size && j <= i; j++)
        next[i] = (next[i] as number) + (shares[i - j] as number) / size;
    shares = next;
  }
  const pairs = (n * (n - 1)) / 2;
  return Math.min(
    1,
    shares.reduce((sum, share, inversions) => (Math.abs(pairs - 2 * inversions) >= Math.abs(s) ? sum + share : sum), 0),
  );
}

function normalP(n: number, s: number, ties: readonly number[]): number {
  const term = (size: number) => size * (size - 1) * (2 * size + 5);
  const variance = (term(n) - ties.reduce((sum, size) => sum + term(size), 0)) / 18;
  if (s === 0 || variance <= 0) return 1;
  return Math.min(1, 2 * jStat.normal.cdf(-(Math.abs(s) - 1) / Math.sqrt(variance), 0, 1));
}

/** How many equal values there are of each value that occurs more than once. */
function tieSizes(values: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}
