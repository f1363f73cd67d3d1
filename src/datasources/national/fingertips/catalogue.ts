import type * as v from "../../../schema/values/enums";
import { asObject, asText, json, unexpected } from "../../core/decode";
import { fetchOne, type Plan } from "../../core/plan";
import type { UnitRecord } from "../../core/records";
import type { CataloguePage, RemoteDataset, RemoteIndicator } from "../../core/source";
import { type AreaType, areaTypes, availability, type Level } from "./areas";
import { DIMENSIONS, type FingertipsFacts } from "./members";

/** Indicators of one page: Fingertips takes 100 a call. */
const PAGE = 100;

const KINDS: Readonly<Record<Level, readonly v.AreaTypeCode[]>> = {
  england: ["CTRY"],
  region: ["RGN"],
  upper: ["UTLA"],
  lower: ["LTLA"],
  icb: ["ICB"],
  "sub-icb": ["SICBL"],
};

/** One page of indicators, in the order of their numbers. The cursor is the number to go on after. */
export function* cataloguePage(cursor: string | undefined): Plan<CataloguePage> {
  const types = yield* areaTypes();
  const available = yield* availability();
  const ids = Object.keys(available)
    .map(Number)
    .sort((a, b) => a - b);
  const after = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(after) || after < 0) throw unexpected("the place to go on from is not known");
  const rest = ids.filter((id) => id > after);
  const page = rest.slice(0, PAGE);
  const last = page.at(-1);
  if (last === undefined) return { indicators: [], total: ids.length };
  const answer = yield* fetchOne({
    path: "indicator_metadata/by_indicator_id",
    query: { indicator_ids: page.join(","), include_definition: "yes" },
    accept: "application/json",
  });
  const metadata = asObject(json(answer), "the metadata");
  const indicators = page.flatMap((id) => {
    const entry = metadata[id];
    if (entry === undefined) return []; // listed, but not in any profile that is live
    return indicatorOf(id, asObject(entry, "an indicator"), types, available[id] ?? []);
  });
  if (indicators.length === 0 && Object.keys(metadata).length === 0) throw unexpected("it has none of the indicators");
  return { indicators, total: ids.length, ...(rest.length > PAGE ? { next: String(last) } : {}) };
}

/** One indicator by its metadata; none where its kind of value or of year is none that the hub has, or nothing of it is for areas. */
function indicatorOf(
  id: number,
  metadata: Readonly<Record<string, unknown>>,
  types: readonly AreaType[],
  available: readonly number[],
): readonly RemoteIndicator[] {
  if (metadata.IID !== id) throw unexpected("an indicator has another number");
  const words = asObject(metadata.Descriptive, "an indicator's words");
  const name = asText(words.Name, "an indicator's name").trim().replace(/\s+/g, " ");
  const unit = unitNamed(String(nested(metadata.Unit, "Label") ?? ""));
  const valueType = valueTypeNamed(String(nested(metadata.ValueType, "Name") ?? ""), unit);
  const yearType = nested(metadata.YearType, "Id");
  const levels = [...new Set(types.filter((type) => available.includes(type.id)).map((type) => type.level))];
  if (valueType === undefined || typeof yearType !== "number" || levels.length === 0) return [];
  const timing = TIMINGS.get(yearType);
  if (timing === undefined) return [];
  const text = (key: string) => {
    const found = words[key];
    return typeof found === "string" && found.trim() !== "" ? found.trim() : undefined;
  };
  const definition = text("Definition");
  const caveats = text("Caveats");
  const polarity = polarityOf(metadata);
  const numerator = text("CountDefinition");
  const denominator = text("DenominatorDefinition");
  return [
    fingertipsIndicator({
      id,
      name,
      ...(definition === undefined ? {} : { definition }),
      ...(caveats === undefined ? {} : { caveats: [caveats] }),
      ...(numerator === undefined ? {} : { numerator }),
      ...(denominator === undefined ? {} : { denominator }),
      ...(polarity === undefined ? {} : { polarity }),
      unit,
      valueType,
      areaTypes: levels.flatMap((level) => KINDS[level]),
      yearType,
      ...changedOn(metadata),
    }),
  ];
}

