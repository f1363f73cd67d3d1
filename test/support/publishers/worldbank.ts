import type { Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { indicatorNamed, WELL_KNOWN } from "../../../src/datasources/national/worldbank/indicators";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, madeFigure, type Workload, type WorkloadFor } from "./workloads";

const YEARS = Array.from({ length: 65 }, (_, place) => String(2024 - place));
/** The last of them has one year only. */
const MADE = 41;
/** A code that the service once had. */
export const ARCHIVED = "EN.ATM.CO2E.PC";

/** The n-th made-up indicator, in the service's style. */
export function indicator(n: number): RemoteIndicator {
  return indicatorNamed(`OU.MADE.X${String(n).padStart(2, "0")}.ZS`, `Made figure ${n} (% of everything)`);
}

export interface WorldBankOptions {
  /** Rows of a page at most, whatever is asked for. */
  readonly pageOf?: number;
}

/** The World Bank's service over made figures of the United Kingdom, 1960 to 2024; 2025 is padding. */
export function standIn({ pageOf = 32_500 }: WorldBankOptions = {}): StandIn {
  const all = [...WELL_KNOWN, ...Array.from({ length: MADE }, (_, place) => indicator(place + 1))];
  const names = new Map(all.map((each) => [each.upstreamId, each.name]));
  return ({ path, query }: SeenRequest): StandInAnswer => {
    if (query.get("format") !== "json")
      return { headers: { "content-type": "text/xml" }, body: "<?xml version='1.0'?>" };
    const size = Math.min(Number(query.get("per_page") ?? 50), pageOf);
    const page = Number(query.get("page") ?? 1);
    if (path === "source/2/indicator") return list(all, page, size);
    const figures = /^country\/([^/]+)\/indicator\/([^/]+)$/.exec(path);
    if (figures === null) return { status: 404, body: "<html>not found</html>" };
    const [, countries = "", codes = ""] = figures;
    const ids = codes.split(";");
    if (codes.length > 1_500) return { status: 404, headers: { "content-type": "text/html" }, body: "<html></html>" };
    if (ids.length > 1 && query.get("source") === null) return message("160", "Data source is missing");
    if (countries !== "GBR" || ids.length > 60) return message("120", "The provided parameter value is not valid");
    if (ids.includes(ARCHIVED))
      return message("175", "The indicator was not found. It may have been deleted or archived.");
    if (ids.some((id) => !names.has(id))) return message("120", "The provided parameter value is not valid");
    const rows = ids.flatMap((id) =>
      (id === indicator(MADE).upstreamId ? ["2024"] : ["2025", ...YEARS]).map((date) => ({
        indicator: { id, value: names.get(id) },
        country: { id: "GB", value: "United Kingdom" },
        countryiso3code: "GBR",
        date,
        value: date === "2025" ? null : madeFigure(id, "K02000001", `${date}-01-01/P1Y`),
        unit: "",
        obs_status: "",
        decimal: 1,
      })),
    );
    const pages = Math.ceil(rows.length / size);
    const meta = { page, pages, per_page: size, total: rows.length, sourceid: "2", lastupdated: "2026-07-13" };
    return { body: [meta, rows.slice((page - 1) * size, page * size)] };
  };
}

function list(all: readonly RemoteIndicator[], page: number, size: number): StandInAnswer {
  const rows = all.map(({ upstreamId, name }) => ({
    id: upstreamId,
    name,
    unit: "",
    source: { id: "2", value: "World Development Indicators" },
    sourceNote: `What ${name} means.`,
    sourceOrganization: "Made for tests.",
    topics: [{ id: "1", value: "Made  " }],
  }));
  const meta = { page, pages: Math.ceil(rows.length / size), per_page: String(size), total: rows.length };
  return { body: [meta, rows.slice((page - 1) * size, page * size)] };
}

function message(id: string, value: string): StandInAnswer {
  return { body: [{ message: [{ id, key: "Invalid value", value }] }] };
}

const UK = areasByCode("K02000001");

function wants(count: number, period: Want["period"]): readonly Want[] {
  return Array.from({ length: count }, (_, place) => ({
    indicator: indicator(place + 1),
    areas: UK,
    period,
    breakdown: [],
  }));
}

export const workloads: Partial<Record<Workload, () => WorkloadFor>> = {
  "1 area x 40 indicators": () => ({
    wants: wants(40, { latest: 1 }),
    least: 1,
    lookups: 0,
    why: "60 indicators and 1,400 characters a call: 40 codes of 13 letters and a semicolon are 640 characters",
  }),
  "repeat after a minute": () => ({
    wants: wants(3, { from: "2015-01-01" }),
    least: 1,
    lookups: 0,
    why: "one call for three indicators; the second time none, for every period is kept",
  }),
};

/** An indicator of one year: whoever narrows the answer, and whoever does not, sees the same. */
const one = indicator(MADE);

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: [{ indicator: one, areas: UK, period: { latest: 1 }, breakdown: [] }],
  expected: [
    {
      indicator: one.upstreamId,
      area: "K02000001",
      period: "2024-01-01/P1Y",
      value: madeFigure(one.upstreamId, "K02000001", "2024-01-01/P1Y"),
    },
  ],
};
