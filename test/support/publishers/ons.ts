import type { AreaRef, Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { censusIndicator, indicatorsOfDataset } from "../../../src/datasources/national/ons/indicators";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, lowerTierAreas, lsoas, madeFigure, type Workload, type WorkloadFor } from "./workloads";

const MADE = 40;
const YEARS = Array.from({ length: 10 }, (_, place) => String(2015 + place));
const UR = { name: "UR", label: "All usual residents" };
const MOST_CELLS = 100_000;
/** The districts of England and Wales in the boundaries of 2023: what `ltla23` lists. */
const DISTRICTS = lowerTierAreas();
/** A district of before 2023: only the older list has it. */
export const OLD_DISTRICT: AreaRef = { code: "E07000026", kind: "NMD", name: "Allerdale" };
/** An LSOA that disclosure control holds back. */
export const HELD_BACK = "E01000001";
const GEOGRAPHIES = ["K02000001", "E92000001", ...DISTRICTS.map((area) => area.code)];

function options(values: readonly string[]) {
  return values.map((option) => ({ option, label: option }));
}

function classified(n: number) {
  return {
    id: `made_${n}_2a`,
    label: `Made ${n} (2 categories)`,
    categories: [
      { id: "1", label: "Yes" },
      { id: "2", label: "No" },
    ],
  };
}

/** The n-th made-up data set's indicator. */
export function indicator(n: number): RemoteIndicator {
  const [made] = indicatorsOfDataset({
    entry: { title: `Made figure ${n}`, unit_of_measure: "Percentage" },
    dataset: `made-figure-${n}`,
    version: "7",
    dimensions: [
      { name: "time", options: options(YEARS) },
      { name: "geography", options: options(GEOGRAPHIES) },
    ],
  });
  if (made === undefined) throw new Error("A made-up data set could not be read.");
  return made;
}

/** The n-th made-up classification of the census. */
export function classification(n: number): RemoteIndicator {
  return censusIndicator(UR, classified(n));
}

export interface OnsOptions {
  /** Requests that are answered before every further one is 429. */
  readonly allow?: number;
  /** Rows after which an answer is cut without a word. */
  readonly cutAt?: number;
}

/** The ONS API over made figures: 40 data sets of the years 2015 to 2024, and 40 classifications of the census. */
export function standIn({ allow = Number.POSITIVE_INFINITY, cutAt = 10_000 }: OnsOptions = {}): StandIn {
  let seen = 0;
  return ({ path, query }: SeenRequest): StandInAnswer => {
    seen += 1;
    if (seen > allow) return { status: 429, headers: { "retry-after": "10" }, body: "" };
    if (path === "datasets")
      return page(
        query,
        Array.from({ length: MADE + 1 }, (_, place) => datasetEntry(place)),
      );
    if (path.startsWith("datasets/")) return dataset(path, query, cutAt);
    if (path === "population-types")
      return page(query, [
        { ...UR, type: "microdata" },
        { name: "atc-ts-demmig-ur-pd-oa", label: "A table", type: "tabular" },
      ]);
    const population = /^population-types\/([^/]+)\/(.+)$/.exec(path);
    if (population === null) return { status: 404, body: "404 page not found\n" };
    if (population[1] !== UR.name) return errors(404, "population type not found");
    return census(population[2] ?? "", query);
  };
}

function errors(status: number, message: string): StandInAnswer {
  return { status, body: { errors: [message] } };
}

function page(query: URLSearchParams, all: readonly object[]): StandInAnswer {
  const limit = Number(query.get("limit") ?? 20);
  const offset = Number(query.get("offset") ?? 0);
  if (limit > 1_000) return { status: 400, body: "invalid query parameter\n" };
  const items = all.slice(offset, offset + limit);
  return {
    body: { items: items.length === 0 ? null : items, count: items.length, limit, offset, total_count: all.length },
  };
}

