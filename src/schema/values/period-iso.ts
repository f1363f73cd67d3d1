import type { PeriodType } from "./enums";
import { addDays, addMonths, type CalendarDate, readDate, writeDate } from "./period-dates";
import { writeLabel } from "./period-labels";

/** What a figure's period is. */
export interface PeriodValue {
  /** ISO 8601: `start/duration` (`2024-04-01/P1Y`), or a plain date for a figure of one day (`2024-06-30`). */
  readonly id: string;
  readonly type: PeriodType;
  /** First and last day, yyyy-mm-dd, both inside the period. */
  readonly start: string;
  readonly end: string;
  /** ISO 8601 duration; P1D for a figure of one day. */
  readonly duration: string;
  /** As people write it. */
  readonly label: string;
}

/** Census days of the United Kingdom's censuses: 2001, 2011, 2021, and Scotland's of 2022. */
export const CENSUS_DAYS: readonly string[] = ["2001-04-29", "2011-03-27", "2021-03-21", "2022-03-20"];

const ROLLING: Readonly<Record<number, PeriodType>> = {
  2: "ROLLING_TWO_YEAR",
  3: "ROLLING_THREE_YEAR",
  5: "ROLLING_FIVE_YEAR",
};

/**
 * The period that an ISO 8601 text means, or undefined when it means none that the hub knows: `start/duration` with whole years
 * (1, 2, 3 or 5), months (1, 3, or 12, 24, 36, 60 as years), one week or one day, or a plain date. A midnight time after the start
 * date is accepted, as in the ONS's linked data. `hint` decides only between QUARTER and FINANCIAL_QUARTER.
 */
export function readIsoPeriod(text: string, hint?: PeriodType): PeriodValue | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T00:00:00)?(?:\/P(\d{1,2})([YMWD]))?$/.exec(text);
  const start = found === null ? undefined : readDate(found[1] ?? "");
  if (found === null || start === undefined) return undefined;
  if (found[3] === undefined) return oneDay(start);
  return spanOf(start, Number(found[2]), found[3], hint);
}

/** The whole years or months from a date. Undefined for a length that no period type has. */
export function spanOf(start: CalendarDate, count: number, unit: string, hint?: PeriodType): PeriodValue | undefined {
  const months = unit === "Y" ? count * 12 : unit === "M" ? count : 0;
  if (unit === "W" && count === 1) return period("WEEK", start, addDays(start, 6), "P1W");
  if (unit === "D" && count === 1) return period("DAY", start, start, "P1D");
  if (months === 1) return period("MONTH", start, lastDay(start, months), "P1M");
  if (months === 3) return period(quarterType(start, hint), start, lastDay(start, months), "P3M");
  if (months === 12) return period(yearType(start), start, lastDay(start, months), "P1Y");
  const type = months % 12 === 0 ? ROLLING[months / 12] : undefined;
  return type && period(type, start, lastDay(start, months), `P${months / 12}Y`, months / 12);
}

/** The period of a figure that is of one day. */
export function oneDay(date: CalendarDate): PeriodValue {
  const id = writeDate(date);
  const type: PeriodType = CENSUS_DAYS.includes(id) ? "CENSUS_DAY" : "SNAPSHOT";
  return { id, type, start: id, end: id, duration: "P1D", label: writeLabel(type, date, date, 0) };
}

/** The label of a period given by its ISO id: "2024/25", "mid-2024"; the id itself when it is none. */
export function periodLabel(id: string, hint?: PeriodType): string {
  return readIsoPeriod(id, hint)?.label ?? id;
}

/**
 * The period of the same length that ends the day before this one starts; for a figure of one day, the same day a year before.
 * For rolling periods that is the nearest one that shares no day with it; see `equivalentLastYear` for the overlapping one.
 */
export function previousPeriod(of: Pick<PeriodValue, "id" | "type">): PeriodValue | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})(?:\/P(\d+)([YMWD]))?$/.exec(of.id);
  const start = found === null ? undefined : readDate(found[1] ?? "");
  if (found === null || start === undefined) return undefined;
  if (found[3] === undefined) return sameDayYearBefore(start);
  const count = Number(found[2]);
  const moved =
    found[3] === "Y"
      ? addMonths(start, -12 * count)
      : found[3] === "M"
        ? addMonths(start, -count)
        : addDays(start, -count * (found[3] === "W" ? 7 : 1));
  return spanOf(moved, count, found[3], of.type);
}

/** The same period a year before; for a week, the 52 weeks before, so that it starts on the same day of the week. */
export function equivalentLastYear(of: Pick<PeriodValue, "id" | "type">): PeriodValue | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})(?:\/P(\d+)([YMWD]))?$/.exec(of.id);
  const start = found === null ? undefined : readDate(found[1] ?? "");
  if (found === null || start === undefined) return undefined;
  if (found[3] === undefined) return sameDayYearBefore(start);
  const moved = found[3] === "W" ? addDays(start, -364) : addMonths(start, -12);
  return spanOf(moved, Number(found[2]), found[3], of.type);
}

function sameDayYearBefore(date: CalendarDate): PeriodValue {
  return oneDay(addMonths(date, -12));
}

function lastDay(start: CalendarDate, months: number): CalendarDate {
  return addDays(addMonths(start, months), -1);
}

function yearType(start: CalendarDate): PeriodType {
  if (start.day !== 1) return "YEAR_ENDING";
  if (start.month === 1) return "CALENDAR_YEAR";
  if (start.month === 4) return "FINANCIAL_YEAR";
  return start.month === 8 || start.month === 9 ? "ACADEMIC_YEAR" : "YEAR_ENDING";
}

function quarterType(start: CalendarDate, hint: PeriodType | undefined): PeriodType {
  return hint === "FINANCIAL_QUARTER" && start.day === 1 && start.month % 3 === 1 ? "FINANCIAL_QUARTER" : "QUARTER";
}

function period(type: PeriodType, from: CalendarDate, to: CalendarDate, duration: string, years = 0): PeriodValue {
  const start = writeDate(from);
  return {
    id: `${start}/${duration}`,
    type,
    start,
    end: writeDate(to),
    duration,
    label: writeLabel(type, from, to, years),
  };
}
