/** Questions to the StatsWales API (v2): one filter and its rows for each data set, all data sets side by side. */
import { asObject, asText, json, unexpected } from "../../core/decode";
import { areasOf, grouped, indicatorsOf } from "../../core/packing";
import { faultOf, fetchEach, type Plan, type Result, type UpstreamRequest } from "../../core/plan";
import { type Cell, type Failed, type RemoteIndicator, SourceFault, type Want } from "../../core/source";
import { factsOf } from "./catalogue";
import {
  type Asked,
  type Column,
  columnsOf,
  dimensionCode,
  type Layout,
  layoutOf,
  memberCode,
  type Rows,
  readCells,
  readRows,
} from "./table";

/** The most rows that a page may have (server's source, read 2026-07). */
const PAGE = 10_000;
/** Pages of one answer: 300,000 rows. Beyond, the question is too wide to be asked at once. */
const MOST_PAGES = 30;

/** What is wanted of one data set. */
interface Table {
  readonly dataset: string;
  readonly wants: readonly Want[];
  readonly layout: Layout;
  /** References by column: any of them. Columns that are not there are wanted whole. */
  readonly chosen: readonly { readonly column: Column; readonly references: readonly string[] }[];
}

/** Whether an indicator is wanted for an area. */
export function wantedIn(wants: readonly Want[]): (indicator: RemoteIndicator, area: string) => boolean {
  const series = new Set(
    wants.flatMap(({ indicator, areas }) => areas.map(({ code }) => `${indicator.upstreamId} ${code}`)),
  );
  return ({ upstreamId }, area) => series.has(`${upstreamId} ${area}`);
}

/** The figures of these wants, every period of each. */
export function* readDatasets(wants: readonly Want[]): Plan<{ readonly cells: Cell[]; readonly failed: Failed[] }> {
  const cells: Cell[] = [];
  const failed: Failed[] = [];
  const tables: Table[] = [];
  for (const [dataset, own] of grouped(wants, ({ indicator }) => factsOf(indicator).dataset)) {
    try {
      const layout = layoutOf(yield* columnsOf(dataset));
      if (layout === undefined) throw unexpected("its columns of areas and periods are missing");
      const chosen = choose(layout, own);
      if (chosen.every(({ references }) => references.length > 0)) tables.push({ dataset, wants: own, layout, chosen });
    } catch (error) {
      failed.push(failure(own, error));
    }
  }
  const filters = yield* setFilters(tables);
  const open = tables.flatMap((table, place) => {
    const filter = filters[place];
    if (typeof filter === "string") return [{ table, filter }];
    failed.push(failure(table.wants, filter));
    return [];
  });
  const firsts = yield* fetchEach(open.map(({ table, filter }) => pageOf(table, filter, 1)));
  for (const [place, { table, filter }] of open.entries()) {
    try {
      const rows = yield* readAll(table, filter, firsts[place]);
      cells.push(...readCells(rows, table.layout, askedOf(table.wants), wantedIn(table.wants)));
    } catch (error) {
      failed.push(failure(table.wants, error));
    }
  }
  return { cells, failed };
}

function askedOf(wants: readonly Want[]): readonly Asked[] {
  return indicatorsOf(wants).map((indicator) => {
    const { measure } = factsOf(indicator);
    return { indicator, ...(measure === undefined ? {} : { measure }) };
  });
}

/** The codes to ask for, of those that the data set lists. */
function choose({ area, measure, others }: Layout, wants: readonly Want[]): Table["chosen"] {
  const codes = new Set(areasOf(wants).map(({ code }) => code));
  const measures = new Set(wants.map(({ indicator }) => factsOf(indicator).measure));
  const among = (column: Column, holds: (value: Column["values"][number]) => boolean) => ({
    column,
    references: column.values.filter(holds).map(({ reference }) => reference),
  });
  return [
    among(area, ({ reference }) => codes.has(reference)),
    ...(measure === undefined ? [] : [among(measure, ({ description }) => measures.has(description))]),
    ...others.flatMap((column) => {
      const lists = wants.map((want) => wantedMembers(want, dimensionCode(column)));
      if (!lists.every((list) => list !== undefined)) return [];
      const members = new Set(lists.flat());
      return [among(column, ({ reference }) => members.has(memberCode(reference)))];
    }),
  ];
}