/** The 0-th is a table of the census among the data sets. */
function datasetEntry(n: number) {
  const id = n === 0 ? "TS008" : `made-figure-${n}`;
  const href = `http://api.beta.ons.gov.uk/v1/datasets/${id}/editions/${n === 0 ? "2021" : "time-series"}/versions/7`;
  return {
    id,
    title: n === 0 ? "Sex" : `Made figure ${n}`,
    unit_of_measure: "Percentage",
    links: { latest_version: { href, id: "7" } },
  };
}

function dataset(path: string, query: URLSearchParams, cutAt: number): StandInAnswer {
  const found = /^datasets\/made-figure-(\d+)(?:\/editions\/time-series\/versions\/(\d+)\/(.+))?$/.exec(path);
  const n = Number(found?.[1]);
  if (found === null || n < 1 || n > MADE)
    return { status: 404, body: { errors: [{ code: "dataset not found", description: "internal error" }] } };
  if (found[2] === undefined) return { body: datasetEntry(n) };
  if (found[2] !== "7") return { status: 404, body: "version not found\n" };
  if (found[3] === "dimensions") return page(query, [{ name: "time" }, { name: "geography" }]);
  if (found[3] === "dimensions/time/options") return page(query, options(YEARS.toReversed()));
  if (found[3] === "dimensions/geography/options") return page(query, options(GEOGRAPHIES));
  if (found[3] !== "observations") return { status: 404, body: "404 page not found\n" };
  const names = [...query.keys()];
  if (new Set(names).size < names.length)
    return { status: 400, body: "multi-valued query parameters for the following dimensions: [x]\n" };
  const [time, geography] = [query.get("time"), query.get("geography")];
  if (time === null || geography === null)
    return { status: 400, body: "missing query parameters for the following dimensions: [geography]\n" };
  if (names.length > 2)
    return {
      status: 400,
      body: "incorrect selection of query parameters: [x], these dimensions do not exist for this version of the dataset\n",
    };
  if (time === "*" && geography === "*")
    return { status: 400, body: "only one wildcard (*) is allowed as a value in selected query parameters\n" };
  const rows = (
    time === "*" ? [...YEARS].sort((a, b) => (Number(a) % 3) - (Number(b) % 3)) : YEARS.filter((year) => year === time)
  ).flatMap((year) =>
    GEOGRAPHIES.filter((code) => geography === "*" || geography === code).map((code) => ({
      ...(time === "*" ? { dimensions: { time: { id: "Year", label: year } } } : {}),
      ...(geography === "*" ? { dimensions: { geography: { id: code, label: "A name" } } } : {}),
      metadata: { "Data Marking": "" },
      observation: String(madeFigure(`made-figure-${n}`, code, `${year}-01-01/P1Y`)),
    })),
  );
  if (rows.length === 0) return { status: 404, body: "no observations found\n" };
  const sent = rows.slice(0, cutAt);
  return { body: { dimensions: {}, limit: 10_000, offset: 0, observations: sent, total_observations: sent.length } };
}

function census(path: string, query: URLSearchParams): StandInAnswer {
  const made = Array.from({ length: MADE }, (_, place) => classified(place + 1));
  if (path === "dimensions")
    return page(
      query,
      made.map(({ id, label }) => ({ id, label, description: `What ${id} means.`, total_count: 2 })),
    );
  if (path === "dimension-categories") {
    const asked = (query.get("dims") ?? "").split(",");
    return page(
      query,
      made.filter(({ id }) => asked.includes(id)),
    );
  }
  const type = /^area-types\/([^/]+)\/areas$/.exec(path)?.[1];
  if (type === "ltla23")
    return page(
      query,
      DISTRICTS.map(({ code, name }) => ({ id: code, label: name, area_type: type })),
    );
  if (type === "ltla")
    return page(
      query,
      [OLD_DISTRICT, ...DISTRICTS.slice(10)].map(({ code, name }) => ({ id: code, label: name, area_type: type })),
    );
  if (type !== undefined) return errors(404, "population type not found");
  if (path !== "census-observations") return { status: 404, body: "404 page not found\n" };
  const [areaType = "", ...codes] = (query.get("area-type") ?? "ltla").split(",");
  const found = made.find(({ id }) => id === query.get("dimensions"));
  const known =
    areaType === "lsoa" ? /^[EW]01\d{6}$/ : areaType.startsWith("ltla") ? /^(E0[6789]|W06)\d{6}$/ : /^E12\d{6}$/;
  if (found === undefined || codes.some((code) => !known.test(code) || code.endsWith("99999")))
    return errors(400, "transform error: variable for filter at position 1 does not exist");
  if (codes.length * 2 > MOST_CELLS || codes.length > 400)
    return errors(
      403,
      "Too many rows returned, please refine your query by requesting specific areas or reducing the number of categories returned.",
    );
  const passed = codes.filter((code) => code !== HELD_BACK);
  const observations = passed.flatMap((code) =>
    found.categories.map((category) => ({
      dimensions: [
        { dimension: "Areas", dimension_id: areaType, option: "A name", option_id: code },
        { dimension: found.label, dimension_id: found.id, option: category.label, option_id: category.id },
      ],
      observation: censusFigure(`census/UR/${found.id}`, code, category.label.toLowerCase()),
    })),
  );
  return {
    body: {
      observations: observations.length === 0 ? null : observations,
      links: { self: { href: "http://localhost/" } },
      total_observations: observations.length,
      blocked_areas: codes.length - passed.length,
      total_areas: codes.length,
      areas_returned: passed.length,
    },
  };
}

