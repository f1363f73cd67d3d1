import type { AreaRef, Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { dataSetListed, indicatorsOf } from "../../../src/datasources/national/dfe-ees/indicators";
import { readMeta } from "../../../src/datasources/national/dfe-ees/meta";
import { periodOf } from "../../../src/datasources/national/dfe-ees/periods";
import type { StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, lowerTierAreas, madeFigure, type Workload, type WorkloadFor } from "./workloads";

/** The one data set with areas; its neighbours have schools only, and no periods that the hub can read. */
export const MADE = "00000000-0000-4000-8000-000000000001";
const SCHOOLS = "00000000-0000-4000-8000-000000000002";
const TERMS = "00000000-0000-4000-8000-000000000003";
/** An area whose last year is 2021/22: its council was abolished. */
export const ENDED = "E10000006";
const YEARS = [2019, 2020, 2021, 2022, 2023, 2024].map((year) => `${year}/${year + 1}`);
const VERSION = "1.2";

interface Place {
  readonly id: string;
  readonly label: string;
  readonly code: string;
}

const FILTERS = [
  {
    id: "fSex0",
    column: "sex",
    label: "Sex",
    hint: "",
    options: [
      { id: "sTot0", label: "Total" },
      { id: "sGir0", label: "Girls" },
      { id: "sBoy0", label: "Boys" },
    ],
  },
  {
    id: "fTyp0",
    column: "school_type",
    label: "School type",
    hint: "",
    options: [
      { id: "tAll0", label: "All schools" },
      { id: "tPri0", label: "State-funded primary" },
    ],
  },
];
const INDICATORS = Array.from({ length: 40 }, (_, place) => ({
  id: `i${String(place + 1).padStart(3, "0")}`,
  column: `made_${place + 1}`,
  label: `Made figure ${place + 1}`,
  unit: "%",
  decimalPlaces: 1,
}));

let placesMade: ReadonlyMap<string, readonly Place[]> | undefined;

function places(): ReadonlyMap<string, readonly Place[]> {
  if (placesMade !== undefined) return placesMade;
  const english = englishAreas();
  const upper = english.filter(({ kind }) => kind !== "NMD");
  const at = (level: string, areas: readonly AreaRef[]): [string, Place[]] => [
    level,
    areas.map(({ code, name }) => ({ id: `${level}${code.slice(1, 3)}${code.slice(-3)}`, label: name, code })),
  ];
  placesMade = new Map([
    at("NAT", areasByCode("E92000001")),
    at("REG", areasByCode("E12000001", "E12000002", "E12000007")),
    at("LA", [...upper, ...areasByCode("E10000003", "E10000017"), { code: ENDED, kind: "CTY", name: "Cumbria" }]),
    at("LAD", english),
  ]);
  return placesMade;
}

function meta(dataSet: string) {
  const levels =
    dataSet === SCHOOLS ? new Map([["SCH", [{ id: "SCH1", label: "A school", urn: "100001" }]]]) : places();
  return {
    filters: FILTERS,
    indicators: INDICATORS,
    geographicLevels: [...levels.keys()].map((code) => ({ code, label: code })),
    locations: [...levels].map(([code, options]) => ({ level: { code, label: code }, options })),
    timePeriods: YEARS.map((period) => ({ code: dataSet === TERMS ? "T1" : "AY", period, label: period })),
  };
}

function summary(id: string) {
  return {
    id,
    title: `Made data set ${id.at(-1)}`,
    summary: "",
    status: "Published",
    latestVersion: { version: VERSION, published: "2026-03-05T09:30:00+00:00", totalResults: 1, file: { id } },
  };
}

/** The n-th indicator of the data set, as it is harvested. */
export function indicator(n: number): RemoteIndicator {
  const { status: _status, ...dataset } = dataSetListed(summary(MADE), "made-publication");
  const found = indicatorsOf(readMeta(meta(MADE)), dataset)[n - 1];
  if (found === undefined) throw new Error(`There is no indicator ${n}.`);
  return found;
}

export interface DfeEesOptions {
  /** Rows of a page of figures at most, whatever is asked for. */
  readonly rowsOf?: number;
  /** Entries of a page of a list at most. */
  readonly listOf?: number;
  /** Indicators that are in the description and yet refused. */
  readonly refused?: readonly string[];
}

interface Row {
  readonly level: string;
  readonly place: Place;
  readonly year: string;
  readonly options: readonly string[];
}

type Criteria = Readonly<Record<string, unknown>>;

/** The service over made-up figures: lists, descriptions, questions with their conditions, pages, warnings and refusals. */
export function standIn({ rowsOf = 10_000, listOf = 40, refused = [] }: DfeEesOptions = {}): StandIn {
  const publications = new Map([
    ["pub-1", [MADE]],
    ["pub-2", [SCHOOLS, TERMS]],
    ["pub-3", []],
  ]);
  return ({ method, path, query, body }): StandInAnswer => {
    const paged = (rows: readonly unknown[], most: number): StandInAnswer => {
      const page = Number(query.get("page") ?? 1);
      const pageSize = Math.min(Number(query.get("pageSize") ?? 20), most, listOf);
      const paging = {
        page,
        pageSize,
        totalResults: rows.length,
        totalPages: Math.floor((rows.length - 1) / pageSize) + 1,
      };
      return { body: { paging, results: rows.slice((page - 1) * pageSize, page * pageSize) } };
    };
    if (path === "publications") {
      return paged(
        [...publications.keys()].map((id) => ({ id, slug: `${id}-slug`, title: id, summary: "" })),
        40,
      );
    }
    const its = publications.get(/^publications\/([^/]+)\/data-sets$/.exec(path)?.[1] ?? "");
    if (its !== undefined) return paged(its.map(summary), 20);
    const [, dataSet = "", what = ""] = /^data-sets\/([^/]+)(?:\/(meta|query))?$/.exec(path) ?? [];
    if (![MADE, SCHOOLS, TERMS].includes(dataSet)) return problem(404, "Not Found");
    const version = query.get("dataSetVersion");
    if (version !== null && version !== VERSION && version !== "1.*") return problem(404, "Not Found");
    if (what === "") return { body: summary(dataSet) };
    if (what === "meta") return { body: meta(dataSet) };
    if (method !== "POST") return problem(404, "Not Found");
    return answer(JSON.parse(body), { rowsOf, refused });
  };
}

function answer(
  asked: { criteria: Criteria; indicators: readonly string[]; page: number; pageSize: number },
  { rowsOf, refused }: { readonly rowsOf: number; readonly refused: readonly string[] },
): StandInAnswer {
  const unknown = asked.indicators.filter((id) => refused.includes(id) || !INDICATORS.some((each) => each.id === id));
  if (unknown.length > 0) {
    const error = {
      message: "One or more indicators could not be found.",
      code: "IndicatorsNotFound",
      path: "indicators",
    };
    return problem(400, "Bad Request", [{ ...error, detail: { items: unknown } }]);
  }
  if (asked.pageSize > 10_000) return problem(400, "Bad Request", [{ code: "InclusiveBetween", path: "pageSize" }]);
  const rows = everyRow().filter((row) => holds(asked.criteria, row));
  const pageSize = Math.min(asked.pageSize, rowsOf);
  const warnings = rows.length > 0 ? [] : [{ message: "The query did not match any results.", code: "QueryNoResults" }];
  return {
    body: {
      // The service's own sum: nothing found is one page.
      paging: {
        page: asked.page,
        pageSize,
        totalResults: rows.length,
        totalPages: Math.trunc((rows.length - 1) / pageSize) + 1,
      },
      results: rows
        .slice((asked.page - 1) * pageSize, asked.page * pageSize)
        .map((row) => written(row, asked.indicators)),
      warnings,
    },
  };
}

function* combinations(): Generator<readonly string[]> {
  for (const sex of FILTERS[0]?.options ?? []) for (const type of FILTERS[1]?.options ?? []) yield [sex.id, type.id];
}

let rowsMade: readonly Row[] | undefined;

function everyRow(): readonly Row[] {
  rowsMade ??= YEARS.toReversed().flatMap((year) =>
    [...places()].flatMap(([level, its]) =>
      its
        .filter(({ code }) => code !== ENDED || year <= "2021/2022")
        .flatMap((place) => [...combinations()].map((options) => ({ level, place, year, options }))),
    ),
  );
  return rowsMade;
}

/** Whether a row meets conditions: `and`, `or`, `not`, and facets, all of which must hold. A place matches smaller areas inside it too. */
function holds(criteria: Criteria, row: Row): boolean {
  return Object.entries(criteria).every(([name, value]) => {
    if (name === "and") return (value as Criteria[]).every((each) => holds(each, row));
    if (name === "or") return (value as Criteria[]).some((each) => holds(each, row));
    if (name === "not") return !holds(value as Criteria, row);
    const { eq, in: among = [eq] } = value as { eq?: unknown; in?: unknown[] };
    if (name === "filters") return among.some((id) => row.options.includes(String(id)));
    if (name === "geographicLevels") return among.includes(row.level);
    if (name === "timePeriods") {
      return (among as { period: string; code: string }[]).some(
        ({ period, code }) => code === "AY" && period === row.year,
      );
    }
    if (name !== "locations") throw new Error(`There is no facet ${name}.`);
    return (among as { level: string; id?: string; code?: string }[]).some(({ level, id, code }) =>
      level === "NAT" ? true : level === row.level && (id === row.place.id || code === row.place.code),
    );
  });
}

function written({ level, place, year, options }: Row, indicators: readonly string[]) {
  const [nation] = places().get("NAT") ?? [];
  const breakdown = options[0] === "sTot0" && options[1] === "tAll0" ? "" : options.join();
  const period = periodOf(year, "AY")?.id ?? "";
  return {
    timePeriod: { code: "AY", period: year },
    geographicLevel: level,
    locations: { NAT: nation?.id, [level]: place.id },
    filters: Object.fromEntries(FILTERS.map(({ id }, at) => [id, options[at]])),
    values: Object.fromEntries(
      indicators.map((id) => [id, String(madeFigure(`${MADE}/${id}`, place.code, period, breakdown))]),
    ),
  };
}

function problem(status: number, type: string, errors?: readonly object[]): StandInAnswer {
  const title = status === 404 ? "Not Found" : "There are validation errors with the request.";
  return { status, body: { title, type, status, ...(errors === undefined ? {} : { errors }) } };
}

/** The breakdown of a total: both dimensions at the member that stands for all. */
export const TOTAL = { sex: "total", "school-type": "all-schools" };

function wants(indicators: readonly number[], areas: readonly AreaRef[], period: Want["period"]): readonly Want[] {
  return indicators.map((n) => ({ indicator: indicator(n), areas, period, breakdown: [] }));
}

function englishAreas(): readonly AreaRef[] {
  return lowerTierAreas().filter(({ code }) => code.startsWith("E"));
}

const upTo = (n: number) => Array.from({ length: n }, (_, place) => place + 1);
const LOOKUPS = "The data set's description is looked up";

export const workloads: Partial<Record<Workload, () => WorkloadFor>> = {
  "1 area x 40 indicators": () => ({
    wants: wants(upTo(40), areasByCode("E08000009"), { latest: 1 }),
    least: 1,
    lookups: 1,
    why: `indicators stand side by side in one row of one data set. ${LOOKUPS}`,
  }),
  "318 lower-tier areas x 3 indicators": () => ({
    wants: wants([1, 2, 3], englishAreas(), { latest: 1 }),
    least: 1,
    lookups: 1,
    why: `the 296 of them in England (the service has none of Wales) are 296 rows, under 10,000. ${LOOKUPS}`,
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(upTo(10), englishAreas().slice(0, 50), { from: "2020-01-01" }),
    least: 1,
    lookups: 1,
    why: `50 areas times 5 years are 250 rows. ${LOOKUPS}`,
  }),
  "sparse keys": () => ({
    wants: [
      ...wants([1], areasByCode("E08000009", "E92000001"), { latest: 1 }),
      ...wants([7], areasByCode("E12000007"), { ids: ["2021-09-01/P1Y"] }),
      ...wants([9, 11], areasByCode("E10000017", "E07000121"), { from: "2022-01-01" }),
    ],
    least: 1,
    lookups: 1,
    why: `the union of five areas and four years is 20 rows: one question costs less than three. ${LOOKUPS}`,
  }),
  "repeat after a minute": () => ({
    wants: wants([1, 2, 3], areasByCode("E08000009", "E08000003"), { latest: 2 }),
    least: 1,
    lookups: 1,
    why: `one data set; the second time nothing is asked. ${LOOKUPS}`,
  }),
};

const two = areasByCode("E12000002", "E08000009");

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: wants([1], two, { latest: 1 }),
  expected: two.map(({ code }) => ({
    indicator: `${MADE}/i001`,
    area: code,
    period: "2024-09-01/P1Y",
    breakdown: TOTAL,
    value: madeFigure(`${MADE}/i001`, code, "2024-09-01/P1Y"),
  })),
};