function nested(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

type Known = Pick<RemoteIndicator, "name" | "unit" | "valueType"> &
  Partial<Pick<RemoteIndicator, "definition" | "caveats" | "numerator" | "denominator" | "polarity" | "areaTypes">> &
  Partial<Pick<RemoteDataset, "version" | "publishedAt">> & { readonly id: number; readonly yearType: number };

function fingertipsIndicator({ id, yearType, version, publishedAt, ...rest }: Known): RemoteIndicator {
  const timing = TIMINGS.get(yearType) ?? { frequency: "ANNUALLY", periodType: "CALENDAR_YEAR" };
  const url = `https://fingertips.phe.org.uk/search/${id}`;
  const facts: FingertipsFacts = { yearType };
  return {
    ...rest,
    ...timing,
    upstreamId: String(id),
    definitionUrl: url,
    decimalPlaces: rest.valueType === "COUNT" ? 0 : 1,
    ...(/STANDARDISED/.test(rest.valueType) ? { isStandardised: true } : {}),
    hasConfidenceIntervals: rest.valueType !== "COUNT",
    dimensions: DIMENSIONS,
    dataset: {
      upstreamId: String(id),
      title: rest.name,
      homepage: url,
      ...(version === undefined ? {} : { version }),
      ...(publishedAt === undefined ? {} : { publishedAt }),
    },
    identifiers: [{ scheme: "FINGERTIPS_INDICATOR", value: String(id), url }],
    facts: { ...facts },
  };
}

function changedOn(metadata: Readonly<Record<string, unknown>>): Pick<Known, "version" | "publishedAt"> {
  const said = [metadata.LatestChangeTimestampOverride, nested(metadata.DataChange, "LastUploadedAt")].find(
    (each) => typeof each === "string" && /^\d{4}-\d{2}-\d{2}/.test(each),
  );
  return typeof said === "string" ? { version: said, publishedAt: said.slice(0, 10) } : {};
}

/** Polarity by Fingertips' numbers (server source of 2020-01), where an indicator's own metadata has one. */
const POLARITIES: ReadonlyMap<unknown, v.Polarity> = new Map<unknown, v.Polarity>([
  [-1, "NOT_APPLICABLE"],
  [0, "LOW_IS_GOOD"],
  [1, "HIGH_IS_GOOD"],
  [99, "NO_JUDGEMENT"],
]);

function polarityOf(metadata: Readonly<Record<string, unknown>>): v.Polarity | undefined {
  return POLARITIES.get(metadata.PolarityId ?? nested(metadata.Polarity, "Id"));
}

type Timing = Pick<RemoteIndicator, "frequency" | "periodType">;
const yearly = (periodType: v.PeriodType): Timing => ({ frequency: "ANNUALLY", periodType });

/** By the number of the kind of year: calendar, financial, academic; rolling by quarter or month; August, March and July years. */
const TIMINGS: ReadonlyMap<number, Timing> = new Map<number, Timing>([
  [1, yearly("CALENDAR_YEAR")],
  [2, yearly("FINANCIAL_YEAR")],
  [3, yearly("ACADEMIC_YEAR")],
  [4, { frequency: "QUARTERLY", periodType: "YEAR_ENDING" }],
  [5, { frequency: "QUARTERLY", periodType: "YEAR_ENDING" }],
  [6, { frequency: "MONTHLY", periodType: "YEAR_ENDING" }],
  [8, yearly("YEAR_ENDING")],
  [9, yearly("YEAR_ENDING")],
  [13, yearly("YEAR_ENDING")],
]);

const VALUE_TYPES: readonly (readonly [RegExp, v.ValueType])[] = [
  [/^directly (age[- ])?standardised/i, "DIRECTLY_STANDARDISED_RATE"],
  [/^indirectly (age[- ])?standardised/i, "INDIRECTLY_STANDARDISED_RATIO"],
  [/^crude rate/i, "CRUDE_RATE"],
  [/^proportion/i, "PROPORTION"],
  [/^count/i, "COUNT"],
  [/^life expectancy/i, "LIFE_EXPECTANCY"],
  [/^median/i, "MEDIAN"],
  [/^(mean|average)/i, "MEAN"],
  [/^ratio/i, "RATIO"],
  [/^score/i, "SCORE"],
];

function valueTypeNamed(name: string, unit: UnitRecord): v.ValueType | undefined {
  const found = VALUE_TYPES.find(([pattern]) => pattern.test(name.trim()))?.[1];
  return found === "PROPORTION" && unit.code === "percent" ? "PERCENTAGE" : found;
}

/** "%", "per 100,000", "Years", "£"; a blank is a plain number. */
function unitNamed(label: string): UnitRecord {
  const text = label.trim();
  if (text === "%") return { code: "percent", label: "percentage", suffix: "%" };
  if (text === "" || text === "-") return { code: "number", label: "number" };
  if (/^years?$/i.test(text)) return { code: "years", label: "years", suffix: " years" };
  if (text === "£") return { code: "gbp", label: "pounds sterling", prefix: "£" };
  const per = /^per ([\d,]+)$/i.exec(text);
  if (per?.[1] !== undefined) {
    return { code: `per-${per[1].replaceAll(",", "")}`, label: `per ${per[1]}`, suffix: ` per ${per[1]}` };
  }
  const code = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return { code: code === "" ? "other" : code, label: text };
}

/**
 * Indicators that are in the graph before any harvest. The units of 93356 and 90284 follow from their recorded values, counts and
 * denominators (2020-12 and 2025-07); 90366 is as its metadata named it in 2026-08.
 */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  fingertipsIndicator({
    id: 90366,
    name: "Life expectancy at birth",
    unit: unitNamed("Years"),
    valueType: "LIFE_EXPECTANCY",
    yearType: 1,
  }),
  fingertipsIndicator({
    id: 90284,
    name: "Hospital admissions caused by unintentional and deliberate injuries in children (aged 0 to 14 years)",
    unit: unitNamed("per 10,000"),
    valueType: "CRUDE_RATE",
    yearType: 2,
  }),
  fingertipsIndicator({
    id: 93356,
    name: "Campylobacter incidence rate/100,000",
    unit: unitNamed("per 100,000"),
    valueType: "CRUDE_RATE",
    yearType: 1,
  }),
];