/** The made figure of a category. */
export function censusFigure(id: string, area: string, category: string): number {
  const dimension = id.split("/").at(-1)?.replaceAll("_", "-") ?? "";
  return madeFigure(id, area, "2021-03-21", `${dimension}=${category}`);
}

function wants(list: readonly RemoteIndicator[], areas: readonly AreaRef[], period: Want["period"]): readonly Want[] {
  return list.map((each) => ({ indicator: each, areas, period, breakdown: [] }));
}

const first = (count: number, make = indicator) => Array.from({ length: count }, (_, place) => make(place + 1));

export const workloads: Partial<Record<Workload, () => WorkloadFor>> = {
  "1 area x 40 indicators": () => ({
    wants: wants(first(40, classification), areasByCode("E07000148"), { latest: 1 }),
    least: 40,
    lookups: 1,
    why: "two classifications in one census call are crossed, not listed: one call each; the list of districts once",
  }),
  "318 lower-tier areas x 3 indicators": () => ({
    wants: wants(first(3), DISTRICTS, { latest: 1 }),
    least: 3,
    lookups: 9,
    why: "one call a data set with geography open in the newest period; its version, dimensions and periods once each",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(first(10), DISTRICTS.slice(0, 50), { from: "2020-01-01", to: "2024-12-31" }),
    least: 50,
    lookups: 30,
    why: "one dimension may stand open: geography, in each of 5 years, for each of 10 data sets",
  }),
  "sparse keys": () => ({
    wants: DISTRICTS.slice(0, 30).map((area, place) => ({
      indicator: indicator((place % 10) + 1),
      areas: [area],
      period: { ids: [`${2015 + Math.floor(place / 10)}-01-01/P1Y`] },
      breakdown: [],
    })),
    least: 30,
    lookups: 30,
    why: "three cells of each of 10 data sets that share neither area nor year: no open dimension covers two of them",
  }),
  "5,000 LSOAs": () => ({
    wants: wants([classification(1)], lsoas(5_000), { latest: 1 }),
    least: 13,
    lookups: 0,
    why: "400 codes an address (known to work) and 100,000 cells an answer: 5,000 / 400",
  }),
  "repeat after a minute": () => ({
    wants: wants(first(3), areasByCode("E07000148", "E06000001"), { latest: 1 }),
    least: 3,
    lookups: 9,
    why: "one call a data set the first time; none the second",
  }),
};

const PAIR = areasByCode("E06000001", "E07000148");

export const fixture = {
  wants: wants([indicator(1)], PAIR, { latest: 1 }),
  expected: PAIR.map(({ code }) => ({
    indicator: indicator(1).upstreamId,
    area: code,
    period: "2024-01-01/P1Y",
    value: madeFigure(indicator(1).upstreamId, code, "2024-01-01/P1Y"),
  })) satisfies readonly Cell[],
};
