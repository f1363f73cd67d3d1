/** The data sets of StatsWales (API v2): their columns, their codes, and the rows of an answer. */
import type { ObservationStatus, PeriodType } from "../../../schema/values/enums";
import { markInValue } from "../../../schema/values/marks";
import { asList, asObject, asText, json, numberIn, unexpected } from "../../core/decode";
import { type Answer, fetchOne, lookup, type Plan } from "../../core/plan";
import type { Cell, RemoteIndicator } from "../../core/source";
import * as terms from "./terms";

const DAY = 86_400_000;
const GSS = /^[EJKLMNSW]\d{8}$/;
/** The column of measures by the service's own name for it (its English texts, read 2026-08). */
const MEASURE_COLUMN = "data description";

/** A column that can be filtered by. */
export interface Column {
  /** The one value that all others stand under, where there is such a one. */
  readonly top?: string;
  /** Its name where the data set was made, such as AreaCode … */
  readonly raw: string;
  /** … and as people read it, such as Area. */
  readonly name: string;
  readonly values: readonly { readonly reference: string; readonly description: string }[];
}

/** The columns of a data set by what they mean. */
export interface Layout {
  readonly area: Column;
  readonly time: Column;
  readonly measure?: Column;
  readonly others: readonly Column[];
}

/** The columns of a data set, kept for a day. */
export function* columnsOf(dataset: string): Plan<readonly Column[]> {
  return yield* lookup(`columns ${dataset}`, DAY, function* () {
    const answer = yield* fetchOne({
      path: `${dataset}/filters`,
      query: { lang: "en-gb" },
      accept: "application/json",
    });
    return readColumns(json(answer));
  });
}

/** The columns in the answer of `/filters`. */
export function readColumns(body: unknown): readonly Column[] {
  return asList(body, "the list of columns").map((each) => {
    const column = asObject(each, "a column");
    const values = asList(column.values, "the codes of a column");
    const top = values.length === 1 ? flat(values) : [];
    return {
      raw: asText(column.factTableColumn, "the name of a column"),
      name: asText(column.columnName, "the name of a column"),
      values: flat(values),
      ...(top.length > 1 && top[0] !== undefined ? { top: top[0].reference } : {}),
    };
  });
}

function flat(values: readonly unknown[], depth = 0): Column["values"] {
  if (depth > 20) throw unexpected("its codes stand too deep");
  return values.flatMap((each) => {
    const value = asObject(each, "a code");
    const { reference } = value;
    if (typeof reference !== "string" && typeof reference !== "number") throw unexpected("a code is missing");
    const description = asText(value.description, "the name of a code").trim();
    return [
      { reference: String(reference), description },
      ...(Array.isArray(value.children) ? flat(value.children, depth + 1) : []),
    ];
  });
}

/** What the columns mean. Undefined for data sets without areas that the hub knows, or whose periods cannot be read. */
export function layoutOf(columns: readonly Column[]): Layout | undefined {
  const measure = columns.find(({ name }) => name.trim().toLowerCase() === MEASURE_COLUMN);
  const left = columns.filter((column) => column !== measure);
  const area = left.find(({ values }) => most(values, ({ reference }) => GSS.test(reference)));
  const time = left.find(
    (column) =>
      column !== area &&
      /year|date|period|quarter|month|week|time/i.test(`${column.name} ${column.raw}`) &&
      most(column.values, (value) => periodOf(value) !== undefined),
  );
  if (area === undefined || time === undefined) return undefined;
  const others = left.filter((column) => column !== area && column !== time);
  return { area, time, others, ...(measure === undefined ? {} : { measure }) };
}

function most<T>(list: readonly T[], holds: (thing: T) => boolean): boolean {
  return list.length > 0 && list.filter(holds).length * 2 > list.length;
}

/** The period of a value of the column of time: by its name, else by its code. */
export function periodOf({ reference, description }: Column["values"][number], hint?: PeriodType) {
  return terms.periodIn(description, hint) ?? terms.periodIn(reference, hint);
}

/** The hub's code of a further column. */
export function dimensionCode(column: Column): string {
  const code = terms.slug(column.name);
  return code === "gender" ? "sex" : code;
}

/** The code of the member of a column: its reference, without what an id may not hold. */
export function memberCode(reference: string): string {
  return reference.trim().replace(/[\s|]+/g, "-");
}

/** One page of rows. */
export interface Rows {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Rows of all pages, where the service says. */
  readonly total?: number;
}

/**
 * The rows of `/data/{filter}`: a list of objects (`json`), or `data` with `page_info` (`frontend`), whose rows are objects or lists in
 * the order of `headers`.
 */
export function readRows(answer: Answer): Rows {
  const body = json(answer);
  if (Array.isArray(body)) return { rows: body.map((row) => asObject(row, "a row")) };
  const page = asObject(body, "the page of rows");
  const data = asList(page.data, "the page of rows");
  const info = asObject(page.page_info, "what is said of the page");
  const total = Number(info.total_records); // a text in some answers
  if (!Number.isSafeInteger(total) || total < 0) throw unexpected("the number of rows is missing");
  const names = Array.isArray(page.headers)
    ? page.headers.map((header) => asText(asObject(header, "a column").name, "the name of a column"))
    : undefined;
  const rows = data.map((row) => {
    if (!Array.isArray(row)) return asObject(row, "a row");
    if (names === undefined || names.length !== row.length) throw unexpected("a row does not fit its columns");
    return Object.fromEntries(names.map((name, place) => [name, row[place]]));
  });
  return { rows, total };
}

