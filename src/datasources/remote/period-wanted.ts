import type { ComparePeriod, PeriodType } from "../../schema/values/enums";
import { equivalentLastYear, parsePeriod } from "../../schema/values/period";
import { addDays, addMonths, type CalendarDate, readDate, writeDate } from "../../schema/values/period-dates";
import { alignedTo } from "../core/period-choice";
import type { PeriodSelection } from "../core/ports";
import type { PeriodRecord } from "../core/records";
import type { PeriodWanted } from "../core/source";

/** Longest period of each kind, in months: how far back one that contains a day may have begun. */
const MONTHS: Readonly<Partial<Record<PeriodType, number>>> = {
  ROLLING_TWO_YEAR: 24,
  ROLLING_THREE_YEAR: 36,
  ROLLING_FIVE_YEAR: 60,
  MONTH: 1,
  WEEK: 1,
  DAY: 1,
  QUARTER: 3,
  FINANCIAL_QUARTER: 3,
};

/**
 * What a publisher must be asked for so that `choosePeriods` finds in its answer what the selection means: never less, and no more
 * than the publisher's own ways of asking allow. `kind` is the indicator's kind of period: it settles labels ("2023/24") and how far
 * back a period that contains a day may begin. Ways that look beside the time asked for (`nearest`) need the whole series.
 */
export function periodWanted(selection: PeriodSelection, kind: PeriodType): PeriodWanted {
  const { latest, on, from, to, ids, labels = [], nearest } = selection;
  const stoodFor = alignedTo(selection);
  if (stoodFor !== undefined) {
    // One that shares at least half of its days may have begun up to a whole length of its own kind before.
    const start = readDate(stoodFor.start);
    if (start === undefined || (nearest !== undefined && nearest !== "NONE")) return {};
    return { from: writeDate(addMonths(start, -(MONTHS[kind] ?? 12))), to: stoodFor.end };
  }
  if (ids !== undefined) {
    const named = labels.flatMap((label) => parsePeriod(label, kind)?.id ?? []);
    return { ids: [...new Set([...named, ...ids])].sort() };
  }
  const looksBeside = nearest !== undefined && nearest !== "NONE";
  if (on !== undefined) {
    const day = readDate(on);
    if (looksBeside || day === undefined) return {};
    return { from: writeDate(addMonths(day, -(MONTHS[kind] ?? 12))), to: on };
  }
  if (from !== undefined || to !== undefined) {
    if (looksBeside) return {};
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  }
  return { latest: latest ?? 1 };
}

/** The part of a series that tells how a figure moved: what `Changes` looks at, and no more of a publisher's months than that. */
export function seriesForChange(period: PeriodRecord, from: ComparePeriod): PeriodSelection {
  const start = readDate(period.start) as CalendarDate;
  if (from === "FIRST" || from === "SPECIFIED") return { from: "1800-01-01", to: period.start };
  if (from === "SAME_PERIOD_LAST_YEAR") {
    const before = equivalentLastYear(period)?.id;
    return { ids: before === undefined ? [period.id] : [before, period.id] };
  }
  // Two lengths before: a series may skip one (a survey that fell out), and rolling periods overlap.
  const end = readDate(period.end) as CalendarDate;
  const months = Math.max(1, (addDays(end, 1).year - start.year) * 12 + addDays(end, 1).month - start.month);
  const back = period.duration === "P1D" ? 24 : period.duration === "P1W" ? 1 : 2 * months;
  return { from: writeDate(addMonths(start, -back)), to: period.start };
}

/** The part of a series that a trend of so many points is told from: rolling periods count once in their own length. */
export function seriesForTrend(period: PeriodRecord, points: number): PeriodSelection {
  const start = readDate(period.start) as CalendarDate;
  const end = readDate(period.end) as CalendarDate;
  const years = Math.max(1, addDays(end, 1).year - start.year);
  return { from: writeDate(addMonths(start, -12 * years * (points + 1))), to: period.start };
}
