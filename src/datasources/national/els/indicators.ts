import type { AreaTypeCode, Frequency, ValueType } from "../../../schema/values/enums";
import { readIsoPeriod } from "../../../schema/values/period";
import { asList, asObject, asText } from "../../core/decode";
import type { UnitRecord } from "../../core/records";
import type { RemoteDimension, RemoteIndicator } from "../../core/source";

const SITE = "https://www.ons.gov.uk/explore-local-statistics";

const FREQUENCIES: ReadonlyMap<string, Frequency> = new Map([
  ["annual", "ANNUALLY"],
  ["quarterly", "QUARTERLY"],
  ["monthly", "MONTHLY"],
]);

/** Kinds of area by the first letters of their GSS codes, as the metadata lists them in `geography.types`. */
const KINDS: ReadonlyMap<string, AreaTypeCode> = new Map([
  ["K02", "UK"],
  ["E92", "CTRY"],
  ["N92", "CTRY"],
  ["S92", "CTRY"],
  ["W92", "CTRY"],
  ["E12", "RGN"],
  ["E47", "CAUTH"],
  ["E10", "CTY"],
  ["E11", "MCTY"],
  ["E06", "UA"],
  ["W06", "UA"],
  ["E07", "NMD"],
  ["E08", "MD"],
  ["E09", "LONB"],
  ["S12", "CA"],
  ["N09", "LGD"],
  ["E23", "PFA"],
  ["W15", "PFA"],
  ...["K03", "K04", "E13", "E61", "E67", "N34", "W42"].map((code): [string, AreaTypeCode] => [code, "CUSTOM"]),
]);

/** What the metadata says beside a figure, or of its measure, and the hub's unit for it. The first that fits counts. */
const UNITS: readonly (readonly [RegExp, UnitRecord])[] = [
  [/^%$/, { code: "percent", label: "percentage", suffix: "%" }],
  [/^affordability ratio$/, { code: "ratio", label: "ratio" }],
  [
    /^in £ millions/,
    { code: "gbp-million", label: "pounds sterling, millions", prefix: "£", suffix: " million", multiplier: 1_000_000 },
  ],
  [/^people$/, { code: "people", label: "people" }],
  [/per square kilometre$/, { code: "people-per-km2", label: "people per square kilometre", suffix: " per km²" }],
  [/^years$/, { code: "years", label: "years", suffix: " years" }],
  [/^per 100,000 population$/, { code: "per-100000", label: "per 100,000 people", suffix: " per 100,000" }],
  [/^per 10,000 population$/, { code: "per-10000", label: "per 10,000 people", suffix: " per 10,000" }],
  [/^per 1,000 population$/, { code: "per-1000", label: "per 1,000 people", suffix: " per 1,000" }],
  [/^per million population$/, { code: "per-million", label: "per million people", suffix: " per million" }],
  [
    /^per 1,000 (dwellings|stock)$/,
    { code: "per-1000-dwellings", label: "per 1,000 dwellings", suffix: " per 1,000 dwellings" },
  ],
  [/nights$/, { code: "nights", label: "nights", suffix: " nights" }],
  [/^minutes$/, { code: "minutes", label: "minutes", suffix: " minutes" }],
  [/^kWh$/, { code: "kwh", label: "kilowatt hours a meter", suffix: " kWh" }],
  [/^tCO2e per capita$/, { code: "tonnes-co2e", label: "tonnes of carbon dioxide equivalent a person", suffix: " t" }],
  [/^score out of 10$/, { code: "score-10", label: "score out of 10", suffix: " out of 10" }],
  [/^£$/, { code: "gbp", label: "pounds sterling", prefix: "£" }],
];

/**
 * An indicator as `/metadata/indicators` lists it, without the members of its further dimensions. `levels` and `types` say where it is
 * published. Undefined for one whose periods or frequency the hub has no word for: its figures could not be carried. Throws BAD_SHAPE for
 * an entry that lacks what a figure cannot be read without.
 */
