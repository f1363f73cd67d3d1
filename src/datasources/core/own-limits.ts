import type { ConfidenceLevel, LimitsMethod } from "../../schema/values/enums";
import { countLimits, type OwnLimits, rateLimits, wilsonLimits } from "../../statistics/limits";
import { withoutNoise } from "../../statistics/precision";
import type { IndicatorRecord, ObservationRecord } from "./records";
import type { ConfidenceLimitsRecord } from "./statistics-ports";

/** Rates are published per one, hundred, thousand … people: tried where the unit does not say it. */
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
  const { valueType, decimalPlaces } = indicator;
  if (valueType === "COUNT") return Number.isInteger(value) ? countLimits(value, level) : null;
  if (numerator === null || denominator === null || !(denominator > 0)) return null;
  const made = numerator / denominator;
  // What rounding to the indicator's decimal places explains, or a hundredth.
  const fits = (per: number) =>
    Math.abs(value - per * made) <= Math.max(0.01 * per * made, 0.500001 * 10 ** -decimalPlaces);
  const said = perOf(indicator);
  const nearest =
    made === 0 || value === 0 ? undefined : PER.toSorted((a, b) => ratio(value, a * made) - ratio(value, b * made))[0];
  const per = said ?? nearest; // of 0 events, only the unit tells what the rate is per
  if (per === undefined || !fits(per)) return null;
  if (valueType === "PERCENTAGE" || valueType === "PROPORTION") return wilsonLimits(numerator, denominator, level, per);
  return valueType === "CRUDE_RATE" ? rateLimits(numerator, denominator, level, per) : null;
}

/** How far two numbers are apart as a factor; the larger the farther. */
function ratio(value: number, expected: number): number {
  return Math.abs(Math.log(value / expected));
}

/** What an indicator is published per: percentages and shares by their kind, rates where the unit says "per 100,000". */
function perOf({ valueType, unit }: IndicatorRecord): number | undefined {
  if (valueType === "PERCENTAGE") return 100;
  if (valueType !== "CRUDE_RATE") return undefined;
  const said = /\bper (\d[\d, ]*\d|\d)/i.exec(unit.label)?.[1];
  return said === undefined ? undefined : Number(said.replaceAll(/[, ]/g, ""));
}
