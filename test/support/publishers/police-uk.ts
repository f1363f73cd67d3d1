import type { AreaBoundary, AreaRef, Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { countedBy, idsOf, indicatorsOfCategory } from "../../../src/datasources/national/police-uk/indicators";
import { isInside, type Point } from "../../../src/datasources/national/police-uk/shapes";
import type { StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, lowerTierAreas, madeFigure, type Workload, type WorkloadFor } from "./workloads";

/** The newest month that the stand-in has. */
export const NEWEST = "2026-07";
const OLDEST = "2023-08";

/** The fourteen categories of 2026 and five made-up ones: with the one for all, forty indicators. */
const CATEGORIES = [
  "anti-social-behaviour",
  "bicycle-theft",
  "burglary",
  "criminal-damage-arson",
  "drugs",
  "other-theft",
  "possession-of-weapons",
  "public-order",
  "robbery",
  "shoplifting",
  "theft-from-the-person",
  "vehicle-crime",
  "violent-crime",
  "other-crime",
  ...[1, 2, 3, 4, 5].map((n) => `made-up-${n}`),
];
const ALL = "all-crime";

/** The n-th indicator, 1 to 40: counts of twenty categories first, all crime foremost, then their rates. */
export function indicator(n: number): RemoteIndicator {
  const category = [ALL, ...CATEGORIES][(n - 1) % 20] ?? ALL;
  const found = indicatorsOfCategory(category, category)[n > 20 ? 1 : 0];
  if (found === undefined) throw new Error(`There is no indicator ${n}.`);
  return found;
}

/** Crimes of a category in an area and month: 1 to 8. */
function countIn(category: string, area: string, month: string): number {
  return Math.floor(madeFigure(category, area, `${month}-01/P1M`) / 125) + 1;
}

/** What the hub must answer for one of the indicators. */
export function expectedValue(upstreamId: string, { code, population }: AreaRef, month: string): number {
  const { category, isRate } = countedBy(upstreamId);
  const counted = category === ALL ? CATEGORIES : [category];
  const count = counted.reduce((sum, each) => sum + countIn(each, code, month), 0);
  return isRate ? (count / (population?.get(2024) ?? Number.NaN)) * 1_000 : count;
}

/** Side of a made-up area, in degrees. */
const SIDE = 0.000_2;

/**
 * A made-up square for an area, from its code alone: the stand-in finds the code again from the coordinates. Longitude -8 to 2,
 * latitude 49 to 59, a thousandth of a degree for each number, a quarter of that for each country.
 */
export function madeBoundary(code: string): AreaBoundary {
  const [x, y] = cornerOf(code);
  const ring: Point[] = [
    [x, y],
    [x + SIDE, y],
    [x + SIDE, y + SIDE],
    [x, y + SIDE],
    [x, y],
  ];
  return { code, polygons: [[ring]] };
}

function cornerOf(code: string): Point {
  const number = Number(code.slice(1));
  return [
    -8 + (number % 10_000) / 1_000 + "EWN".indexOf(code.charAt(0)) * 0.000_25,
    49 + Math.floor(number / 10_000) / 1_000,
  ];
}

function codeAt([longitude, latitude]: Point): string {
  const row = Math.floor((latitude - 49) * 1_000 + 0.01);
  const across = (longitude + 8) * 1_000 + 0.01;
  const letter = "EWN".charAt(Math.floor((across % 1) * 4));
  return `${letter}${String(row * 10_000 + Math.floor(across)).padStart(8, "0")}`;
}

/** An area with its made-up square and 12,345 residents in 2024. */
export function supplied(area: AreaRef): AreaRef {
  return { ...area, boundary: madeBoundary(area.code), population: new Map([[2024, 12_345]]) };
}

export interface PoliceUkOptions {
  /** Crimes in an answer at most; more is 503. */
  readonly most?: number;
}

/** data.police.uk over made-up crimes: POST of a shape and a month, 503 for too many, 500 for a month that it no longer has. */
export function standIn({ most = 10_000 }: PoliceUkOptions = {}): StandIn {
  return ({ method, path, query, body }): StandInAnswer => {
    if (path === "crime-last-updated") return { body: { date: `${NEWEST}-01` } };
    if (path === "crime-categories") {
      const date = query.get("date") ?? NEWEST;
      if (!/^\d{4}-\d{2}$/.test(date)) return { status: 400, body: "" };
      return { body: [ALL, ...CATEGORIES].map((url) => ({ url, name: url })) };
    }
    if (path !== "crimes-street/all-crime") return { status: 404, body: "" };
    const form = method === "POST" ? new URLSearchParams(body) : query;
    const month = form.get("date") ?? NEWEST;
    if (month < OLDEST) return { status: 500, body: "" };
    if (month > NEWEST) return { status: 404, body: "" };
    const poly = form.get("poly") ?? "";
    if (method === "GET" && poly.length > 4_000) return { status: 400, body: "" };
    const ring = poly.split(":").map((pair): Point => {
      const [latitude = Number.NaN, longitude = Number.NaN] = pair.split(",").map(Number);
      return [longitude, latitude];
    });
    if (ring.length < 3 || ring.flat().some(Number.isNaN)) return { status: 400, body: "" };
    const crimes = crimesOf(codeAt(middleOf(ring)), month).filter(({ at }) => isInside(at, ring));
    return crimes.length > most ? { status: 503, body: "" } : { body: crimes.map(({ row }) => row) };
  };
}

/** The middle of the box around a ring: of a part of a square, it is inside the square. */
function middleOf(ring: readonly Point[]): Point {
  const [across, up] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  return [(Math.min(...across) + Math.max(...across)) / 2, (Math.min(...up) + Math.max(...up)) / 2];
}

function crimesOf(area: string, month: string) {
  const [x, y] = cornerOf(area);
  const numbered = CATEGORIES.flatMap((category) =>
    Array.from({ length: countIn(category, area, month) }, () => category),
  );
  return numbered.map((category, place) => {
    // Spread over the square by two steps that do not beat, well inside it.
    const at: Point = [
      Number((x + SIDE * (0.05 + 0.9 * ((place * 0.618_034) % 1))).toFixed(6)),
      Number((y + SIDE * (0.05 + 0.9 * ((place * 0.754_878) % 1))).toFixed(6)),
    ];
    const row = {
      category,
      persistent_id: category === "anti-social-behaviour" ? "" : `made-${area}-${month}-${place}`,
      location_subtype: "",
      id: place + 1_000,
      location: {
        latitude: String(at[1]),
        street: { id: 1, name: "On or near Made Street" },
        longitude: String(at[0]),
      },
      context: "",
      month,
      location_type: "Force",
      outcome_status: null,
    };
    return { at, row };
  });
}

function wants(indicators: readonly number[], areas: readonly AreaRef[], period: Want["period"]): readonly Want[] {
  const given = areas.map(supplied);
  return indicators.map((n) => ({ indicator: indicator(n), areas: given, period, breakdown: [] }));
}

const upTo = (n: number) => Array.from({ length: n }, (_, place) => place + 1);
const MONTHS = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"].map((month) => `${month}-01/P1M`);

export const workloads: Partial<Record<Workload, () => WorkloadFor>> = {
  "1 area x 40 indicators": () => ({
    wants: wants(upTo(40), areasByCode("E06000016"), { latest: 1 }),
    least: 1,
    lookups: 1,
    why: "one shape and month a request; every category is counted from the one answer. The newest month is looked up",
  }),
  "318 lower-tier areas x 3 indicators": () => ({
    wants: wants([1, 4, 24], lowerTierAreas(), { latest: 1 }),
    least: lowerTierAreas().length,
    lookups: 1,
    why: "one shape a request: as many requests as areas, whatever is counted",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(upTo(10), lowerTierAreas().slice(0, 50), { ids: MONTHS }),
    least: 250,
    lookups: 1,
    why: "50 areas times 5 months (the service has months, and 36 of them): one shape and month a request",
  }),
  "sparse keys": () => ({
    wants: [
      ...wants([2], areasByCode("E06000016", "W06000015"), { latest: 1 }),
      ...wants([5], areasByCode("W06000015", "E09000033"), { ids: ["2026-07-01/P1M"] }),
      ...wants([24], areasByCode("E06000016"), { ids: ["2026-06-01/P1M"] }),
    ],
    least: 4,
    lookups: 1,
    why: "three areas in July and one of them in June: what two wants share is asked once",
  }),
  "repeat after a minute": () => ({
    wants: wants([1, 4], areasByCode("E06000016", "E06000017"), { latest: 2 }),
    least: 4,
    lookups: 1,
    why: "two areas times two months; the second time nothing is asked",
  }),
};

const places = areasByCode("E06000016", "E06000017").map(supplied);

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: [{ indicator: indicator(4), areas: places, period: { latest: 1 }, breakdown: [] }],
  expected: places.map((area) => ({
    indicator: idsOf("burglary")[0],
    area: area.code,
    period: `${NEWEST}-01/P1M`,
    value: expectedValue("burglary", area, NEWEST),
  })),
};
