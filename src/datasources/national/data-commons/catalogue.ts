import type { AreaTypeCode, Frequency, PeriodType, ValueType } from "../../../schema/values/enums";
import { asList, asObject } from "../../core/decode";
import type { UnitRecord } from "../../core/records";
import type { RemoteDataset, RemoteIndicator } from "../../core/source";
import { type Facet, lengthOf, type Pinned } from "./facets";

/** All variables stand in one graph: there are no data sets in the publisher's own sense. */
export const GRAPH: RemoteDataset = {
  upstreamId: "graph",
  title: "Data Commons",
  description:
    "Public statistics of many publishers, laid into one graph by Google. Each series names where it is from.",
  homepage: "https://datacommons.org/",
};

/** How figures of each length of period are called. */
const OF_LENGTH: Readonly<Record<string, readonly [Frequency, PeriodType]>> = {
  P1Y: ["ANNUALLY", "CALENDAR_YEAR"],
  P1M: ["MONTHLY", "MONTH"],
  P1D: ["DAILY", "SNAPSHOT"],
};

/** A variable with the facet of it that the hub keeps to. */
export function variable(
  dcid: string,
  name: string,
  pinned: Pinned,
  said: Partial<RemoteIndicator> = {},
): RemoteIndicator {
  const [frequency, periodType] = OF_LENGTH[pinned.length] ?? ["IRREGULAR", "CALENDAR_YEAR"];
  const unit = unitOf(dcid, pinned);
  return {
    upstreamId: dcid,
    name,
    definitionUrl: `https://datacommons.org/browser/${dcid}`,
    unit,
    decimalPlaces: /^(?:Count|Amount|Annual)_/.test(dcid) ? 0 : 1,
    valueType: valueTypeOf(dcid, unit),
    frequency,
    periodType,
    dataset: GRAPH,
    identifiers: [{ scheme: "DATA_COMMONS_DCID", value: dcid, url: `https://datacommons.org/browser/${dcid}` }],
    facts: { ...pinned },
    ...said,
  };
}

/** The unit in words: "InternationalDollar" is "international dollar"; a count of persons without a unit is of people. */
function unitOf(dcid: string, { unit, scalingFactor }: Pinned): UnitRecord {
  const times = scalingFactor === "" ? "" : `, times ${scalingFactor}`;
  if (unit === "Percent") return { code: "percent", label: "percentage", suffix: "%" };
  if (unit === "" && times === "" && /^Count_Person(?:_|$)/.test(dcid)) return { code: "people", label: "people" };
  const words = unit === "" ? "number" : unit.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return { code: `${words}${times}`.replace(/[^a-z0-9]+/g, "-"), label: `${words}${times}` };
}

function valueTypeOf(dcid: string, unit: UnitRecord): ValueType {
  if (/^LifeExpectancy_/.test(dcid)) return "LIFE_EXPECTANCY";
  if (unit.code === "percent") return "PERCENTAGE";
  if (/^(?:Median|Mean)_/.test(dcid)) return dcid.startsWith("Mean") ? "MEAN" : "MEDIAN";
  if (/dollar|pound|euro/.test(unit.label)) return "CURRENCY";
  if (/^Percent_|^UnemploymentRate_/.test(dcid)) return "PERCENTAGE";
  return /rate_|ratio/i.test(dcid) ? "RATIO" : "COUNT";
}

/** What a series' preferred readable facet pins. Undefined where its dates cannot be read. */
export function pinOf(facet: Facet, date: unknown): Pinned | undefined {
  const length = typeof date === "string" ? lengthOf(facet, date) : undefined;
  return length === undefined ? undefined : { unit: facet.unit, scalingFactor: facet.scalingFactor, length };
}

/** The kinds of the areas by whose dcid a variable is there. */
export function kindsOf(dcids: readonly string[]): readonly AreaTypeCode[] {
  const kinds = dcids.map((dcid) => (dcid === "country/GBR" ? "UK" : /^nuts\/UK[LMN]$/.test(dcid) ? "CTRY" : "RGN"));
  return [...new Set<AreaTypeCode>(kinds)];
}

/** The first name of each node of a `/v2/node` answer to `->name`, by dcid. Throws BAD_SHAPE. */
export function namesOf(body: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const data = body.data === undefined ? {} : asObject(body.data, "the list of nodes");
  const names = new Map<string, string>();
  for (const [dcid, node] of Object.entries(data)) {
    const arcs = asObject(node, "a node").arcs;
    const name = arcs === undefined ? undefined : asObject(arcs, "a node's arcs").name;
    if (name === undefined) continue;
    const [first] = asList(asObject(name, "a node's name").nodes ?? [], "a node's names");
    const value = first === undefined ? undefined : asObject(first, "a name").value;
    if (typeof value === "string") names.set(dcid, value);
  }
  return names;
}

const YEARS: Pinned = { unit: "", scalingFactor: "", length: "P1Y" };

/** Variables that the goldens of the service's own server have for countries (seen 2026-07). */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  variable("Count_Person", "Total population", YEARS),
  variable(
    "Amount_EconomicActivity_GrossNationalIncome_PurchasingPowerParity_PerCapita",
    "Gross national income per capita, at purchasing power parity",
    { ...YEARS, unit: "InternationalDollar" },
    { areaTypes: ["UK"] },
  ),
  variable(
    "Annual_Generation_Electricity",
    "Electricity generated in a year",
    { ...YEARS, unit: "KilowattHour" },
    {
      areaTypes: ["UK"],
    },
  ),
];
