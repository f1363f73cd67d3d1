/** The data sets of statistics.gov.scot as indicators: one for each measure that is no confidence limit. */
import type { AreaTypeCode } from "../../../schema/values/enums";
import type { PeriodValue } from "../../../schema/values/period";
import { type CsvRow, unexpected } from "../../core/decode";
import { grouped } from "../../core/packing";
import { type Answer, fetchAll, fetchOne, lookup, type Plan } from "../../core/plan";
import { type CataloguePage, type RemoteDataset, type RemoteIndicator, SourceFault } from "../../core/source";
import { iri, isTooMuch, rowsOf, sparql, textIn } from "./asking";
import * as terms from "./terms";

const DAY = 86_400_000;
/** Data sets a page: three questions for all of them, small enough to be answered in seconds. */
const PAGE = 10;
const CONFIDENCE_LIMIT = /^95-(lower|upper)-confidence-limit(?:-(.+))?$/;
const PREFIXES = [
  `PREFIX qb: <${terms.QB}>`,
  "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
  "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
  "PREFIX dcterms: <http://purl.org/dc/terms/>",
].join("\n");

/** Kinds of area by the first three characters of their codes. Others (health boards, travel-to-work areas …) have no kind here. */
const KINDS: ReadonlyMap<string, AreaTypeCode> = new Map([
  ["S92", "CTRY"],
  ["S12", "CA"],
  ["S01", "DATA_ZONE"],
  ["S02", "MSOA"],
  ["S13", "WD"],
  ["S14", "PCON"],
]);

/** One page of indicators, from after the data set that the cursor names. */
export function* cataloguePage(cursor: string | undefined): Plan<CataloguePage> {
  const all = yield* lookup("data sets", DAY, readDatasets);
  const left = all.filter(({ slug }) => cursor === undefined || slug > cursor);
  const page = left.slice(0, PAGE);
  if (page.length === 0) return { indicators: [] };
  const slugs = page.map(({ slug }) => slug);
  const [structure, kinds] = yield* fetchAll([structureOf(slugs), kindsOf(slugs)]);
  const members = grouped(
    rows(structure, ["dataset", "dimension", "member"]).map(readMember),
    (member) => member.dataset,
  );
  const areaTypes = grouped(rows(kinds, ["dataset", "kind"]), (row) => terms.tail(textIn(row, "dataset")));
  const measures = slugs.flatMap((slug) => measuresOf(members.get(slug) ?? []).map((measure) => ({ slug, measure })));
  const units = yield* readUnits(measures);
  const indicators = page.flatMap((dataset) => {
    const types = (areaTypes.get(dataset.slug) ?? []).flatMap((row) => KINDS.get(textIn(row, "kind")) ?? []);
    return indicatorsOf(dataset, members.get(dataset.slug) ?? [], units, [...new Set(types)]);
  });
  const last = slugs.at(-1);
  return left.length > page.length && last !== undefined ? { indicators, next: last } : { indicators };
}

interface Dataset {
  readonly slug: string;
  readonly title: string;
  readonly modified?: string;
}

