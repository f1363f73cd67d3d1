import type { Cell, RemoteIndicator, Want } from "../../../src/datasources/core/source";
import { NUTS_1 } from "../../../src/datasources/formats/nuts";
import { FLOWS, type Flow, seriesOf, WELL_KNOWN } from "../../../src/datasources/national/sdmx/flows";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import { areasByCode, madeFigure, type Workload, type WorkloadFor } from "./workloads";

/** The last of them has one year only. */
const MADE = 41;
const YEARS = Array.from({ length: 10 }, (_, place) => String(2011 + place));
const REGIONAL = FLOWS.find((flow) => flow.id === "NAMA_10R_2GDP") as Flow;

/** The n-th made-up series: a unit of the flow of regional accounts, which has every place of NUTS level 1. */
export function indicator(n: number): RemoteIndicator {
  return seriesOf(
    REGIONAL,
    { freq: "A", unit: `MADE${String(n).padStart(2, "0")}_EUR` },
    {},
    { name: `Made figure ${n}` },
  );
}

export interface SdmxOptions {
  /** How often a table is answered as waiting before it is ready: Eurostat's asynchronous service. */
  readonly waits?: number;
}

interface Series {
  readonly indicator: string;
  readonly codes: Readonly<Record<string, string>>;
  readonly breakdown: Readonly<Record<string, string>>;
}

const ALL = [...WELL_KNOWN, ...Array.from({ length: MADE }, (_, place) => indicator(place + 1))];

/** Every series of a flow, in each of its breakdowns, without places. */
function seriesIn(flow: Flow): readonly Series[] {
  return ALL.filter((each) => each.facts?.flow === flow.id).flatMap((each) => {
    const codes = each.facts?.codes as Record<string, string>;
    const by = each.facts?.by as { id: string; members: Record<string, string> }[];
    return by.reduce<readonly Series[]>(
      (some, { id, members }) =>
        some.flatMap((series) =>
          Object.entries(members).map(([member, code]) => ({
            ...series,
            codes: { ...series.codes, [id]: code },
            breakdown: { ...series.breakdown, [id]: member },
          })),
        ),
      [{ indicator: each.upstreamId, codes, breakdown: {} }],
    );
  });
}

const isOecd = (flow: Flow): boolean => flow.agency !== "ESTAT";
const placesIn = (flow: Flow) =>
  isOecd(flow)
    ? [["K02000001", "GBR"] as const]
    : NUTS_1.filter(([gss]) => flow.areaTypes.length > 1 || gss === "K02000001");

/** Eurostat's and the OECD's services over made figures: years 2011 to 2020 (months of 2020 in monthly flows). */
export function standIn({ waits = 0 }: SdmxOptions = {}): StandIn {
  const waiting = new Map<string, { left: number; body: string }>();
  return ({ path, query }: SeenRequest): StandInAnswer => {
    const [kind, first = "", second = ""] = path.split("/");
    if (kind === "contentconstraint") return constraint(second);
    if (kind === "datastructure") return structure(second);
    if (kind === "async") {
      const job = waiting.get(second);
      if (job === undefined) return fault(404, "100", "UNKNOWN_REQUEST: Unknown request.");
      if (first === "data") return csv(job.body);
      job.left -= 1;
      return xml(statusOf(second, job.left >= 0 ? "PROCESSING" : "AVAILABLE"));
    }
    const flow = FLOWS.find((each) => each.path === first);
    if (kind !== "data" || flow === undefined) return fault(404, "100", "ERR_NOT_FOUND_4: not found");
    const body = table(flow, second, query.get("detail") === "serieskeysonly");
    if (body === undefined) return fault(400, "150", "INVALID_QUERY: a code is not in its list");
    if (body.split("\n").length === 2) return noResults(flow);
    if (waits === 0 || query.get("detail") !== null) return csv(body);
    const id = `a801f1c5-${waiting.size}`;
    waiting.set(id, { left: waits, body });
    return xml(
      `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><ns0:syncResponse xmlns:ns0="urn:x"><queued><id>${id}</id><status>SUBMITTED</status></queued></ns0:syncResponse></env:Body></env:Envelope>`,
    );
  };
}

