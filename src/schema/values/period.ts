import type { ObservationStatus, PeriodType } from "./enums";
import { addDays, addMonths, type CalendarDate, daysIn, readDate, writeDate } from "./period-dates";
import { oneDay, type PeriodValue, readIsoPeriod, spanOf } from "./period-iso";
import { MONTHS } from "./period-labels";

export { equivalentLastYear, type PeriodValue, periodLabel, previousPeriod, readIsoPeriod } from "./period-iso";

/** A period as read from a publisher's words, with what the words said beside it. */
export interface ParsedPeriod extends PeriodValue {
  /** Marks that the words put on every figure of the period: REVISED for "(Rev)", PROVISIONAL for "(prov)" … */
  readonly marks: readonly ObservationStatus[];
  /** What else the words said, such as "outturn" for "(OT)". */
  readonly remarks: readonly string[];
}

const SUFFIXES: ReadonlyMap<string, ObservationStatus | "outturn"> = new Map([
  ["r", "REVISED"],
  ["rev", "REVISED"],
  ["revised", "REVISED"],
  ["p", "PROVISIONAL"],
  ["prov", "PROVISIONAL"],
  ["provisional", "PROVISIONAL"],
  ["e", "ESTIMATED"],
  ["est", "ESTIMATED"],
  ["estimate", "ESTIMATED"],
  ["estimated", "ESTIMATED"],
  ["f", "FORECAST"],
  ["forecast", "FORECAST"],
  ["budget", "FORECAST"],
  ["ot", "outturn"],
  ["outturn", "outturn"],
]);

/**
 * Reads a period from ISO 8601 or from the words that publishers use. Undefined when the text means none, or could mean two.
 * `hint` is the period type that the indicator has, and settles what the words alone do not. The rules, in order:
 * - "(Rev)", "(prov)", "(est)", "(forecast)", "(OT)" at the end are taken off and returned beside; any other bracket refuses the text.
 * - Two years that follow each other (2016-17, 2016/17, 2016-2017, 2016 to 2017) are one financial year; an academic year (from
 *   1 September) with that hint; two calendar years with the hint ROLLING_TWO_YEAR. "AY" or "academic year" beside it says so itself.
 * - Two years further apart (2014-16, 2015 - 17) are the calendar years from the first to the last, both inside; 2, 3 or 5 of them.
 * - "2010-11" could be a month as well: it is the years, unless the hint is MONTH. "2024-03" can only be the month.
 * - One year (2024) is the calendar year; with the hint of a financial or academic year it could mean two, and is refused.
 */
export function parsePeriod(text: string, hint?: PeriodType): ParsedPeriod | undefined {
  const suffix = /\s*\(([^()]*)\)$/.exec(text.trim());
  const meaning = suffix === null ? undefined : SUFFIXES.get((suffix[1] ?? "").trim().toLowerCase());
  if (suffix !== null && meaning === undefined) return undefined;
  const bare = suffix === null ? text.trim() : text.trim().slice(0, suffix.index);
  const read = readIsoPeriod(bare, hint) ?? readWords(plain(bare), hint);
  if (read === undefined) return undefined;
  return {
    ...read,
    marks: meaning === undefined || meaning === "outturn" ? [] : [meaning],
    remarks: meaning === "outturn" ? ["outturn"] : [],
  };
}

/** Dashes of every kind become hyphens, runs of spaces one space, letters small. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[\s\u00a0]+/g, " ")
    .replace(/ ?([-/]) ?/g, "$1");
}

function readWords(text: string, hint: PeriodType | undefined): PeriodValue | undefined {
  return readYears(text, hint) ?? readQuarter(text) ?? readMonths(text) ?? readEnding(text) ?? readDay(text);
}

function readYears(text: string, hint: PeriodType | undefined): PeriodValue | undefined {
  const named = /^(?:(fy|ay) ?)?(.*?)(?: (financial|academic|school|calendar) year)?$/.exec(text);
  const says = named?.[1] ?? named?.[3];
  const kind: PeriodType | undefined =
    says === undefined
      ? hint
      : says === "fy" || says === "financial"
        ? "FINANCIAL_YEAR"
        : says === "calendar"
          ? "CALENDAR_YEAR"
          : "ACADEMIC_YEAR";
  const body = named?.[2] ?? text;
  const one = /^([12]\d{3})$/.exec(body);
  if (one !== null)
    return kind === "FINANCIAL_YEAR" || kind === "ACADEMIC_YEAR" ? undefined : years(Number(one[1]), 1, 1);
  const ranged = /^([12]\d{3})\/(\d{2}|\d{4})(?:-| to )(\d{2}|\d{4})\/(\d{2}|\d{4})$/.exec(body);
  if (ranged !== null) return financialRange(ranged);
  const two = /^([12]\d{3})(-|\/| to )(\d{2}|[12]\d{3})$/.exec(body);
  if (two === null) return undefined;
  const first = Number(two[1]);
  const month = two[2] === "-" && two[3]?.length === 2 ? Number(two[3]) : 0;
  if (kind === "MONTH") return month >= 1 && month <= 12 ? spanOf({ year: first, month, day: 1 }, 1, "M") : undefined;
  const length = yearAfter(first, two[3] ?? "") - first + 1;
  if (length === 2 && kind !== "ROLLING_TWO_YEAR") {
    if (kind === "CALENDAR_YEAR") return undefined;
    return years(first, kind === "ACADEMIC_YEAR" ? 9 : 4, 1);
  }
  const span = says === undefined ? years(first, 1, length) : undefined;
  if (span !== undefined || says !== undefined || month < 1 || month > 12) return span;
  return spanOf({ year: first, month, day: 1 }, 1, "M");
}

/** 2021/22-23/24: whole financial years, the first to the last. */
function financialRange(found: RegExpExecArray): PeriodValue | undefined {
  const first = Number(found[1]);
  const last = yearAfter(first, found[3] ?? "");
  if (yearAfter(first, found[2] ?? "") !== first + 1 || yearAfter(last, found[4] ?? "") !== last + 1) return undefined;
  return years(first, 4, last - first + 1);
}

