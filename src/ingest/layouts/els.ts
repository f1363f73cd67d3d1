import { basename } from "node:path";
import { isAreaCode } from "../../schema/values/area-code";
import type { ObservationStatus, PeriodType } from "../../schema/values/enums";
import { markInStatus, markInValue, packStatuses, readMarked } from "../../schema/values/marks";
import { readNumber } from "../../schema/values/number";
import { parsePeriod } from "../../schema/values/period";
import { type CsvRow, type Delimiter, openCsv } from "../reading/csv";
import { FileProblem, shorten } from "../reading/file-problem";
import { fitted, type Header, readHeader } from "../reading/header";
import { meantBy } from "../reading/misspelt";
import { type Encoding, type Survey, surveyFile } from "../reading/survey";
import { slugify } from "../slug";
import type { Refusal, TidyObservation } from "../tidy-observation";

/** Columns of the "Explore Local Statistics" layout. Any other column is a dimension that the figures are broken down by. */
export const ELS_COLUMNS = [
  "areacd",
  "areanm",
  "geography",
  "indicator",
  "period",
  "observation",
  "measure",
  "unit",
  "lci_95",
  "uci_95",
  "status",
  "notes",
] as const;
const REQUIRED = ["areacd", "indicator", "period", "observation"] as const;
const REPEATABLE: ReadonlySet<string> = new Set(["notes"]);

/** One indicator that a file holds. */
export interface ElsIndicator {
  /** As the indicator column has it. */
  readonly name: string;
  readonly measure: string;
  readonly unit: string;
}

export interface ElsDimension {
  readonly code: string;
  readonly label: string;
  readonly members: Map<string, string>;
}

/** What a pass over a file tells beside its figures. Filled while the figures are read. */
export interface ElsFindings {
  readonly survey: Survey;
  readonly indicators: Map<string, ElsIndicator>;
  readonly dimensions: Map<string, ElsDimension>;
  /** Words of periods that were not ISO 8601, with what they were read as. */
  readonly wordings: Map<string, string>;
  readonly warnings: string[];
  rowsRead: number;
  rowsRefused: number;
}

export interface ElsOptions {
  /** The slug under which figures of an indicator are to stand; by default its name, slugified. */
  readonly slugOf?: (indicator: string) => string;
  /** Settles period words that could mean two things. */
  readonly periodType?: PeriodType;
  readonly encoding?: Encoding;
  /** The file's name in refusals; by default the last part of its path. */
  readonly name?: string;
  readonly onRefusal: (refusal: Refusal) => void;
}

export interface ElsFile {
  readonly findings: ElsFindings;
  /** The figures, in the file's order, some thousand at a time; to be read once. Throws FileProblem when the file is unreadable. */
  readonly blocks: AsyncGenerator<readonly TidyObservation[]>;
  /** The same, one by one; read either. */
  readonly observations: AsyncGenerator<TidyObservation>;
}

/**
 * Opens a file of the layout that the ONS's "Explore Local Statistics" service publishes its source tables in: a header with the names of
 * ELS_COLUMNS in any order, of which areacd, indicator, period and observation must be there. The rules for its dirt:
 * - A row with an area code of the wrong shape (`na`), a period or a figure that cannot be read, limits the wrong way round, another measure
 *   or unit than its indicator's first row, or another number of cells than the header is refused and told, never mended.
 * - Status: a mark of marks.ts, or free text, which becomes the note. A mark that says "no figure" beside a figure refuses the row.
 * - Two `notes` columns are joined by a space. A mark in a limit's cell leaves the limit out and is told in the note.
 * - Limits stand as published, with all digits, also where the figure lies outside them or is missing.
 * - `areanm` and `geography` are not kept: the store has its own names and kinds of areas.
 * Repeated keys are let through: `keepOnce` or the store's staging judges them.
 */
export async function openEls(path: string, options: ElsOptions): Promise<ElsFile> {
  const survey = await surveyFile(path, options.encoding);
  const findings: ElsFindings = {
    survey,
    indicators: new Map(),
    dimensions: new Map(),
    wordings: new Map(),
    warnings: [...survey.warnings],
    rowsRead: 0,
    rowsRefused: 0,
  };
  const blocks = blocksOf(path, options, findings);
  return { findings, blocks, observations: oneByOne(blocks) };
}

async function* oneByOne(blocks: AsyncGenerator<readonly TidyObservation[]>): AsyncGenerator<TidyObservation> {
  for await (const block of blocks) yield* block;
}

