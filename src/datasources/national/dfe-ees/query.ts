import { markInValue } from "../../../schema/values/marks";
import { readNumber } from "../../../schema/values/number";
import { asList, asObject, asText, json, unexpected } from "../../core/decode";
import type { Answer, UpstreamRequest } from "../../core/plan";
import type { AreaRef, Cell, Want } from "../../core/source";
import { type Limits, limitsIn, partsOf } from "./indicators";
import type { Meta, MetaOption, MetaPeriod, Place } from "./meta";
import { chosen } from "./periods";

/** The most rows of a page (the service's own code, 2026-08). */
export const PAGE = 10_000;

/** A want in the service's own terms. */
export interface Asking {
  readonly want: Want;
  /** Id of the indicator in the data set as it is now. */
  readonly indicator: string;
  readonly limits?: Limits;
  /** Areas that the data set has. */
  readonly areas: readonly { readonly area: AreaRef; readonly place: Place }[];
  readonly periods: readonly MetaPeriod[];
  /** Options of each filter, in the order of the data set's filters. */
  readonly options: readonly (readonly MetaOption[])[];
}

/** A want in the terms of a data set; undefined where it has nothing for it (area, period, member of a dimension). */
export function askingOf(
  want: Want,
  indicator: string,
  meta: Meta,
  placeIn: (area: AreaRef) => Place | undefined,
): Asking | undefined {
  const areas = want.areas.flatMap((area) => {
    const place = placeIn(area);
    return place === undefined ? [] : [{ area, place }];
  });
  const periods = chosen(meta.periods, want.period);
  const known = new Set(meta.filters.map(({ code }) => code));
  const options = meta.filters.map(({ code, options: all }) => {
    const named = want.breakdown.filter((filter) => filter.dimension === code);
    const totals = all.filter(({ isTotal }) => isTotal);
    if (named.length === 0) return totals.length > 0 ? totals : all;
    return all.filter((option) => named.every(({ members }) => members.length === 0 || members.includes(option.code)));
  });
  const unknown = want.breakdown.some((filter) => !known.has(filter.dimension));
  if (areas.length === 0 || periods.length === 0 || unknown || options.some((some) => some.length === 0))
    return undefined;
  const limits = limitsIn(meta).get(indicator);
  return { want, indicator, areas, periods, options, ...(limits === undefined ? {} : { limits }) };
}

/** One question to one data set. */
export interface Query {
  readonly dataSet: string;
  readonly version: string;
  readonly meta: Meta;
  readonly askings: readonly Asking[];
}

/** Rows that the answer may hold at most: indicators stand side by side in a row and do not count. */
export function mostRows(askings: readonly Asking[]): number {
  const areas = new Set(askings.flatMap((asking) => asking.areas.map(({ area }) => area.code))).size;
  const periods = new Set(askings.flatMap((asking) => asking.periods.map(({ iso }) => iso))).size;
  const sets = new Map(askings.map((asking) => [optionKey(asking), asking.options]));
  const breakdowns = [...sets.values()].reduce((sum, set) => sum + set.reduce((all, some) => all * some.length, 1), 0);
  return areas * periods * breakdowns;
}

/**
 * One page of the answer to a question: the union of its areas, periods and indicators, and any of its sets of filter options. Each
 * level's places go with the level's name: a place alone may match rows of smaller areas inside it, which name it too.
 */
