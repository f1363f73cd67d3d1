import type { PeriodType } from "./enums";
import { type CalendarDate, isMonthEnd } from "./period-dates";

export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const NUMBER_WORDS: Readonly<Record<number, string>> = { 2: "two", 3: "three", 5: "five" };

/**
 * A period as people write it: "2024", "2024/25", "2022–24", "Q1 2025/26", "January 2025", "mid-2024",
 * "year ending 15 November 2016". `years` is the length of a rolling period in years. Every label that is written here is read
 * back to the same dates by `parsePeriod`, given its type.
 */
export function writeLabel(type: PeriodType, start: CalendarDate, end: CalendarDate, years: number): string {
  switch (type) {
    case "CALENDAR_YEAR":
      return String(start.year);
    case "FINANCIAL_YEAR":
    case "ACADEMIC_YEAR":
      return splitYear(start.year);
    case "YEAR_ENDING":
      return `year ending ${closing(end)}`;
    case "ROLLING_TWO_YEAR":
    case "ROLLING_THREE_YEAR":
    case "ROLLING_FIVE_YEAR":
      return rolling(start, end, years);
    case "QUARTER":
      return quarter(start, end);
    case "FINANCIAL_QUARTER":
      return financialQuarter(start);
    case "MONTH":
      return start.day === 1 ? `${monthName(start.month)} ${start.year}` : `month ending ${longDate(end)}`;
    case "WEEK":
      return `week ending ${longDate(end)}`;
    case "DAY":
      return longDate(start);
    case "CENSUS_DAY":
      return `Census ${start.year}`;
    case "SNAPSHOT":
      return start.month === 6 && start.day === 30 ? `mid-${start.year}` : longDate(start);
  }
}

/** A year that runs over two calendar years: "2024/25"; "1999/2000" where two digits would mislead. */
function splitYear(first: number): string {
  return `${first}/${shortYear(first, first + 1)}`;
}

function rolling(start: CalendarDate, end: CalendarDate, years: number): string {
  if (start.day === 1 && start.month === 1) return `${start.year}–${shortYear(start.year, end.year)}`;
  if (start.day === 1 && start.month === 4) {
    const last = end.year - 1;
    const tail = shortYear(start.year, last) === String(last) ? splitYear(last) : splitYear(last).slice(2);
    return `${splitYear(start.year)}–${tail}`;
  }
  return `${NUMBER_WORDS[years] ?? years} years ending ${closing(end)}`;
}

function quarter(start: CalendarDate, end: CalendarDate): string {
  if (start.day !== 1) return `quarter ending ${longDate(end)}`;
  if (start.month % 3 === 1) return `Q${(start.month + 2) / 3} ${start.year}`;
  const first = start.year === end.year ? monthName(start.month) : `${monthName(start.month)} ${start.year}`;
  return `${first} to ${monthName(end.month)} ${end.year}`;
}

/** The quarters of a financial year begin in April. */
function financialQuarter(start: CalendarDate): string {
  const number = ((start.month + 8) % 12) / 3 + 1;
  return `Q${number} ${splitYear(start.month >= 4 ? start.year : start.year - 1)}`;
}

function shortYear(first: number, last: number): string {
  return Math.floor(first / 100) === Math.floor(last / 100) ? String(last % 100).padStart(2, "0") : String(last);
}

function closing(end: CalendarDate): string {
  return isMonthEnd(end) ? `${monthName(end.month)} ${end.year}` : longDate(end);
}

function longDate(date: CalendarDate): string {
  return `${date.day} ${monthName(date.month)} ${date.year}`;
}

function monthName(month: number): string {
  return MONTHS[month - 1] ?? "";
}
