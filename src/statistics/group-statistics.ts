import { medianSorted, quantileSorted } from "simple-statistics";
import { medianAbsoluteDeviation } from "./spread";

/** A group's statistics, in the unit of its values. Every member counts alike: nothing is weighted. Null where no member has a value. */
export interface GroupFigures {
  /** Members with a value. */
  readonly count: number;
  /** Members without one. */
  readonly missing: number;
  /** The values, ascending. */
  readonly sorted: Float64Array;
  readonly mean: number | null;
  readonly median: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** First and third quartile: Hyndman and Fan's definition 7 (linear between the two values about place 1 + (n − 1)p), as Excel's QUARTILE.INC and R give. */
  readonly lowerQuartile: number | null;
  readonly upperQuartile: number | null;
  /** Of the members as a whole population (divisor n), because a group is all of its members and no sample of more. */
  readonly standardDeviation: number | null;
  /** Unscaled: the median distance from the median. */
  readonly medianAbsoluteDeviation: number | null;
}

/**
 * Statistics over a group's values, to be worked out once and used for every member. `null` is a member without a value.
 * Throws RangeError for a value that is not finite, which no publisher gives.
 */
export function groupStatistics(values: readonly (number | null)[]): GroupFigures {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  const missing = values.length - sorted.length;
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return { ...NOTHING, missing, sorted };
  if (!sorted.every(Number.isFinite)) throw new RangeError("a value of the group is not a finite number");
  const mean = meanOf(sorted);
  const list = Array.from(sorted);
  return {
    count: sorted.length,
    missing,
    sorted,
    mean,
    median: medianSorted(list),
    minimum: first,
    maximum: last,
    lowerQuartile: quantileSorted(list, 0.25),
    upperQuartile: quantileSorted(list, 0.75),
    standardDeviation: Math.sqrt(meanOf(sorted.map((value) => (value - mean) ** 2))),
    medianAbsoluteDeviation: medianAbsoluteDeviation(list),
  };
}

const NOTHING = {
  count: 0,
  mean: null,
  median: null,
  minimum: null,
  maximum: null,
  lowerQuartile: null,
  upperQuartile: null,
  standardDeviation: null,
  medianAbsoluteDeviation: null,
} as const;

/** Arithmetic mean as the first value plus the mean distance from it: equal values have exactly their own mean. */
function meanOf(values: Float64Array): number {
  const base = values[0] as number;
  return base + values.reduce((sum, value) => sum + (value - base), 0) / values.length;
}

/** The value below which a share `p` (0 to 1) of the members lie, by the same definition as the quartiles; null without values. */
export function percentileOf(figures: GroupFigures, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${p} is no share from 0 to 1`);
  return figures.count === 0 ? null : quantileSorted(Array.from(figures.sorted), p);
}