/** The table of a key. Undefined where Eurostat would refuse it for an unknown code. */
function table(flow: Flow, key: string, keysOnly: boolean): string | undefined {
  const parts = key.split(".").map((part) => (part === "" ? undefined : part.split("+")));
  if (parts.length !== flow.order.length) return undefined;
  const places = placesIn(flow);
  const known = codesOf(flow);
  const strange = flow.order.some((id, at) => parts[at]?.some((code) => !known.get(id)?.has(code)));
  if (strange && !isOecd(flow)) return undefined;
  const wanted = (id: string, code: string): boolean => {
    const part = parts[flow.order.indexOf(id)];
    return part?.includes(code) ?? true;
  };
  const rows = seriesIn(flow)
    .filter(({ codes }) => Object.entries(codes).every(([id, code]) => wanted(id, code)))
    .flatMap(({ indicator: of, codes, breakdown }) =>
      places
        .filter(([, place]) => wanted(flow.area, place))
        .flatMap(([gss, place]) => {
          const start = [`${flow.agency}:${flow.id}(1.0)`, "15/09/26 23:00:00"];
          const dimensions = flow.order.map((id) => (id === flow.area ? place : (codes[id] ?? "")));
          if (keysOnly) return [[...start, ...dimensions].join(",")];
          return periodsOf(of, codes.freq).map(({ time, iso }) => {
            const made = madeFigure(of, gss, iso, JSON.stringify(breakdown));
            return [...start, ...dimensions, time, made, "", ...(isOecd(flow) ? ["0"] : [""])].join(",");
          });
        }),
    );
  const written = isOecd(flow) ? flow.order.map((id) => id.toUpperCase()) : flow.order;
  const figures = keysOnly
    ? []
    : ["TIME_PERIOD", "OBS_VALUE", ...(isOecd(flow) ? ["OBS_STATUS", "UNIT_MULT"] : ["OBS_FLAG", "CONF_STATUS"])];
  return `${[["DATAFLOW", "LAST UPDATE", ...written, ...figures].join(","), ...rows].join("\n")}\n`;
}

function periodsOf(of: string, frequency: string | undefined) {
  if (frequency === "M") {
    const months = Array.from({ length: 12 }, (_, place) => `2020-${String(place + 1).padStart(2, "0")}`);
    return months.map((time) => ({ time, iso: `${time}-01/P1M` }));
  }
  const years = of === indicator(MADE).upstreamId ? ["2020"] : YEARS;
  return years.map((time) => ({ time, iso: `${time}-01-01/P1Y` }));
}

function codesOf(flow: Flow): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map(flow.order.map((id) => [id, new Set<string>()]));
  for (const series of seriesIn(flow)) for (const [id, code] of Object.entries(series.codes)) codes.get(id)?.add(code);
  codes.set(flow.area, new Set(placesIn(flow).map(([, place]) => place)));
  return codes;
}

function constraint(id: string): StandInAnswer {
  const flow = FLOWS.find((each) => each.id === id);
  if (flow === undefined) return fault(404, "100", "ERR_NOT_FOUND_4: not found");
  const keys = [...codesOf(flow)].map(
    ([dimension, codes]) =>
      `<c:KeyValue id="${dimension}">${[...codes].map((code) => `<c:Value>${code}</c:Value>`).join("")}</c:KeyValue>`,
  );
  return xml(
    `<m:Structure xmlns:m="urn:m" xmlns:s="urn:s" xmlns:c="urn:c"><m:Structures><s:Constraints><s:ContentConstraint id="${id}" type="Actual"><c:Name xml:lang="en">Codes</c:Name><s:CubeRegion include="true">${keys.join("")}</s:CubeRegion></s:ContentConstraint></s:Constraints></m:Structures></m:Structure>`,
  );
}

