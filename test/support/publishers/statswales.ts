import { createHash } from "node:crypto";
import type { AreaRef, Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { madeFigure, type Workload, type WorkloadFor } from "./workloads";

/** Two data sets: one of forty measures, and one of a single measure and a single year. */
export const MANY = "0a0a0a0a-0000-4000-8000-000000000001";
const SINGLE = "0a0a0a0a-0000-4000-8000-000000000002";
const MADE = 41;
const YEARS = [2019, 2020, 2021, 2022, 2023];
const SEXES = [
  { reference: "0", description: "Persons" },
  { reference: "1", description: "Males" },
  { reference: "2", description: "Females" },
];

/** Wales, its 22 councils, and so many middle layer areas by made-up codes of the right shape. */
export function welsh(small = 0): readonly AreaRef[] {
  const councils = [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23, 24];
  return [
    ...councils.map((number) => ({
      code: `W060000${String(number).padStart(2, "0")}`,
      kind: "UA" as const,
      name: `Council ${number}`,
    })),
    ...Array.from({ length: small }, (_, place) => ({
      code: `W0200${String(place + 1).padStart(4, "0")}`,
      kind: "MSOA" as const,
      name: `Area ${place + 1}`,
    })),
  ];
}

const WALES: AreaRef = { code: "W92000004", kind: "CTRY", name: "Wales" };
const AREAS = [WALES, ...welsh(410)];

/** The n-th made-up indicator: a measure of one data set, by sex; the last is alone in its own. */
export function indicator(n: number): RemoteIndicator {
  const dataset = n === MADE ? SINGLE : MANY;
  const measure = `Made figure ${n}`;
  return {
    upstreamId: `${dataset}/made-figure-${n}`,
    name: n === MADE ? "Made alone" : `Made figures: ${measure}`,
    definition: "Figures that were made for tests.",
    unit: { code: `made-figure-${n}`, label: measure },
    decimalPlaces: 0,
    valueType: "COUNT",
    frequency: "ANNUALLY",
    periodType: "CALENDAR_YEAR",
    dimensions: [
      {
        code: "sex",
        label: "Gender",
        members: [
          { code: "0", label: "Persons", isTotal: true },
          { code: "1", label: "Males" },
          { code: "2", label: "Females" },
        ],
      },
    ],
    areaTypes: ["CTRY", "UA", "MSOA"],
    earliest: n === MADE ? "2023-01-01/P1Y" : "2019-01-01/P1Y",
    latest: "2023-01-01/P1Y",
    dataset: {
      upstreamId: dataset,
      title: n === MADE ? "Made alone" : "Made figures",
      description: "Figures that were made for tests.",
      designation: "ACCREDITED_OFFICIAL",
      homepage: `https://stats.gov.wales/en-GB/${dataset}`,
      version: `${dataset.slice(0, -1)}9`,
      publishedAt: "2026-01-29",
    },
    identifiers: [{ scheme: "STATSWALES_DATASET", value: dataset }],
    facts: { dataset, measure },
  };
}

export interface StatsWalesOptions {
  /** Rows of a page at most, whatever is asked for: 10,000 is the service's own limit. */
  readonly pageOf?: number;
  /** Whether filters by the table's own names of columns are refused. */
  readonly namesOnly?: boolean;
  /** Whether rows come as objects. */
  readonly objects?: boolean;
  /** Data sets of the list, all but two of them archived. */
  readonly listed?: number;
}

/** The StatsWales API (v2) over made figures: filters that are set first, rows in words whatever is asked for, totals of rows. */
export function standIn(options: StatsWalesOptions = {}): StandIn {
  const { listed = 2 } = options;
  const filters = new Map<string, readonly Row[]>();
  return ({ method, path, query, body }: SeenRequest): StandInAnswer => {
    if (path === "") return list(query, listed);
    const [dataset = "", part, filter = ""] = path.split("/");
    if (dataset !== MANY && dataset !== SINGLE) return refuse(404, "errors.no_dataset");
    if (part === undefined) return { body: about(dataset) };
    if (part === "filters") return { body: columnsOf(dataset) };
    if (part !== "data") return refuse(404, "errors.not_found");
    if (method === "POST") return setFilter(dataset, body, filters, options);
    const rows = filters.get(filter);
    return rows === undefined ? refuse(404, "errors.no_filter") : page(rows, query, options);
  };
}

function refuse(status: number, message: string): StandInAnswer {
  return { status, body: { error: message } };
}

function list(query: URLSearchParams, listed: number): StandInAnswer {
  const [number, size] = [Number(query.get("page_number") ?? 1), Number(query.get("page_size") ?? 100)];
  const archived = Array.from({ length: listed - 2 }, (_, place) => ({
    id: `0b0b0b0b-0000-4000-8000-${String(place).padStart(12, "0")}`,
    title: "Old",
    archived_at: "2025-01-01T00:00:00Z",
  }));
  const all = [
    { id: MANY, title: "Made figures", archived_at: null },
    ...archived,
    { id: SINGLE, title: "Made alone", archived_at: null },
  ];
  return { body: { data: all.slice((number - 1) * size, number * size), count: all.length } };
}

function about(dataset: string) {
  const title = dataset === SINGLE ? "Made alone" : "Made figures";
  return {
    id: dataset,
    published_revision: {
      id: `${dataset.slice(0, -1)}9`,
      publish_at: "2026-01-29T09:30:00.000Z",
      designation: "accredited",
      metadata: [
        { language: "cy-GB", title: "Gwnaed", summary: "" },
        { language: "en-GB", title, summary: "Figures that were made for tests." },
      ],
    },
  };
}

function measuresOf(dataset: string): readonly { readonly reference: string; readonly description: string }[] {
  const numbers = dataset === SINGLE ? [MADE] : Array.from({ length: MADE - 1 }, (_, place) => place + 1);
  return numbers.map((number) => ({ reference: `M${number}`, description: `Made figure ${number}` }));
}

function columnsOf(dataset: string) {
  const [wales, ...others] = AREAS.map(({ code, name }) => ({ reference: code, description: name }));
  const [persons, ...sexes] = SEXES;
  return [
    { factTableColumn: "AreaCode", columnName: "Area", values: [{ ...wales, children: others }] },
    {
      factTableColumn: "YearCode",
      columnName: "Year",
      values: yearsOf(dataset).map((year) => ({ reference: String(year), description: String(year) })),
    },
    { factTableColumn: "MeasureCode", columnName: "Data description", values: measuresOf(dataset) },
    { factTableColumn: "SexCode", columnName: "Gender", values: [{ ...persons, children: sexes }] },
  ];
}

function yearsOf(dataset: string): readonly number[] {
  return dataset === SINGLE ? [2023] : YEARS;
}

type Row = Readonly<Record<string, string | number | null>>;

function setFilter(
  dataset: string,
  body: string,
  filters: Map<string, readonly Row[]>,
  { namesOnly = false }: StatsWalesOptions,
): StandInAnswer {
  const asked = JSON.parse(body) as {
    filters?: Record<string, string[]>[];
    options?: { use_raw_column_names?: boolean };
  };
  if (namesOnly && asked.options?.use_raw_column_names !== false) return refuse(400, "errors.invalid_dto");
  const columns = columnsOf(dataset);
  const chosen = new Map<string, ReadonlySet<string>>();
  for (const [name, values] of (asked.filters ?? []).flatMap((each) => Object.entries(each))) {
    const raw = asked.options?.use_raw_column_names !== false;
    const column = columns.find(({ factTableColumn, columnName }) => (raw ? factTableColumn : columnName) === name);
    if (column === undefined) return refuse(400, "errors.column_not_found");
    chosen.set(column.columnName, new Set(values));
  }
  const holds = (column: string, value: string) => chosen.get(column)?.has(value) ?? true;
  const rows = measuresOf(dataset)
    .filter(({ reference }) => holds("Data description", reference))
    .flatMap(({ description }) =>
      AREAS.filter(({ code }) => holds("Area", code)).flatMap((area) =>
        yearsOf(dataset)
          .filter((year) => holds("Year", String(year)))
          .flatMap((year) =>
            SEXES.filter(({ reference }) => holds("Gender", reference)).map((sex) =>
              rowOf(dataset, description, area, year, sex),
            ),
          ),
      ),
    );
  const id = createHash("sha256").update(`${dataset}${body}`).digest("hex").slice(0, 12);
  filters.set(id, rows);
  return { body: { filterId: id } };
}

function rowOf(dataset: string, measure: string, area: AreaRef, year: number, sex: (typeof SEXES)[number]): Row {
  const id = `${dataset}/${measure.toLowerCase().replaceAll(" ", "-")}`;
  const breakdown = sex.reference === "0" ? "" : `sex=${sex.reference}`;
  return {
    "Data values": madeFigure(id, area.code, `${year}-01-01/P1Y`, breakdown),
    "Data description": measure,
    Area: area.name,
    Area_reference: area.code,
    Area_sort: null,
    Year: String(year),
    Year_reference: String(year),
    "Start date": `${year}-01-01T00:00:00.000Z`,
    "End date": `${year}-12-31T00:00:00.000Z`,
    Gender: sex.description,
    Notes: "",
  };
}

function page(
  rows: readonly Row[],
  query: URLSearchParams,
  { pageOf = 10_000, objects = false }: StatsWalesOptions,
): StandInAnswer {
  const [number, size] = [Number(query.get("page_number") ?? 1), Number(query.get("page_size") ?? 100)];
  if (query.get("format") !== "frontend") return refuse(400, "errors.output_format_required");
  if (size < 5 || size > 10_000) return refuse(400, "errors.page_size");
  const some = rows.slice((number - 1) * size, number * size).slice(0, pageOf);
  const names = Object.keys(rows[0] ?? {});
  return {
    body: {
      headers: names.map((name, index) => ({ index, name, source_type: "unknown" })),
      data: objects ? some : some.map((row) => Object.values(row)),
      page_info: { current_page: number, page_size: size, total_records: rows.length, next_cursor: null },
    },
  };
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
    wants: wants(40, welsh().slice(13, 14), { latest: 1 }),
    least: 2,
    lookups: 1,
    why: "one data set: one request sets the filter, one brings 200 rows; its codes are looked up once",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(10, welsh(28), { from: "2019-01-01", to: "2023-12-31" }),
    least: 2,
    lookups: 1,
    why: "one filter and one page of 2,500 rows; a page holds 10,000",
  }),
  "sparse keys": () => ({
    wants: welsh(18).map((area, place) => ({
      indicator: indicator(place + 1),
      areas: [area],
      period: { ids: [`${YEARS[place % 5]}-01-01/P1Y`] },
      breakdown: [],
    })),
    least: 2,
    lookups: 1,
    why: "one filter and one page of 40 x 40 x 5 = 8,000 rows",
  }),
  "repeat after a minute": () => ({
    wants: wants(3, welsh(), { latest: 1 }),
    least: 2,
    lookups: 1,
    why: "one filter and one page; the second time none, for every period is kept",
  }),
};

const one = indicator(MADE);
const two = welsh().slice(0, 2);

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: [{ indicator: one, areas: two, period: { latest: 1 }, breakdown: [] }],
  expected: two.map(({ code }) => ({
    indicator: one.upstreamId,
    area: code,
    period: "2023-01-01/P1Y",
    breakdown: { sex: "0" },
    value: madeFigure(one.upstreamId, code, "2023-01-01/P1Y"),
  })),
};