/** The members that a want asks of a dimension: those named, else the total; undefined for all. */
function wantedMembers({ indicator, breakdown }: Want, code: string): readonly string[] | undefined {
  const filter = breakdown.find(({ dimension }) => dimension === code);
  if (filter !== undefined) return filter.members.length === 0 ? undefined : filter.members;
  const members = indicator.dimensions?.find((dimension) => dimension.code === code)?.members;
  const total = members?.find(({ isTotal }) => isTotal);
  return total === undefined ? undefined : [total.code];
}

/** The id of each table's filter, or the fault that came instead. */
function* setFilters(tables: readonly Table[]): Plan<readonly (string | SourceFault)[]> {
  const results = yield* fetchEach(tables.map((table) => filterRequest(table, true)));
  const refused = tables.filter((_, place) => isRefused(results[place]));
  const again = yield* fetchEach(refused.map((table) => filterRequest(table, false)));
  return tables.map((table, place) => {
    const result = isRefused(results[place]) ? again[refused.indexOf(table)] : results[place];
    try {
      return filterIn(result);
    } catch (error) {
      return faultOf(error);
    }
  });
}

function isRefused(result: Result | undefined): boolean {
  return result?.ok === true && result.answer.status === 400;
}

function filterIn(result: Result | undefined): string {
  if (result === undefined) throw unexpected("a part of it is missing");
  if (!result.ok) throw result.fault;
  if (result.answer.status >= 400) throw new SourceFault("REFUSED", "StatsWales could not read the question.");
  const id = asText(asObject(json(result.answer), "the filter").filterId, "the id of the filter");
  if (!/^[A-Za-z0-9-]{1,64}$/.test(id)) throw unexpected("the id of the filter is of another shape");
  return id;
}

/** Sets a filter by the table's own names of columns, or by those that people read. Values are references either way. */
function filterRequest({ dataset, chosen }: Table, raw: boolean): UpstreamRequest {
  return {
    method: "POST",
    path: `${dataset}/data`,
    accept: "application/json",
    handles: [400],
    json: {
      filters: chosen.map(({ column, references }) => ({ [raw ? column.raw : column.name]: references })),
      options: { use_raw_column_names: raw, use_reference_values: true, data_value_type: "raw_extended" },
    },
  };
}

function pageOf({ dataset }: Table, filter: string, page: number): UpstreamRequest {
  return {
    path: `${dataset}/data/${filter}`,
    query: { format: "frontend", lang: "en-gb", page_number: page, page_size: PAGE },
    accept: "application/json",
  };
}

/** The rows of all pages. Throws BAD_SHAPE where they are not as many as the service says. */
function* readAll(table: Table, filter: string, first: Result | undefined): Plan<Rows["rows"]> {
  const { rows, total } = rowsIn(first);
  if (total === undefined) {
    if (rows.length >= PAGE) throw unexpected("it does not say how many rows there are");
    return rows;
  }
  const pages = Math.ceil(total / PAGE);
  if (pages > MOST_PAGES) throw new SourceFault("TOO_LARGE", "These figures are too many to be asked for at once.");
  const others = Array.from({ length: Math.max(0, pages - 1) }, (_, place) => pageOf(table, filter, place + 2));
  const results = yield* fetchEach(others);
  const all = [...rows, ...results.flatMap((result) => rowsIn(result).rows)];
  if (all.length !== total) throw unexpected("it holds fewer rows than it says");
  return all;
}

function rowsIn(result: Result | undefined): Rows {
  if (result === undefined) throw unexpected("a part of it is missing");
  if (!result.ok) throw result.fault;
  return readRows(result.answer);
}

function failure(wants: readonly Want[], error: unknown): Failed {
  return { fault: faultOf(error), indicators: indicatorsOf(wants).map(({ upstreamId }) => upstreamId) };
}