function structure(id: string): StandInAnswer {
  const flow = FLOWS.find((each) => each.id === id);
  if (flow === undefined) return fault(404, "100", "ERR_NOT_FOUND_4: not found");
  const lists = [...codesOf(flow)].map(
    ([dimension, codes]) =>
      `<s:Codelist id="CL_${dimension.toUpperCase()}"><c:Name xml:lang="en">${dimension}</c:Name>${[...codes]
        .map(
          (code) =>
            `<s:Code id="${code}"><c:Name xml:lang="de">${code} (deutsch)</c:Name><c:Name xml:lang="en">Named ${code}</c:Name></s:Code>`,
        )
        .join("")}</s:Codelist>`,
  );
  const dimensions = flow.order.map(
    (dimension, at) =>
      `<s:Dimension id="${dimension}" position="${at + 1}"><s:LocalRepresentation><s:Enumeration><Ref id="CL_${dimension.toUpperCase()}"/></s:Enumeration></s:LocalRepresentation></s:Dimension>`,
  );
  return xml(
    `<m:Structure xmlns:m="urn:m" xmlns:s="urn:s" xmlns:c="urn:c"><m:Structures><s:Codelists>${lists.join("")}</s:Codelists><s:DataStructures><s:DataStructure id="${id}"><s:DataStructureComponents><s:DimensionList>${dimensions.join("")}</s:DimensionList></s:DataStructureComponents></s:DataStructure></s:DataStructures></m:Structures></m:Structure>`,
  );
}

function noResults(flow: Flow): StandInAnswer {
  return isOecd(flow)
    ? { status: 404, headers: { "content-type": "text/plain" }, body: "NoRecordsFound" }
    : fault(404, "100", "NO_RESULTS: The query did not return any results.");
}

function fault(status: number, code: string, words: string): StandInAnswer {
  return xml(
    `<S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>${code}</faultcode><faultstring>${words}</faultstring></S:Fault>`,
    status,
  );
}

function statusOf(id: string, state: string): string {
  return `<env:Envelope xmlns:env="urn:e"><env:Body><ns0:asyncResponse xmlns:ns0="urn:a" xmlns:ns1="urn:s"><ns1:status><ns1:key>${id}</ns1:key><ns1:status>${state}</ns1:status></ns1:status></ns0:asyncResponse></env:Body></env:Envelope>`;
}

const xml = (body: string, status = 200): StandInAnswer => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
});
const csv = (body: string): StandInAnswer => ({
  headers: { "content-type": "application/vnd.sdmx.data+csv;version=1.0.0" },
  body,
});

/** The figure that a cell of this stand-in must have. */
export function madeFor({ indicator: of, area, period, breakdown = {} }: Cell): number {
  return madeFigure(of, area, period, JSON.stringify(breakdown));
}

const REGIONS = areasByCode(...NUTS_1.map(([gss]) => gss));
const UK = areasByCode("K02000001");

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
    wants: wants(40, UK, { latest: 1 }),
    least: 1,
    lookups: 1,
    why: "40 series of one flow are one key of 40 alternatives (480 characters); the flow's codes are looked up once",
  }),
  "50 areas x 10 indicators x 5 years": () => ({
    wants: wants(10, REGIONS, { from: "2016-01-01", to: "2020-12-31" }),
    least: 1,
    lookups: 1,
    why: "all 13 places that the flow has, 10 series: one key of 130 series, 10,400 cells at most",
  }),
  "sparse keys": () => ({
    wants: [
      ...REGIONS.slice(0, 3).map((area, place) => ({
        indicator: indicator(place + 1),
        areas: [area],
        period: { latest: 1 },
        breakdown: [],
      })),
      ...WELL_KNOWN.filter((each) => each.upstreamId.startsWith("ESTAT:")).map((each) => ({
        indicator: each,
        areas: UK,
        period: { latest: 1 },
        breakdown: [],
      })),
    ],
    least: 5,
    lookups: 5,
    why: "five flows of Eurostat's, and a question has one flow; the codes of each are looked up once",
  }),
  "repeat after a minute": () => ({
    wants: wants(3, REGIONS, { latest: 1 }),
    least: 1,
    lookups: 1,
    why: "39 series in one key; the second time none",
  }),
};

const one = indicator(MADE);
const two = areasByCode("K02000001", "E12000002");

export const fixture: { readonly wants: readonly Want[]; readonly expected: readonly Cell[] } = {
  wants: [{ indicator: one, areas: two, period: { latest: 1 }, breakdown: [] }],
  expected: two.map(({ code }) => ({
    indicator: one.upstreamId,
    area: code,
    period: "2020-01-01/P1Y",
    value: madeFigure(one.upstreamId, code, "2020-01-01/P1Y", "{}"),
  })),
};
