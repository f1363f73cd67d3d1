import type { AreaRef, Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { PERCENT } from "../../../src/datasources/national/nomis/facts";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, lowerTierAreas, lsoas, madeFigure, type Workload, type WorkloadFor } from "./workloads";

/** The made-up surveys: four data sets of ten variables each, by sex, 2019 to 2024. */
const YEARS = ["2019", "2020", "2021", "2022", "2023", "2024"];
const MONTHS = ["2026-05", "2026-06", "2026-07"];
const MONTH_NAMES: Readonly<Record<string, string>> = {
  "2026-05": "May 2026",
  "2026-06": "June 2026",
  "2026-07": "July 2026",
};
const GENDERS = [
  ["0", "Total"],
  ["1", "Male"],
  ["2", "Female"],
] as const;
const HALF_WIDTH = 1.5;

interface Concept {
  readonly concept: string;
  readonly codes: readonly (readonly [string, string])[];
}

interface Dataset {
  readonly id: string;
  readonly name: string;
  readonly concepts: readonly Concept[];
  readonly measures: readonly (readonly [string, string])[];
  readonly dates: readonly (readonly [string, string])[];
  /** The indicator that a row belongs to. */
  readonly indicatorOf: (codes: Readonly<Record<string, string>>) => string;
  readonly periodOf: (date: string) => string;
}

/** The n-th made-up indicator (1 to 40): `NM_9001_1/1` … `NM_9004_1/40`, percentages with limits, by sex. */
export function indicator(n: number): RemoteIndicator {
  const dataset = `NM_900${Math.ceil(n / 10)}_1`;
  return {
    upstreamId: `${dataset}/${n}`,
    name: `Made share ${n}`,
    unit: PERCENT,
    decimalPlaces: 1,
    valueType: "PERCENTAGE",
    frequency: "ANNUALLY",
    periodType: "CALENDAR_YEAR",
    hasConfidenceIntervals: true,
    dimensions: [
      {
        code: "sex",
        label: "Gender",
        members: [
          { code: "persons", label: "Total", isTotal: true },
          { code: "male", label: "Male" },
          { code: "female", label: "Female" },
        ],
      },
    ],
    dataset: { upstreamId: dataset, title: `Made survey ${dataset}` },
    facts: {
      dataset,
      fixed: { variable: String(n) },
      value: "20599",
      confidence: "21003",
      numerator: "21001",
      denominator: "21002",
      dimensions: { sex: { concept: "gender", codes: { persons: "0", male: "1", female: "2" } } },
    },
  };
}

const SURVEYS: readonly Dataset[] = [1, 2, 3, 4].map((survey) => ({
  id: `NM_900${survey}_1`,
  name: `Made survey NM_900${survey}_1`,
  concepts: [
    {
      concept: "variable",
      codes: Array.from({ length: 10 }, (_, place) => {
        const n = (survey - 1) * 10 + place + 1;
        return [String(n), `Made share ${n}`] as const;
      }),
    },
    { concept: "gender", codes: GENDERS },
  ],
  measures: [
    ["20599", "Variable"],
    ["21001", "Numerator"],
    ["21002", "Denominator"],
    ["21003", "Confidence"],
  ],
  dates: YEARS.map((year) => [year, year] as const),
  indicatorOf: ({ variable }) => `NM_900${survey}_1/${variable}`,
  periodOf: (date) => `${date}-01-01/P1Y`,
}));

const CLAIMANTS: Dataset = {
  id: "NM_162_1",
  name: "Claimant count by sex and age",
  concepts: [
    { concept: "gender", codes: GENDERS },
    {
      concept: "age",
      codes: [
        ["0", "All categories: Age 16+"],
        ["1", "Age unknown (clerical claims)"],
      ],
    },
    {
      concept: "measure",
      codes: [
        ["1", "Claimant count"],
        ["2", "Claimants as a proportion of residents aged 16-64"],
      ],
    },
  ],
  measures: [
    ["20100", "value"],
    ["20301", "percent"],
  ],
  dates: MONTHS.map((month) => [month, MONTH_NAMES[month] ?? ""] as const),
  indicatorOf: ({ measure }) => (measure === "1" ? "NM_162_1" : `NM_162_1/${measure}`),
  periodOf: (date) => `${date}-01/P1M`,
};