async function* blocksOf(path: string, options: ElsOptions, findings: ElsFindings): AsyncGenerator<TidyObservation[]> {
  const { delimiter, blocks } = await openCsv(path, findings.survey);
  const header = await readHeader(blocks, REQUIRED, REPEATABLE);
  for (const row of header.preamble) {
    findings.warnings.push(`Line ${row.line}, before the header, was passed over: ${shorten(row.cells.join(","))}`);
  }
  for (const name of header.names) {
    // Taken for a dimension, a slip in a column's name would put each figure under a breakdown of its own and lose what the column says.
    const meant = meantBy(name, ELS_COLUMNS);
    if (meant !== undefined)
      throw new FileProblem(
        `A column is called "${shorten(name)}". Call it "${meant}", or what it is a dimension of.`,
        {
          row: header.line,
          column: name,
        },
      );
  }
  const reader = new RowReader(header, delimiter, options, findings, options.name ?? basename(path));
  const readAll = (rows: readonly CsvRow[]): TidyObservation[] => {
    const read = rows.map((row) => reader.read(row)).filter((row) => row !== undefined);
    findings.rowsRead += rows.length;
    findings.rowsRefused += rows.length - read.length;
    return read;
  };
  yield readAll(header.following);
  for await (const rows of blocks) yield readAll(rows);
  if (findings.rowsRead === 0)
    throw new FileProblem("The file has a header and no row below it.", { row: header.line });
}

/** The distinct texts that say something, joined by a space; null when none does. */
function joined(texts: readonly (string | null)[]): string | null {
  const said = new Set(texts.filter((text) => text !== null && text !== ""));
  return said.size === 0 ? null : [...said].join(" ");
}

class RowReader {
  private readonly dimensionColumns: readonly (readonly [string, number])[];
  private readonly at: ReadonlyMap<string, number>;
  private readonly notes: readonly number[];
  private readonly periods = new Map<string, ReturnType<typeof parsePeriod>>();
  private readonly slugs = new Map<string, string>();

  constructor(
    private readonly header: Header,
    private readonly delimiter: Delimiter,
    private readonly options: ElsOptions,
    private readonly findings: ElsFindings,
    private readonly file: string,
  ) {
    const known: ReadonlySet<string> = new Set(ELS_COLUMNS);
    this.at = new Map([...header.positions].map(([name, [first = -1]]) => [name, first]));
    this.notes = header.positions.get("notes") ?? [];
    this.dimensionColumns = [...this.at]
      .filter(([name]) => !known.has(name))
      .sort(([a], [b]) => (slugify(a) < slugify(b) ? -1 : 1));
  }

  read(row: CsvRow): TidyObservation | undefined {
    const cells = fitted(row, this.header);
    const refuse = (column: string, found: string, reason: string): undefined => {
      this.options.onRefusal({ file: this.file, row: row.line, column, found: shorten(found), reason });
      return undefined;
    };
    if (cells === undefined) {
      return refuse(
        "",
        row.cells.join(","),
        `The row has ${row.cells.length} cells where the header has ${this.header.width}.`,
      );
    }
    const cell = (name: string): string => cells[this.at.get(name) ?? -1] ?? "";
    const area = cell("areacd");
    if (!isAreaCode(area)) {
      return refuse(
        "areacd",
        area,
        "This is not an area code. One has nine characters, such as E08000003, or is an ITL code, such as TLM2.",
      );
    }
    const indicator = cell("indicator");
    if (indicator === "") return refuse("indicator", "", "The row names no indicator.");
    const changed = this.otherMeasure(indicator, cell("measure"), cell("unit"));
    if (changed !== undefined) return refuse(changed.column, cell(changed.column), changed.reason);
    const period = this.period(cell("period"));
    if (period === undefined) {
      return refuse(
        "period",
        cell("period"),
        "This is not a period that can be read for certain. Write an ISO 8601 interval, such as 2024-04-01/P1Y.",
      );
    }
    const figure = this.number(cell("observation"));
    const markedValue = figure === undefined ? markInValue(cell("observation")) : undefined;
    if (figure === undefined && markedValue === undefined) {
      return refuse(
        "observation",
        cell("observation"),
        "This is neither a number nor a known mark. Write a number, or leave the cell empty and set a status.",
      );
    }
    const status = cell("status");
    const marked = readMarked(figure ?? null, status === "" && markedValue !== undefined ? "" : status);
    if (marked === undefined)
      return refuse(
        "status",
        status,
        "This mark says that there is no figure, and the row has one. Leave one of the two out.",
      );
    const lower = this.limit(cell("lci_95"), "lower");
    const upper = this.limit(cell("uci_95"), "upper");
    if (lower === undefined)
      return refuse("lci_95", cell("lci_95"), "This limit is neither a number nor a known mark.");
    if (upper === undefined)
      return refuse("uci_95", cell("uci_95"), "This limit is neither a number nor a known mark.");
    if (lower.value !== null && upper.value !== null && lower.value > upper.value) {
      return refuse("lci_95", cell("lci_95"), "The lower limit lies above the upper one.");
    }
    const breakdown = this.breakdown(cells);
    if (breakdown === undefined)
      return refuse(this.badDimension(cells), "", "This cell has no letter or digit to know it by.");
    // A mark in the value's own cell speaks where the status cell is empty: "[c]" under observation, nothing under status.
    const missing =
      figure === undefined && markInStatus(status)?.missing === undefined
        ? (markedValue?.missing ?? marked.missing)
        : marked.missing;
    const statuses: ObservationStatus[] = [...period.marks, ...(markedValue?.statuses ?? [])];
    const notes = joined([
      marked.note,
      ...this.notes.map((at) => cells[at] ?? ""),
      ...period.remarks,
      lower.note,
      upper.note,
    ]);
    return {
      indicator: this.slug(indicator),
      area,
      period: period.id,
      breakdown,
      value: marked.value,
      missing,
      lowerCI95: lower.value,
      upperCI95: upper.value,
      count: null,
      numerator: null,
      denominator: null,
      statusMask: marked.statusMask | packStatuses(statuses),
      note: notes,
      row: row.line,
    };
  }

