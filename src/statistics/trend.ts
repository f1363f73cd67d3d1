import {
  OBSERVATION_STATUSES,
  type PeriodType,
  type Polarity,
  type Significance,
  type TrendMarker,
  type ValueType,
} from "../schema/values/enums";
import { addDays, readDate, writeDate } from "../schema/values/period-dates";
import { goodSide } from "./benchmark";
import { deviateOf, significanceOfDeviate } from "./levels";
import { rateLimits } from "./limits";
import { mannKendall } from "./mann-kendall";
import { limitsTrend, proportionTrend } from "./trend-tests";

export const TREND_METHODS = ["CHI_SQUARE_PROPORTIONS", "CHI_SQUARE_LIMITS", "MANN_KENDALL", "NONE"] as const;
export type TrendMethod = (typeof TREND_METHODS)[number];

/** One figure of a series; an observation has this shape. */
export interface TrendPoint {
  readonly value: number | null;
  readonly lowerCI95: number | null;
  readonly upperCI95: number | null;
  readonly numerator?: number | null;
  readonly denominator?: number | null;
  /** Bit n is the n-th of OBSERVATION_STATUSES. */
  readonly statusMask: number;
  readonly period: { readonly type: PeriodType; readonly start: string; readonly end: string };
}

export interface TrendFigures {
  readonly marker: TrendMarker;
  readonly method: TrendMethod;
  /** The strictest level at which the test finds a trend. The marker needs 99.8 % for the χ² tests and 95 % for Mann-Kendall. */
  readonly significance: Significance;
  /** χ² with one degree of freedom, or S of Mann-Kendall; null where nothing was tested. */
  readonly statistic: number | null;
  /** Places in the series of the points that the test used, in time order. */
  readonly used: readonly number[];
  /** Why the marker is what it is, in one sentence. */
  readonly why: string;
}

/** A trend is told from this many points, and Fingertips uses just the last so many. */
export const TREND_POINTS = 5;

const BREAK = 1 << OBSERVATION_STATUSES.indexOf("BREAK_IN_SERIES");
const YEARLY: readonly PeriodType[] = ["CALENDAR_YEAR", "FINANCIAL_YEAR", "ACADEMIC_YEAR", "YEAR_ENDING"];
const DAYS: readonly PeriodType[] = ["SNAPSHOT", "CENSUS_DAY", "DAY"];
/** Figures of a day are taken about a year apart, so that a season does not look like a trend. */
const YEAR_APART = 350;
const OFTEN: readonly PeriodType[] = ["QUARTER", "FINANCIAL_QUARTER", "MONTH", "WEEK"];
const PROPORTIONS: readonly ValueType[] = ["PERCENTAGE", "PROPORTION"];
/** Kinds that Fingertips tests with limits: rates, ratios, life expectancy, means, medians, and shares whose counts are unknown. */
const LIMITED: readonly ValueType[] = [
  ...PROPORTIONS,
  "CRUDE_RATE",
  "DIRECTLY_STANDARDISED_RATE",
  "INDIRECTLY_STANDARDISED_RATIO",
  "RATIO",
  "LIFE_EXPECTANCY",
  "MEAN",
  "MEDIAN",
];

/**
 * The recent trend of one series, given in time order. Rules, in order:
 * - Points from the last break in the series on; of overlapping (rolling) periods the newest and those that end before the next one
 *   starts, of figures of a day those about a year apart; the `points` newest of them (at least 5), and none of these may lack a
 *   value: else CANNOT_BE_CALCULATED.
 * - Quarters, months and weeks are not tested: a season would look like a trend (Fingertips tests only years).
 * - Proportions with numerator and denominator: χ² for trend. Other kinds with 95 % limits (of crude rates, those that their events give
 *   where the publisher gives none): χ² of the weighted regression. Both tell
 *   a trend beyond 99.8 % (χ² > 9.5495), unless its direction turns when one point is left out.
 * - Neither: Mann-Kendall at 95 %, which five points reach only by rising or falling all the way.
 * Source: OHID, Fingertips technical guidance, "Trend markers"; `TrendMarkerCalculator` of FingertipsNext.
 */
export function trendOf(
  series: readonly TrendPoint[],
  valueType: ValueType,
  polarity: Polarity,
  points: number = TREND_POINTS,
): TrendFigures {
  const used = newestUsable(series, Math.max(TREND_POINTS, Math.floor(points)));
  const chosen = used.map((place) => series[place] as TrendPoint);
  const type = series.at(-1)?.period.type;
  if (type !== undefined && OFTEN.includes(type))
    return none(used, "Only yearly figures are tested: within a year the seasons would look like a trend.");
  if (chosen.length < TREND_POINTS) return none(used, tooFew(series));
  if (chosen.some(({ value }) => value === null)) return none(used, "One of the latest figures has no value.");
  const tested = testFor(chosen, valueType);
  if (tested === null) return none(used, "The points lie at one time, or their limits have no width.");
  const { method, significance, statistic, why } = tested;
  return { marker: markerOf(tested, polarity), method, significance, statistic, used, why };
}

function none(used: readonly number[], why: string): TrendFigures {
  return {
    marker: "CANNOT_BE_CALCULATED",
    method: "NONE",
    significance: "NOT_TESTED",
    statistic: null,
    used,
    why,
  };
}

