/** Calendar arithmetic on plain dates (yyyy-mm-dd), in the proleptic Gregorian calendar, with no clock and no time zone. */

export interface CalendarDate {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly day: number;
}

/** The date that a text of the shape yyyy-mm-dd names, from the year 1000 on; undefined for any other text and for days that do not exist. */
export function readDate(text: string): CalendarDate | undefined {
  const found = /^([1-9]\d{3})-(\d{2})-(\d{2})$/.exec(text);
  if (found === null) return undefined;
  const date = { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= daysIn(date.year, date.month)
    ? date
    : undefined;
}

/** The date as yyyy-mm-dd. */
export function writeDate(date: CalendarDate): string {
  return `${date.year}-${String(date.month).padStart(2, "0")}-${String(date.day).padStart(2, "0")}`;
}

/** Number of days in a month (1 to 12) of a year. */
export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The date so many months later, or earlier when negative; a day that the month lacks becomes its last day. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const count = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(count / 12);
  const month = (count % 12) + 1;
  return { year, month, day: Math.min(date.day, daysIn(year, month)) };
}

/** The date so many days later, or earlier when negative. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  const moved = new Date(Date.UTC(date.year, date.month - 1, date.day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** Whether the date is the last day of its month. */
export function isMonthEnd(date: CalendarDate): boolean {
  return date.day === daysIn(date.year, date.month);
}
