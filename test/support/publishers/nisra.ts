import type { AreaRef, Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { madeFigure, type Workload, type WorkloadFor } from "./workloads";

const API = "api.restful/PxStat.Data.Cube_API";
const YEARS = ["2019", "2020", "2021", "2022", "2023"];
const MADE = 41;
const SEX = { All: "All persons", F: "Females", M: "Males" };

/** Northern Ireland, its eleven districts, and sixty data zones by made-up codes of the right shape. */
const AREAS: readonly AreaRef[] = [
  { code: "N92000002", kind: "CTRY", name: "Northern Ireland" },
  ...Array.from({ length: 11 }, (_, place) => ({
    code: `N090000${String(place + 1).padStart(2, "0")}`,
    kind: "LGD" as const,
    name: `District ${place + 1}`,
  })),
  ...Array.from({ length: 60 }, (_, place) => ({
    code: `N2000${String(place + 1).padStart(4, "0")}`,
    kind: "DATA_ZONE" as const,
    name: `Data zone ${place + 1}`,
  })),
];

/** So many areas: the districts first. */
export function northern(count: number): readonly AreaRef[] {
  return AREAS.slice(1, count + 1);
}

interface Table {
  readonly matrix: string;
  readonly title: string;
  readonly statistics: readonly string[];
  readonly years: readonly string[];
}

const TABLES: readonly Table[] = [
  {
    matrix: "MADE01",
    title: "Made figures",
    statistics: Array.from({ length: MADE - 1 }, (_, place) => `S${place + 1}`),
    years: YEARS,
  },
  { matrix: "MADE02", title: "Made alone", statistics: [`S${MADE}`], years: ["2023"] },
];

/** The n-th made-up indicator: a statistic of one table, by sex; the last is alone in its own. */
export function indicator(n: number): RemoteIndicator {
  const { matrix, title, statistics, years } = TABLES[n === MADE ? 1 : 0] as Table;
  return {
    upstreamId: `${matrix}/S${n}`,
    name: n === MADE ? title : `${title}: Made figure ${n}`,
    unit: { code: "percent", label: "per cent", suffix: "%" },
    decimalPlaces: 1,
    valueType: "PERCENTAGE",
    frequency: "ANNUALLY",
    periodType: "CALENDAR_YEAR",
    dimensions: [
      {
        code: "sex",
        label: "Sex",
        members: Object.entries(SEX).map(([code, label]) => ({
          code,
          label,
          ...(code === "All" ? { isTotal: true } : {}),
        })),
      },
    ],
    earliest: `${years[0]}-01-01/P1Y`,
    latest: "2023-01-01/P1Y",
    caveats: ["See the release page."],
    dataset: {
      upstreamId: matrix,
      title,
      designation: "OFFICIAL",
      homepage: `https://data.nisra.gov.uk/table/${matrix}`,
      version: "2026-03-26T09:30:00.000Z",
      publishedAt: "2026-03-26",
    },
    facts: {
      matrix,
      statistic: `S${n}`,
      geography: "AREA",
      areas: AREAS.length,
      statistics: statistics.length,
      cells: statistics.length * years.length * AREAS.length * 3,
      dimensions: { sex: { id: "Sex", members: 3 } },
    },
  };
}

export interface NisraOptions {
  /** Calls that are allowed in all: 429 beyond, 403 for metadata. */
  readonly calls?: number;
  /** Names of further tables of the list, none of which can be read. */
  readonly listed?: readonly string[];
}

/** The Data Portal's PxStat service over made figures of two tables: JSON-RPC for parts, REST for whole tables, metadata and the list. */
export function standIn({ calls = Number.POSITIVE_INFINITY, listed = [] }: NisraOptions = {}): StandIn {
  let made = 0;
  return ({ method, path, body }: SeenRequest): StandInAnswer => {
    made += 1;
    const isMetadata = path.startsWith(`${API}.ReadMetadata/`);
    if (made > calls) return { status: isMetadata ? 403 : 429, body: "" };
    if (path === `${API}.ReadCollection/en`) return { body: collection(listed) };
    if (path === "api.jsonrpc" && method === "POST") return rpc(body);
    const [, call, matrix] = /Cube_API\.(ReadMetadata|ReadDataset)\/(\w+)\/JSON-stat\/2\.0\/en$/.exec(path) ?? [];
    const table = TABLES.find((each) => each.matrix === matrix);
    if (call === undefined || table === undefined) return { status: 404, body: "" };
    const whole = dataset(table, new Map());
    return { body: call === "ReadMetadata" ? { ...whole, value: [] } : whole };
  };
}

function collection(listed: readonly string[]) {
  const item = TABLES.map(({ matrix, title }) => ({
    label: title,
    updated: "2026-03-26T09:30:00.000Z",
    extension: { matrix },
  }));
  const others = listed.map((matrix) => ({ label: matrix, extension: { matrix } }));
  return { class: "collection", version: "2.0", link: { item: [...item, ...others] } };
}

interface Query {
  readonly id: unknown;
  readonly params: {
    readonly dimension: Record<string, { category: { index: string[] } }>;
    readonly extension: { readonly matrix: string };
  };
}

function rpc(body: string): StandInAnswer {
  const { id, params } = JSON.parse(body) as Query;
  const table = TABLES.find(({ matrix }) => matrix === params.extension.matrix);
  if (table === undefined) return { status: 404, body: "" };
  const chosen = new Map(
    Object.entries(params.dimension).map(([name, { category }]) => [name, new Set(category.index)]),
  );
  const result = dataset(table, chosen);
  if (result.value.length === 0) return { status: 400, body: "" };
  return { body: { jsonrpc: "2.0", result, id } };
}

function dataset({ matrix, title, statistics, years }: Table, chosen: ReadonlyMap<string, ReadonlySet<string>>) {
  const of = (id: string, codes: readonly string[]) => codes.filter((code) => chosen.get(id)?.has(code) ?? true);
  const names = new Map(AREAS.map(({ code, name }) => [code, name]));
  const parts = {
    STATISTIC: of("STATISTIC", statistics),
    "TLIST(A1)": of("TLIST(A1)", years),
    AREA: of(
      "AREA",
      AREAS.map(({ code }) => code),
    ),
    Sex: of("Sex", Object.keys(SEX)),
  };
  const category = (codes: readonly string[], labelOf: (code: string) => string) => ({
    index: codes,
    label: Object.fromEntries(codes.map((code) => [code, labelOf(code)])),
  });
  return {
    class: "dataset",
    version: "2.0",
    label: title,
    updated: "2026-03-26T09:30:00.000Z",
    note: ["", "See the [url=https://www.nisra.gov.uk/]release page[/url]."],
    id: Object.keys(parts),
    size: Object.values(parts).map((codes) => codes.length),
    role: { time: ["TLIST(A1)"], metric: ["STATISTIC"], geo: ["AREA"] },
    dimension: {
      STATISTIC: {
        label: "Statistic",
        category: {
          ...category(parts.STATISTIC, (code) => `Made figure ${code.slice(1)}`),
          unit: Object.fromEntries(parts.STATISTIC.map((code) => [code, { decimals: 1, label: "%", position: "end" }])),
        },
      },
      "TLIST(A1)": { label: "Year", category: category(parts["TLIST(A1)"], (code) => code) },
      AREA: { label: "Area", category: category(parts.AREA, (code) => names.get(code) ?? code) },
      Sex: { label: "Sex", category: category(parts.Sex, (code) => SEX[code as keyof typeof SEX]) },
    },
    extension: { matrix, elimination: { AREA: "N92000002", Sex: "All" }, official: true, experimental: false },
    value: parts.STATISTIC.flatMap((statistic) =>
      parts["TLIST(A1)"].flatMap((year) =>
        parts.AREA.flatMap((area) =>
          parts.Sex.map((sex) =>
            madeFigure(`${matrix}/${statistic}`, area, `${year}-01-01/P1Y`, sex === "All" ? "" : `sex=${sex}`),
          ),
        ),
      ),
    ),
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
    wants: wants(40, northern(1), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "forty statistics of one table are one question",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(10, northern(50), { from: "2019-01-01", to: "2023-12-31" }),
    least: 1,
    lookups: 0,
    why: "ten statistics, fifty areas and five years of one table are one question",
  }),
  "sparse keys": () => ({
    wants: northern(40).map((area, place) => ({
      indicator: indicator(place + 1),
      areas: [area],
      period: { ids: [`${YEARS[place % 5]}-01-01/P1Y`] },
      breakdown: [],
    })),
    least: 1,
    lookups: 0,
    why: "one table: the union of forty statistics and forty areas is a third of it, fetched whole in one request",
  }),
  "repeat after a minute": () => ({
    wants: wants(3, northern(11), { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "one question; the second time none, for every period is kept",
  }),
};

const one = indicator(MADE);
const two = northern(2);

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: [{ indicator: one, areas: two, period: { latest: 1 }, breakdown: [] }],
  expected: two.map(({ code }) => ({
    indicator: one.upstreamId,
    area: code,
    period: "2023-01-01/P1Y",
    breakdown: { sex: "All" },
    value: madeFigure(one.upstreamId, code, "2023-01-01/P1Y"),
  })),
};
