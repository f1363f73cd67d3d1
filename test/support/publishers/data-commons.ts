import type { Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { NUTS_1 } from "../../../src/datasources/formats/nuts";
import { variable, WELL_KNOWN } from "../../../src/datasources/national/data-commons/catalogue";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, madeFigure, type Workload, type WorkloadFor } from "./workloads";

/** The last of them has one year only. */
const MADE = 41;
const YEARS = Array.from({ length: 10 }, (_, place) => String(2015 + place));
const PLACES = new Map(NUTS_1.map(([gss, nuts]) => [nuts === "UK" ? "country/GBR" : `nuts/${nuts}`, gss]));

/** The n-th made-up variable, in the service's style. */
export function indicator(n: number): RemoteIndicator {
  return variable(`Count_Made_X${String(n).padStart(2, "0")}`, `Made figure ${n}`, {
    unit: "",
    scalingFactor: "",
    length: "P1Y",
  });
}

export interface DataCommonsOptions {
  /** Wants the key in the header, as the service does. */
  readonly key?: string;
}

const ALL = [...WELL_KNOWN, ...Array.from({ length: MADE }, (_, place) => indicator(place + 1))];
const FACETS = {
  "1": { importName: "MadeForTests", provenanceUrl: "https://example.org/", observationPeriod: "P1Y" },
  "2": { importName: "AnotherMade", observationPeriod: "P1Y", unit: "Thousand" },
  "3": { importName: "MadeForTests", observationPeriod: "P1Y", unit: "InternationalDollar" },
  "4": { importName: "MadeForTests", unit: "KilowattHour" },
};

/** The Data Commons service over made figures, 2015 to 2024; every series has a second facet in another unit, which comes first. */
export function standIn({ key }: DataCommonsOptions = {}): StandIn {
  return ({ method, path, headers, body }: SeenRequest): StandInAnswer => {
    if (key !== undefined && headers["x-api-key"] !== key)
      return {
        status: 401,
        body: { code: 16, message: "Method doesn't allow unregistered callers.", details: [] },
      };
    if (method !== "POST") return { status: 405, body: { code: 12, message: "Method Not Allowed", details: [] } };
    const asked = JSON.parse(body) as Record<string, unknown>;
    if (path === "node") return { body: nodes(asked.nodes as string[]) };
    if (path === "observation") return { body: observation(asked) };
    return { status: 404, body: { code: 5, message: "Not Found", details: [] } };
  };
}

function nodes(dcids: readonly string[]): object {
  const named = ALL.filter((each) => dcids.includes(each.upstreamId));
  return {
    data: Object.fromEntries(
      named.map(({ upstreamId, name }) => [
        upstreamId,
        { arcs: { name: { nodes: [{ provenanceId: "dc/base/Made", value: name }] } } },
      ]),
    ),
  };
}

function observation(asked: Record<string, unknown>): object {
  const select = asked.select as string[];
  const { dcids } = asked.variable as { dcids: string[] };
  const entities = (asked.entity as { dcids: string[] }).dcids;
  if (asked.date !== "") throw new Error("The stand-in knows the question for all dates only.");
  const ids = dcids.length === 0 ? ALL.map((each) => each.upstreamId) : dcids;
  const made = new Map(ALL.map((each) => [each.upstreamId, each]));
  const byVariable = Object.fromEntries(
    ids.flatMap((id) => {
      const known = made.get(id);
      if (known === undefined) return [];
      const there = entities.filter((place) => PLACES.has(place));
      const strangers = dcids.length === 0 ? [] : entities.filter((place) => !PLACES.has(place));
      const byEntity = Object.fromEntries([
        ...there.map((place) => [place, seriesOf(known, PLACES.get(place) ?? "", select)]),
        ...strangers.map((place) => [place, {}]),
      ]);
      return [[id, { byEntity }]];
    }),
  );
  if (Object.keys(byVariable).length === 0) return {};
  return { byVariable, ...(select.includes("value") || select.includes("facet") ? { facets: FACETS } : {}) };
}

function seriesOf(known: RemoteIndicator, area: string, select: readonly string[]): object {
  if (!select.includes("value") && !select.includes("facet")) return {};
  const id = known.upstreamId;
  const years = id === indicator(MADE).upstreamId ? ["2024"] : YEARS;
  const facetOf: Record<string, string> = { InternationalDollar: "3", KilowattHour: "4" };
  const facet = (facetId: string, factor: number) => ({
    facetId,
    obsCount: years.length,
    earliestDate: years[0],
    latestDate: years.at(-1),
    ...(select.includes("value")
      ? { observations: years.map((date) => ({ date, value: madeFigure(id, area, `${date}-01-01/P1Y`) / factor })) }
      : {}),
  });
  const first = facet(facetOf[String(known.facts?.unit)] ?? "1", 1);
  // In the catalogue the hub's own facet comes first: it is what the indicator is pinned to.
  return { orderedFacets: select.includes("value") ? [facet("2", 1_000), first] : [first, facet("2", 1_000)] };
}

const REGIONS = areasByCode(...NUTS_1.map(([gss]) => gss));

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
    wants: wants(40, areasByCode("K02000001"), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "one POST takes all variables and places: 40 series are below 2,000",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(10, REGIONS, { from: "2020-01-01" }),
    least: 1,
    lookups: 0,
    why: "all 13 areas that the service is asked for, 10 variables: 130 series in one POST",
  }),
  "sparse keys": () => ({
    wants: REGIONS.slice(0, 3).map((area, place) => ({
      indicator: indicator(place + 1),
      areas: [area],
      period: { latest: 1 },
      breakdown: [],
    })),
    least: 1,
    lookups: 0,
    why: "three variables for one place each: the nine series of their cross product are within four times the three wanted",
  }),
  "repeat after a minute": () => ({
    wants: wants(3, REGIONS, { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "39 series in one POST; the second time none",
  }),
};

const one = indicator(MADE);
const two = areasByCode("K02000001", "E12000002");

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: [{ indicator: one, areas: two, period: { latest: 1 }, breakdown: [] }],
  expected: two.map(({ code }) => ({
    indicator: one.upstreamId,
    area: code,
    period: "2024-01-01/P1Y",
    value: madeFigure(one.upstreamId, code, "2024-01-01/P1Y"),
    notes: ["Data Commons has this series from MadeForTests."],
  })),
};
