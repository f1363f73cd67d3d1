import type { Frequency, PeriodType } from "../../../schema/values/enums";
import { type PeriodValue, readIsoPeriod } from "../../../schema/values/period";
import { addDays, writeDate } from "../../../schema/values/period-dates";
import type { PeriodWanted } from "../../core/source";

/**
 * The period that the service's year and code mean: ("2022/2023", "AY"), ("2024", "W25"). Undefined for those whose days are not the
 * same for every publication, or that the hub has no period for: reporting years (RY), terms (T1 …), halves (P1, P2), quarters of
 * academic years (AYQ1 …), and ranges (CYQ1Q2). Academic years begin in September here, though further education counts from August.
 * Weeks are those of ISO 8601.
 */
export function periodOf(years: string, code: string): PeriodValue | undefined {
  const found = /^([12]\d{3})(?:\/([12]\d{3}))?$/.exec(years);
  const year = Number(found?.[1]);
  if (found === null || (found[2] !== undefined && Number(found[2]) !== year + 1)) return undefined;
  if (code === "AY") return readIsoPeriod(`${year}-09-01/P1Y`);
  if (code === "FY") return readIsoPeriod(`${year}-04-01/P1Y`);
  if (code === "TY") return readIsoPeriod(`${year}-04-06/P1Y`);
  const part = /^(FYQ|CYQ|M|W)(\d{1,2})$/.exec(code);
  const number = Number(part?.[2]);
  if (part?.[1] === "FYQ" && number >= 1 && number <= 4) {
    const start = number === 4 ? `${year + 1}-01-01` : `${year}-${twoDigits(number * 3 + 1)}-01`;
    return readIsoPeriod(`${start}/P3M`, "FINANCIAL_QUARTER");
  }
  if (found[2] !== undefined) return undefined; // the rest lies within one year
  if (code === "CY") return readIsoPeriod(`${year}-01-01/P1Y`);
  if (part?.[1] === "CYQ" && number >= 1 && number <= 4)
    return readIsoPeriod(`${year}-${twoDigits(number * 3 - 2)}-01/P3M`);
  if (part?.[1] === "M" && number >= 1 && number <= 12) return readIsoPeriod(`${year}-${twoDigits(number)}-01/P1M`);
  return part?.[1] === "W" ? weekOf(year, number) : undefined;
}

function weekOf(year: number, week: number): PeriodValue | undefined {
  // The week of 4 January is the first; a week is of the year that its Thursday is in.
  const fourth = new Date(Date.UTC(year, 0, 4)).getUTCDay();
  const monday = addDays({ year, month: 1, day: 4 }, (week - 1) * 7 - ((fourth + 6) % 7));
  if (week < 1 || addDays(monday, 3).year !== year) return undefined;
  return readIsoPeriod(`${writeDate(monday)}/P1W`);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** Those of some periods (oldest first) that a choice means: by id, by the day that they start on, or the newest. */
export function chosen<P extends { readonly iso: string }>(periods: readonly P[], wanted: PeriodWanted): readonly P[] {
  if ("latest" in wanted) return periods.slice(-Math.max(1, wanted.latest));
  if ("ids" in wanted) {
    const ids = new Set(wanted.ids.map((id) => readIsoPeriod(id)?.id));
    return periods.filter(({ iso }) => ids.has(iso));
  }
  const { from, to } = wanted;
  return periods.filter(({ iso }) => {
    const start = iso.slice(0, 10);
    return (from === undefined || start >= from) && (to === undefined || start <= to);
  });
}

const FREQUENCIES: Partial<Record<PeriodType, Frequency>> = {
  WEEK: "WEEKLY",
  MONTH: "MONTHLY",
  QUARTER: "QUARTERLY",
  FINANCIAL_QUARTER: "QUARTERLY",
};

/** How often periods of a kind come; yearly where the kind does not say otherwise. */
export function frequencyOf(type: PeriodType): Frequency {
  return FREQUENCIES[type] ?? "ANNUALLY";
}
