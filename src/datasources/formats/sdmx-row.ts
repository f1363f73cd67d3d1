import type { MissingReason, ObservationStatus } from "../../schema/values/enums";
import { readIsoPeriod } from "../../schema/values/period";
import { addDays, readDate, writeDate } from "../../schema/values/period-dates";
import { numberIn, unexpected } from "../core/decode";
import type { Cell } from "../core/source";

/** One observation of an SDMX data message, in whichever format it came. */
export interface SdmxRow {
  /** Codes by dimension id in small letters (Eurostat writes `geo`, the OECD `REF_AREA`); the time is among them as `time_period`. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number | string | null;
  /** Codes by attribute id in small letters: `obs_status`, `obs_flag`, `conf_status`, `unit_mult` … */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * The ISO period that an SDMX time means: "2025", "2025-A1", "2026-Q1", "2026-05", "2026-M05", "2026-W07", "2026-05-31" (SDMX 2.1,
 * section 6, "observational time period"). Throws BAD_SHAPE for any other, half-years too: the hub has no such period.
 */
export function sdmxPeriod(text: string): string {
  const found = /^(\d{4})(?:-(?:A1|Q([1-4])|M?(0[1-9]|1[0-2])|W(0[1-9]|[1-4]\d|5[0-3])))?$/.exec(text);
  const [, year = "", quarter, month, week] = found ?? [];
  const iso =
    found === null
      ? text
      : quarter !== undefined
        ? `${year}-${String(Number(quarter) * 3 - 2).padStart(2, "0")}-01/P3M`
        : month !== undefined
          ? `${year}-${month}-01/P1M`
          : week !== undefined
            ? `${mondayOf(Number(year), Number(week))}/P1W`
            : `${year}-01-01/P1Y`;
  const read = iso.includes("/") || readDate(iso) !== undefined ? readIsoPeriod(iso) : undefined;
  if (read === undefined) throw unexpected("a time is none that the hub knows");
  return read.id;
}

/** The Monday of an ISO 8601 week: week 1 holds 4 January. */
function mondayOf(year: number, week: number): string {
  const fourth = { year, month: 1, day: 4 };
  const weekday = (new Date(`${writeDate(fourth)}T00:00:00Z`).getUTCDay() + 6) % 7;
  return writeDate(addDays(fourth, (week - 1) * 7 - weekday));
}

interface Meaning {
  readonly status?: ObservationStatus;
  readonly missing?: MissingReason;
  readonly note?: string;
}

/** SDMX code list CL_OBS_STATUS, version 2.2. */
const OBS_STATUS: Readonly<Record<string, Meaning>> = {
  A: {},
  B: { status: "BREAK_IN_SERIES" },
  D: { note: "The definition differs." },
  E: { status: "ESTIMATED" },
  F: { status: "FORECAST" },
  G: { note: "An experimental figure." },
  H: { missing: "NOT_AVAILABLE" },
  I: { status: "IMPUTED" },
  J: { note: "Derogation." },
  K: { missing: "NOT_AVAILABLE", note: "The data are included in another category." },
  L: { missing: "NOT_AVAILABLE" },
  M: { missing: "NOT_APPLICABLE" },
  N: { status: "NOT_STATISTICALLY_SIGNIFICANT" },
  O: { missing: "NOT_AVAILABLE" },
  P: { status: "PROVISIONAL" },
  Q: { missing: "CONFIDENTIAL" },
  R: { status: "REVISED" },
  U: { status: "LOW_RELIABILITY" },
  V: { note: "Not validated." },
  W: { note: "Includes data from another category." },
};

/** Eurostat's flags, of which several may stand together ("bd"): "Symbols, codes and flags" of its data browser, seen 2026-06. */
const OBS_FLAG: Readonly<Record<string, Meaning>> = {
  b: { status: "BREAK_IN_SERIES" },
  c: { missing: "CONFIDENTIAL" },
  d: { note: "The definition differs: see Eurostat's metadata." },
  e: { status: "ESTIMATED" },
  f: { status: "FORECAST" },
  m: { missing: "NOT_AVAILABLE" },
  n: { status: "NOT_STATISTICALLY_SIGNIFICANT" },
  p: { status: "PROVISIONAL" },
  r: { status: "REVISED" },
  s: { status: "ESTIMATED", note: "Eurostat's own estimate." },
  u: { status: "LOW_RELIABILITY" },
  z: { missing: "NOT_APPLICABLE" },
};

/** CONF_STATUS: free, and the codes that keep a figure back. */
const FREE: ReadonlySet<string> = new Set(["", "F"]);

/**
 * The figure of a row with its marks, or why there is none. A code that says there is no figure counts only where there is none: K and L
 * beside a figure become notes, confidential ones beside a figure contradict it. Throws BAD_SHAPE for that, for an unknown code and for
 * a value that is neither a number nor a mark of absence (":", "NaN", nothing).
 */
export function sdmxFigure({ value, attributes }: SdmxRow): Pick<Cell, "value" | "missing" | "statuses" | "notes"> {
  const meanings = [
    ...codesOf(attributes.obs_status, /[^A-Za-z]+/).map((code) => meaningOf(OBS_STATUS, code.toUpperCase())),
    ...codesOf(attributes.obs_flag, /[^a-z]*/).map((code) => meaningOf(OBS_FLAG, code)),
  ];
  const kept = !FREE.has(attributes.conf_status ?? "");
  const figure = numberOf(value);
  const statuses = [...new Set(meanings.flatMap(({ status }) => status ?? []))];
  const notes = [...new Set(meanings.flatMap(({ note }) => note ?? []))];
  const marks = { ...(statuses.length === 0 ? {} : { statuses }), ...(notes.length === 0 ? {} : { notes }) };
  const missing = kept ? "CONFIDENTIAL" : meanings.find((meaning) => meaning.missing !== undefined)?.missing;
  if (figure === undefined) return { value: null, missing: missing ?? "NOT_AVAILABLE", ...marks };
  if (missing === "CONFIDENTIAL") throw unexpected("a figure is marked as confidential");
  return { value: figure, ...marks };
}

function codesOf(text: string | undefined, between: RegExp): readonly string[] {
  return (text ?? "").split(between).filter((code) => code !== "");
}

function meaningOf(list: Readonly<Record<string, Meaning>>, code: string): Meaning {
  const meaning = Object.hasOwn(list, code) ? list[code] : undefined;
  if (meaning === undefined) throw unexpected("a mark is none that the hub knows");
  return meaning;
}

function numberOf(value: number | string | null): number | undefined {
  if (value === null || value === "" || value === ":" || value === "NaN") return undefined;
  const number = typeof value === "string" ? numberIn(value.trim()) : value;
  if (number === undefined || !Number.isFinite(number)) throw unexpected("a figure is not a number");
  return number;
}
