import type { AreaTypeCode, ValueType } from "../../../schema/values/enums";
import { asList, asObject, asText, unexpected } from "../../core/decode";
import type { UnitRecord } from "../../core/records";
import type { RemoteDimension, RemoteIndicator } from "../../core/source";
import { CENSUS_AREAS, CENSUS_DAY } from "./census";
import { frequencyOf, GEOGRAPHY, type Option, periodIn, TIME, timesIn } from "./cmd";
import { dimensionCode } from "./questions";

/** A data set with its dimensions and their options, as the service lists them. */
export interface DescribedDataset {
  /** The data set's own entry. */
  readonly entry: Readonly<Record<string, unknown>>;
  readonly dataset: string;
  readonly version: string;
  readonly dimensions: readonly { readonly name: string; readonly options: readonly Option[] }[];
}

/** Dimensions whose options differ in unit, where the data set states no unit of its own: each option is an indicator. */
const UNIT_DIMENSIONS = [
  "measure",
  "measures",
  "unitofmeasure",
  "estimate",
  "growthrate",
  "statistics",
  "prices",
  "valuetype",
];
/** Options that stand for the whole, by id and by label. */
const TOTAL = /^(all|total|totals?-?|persons|all-(ages|persons|causes|categories|people|sexes)|overall-index)$/;

const KINDS: Readonly<Record<string, AreaTypeCode>> = {
  K02: "UK",
  E92: "CTRY",
  W92: "CTRY",
  S92: "CTRY",
  N92: "CTRY",
  E12: "RGN",
  E47: "CAUTH",
  E10: "CTY",
  E11: "MCTY",
  E06: "UA",
  W06: "UA",
  E07: "NMD",
  E08: "MD",
  E09: "LONB",
  S12: "CA",
  N09: "LGD",
  E05: "WD",
  W05: "WD",
  E02: "MSOA",
  W02: "MSOA",
  E01: "LSOA",
  W01: "LSOA",
};

/**
 * The indicators of a data set: one, by the data set's id; or one for each option of the dimension that tells the unit, by
 * `<data set>/<dimension>=<option>`, where the data set states none. None where it has no figures by area and time that the hub can carry.
 * Dimensions besides area and time are breakdowns.
 */
export function indicatorsOfDataset(described: DescribedDataset): readonly RemoteIndicator[] {
  const { entry, dataset, dimensions } = described;
  const find = (name: string) => dimensions.find((dimension) => dimension.name.toLowerCase() === name);
  const [geography, time] = [find(GEOGRAPHY), find(TIME)];
  if (geography === undefined || time === undefined) return [];
  if (!time.options.some((option) => periodIn(option.label) !== undefined)) return [];
  const areaTypes = [...new Set(geography.options.flatMap(({ option }) => KINDS[option.slice(0, 3)] ?? []))];
  if (areaTypes.length === 0) return [];
  const times = timesIn(time.options);
  const [first, last] = [times[0]?.period, times.at(-1)?.period];
  const type = periodIn(times.at(-1)?.label ?? "")?.type ?? "CALENDAR_YEAR";
  const others = dimensions.filter((dimension) => dimension !== geography && dimension !== time);
  const stated = text(entry.unit_of_measure);
  const split =
    stated === undefined ? others.find(({ name }) => UNIT_DIMENSIONS.includes(name.toLowerCase())) : undefined;
  const title = asText(entry.title, "a data set's title").trim();
  const description = text(entry.description);
  const one = (fixed: Option | undefined): RemoteIndicator => {
    const unit = unitOf(stated ?? fixed?.label);
    const name = fixed === undefined ? title : `${title}: ${fixed.label}`;
    return {
      upstreamId: fixed === undefined || split === undefined ? dataset : `${dataset}/${split.name}=${fixed.option}`,
      name,
      ...(description === undefined ? {} : { definition: description }),
      definitionUrl: `https://www.ons.gov.uk/datasets/${dataset}`,
      unit,
      decimalPlaces: unit.code === "number" ? 0 : 1,
      valueType: valueTypeOf(unit),
      frequency: frequencyOf(type),
      periodType: type,
      dimensions: others.filter((other) => other !== split).map(dimensionOf),
      areaTypes,
      ...(first === undefined || last === undefined ? {} : { earliest: first, latest: last }),
      dataset: datasetOf(described, title),
      identifiers: [{ scheme: "ONS_DATASET", value: dataset, url: `https://www.ons.gov.uk/datasets/${dataset}` }],
      facts: {
        family: "cmd",
        dataset,
        areas: geography.options.length,
        ...(fixed === undefined || split === undefined ? {} : { fixed: { [split.name]: fixed.option } }),
      },
    };
  };
  const found = split === undefined ? [one(undefined)] : split.options.map(one);
  return found.filter((indicator) => /^[^\s|]{1,120}$/.test(indicator.upstreamId));
}

function datasetOf({ entry, dataset, version }: DescribedDataset, title: string): RemoteIndicator["dataset"] {
  const quality = entry.qmi === undefined ? undefined : text(asObject(entry.qmi, "a data set's quality report").href);
  const description = text(entry.description);
  return {
    upstreamId: dataset,
    title,
    ...(description === undefined ? {} : { description }),
    ...(entry.national_statistic === true ? { designation: "ACCREDITED_OFFICIAL" as const } : {}),
    homepage: `https://www.ons.gov.uk/datasets/${dataset}`,
    ...(quality === undefined ? {} : { methodologyUrl: quality }),
    version,
  };
}

