import type { AreaRef, Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { DIMENSIONS } from "../../../src/datasources/national/fingertips/members";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, lowerTierAreas, madeFigure, type Workload, type WorkloadFor } from "./workloads";

const YEARS = [2020, 2021, 2022, 2023, 2024];
/** The last made-up indicator has one year and no sexes. */
const MADE = 41;
const SEXES = [
  [4, "Persons", ""],
  [1, "Male", "sex=male"],
  [2, "Female", "sex=female"],
] as const;
const HEADER = [
  "Indicator ID",
  "Indicator Name",
  "Parent Code",
  "Parent Name",
  "Area Code",
  "Area Name",
  "Area Type",
  "Sex",
  "Age",
  "Category Type",
  "Category",
  "Time period",
  "Value",
  "Lower CI 95.0 limit",
  "Upper CI 95.0 limit",
  "Lower CI 99.8 limit",
  "Upper CI 99.8 limit",
  "Count",
  "Denominator",
  "Value note",
  "Recent Trend",
  "Compared to England value or percentiles",
  "Compared to Regions (statistical) value or percentiles",
  "Time period Sortable",
  "New data",
  "Compared to goal",
  "Time period range",
];

/** The n-th made-up indicator (1 to 40): 97001 to 97040, by calendar year; the first three by sex. */
export function indicator(n: number): RemoteIndicator {
  const id = String(97_000 + n);
  return {
    upstreamId: id,
    name: `Made health figure ${n}`,
    unit: { code: "percent", label: "percentage", suffix: "%" },
    decimalPlaces: 1,
    valueType: "PERCENTAGE",
    frequency: "ANNUALLY",
    periodType: "CALENDAR_YEAR",
    hasConfidenceIntervals: true,
    dimensions: DIMENSIONS,
    dataset: { upstreamId: id, title: `Made health figure ${n}` },
    facts: { yearType: 1 },
  };
}

const yearsOf = (n: number) => (n === MADE ? YEARS.slice(-1) : YEARS);
const sexesOf = (n: number) => (n <= 3 ? SEXES : SEXES.slice(0, 1));

/** Area types as `/area_types` lists them: number, name, short name. */
const TYPES: readonly (readonly [number, string, string])[] = [
  [6, "Regions (statistical)", "Regions (statistical)"],
  [7, "General Practice", "GPs"],
  [15, "England", "England"],
  [101, "Lower tier local authorities (pre 4/19)", "Districts & UAs (pre Apr 2019)"],
  [102, "Upper tier local authorities (pre 4/19)", "Counties & UAs (pre Apr 2019)"],
  [401, "Lower tier local authorities (4/21 - 3/23)", "Districts & UAs (2021/22-2022/23)"],
  [402, "Upper tier local authorities (4/21 - 3/23)", "Counties & UAs (2021/22-2022/23)"],
  [501, "Lower tier local authorities (post 4/23)", "Districts & UAs (from Apr 2023)"],
  [502, "Upper tier local authorities (post 4/23)", "Counties & UAs (from Apr 2023)"],
];
const AVAILABLE = [6, 15, 401, 402, 501, 502];

const ENGLAND = areasByCode("E92000001");
const REGIONS = areasByCode(...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `E1200000${n}`));
const COUNTIES = areasByCode("E10000003", "E10000017", "E10000031");
const LOWER = lowerTierAreas().filter(({ code }) => code.startsWith("E"));
const UPPER = [...LOWER.filter(({ kind }) => kind !== "NMD"), ...COUNTIES];

function children(type: number): readonly AreaRef[] {
  if (type === 15) return [];
  if (type === 6) return [];
  return type % 100 === 1 ? LOWER : UPPER;
}

export interface FingertipsOptions {
  /** Line ends of tables: carriage return and line feed in 2020, line feed alone since. */
  readonly lineEnd?: string;
}

/** Fingertips' service over made figures of England. */
export function standIn({ lineEnd = "\n" }: FingertipsOptions = {}): StandIn {
  return ({ path, query }: SeenRequest): StandInAnswer => {
    const ids = (query.get("indicator_ids") ?? "").split(",").filter((id) => id !== "");
    if (ids.length > 100) return { status: 400, body: "Too many indicator IDs" };
    // Unknown numbers are left out in silence.
    const known = ids.map((id) => Number(id) - 97_000).filter((n) => n >= 1 && n <= MADE);
    if (path === "area_types")
      return { body: TYPES.map(([Id, Name, Short]) => ({ Id, Name, Short, IsCurrent: true })) };
    if (path === "available_data") {
      const all = Array.from({ length: MADE }, (_, place) => 97_001 + place);
      return {
        body: all.flatMap((IndicatorId) => AVAILABLE.map((AreaTypeId) => ({ IndicatorId, AreaTypeId }))),
      };
    }
    if (path === "value_notes") return { body: [{ Id: 401, Text: "There is a data quality issue with this value" }] };
    if (path === "indicator_metadata/by_indicator_id") return { body: metadata(known) };
    if (path === "latest_data/specific_indicators_for_single_area") return { body: latest(known, query) };
    if (path === "all_data/csv/by_indicator_id") {
      const type = Number(query.get("child_area_type_id"));
      if (!AVAILABLE.includes(type)) return { headers: BINARY, body: HEADER.join(",") + lineEnd };
      return { headers: BINARY, body: table(known, type, query.get("parent_area_type_id") === "15", lineEnd) };
    }
    return { status: 404, body: { Message: "No HTTP resource was found" } };
  };
}

