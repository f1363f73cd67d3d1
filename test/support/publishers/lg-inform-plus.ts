import type { Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { metricType, WELL_KNOWN } from "../../../src/datasources/national/lg-inform-plus/metrics";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, lowerTierAreas, lsoas, madeFigure, type Workload, type WorkloadFor } from "./workloads";

const MADE = 41;
const NEWEST = 2024;
const OLDEST = 2015;

/** A metric type as the service describes it. */
function described(n: number) {
  const financial = n % 2 === 0;
  return {
    identifier: String(90_000 + n),
    label: `Made figure ${n}`,
    helpText: `What made figure ${n} means.`,
    measure: { measurementUnit: { identifier: "Quantity_People", label: "people" } },
    dataset: {
      identifier: financial ? "901" : "900",
      label: financial ? "Made figures of financial years" : "Made figures of calendar years",
      periodType: financial
        ? { identifier: "FinancialYear", label: "Financial year", frequency: "Annually" }
        : { identifier: "CalendarYear", label: "Calendar year", frequency: "Annually" },
    },
    outputPrecision: 1,
    polarity: "Not applicable",
    nullAsZero: false,
  };
}

/** The n-th made-up metric type, in the service's style: odd ones of calendar years, even ones of financial years. */
export function indicator(n: number): RemoteIndicator {
  const made = metricType(described(n));
  if (made === undefined) throw new Error("A made metric type lacks something.");
  return made;
}

export interface LgInformOptions {
  /** Wants a key and a signature in the address, as the service does. */
  readonly signed?: boolean;
  /** The organisation's allowance is used up. */
  readonly usedUp?: boolean;
  /** Metric types of a page of the list. */
  readonly pageOf?: number;
}

const isFinancial = (metric: string): boolean => Number(metric) > 90_000 && Number(metric) % 2 === 0;
const periodOf = (year: number, financial: boolean) =>
  financial
    ? { identifier: `fin_${year}_${String((year + 1) % 100).padStart(2, "0")}`, iso: `${year}-04-01/P1Y` }
    : { identifier: `cal_${year}`, iso: `${year}-01-01/P1Y` };
const years = Array.from({ length: NEWEST - OLDEST + 1 }, (_, place) => NEWEST - place);

/** The LG Inform Plus service over made figures of all areas, 2015 to 2024. */
export function standIn({ signed = false, usedUp = false, pageOf = 25 }: LgInformOptions = {}): StandIn {
  return ({ path, query }: SeenRequest): StandInAnswer => {
    if (signed && (query.get("ApplicationKey") === null || query.get("Signature") === null))
      return { status: 401, body: { errors: [{ message: "Not authorized to use this method.", errorCode: 10 }] } };
    if (usedUp) return { body: { errors: [{ message: "User has exceeded allowed usage limits", errorCode: 12 }] } };
    if (decodeURIComponent(query.toString()).length > 1_900)
      return { status: 414, headers: { "content-type": "text/html" }, body: "<html>" };
    if (path === "data.json") return figures(query);
    if (path === "periods") return periods();
    if (path === "metricTypes/verbose") {
      const page = Number(query.get("pageNumber") ?? 1);
      const all = Array.from({ length: MADE }, (_, place) => described(place + 1));
      const part = all.slice((page - 1) * pageOf, page * pageOf);
      return { body: { "metricType-array": part, pageNumber: page, totalPages: Math.ceil(all.length / pageOf) } };
    }
    return { status: 404, body: { errors: [{ message: "Not found", errorCode: 1 }] } };
  };
}