  private slug(indicator: string): string {
    const known = this.slugs.get(indicator);
    if (known !== undefined) return known;
    const slug = this.options.slugOf?.(indicator) ?? slugify(indicator);
    this.slugs.set(indicator, slug);
    return slug;
  }

  private otherMeasure(name: string, measure: string, unit: string): { column: string; reason: string } | undefined {
    const first = this.findings.indicators.get(name);
    if (first === undefined) {
      this.findings.indicators.set(name, { name, measure, unit });
      return undefined;
    }
    if (measure !== first.measure)
      return { column: "measure", reason: `The indicator's first row has the measure "${shorten(first.measure)}".` };
    return unit === first.unit
      ? undefined
      : { column: "unit", reason: `The indicator's first row has the unit "${shorten(first.unit)}".` };
  }

  private period(text: string): ReturnType<typeof parsePeriod> {
    if (this.periods.has(text)) return this.periods.get(text);
    const read = parsePeriod(text, this.options.periodType);
    if (this.periods.size < 10_000) this.periods.set(text, read);
    if (read !== undefined && read.id !== text && this.findings.wordings.size < 10_000)
      this.findings.wordings.set(text, read.id);
    return read;
  }

  /** Where semicolons part the cells, a comma may be a decimal one: 1,234 would mean two numbers, so it means none. */
  private number(text: string): number | undefined {
    return this.delimiter === ";" && text.includes(",") ? undefined : readNumber(text);
  }

  private limit(
    text: string,
    which: string,
  ): { readonly value: number | null; readonly note: string | null } | undefined {
    if (text === "") return { value: null, note: null };
    const value = this.number(text);
    if (value !== undefined) return { value, note: null };
    return markInValue(text) === undefined
      ? undefined
      : { value: null, note: `The publisher marks the ${which} limit "${text}".` };
  }

  private breakdown(cells: readonly string[]): string | undefined {
    if (this.dimensionColumns.length === 0) return "";
    const parts: string[] = [];
    for (const [name, at] of this.dimensionColumns) {
      const label = cells[at] ?? "";
      if (label === "") continue;
      const member = slugify(label).slice(0, 120);
      const code = slugify(name).slice(0, 80);
      if (member === "" || code === "") return undefined;
      const dimension = this.findings.dimensions.get(code) ?? { code, label: name, members: new Map<string, string>() };
      this.findings.dimensions.set(code, dimension);
      if (!dimension.members.has(member)) dimension.members.set(member, label);
      parts.push(`${code}=${member}`);
    }
    return parts.join("|");
  }

  private badDimension(cells: readonly string[]): string {
    const bad = this.dimensionColumns.find(
      ([name, at]) => cells[at] !== "" && (slugify(cells[at] ?? "") === "" || slugify(name) === ""),
    );
    return bad?.[0] ?? "";
  }
}
