/** What StatsWales writes in words, and what it means to the hub. */
import type { Frequency, MissingReason, ObservationStatus, PeriodType, ValueType } from "../../../schema/values/enums";
import { markInStatus } from "../../../schema/values/marks";
import { type PeriodValue, parsePeriod, readIsoPeriod } from "../../../schema/values/period";
import { addDays, addMonths, type CalendarDate, readDate, writeDate } from "../../../schema/values/period-dates";
import type { UnitRecord } from "../../core/records";

/** Words of the service for its note codes (its English texts, read 2026-08), with the codes that the hub knows. */
const NOTE_WORDS: ReadonlyMap<string, string> = new Map([
  ["average", "a"],
  ["break in time series", "b"],
  ["confidential", "c"],
  ["estimated", "e"],
  ["forecast", "f"],
  ["low figure", "k"],
  ["not statistically significant", "ns"],
  ["provisional", "p"],
  ["revised", "r"],
  ["total", "t"],
  ["low reliability", "u"],
  ["none recorded in survey", "w"],
  ["not available", "x"],
  ["not applicable", "z"],
]);
/** Levels of significance: the hub has no mark for a figure that is significant, and keeps them as notes. */
const SIGNIFICANT: ReadonlyMap<string, string> = new Map([
  ["s", "Statistically significant at 0.05 or 5% level"],
  ["ss", "Statistically significant at 0.01 or 1% level"],
  ["sss", "Statistically significant at 0.001 or 0.1% level"],
]);

/** What the notes of one figure say. */
export interface Noted {
  readonly missing?: MissingReason;
  /** One of the marks leaves no room for a figure. */
  readonly absent: boolean;
  readonly statuses: readonly ObservationStatus[];
  readonly notes: readonly string[];
}

/** Reads "Estimated, Revised" or "e,r". What is neither a word nor a code of the service's stays a note. */
export function readNotes(text: string): Noted {
  let missing: MissingReason | undefined;
  let absent = false;
  const statuses: ObservationStatus[] = [];
  const notes: string[] = [];
  for (const part of text.split(",").map((each) => each.trim())) {
    if (part === "") continue;
    const code = NOTE_WORDS.get(part.toLowerCase()) ?? part.toLowerCase();
    const meaning = SIGNIFICANT.has(code) ? undefined : markInStatus(code);
    if (meaning === undefined) notes.push(SIGNIFICANT.get(code) ?? part);
    else {
      missing ??= meaning.missing;
      absent ||= meaning.missing !== undefined && meaning.statuses.length === 0;
      statuses.push(...meaning.statuses);
    }
  }
  return { ...(missing === undefined ? {} : { missing }), absent, statuses: [...new Set(statuses)], notes };
}

/**
 * A figure with its notes, as parts of a cell. Where the notes say that there is none (confidential, not available, not applicable, none
 * recorded), there is none, whatever number stands beside: some tables write 0 there.
 */
export function noted(value: number | null, { missing, absent, statuses, notes }: Noted) {
  const stands = value !== null && !absent;
  return {
    value: stands ? value : null,
    ...(stands ? {} : { missing: missing ?? ("NOT_AVAILABLE" as const) }),
    ...(statuses.length === 0 ? {} : { statuses }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** A code in small letters and hyphens from words: "£ per head" → "gbp-per-head". At most `room` characters. */
export function slug(words: string, room = 80): string {
  return words
    .toLowerCase()
    .replace(/£/g, " gbp ")
    .replace(/%/g, " percent ")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, room)
    .replace(/-$/, "");
}

/** A unit as the measure's name tells it. The name itself is the label where it says no more than what is counted. */
export function unitOf(measure: string): UnitRecord {
  if (/^per ?cent|^%|\b(percentage|per cent)\b|%/i.test(measure))
    return { code: "percent", label: "per cent", suffix: "%" };
  if (/£ ?(thousand|000s?)/i.test(measure))
    return { code: "gbp-thousand", label: "£ thousand", prefix: "£", multiplier: 1_000 };
  if (/£ ?million/i.test(measure))
    return { code: "gbp-million", label: "£ million", prefix: "£", multiplier: 1_000_000 };
  if (measure.includes("£")) return { code: slug(measure), label: measure.trim(), prefix: "£" };
  return { code: slug(measure), label: measure.trim() };
}

/** What kind of number a measure holds, by its name. */
export function valueTypeOf(measure: string): ValueType {
  const { code, prefix } = unitOf(measure);
  if (code === "percent") return "PERCENTAGE";
  if (prefix === "£") return "CURRENCY";
  if (/\b(rate|per)\b/i.test(measure)) return "CRUDE_RATE";
  if (/\bratio\b/i.test(measure)) return "RATIO";
  if (/\b(average|mean)\b/i.test(measure)) return "MEAN";
  if (/\bmedian\b/i.test(measure)) return "MEDIAN";
  if (/\bindex\b/i.test(measure)) return "INDEX_NUMBER";
  if (/\b(rank)\b/i.test(measure)) return "RANK_VALUE";
  if (/\bscore\b/i.test(measure)) return "SCORE";
  return "COUNT";
}

/** How often figures come, by the type of their periods. */
export function frequencyOf(type: PeriodType): Frequency {
  if (type === "MONTH") return "MONTHLY";
  if (type === "QUARTER" || type === "FINANCIAL_QUARTER") return "QUARTERLY";
  if (type === "WEEK") return "WEEKLY";
  if (type === "DAY") return "DAILY";
  return type === "CENSUS_DAY" ? "DECENNIAL" : "ANNUALLY";
}

/**
 * The period between a first and a last day, both inside it, as "2024-04-01" or "2024-04-01T00:00:00.000Z". Undefined for days that
 * cannot be read, for hours other than midnight or a day's last second (a time zone was in between), and for lengths without a type.
 */
export function periodBetween(start: unknown, end: unknown): PeriodValue | undefined {
  const first = dayIn(start);
  const last = dayIn(end);
  if (first === undefined || last === undefined) return undefined;
  const from = writeDate(first);
  if (from === writeDate(last)) return readIsoPeriod(from);
  const after = addDays(last, 1);
  const months = (after.year - first.year) * 12 + after.month - first.month;
  if (writeDate(addMonths(first, months)) === writeDate(after)) return readIsoPeriod(`${from}/P${spanOf(months)}`);
  return writeDate(addDays(first, 7)) === writeDate(after) ? readIsoPeriod(`${from}/P1W`) : undefined;
}

function spanOf(months: number): string {
  return months > 0 && months % 12 === 0 ? `${months / 12}Y` : `${months}M`;
}

function dayIn(value: unknown): CalendarDate | undefined {
  if (typeof value !== "string") return undefined;
  const found = /^(\d{4}-\d{2}-\d{2})(?:[T ](?:00:00(?::00)?|23:59(?::59)?)(?:\.\d+)?Z?)?$/.exec(value.trim());
  return found === null ? undefined : readDate(found[1] ?? "");
}

/**
 * A period from the service's words: "2015-16", "Mid-year 1997", "Year ending 31 March 2024". A hint that does not fit the words is
 * passed over, but for a bare year: among financial or academic years that could mean two.
 */
export function periodIn(words: string, hint?: PeriodType): PeriodValue | undefined {
  const plain = words.trim().replace(/^(financial|academic|calendar) year /i, "");
  const read = parsePeriod(words, hint) ?? parsePeriod(plain, hint);
  return read ?? (/^\d{4}$/.test(plain) ? undefined : parsePeriod(plain));
}
