import {
  FREQUENCIES,
  type Frequency,
  type PeriodType,
  type Polarity,
  type ValueType,
} from "../../../schema/values/enums";
import { readIsoPeriod } from "../../../schema/values/period";
import { addDays, readDate, writeDate } from "../../../schema/values/period-dates";
import { asObject, asText, unexpected } from "../../core/decode";
import type { UnitRecord } from "../../core/records";
import type { RemoteIndicator } from "../../core/source";

/** A period as the service lists it. */
export interface ListedPeriod {
  readonly identifier: string;
  /** ISO 8601; absent where the hub has no such period (half a year). */
  readonly iso?: string;
  readonly start: string;
  /** Such as CalendarYear, FinancialYear. */
  readonly kind: string;
}

/** One entry of the list of periods: `identifier`, `startDate`, `endDate` (both days inside, with times), `periodType`. Throws BAD_SHAPE. */
export function periodListed(entry: unknown): ListedPeriod {
  const row = asObject(entry, "a period");
  const start = asText(row.startDate, "a period's start").slice(0, 10);
  const end = asText(row.endDate, "a period's end").slice(0, 10);
  const iso = isoBetween(start, end);
  return {
    identifier: asText(row.identifier, "a period's identifier"),
    ...(iso === undefined ? {} : { iso }),
    start,
    kind: asText(asObject(row.periodType, "a period's type").identifier, "the identifier of a period's type"),
  };
}

/** The period from one day to another, both inside. Undefined where it has a length that the hub does not know. */
function isoBetween(start: string, end: string): string | undefined {
  const from = readDate(start);
  const to = readDate(end);
  if (from === undefined || to === undefined) throw unexpected("a period's dates cannot be read");
  if (start === end) return start;
  const after = writeDate(addDays(to, 1));
  return ["P1W", "P1M", "P3M", "P1Y", "P2Y", "P3Y", "P5Y"]
    .map((length) => readIsoPeriod(`${start}/${length}`))
    .find((period) => {
      const last = period === undefined ? undefined : readDate(period.end);
      return last !== undefined && writeDate(addDays(last, 1)) === after;
    })?.id;
}

/** "cal_2013" and "fin_2009_10" without the list of periods: their meaning is in their name. Undefined for any other. */
export function isoOfIdentifier(identifier: string): string | undefined {
  const calendar = /^cal_(\d{4})$/.exec(identifier);
  if (calendar !== null) return readIsoPeriod(`${calendar[1]}-01-01/P1Y`)?.id;
  const financial = /^fin_(\d{4})_(\d{2})$/.exec(identifier);
  if (financial === null || (Number(financial[1]) + 1) % 100 !== Number(financial[2])) return undefined;
  return readIsoPeriod(`${financial[1]}-04-01/P1Y`)?.id;
}

const PERIOD_TYPES: Readonly<Record<string, PeriodType>> = {
  CalendarYear: "CALENDAR_YEAR",
  FinancialYear: "FINANCIAL_YEAR",
  AcademicYear: "ACADEMIC_YEAR",
};
const BY_FREQUENCY: Partial<Record<Frequency, PeriodType>> = {
  MONTHLY: "MONTH",
  QUARTERLY: "QUARTER",
  WEEKLY: "WEEK",
  DAILY: "DAY",
  DECENNIAL: "CENSUS_DAY",
};

/** Kinds of unit as the service names them, before the first low line of a unit's identifier ("Quantity_People"). */
const VALUE_TYPES: Readonly<Record<string, ValueType>> = {
  quantity: "COUNT",
  ratio: "RATIO",
  rate: "CRUDE_RATE",
  percentage: "PERCENTAGE",
  currency: "CURRENCY",
  score: "SCORE",
  rank: "RANK_VALUE",
  index: "INDEX_NUMBER",
};

/**
 * An indicator from the service's description of a metric type. Undefined where the description says no unit or no kind of period (the
 * short form of the list). Throws BAD_SHAPE for one without identifier or label.
 */
