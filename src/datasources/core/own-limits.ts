import type { ConfidenceLevel, LimitsMethod } from "../../schema/values/enums";
import { countLimits, type OwnLimits, rateLimits, wilsonLimits } from "../../statistics/limits";
import { withoutNoise } from "../../statistics/precision";
import type { ObservationRecord } from "./records";
import type { ConfidenceLimitsRecord } from "./statistics-ports";

/** Rates are published per one, hundred, thousand … people; a value within a hundredth of its counts is such a rate. */
const PER = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/**
 * Confidence limits of a figure, in its unit: the publisher's where it gives them at that level, else the hub's own from the counts
 * behind the figure (Wilson for proportions, Byar or exact Poisson for counts and crude rates). Null where neither can be had.
 */
export function confidenceLimits(figure: ObservationRecord, level: ConfidenceLevel): ConfidenceLimitsRecord | null {
  const { value, lowerCI95: lower, upperCI95: upper, derived } = figure;
  if (value === null) return null;
  if (level === "LEVEL_95" && lower !== null && upper !== null) {
    const method: LimitsMethod = derived === undefined ? "PUBLISHED" : "MOVER";
    return { lower, upper, level, method, madeByHub: derived !== undefined };
  }
  const own = fromCounts(figure, value, level === "LEVEL_95" ? 95 : 99.8);
  if (own === null) return null;
  const ends = { lower: withoutNoise(own.lower), upper: withoutNoise(own.upper) };
  return { ...ends, level, method: own.method, madeByHub: true };
}

function fromCounts(
  { indicator, numerator, denominator }: ObservationRecord,
  value: number,
  level: 95 | 99.8,
): OwnLimits | null {
  const { valueType } = indicator;
  if (valueType === "COUNT") return Number.isInteger(value) ? countLimits(value, level) : null;
  if (numerator === null || denominator === null || !(denominator > 0)) return null;
  const made = numerator / denominator;
  const per = PER.find((each) => Math.abs(value - each * made) <= 0.01 * each * made);
  if (made === 0 || per === undefined) return null; // of 0 events nobody can tell what the rate is per
  if (valueType === "PERCENTAGE" || valueType === "PROPORTION") return wilsonLimits(numerator, denominator, level, per);
  return valueType === "CRUDE_RATE" ? rateLimits(numerator, denominator, level, per) : null;
}