function* readDatasets(): Plan<readonly Dataset[]> {
  const answer = yield* fetchOne(
    sparql(
      `${PREFIXES}
SELECT DISTINCT ?URI ?Name ?Publisher ?Modified WHERE {
?URI a qb:DataSet ; rdfs:label ?Name .
OPTIONAL { ?URI dcterms:publisher ?p . ?p rdfs:label ?Publisher }
OPTIONAL { ?URI dcterms:modified ?Modified }
}`,
    ),
  );
  const bySlug = new Map<string, Dataset>();
  for (const row of rows(answer, ["URI", "Name"])) {
    const uri = textIn(row, "URI");
    const slug = uri.slice(terms.DATASET.length);
    // A slug is part of an upstream id: no space, no bar, at most 120 characters with the measure.
    if (!uri.startsWith(terms.DATASET) || !/^[A-Za-z0-9._-]{1,90}$/.test(slug) || bySlug.has(slug)) continue;
    const modified = /^\d{4}-\d{2}-\d{2}/.exec(row.Modified ?? "")?.[0];
    bySlug.set(slug, { slug, title: textIn(row, "Name"), ...(modified === undefined ? {} : { modified }) });
  }
  if (bySlug.size === 0) throw unexpected("it lists no data sets");
  return [...bySlug.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/** Every dimension but the areas, with its members. */
function structureOf(slugs: readonly string[]) {
  return sparql(`${PREFIXES}
SELECT DISTINCT ?dataset ?dimension ?dimensionLabel ?member ?label WHERE {
VALUES ?dataset { ${slugs.map((slug) => iri(terms.DATASET + slug)).join(" ")} }
?dataset qb:structure/qb:component ?c . ?c qb:dimension ?dimension ; qb:codeList ?list . ?list skos:member ?member .
FILTER(?dimension != ${iri(terms.REF_AREA)})
OPTIONAL { ?member rdfs:label ?label }
OPTIONAL { ?dimension rdfs:label ?dimensionLabel }
}`);
}

/** The beginnings of the codes of the areas that each data set has. */
function kindsOf(slugs: readonly string[]) {
  return sparql(`${PREFIXES}
SELECT DISTINCT ?dataset ?kind WHERE {
VALUES ?dataset { ${slugs.map((slug) => iri(terms.DATASET + slug)).join(" ")} }
?dataset qb:structure/qb:component ?c . ?c qb:dimension ${iri(terms.REF_AREA)} ; qb:codeList ?list . ?list skos:member ?area .
BIND(SUBSTR(STRAFTER(STR(?area), "statistical-geography/"), 1, 3) AS ?kind)
}`);
}

/** The unit of one observation of each measure; asking for all of them reads whole data sets, which the service gives up on. */
function* readUnits(
  measures: readonly { readonly slug: string; readonly measure: string }[],
): Plan<ReadonlyMap<string, string>> {
  if (measures.length === 0) return new Map();
  const parts = measures.map(({ slug, measure }) => {
    const dataset = iri(terms.DATASET + slug);
    const type = iri(terms.MEASURE + measure);
    return `{ SELECT (${dataset} AS ?dataset) (${type} AS ?measureType) ?unit WHERE { ?o qb:dataSet ${dataset} ; qb:measureType ${type} ; ${iri(terms.UNIT_MEASURE)} ?unit } LIMIT 1 }`;
  });
  const answer = yield* fetchOne(
    sparql(`${PREFIXES}\nSELECT ?dataset ?measureType ?unit WHERE { ${parts.join(" UNION ")} }`),
  );
  return new Map(
    rows(answer, ["dataset", "measureType", "unit"]).map((row) => [
      `${terms.tail(textIn(row, "dataset"))} ${terms.tail(textIn(row, "measureType"))}`,
      terms.tail(textIn(row, "unit")),
    ]),
  );
}

function rows(answer: Answer | undefined, columns: readonly string[]): readonly CsvRow[] {
  if (answer === undefined) throw unexpected("a part of it is missing");
  if (isTooMuch(answer))
    throw new SourceFault("TOO_LARGE", "statistics.gov.scot has a list that is too long to send at once.");
  if (answer.status >= 400) throw new SourceFault("REFUSED", "statistics.gov.scot could not read the question.");
  return rowsOf(answer, columns);
}

interface Member {
  readonly dataset: string;
  readonly dimension: string;
  readonly dimensionLabel: string;
  readonly member: string;
  readonly label: string;
}

function readMember(row: CsvRow): Member {
  const dimension = textIn(row, "dimension");
  const member = textIn(row, "member");
  return {
    dataset: terms.tail(textIn(row, "dataset")),
    dimension,
    dimensionLabel: labelIn(row.dimensionLabel, dimension),
    member,
    label: labelIn(row.label, member),
  };
}

function labelIn(text: string | undefined, uri: string): string {
  return text === undefined || text === "" ? terms.tail(uri) : text;
}

/** The measures of a data set that hold figures: its confidence limits left out. */
function measuresOf(members: readonly Member[]): readonly string[] {
  const names = members
    .filter(({ dimension }) => dimension === terms.MEASURE_TYPE)
    .map(({ member }) => terms.tail(member));
  return [...new Set(names)].filter((name) => !CONFIDENCE_LIMIT.test(name) && /^[A-Za-z0-9._-]{1,28}$/.test(name));
}

function indicatorsOf(
  dataset: Dataset,
  members: readonly Member[],
  units: ReadonlyMap<string, string>,
  areaTypes: readonly AreaTypeCode[],
): readonly RemoteIndicator[] {
  const periods = members
    .filter(({ dimension }) => dimension === terms.REF_PERIOD)
    .map(({ member }) => terms.periodOf(member));
  const known = periods.filter((period) => period !== undefined).sort((a, b) => (a.end < b.end ? -1 : 1));
  // Periods that the hub has no name for (weeks, four years) cannot be told apart in an answer: such data sets are left out whole.
  if (known.length === 0 || known.length < periods.length) return [];
  const measures = measuresOf(members);
  const limits = new Set(members.map(({ member }) => terms.tail(member)).filter((name) => CONFIDENCE_LIMIT.test(name)));
  return measures.flatMap((measure) => {
    const unit = units.get(`${dataset.slug} ${measure}`);
    if (unit === undefined) return []; // a measure without one observation
    return [
      describe({
        dataset,
        measure,
        measures,
        unit,
        dimensions: dimensionsOf(members),
        periods: known,
        areaTypes,
        lower: limitOf(limits, measures, measure, "lower"),
        upper: limitOf(limits, measures, measure, "upper"),
      }),
    ];
  });
}

/** The measure with the 95 % limits of another: that of its name, or the unnamed one where there is one measure only. */
function limitOf(limits: ReadonlySet<string>, measures: readonly string[], measure: string, side: string) {
  const named = `95-${side}-confidence-limit-${measure}`;
  if (limits.has(named)) return named;
  const plain = `95-${side}-confidence-limit`;
  return limits.has(plain) && measures.length === 1 ? plain : undefined;
}

interface Dimension extends terms.ScotDimension {
  readonly label: string;
  readonly labels: Readonly<Record<string, string>>;
}

function dimensionsOf(members: readonly Member[]): readonly Dimension[] {
  const own = members.filter(({ dimension }) => dimension !== terms.MEASURE_TYPE && dimension !== terms.REF_PERIOD);
  return [...grouped(own, ({ dimension }) => dimension)]
    .map(([uri, list]) => ({
      code: terms.dimensionCode(uri),
      uri,
      label: list[0]?.dimensionLabel ?? terms.tail(uri),
      members: Object.fromEntries(list.map(({ member }) => [terms.tail(member), member])),
      labels: Object.fromEntries(list.map(({ member, label }) => [terms.tail(member), label])),
    }))
    .sort((a, b) => (a.uri < b.uri ? -1 : 1));
}

interface Described {
  readonly dataset: Dataset;
  readonly measure: string;
  /** Every measure of the data set: with one, the indicator has its name. */
  readonly measures: readonly string[];
  readonly unit: string;
  readonly dimensions: readonly Dimension[];
  /** By end, ascending. */
  readonly periods: readonly PeriodValue[];
  readonly areaTypes: readonly AreaTypeCode[];
  readonly lower?: string | undefined;
  readonly upper?: string | undefined;
}

function describe({
  dataset,
  measure,
  measures,
  unit,
  dimensions,
  periods,
  areaTypes,
  lower,
  upper,
}: Described): RemoteIndicator {
  const valueType = terms.valueTypeOf(measure, unit);
  const [first, last] = [periods[0], periods.at(-1)];
  const record = terms.unitRecord(unit);
  return {
    upstreamId: `${dataset.slug}/${measure}`,
    name: measures.length === 1 ? dataset.title : `${dataset.title} (${record.label})`,
    unit: record,
    decimalPlaces: valueType === "COUNT" ? 0 : valueType === "PERCENTAGE" ? 1 : 2,
    valueType,
    frequency: last === undefined ? "IRREGULAR" : terms.frequencyOf(last.type),
    periodType: last?.type ?? "CALENDAR_YEAR",
    ...(lower !== undefined && upper !== undefined ? { hasConfidenceIntervals: true } : {}),
    dimensions: dimensions.map(({ code, label, labels }) => {
      const total = terms.totalOf(Object.keys(labels));
      return {
        code,
        label,
        members: Object.entries(labels).map(([member, name]) => ({
          code: member,
          label: name,
          ...(member === total ? { isTotal: true } : {}),
        })),
      };
    }),
    ...(areaTypes.length === 0 ? {} : { areaTypes }),
    ...(first === undefined ? {} : { earliest: first.id }),
    ...(last === undefined ? {} : { latest: last.id }),
    dataset: datasetRecord(dataset),
    facts: {
      dataset: dataset.slug,
      measure,
      ...(lower === undefined ? {} : { lower }),
      ...(upper === undefined ? {} : { upper }),
      unit,
      dimensions: dimensions.map(({ code, uri, members }) => ({ code, uri, members })),
    } satisfies terms.ScotFacts,
  };
}

function datasetRecord({ slug, title, modified }: Dataset): RemoteDataset {
  return {
    upstreamId: slug,
    title,
    designation: "OFFICIAL",
    homepage: terms.DATASET.replace("http:", "https:") + slug,
    ...(modified === undefined ? {} : { version: modified, publishedAt: modified }),
  };
}

const HOUSEHOLDS: Dataset = { slug: "average-household-size", title: "Average Household Size" };
const IMMUNISATION: Dataset = { slug: "6-in-1-immunisation", title: "6-in-1 Immunisation" };
const UPTAKE: readonly Dimension[] = [
  {
    code: "vaccination-uptake",
    uri: "http://statistics.gov.scot/def/dimension/vaccinationUptake",
    label: "Vaccination Uptake",
    members: {
      "vaccinated-by-24-months": "http://statistics.gov.scot/def/concept/vaccination-uptake/vaccinated-by-24-months",
      "number-in-24-month-cohort":
        "http://statistics.gov.scot/def/concept/vaccination-uptake/number-in-24-month-cohort",
    },
    labels: {
      "vaccinated-by-24-months": "Vaccinated by 24 months",
      "number-in-24-month-cohort": "Number in 24 month cohort",
    },
  },
];

const YEARS = [terms.periodOf("http://reference.data.gov.uk/id/year/2018")].filter((year) => year !== undefined);

/** Seen in recordings of 2020-03: ids, units, dimensions and members. How far they go now is for the catalogue to say. */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  describe({
    dataset: HOUSEHOLDS,
    measure: "ratio",
    measures: ["ratio"],
    unit: "people-per-household",
    dimensions: [],
    periods: YEARS,
    areaTypes: ["CTRY", "CA"],
  }),
  ...(["count", "ratio"] as const).map((measure) =>
    describe({
      dataset: IMMUNISATION,
      measure,
      measures: ["count", "ratio"],
      unit: measure === "count" ? "children" : "percent-of-children",
      dimensions: UPTAKE,
      periods: YEARS,
      areaTypes: ["CA"],
    }),
  ),
].map(({ earliest: _earliest, latest: _latest, ...indicator }) => indicator);