function tooFew(series: readonly TrendPoint[]): string {
  const rolling = series.some(({ period }, place) => {
    const before = series[place - 1]?.period;
    return before !== undefined && before.end >= period.start;
  });
  const broken = series.some(({ statusMask }) => (statusMask & BREAK) !== 0);
  const which = `${rolling ? " that do not overlap" : ""}${broken ? " since the last break in the series" : ""}`;
  return `A trend needs at least ${TREND_POINTS} points${which}.`;
}

function newestUsable(series: readonly TrendPoint[], most: number): readonly number[] {
  const used: number[] = [];
  let before = "9999-12-31";
  for (let place = series.length - 1; place >= 0 && used.length < most; place--) {
    const { period, statusMask } = series[place] as TrendPoint;
    if (period.end >= before) continue;
    used.unshift(place);
    before = DAYS.includes(period.type) ? daysBefore(period.start, YEAR_APART) : period.start;
    if ((statusMask & BREAK) !== 0) break;
  }
  return used;
}

function daysBefore(date: string, days: number): string {
  const read = readDate(date);
  return read === undefined ? date : writeDate(addDays(read, -days));
}

interface Tested {
  readonly method: TrendMethod;
  readonly significance: Significance;
  readonly statistic: number;
  readonly direction: number;
  readonly why: string;
}

function testFor(points: readonly TrendPoint[], valueType: ValueType): Tested | null {
  const regular = points.every(({ period }) => YEARLY.includes(period.type) || DAYS.includes(period.type));
  const at = points.map(({ period }, place) => (regular ? yearsOf(period.end) : place));
  const counts = points.flatMap(({ numerator, denominator }, place) =>
    typeof numerator === "number" && typeof denominator === "number"
      ? [{ at: at[place] as number, count: numerator, denominator }]
      : [],
  );
  if (PROPORTIONS.includes(valueType) && counts.length === points.length) {
    const test = proportionTrend(counts);
    if (test !== null) return chiSquare(test, "CHI_SQUARE_PROPORTIONS");
  }
  const per = valueType === "CRUDE_RATE" ? multiplierOf(points) : null;
  const limited = points.flatMap((point, place) => {
    const limits = publishedLimits(point) ?? (per === null ? null : eventLimits(point, per));
    return point.value === null || limits === null ? [] : [{ at: at[place] as number, value: point.value, ...limits }];
  });
  if (LIMITED.includes(valueType) && limited.length === points.length) {
    const test = limitsTrend(limited);
    if (test !== null) return chiSquare(test, "CHI_SQUARE_LIMITS");
  }
  const values = points.map(({ value }, place) => ({ at: at[place] as number, value: value as number }));
  const test = mannKendall(values);
  if (test === null) return null;
  const significance = test.p < 0.002 ? "SIGNIFICANT_99_8" : test.p < 0.05 ? "SIGNIFICANT_95" : "NOT_SIGNIFICANT";
  const told = significance !== "NOT_SIGNIFICANT";
  return {
    method: "MANN_KENDALL",
    significance,
    statistic: test.s,
    direction: told ? Math.sign(test.s) : 0,
    why: told ? "The figures go one way at the 95 % level." : "The figures do not go one way at the 95 % level.",
  };
}

interface Limits {
  readonly lower: number;
  readonly upper: number;
}

function publishedLimits({ lowerCI95, upperCI95 }: TrendPoint): Limits | null {
  return lowerCI95 === null || upperCI95 === null ? null : { lower: lowerCI95, upper: upperCI95 };
}

/** Limits of a rate from its events, where the publisher gives none: Byar's, or exact ones of few events. */
function eventLimits({ numerator, denominator }: TrendPoint, per: number): Limits | null {
  if (typeof numerator !== "number" || typeof denominator !== "number") return null;
  return rateLimits(numerator, denominator, 95, per);
}

/** Of how many people the rates are, told from themselves; null where they do not agree within one in a hundred. */
function multiplierOf(points: readonly TrendPoint[]): number | null {
  const told = points.flatMap(({ value, numerator, denominator }) =>
    typeof value === "number" &&
    value > 0 &&
    typeof numerator === "number" &&
    numerator > 0 &&
    typeof denominator === "number"
      ? [(value * denominator) / numerator]
      : [],
  );
  if (told.length === 0) return null;
  const [least, most] = [Math.min(...told), Math.max(...told)];
  return most <= least * 1.01 ? (least + most) / 2 : null;
}

function chiSquare(
  test: { readonly chiSquare: number; readonly slope: number; readonly steady: boolean },
  method: TrendMethod,
): Tested {
  const told = test.chiSquare > deviateOf(99.8) ** 2;
  return {
    method,
    significance: significanceOfDeviate(Math.sqrt(test.chiSquare)),
    statistic: test.chiSquare,
    direction: told && test.steady ? Math.sign(test.slope) : 0,
    why: !told
      ? "The change over the points is not significant at the 99.8 % level."
      : test.steady
        ? "The change over the points is significant at the 99.8 % level."
        : "The change is significant, but one point alone decides its direction.",
  };
}

/** The date in years, to a quarter: the distance of points that have a gap between them counts, as in OHID's R package. */
function yearsOf(date: string): number {
  const read = readDate(date);
  return read === undefined ? Number.NaN : Math.round((read.year + (read.month - 1) / 12) * 4) / 4;
}

function markerOf({ direction }: Tested, polarity: Polarity): TrendMarker {
  if (direction === 0) return "NO_SIGNIFICANT_CHANGE";
  const way = direction > 0 ? "INCREASING" : "DECREASING";
  const good = goodSide(polarity);
  if (good === 0) return way;
  return `${way}_GETTING_${direction === good ? "BETTER" : "WORSE"}`;
}
