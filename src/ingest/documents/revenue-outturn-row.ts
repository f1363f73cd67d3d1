import { isAreaCode } from "../../schema/values/area-code";
import type { ObservationStatus } from "../../schema/values/enums";
import { markInStatus, markInValue, packStatuses } from "../../schema/values/marks";
import { readNumber } from "../../schema/values/number";
import type { CsvRow } from "../reading/csv";
import { fitted, type Header } from "../reading/header";
import type { TidyObservation } from "../tidy-observation";

/** Columns that every file of the layout begins with; the others are lines, called by form, item and measure: `RO5_envcll_net_cur_exp`. */
export const IDENTITY = [
  "year_ending",
  "ONS_code",
  "LA_LGF_code",
  "LA_name",
  "status",
  "LA_class",
  "LA_subclass",
] as const;
/** Those that tell the layout from others. */
export const TELLING = ["year_ending", "ONS_code", "LA_name", "status", "LA_class"] as const;

const ENGLAND = "E92000001";
/**
 * What the column `status` says of a row. Programs that read the publisher's file know the first three words; the others are taken where they
 * stand, so that an estimate never passes for a return.
 */
const STATUSES: ReadonlyMap<string, { readonly kind: Kind; readonly marks: readonly ObservationStatus[] }> = new Map([
  ["submitted", { kind: "RETURN", marks: [] }],
  ["not submitted", { kind: "NO_RETURN", marks: [] }],
  ["total", { kind: "TOTAL", marks: [] }],
  ["imputed", { kind: "RETURN", marks: ["IMPUTED"] }],
  ["estimated", { kind: "RETURN", marks: ["ESTIMATED"] }],
  ["provisional", { kind: "RETURN", marks: ["PROVISIONAL"] }],
]);

type Kind = "RETURN" | "NO_RETURN" | "TOTAL";

export interface CellFault {
  readonly column: string;
  readonly found: string;
  readonly reason: string;
}

/** What a row says of one line, in thousands of pounds. */
export type LineFigure = Pick<TidyObservation, "value" | "missing" | "statusMask"> & { readonly line: string };

export interface OutturnRow {
  readonly kind: Kind;
  /** Code of the council's area, or of England; of another total, its code or its class. */
  readonly code: string;
  /** Whether it is a council's own row, or that of England: those have areas. */
  readonly hasArea: boolean;
  readonly name: string;
  /** ISO 8601, `2024-04-01/P1Y`. */
  readonly period: string;
  readonly serviceClass: string;
  readonly subclass: string;
  readonly figures: readonly LineFigure[];
  /** Cells that cannot be read; the others of the row stand. */
  readonly faults: readonly CellFault[];
}

/** Reads rows of MHCLG's multi-year revenue outturn file: one council (or total) in one year. `lines` are the columns that are wanted. */
export class OutturnRowReader {
  private readonly at: ReadonlyMap<string, number>;

  constructor(
    private readonly header: Header,
    private readonly lines: readonly string[],
  ) {
    this.at = new Map([...header.positions].map(([name, [first = -1]]) => [name, first]));
  }

  /** The row, or why nothing of it can be taken. */
  read(row: CsvRow): OutturnRow | CellFault {
    const cells = fitted(row, this.header);
    if (cells === undefined)
      return fault(
        "",
        row.cells.join(","),
        `The row has ${row.cells.length} cells where the header has ${this.header.width}.`,
      );
    const cell = (name: string): string => cells[this.at.get(name) ?? -1] ?? "";
    const [, year] = /^(\d{4})03$/.exec(cell("year_ending")) ?? [];
    if (year === undefined)
      return fault(
        "year_ending",
        cell("year_ending"),
        "This is no March. Write the year and month in which the year ended, such as 202503.",
      );
    const status = STATUSES.get(cell("status").toLowerCase());
    if (status === undefined)
      return fault(
        "status",
        cell("status"),
        `Nothing is known of this status. Write one of ${[...STATUSES.keys()].join(", ")}.`,
      );
    const place = placeOf(status.kind, cell("ONS_code"), cell("LA_name"), cell("LA_class"));
    if ("reason" in place) return place;
    const read = this.lines.map((line) => figureOf(line, cell(line), status.kind, status.marks));
    return {
      kind: status.kind,
      ...place,
      name: cell("LA_name"),
      period: `${Number(year) - 1}-04-01/P1Y`,
      serviceClass: cell("LA_class"),
      subclass: cell("LA_subclass"),
      figures: read.flatMap((each) => ("reason" in each ? [] : [each])),
      faults: read.flatMap((each) => ("reason" in each ? [each] : [])),
    };
  }
}

function placeOf(
  kind: Kind,
  code: string,
  name: string,
  serviceClass: string,
): Pick<OutturnRow, "code" | "hasArea"> | CellFault {
  if (kind === "TOTAL") {
    if (code === ENGLAND || name.toLowerCase() === "england") return { code: ENGLAND, hasArea: true };
    const own = code === "" ? serviceClass : code;
    return own !== "" && own.length <= 40
      ? { code: own, hasArea: false }
      : fault("ONS_code", code, "A total needs a code or a class of at most 40 characters.");
  }
  return isAreaCode(code)
    ? { code, hasArea: true }
    : fault("ONS_code", code, "This is not an area code, such as E08000003.");
}

/** A cell: a number, a number with a mark behind it (`1,234 [r]`), or a mark in place of one. */
function figureOf(
  line: string,
  text: string,
  kind: Kind,
  rowMarks: readonly ObservationStatus[],
): LineFigure | CellFault {
  const [, before = text, mark = ""] = /^(.*\S)\s*(\[[^[\]]*\])$/.exec(text) ?? [];
  const value = readNumber(before);
  if (kind === "NO_RETURN") {
    // Nothing was submitted, so that a 0 here is a filled cell and no figure.
    if (value === undefined ? markInValue(text) !== undefined : value === 0)
      return { line, value: null, missing: "NOT_SUBMITTED", statusMask: 0 };
    return fault(
      line,
      text,
      "The row says that the council submitted nothing, and has a figure. One of the two is wrong.",
    );
  }
  if (value === undefined) {
    const meaning = markInValue(text);
    if (meaning === undefined)
      return fault(line, text, "This is neither a number (in thousands of pounds) nor a known mark, such as [x].");
    return {
      line,
      value: null,
      missing: meaning.missing ?? "NOT_AVAILABLE",
      statusMask: packStatuses([...rowMarks, ...meaning.statuses]),
    };
  }
  const meaning = markInStatus(mark);
  if (meaning === undefined || (meaning.missing !== undefined && meaning.statuses.length === 0))
    return fault(line, text, "The mark behind the number says that there is none, or is not known.");
  return { line, value, missing: null, statusMask: packStatuses([...rowMarks, ...meaning.statuses]) };
}

function fault(column: string, found: string, reason: string): CellFault {
  return { column, found, reason };
}
