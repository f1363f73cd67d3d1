/** Tables of the old StatsWales service (OData 3, English): 1,000 rows a page, columns named differently from table to table. */
import { markInValue } from "../../../schema/values/marks";
import { asList, asObject, asText, json, numberIn, unexpected } from "../../core/decode";
import { fetchOne, type Plan, type UpstreamRequest } from "../../core/plan";
import type { AreaRef, Cell, RemoteIndicator } from "../../core/source";
import * as terms from "./terms";

/** Characters of a filter that the old service is known to take; a longer one is left out, and the rows are picked here. */
const LONGEST_FILTER = 1_500;
/** No table of the old service has more pages of 1,000 rows than this; a longer chain of links is a loop. */
const MOST_PAGES = 400;

/** Names of the columns of a table without their endings: `Localauthority` for `Localauthority_Code`. */
export interface ODataFacts {
  readonly table: string;
  readonly area: string;
  readonly time: string;
  /** Absent in tables of one measure. */
  readonly measureColumn?: string;
  readonly measure?: string;
}

/** The facts as they were kept. Throws BAD_SHAPE where they are not this source's. */
export function odataFacts({ facts }: RemoteIndicator): ODataFacts {
  const kept = asObject(facts, "what is known of the indicator");
  return {
    table: asText(kept.table, "the indicator's table"),
    area: asText(kept.area, "the column of areas"),
    time: asText(kept.time, "the column of periods"),
    ...(typeof kept.measureColumn === "string" ? { measureColumn: kept.measureColumn } : {}),
    ...(typeof kept.measure === "string" ? { measure: kept.measure } : {}),
  };
}

/** The cells of one table, all its pages. */
export function* readTable(
  indicators: readonly RemoteIndicator[],
  areas: readonly AreaRef[],
  isWanted: (indicator: RemoteIndicator, area: string) => boolean,
): Plan<readonly Cell[]> {
  const first = indicators[0];
  if (first === undefined) return [];
  const facts = odataFacts(first);
  const filter = filterOf(indicators.map(odataFacts), areas);
  const request: UpstreamRequest = {
    base: "odata",
    path: `dataset/${facts.table}`,
    ...(filter === undefined ? {} : { query: { $filter: filter } }),
    accept: "application/json",
  };
  const cells = new Map<string, Cell>();
  const seen = new Set<string>();
  let next: UpstreamRequest | undefined = request;
  for (let page = 0; next !== undefined; page += 1) {
    if (page >= MOST_PAGES) throw unexpected("its pages have no end");
    const asked: UpstreamRequest = next;
    const body = asObject(json(yield* fetchOne(asked)), "the page of rows");
    for (const row of asList(body.value, "the page of rows")) {
      for (const cell of cellsIn(asObject(row, "a row"), indicators, isWanted)) keep(cells, cell);
    }
    const link = body["odata.nextLink"];
    if (link === undefined) break;
    next = following(asked, asText(link, "the link to the next page"), seen);
  }
  return [...cells.values()];
}

/** Rows come twice in some tables (its clients drop doubles): the same figure counts once, two figures refuse the answer. */
function keep(cells: Map<string, Cell>, cell: Cell): void {
  const key = JSON.stringify([cell.indicator, cell.area, cell.period]);
  const before = cells.get(key);
  if (before !== undefined && before.value !== cell.value) throw unexpected("it holds two figures for one thing");
  cells.set(key, cell);
}

/** The page that a link names: its table must be the one asked for, its address is never followed as it is. */
function following(request: UpstreamRequest, link: string, seen: Set<string>): UpstreamRequest {
  const found = /\/dataset\/([A-Za-z0-9_]+)\?(.+)$/.exec(link);
  if (found === null || `dataset/${found[1]?.toLowerCase()}` !== request.path.toLowerCase() || seen.has(link)) {
    throw unexpected("the link to its next page leads elsewhere");
  }
  seen.add(link);
  return { ...request, query: { ...request.query, ...Object.fromEntries(new URLSearchParams(found[2])) } };
}

function filterOf(facts: readonly ODataFacts[], areas: readonly AreaRef[]): string | undefined {
  const either = (column: string, values: readonly string[]) =>
    `(${[...new Set(values)].map((value) => `${column}_Code eq '${value.replaceAll("'", "''")}'`).join(" or ")})`;
  const column = facts[0]?.measureColumn;
  const measures = facts.flatMap(({ measure }) => measure ?? []);
  const parts = column === undefined || measures.length === 0 ? [] : [either(column, measures)];
  const named = [
    ...parts,
    either(
      facts[0]?.area ?? "",
      areas.map(({ code }) => code),
    ),
  ].join(" and ");
  if (named.length <= LONGEST_FILTER) return named;
  return parts[0] !== undefined && parts[0].length <= LONGEST_FILTER ? parts[0] : undefined;
}

function* cellsIn(
  row: Readonly<Record<string, unknown>>,
  indicators: readonly RemoteIndicator[],
  isWanted: (indicator: RemoteIndicator, area: string) => boolean,
): Iterable<Cell> {
  for (const indicator of indicators) {
    const { area: areaColumn, time, measureColumn, measure } = odataFacts(indicator);
    const area = asText(row[`${areaColumn}_Code`], "the code of an area");
    if (measureColumn !== undefined && asText(row[`${measureColumn}_Code`], "the code of a measure") !== measure)
      continue;
    if (!isWanted(indicator, area)) continue;
    const words = asText(row[`${time}_ItemName_ENG`], "the name of a period");
    const period = terms.periodIn(words, indicator.periodType);
    if (period === undefined) throw unexpected("a period is of a kind that the hub has no name for");
    yield { indicator: indicator.upstreamId, area, period: period.id, ...figureIn(row.Data) };
  }
}

/** Data is a number in some tables and a text in others. */
function figureIn(data: unknown): Pick<Cell, "value" | "missing" | "statuses"> {
  if (typeof data === "number" && Number.isFinite(data)) return { value: data };
  const text = data === null ? "" : asText(data, "a figure");
  const value = numberIn(text);
  if (value !== undefined) return { value };
  const mark = markInValue(text);
  if (mark?.missing === undefined) throw unexpected("a figure is neither a number nor a mark");
  return { value: null, missing: mark.missing, ...(mark.statuses.length === 0 ? {} : { statuses: mark.statuses }) };
}