/** An indicator with the description of its measure, and the code of each member by column. */
export interface Asked {
  readonly indicator: RemoteIndicator;
  /** Undefined in data sets without a column of measures. */
  readonly measure?: string;
}

/**
 * The cells of some rows. Columns may go by either of their names and values by either of theirs: since July 2026 clients have seen
 * names in words whatever was asked for. Throws BAD_SHAPE for codes and words that the data set does not list, and for words that
 * stand for two codes.
 */
export function readCells(
  rows: readonly Readonly<Record<string, unknown>>[],
  layout: Layout,
  asked: readonly Asked[],
  isWanted: (indicator: RemoteIndicator, area: string) => boolean,
): readonly Cell[] {
  const first = rows[0];
  if (first === undefined) return [];
  const at = columnsIn(Object.keys(first));
  const reader = (column: Column) => ({
    key: at(`${column.name}_reference`, column.raw, column.name),
    codes: codesOf(column),
  });
  const area = reader(layout.area);
  const time = reader(layout.time);
  const measure = layout.measure === undefined ? undefined : reader(layout.measure);
  const others = layout.others.map((column) => ({ code: dimensionCode(column), ...reader(column) }));
  const value = at("data values", "data", "data_values", "value");
  const start = at.maybe("start date", "start_date");
  const end = at.maybe("end date", "end_date");
  const notes = [at.maybe("note codes", "notecodes", "notecode", "note_codes"), at.maybe("notes")].filter(
    (name) => name !== undefined,
  );
  const measures = new Map(layout.measure?.values.map(({ reference, description }) => [reference, description]) ?? []);
  const times = new Map(layout.time.values.map((each) => [each.reference, each]));
  const cells: Cell[] = [];
  const loose = new Set<unknown>();
  for (const row of rows) {
    const code = codeIn(row, area);
    const described = measure === undefined ? undefined : measures.get(codeIn(row, measure));
    if (measure === undefined) loose.add(row[at.maybe("data description", "measure") ?? ""]);
    if (loose.size > 1) throw unexpected("it holds several measures that the data set does not list");
    for (const { indicator, measure: wanted } of asked) {
      if (wanted !== described || !isWanted(indicator, code)) continue;
      const member = times.get(codeIn(row, time));
      const period =
        terms.periodBetween(start === undefined ? undefined : row[start], end === undefined ? undefined : row[end]) ??
        (member === undefined ? undefined : periodOf(member, indicator.periodType));
      if (period === undefined) throw unexpected("a period is of a kind that the hub has no name for");
      const figure = figureIn(row[value], notes.map((name) => textIn(row[name])).join(","));
      cells.push({
        indicator: indicator.upstreamId,
        area: code,
        period: period.id,
        ...(others.length === 0
          ? {}
          : { breakdown: Object.fromEntries(others.map((other) => [other.code, memberCode(codeIn(row, other))])) }),
        ...figure,
      });
    }
  }
  return cells;
}

/** Finds a column by any of its names, in any case. */
function columnsIn(names: readonly string[]) {
  const byName = new Map(names.map((name) => [name.trim().toLowerCase(), name]));
  const maybe = (...wanted: readonly string[]) =>
    wanted.map((name) => byName.get(name.trim().toLowerCase())).find((name) => name !== undefined);
  const at = (...wanted: readonly string[]) => {
    const found = maybe(...wanted);
    if (found === undefined) throw unexpected(`column ${wanted.at(-1)} is missing`);
    return found;
  };
  return Object.assign(at, { maybe });
}

/** Codes by what may stand for them in a row; undefined for words that stand for two. */
function codesOf({ values }: Column): ReadonlyMap<string, string | undefined> {
  const codes = new Map<string, string | undefined>();
  for (const { reference, description } of values) {
    codes.set(description, codes.has(description) && codes.get(description) !== reference ? undefined : reference);
  }
  for (const { reference } of values) codes.set(reference.trim(), reference);
  return codes;
}

function codeIn(
  row: Readonly<Record<string, unknown>>,
  { key, codes }: { readonly key: string; readonly codes: ReadonlyMap<string, string | undefined> },
): string {
  const code = codes.get(textIn(row[key]).trim());
  if (code === undefined) throw unexpected(`a row's ${key} is not in the list of the data set, or there twice`);
  return code;
}

function textIn(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A figure as a number, as text with thousands set apart, or with its note codes in brackets behind it ("1,234 [e]", "[c]"). */
export function figureIn(raw: unknown, notes: string) {
  const text = textIn(raw).trim();
  const found = /^(.*?)\s*((?:\[[^\]]*\]\s*)*)$/.exec(text);
  const bare = (found?.[1] ?? text).replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
  const marks = [...(found?.[2] ?? "").matchAll(/\[([^\]]*)\]/g)].map((each) => each[1] ?? "");
  const said = terms.readNotes([notes, ...marks].join(","));
  const value = numberIn(bare);
  const mark = value === undefined && bare !== "" ? markInValue(bare) : undefined;
  if (value === undefined && bare !== "" && mark === undefined)
    throw unexpected("a figure is neither a number nor a mark");
  const missing = said.missing ?? mark?.missing;
  const statuses: readonly ObservationStatus[] = [...new Set([...said.statuses, ...(mark?.statuses ?? [])])];
  return terms.noted(value ?? null, { ...said, statuses, ...(missing === undefined ? {} : { missing }) });
}
