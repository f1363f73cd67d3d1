import type { AlignmentRule, NearestPeriod } from "../schema/values/enums";
import type { PeriodValue } from "../schema/values/period";
import { readDate } from "../schema/values/period-dates";

type Span = Pick<PeriodValue, "id" | "start" | "end" | "label">;

export interface Alignment<P extends Span = PeriodValue> {
  /** One of the periods given, never a made one; null where none fits. */
  readonly period: P | null;
  readonly rule: AlignmentRule;
  /** Days that the two share, and days of the period asked for. */
  readonly sharedDays: number;
  readonly days: number;
  /** The rule in one sentence. */
  readonly why: string;
}

/**
 * The period of a series that stands for `wanted` beside other series, whose years may be calendar, financial, academic or rolling:
 * 1. the same days; 2. the one that shares most days, if it shares at least half of those of `wanted` (of equal ones that whose middle
 * is nearest, then the later), so that a month never stands for a year; 3. a figure of a day inside `wanted`, the nearest to its middle;
 * 4. only if `nearest` allows it, the nearest period: before (LATEST: `wanted` lies after the series), after (EARLIEST: before it), or
 * either (ANY, the earlier of two equally near). No figure is interpolated or moved: the answer names the publisher's own period.
 */
export function alignPeriod<P extends Span>(
  available: readonly P[],
  wanted: Span,
  nearest: NearestPeriod = "NONE",
): Alignment<P> {
  const days = lengthOf(wanted);
  const answer = (period: P, rule: AlignmentRule, sharedDays: number, why: string): Alignment<P> => ({
    period,
    rule,
    sharedDays,
    days,
    why,
  });
  const same = available.find(({ start, end }) => start === wanted.start && end === wanted.end);
  if (same !== undefined) return answer(same, "SAME_PERIOD", days, `The figure is for ${wanted.label} itself.`);
  const best = available
    .map((period) => ({ period, shared: sharedDays(period, wanted), apart: Math.abs(middle(period) - middle(wanted)) }))
    .filter(({ period, shared }) => shared > 0 && (2 * shared >= days || lengthOf(period) === 1))
    .sort((a, b) => b.shared - a.shared || a.apart - b.apart || (a.period.end < b.period.end ? 1 : -1))[0];
  if (best !== undefined) {
    const { period, shared } = best;
    return lengthOf(period) === 1
      ? answer(period, "DAY_INSIDE", shared, `${period.label} is a day within ${wanted.label}.`)
      : answer(
          period,
          "LARGEST_OVERLAP",
          shared,
          `${period.label} shares ${shared} of the ${days} days of ${wanted.label}, and no other period of the series shares more.`,
        );
  }
  return byNearest(available, wanted, nearest, days);
}

function byNearest<P extends Span>(
  available: readonly P[],
  wanted: Span,
  nearest: NearestPeriod,
  days: number,
): Alignment<P> {
  const first = available.reduce<P | undefined>((a, b) => (a === undefined || b.start < a.start ? b : a), undefined);
  const last = available.reduce<P | undefined>((a, b) => (a === undefined || b.end > a.end ? b : a), undefined);
  const outsideEarly = first !== undefined && wanted.end < first.start;
  const outsideLate = last !== undefined && wanted.start > last.end;
  let period: P | undefined;
  if (nearest === "EARLIEST" && outsideEarly) period = first;
  else if (nearest === "LATEST" && outsideLate) period = last;
  else if (nearest === "ANY")
    period = available.toSorted((a, b) => gap(a, wanted) - gap(b, wanted) || (a.start < b.start ? -1 : 1))[0];
  if (period === undefined) {
    const why =
      available.length === 0
        ? "The series has no period."
        : `No period of the series shares enough days with ${wanted.label}.`;
    return { period: null, rule: "NONE", sharedDays: 0, days, why };
  }
  const rule = middle(period) <= middle(wanted) ? "NEAREST_EARLIER" : "NEAREST_LATER";
  const why = `No period shares enough days with ${wanted.label}; ${period.label} is the nearest that the publisher has.`;
  return { period, rule, sharedDays: sharedDays(period, wanted), days, why };
}

/**
 * The newest period of `anchor`, one of the series, for which every series has a period without going to the nearest one; with the
 * alignment of each series to it, in their order. Undefined where there is none. No other period is tried to make it fit.
 */
export function latestCommon<P extends Span>(
  series: readonly (readonly P[])[],
  anchor: number,
): { readonly wanted: P; readonly alignments: readonly Alignment<P>[] } | undefined {
  const newestFirst = (series[anchor] ?? []).toSorted((a, b) => (a.end < b.end ? 1 : -1));
  for (const wanted of newestFirst) {
    const alignments = series.map((available) => alignPeriod(available, wanted));
    if (alignments.every(({ period }) => period !== null)) return { wanted, alignments };
  }
  return undefined;
}

const DAY = 86_400_000;

function dayOf(date: string): number {
  const read = readDate(date);
  return read === undefined ? Number.NaN : Date.UTC(read.year, read.month - 1, read.day) / DAY;
}

function lengthOf({ start, end }: Span): number {
  return dayOf(end) - dayOf(start) + 1;
}

function middle({ start, end }: Span): number {
  return (dayOf(start) + dayOf(end)) / 2;
}

function sharedDays(a: Span, b: Span): number {
  const from = Math.max(dayOf(a.start), dayOf(b.start));
  return Math.max(0, Math.min(dayOf(a.end), dayOf(b.end)) - from + 1);
}

/** Days between two periods; 0 where they touch or overlap. */
function gap(a: Span, b: Span): number {
  return Math.max(0, dayOf(a.start) - dayOf(b.end), dayOf(b.start) - dayOf(a.end));
}