const DATASETS = [...SURVEYS, CLAIMANTS];

const TYPES: readonly { readonly type: number; readonly name: string; readonly areas: () => readonly AreaRef[] }[] = [
  { type: 499, name: "countries", areas: () => areasByCode("K02000001", "E92000001", "W92000004") },
  { type: 480, name: "regions", areas: () => areasByCode("E12000001", "E12000002", "E12000007") },
  { type: 424, name: "local authorities: district / unitary (as of April 2023)", areas: lowerTierAreas },
  { type: 151, name: "2021 super output areas - lower layer", areas: () => lsoas(6_000) },
];
const ids = new Map<number, ReadonlyMap<number, string>>();

/** GSS codes by Nomis's ids: the type's number times 2^22, and a running number. */
function areasOf(type: number): ReadonlyMap<number, string> {
  const before = ids.get(type);
  if (before !== undefined) return before;
  const found = TYPES.find((each) => each.type === type);
  const areas = new Map((found?.areas() ?? []).map(({ code }, place) => [type * 4_194_304 + place + 1, code] as const));
  ids.set(type, areas);
  return areas;
}

export interface NomisOptions {
  /** Rows of one answer at most: 25,000 for guests. Longer ones are cut without a word. */
  readonly rows?: number;
}

/** Nomis's service over made figures. */
export function standIn({ rows = 25_000 }: NomisOptions = {}): StandIn {
  return ({ method, path, query, body }: SeenRequest): StandInAnswer => {
    if (path === "dataset/def.sdmx.json") return { body: list() };
    const asked = /^dataset\/(NM_\d+_\d+)(?:\/(geography|time))?[./](.+)$/.exec(path);
    const dataset = DATASETS.find((each) => each.id === asked?.[1]);
    if (asked === null || dataset === undefined) return page();
    const [, , concept, rest = ""] = asked;
    if (rest === "overview.json") return { body: overview(dataset) };
    if (concept === "time") return { body: codeList(dataset.dates.map(([value, name]) => ({ value, name }))) };
    if (concept === "geography") return { body: geography(rest) };
    if (rest !== "data.csv") return page();
    const parameters = method === "POST" ? new URLSearchParams(body) : query;
    const most = parameters.has("uid") || query.has("uid") ? 4 * rows : rows;
    return data(dataset, parameters, most);
  };
}

function page(): StandInAnswer {
  return { headers: { "content-type": "text/html" }, body: "<!DOCTYPE html><html><body>Nomis</body></html>" };
}

function list(): object {
  const annotation = [{ annotationtext: "Current (being actively updated)", annotationtitle: "Status" }];
  const old = [{ annotationtext: "Historical (not actively being updated)", annotationtitle: "Status" }];
  const keyfamily = [
    ...DATASETS.map(({ id, name }) => ({ id, name: { value: name, lang: "en" }, annotations: { annotation } })),
    { id: "NM_10_1", name: { value: "Jobseeker's Allowance flows", lang: "en" }, annotations: { annotation: old } },
  ];
  return { structure: { header: { id: "none" }, keyfamilies: { keyfamily } } };
}

function codeList(codes: readonly { readonly value: string | number; readonly name: string; readonly gss?: string }[]) {
  const code = codes.map(({ value, name, gss }) => ({
    value,
    description: { value: name, lang: "en" },
    ...(gss === undefined
      ? {}
      : { annotations: { annotation: [{ annotationtext: gss, annotationtitle: "GeogCode" }] } }),
  }));
  const codelists = codes.length === 0 ? null : { codelist: [{ agencyid: "NOMIS", code }] };
  return { structure: { codelists, header: { id: "none" } } };
}

function geography(rest: string): object {
  if (rest === "TYPE.def.sdmx.json") return codeList(TYPES.map(({ type, name }) => ({ value: `TYPE${type}`, name })));
  const type = Number(/^TYPE(\d+)\.def\.sdmx\.json$/.exec(rest)?.[1]);
  return codeList([...areasOf(type)].map(([value, gss]) => ({ value, name: `Area ${gss}`, gss })));
}