export function indicatorListed(entry: unknown): RemoteIndicator | undefined {
  const about = asObject(entry, "an indicator");
  const slug = asText(about.slug, "an indicator's slug");
  const label = asText(about.label, "an indicator's label");
  const [earliest, latest] = asList(about.periodDomain, "an indicator's periods").map((period) =>
    readIsoPeriod(asText(period, "a period")),
  );
  const frequency = FREQUENCIES.get(asText(about.frequency, "an indicator's frequency"));
  if (earliest === undefined || latest === undefined || frequency === undefined) return undefined;
  const unit = unitOf(about);
  const [first] = Array.isArray(about.source) ? (about.source as readonly unknown[]) : [];
  const source = first === undefined ? {} : asObject(first, "an indicator's publisher");
  const definition = [text(about.subtitle), text(about.description)].filter((part) => part !== undefined).join(". ");
  const homepage = text(source.href);
  const version = text(about.dataModified);
  const published = text(about.updated) ?? text(source.date);
  return {
    upstreamId: slug,
    name: label,
    ...(definition === "" ? {} : { definition }),
    definitionUrl: `${SITE}/indicators/${slug}`,
    caveats: caveatsOf(about.caveats),
    unit,
    decimalPlaces: typeof about.decimalPlaces === "number" ? about.decimalPlaces : 1,
    valueType: valueTypeOf(unit, slug, text(about.measure) ?? ""),
    frequency,
    periodType: latest.type,
    isStandardised: about.standardised === true,
    hasConfidenceIntervals: about.confidenceIntervals === true,
    areaTypes: areaTypesOf(asObject(about.geography, "an indicator's geography")),
    earliest: earliest.id,
    latest: latest.id,
    dataset: {
      upstreamId: text(about.dataset) ?? slug,
      title: label,
      ...(about.experimentalStatistic === true ? { designation: "OFFICIAL_IN_DEVELOPMENT" as const } : {}),
      ...(homepage === undefined ? {} : { homepage }),
      ...(version === undefined ? {} : { version }),
      ...(published !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(published) ? { publishedAt: published } : {}),
    },
    identifiers: [{ scheme: "ELS_INDICATOR", value: slug, url: `${SITE}/indicators/${slug}` }],
    sameAs: [slug],
    facts: { topic: text(about.topic) ?? "", periods: periodsBetween(earliest, latest, frequency) },
  };
}

/** Ids of an indicator's dimensions besides area, period and measure: those whose members have to be asked for. */
export function furtherDimensions(entry: unknown): readonly string[] {
  const { dimensions } = asObject(entry, "an indicator");
  if (dimensions === undefined) return [];
  return Object.keys(asObject(dimensions, "the dimensions")).filter(
    (id) => !["areacd", "period", "measure"].includes(id),
  );
}

/** A dimension with its members, as `/metadata/indicators/{slug}/dimensions/{id}` gives it. The member `all` is the total. */
export function dimensionListed(body: unknown): RemoteDimension {
  const about = asObject(body, "a dimension");
  const code = asText(about.id, "a dimension's id");
  const category = asObject(about.category, "a dimension's members");
  const labels = asObject(category.label, "the members' labels");
  const places = Object.entries(asObject(category.index, "the members' order"));
  const members = places.map(([member]) => ({
    code: member,
    label: asText(labels[member], "a member's label"),
    ...(member === "all" ? { isTotal: true } : {}),
  }));
  return { code, label: asText(about.label, "a dimension's label"), members };
}

/** How many periods a series can have at most, for an estimate of an answer's size. */
function periodsBetween(first: { readonly start: string }, last: { readonly end: string }, every: Frequency): number {
  const years = Number(last.end.slice(0, 4)) - Number(first.start.slice(0, 4)) + 1;
  return years * (every === "MONTHLY" ? 12 : every === "QUARTERLY" ? 4 : 1);
}

function unitOf(about: Readonly<Record<string, unknown>>): UnitRecord {
  const words = [text(about.suffix), text(about.subText), text(about.prefix), text(about.unit)];
  for (const said of words) {
    const found = said === undefined ? undefined : UNITS.find(([pattern]) => pattern.test(said));
    if (found !== undefined) return found[1];
  }
  const label = words.find((said) => said !== undefined) ?? "number";
  const code = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return { code: code.slice(0, 40), label };
}