export function queryRequest({ dataSet, version, meta, askings }: Query, page: number): UpstreamRequest {
  const levels = new Map<string, Set<string>>();
  for (const { place } of askings.flatMap((asking) => asking.areas)) {
    const ids = levels.get(place.level) ?? new Set();
    for (const id of place.ids) ids.add(id);
    levels.set(place.level, ids);
  }
  const places = [...levels].map(([level, ids]) => ({
    geographicLevels: { eq: level },
    locations: { in: [...ids].map((id) => ({ level, id })) },
  }));
  const periods = new Map(askings.flatMap((asking) => asking.periods).map((period) => [period.iso, period]));
  const sets = new Map(askings.map((asking) => [optionKey(asking), asking.options]));
  const filters = [...sets.values()].map((set) =>
    set.flatMap((options, place) =>
      options.length === meta.filters[place]?.options.length ? [] : [{ filters: { in: options.map(({ id }) => id) } }],
    ),
  );
  const anyOf = <T>(list: readonly T[]): T | { readonly or: readonly T[] } =>
    list.length === 1 ? (list[0] as T) : { or: list };
  // A set without conditions lets every row through, and so does "or" with it.
  const narrowed = filters.some((set) => set.length === 0)
    ? []
    : filters.length === 1
      ? (filters[0] ?? [])
      : [{ or: filters.map((set) => ({ and: set })) }];
  const indicators = askings.flatMap(({ indicator, limits }) => [
    indicator,
    ...(limits === undefined ? [] : [limits.lower, limits.upper]),
  ]);
  return {
    method: "POST",
    path: `data-sets/${dataSet}/query`,
    query: { dataSetVersion: version },
    json: {
      criteria: {
        and: [
          anyOf(places),
          { timePeriods: { in: [...periods.values()].map(({ period, code }) => ({ period, code })) } },
          ...narrowed,
        ],
      },
      indicators: [...new Set(indicators)],
      page,
      pageSize: PAGE,
      debug: false,
    },
    accept: "application/json",
  };
}

function optionKey({ options }: Asking): string {
  return options.map((some) => some.map(({ id }) => id).join()).join("|");
}

/** One page of rows, and how many there are of both. */
export interface Page {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
  /** How many pages there are by the total; the service's own count says 1 for nothing. */
  readonly pages: number;
}