function overview({ id, name, concepts, measures, dates }: Dataset): object {
  const codes = (some: readonly (readonly [string, string])[]) => ({
    code: some.map(([value, label], place) => ({ level: place === 0 ? 0 : 1, name: label, value: value })),
  });
  const dimension = [
    {
      concept: "geography",
      name: "geography",
      size: 0,
      types: { type: TYPES.map((each) => ({ name: each.name, value: `TYPE${each.type}` })) },
    },
    { concept: "time", name: "date", size: dates.length, codes: codes(dates) },
    ...concepts.map((each) => ({
      concept: each.concept,
      name: each.concept,
      size: each.codes.length,
      codes: codes(each.codes),
      defaults: { code: { level: 0, name: each.codes[0]?.[1], value: each.codes[0]?.[0] } },
    })),
    { concept: "measures", name: "measures", size: measures.length, codes: codes(measures) },
  ];
  return {
    overview: {
      id,
      name,
      mnemonic: id.toLowerCase().replaceAll("_", ""),
      lastupdated: "2026-08-18 07:00:00",
      dimensions: { dimension },
      units: { unit: { name: "Persons" } },
    },
  };
}

const ERROR = { body: { error: "Query is incomplete" } };

function data(dataset: Dataset, parameters: URLSearchParams, most: number): StandInAnswer {
  const areas = areasAsked(parameters.get("geography") ?? "");
  const dates = datesAsked(dataset, parameters);
  const measures = (parameters.get("measures") ?? "").split(",").filter((code) => code !== "");
  const known = ["geography", "date", "time", "measures", "select", "RecordOffset", "uid"];
  const others = [...parameters.keys()].filter((name) => !known.includes(name));
  if (others.some((name) => !dataset.concepts.some(({ concept }) => concept === name))) {
    return { body: { error: "Cannot create query" } };
  }
  if (areas === undefined || dates === undefined || measures.length === 0) return ERROR;
  if (measures.some((code) => !dataset.measures.some(([value]) => value === code))) return ERROR;
  let combinations: Readonly<Record<string, string>>[] = [{}];
  for (const { concept, codes } of dataset.concepts) {
    // What is left out stands for all its codes.
    const asked = parameters.get(concept)?.split(",") ?? codes.map(([value]) => value);
    if (asked.some((code) => !codes.some(([value]) => value === code))) return ERROR;
    combinations = combinations.flatMap((some) => asked.map((code) => ({ ...some, [concept]: code })));
  }
  const count = areas.length * dates.length * combinations.length * measures.length;
  const offset = Number(parameters.get("RecordOffset") ?? 0);
  const columns = (parameters.get("select") ?? "").toUpperCase().split(",");
  const lines: string[] = [];
  let place = 0;
  for (const [date, name] of dates) {
    for (const [id, code] of areas) {
      for (const combination of combinations) {
        for (const measure of measures) {
          if (place >= offset && place < offset + most) {
            const row = rowOf(dataset, { date, name, id, code, combination, measure, place, count });
            lines.push(columns.map((column) => row[column] ?? "").join(","));
          }
          place += 1;
        }
      }
    }
  }
  if (lines.length === 0) return { headers: { "content-type": "text/csv" }, body: "" };
  const header = columns.map((column) => `"${column}"`).join(",");
  return { headers: { "content-type": "text/csv" }, body: [header, ...lines, ""].join("\r\n") };
}

interface Place {
  readonly date: string;
  readonly name: string;
  readonly id: number;
  readonly code: string;
  readonly combination: Readonly<Record<string, string>>;
  readonly measure: string;
  readonly place: number;
  readonly count: number;
}

function rowOf(dataset: Dataset, at: Place): Readonly<Record<string, string>> {
  const gender = at.combination.gender;
  const breakdown = gender === "1" ? "sex=male" : gender === "2" ? "sex=female" : "";
  const figure = madeFigure(dataset.indicatorOf(at.combination), at.code, dataset.periodOf(at.date), breakdown);
  const values: Readonly<Record<string, number>> = {
    "20100": figure,
    "20301": 100,
    "20599": figure,
    "21001": 1_000,
    "21002": 2_000,
    "21003": HALF_WIDTH,
  };
  return {
    DATE: `"${at.date}"`,
    DATE_NAME: `"${at.name}"`,
    GEOGRAPHY: `"${at.id}"`,
    GEOGRAPHY_CODE: `"${at.code}"`,
    ...Object.fromEntries(Object.entries(at.combination).map(([name, code]) => [name.toUpperCase(), `"${code}"`])),
    MEASURES: `"${at.measure}"`,
    OBS_VALUE: String(values[at.measure]),
    OBS_STATUS: '"A"',
    OBS_STATUS_NAME: '"Normal Value"',
    OBS_CONF: '"F"',
    OBS_CONF_NAME: '"Free (free for publication)"',
    RECORD_OFFSET: String(at.place),
    RECORD_COUNT: String(at.count),
  };
}