export function metricType(entry: unknown): RemoteIndicator | undefined {
  const row = asObject(entry, "a metric type");
  const id = asText(row.identifier, "a metric type's identifier");
  const label = asText(row.label, "a metric type's label");
  const unit = part(part(row, "measure"), "measurementUnit");
  const dataset = part(row, "dataset") ?? part(part(row, "measure"), "dataset");
  const kind = part(dataset, "periodType");
  if (unit === undefined || dataset === undefined || kind === undefined || !/^[^\s|]{1,120}$/.test(id))
    return undefined;
  const frequency = FREQUENCIES.find((each) => each === text(kind, "frequency")?.toUpperCase()) ?? "IRREGULAR";
  const kindOf = text(unit, "identifier")?.split("_")[0]?.toLowerCase() ?? "";
  const help = text(row, "helpText") ?? text(row, "definition");
  const from = text(row, "sourceName");
  const caveats = [
    ...(from === undefined ? [] : [`Published by ${from}.`]),
    ...(row.nullAsZero === true
      ? ["The service counts a blank as nought in its own sums; the hub shows it as not available."]
      : []),
  ];
  return {
    upstreamId: id,
    name: label,
    ...(help === undefined ? {} : { definition: help }),
    ...(caveats.length === 0 ? {} : { caveats }),
    definitionUrl: `https://id.esd.org.uk/metricType/${id}`,
    unit: unitOf(unit, label),
    decimalPlaces: typeof row.outputPrecision === "number" ? Math.min(20, Math.max(0, row.outputPrecision)) : 0,
    valueType: VALUE_TYPES[kindOf] ?? "COUNT",
    polarity: polarityOf(text(row, "polarity")),
    frequency,
    periodType: PERIOD_TYPES[text(kind, "identifier") ?? ""] ?? BY_FREQUENCY[frequency] ?? "CALENDAR_YEAR",
    dataset: {
      upstreamId: text(dataset, "identifier") ?? id,
      title: text(dataset, "label") ?? label,
    },
    identifiers: [{ scheme: "ESD_METRIC_TYPE", value: id, url: `https://id.esd.org.uk/metricType/${id}` }],
    facts: { periodKind: text(kind, "identifier") ?? "" },
  };
}

function part(
  of: Readonly<Record<string, unknown>> | undefined,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  const value = of?.[name];
  return value === undefined || value === null ? undefined : asObject(value, `the ${name}`);
}

function text(of: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = of[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function unitOf(unit: Readonly<Record<string, unknown>>, label: string): UnitRecord {
  const words = text(unit, "label") ?? label;
  if (/^(?:%|per ?cent|percentage)$/i.test(words)) return { code: "percent", label: "percentage", suffix: "%" };
  return {
    code: words
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, ""),
    label: words,
  };
}

/** Only what the service says outright; "Not applicable" is its word for a metric of which neither end is better. */
function polarityOf(words: string | undefined): Polarity {
  if (words === undefined) return "UNKNOWN";
  if (/not applicable/i.test(words)) return "NOT_APPLICABLE";
  if (/^(?:high|higher) (?:value )?is good|^high$/i.test(words)) return "HIGH_IS_GOOD";
  return /^(?:low|lower) (?:value )?is good|^low$/i.test(words) ? "LOW_IS_GOOD" : "UNKNOWN";
}

const YEARS = { identifier: "CalendarYear", label: "Calendar year", frequency: "Annually" };
const POPULATION = {
  identifier: "545",
  label: "Population estimates - local authority based by single year of age",
  periodType: YEARS,
};
const BY_AGE_BAND = {
  identifier: "218",
  label: "Population estimates - local authority based by five year age band",
  periodType: YEARS,
};

/** Metric types whose descriptions are recorded. */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  {
    identifier: "3281",
    label: "Total resident population",
    measure: { measurementUnit: { identifier: "Quantity_People", label: "people" } },
    dataset: POPULATION,
    outputPrecision: 0,
    polarity: "Not applicable",
  },
  {
    identifier: "1",
    label: "Total resident population (rounded)",
    measure: { measurementUnit: { identifier: "Quantity_People", label: "people" } },
    dataset: BY_AGE_BAND,
    outputPrecision: 0,
    polarity: "Not applicable",
  },
  {
    identifier: "176",
    label: "Population density, persons per hectare",
    measure: { measurementUnit: { identifier: "Ratio_Persons_per_hectare", label: "persons per hectare" } },
    dataset: POPULATION,
    outputPrecision: 2,
    polarity: "Not applicable",
  },
].flatMap((described) => metricType(described) ?? []);
