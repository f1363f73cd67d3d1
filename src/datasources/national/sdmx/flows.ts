import type { AreaTypeCode, Frequency, PeriodType, ValueType } from "../../../schema/values/enums";
import type { LicenceRecord, UnitRecord } from "../../core/records";
import type { RemoteDimension, RemoteIndicator } from "../../core/source";
import { NUTS_1 } from "../../formats/nuts";

/** A data flow: one table of one agency. */
export interface Flow {
  readonly agency: "ESTAT" | "OECD.SDD.TPS";
  readonly id: string;
  /** What stands for it in a path, without the agency's own base. */
  readonly path: string;
  readonly title: string;
  /** Ids of the dimensions in the order of keys, in small letters, without the time. */
  readonly order: readonly string[];
  /** The dimension of places. */
  readonly area: string;
  readonly areaTypes: readonly AreaTypeCode[];
}

/** What an indicator of this source remembers: the key that it is, and which dimensions of it are breakdowns. */
export interface SeriesFacts {
  readonly flow: string;
  /** Codes of the dimensions that are part of the indicator. */
  readonly codes: Readonly<Record<string, string>>;
  /** Dimensions that are breakdowns: the hub's members by the service's codes. */
  readonly by: readonly {
    readonly id: string;
    readonly dimension: string;
    readonly members: Readonly<Record<string, string>>;
  }[];
  /** The power of ten that its figures are in (UNIT_MULT), where the service says one. */
  readonly power?: string;
}

const UK_ONLY: readonly AreaTypeCode[] = ["UK"];
const LEVEL_1: readonly AreaTypeCode[] = ["UK", "CTRY", "RGN"];

const eurostat = (id: string, title: string, key: string, areaTypes = UK_ONLY): Flow => ({
  agency: "ESTAT",
  id,
  path: id,
  title,
  order: key.split("."),
  area: "geo",
  areaTypes,
});

/** The OECD's monthly unemployment rates: the one flow of its own that is asked for. */
const OECD_UNEMPLOYMENT: Flow = {
  agency: "OECD.SDD.TPS",
  id: "DSD_LFS@DF_IALFS_UNE_M",
  path: "OECD.SDD.TPS,DSD_LFS@DF_IALFS_UNE_M,1.0",
  title: "Monthly unemployment rates",
  order: ["ref_area", "measure", "unit_measure", "transformation", "adjustment", "sex", "age", "activity", "freq"],
  area: "ref_area",
  areaTypes: UK_ONLY,
};

/** Flows with figures of the United Kingdom, and the order of their keys as public queries of them have it (seen 2026-06 to 2026-10). */
export const FLOWS: readonly Flow[] = [
  eurostat("NAMA_10_GDP", "Gross domestic product and its main components", "freq.unit.na_item.geo"),
  eurostat("DEMO_PJAN", "Population on 1 January by age and sex", "freq.unit.age.sex.geo"),
  eurostat("UNE_RT_A", "Unemployment by sex and age, yearly", "freq.age.unit.sex.geo"),
  eurostat("UNE_RT_M", "Unemployment by sex and age, monthly", "freq.s_adj.age.unit.sex.geo"),
  eurostat("NAMA_10R_2GDP", "Gross domestic product of regions at current prices", "freq.unit.geo", LEVEL_1),
  eurostat(
    "LFST_R_LFU3RT",
    "Unemployment rates of regions by sex, age and education",
    "freq.isced11.sex.age.unit.geo",
    LEVEL_1,
  ),
  OECD_UNEMPLOYMENT,
];

const CC_BY: LicenceRecord = {
  code: "CC-BY-4.0",
  label: "Creative Commons Attribution 4.0 International",
  url: "https://creativecommons.org/licenses/by/4.0/",
};

/** The service's code of a place, by GSS code: "UKC" and its like in Eurostat's flows, "GBR" in the OECD's of countries. */
export function placesOf(flow: Flow): ReadonlyMap<string, string> {
  return new Map(flow.agency === "ESTAT" ? NUTS_1 : [["K02000001", "GBR"]]);
}

