import type { MissingReason } from "../../../schema/values/enums";
import { readIsoPeriod } from "../../../schema/values/period";
import { addMonths, readDate } from "../../../schema/values/period-dates";
import type { PeriodWanted } from "../../core/source";

/** The service keeps so many months, the newest included (a rolling window, as of 2026-09). */
export const KEPT_MONTHS = 36;

/** Months to ask for, oldest first, and months that need no question, each with why it has no figure. Months are yyyy-mm. */
export interface MonthsWanted {
  readonly asked: readonly string[];
  readonly absent: readonly { readonly month: string; readonly missing: MissingReason; readonly note: string }[];
}

/**
 * What a choice of periods means in months, where `latest` is the newest month that the service has. Of a stretch of time only what
 * the service keeps is asked for; where that is nothing, one absence says so.
 */
export function monthsWanted(period: PeriodWanted, latest: string): MonthsWanted {
  const kept = Array.from({ length: KEPT_MONTHS }, (_, back) => monthAfter(latest, back + 1 - KEPT_MONTHS));
  const oldest = kept[0] ?? latest;
  const absentFor = (month: string) =>
    month > latest
      ? {
          month,
          missing: "NOT_YET_RELEASED" as const,
          note: `The newest month at data.police.uk is ${monthName(latest)}; months come some two months later.`,
        }
      : {
          month,
          missing: "NOT_AVAILABLE" as const,
          note: `data.police.uk answers for ${KEPT_MONTHS} months only, now from ${monthName(oldest)} on; older ones are in its archive.`,
        };
  if ("latest" in period) return { asked: kept.slice(-Math.max(1, period.latest)), absent: [] };
  if ("ids" in period) {
    const months = [...new Set(period.ids.flatMap((id) => monthOf(id) ?? []))].sort();
    return {
      asked: months.filter((month) => month >= oldest && month <= latest),
      absent: months.filter((month) => month < oldest || month > latest).map(absentFor),
    };
  }
  const { from, to } = period;
  const asked = kept.filter((month) => isBetween(`${month}-01`, from, to));
  if (asked.length > 0 || to === undefined) return { asked, absent: [] };
  const last = to.slice(0, 7);
  return { asked, absent: last < oldest && isBetween(`${last}-01`, from, to) ? [absentFor(last)] : [] };
}

/** The id of a month's period. */
export function periodOfMonth(month: string): string {
  return `${month}-01/P1M`;
}

/** "July 2026". */
function monthName(month: string): string {
  return readIsoPeriod(periodOfMonth(month))?.label ?? month;
}

function monthOf(id: string): string | undefined {
  const read = readIsoPeriod(id);
  return read?.duration === "P1M" && read.start.endsWith("-01") ? read.start.slice(0, 7) : undefined;
}

function monthAfter(month: string, months: number): string {
  const date = readDate(`${month}-01`);
  if (date === undefined) throw new Error("A checked month could not be read.");
  const { year, month: number } = addMonths(date, months);
  return `${year}-${String(number).padStart(2, "0")}`;
}

function isBetween(day: string, from: string | undefined, to: string | undefined): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}