/** One page. Throws BAD_SHAPE, also where it says that a filter or level of the data set's own list is not known. */
export function readPage(answer: Answer): Page {
  const body = asObject(json(answer), "the answer");
  for (const each of body.warnings === undefined ? [] : asList(body.warnings, "the warnings")) {
    const { code } = asObject(each, "a warning");
    if (code === "FiltersNotFound" || code === "GeographicLevelsNotFound")
      throw unexpected("it does not know a part of its own description");
  }
  const paging = asObject(body.paging, "the part about the pages");
  const [total, size] = [paging.totalResults, paging.pageSize];
  if (!isCount(total) || !isCount(size) || size === 0) throw unexpected("the number of rows is missing");
  const rows = asList(body.results, "the list of rows").map((row) => asObject(row, "a row"));
  if (rows.length > total) throw unexpected(`it says ${total} rows and has ${rows.length}`);
  return { rows, total, pages: Math.ceil(total / size) };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/**
 * The cells in the rows of an answer that were asked for. Throws BAD_SHAPE for what the data set's description does not know. Areas that
 * have two figures for one thing are told apart: one code may stand for two places of a level, and nobody says which is meant.
 */
export function cellsIn(
  rows: readonly Readonly<Record<string, unknown>>[],
  { meta, askings }: Query,
): { readonly cells: readonly Cell[]; readonly unclear: readonly string[] } {
  const periods = new Map(meta.periods.map((period) => [`${period.period}|${period.code}`, period]));
  const filters = new Map(
    meta.filters.map((filter) => [filter.id, new Map(filter.options.map((option) => [option.id, option]))]),
  );
  const byArea = new Map<string, Asking[]>();
  for (const asking of askings) {
    for (const { area, place } of asking.areas) {
      const key = `${place.level}|${area.code}`;
      const list = byArea.get(key);
      if (list === undefined) byArea.set(key, [asking]);
      else list.push(asking);
    }
  }
  const cells = new Map<string, Cell>();
  const unclear = new Set<string>();
  for (const row of rows) {
    const level = asText(row.geographicLevel, "a row's level");
    const id = asText(asObject(row.locations, "a row's places")[level], "a row's place");
    const when = asObject(row.timePeriod, "a row's period");
    const period = periods.get(`${asText(when.period, "a row's year")}|${asText(when.code, "a row's kind of period")}`);
    const code = meta.places[level]?.[id];
    if (period === undefined || code === undefined)
      throw unexpected("a row is of a place or period that was not asked for");
    const options = optionsOf(row, filters);
    const values = asObject(row.values, "a row's figures");
    for (const asking of byArea.get(`${level}|${code}`) ?? []) {
      if (!asking.periods.includes(period) || !fits(asking, options, meta)) continue;
      const text = values[asking.indicator];
      if (text === undefined) continue;
      const { upstreamId } = asking.want.indicator;
      const breakdown = breakdownOf(asking.want, options, meta);
      const key = `${upstreamId}|${code}|${period.iso}|${JSON.stringify(breakdown)}`;
      const cell: Cell = {
        indicator: upstreamId,
        area: code,
        period: period.iso,
        ...(Object.keys(breakdown).length === 0 ? {} : { breakdown }),
        ...figureIn(asText(text, "a figure")),
        ...limitsOf(values, asking.limits),
      };
      const before = cells.get(key);
      if (before !== undefined && before.value !== cell.value) unclear.add(code);
      cells.set(key, cell);
    }
  }
  return { cells: [...cells.values()].filter((cell) => !unclear.has(cell.area)), unclear: [...unclear] };
}

function optionsOf(
  row: Readonly<Record<string, unknown>>,
  filters: ReadonlyMap<string, ReadonlyMap<string, MetaOption>>,
): ReadonlyMap<string, MetaOption> {
  const options = new Map<string, MetaOption>();
  for (const [filter, id] of Object.entries(
    row.filters === undefined ? {} : asObject(row.filters, "a row's filters"),
  )) {
    const option = filters.get(filter)?.get(asText(id, "a row's filter option"));
    if (option === undefined) throw unexpected("a row has a filter that the data set's description does not know");
    options.set(filter, option);
  }
  return options;
}

function fits({ options: wanted }: Asking, options: ReadonlyMap<string, MetaOption>, { filters }: Meta): boolean {
  return filters.every(({ id }, place) => {
    const option = options.get(id);
    return option === undefined || wanted[place]?.some((each) => each.id === option.id);
  });
}

/** Dimensions that the indicator was harvested with, and those in which the figure is not the total. */
function breakdownOf(
  { indicator }: Want,
  options: ReadonlyMap<string, MetaOption>,
  { filters }: Meta,
): Readonly<Record<string, string>> {
  const named = new Set((indicator.dimensions ?? []).map(({ code }) => code));
  return Object.fromEntries(
    filters.flatMap(({ id, code }) => {
      const option = options.get(id);
      return option === undefined || (option.isTotal && !named.has(code)) ? [] : [[code, option.code]];
    }),
  );
}

/**
 * A figure as the service writes it, always a text: a number, or one of DfE's marks (c confidential, x not available, z not applicable,
 * u low reliability, k and low for small figures). Any other text is no figure, and is kept as a note.
 */
function figureIn(text: string): Pick<Cell, "value" | "missing" | "statuses" | "notes"> {
  const value = readNumber(text);
  if (value !== undefined) return { value };
  const mark = markInValue(text);
  if (mark === undefined) return { value: null, missing: "NOT_AVAILABLE", notes: [text.trim()] };
  return {
    value: null,
    missing: mark.missing ?? "NOT_AVAILABLE",
    ...(mark.statuses.length === 0 ? {} : { statuses: mark.statuses }),
  };
}

function limitsOf(
  values: Readonly<Record<string, unknown>>,
  limits: Limits | undefined,
): Pick<Cell, "lower" | "upper"> {
  const limit = (id: string | undefined): number | undefined => {
    const text = id === undefined ? undefined : values[id];
    return typeof text === "string" ? readNumber(text) : undefined;
  };
  const [lower, upper] = [limit(limits?.lower), limit(limits?.upper)];
  return { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
}

/** Which indicator of the data set a want means: by its id, else by the column that it was harvested from; undefined where it is gone. */
export function indicatorIn(meta: Meta, want: Want): string | undefined {
  const { indicator } = partsOf(want.indicator.upstreamId);
  const column = want.indicator.facts?.column;
  const named = meta.indicators.find(({ id }) => id === indicator);
  // Ids may be dealt out anew with a new major version; a column keeps its name.
  if (typeof column !== "string" || column === "" || named?.column === column) return named?.id;
  return meta.indicators.find((each) => each.column === column)?.id;
}