/** The flow of an indicator and what pins it. Throws where it has no such facts: it was not made by this source. */
export function factsOf(indicator: RemoteIndicator): { readonly flow: Flow; readonly facts: SeriesFacts } {
  const facts = indicator.facts as SeriesFacts | undefined;
  const flow = FLOWS.find((each) => each.id === facts?.flow);
  if (facts === undefined || flow === undefined)
    throw new Error(`The indicator ${indicator.upstreamId} names no flow of this source.`);
  return { flow, facts };
}

/** How figures of each frequency code are called. Half-years (S) have no period in the hub. */
const OF_CODE: Readonly<Record<string, readonly [Frequency, PeriodType]>> = {
  A: ["ANNUALLY", "CALENDAR_YEAR"],
  Q: ["QUARTERLY", "QUARTER"],
  M: ["MONTHLY", "MONTH"],
  W: ["WEEKLY", "WEEK"],
  D: ["DAILY", "SNAPSHOT"],
};

export function knowsFrequency(code: string | undefined): boolean {
  return code !== undefined && Object.hasOwn(OF_CODE, code);
}

/** Members of sex and age go by the same codes as in other sources; others by their own, in small letters. */
const MEMBERS: Readonly<Record<string, readonly [label: string, members: Readonly<Record<string, string>>]>> = {
  sex: ["Sex", { T: "persons", _T: "persons", M: "male", F: "female" }],
  age: ["Age", { TOTAL: "all-ages", _T: "all-ages" }],
};
const TOTALS = new Set(["persons", "all-ages"]);