function valueTypeOf(unit: UnitRecord, slug: string, measure: string): ValueType {
  if (/^median/i.test(measure) || /(^|-)median-/.test(slug)) return "MEDIAN";
  if (/^mean/i.test(measure) || ["nights", "minutes"].includes(unit.code)) return "MEAN";
  if (/life-expectancy/.test(slug)) return "LIFE_EXPECTANCY";
  if (unit.code === "percent") return "PERCENTAGE";
  if (unit.code === "ratio") return "RATIO";
  if (unit.code === "gbp" || unit.code === "gbp-million") return "CURRENCY";
  if (unit.code === "kwh") return "MEDIAN";
  return /\bper\b|a person/.test(unit.label) ? "CRUDE_RATE" : "COUNT";
}

function areaTypesOf(geography: Readonly<Record<string, unknown>>): readonly AreaTypeCode[] {
  const kinds = asList(geography.types, "the kinds of area").map((type) => KINDS.get(String(type)));
  return [...new Set(kinds.filter((kind) => kind !== undefined))];
}

function caveatsOf(caveats: unknown): readonly string[] {
  if (!Array.isArray(caveats)) return [];
  return caveats.filter((caveat) => typeof caveat === "string").map((caveat) => caveat.replace(/\s+/g, " ").trim());
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** An entry of the list in the words of the service: what the recorded metadata of 2026-06-26 says of it. */
function listed(slug: string, label: string, said: Readonly<Record<string, unknown>>): RemoteIndicator {
  const indicator = indicatorListed({
    slug,
    label,
    dataset: slug,
    frequency: "annual",
    decimalPlaces: 1,
    standardised: true,
    source: [{ name: "Office for National Statistics" }],
    ...said,
  });
  if (indicator === undefined) throw new Error(`The well-known indicator ${slug} has no readable periods.`);
  return indicator;
}

const EVERYWHERE = {
  types: [
    "E06",
    "E07",
    "E08",
    "E09",
    "E10",
    "E12",
    "E47",
    "E92",
    "K02",
    "K03",
    "K04",
    "N09",
    "N92",
    "S12",
    "S92",
    "W06",
    "W92",
  ],
};
const NOT_NORTHERN = { types: EVERYWHERE.types.filter((type) => type !== "N09") };

/** Indicators of which ids, units and periods are certain: from the service's own metadata of 2026-06-26. */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  listed("population-count", "Total population", {
    subtitle: "Mid-year estimate of the total number of people",
    unit: "Persons",
    subText: "people",
    measure: "Observations",
    decimalPlaces: 0,
    standardised: false,
    periodDomain: ["1991-06-30", "2024-06-30"],
    geography: EVERYWHERE,
  }),
  listed("employment-rate", "Employment rate (Great Britain)", {
    subtitle: "Percentage of people aged 16 to 64 in employment",
    unit: "%",
    suffix: "%",
    measure: "Percentage",
    confidenceIntervals: true,
    experimentalStatistic: true,
    periodDomain: ["2004-01-01/P1Y", "2023-01-01/P1Y"],
    geography: NOT_NORTHERN,
  }),
  listed("claimant-count", "Claimant Count", {
    subtitle: "Percentage of people aged 16 to 64 who are claiming unemployment-related benefits",
    unit: "%",
    suffix: "%",
    measure: "Percentage",
    experimentalStatistic: true,
    periodDomain: ["2001-01-01/P1Y", "2025-01-01/P1Y"],
    geography: EVERYWHERE,
  }),
  listed("gross-median-weekly-pay", "Gross median weekly pay", {
    subtitle: "Gross median weekly pay based on where people live (£)",
    unit: "£",
    prefix: "£",
    measure: "Pounds",
    decimalPlaces: 0,
    confidenceIntervals: true,
    periodDomain: ["2008-04-16", "2025-04-30"],
    geography: EVERYWHERE,
  }),
  listed("healthy-life-expectancy-female", "Female healthy life expectancy", {
    subtitle: "Average years expected to be lived in good health for females born in the given year",
    unit: "yrs",
    subText: "years",
    measure: "Years",
    confidenceIntervals: true,
    experimentalStatistic: true,
    periodDomain: ["2011-01-01/P3Y", "2022-01-01/P3Y"],
    geography: { types: EVERYWHERE.types.filter((type) => !["E07", "K03", "K04"].includes(type)) },
  }),
];