const BINARY = { "content-type": "application/octet-stream" };

function metadata(known: readonly number[]): object {
  return Object.fromEntries(
    known.map((n) => [
      97_000 + n,
      {
        IID: 97_000 + n,
        Descriptive: { Name: `Made health figure ${n}`, Definition: `What figure ${n} means.` },
        Unit: { Id: 5, Value: 100, Label: "%" },
        ValueType: { Id: 5, Name: "Proportion" },
        YearType: { Id: 1, Name: "Calendar" },
        DataChange: { LastUploadedAt: "2026-07-07T09:30:00" },
      },
    ]),
  );
}

function figure(n: number, area: string, year: number, by: string): number {
  return madeFigure(String(97_000 + n), area, `${year}-01-01/P1Y`, by);
}

function table(known: readonly number[], type: number, underEngland: boolean, lineEnd: string): string {
  const lines = [HEADER.join(",")];
  const below = children(type);
  for (const n of known) {
    for (const year of yearsOf(n)) {
      for (const [, sex, by] of sexesOf(n)) {
        const add = (area: AreaRef, parent: string, kind: string) => {
          const value = figure(n, area.code, year, by);
          lines.push(
            [
              97_000 + n,
              `"Made health figure ${n}\n"`,
              parent,
              parent === "" ? "" : "Parent",
              area.code,
              `"${area.name}"`,
              kind,
              sex,
              "All ages",
              "",
              "",
              year,
              value,
              value - 1,
              value + 1,
              "",
              "",
              100,
              1_000,
              "",
              "",
              "Not compared",
              "Not compared",
              `${year}0000`,
              "",
              "",
              "1y",
            ].join(","),
          );
        };
        for (const area of ENGLAND) {
          add(area, "", "England");
          if (underEngland) add(area, "E92000001", "England");
        }
        if (type !== 15) for (const area of REGIONS) add(area, "E92000001", "Regions (statistical)");
        for (const area of below) add(area, "E12000001", type % 100 === 1 ? "Districts & UAs" : "Counties & UAs");
      }
    }
  }
  return lines.join(lineEnd) + lineEnd;
}

function latest(known: readonly number[], query: URLSearchParams): object {
  const area = query.get("area_code") ?? "";
  const isThere = [...ENGLAND, ...REGIONS, ...LOWER, ...UPPER].some(({ code }) => code === area);
  if (!isThere) return [];
  return known.flatMap((n) =>
    sexesOf(n).map(([Id, Name, by]) => {
      const Year = yearsOf(n).at(-1) ?? 0;
      const Val = figure(n, area, Year, by);
      return {
        IID: 97_000 + n,
        Sex: { Id, Name },
        Age: { Id: 1, Name: "All ages" },
        StateSex: n <= 3,
        StateAge: false,
        Grouping: [{ Period: String(Year), PolarityId: 1, ComparatorId: 4 }],
        Data: [
          {
            AreaCode: area,
            Year,
            YearRange: 1,
            Quarter: -1,
            Month: -1,
            Val,
            ValF: Val.toFixed(1),
            Count: 100,
            Denom: 1_000,
            LoCI: Val - 1,
            UpCI: Val + 1,
          },
        ],
      };
    }),
  );
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
    least: 1,
    lookups: 2,
    why: "The newest figures of one area for up to 100 indicators are one call. Look-ups: area types, and what is published for them.",
  }),
  "318 lower-tier areas x 3 indicators": () => ({
    wants: wants(3, LOWER, { latest: 1 }),
    least: 1,
    lookups: 2,
    why: "England only. One table of three indicators holds all areas of a type.",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(10, LOWER.slice(0, 50), { latest: 5 }),
    least: 1,
    lookups: 2,
    why: "Ten indicators are one table, with all areas and years.",
  }),
  "sparse keys": () => ({
    wants: wants(10, [], { latest: 1 }).map((want, place) => ({
      ...want,
      areas: LOWER.slice(place * 7, place * 7 + 1),
    })),
    least: 1,
    lookups: 2,
    why: "Ten areas would be ten calls for their newest figures; one table of ten indicators has them all.",
  }),
  "repeat after a minute": () => ({
    wants: wants(3, LOWER, { latest: 1 }),
    least: 0,
    lookups: 0,
    why: "The cache answers; Fingertips is not asked again.",
  }),
};

const FIXTURE_AREAS = areasByCode("E08000003", "E08000009");
const ONE = indicator(MADE);

/** An indicator of one year and one sex: whoever narrows the answer, and whoever does not, sees the same of these areas. */
export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: [{ indicator: ONE, areas: FIXTURE_AREAS, period: { latest: 1 }, breakdown: [] }],
  expected: FIXTURE_AREAS.map(({ code }) => {
    const value = figure(MADE, code, 2024, "");
    return {
      indicator: ONE.upstreamId,
      area: code,
      period: "2024-01-01/P1Y",
      value,
      lower: value - 1,
      upper: value + 1,
      count: 100,
      denominator: 1_000,
    };
  }),
};