/** The member that a code of a breakdown stands for, or undefined for a dimension that is none. */
export function memberOf(dimension: string, code: string): string | undefined {
  const known = MEMBERS[dimension];
  return known === undefined ? undefined : (known[1][code] ?? code.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
}

export function isTotal(member: string): boolean {
  return TOTALS.has(member);
}

/** A series of a flow as an indicator. `names` are the service's names by code for each dimension, where they are known. */
export function seriesOf(
  flow: Flow,
  codes: Readonly<Record<string, string>>,
  breakdowns: Readonly<Record<string, readonly string[]>>,
  said: {
    readonly names?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly power?: string;
  } & Partial<RemoteIndicator> = {},
): RemoteIndicator {
  const { names = {}, power, ...rest } = said;
  const named = (dimension: string): string => names[dimension]?.[codes[dimension] ?? ""] ?? codes[dimension] ?? "";
  const fixed = flow.order.filter((id) => id !== flow.area && codes[id] !== undefined);
  const what = fixed.filter((id) => id !== "freq").map(named);
  const unitId = fixed.find((id) => id === "unit" || id === "unit_measure");
  const unit =
    rest.unit ?? unitOf(unitId === undefined ? "" : (codes[unitId] ?? ""), unitId === undefined ? "" : named(unitId));
  const [frequency, periodType] = OF_CODE[codes.freq ?? ""] ?? ["IRREGULAR", "CALENDAR_YEAR"];
  const by = Object.entries(breakdowns).map(([id, members]) => ({
    id,
    dimension: id,
    members: Object.fromEntries(members.map((code) => [memberOf(id, code) ?? code, code])),
  }));
  const isOecd = flow.agency !== "ESTAT";
  return {
    upstreamId: `${isOecd ? "OECD" : "ESTAT"}:${flow.id}:${fixed.map((id) => codes[id]).join(".")}`,
    name: `${flow.title}: ${what.join(", ")}`,
    unit,
    decimalPlaces: /^(?:NR|THS|PS)/.test(codes[unitId ?? ""] ?? "") ? 0 : 1,
    valueType: valueTypeOf(codes[unitId ?? ""] ?? ""),
    frequency,
    periodType,
    areaTypes: flow.areaTypes,
    dimensions: by.map(({ dimension, members }) => dimensionOf(dimension, members, names[dimension] ?? {})),
    dataset: {
      upstreamId: `${isOecd ? "OECD" : "ESTAT"}:${flow.id}`,
      title: flow.title,
      designation: "OFFICIAL",
      homepage: isOecd
        ? "https://data-explorer.oecd.org/"
        : `https://ec.europa.eu/eurostat/databrowser/view/${flow.id.toLowerCase()}/default/table`,
      licence: { ...CC_BY, attribution: isOecd ? "Source: OECD." : "Source: Eurostat." },
    },
    facts: { flow: flow.id, codes, by, ...(power === undefined ? {} : { power }) },
    ...rest,
  };
}

function dimensionOf(
  code: string,
  members: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>>,
): RemoteDimension {
  return {
    code,
    label: MEMBERS[code]?.[0] ?? code,
    members: Object.entries(members).map(([member, theirs]) => ({
      code: member,
      label: names[theirs] ?? LABELS[member] ?? theirs,
      ...(isTotal(member) ? { isTotal: true } : {}),
    })),
  };
}

const LABELS: Readonly<Record<string, string>> = {
  persons: "Total",
  male: "Males",
  female: "Females",
  "all-ages": "All ages",
};

function unitOf(code: string, name: string): UnitRecord {
  if (/^(?:PC|PT)(?:_|$)/.test(code)) return { code: "percent", label: "percentage", suffix: "%" };
  if (code === "NR" || code === "PS") return { code: "number", label: "number" };
  return { code: code.toLowerCase().replace(/[^a-z0-9]+/g, "-") || "number", label: name === "" ? "number" : name };
}

function valueTypeOf(unit: string): ValueType {
  if (/^(?:PC|PT)(?:_|$)/.test(unit)) return "PERCENTAGE";
  if (/EUR|NAC|PPS/.test(unit)) return "CURRENCY";
  return /^P?I\d|^I\d/.test(unit) ? "INDEX_NUMBER" : "COUNT";
}

function flow(id: string): Flow {
  const found = FLOWS.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no flow ${id}.`);
  return found;
}

const MILLION_EURO: UnitRecord = { code: "eur-million", label: "euros, millions", prefix: "€", multiplier: 1_000_000 };
const PERCENT: UnitRecord = { code: "percent", label: "percentage", suffix: "%" };
const SEXES = ["T", "M", "F"];

/** One series of each flow, known without harvesting. */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  seriesOf(
    flow("NAMA_10_GDP"),
    { freq: "A", unit: "CP_MEUR", na_item: "B1GQ" },
    {},
    {
      name: "Gross domestic product at market prices, current prices (Eurostat)",
      unit: MILLION_EURO,
    },
  ),
  seriesOf(
    flow("DEMO_PJAN"),
    { freq: "A", unit: "NR" },
    { age: ["TOTAL"], sex: SEXES },
    {
      name: "Population on 1 January (Eurostat)",
      unit: { code: "people", label: "people" },
    },
  ),
  seriesOf(
    flow("UNE_RT_A"),
    { freq: "A", age: "Y15-74", unit: "PC_ACT" },
    { sex: SEXES },
    {
      name: "Unemployment rate, people aged 15 to 74, share of the labour force (Eurostat)",
      unit: PERCENT,
    },
  ),
  seriesOf(
    flow("UNE_RT_M"),
    { freq: "M", s_adj: "SA", unit: "PC_ACT" },
    { age: ["TOTAL"], sex: SEXES },
    {
      name: "Unemployment rate, seasonally adjusted, share of the labour force (Eurostat)",
      unit: PERCENT,
    },
  ),
  seriesOf(
    flow("NAMA_10R_2GDP"),
    { freq: "A", unit: "MIO_EUR" },
    {},
    {
      name: "Gross domestic product of regions at current prices (Eurostat)",
      unit: MILLION_EURO,
    },
  ),
  seriesOf(
    OECD_UNEMPLOYMENT,
    {
      measure: "UNE_LF_M",
      unit_measure: "PT_LF_SUB",
      transformation: "_Z",
      adjustment: "Y",
      age: "Y_GE15",
      activity: "_Z",
      freq: "M",
    },
    { sex: ["_T", "M", "F"] },
    {
      name: "Unemployment rate, people aged 15 and over, seasonally adjusted (OECD)",
      unit: PERCENT,
      power: "0",
    },
  ),
];
