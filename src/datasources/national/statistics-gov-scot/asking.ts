/** One question to the SPARQL endpoint of statistics.gov.scot, and the reading of its answer. */
import type { MissingReason } from "../../../schema/values/enums";
import { markInValue } from "../../../schema/values/marks";
import { type CsvRow, csv, numberIn, unexpected } from "../../core/decode";
import type { Answer, UpstreamRequest } from "../../core/plan";
import type { AreaRef, Cell, RemoteIndicator } from "../../core/source";
import * as terms from "./terms";

/** An indicator with the members that are wanted of each of its dimensions; a dimension that is not there is wanted whole. */
export interface Asked {
  readonly indicator: RemoteIndicator;
  readonly facts: terms.ScotFacts;
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A request for figures. The service answers "Response too large" and "Request Timeout" with 400: those are read here. */
export function sparql(query: string): UpstreamRequest {
  return { method: "POST", path: "sparql", form: { query }, accept: "text/csv", handles: [400] };
}

/** Whether the service says that it was asked for too much at once (both texts seen in recordings and clients, 2020). */
export function isTooMuch(answer: Answer): boolean {
  return answer.status === 400 && /response too large|request timeout/i.test(answer.text.slice(0, 400));
}

/** The rows of a SELECT. Throws BAD_SHAPE for a body without its last line end, which is a cut one. */
export function rowsOf(answer: Answer, columns: readonly string[]): readonly CsvRow[] {
  const rows = csv(answer, { columns });
  if (!answer.text.endsWith("\n")) throw unexpected("it is cut short");
  return rows;
}

/** An address as SPARQL writes it. Throws for characters that would end it. */
export function iri(uri: string): string {
  if (!/^[^\s<>"{}|\\^`]+$/.test(uri)) throw unexpected("an address holds characters that none may hold");
  return `<${uri}>`;
}

/** The variable of a dimension: the end of its address, as the service's own clients name it. */
function variable(dimension: terms.ScotDimension, place: number): string {
  const name = terms.tail(dimension.uri).replace(/[^A-Za-z0-9]/g, "");
  return /^[A-Za-z]/.test(name) && !RESERVED.has(name) ? name : `d${place}`;
}

const RESERVED = new Set(["dataset", "refArea", "refPeriod", "measureType", "unit", "value", "o"]);

/**
 * Every period of some indicators of equal dimensions for some areas. Columns: dataset (where there are several), refArea, refPeriod,
 * measureType, one a dimension, unit, value.
 */
export function figures(asked: readonly Asked[], areas: readonly AreaRef[]): UpstreamRequest {
  const dimensions = asked[0]?.facts.dimensions ?? [];
  const pairs = new Set(
    asked.flatMap(({ facts }) => measuresOf(facts).map((measure) => pairOf(facts.dataset, measure))),
  );
  const datasets = new Set(asked.map(({ facts }) => facts.dataset));
  const wanted = dimensions.map((dimension) => membersWanted(asked, dimension));
  const names = dimensions.map(variable);
  const values = dimensions.flatMap((_, place) => {
    const members = wanted[place];
    return members === undefined ? [] : [`VALUES ?${names[place]} { ${members.map(iri).join(" ")} }`];
  });
  const one = datasets.size === 1;
  return sparql(
    [
      `PREFIX qb: <${terms.QB}> PREFIX sdmx: <${terms.SDMX}dimension#>`,
      `SELECT ${one ? "" : "?dataset "}?refArea ?refPeriod ?measureType ${names.map((name) => `?${name} `).join("")}?unit ?value WHERE {`,
      `VALUES (?dataset ?measureType) { ${[...pairs].join(" ")} }`,
      `VALUES ?refArea { ${areas.map(({ code }) => iri(terms.AREA + code)).join(" ")} }`,
      ...values,
      "?o qb:dataSet ?dataset ; sdmx:refArea ?refArea ; sdmx:refPeriod ?refPeriod ; qb:measureType ?measureType ;",
      ...dimensions.map(({ uri }, place) => `${iri(uri)} ?${names[place]} ;`),
      "?measureType ?value .",
      `OPTIONAL { ?o ${iri(terms.UNIT_MEASURE)} ?unit }`,
      "}",
    ].join("\n"),
  );
}

/** The addresses of the members of a dimension that any of the indicators wants; undefined where one wants all. */
function membersWanted(asked: readonly Asked[], dimension: terms.ScotDimension): readonly string[] | undefined {
  const uris = new Set<string>();
  for (const { facts, members } of asked) {
    const wanted = members.get(dimension.code);
    if (wanted === undefined) return undefined;
    const own = facts.dimensions.find(({ uri }) => uri === dimension.uri)?.members ?? {};
    for (const code of wanted) if (own[code] !== undefined) uris.add(own[code]);
  }
  return [...uris];
}

function measuresOf({ measure, lower, upper }: terms.ScotFacts): readonly string[] {
  return [measure, lower, upper].filter((name) => name !== undefined);
}

function pairOf(dataset: string, measure: string): string {
  return `(${iri(terms.DATASET + dataset)} ${iri(terms.MEASURE + measure)})`;
}

interface Row {
  readonly area: string;
  readonly period: string;
  readonly measure: string;
  readonly breakdown: Readonly<Record<string, string>>;
  readonly value: number | null;
  readonly missing?: MissingReason;
}

/**
 * The cells of an answer by what was asked for, for those of the areas that each indicator is wanted for. Throws BAD_SHAPE for figures
 * that are neither number nor mark, periods that the hub has no name for, and two different figures for one thing.
 */
export function readFigures(
  answer: Answer,
  asked: readonly Asked[],
  isWanted: (indicator: RemoteIndicator, area: string) => boolean,
): readonly Cell[] {
  const dimensions = asked[0]?.facts.dimensions ?? [];
  const names = dimensions.map(variable);
  const one = new Set(asked.map(({ facts }) => facts.dataset)).size === 1;
  const rows = rowsOf(answer, [...(one ? [] : ["dataset"]), "refArea", "refPeriod", "measureType", ...names, "value"]);
  const byMeasure = new Map<string, (readonly [Asked, "value" | "lower" | "upper"])[]>();
  for (const each of asked) {
    for (const role of ["value", "lower", "upper"] as const) {
      const measure = role === "value" ? each.facts.measure : each.facts[role];
      if (measure === undefined) continue;
      const key = `${each.facts.dataset} ${measure}`;
      byMeasure.set(key, [...(byMeasure.get(key) ?? []), [each, role]]);
    }
  }
  const cells = new Map<string, { -readonly [K in keyof Cell]: Cell[K] }>();
  const limits: (readonly [key: string, role: "lower" | "upper", value: number])[] = [];
  for (const raw of rows) {
    const dataset = one ? (asked[0]?.facts.dataset ?? "") : terms.tail(textIn(raw, "dataset"));
    const measure = terms.tail(textIn(raw, "measureType"));
    for (const [{ indicator, facts }, role] of byMeasure.get(`${dataset} ${measure}`) ?? []) {
      const unit = raw.unit === undefined || raw.unit === "" ? undefined : terms.tail(raw.unit);
      if (role === "value" && unit !== undefined && facts.unit !== undefined && unit !== facts.unit) continue;
      const row = readRow(raw, measure, facts, names);
      if (!isWanted(indicator, row.area)) continue;
      const key = JSON.stringify([indicator.upstreamId, row.area, row.period, Object.entries(row.breakdown).sort()]);
      if (role !== "value") {
        if (row.value !== null) limits.push([key, role, row.value]);
        continue;
      }
      const before = cells.get(key);
      if (before !== undefined && before.value !== row.value) throw unexpected("it holds two figures for one thing");
      cells.set(key, {
        indicator: indicator.upstreamId,
        area: row.area,
        period: row.period,
        ...(names.length === 0 ? {} : { breakdown: row.breakdown }),
        value: row.value,
        ...(row.missing === undefined ? {} : { missing: row.missing }),
      });
    }
  }
  for (const [key, role, value] of limits) {
    const cell = cells.get(key);
    if (cell !== undefined && cell.value !== null) cell[role] = value;
  }
  return [...cells.values()];
}

function readRow(raw: CsvRow, measure: string, facts: terms.ScotFacts, names: readonly string[]): Row {
  const area = textIn(raw, "refArea");
  if (!area.startsWith(terms.AREA)) throw unexpected("an area is not one of the service's own");
  const period = terms.periodOf(textIn(raw, "refPeriod"));
  if (period === undefined) throw unexpected("a period is of a kind that the hub has no name for");
  const text = textIn(raw, "value");
  const value = numberIn(text);
  const missing = value === undefined ? markInValue(text)?.missing : undefined;
  if (value === undefined && missing === undefined) throw unexpected("a figure is neither a number nor a mark");
  return {
    area: area.slice(terms.AREA.length),
    period: period.id,
    measure,
    breakdown: Object.fromEntries(
      facts.dimensions.map(({ code }, place) => [code, terms.tail(textIn(raw, names[place] ?? ""))]),
    ),
    value: value ?? null,
    ...(missing === undefined ? {} : { missing }),
  };
}

/** A value of a row. Throws BAD_SHAPE where it is missing. */
export function textIn(row: CsvRow, column: string): string {
  const text = row[column];
  if (text === undefined) throw unexpected(`column ${column} is missing`);
  return text;
}
