import { parse } from "csv-parse/sync";
import type { Answer } from "./plan";
import { SourceFault } from "./source";

/** A body of another shape than the publisher documents. `what` is for the log and for people: no part of the body. */
export function unexpected(what: string): SourceFault {
  return new SourceFault("BAD_SHAPE", `The publisher's answer could not be read: ${what}.`);
}

/** The JSON of an answer. Throws BAD_SHAPE for an empty body, a page of HTML, and what does not parse. `__proto__` keys are dropped. */
export function json(answer: Answer): unknown {
  const text = answer.text.trim();
  if (text === "") throw unexpected("it is empty");
  if (text.startsWith("<")) throw unexpected("it is a page, not data");
  try {
    return JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value));
  } catch {
    throw unexpected("it is cut short or is not JSON");
  }
}

/** One row of a CSV by column name; a column that the row lacks is undefined. */
export type CsvRow = Readonly<Record<string, string | undefined>>;

export interface CsvOptions {
  /** Columns that must be in the header; BAD_SHAPE names the first that is not. */
  readonly columns: readonly string[];
  readonly delimiter?: string;
  /** Rows shorter than the header are taken (Fingertips leaves out trailing blanks). Longer ones never are. */
  readonly ragged?: boolean;
  /** What a body of no bytes means: no rows, or (by default) an answer that cannot be read. */
  readonly emptyIsNone?: boolean;
}

/** The rows of a CSV body, by header name, strictly: equal header names, open quotes and pages of HTML are BAD_SHAPE. */
export function csv(
  answer: Answer,
  { columns, delimiter = ",", ragged = false, emptyIsNone = false }: CsvOptions,
): readonly CsvRow[] {
  if (answer.text.trim() === "") {
    if (emptyIsNone) return [];
    throw unexpected("it is empty");
  }
  if (answer.text.trimStart().startsWith("<")) throw unexpected("it is a page, not data");
  let rows: string[][];
  try {
    rows = parse(answer.text, { delimiter, relax_column_count_less: ragged, skip_empty_lines: true });
  } catch {
    throw unexpected("its rows do not fit its header");
  }
  const header = rows[0] ?? [];
  for (const column of columns) if (!header.includes(column)) throw unexpected(`column ${column} is missing`);
  if (new Set(header).size !== header.length) throw unexpected("two columns have one name");
  return rows
    .slice(1)
    .map(
      (row) =>
        Object.assign(
          Object.create(null),
          Object.fromEntries(header.map((name, place) => [name, row[place]])),
        ) as CsvRow,
    );
}

/** A number as publishers write it in a text cell. Undefined for anything else: never NaN, never infinite, never a blank as 0. */
export function numberIn(text: string | undefined): number | undefined {
  if (text === undefined || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text.trim())) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** An object, not an array. Throws BAD_SHAPE that names `what`. */
export function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unexpected(`${what} is missing`);
  return value as Readonly<Record<string, unknown>>;
}

/** A list. Throws BAD_SHAPE that names `what`. */
export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unexpected(`${what} is missing`);
  return value;
}

/** A text. Throws BAD_SHAPE that names `what`. */
export function asText(value: unknown, what: string): string {
  if (typeof value !== "string") throw unexpected(`${what} is missing`);
  return value;
}