function figures(query: URLSearchParams): StandInAnswer {
  const metrics = (query.get("metricType") ?? "").split(",");
  const asked = (query.get("period") ?? "").split(",");
  if (metrics.some((metric) => !WELL_KNOWN.some((known) => known.upstreamId === metric) && !/^900\d\d$/.test(metric)))
    return { status: 400, body: { errors: [{ message: "Unknown metric type", errorCode: 3 }] } };
  const columns = metrics.flatMap((metric) => {
    const latest = asked.map((each) => /^latest(?::(\d+))?$/.exec(each)).find((found) => found !== null);
    const all = years.map((year) => periodOf(year, isFinancial(metric)));
    const ofOne = metric === indicator(MADE).upstreamId ? all.slice(0, 1) : all;
    const those =
      latest === undefined
        ? ofOne.filter((period) => asked.includes(period.identifier))
        : ofOne.slice(0, Number(latest[1] ?? 1));
    return those.map((period) => ({ metric, period }));
  });
  const rows = (query.get("area") ?? "").split(",").map((area) => ({
    area: { identifier: area, label: area },
    values: columns.map(({ metric, period }) => {
      const value = madeFigure(metric, area, period.iso);
      return { value, formatted: String(value) };
    }),
  }));
  return {
    body: {
      columns: columns.map(({ metric, period }) => ({
        metricType: { identifier: metric, label: metric },
        period: { identifier: period.identifier, label: period.identifier },
        valueType: { identifier: "raw", label: "Raw value" },
      })),
      rows,
    },
  };
}

function periods(): StandInAnswer {
  const all = years.flatMap((year) => [
    {
      ...periodOf(year, false),
      label: String(year),
      startDate: `${year}-01-01T00:00:00`,
      endDate: `${year}-12-31T23:59:59`,
      periodType: { identifier: "CalendarYear" },
    },
    {
      ...periodOf(year, true),
      label: `${year}/${(year + 1) % 100}`,
      startDate: `${year}-04-01T00:00:00`,
      endDate: `${year + 1}-03-31T23:59:59`,
      periodType: { identifier: "FinancialYear" },
    },
  ]);
  return { body: { "period-array": all, pageNumber: 1, totalPages: 1 } };
}

function wants(count: number, areas: Want["areas"], period: Want["period"], step = 1): readonly Want[] {
  return Array.from({ length: count }, (_, place) => ({
    indicator: indicator(place * step + 1),
    areas,
    period,
    breakdown: [],
  }));
}

const ROOM = "an address of 2,000 characters leaves 1,700 for codes; an area takes 10, a metric type 6, `latest` 7";

export const workloads: Partial<Record<Workload, () => WorkloadFor>> = {
  "1 area x 40 indicators": () => ({
    wants: wants(40, areasByCode("E09000023"), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "40 metric types of 6 characters are 240, and one area",
  }),
  "318 lower-tier areas x 3 indicators": () => ({
    wants: wants(3, lowerTierAreas(), { latest: 1 }),
    least: 2,
    lookups: 0,
    why: `${ROOM}: (1,700 - 18 - 7) / 10 = 167 areas a call, 318 are two calls`,
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(10, lowerTierAreas().slice(0, 50), { from: "2020-01-01", to: "2024-12-31" }),
    least: 1,
    lookups: 1,
    why: "50 areas are 500 characters, 10 metric types 60, ten periods 105: one call; the list of periods is looked up once",
  }),
  "sparse keys": () => ({
    wants: lowerTierAreas()
      .slice(0, 2)
      .map((area, place) => ({ indicator: indicator(place + 1), areas: [area], period: { latest: 1 }, breakdown: [] })),
    least: 1,
    lookups: 0,
    why: "two metric types for one area each: their cross product is twice what is wanted, which bytes allow",
  }),
  "5,000 LSOAs": () => ({
    wants: wants(1, lsoas(5_000), { latest: 1 }),
    least: 30,
    lookups: 0,
    why: `${ROOM}: (1,700 - 6 - 7) / 10 = 168 areas a call; 5,000 areas are 30 calls`,
  }),
  "repeat after a minute": () => ({
    wants: wants(3, areasByCode("E09000023"), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "one call; the second time none",
  }),
};

const one = indicator(MADE);
const two = areasByCode("E09000023", "E08000003");

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: [{ indicator: one, areas: two, period: { latest: 1 }, breakdown: [] }],
  expected: two.map(({ code }) => ({
    indicator: one.upstreamId,
    area: code,
    period: "2024-01-01/P1Y",
    value: madeFigure(one.upstreamId, code, "2024-01-01/P1Y"),
  })),
};
