import type { MissingReason, ObservationStatus } from "../../../schema/values/enums";
import { asObject, type CsvRow, csv, json, numberIn, unexpected } from "../../core/decode";
import type { Answer } from "../../core/plan";
import type { Cell } from "../../core/source";
import { refuseError } from "./geography";

/** Columns that every query selects, beside those of its dimensions. */
export const COLUMNS = [
  "DATE",
  "DATE_NAME",
  "GEOGRAPHY",
  "GEOGRAPHY_CODE",
  "MEASURES",
  "OBS_VALUE",
  "OBS_STATUS",
  "OBS_STATUS_NAME",
  "OBS_CONF",
  "OBS_CONF_NAME",
  "RECORD_OFFSET",
  "RECORD_COUNT",
] as const;

/** One page of an answer. */
export interface Page {
  readonly rows: readonly CsvRow[];
  /** Rows of the whole answer, as Nomis counts them. 0 where nothing matches. */
  readonly count: number;
}

/**
 * One page of CSV. A body of no bytes, or of a header alone, is how Nomis says that nothing matches. Throws REFUSED for an error in
 * JSON with status 200; BAD_SHAPE for a page of HTML, a body that is cut short, and rows that do not follow one another from `offset`.
 */
export function readPage(answer: Answer, concepts: readonly string[], offset: number): Page {
  const text = answer.text.trimStart();
  if (text.startsWith("{")) {
    refuseError(asObject(json(answer), "the answer"));
    throw unexpected("it is not in the form that was asked for");
  }
  const columns = [...COLUMNS, ...concepts.map((concept) => concept.toUpperCase())];
  const rows = csv(answer, { columns, emptyIsNone: true });
  const count = rows.length === 0 ? 0 : whole(rows[0]?.RECORD_COUNT);
  rows.forEach((row, place) => {
    if (whole(row.RECORD_COUNT) !== count) throw unexpected("its rows do not agree on how many there are");
    if (whole(row.RECORD_OFFSET) !== offset + place) throw unexpected("rows are missing from it");
  });
  if (offset + rows.length > count) throw unexpected("it has more rows than it says");
  return { rows, count };
}

function whole(text: string | undefined): number {
  const value = numberIn(text);
  if (value === undefined || !Number.isInteger(value) || value < 0) throw unexpected("its rows are not counted");
  return value;
}

/** What a row says of its figure: the number with its marks, or why there is none. */
export type Figure = Pick<Cell, "value" | "missing" | "statuses" | "notes">;

const MARKS: readonly (readonly [RegExp, ObservationStatus])[] = [
  [/provisional/i, "PROVISIONAL"],
  [/revised/i, "REVISED"],
  [/unreliable|low reliability|not reliable|caution/i, "LOW_RELIABILITY"],
  [/forecast|projection/i, "FORECAST"],
  [/imputed/i, "IMPUTED"],
  [/^estimate(d)?( value)?$/i, "ESTIMATED"],
];
const WITHHELD = /suppress|disclos|confidential/i;
const ABSENT = /missing|not available|unavailable|not applicable|sample size is zero|no data/i;

/**
 * Value and status together. Status A is a normal value and confidentiality F is free; Nomis publishes no closed list of the others,
 * so that their names are read: those that say there is no figure beat a 0 beside them. Throws BAD_SHAPE for a value that is no number.
 */
export function figureOf(row: CsvRow): Figure {
  const written = (row.OBS_VALUE ?? "").trim();
  const value = numberIn(written);
  if (value === undefined && !["", "-", "..", "*", "x", "NA", "null"].includes(written)) {
    throw unexpected("a figure in it is no number");
  }
  const status = row.OBS_STATUS === "A" ? "" : (row.OBS_STATUS_NAME ?? "").trim();
  const secrecy = row.OBS_CONF === "F" || row.OBS_CONF === "" ? "" : (row.OBS_CONF_NAME ?? "").trim();
  const words = [status, secrecy].filter((said) => said !== "");
  const notes = words.length === 0 ? {} : { notes: words };
  if (value === undefined || words.some((said) => WITHHELD.test(said) || ABSENT.test(said))) {
    return { value: null, missing: reason(words, written), ...notes };
  }
  const statuses = MARKS.filter(([pattern]) => pattern.test(status)).map(([, mark]) => mark);
  return { value, ...(statuses.length === 0 ? {} : { statuses }), ...notes };
}

function reason(words: readonly string[], written: string): MissingReason {
  if (written === "*" || words.some((said) => WITHHELD.test(said))) return "CONFIDENTIAL";
  return words.some((said) => /not applicable/i.test(said)) ? "NOT_APPLICABLE" : "NOT_AVAILABLE";
}

/** The limits of a survey's figure, from half the width of its 95 % interval; none where either is missing. */
export function limits(value: number | null, half: Figure | undefined): Pick<Cell, "lower" | "upper"> {
  if (value === null || half === undefined || half.value === null) return {};
  const tidy = (limit: number) => Number(limit.toFixed(6)); // 73.2 - 4.1 is 69.10000000000001 in binary
  return { lower: tidy(value - half.value), upper: tidy(value + half.value) };
}