/** Areas by id; undefined where one is none that the data set knows, which fails the whole query. */
function areasAsked(geography: string): readonly (readonly [number, string])[] | undefined {
  const found: (readonly [number, string])[] = [];
  for (const part of geography.split(",")) {
    const [from, to = from] = part.split("...").map(Number);
    if (from === undefined || to === undefined || !Number.isInteger(from) || !Number.isInteger(to)) return;
    for (let id = from; id <= to; id += 1) {
      const code = areasOf(Math.floor(id / 4_194_304)).get(id);
      if (code === undefined) return;
      found.push([id, code]);
    }
  }
  return found;
}

function datesAsked(dataset: Dataset, parameters: URLSearchParams): Dataset["dates"] | undefined {
  const place = (text: string) => {
    const back = /^latest(?:MINUS(\d+))?$/.exec(text);
    if (back !== null) return dataset.dates.length - 1 - Number(back[1] ?? 0);
    return dataset.dates.findIndex(([date]) => date === text);
  };
  const range = parameters.get("time")?.split(",").map(place);
  if (range !== undefined) return dataset.dates.slice(Math.max(0, range[0] ?? 0), (range[1] ?? range[0] ?? 0) + 1);
  const listed = (parameters.get("date") ?? "").split(",").map(place);
  if (listed.includes(-1)) return;
  return listed.flatMap((at) => dataset.dates.slice(at, at + 1));
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
    wants: wants(40, areasByCode("E08000009"), { latest: 1 }),
    least: 4,
    lookups: 8,
    why: "40 indicators of 4 data sets: a query is of one data set. Look-ups: types and one code list each.",
  }),
  "318 lower-tier areas x 3 indicators": () => ({
    wants: wants(3, lowerTierAreas(), { latest: 1 }),
    least: 1,
    lookups: 2,
    why: "One data set; 318 areas x 3 variables x 4 measures are 3,816 rows of the 25,000 that an answer may have.",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(10, lowerTierAreas().slice(0, 50), { latest: 5 }),
    least: 1,
    lookups: 2,
    why: "One data set; 50 areas x 10 variables x 5 years x 4 measures are 10,000 rows.",
  }),
  "sparse keys": () => ({
    wants: wants(10, [], { latest: 1 }).map((want, place) => ({
      ...want,
      areas: lowerTierAreas().slice(place * 7, place * 7 + 1),
    })),
    least: 1,
    lookups: 2,
    why: "One data set; the cross product of 10 areas and 10 variables is 400 rows, which is less to ask than 10 queries.",
  }),
  "5,000 LSOAs": () => ({
    wants: wants(1, lsoas(5_000), { latest: 1 }),
    least: 1,
    lookups: 2,
    why: "5,000 areas x 1 variable x 4 measures are 20,000 rows; their ids are one range.",
  }),
  "repeat after a minute": () => ({
    wants: wants(3, lowerTierAreas(), { latest: 1 }),
    least: 0,
    lookups: 0,
    why: "The cache answers; Nomis is not asked again.",
  }),
};

const FIXTURE_AREAS = areasByCode("E08000003", "E08000009");

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: wants(1, FIXTURE_AREAS, { latest: 1 }),
  expected: FIXTURE_AREAS.map(({ code }) => {
    const period = "2024-01-01/P1Y";
    const value = madeFigure("NM_9001_1/1", code, period);
    return {
      indicator: "NM_9001_1/1",
      area: code,
      period,
      breakdown: { sex: "persons" },
      value,
      lower: Number((value - HALF_WIDTH).toFixed(6)),
      upper: Number((value + HALF_WIDTH).toFixed(6)),
      numerator: 1_000,
      denominator: 2_000,
    };
  }),
};
