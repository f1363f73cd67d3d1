import type { BenchmarkMethod, BenchmarkOutcome, Polarity } from "../schema/values/enums";
import type { GroupFigures } from "./group-statistics";
import { quantileGroup } from "./order";

/** Groups of fewer members with a value than this are not judged: a fifth of four members is no group. */
export const FEWEST_TO_JUDGE = 5;

export interface Judged {
  readonly value: number | null;
  /** Limits of the 95 % confidence interval; null where the publisher gives none. */
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface Benchmark {
  readonly outcome: BenchmarkOutcome;
  readonly method: BenchmarkMethod;
}

const NOT_COMPARED: Benchmark = { outcome: "NOT_COMPARED", method: "NONE" };

/**
 * How a value stands in its group. With confidence limits: whether the interval lies wholly above or below the group's median
 * (as Fingertips compares with a reference value; England's is not used because a group need not lie in England). Without: the
 * fifth of the members that it is in. Better, worse, best and worst are said only where polarity is known.
 */
export function benchmark({ value, lower, upper }: Judged, group: GroupFigures, polarity: Polarity): Benchmark {
  if (value === null || group.median === null || group.count < FEWEST_TO_JUDGE) return NOT_COMPARED;
  const good = goodSide(polarity);
  if (lower !== null && upper !== null) {
    const side = lower > group.median ? 1 : upper < group.median ? -1 : 0;
    return { outcome: againstReference(side, good), method: "CI_OVERLAPPING_REFERENCE_VALUE_95" };
  }
  return { outcome: inFifth(quantileGroup(group.sorted, value, 5), good), method: "QUINTILES" };
}

/** 1 where high values are good, -1 where low ones are, 0 where nothing can be said. */
export function goodSide(polarity: Polarity): 1 | -1 | 0 {
  if (polarity === "HIGH_IS_GOOD") return 1;
  return polarity === "LOW_IS_GOOD" ? -1 : 0;
}

function againstReference(side: number, good: number): BenchmarkOutcome {
  if (side === 0) return "SIMILAR";
  if (good === 0) return side > 0 ? "HIGHER" : "LOWER";
  return side === good ? "BETTER" : "WORSE";
}

function inFifth(fifth: number, good: number): BenchmarkOutcome {
  if (good !== 0 && (fifth === 1 || fifth === 5))
    return (fifth === 5) === good > 0 ? "BEST_QUINTILE" : "WORST_QUINTILE";
  return FIFTHS[fifth - 1] ?? "NOT_COMPARED";
}

const FIFTHS: readonly BenchmarkOutcome[] = ["LOWEST", "LOW", "MIDDLE", "HIGH", "HIGHEST"];
