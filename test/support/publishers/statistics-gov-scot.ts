import type { AreaRef, Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { madeFigure, type Workload, type WorkloadFor } from "./workloads";

const DATASET = "http://statistics.gov.scot/data/";
const CONCEPT = "http://statistics.gov.scot/def/concept/";
const YEARS = [2019, 2020, 2021, 2022, 2023];
const SEXES = ["all", "female", "male"];
/** The last of them has one year only. */
const MADE = 41;

/** The n-th made-up indicator: the counts of a data set of its own, by sex. Each has 95 % limits a tenth to either side. */
export function indicator(n: number): RemoteIndicator {
  const dataset = `made-${String(n).padStart(2, "0")}`;
  const members = Object.fromEntries(SEXES.map((sex) => [sex, `${CONCEPT}gender/${sex}`]));
  return {
    upstreamId: `${dataset}/count`,
    name: `Made ${n}`,
    unit: { code: "people", label: "people" },
    decimalPlaces: 0,
    valueType: "COUNT",
    frequency: "ANNUALLY",
    periodType: "CALENDAR_YEAR",
    hasConfidenceIntervals: true,
    dimensions: [
      {
        code: "sex",
        label: "Gender",
        members: [
          { code: "all", label: "All", isTotal: true },
          { code: "female", label: "Female" },
          { code: "male", label: "Male" },
        ],
      },
    ],
    areaTypes: ["CTRY", "CA", "DATA_ZONE"],
    earliest: n === MADE ? "2023-01-01/P1Y" : "2019-01-01/P1Y",
    latest: "2023-01-01/P1Y",
    dataset: {
      upstreamId: dataset,
      title: `Made ${n}`,
      designation: "OFFICIAL",
      homepage: `https://statistics.gov.scot/data/${dataset}`,
      version: "2026-05-26",
      publishedAt: "2026-05-26",
    },
    facts: {
      dataset,
      measure: "count",
      lower: "95-lower-confidence-limit",
      upper: "95-upper-confidence-limit",
      unit: "people",
      dimensions: [{ code: "sex", uri: "http://statistics.gov.scot/def/dimension/gender", members }],
    },
  };
}

export interface ScotOptions {
  /** Rows from which on an answer is refused as too large. */
  readonly mostRows?: number;
}

/** The SPARQL endpoint over made figures of every area whose code begins with S: 41 data sets of five years. */
export function standIn({ mostRows = 100_000 }: ScotOptions = {}): StandIn {
  return ({ method, path, body }: SeenRequest): StandInAnswer => {
    if (path !== "sparql" || method !== "POST") return { status: 404, body: "Not found" };
    const query = new URLSearchParams(body).get("query") ?? "";
    if (!/^\s*(PREFIX|SELECT)/.test(query)) return text(400, "There was a syntax error in your query");
    const { header, rows } = answerTo(query);
    if (rows.length > mostRows) return text(400, "Response too large");
    return { headers: { "content-type": "text/csv" }, body: [header, ...rows].map((row) => `${row}\r\n`).join("") };
  };
}

interface Table {
  readonly header: string;
  readonly rows: readonly string[];
}

function answerTo(query: string): Table {
  if (query.includes("?URI a qb:DataSet")) return dataSets();
  if (query.includes("?o qb:dataSet ?dataset")) return figures(query);
  if (query.includes("LIMIT 1")) return units(query);
  const slugs = datasetsIn(query);
  if (query.includes("SUBSTR(")) {
    const kinds = ["S92", "S12", "S01", "S08"];
    return { header: "dataset,kind", rows: slugs.flatMap((slug) => kinds.map((kind) => `${DATASET}${slug},${kind}`)) };
  }
  return structure(slugs);
}

function dataSets(): Table {
  const rows = Array.from({ length: MADE }, (_, place) => {
    const { dataset } = indicator(place + 1);
    return `${DATASET}${dataset.upstreamId},${dataset.title},"Made, by us",2026-05-26T09:30:00Z`;
  });
  return { header: "URI,Name,Publisher,Modified", rows };
}

function structure(slugs: readonly string[]): Table {
  const cube = "http://purl.org/linked-data/cube#measureType";
  const measures = ["count", "95-lower-confidence-limit", "95-upper-confidence-limit"];
  const rows = slugs.flatMap((slug) => [
    ...yearsOf(slug).map(
      (year) =>
        `${DATASET}${slug},http://purl.org/linked-data/sdmx/2009/dimension#refPeriod,Reference Period,http://reference.data.gov.uk/id/year/${year},${year}`,
    ),
    ...measures.map(
      (name) =>
        `${DATASET}${slug},${cube},Measure type,http://statistics.gov.scot/def/measure-properties/${name},${name}`,
    ),
    ...SEXES.map(
      (sex) =>
        `${DATASET}${slug},http://statistics.gov.scot/def/dimension/gender,Gender,${CONCEPT}gender/${sex},${sex.replace(/^./, (letter) => letter.toUpperCase())}`,
    ),
  ]);
  return { header: "dataset,dimension,dimensionLabel,member,label", rows };
}

function units(query: string): Table {
  const pairs = [...query.matchAll(/<([^>]+)> AS \?dataset\) \(<([^>]+)> AS \?measureType/g)];
  const rows = pairs.map(([, dataset, measure]) => `${dataset},${measure},${CONCEPT}measure-units/people`);
  return { header: "dataset,measureType,unit", rows };
}

function figures(query: string): Table {
  const pairs = [...valuesOf(query, "(?dataset ?measureType)").matchAll(/<[^>]*\/data\/([^>]+)> <([^>]+)>/g)];
  const areas = [...valuesOf(query, "?refArea").matchAll(/statistical-geography\/(S\d{8})>/g)].map(([, code]) => code);
  const asked = [...valuesOf(query, "?gender").matchAll(/gender\/([a-z]+)>/g)].map(([, sex]) => sex);
  const sexes = query.includes("VALUES ?gender") ? asked : SEXES;
  const columns = /SELECT (.+?) WHERE/.exec(query)?.[1]?.replaceAll("?", "").split(" ") ?? [];
  const rows = pairs.flatMap(([, slug = "", measure = ""]) => {
    if (!/^made-\d\d$/.test(slug)) return [];
    const unit = `${CONCEPT}measure-units/people`;
    return areas.flatMap((area = "") =>
      yearsOf(slug).flatMap((year) =>
        sexes.map((sex = "") => {
          const value = madeFigure(`${slug}/count`, area, `${year}-01-01/P1Y`, sex === "all" ? "" : `sex=${sex}`);
          const row: Readonly<Record<string, string>> = {
            dataset: DATASET + slug,
            refArea: `http://statistics.gov.scot/id/statistical-geography/${area}`,
            refPeriod: `http://reference.data.gov.uk/id/year/${year}`,
            measureType: measure,
            gender: `${CONCEPT}gender/${sex}`,
            unit: measure.includes("95-") ? "" : unit,
            value: writeDouble(
              measure.includes("lower") ? value * 0.9 : measure.includes("upper") ? value * 1.1 : value,
            ),
          };
          return columns.map((column) => row[column] ?? "").join(",");
        }),
      ),
    );
  });
  return { header: columns.join(","), rows };
}

/** As the service writes doubles: 2.29E0. */
function writeDouble(value: number): string {
  return value.toExponential().replace("e+", "E").replace("e-", "E-");
}

function valuesOf(query: string, name: string): string {
  const at = query.indexOf(`VALUES ${name} {`);
  return at < 0 ? "" : query.slice(at, query.indexOf("}", at));
}

function datasetsIn(query: string): readonly string[] {
  return [...valuesOf(query, "?dataset").matchAll(/\/data\/([^>]+)>/g)].map(([, slug]) => slug ?? "");
}

function yearsOf(slug: string): readonly number[] {
  return slug === `made-${MADE}` ? [2023] : YEARS;
}

function text(status: number, body: string): StandInAnswer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

/** Council areas, and Scotland, by code. */
export function councils(...codes: readonly string[]): readonly AreaRef[] {
  return codes.map((code) => ({ code, kind: code.startsWith("S92") ? "CTRY" : "CA", name: `Area ${code}` }));
}

/** Last digits of the codes of Scotland's 32 council areas. */
const COUNCILS =
  "05 06 08 10 11 13 14 17 18 19 20 21 23 26 27 28 29 30 33 34 35 36 38 39 40 41 42 45 47 48 49 50".split(" ");

/** The council areas, and so many data zones by made-up codes of the right shape. */
function scottish(dataZones: number): readonly AreaRef[] {
  return [
    ...councils(...COUNCILS.map((digits) => `S120000${digits}`)),
    ...Array.from({ length: dataZones }, (_, place) => ({
      code: `S0100${6506 + place}`,
      kind: "DATA_ZONE" as const,
      name: `Data zone ${place + 1}`,
    })),
  ];
}

function wants(count: number, areas: readonly AreaRef[], period: Want["period"]): readonly Want[] {
  return Array.from({ length: count }, (_, place) => ({
    indicator: indicator(place + 1),
    areas,
    period,
    breakdown: [],
  }));
}

export const workloads: Partial<Record<Workload, () => WorkloadFor>> = {
  "1 area x 40 indicators": () => ({
    wants: wants(40, councils("S12000049"), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "one query carries data sets of equal dimensions; no limit is published",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(10, scottish(18), { from: "2019-01-01", to: "2023-12-31" }),
    least: 1,
    lookups: 0,
    why: "one query of ten data sets and fifty areas, all their years",
  }),
  "sparse keys": () => ({
    wants: scottish(0).map((area, place) => ({
      indicator: indicator(place + 1),
      areas: [area],
      period: { ids: [`${YEARS[place % 5]}-01-01/P1Y`] },
      breakdown: [],
    })),
    least: 1,
    lookups: 0,
    why: "one query of 32 data sets and 32 areas: 5,120 small rows for 32 figures are still one answer",
  }),
  "repeat after a minute": () => ({
    wants: wants(3, scottish(0), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "one query; the second time none, for every period is kept",
  }),
};

const one = indicator(MADE);
const two = councils("S12000033", "S92000003");

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: [{ indicator: one, areas: two, period: { latest: 1 }, breakdown: [] }],
  expected: two.map(({ code }) => {
    const value = madeFigure(one.upstreamId, code, "2023-01-01/P1Y");
    return {
      indicator: one.upstreamId,
      area: code,
      period: "2023-01-01/P1Y",
      breakdown: { sex: "all" },
      value,
      lower: value * 0.9,
      upper: value * 1.1,
    };
  }),
};
