/** Names in the linked data of statistics.gov.scot, and what they mean to the hub. */
import type { Frequency, PeriodType, ValueType } from "../../../schema/values/enums";
import { type PeriodValue, parsePeriod, readIsoPeriod } from "../../../schema/values/period";
import { asList, asObject, asText } from "../../core/decode";
import type { UnitRecord } from "../../core/records";
import type { RemoteIndicator } from "../../core/source";

export const QB = "http://purl.org/linked-data/cube#";
export const SDMX = "http://purl.org/linked-data/sdmx/2009/";
export const REF_AREA = `${SDMX}dimension#refArea`;
export const REF_PERIOD = `${SDMX}dimension#refPeriod`;
export const MEASURE_TYPE = `${QB}measureType`;
export const UNIT_MEASURE = `${SDMX}attribute#unitMeasure`;
export const DATASET = "http://statistics.gov.scot/data/";
export const AREA = "http://statistics.gov.scot/id/statistical-geography/";
export const MEASURE = "http://statistics.gov.scot/def/measure-properties/";

/** What stands in the linked data for one dimension of an indicator. */
export interface ScotDimension {
  /** The hub's code: `vaccination-uptake`. */
  readonly code: string;
  readonly uri: string;
  /** Address by the hub's code of the member. */
  readonly members: Readonly<Record<string, string>>;
}

/** What the source keeps with each indicator. */
export interface ScotFacts {
  readonly dataset: string;
  readonly measure: string;
  /** Measures that hold the 95 % limits of this one, where the data set has them. */
  readonly lower?: string;
  readonly upper?: string;
  /** Tail of the unit's address: rows in another unit are another thing. */
  readonly unit?: string;
  readonly dimensions: readonly ScotDimension[];
}

/** The facts as they were kept. Throws BAD_SHAPE where they are not this source's. */
export function factsOf({ facts }: RemoteIndicator): ScotFacts {
  const kept = asObject(facts, "what is known of the indicator");
  return {
    dataset: asText(kept.dataset, "the indicator's data set"),
    measure: asText(kept.measure, "the indicator's measure"),
    ...(typeof kept.lower === "string" ? { lower: kept.lower } : {}),
    ...(typeof kept.upper === "string" ? { upper: kept.upper } : {}),
    ...(typeof kept.unit === "string" ? { unit: kept.unit } : {}),
    dimensions: asList(kept.dimensions, "the indicator's dimensions").map((each) => {
      const dimension = asObject(each, "a dimension");
      const members = asObject(dimension.members, "the members of a dimension");
      return {
        code: asText(dimension.code, "the code of a dimension"),
        uri: asText(dimension.uri, "the address of a dimension"),
        members: Object.fromEntries(
          Object.entries(members).map(([code, uri]) => [code, asText(uri, "the address of a member")]),
        ),
      };
    }),
  };
}

/** What stands after the last slash or hash of an address. */
export function tail(uri: string): string {
  return uri.slice(Math.max(uri.lastIndexOf("/"), uri.lastIndexOf("#")) + 1);
}

/** `vaccinationUptake` → `vaccination-uptake`; gender and sex are one. */
export function dimensionCode(uri: string): string {
  const code = tail(uri)
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return code === "gender" ? "sex" : code;
}

/** The member that stands for all others: `all`, or the one whose name begins with it. Undefined where none or several could be. */
export function totalOf(codes: readonly string[]): string | undefined {
  const plain = codes.find((code) => /^(all|total|sex-T)$/i.test(code));
  if (plain !== undefined) return plain;
  const beginning = codes.filter((code) => /^all-/i.test(code));
  return beginning.length === 1 ? beginning[0] : undefined;
}

/**
 * The period behind an address of reference.data.gov.uk: year, government-year, quarter, government-quarter, month, day and
 * gregorian-interval. Undefined for others (weeks, four-year spans), which the hub has no period for.
 */
export function periodOf(uri: string): PeriodValue | undefined {
  const [kind, ...rest] = (/\/(?:id|doc)\/(.+)$/.exec(uri)?.[1] ?? "").split("/");
  const name = rest.join("/");
  switch (kind) {
    case "year":
      return /^\d{4}$/.test(name) ? readIsoPeriod(`${name}-01-01/P1Y`) : undefined;
    case "government-year":
      return /^\d{4}-\d{4}$/.test(name) ? parsePeriod(name, "FINANCIAL_YEAR") : undefined;
    case "quarter":
      return /^\d{4}-Q[1-4]$/.test(name) ? parsePeriod(name.replace("-", " ")) : undefined;
    case "government-quarter":
      return /^\d{4}-\d{4}\/Q[1-4]$/.test(name) ? parsePeriod(name.replace("/", " "), "FINANCIAL_QUARTER") : undefined;
    case "month":
      return /^\d{4}-\d{2}$/.test(name) ? readIsoPeriod(`${name}-01/P1M`) : undefined;
    case "day":
      return readIsoPeriod(name);
    case "gregorian-instant":
      return readIsoPeriod(name.replace(/T00:00:00$/, ""));
    case "gregorian-interval":
      return readIsoPeriod(name);
    default:
      return undefined;
  }
}

/** How often figures come, by the type of their periods. */
export function frequencyOf(type: PeriodType): Frequency {
  switch (type) {
    case "MONTH":
      return "MONTHLY";
    case "QUARTER":
    case "FINANCIAL_QUARTER":
      return "QUARTERLY";
    case "WEEK":
      return "WEEKLY";
    case "DAY":
      return "DAILY";
    case "SNAPSHOT":
      return "IRREGULAR";
    case "CENSUS_DAY":
      return "DECENNIAL";
    default:
      return "ANNUALLY";
  }
}

/** A unit from its concept: `percent-of-children` → "percent of children", printed with a per cent sign. */
export function unitRecord(concept: string): UnitRecord {
  const label = concept.replace(/-/g, " ");
  return { code: concept, label, ...(/^per ?cent(age)?\b/i.test(label) ? { suffix: "%" } : {}) };
}

/** What kind of number a measure holds, by its own name and its unit's. */
export function valueTypeOf(measure: string, unit: string): ValueType {
  if (/^per-?cent/i.test(unit) || /^percent/i.test(measure)) return "PERCENTAGE";
  if (measure === "rank") return "RANK_VALUE";
  if (measure === "mean") return "MEAN";
  if (measure === "median") return "MEDIAN";
  if (measure === "score") return "SCORE";
  if (/^gbp|^pounds/i.test(unit)) return "CURRENCY";
  return measure === "count" ? "COUNT" : "RATIO";
}