function dimensionOf({ name, options }: DescribedDataset["dimensions"][number]): RemoteDimension {
  const totals = options.filter(
    ({ option, label }) => TOTAL.test(option.toLowerCase()) || TOTAL.test(dimensionCode(label)),
  );
  const [total, another] = totals;
  return {
    code: dimensionCode(name),
    label: name,
    members: options.map(({ option, label }) => ({
      code: option,
      label,
      ...(another === undefined && total?.option === option ? { isTotal: true } : {}),
    })),
  };
}

function unitOf(said: string | undefined): UnitRecord {
  if (said === undefined) return { code: "number", label: "number" };
  if (/^(%|per ?cent(age)?s?)$/i.test(said) || /\bper ?cent/i.test(said))
    return { code: "percent", label: "percentage", suffix: "%" };
  if (/^(£|pounds?|gbp)$/i.test(said)) return { code: "gbp", label: "pounds sterling", prefix: "£" };
  return { code: dimensionCode(said).slice(0, 40), label: said };
}

function valueTypeOf(unit: UnitRecord): ValueType {
  if (unit.code === "percent") return "PERCENTAGE";
  if (/£|pound/i.test(unit.label)) return "CURRENCY";
  if (/index/i.test(unit.label)) return "INDEX_NUMBER";
  if (/mean|average/i.test(unit.label)) return "MEAN";
  return /median/i.test(unit.label) ? "MEDIAN" : "COUNT";
}

/** What the census counts, by the code of its population type. */
const COUNTED: Readonly<Record<string, UnitRecord>> = {
  HH: { code: "households", label: "households" },
};

/**
 * The indicator of one classification of one population: `census/<population>/<classification>`. Its categories are one dimension, with
 * codes made of their words (female, aged-65-to-69-years) so that they read the same in every source. The census publishes no total
 * beside them.
 */
export function censusIndicator(
  population: { readonly name: string; readonly label: string },
  described: unknown,
  description?: string,
): RemoteIndicator {
  const about = asObject(described, "a classification");
  const classification = asText(about.id, "a classification's id");
  const label = asText(about.label, "a classification's label").replace(/\s*\(\d+ categor(y|ies)\)$/, "");
  const categories = asList(about.categories, "a classification's categories").map((each) => {
    const category = asObject(each, "a category");
    return { option: asText(category.id, "a category's id"), label: asText(category.label, "a category's label") };
  });
  if (categories.length === 0) throw unexpected("a classification has no category");
  const slugs = categories.map((category) => dimensionCode(category.label));
  const readable = new Set(slugs).size === slugs.length && !slugs.includes("");
  const codes = readable ? slugs : categories.map((category) => category.option);
  return {
    upstreamId: `census/${population.name}/${classification}`,
    name: `${population.label}: ${label}`,
    ...(description === undefined || description === "" ? {} : { definition: description }),
    definitionUrl: "https://www.ons.gov.uk/census/census2021dictionary",
    caveats: ["Counts are slightly changed to protect people, so that sums of them may differ from published totals."],
    unit: COUNTED[population.name] ?? { code: "people", label: "people" },
    decimalPlaces: 0,
    valueType: "COUNT",
    frequency: "DECENNIAL",
    periodType: "CENSUS_DAY",
    isAggregatable: true,
    dimensions: [
      {
        code: dimensionCode(classification),
        label,
        members: categories.map((category, place) => ({
          code: codes[place] ?? category.option,
          label: category.label,
        })),
      },
    ],
    areaTypes: CENSUS_AREAS,
    earliest: CENSUS_DAY,
    latest: CENSUS_DAY,
    dataset: {
      upstreamId: `census/${population.name}`,
      title: `Census 2021: ${population.label}`,
      designation: "ACCREDITED_OFFICIAL",
      homepage: "https://www.ons.gov.uk/datasets/create",
      version: "2021",
    },
    facts: {
      family: "census",
      population: population.name,
      classification,
      options: Object.fromEntries(
        categories.map((category, place) => [category.option, codes[place] ?? category.option]),
      ),
    },
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

const USUAL_RESIDENTS = { name: "UR", label: "All usual residents" };

/** Indicators of which ids, units and members are certain: the service's own documentation and tests (2018 to 2024). */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  ...indicatorsOfDataset({
    entry: {
      title: "Consumer Prices Index including owner occupiers' housing costs (CPIH)",
      unit_of_measure: "Index: 2015=100",
      national_statistic: true,
    },
    dataset: "cpih01",
    version: "6",
    dimensions: [
      { name: "geography", options: [{ option: "K02000001", label: "United Kingdom" }] },
      {
        name: "time",
        options: [
          { option: "Jan-88", label: "Jan-88" },
          { option: "Mar-18", label: "Mar-18" },
        ],
      },
      { name: "aggregate", options: [{ option: "cpih1dim1A0", label: "Overall Index" }] },
    ],
  }),
  censusIndicator(USUAL_RESIDENTS, {
    id: "sex",
    label: "Sex (2 categories)",
    categories: [
      { id: "1", label: "Female" },
      { id: "2", label: "Male" },
    ],
  }),
  censusIndicator(USUAL_RESIDENTS, {
    id: "resident_age_7b",
    label: "Age (B) (7 categories)",
    categories: [
      { id: "1", label: "Aged 64 years and under" },
      { id: "2", label: "Aged 65 to 69 years" },
      { id: "3", label: "Aged 70 to 74 years" },
      { id: "4", label: "Aged 75 to 79 years" },
      { id: "5", label: "Aged 80 to 84 years" },
      { id: "6", label: "Aged 85 to 89 years" },
      { id: "7", label: "Aged 90 years and over" },
    ],
  }),
];
