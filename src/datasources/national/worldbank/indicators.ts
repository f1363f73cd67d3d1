import type { ValueType } from "../../../schema/values/enums";
import { asList, asObject, asText } from "../../core/decode";
import type { UnitRecord } from "../../core/records";
import type { RemoteDataset, RemoteIndicator } from "../../core/source";

/** The World Development Indicators: the one database (number 2) whose indicators are harvested. */
export const WDI: RemoteDataset = {
  upstreamId: "2",
  title: "World Development Indicators",
  description:
    "The World Bank's collection of development indicators, compiled from officially recognised international sources.",
  homepage: "https://datatopics.worldbank.org/world-development-indicators/",
};

/**
 * An indicator by its id and name. The service leaves every `unit` empty: the unit stands in brackets in the name ("GDP (current
 * US$)"). A name with several brackets has its unit in the first that reads as one; a name with none is of a plain number.
 */
export function indicatorNamed(
  id: string,
  name: string,
  said: Partial<RemoteIndicator> & { readonly dataset?: RemoteDataset } = {},
): RemoteIndicator {
  const unit = unitOf(name);
  const places = unit.code === "percent" ? 1 : unit.code === "number" || /US\$|LCU|people/.test(unit.label) ? 0 : 2;
  return {
    upstreamId: id,
    name,
    definitionUrl: `https://data.worldbank.org/indicator/${id}?locations=GB`,
    unit,
    decimalPlaces: places,
    valueType: valueTypeOf(unit, name),
    frequency: "ANNUALLY",
    periodType: "CALENDAR_YEAR",
    areaTypes: ["UK"],
    dataset: WDI,
    facts: { database: "2" },
    ...said,
  };
}

const UNITS = /%|\$|\bLCU\b|\bper\b|years|index|=|tons?\b|kg|kt|km|kWh|metric|number|days|months|hours|score|estimate/i;

function unitOf(name: string): UnitRecord {
  const brackets = [...name.matchAll(/\(([^()]+)\)/g)].map((found) => (found[1] ?? "").trim());
  const text = brackets.find((bracket) => UNITS.test(bracket)) ?? brackets.at(-1);
  if (text === undefined) return { code: "number", label: "number" };
  if (text.includes("%")) return { code: "percent", label: "percentage", suffix: "%" };
  return { code: slug(text), label: text };
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/\$/g, "d")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

function valueTypeOf(unit: UnitRecord, name: string): ValueType {
  if (unit.code === "percent") return "PERCENTAGE";
  if (/^life expectancy/i.test(name)) return "LIFE_EXPECTANCY";
  if (/\$|\bLCU\b/.test(unit.label)) return "CURRENCY";
  if (/\bper (?:1,000|100,000|million)/i.test(unit.label)) return "CRUDE_RATE";
  if (/index|= ?100/i.test(`${unit.label} ${name}`)) return "INDEX_NUMBER";
  if (/score|estimate|=/i.test(unit.label)) return "SCORE";
  return /\bper\b/i.test(unit.label) ? "RATIO" : "COUNT";
}

/**
 * One entry of the service's list of indicators. Undefined for one that is not of the World Development Indicators, or whose id the hub
 * cannot carry. Throws BAD_SHAPE for an entry without id or name.
 */
export function indicatorListed(entry: unknown): RemoteIndicator | undefined {
  const row = asObject(entry, "an indicator");
  const id = asText(row.id, "an indicator's id");
  const name = asText(row.name, "an indicator's name").trim();
  const database = asText(asObject(row.source, "an indicator's database").id, "a database's number");
  if (database !== WDI.upstreamId || !/^[^\s|]{1,120}$/.test(id)) return undefined;
  const note = typeof row.sourceNote === "string" ? row.sourceNote.trim() : "";
  const from = typeof row.sourceOrganization === "string" ? row.sourceOrganization.trim() : "";
  const topics = row.topics === undefined ? [] : asList(row.topics, "the topics");
  return indicatorNamed(id, name, {
    ...(note === "" ? {} : { definition: note }),
    ...(from === "" ? {} : { caveats: [`The World Bank compiled it from: ${from}`] }),
    facts: {
      database,
      topics: topics
        .map((topic) => asObject(topic, "a topic").value)
        .filter((topic) => typeof topic === "string")
        .map((topic) => topic.trim()),
    },
  });
}

/** Indicators that have been in the database for decades. */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  indicatorNamed("SP.POP.TOTL", "Population, total", {
    unit: { code: "people", label: "people" },
    decimalPlaces: 0,
    valueType: "COUNT",
    definition: "Midyear estimate of all residents, regardless of legal status or citizenship.",
  }),
  indicatorNamed("NY.GDP.MKTP.CD", "GDP (current US$)"),
  indicatorNamed("NY.GDP.PCAP.CD", "GDP per capita (current US$)"),
  indicatorNamed("FP.CPI.TOTL.ZG", "Inflation, consumer prices (annual %)"),
  indicatorNamed("SL.UEM.TOTL.ZS", "Unemployment, total (% of total labor force) (modeled ILO estimate)"),
  indicatorNamed("SP.DYN.LE00.IN", "Life expectancy at birth, total (years)"),
  indicatorNamed("SP.DYN.TFRT.IN", "Fertility rate, total (births per woman)"),
];
