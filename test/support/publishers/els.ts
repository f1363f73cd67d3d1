import type { Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { indicatorListed } from "../../../src/datasources/national/els/indicators";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, lowerTierAreas, madeFigure, type Workload, type WorkloadFor } from "./workloads";

const MADE = 40;
const YEARS = Array.from({ length: 10 }, (_, place) => 2015 + place);
const KNOWN = /^(E06|E07|E08|E09|E10|E12|E47|E92|K02|N09|N92|S12|S92|W06|W92)\d{6}$/;
const PARAMETERS = [
  "indicator",
  "topic",
  "geo",
  "geoExtent",
  "geoCluster",
  "hasGeo",
  "time",
  "timeNearest",
  "measure",
  "includeNames",
  "includeStatus",
  "excludeMultivariate",
];
const LEVELS = ["ctry", "rgn", "cauth", "utla", "ltla"];
/** An area whose every figure is withheld with the mark `u`. */
export const WITHHELD = "E09000001";

/** One entry of the service's metadata. */
function described(n: number): Readonly<Record<string, unknown>> {
  return {
    label: `Made figure ${n}`,
    topic: "economy",
    subTopic: "employment",
    description: `What made figure ${n} means.`,
    source: [{ name: "Made for tests", href: "https://example.org/made", date: "2026-01-12" }],
    slug: `made-figure-${n}`,
    dataModified: "2026-01-12",
    metadataModified: "2026-01-12",
    dataset: `made-figure-${n}`,
    prefix: null,
    suffix: "%",
    subText: null,
    decimalPlaces: 1,
    standardised: true,
    subtitle: `Percentage of everything that is made, ${n}`,
    frequency: "annual",
    periodFormat: "year",
    periodDomain: ["2015-01-01/P1Y", "2024-01-01/P1Y"],
    isMultivariate: false,
    confidenceIntervals: false,
    measure: "Percentage",
    unit: "%",
    experimentalStatistic: false,
    geography: {
      levels: LEVELS,
      types: ["E06", "E07", "E08", "E09", "E10", "E12", "E47", "E92", "K02", "N09", "N92", "S12", "S92", "W06", "W92"],
    },
    updated: "2026-01-12",
    caveats: [],
    dimensions: { areacd: { id: "areacd" }, period: { id: "period" }, measure: { id: "measure" } },
  };
}

/** The n-th made-up indicator, as the service describes it. */
export function indicator(n: number): RemoteIndicator {
  const listed = indicatorListed(described(n));
  if (listed === undefined) throw new Error("A made-up indicator could not be read.");
  return listed;
}

export interface ElsOptions {
  /** One indicator comes with its slug around it, as from September 2026. */
  readonly grouped?: boolean;
  /** Requests that are answered before every further one is 429. */
  readonly allow?: number;
}

/** Explore Local Statistics over made figures, 2015 to 2024. */
export function standIn({ grouped = false, allow = Number.POSITIVE_INFINITY }: ElsOptions = {}): StandIn {
  const all = Array.from({ length: MADE }, (_, place) => described(place + 1));
  const slugs = all.map((entry) => String(entry.slug));
  let seen = 0;
  return ({ path, query }: SeenRequest): StandInAnswer => {
    seen += 1;
    if (seen > allow) return { status: 429, headers: { "retry-after": "10" }, body: "" };
    if (path === "metadata/indicators") return { body: all };
    if (path.startsWith("metadata/indicators/")) {
      const slug = path.slice("metadata/indicators/".length);
      const found = all.find((entry) => entry.slug === slug);
      return found === undefined ? said(404, `Indicator "${slug}" not found.`) : { body: found };
    }
    const format = /^data\.(.+)$/.exec(path)?.[1];
    if (format === undefined) return { status: 404, headers: { "content-type": "text/html" }, body: "<html></html>" };
    if (format !== "cols.json") return said(404, `Requested data format "${format}" not found.`);
    const names = [...query.keys()];
    if (new Set(names).size < names.length || names.some((name) => !PARAMETERS.includes(name)))
      return said(400, "Request contained invalid or duplicate parameters.");
    const asked = list(query, "indicator");
    const geo = list(query, "geo");
    const time = query.get("time") ?? "latest";
    const broad = asked.length > 20 || asked.includes("all") || asked.length === 0;
    if (time === "all" && broad && (geo.length === 0 || geo.some((one) => ["ltla", "utla", "all"].includes(one))))
      return said(400, "Too much data requested. Try narrowing your parameters.");
    const areas = [...new Set(geo.filter((code) => KNOWN.test(code)))].sort();
    const found = slugs.filter((slug) => asked.includes(slug));
    if (areas.length === 0 || found.length === 0) return said(400, "No data available for the selected filters.");
    const years = time === "all" ? YEARS : YEARS.slice(-1);
    const status = query.get("includeStatus") === "true";
    const series = found.map((slug) => [slug, columns(slug, areas, years, status)] as const);
    return { body: asked.length === 1 && !grouped ? (series[0]?.[1] ?? {}) : Object.fromEntries(series) };
  };
}