/** The year that two or four digits mean after another year: the next that ends so. */
function yearAfter(first: number, digits: string): number {
  if (digits.length === 4) return Number(digits);
  const year = first - (first % 100) + Number(digits);
  return year < first ? year + 100 : year;
}

function years(first: number, month: number, count: number): PeriodValue | undefined {
  return count >= 1 ? spanOf({ year: first, month, day: 1 }, count, "Y") : undefined;
}

function readQuarter(text: string): PeriodValue | undefined {
  const before = /^q([1-4]),? (.+)$/.exec(text);
  const after = /^(.+?) ?q([1-4])$/.exec(text);
  const number = Number(before?.[1] ?? after?.[2]);
  const year = /^([12]\d{3})(?:[-/](\d{2}|\d{4}))?$/.exec(before?.[2] ?? after?.[1] ?? "");
  if (year === null) return undefined;
  const first = Number(year[1]);
  if (year[2] === undefined) return spanOf({ year: first, month: number * 3 - 2, day: 1 }, 3, "M");
  if (yearAfter(first, year[2]) !== first + 1) return undefined;
  const start = addMonths({ year: first, month: 4, day: 1 }, (number - 1) * 3);
  return spanOf(start, 3, "M", "FINANCIAL_QUARTER");
}

function readMonths(text: string): PeriodValue | undefined {
  const one = /^([a-z]+) ([12]\d{3})$/.exec(text) ?? swap(/^([12]\d{3}) ([a-z]+)$/.exec(text));
  if (one !== null) {
    const month = monthOf(one[1] ?? "");
    if (month !== undefined) return spanOf({ year: Number(one[2]), month, day: 1 }, 1, "M");
  }
  const three = /^([a-z]+)(?: ([12]\d{3}))?(?:-| to )([a-z]+) ([12]\d{3})$/.exec(text);
  const from = monthOf(three?.[1] ?? "");
  const to = monthOf(three?.[3] ?? "");
  if (three === null || from === undefined || to === undefined) return undefined;
  const last = Number(three[4]);
  const first = three[2] === undefined ? (from > to ? last - 1 : last) : Number(three[2]);
  return spanOf({ year: first, month: from, day: 1 }, (last - first) * 12 + to - from + 1, "M");
}

function swap(found: RegExpExecArray | null): readonly (string | undefined)[] | null {
  return found === null ? null : [found[0], found[2], found[1]];
}

/** "year ending June 2025", "12 months to 30 June 2025", "three years ending …", "quarter ending …", "week ending …". */
function readEnding(text: string): PeriodValue | undefined {
  const found =
    /^(?:the )?(year|12 months|two years|three years|five years|quarter|3 months|month|week)(?: ending| ended| to)(?: the)? (.+)$/.exec(
      text.replace(/^ye /, "year ending "),
    );
  const end = found === null ? undefined : closingDay(found[2] ?? "");
  if (found === null || end === undefined) return undefined;
  if (found[1] === "week") return spanOf(addDays(end, -6), 1, "W");
  const months = MONTHS_OF.get(found[1] ?? "") ?? 0;
  const read = spanOf(addMonths(addDays(end, 1), -months), months, "M");
  return read?.end === writeDate(end) ? read : undefined; // a year that begins on a day that its month lacks cannot be stated
}

const MONTHS_OF: ReadonlyMap<string, number> = new Map([
  ["year", 12],
  ["12 months", 12],
  ["two years", 24],
  ["three years", 36],
  ["five years", 60],
  ["quarter", 3],
  ["3 months", 3],
  ["month", 1],
]);

/** The last day of a month ("june 2025"), or a whole date. */
function closingDay(text: string): CalendarDate | undefined {
  const found = /^([a-z]+) ([12]\d{3})$/.exec(text);
  const month = monthOf(found?.[1] ?? "");
  if (found === null || month === undefined) return longDate(text);
  const year = Number(found[2]);
  return { year, month, day: daysIn(year, month) };
}

function readDay(text: string): PeriodValue | undefined {
  const mid = /^mid(?:-| )(?:year(?:-| ))?([12]\d{3})$/.exec(text);
  if (mid !== null) return oneDay({ year: Number(mid[1]), month: 6, day: 30 });
  const census = /^census ([12]\d{3})$/.exec(text);
  const days: Readonly<Record<string, string>> = {
    "2001": "2001-04-29",
    "2011": "2011-03-27",
    "2021": "2021-03-21",
    "2022": "2022-03-20",
  };
  const date = census === null ? longDate(text) : readDate(days[census[1] ?? ""] ?? "");
  return date && oneDay(date);
}

/** "30 June 2024"; days that do not exist are refused, and so is 03/04/2024, which means two days. */
function longDate(text: string): CalendarDate | undefined {
  const found = /^(\d{1,2})(?:st|nd|rd|th)? ([a-z]+),? ([12]\d{3})$/.exec(text);
  const month = monthOf(found?.[2] ?? "");
  if (found === null || month === undefined) return undefined;
  const day = String(Number(found[1])).padStart(2, "0");
  return readDate(`${found[3]}-${String(month).padStart(2, "0")}-${day}`);
}

function monthOf(name: string): number | undefined {
  if (name.length < 3) return undefined;
  const short = name === "sept" ? "sep" : name;
  const index = MONTHS.findIndex((month) => month.toLowerCase() === short || month.slice(0, 3).toLowerCase() === short);
  return index < 0 ? undefined : index + 1;
}
