import { isAreaCode } from "../../schema/values/area-code";
import { packStatuses, readMissing, readStatus } from "../../schema/values/marks";
import { readNumber } from "../../schema/values/number";
import { readIsoPeriod } from "../../schema/values/period";
import { type CsvRow, openCsv } from "../reading/csv";
import { FileProblem, shorten } from "../reading/file-problem";
import { fitted, type Header, readHeader } from "../reading/header";
import { type Survey, surveyFile } from "../reading/survey";
import type { Refusal, TidyObservation } from "../tidy-observation";

export const TIDY_OBSERVATION_COLUMNS = [
  "indicator",
  "area",
  "period",
  "breakdown",
  "value",
  "missing",
  "lower_ci95",
  "upper_ci95",
  "count",
  "numerator",
  "denominator",
  "status",
  "note",
] as const;

export interface TidyFindings {
  readonly survey: Pick<Survey, "sha256">;
  readonly warnings: readonly string[];
  rowsRead: number;
  rowsRefused: number;
}

export interface TidyFile {
  readonly findings: TidyFindings;
  /** The figures, in the file's order, some thousand at a time; to be read once. Throws FileProblem when the file is unreadable. */
  readonly blocks: AsyncGenerator<readonly TidyObservation[]>;
}

/** Opens an observations file of docs/tidy-tables.md. Rows that break its rules are refused and told. */
export async function openTidyObservations(
  path: string,
  name: string,
  onRefusal: (refusal: Refusal) => void,
): Promise<TidyFile> {
  const survey = await surveyFile(path);
  const findings: TidyFindings = { survey, warnings: survey.warnings, rowsRead: 0, rowsRefused: 0 };
  return { findings, blocks: blocksOf(path, name, onRefusal, findings, survey) };
}

async function* blocksOf(
  path: string,
  name: string,
  onRefusal: (refusal: Refusal) => void,
  findings: TidyFindings,
  survey: Survey,
): AsyncGenerator<TidyObservation[]> {
  const { blocks } = await openCsv(path, survey);
  const header = await readHeader(blocks, TIDY_OBSERVATION_COLUMNS);
  const reader = new TidyRowReader(header);
  const readAll = (rows: readonly CsvRow[]) => keptOf(reader, rows, name, onRefusal, findings);
  yield readAll(header.following);
  for await (const rows of blocks) yield readAll(rows);
  if (findings.rowsRead === 0)
    throw new FileProblem("The file has a header and no row below it.", { row: header.line });
}

/** The rows of a block that hold to the rules; the others are told and counted. */
export function keptOf(
  reader: TidyRowReader,
  rows: readonly CsvRow[],
  file: string,
  onRefusal: (refusal: Refusal) => void,
  findings: Pick<TidyFindings, "rowsRead" | "rowsRefused">,
): TidyObservation[] {
  const kept: TidyObservation[] = [];
  for (const row of rows) {
    const read = reader.read(row);
    if ("reason" in read) onRefusal({ file, row: row.line, ...read, found: shorten(read.found) });
    else kept.push(read);
  }
  findings.rowsRead += rows.length;
  findings.rowsRefused += rows.length - kept.length;
  return kept;
}

interface Fault {
  readonly column: string;
  readonly found: string;
  readonly reason: string;
}

const FIGURES = ["value", "lower_ci95", "upper_ci95", "count", "numerator", "denominator"] as const;

/** Reads rows of tidy observations by the rules of docs/tidy-tables.md; columns that the header has not count as empty. */
export class TidyRowReader {
  private readonly header: Pick<Header, "width" | "paddedWidth" | "positions">;
  private readonly at: readonly number[];
  private readonly periods = new Map<string, boolean>();
  private readonly statuses = new Map<string, number | undefined>([["", 0]]);

  constructor(header: Pick<Header, "width" | "paddedWidth" | "positions">) {
    this.header = header;
    this.at = TIDY_OBSERVATION_COLUMNS.map((name) => header.positions.get(name)?.[0] ?? -1);
  }

  read(row: CsvRow): TidyObservation | Fault {
    const fit = fitted(row, this.header);
    if (fit === undefined) {
      const reason = `The row has ${row.cells.length} cells where the header has ${this.header.width}.`;
      return { column: "", found: row.cells.join(","), reason };
    }
    const [
      indicator = "",
      area = "",
      period = "",
      breakdown = "",
      value = "",
      missing = "",
      lower = "",
      upper = "",
      ...rest
    ] = this.at.map((at) => fit[at] ?? "");
    const [count = "", numerator = "", denominator = "", status = "", note = ""] = rest;
    const texts = [value, lower, upper, count, numerator, denominator];
    const figures = texts.map((text) => (text === "" ? null : readNumber(text)));
    const bad = figures.indexOf(undefined);
    if (bad >= 0)
      return {
        column: FIGURES[bad] ?? "",
        found: texts[bad] ?? "",
        reason: "This is no number. Write one with a decimal point, or leave the cell empty.",
      };
    const [figure = null, lowerCI95 = null, upperCI95 = null, counted = null, above = null, below = null] = figures;
    const reason = missing === "" ? null : readMissing(missing);
    if (reason === undefined)
      return {
        column: "missing",
        found: missing,
        reason: "This is no missing reason of the schema, such as CONFIDENTIAL.",
      };
    if ((figure === null) !== (reason !== null)) {
      return {
        column: "missing",
        found: missing,
        reason: "The value must be empty exactly when missing names a reason.",
      };
    }
    if (lowerCI95 !== null && upperCI95 !== null && lowerCI95 > upperCI95) {
      return { column: "lower_ci95", found: lower, reason: "The lower limit lies above the upper one." };
    }
    if (indicator === "") return { column: "indicator", found: "", reason: "The row names no indicator." };
    if (!isAreaCode(area))
      return { column: "area", found: area, reason: "This is not an area code, such as E08000003." };
    if (!this.isPeriod(period))
      return {
        column: "period",
        found: period,
        reason:
          "This is no period that the hub takes: a day, 2024-06-30, or a start and P1Y, P2Y, P3Y, P5Y, P1M, P3M, P1W or P1D, such as 2024-04-01/P1Y.",
      };
    const statusMask = this.mask(status);
    if (statusMask === undefined)
      return { column: "status", found: status, reason: "This is no status of the schema, such as PROVISIONAL." };
    return {
      indicator,
      area,
      period,
      breakdown,
      value: figure,
      missing: reason,
      lowerCI95,
      upperCI95,
      count: counted,
      numerator: above,
      denominator: below,
      statusMask,
      note: note === "" ? null : note,
      row: row.line,
    };
  }

  private isPeriod(text: string): boolean {
    const known = this.periods.get(text);
    if (known !== undefined) return known;
    const right = readIsoPeriod(text)?.id === text;
    if (this.periods.size < 10_000) this.periods.set(text, right);
    return right;
  }

  private mask(text: string): number | undefined {
    if (this.statuses.has(text)) return this.statuses.get(text);
    const statuses = text.split(/\s+/).map(readStatus);
    const known = statuses.filter((status) => status !== undefined);
    const mask = known.length === statuses.length ? packStatuses(known) : undefined;
    if (this.statuses.size < 10_000) this.statuses.set(text, mask);
    return mask;
  }
}