function list(query: URLSearchParams, name: string): readonly string[] {
  return (query.get(name) ?? "").split(",").filter((each) => each !== "");
}

function said(status: number, message: string): StandInAnswer {
  return { status, body: { message } };
}

function columns(slug: string, areas: readonly string[], years: readonly number[], status: boolean) {
  const rows = areas
    .flatMap((area) => years.map((year) => ({ area, period: `${year}-01-01/P1Y`, withheld: area === WITHHELD })))
    .filter((row) => status || !row.withheld);
  return {
    areacd: rows.map((row) => row.area),
    period: rows.map((row) => row.period),
    value: rows.map((row) => (row.withheld ? null : madeFigure(slug, row.area, row.period))),
    ...(status ? { status: rows.map((row) => (row.withheld ? "u" : null)) } : {}),
  };
}

function wants(count: number, areas: Want["areas"], period: Want["period"]): readonly Want[] {
  return Array.from({ length: count }, (_, place) => ({
    indicator: indicator(place + 1),
    areas,
    period,
    breakdown: [],
  }));
}

export const workloads: Partial<Record<Workload, () => WorkloadFor>> = {
  "1 area x 40 indicators": () => ({
    wants: wants(MADE, areasByCode("E07000148"), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "a list of areas may be asked for with any number of indicators; 40 slugs are some 600 characters of 8,000",
  }),
  "318 lower-tier areas x 3 indicators": () => ({
    wants: wants(3, lowerTierAreas(), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "318 codes of 9 letters and a comma are 3,180 characters of 8,000",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(10, lowerTierAreas().slice(0, 50), { from: "2020-01-01", to: "2024-12-31" }),
    least: 1,
    lookups: 0,
    why: "all times come with the one call: 50 areas x 10 indicators x 10 years are 5,000 rows",
  }),
  "sparse keys": () => ({
    wants: lowerTierAreas()
      .slice(0, 30)
      .map((area, place) => ({
        indicator: indicator(place + 1),
        areas: [area],
        period: { ids: [`${2015 + (place % 10)}-01-01/P1Y`] },
        breakdown: [],
      })),
    least: 1,
    lookups: 0,
    why: "30 indicators x 30 areas in all times are one call, of which each want takes its own pair",
  }),
  "repeat after a minute": () => ({
    wants: wants(3, areasByCode("E07000148", "E06000001"), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "one call the first time; whole series are kept, so that the second time needs none",
  }),
};

const PAIR = areasByCode("E06000001", "E07000148");

export const fixture = {
  wants: [{ indicator: indicator(1), areas: PAIR, period: { latest: 1 }, breakdown: [] }] satisfies readonly Want[],
  expected: PAIR.flatMap(({ code }) =>
    YEARS.map((year) => ({
      indicator: indicator(1).upstreamId,
      area: code,
      period: `${year}-01-01/P1Y`,
      value: madeFigure(indicator(1).upstreamId, code, `${year}-01-01/P1Y`),
    })),
  ) satisfies readonly Cell[],
};
