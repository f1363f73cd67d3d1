/** The data sets of StatsWales (API v2) as indicators: one for each measure. */
import type { AreaTypeCode, QualityDesignation } from "../../../schema/values/enums";
import { asList, asObject, asText, json } from "../../core/decode";
import { type Answer, faultOf, fetchEach, fetchOne, type Plan, type Result } from "../../core/plan";
import type { CataloguePage, RemoteDataset, RemoteDimension, RemoteIndicator } from "../../core/source";
import { type Column, dimensionCode, type Layout, layoutOf, memberCode, periodOf, readColumns } from "./table";
import * as terms from "./terms";

/** Data sets a page: two calls for each, within 100 calls a minute. */
const PAGE = 20;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Kinds of area by the first three characters of their codes. Others (health boards, economic regions …) have no kind here. */
const KINDS: ReadonlyMap<string, AreaTypeCode> = new Map([
  ["K02", "UK"],
  ["W92", "CTRY"],
  ["W06", "UA"],
  ["W01", "LSOA"],
  ["W02", "MSOA"],
  ["W05", "WD"],
  ["W07", "PCON"],
  ["W15", "PFA"],
]);

const DESIGNATIONS: ReadonlyMap<string, QualityDesignation> = new Map([
  ["accredited", "ACCREDITED_OFFICIAL"],
  ["official", "OFFICIAL"],
  ["in_development", "OFFICIAL_IN_DEVELOPMENT"],
  ["management", "MANAGEMENT_INFORMATION"],
  ["none", "NO_ACCREDITATION"],
]);

/** What the source keeps with each indicator of the new service. */
export interface StatsWalesFacts {
  readonly dataset: string;
  /** The measure in the publisher's words; absent in data sets that list none. */
  readonly measure?: string;
}

/** The facts as they were kept. Throws BAD_SHAPE where they are not this source's. */
export function factsOf({ facts }: RemoteIndicator): StatsWalesFacts {
  const kept = asObject(facts, "what is known of the indicator");
  return {
    dataset: asText(kept.dataset, "the indicator's data set"),
    ...(typeof kept.measure === "string" ? { measure: kept.measure } : {}),
  };
}

/** One page of indicators: the data sets of the list's page that the cursor numbers. */
export function* cataloguePage(cursor: string | undefined): Plan<CataloguePage> {
  const number = cursor === undefined ? 1 : Number(cursor);
  const list = asObject(
    json(
      yield* fetchOne({
        path: "",
        query: { lang: "en-gb", page_number: number, page_size: PAGE },
        accept: "application/json",
      }),
    ),
    "the list of data sets",
  );
  const items = asList(list.data, "the list of data sets").map((item) => asObject(item, "a data set"));
  const live = items.filter(({ archived_at }) => archived_at === null || archived_at === undefined);
  const ids = live.map(({ id }) => asText(id, "the id of a data set").toLowerCase()).filter((id) => UUID.test(id));
  const query = { lang: "en-gb" };
  const results = yield* fetchEach(
    ids.flatMap((id) => [
      { path: id, query, accept: "application/json" },
      { path: `${id}/filters`, query, accept: "application/json" },
    ]),
  );
  const indicators = ids.flatMap((id, place) => {
    const about = bodyOf(results[place * 2]);
    const columns = bodyOf(results[place * 2 + 1]);
    if (about === undefined || columns === undefined) return [];
    try {
      return indicatorsOf(datasetOf(id, json(about)), readColumns(json(columns)));
    } catch (error) {
      if (faultOf(error).code === "BAD_SHAPE") return []; // one odd data set must not end the harvest
      throw error;
    }
  });
  const count = Number(list.count);
  const more = Number.isSafeInteger(count) ? number * PAGE < count : items.length === PAGE;
  return more && items.length > 0 ? { indicators, next: String(number + 1) } : { indicators };
}

/** The answer; undefined for a data set that is gone since the list was made. Throws every other fault: the page is asked for again. */
function bodyOf(result: Result | undefined): Answer | undefined {
  if (result === undefined || (!result.ok && result.fault.code === "REFUSED")) return undefined;
  if (!result.ok) throw result.fault;
  return result.answer;
}

function datasetOf(id: string, body: unknown): RemoteDataset {
  const revision = asObject(asObject(body, "a data set").published_revision, "the revision of a data set");
  const texts = asList(revision.metadata, "the texts of a data set").map((text) =>
    asObject(text, "the texts of a data set"),
  );
  const english = texts.find(({ language }) => /^en/i.test(String(language))) ?? texts[0];
  const day = /^\d{4}-\d{2}-\d{2}/.exec(typeof revision.publish_at === "string" ? revision.publish_at : "")?.[0];
  const designation = DESIGNATIONS.get(String(revision.designation));
  const summary = english?.summary;
  return {
    upstreamId: id,
    title: asText(english?.title, "the title of a data set"),
    ...(typeof summary === "string" && summary !== "" ? { description: summary } : {}),
    ...(designation === undefined ? {} : { designation }),
    homepage: `https://stats.gov.wales/en-GB/${id}`,
    ...(typeof revision.id === "string" ? { version: revision.id } : {}),
    ...(day === undefined ? {} : { publishedAt: day }),
  };
}

/** The indicators of a data set. None where it has no areas, or periods that the hub has no name for. */
export function indicatorsOf(dataset: RemoteDataset, columns: readonly Column[]): readonly RemoteIndicator[] {
  const layout = layoutOf(columns);
  if (layout === undefined) return [];
  const measures = layout.measure?.values ?? [undefined];
  const taken = new Set<string>();
  return measures.map((measure) => {
    const words = measure?.description;
    const plain = words === undefined ? "data" : terms.slug(words);
    const id = plain === "" || taken.has(plain) ? terms.slug(`${plain}-${measure?.reference}`) : plain;
    taken.add(id);
    return describe(dataset, id, words, measures.length, layout);
  });
}

function describe(
  dataset: RemoteDataset,
  id: string,
  measure: string | undefined,
  measures: number,
  { area, time, others }: Layout,
): RemoteIndicator {
  const periods = time.values
    .map((value) => periodOf(value))
    .filter((period) => period !== undefined)
    .sort((a, b) => (a.end < b.end ? -1 : 1));
  const last = periods.at(-1);
  const kinds = area.values.flatMap(({ reference }) => KINDS.get(reference.slice(0, 3)) ?? []);
  const valueType = terms.valueTypeOf(measure ?? dataset.title);
  return {
    upstreamId: `${dataset.upstreamId}/${id}`,
    name: measure === undefined || measures === 1 ? dataset.title : `${dataset.title}: ${measure}`,
    ...(dataset.description === undefined ? {} : { definition: dataset.description }),
    unit: terms.unitOf(measure ?? "number"),
    decimalPlaces: valueType === "COUNT" ? 0 : 1,
    valueType,
    frequency: last === undefined ? "IRREGULAR" : terms.frequencyOf(last.type),
    periodType: last?.type ?? "CALENDAR_YEAR",
    dimensions: others.map(dimensionOf),
    ...(kinds.length === 0 ? {} : { areaTypes: [...new Set(kinds)] }),
    ...(periods[0] === undefined ? {} : { earliest: periods[0].id }),
    ...(last === undefined ? {} : { latest: last.id }),
    dataset,
    identifiers: [{ scheme: "STATSWALES_DATASET", value: dataset.upstreamId }],
    facts: {
      dataset: dataset.upstreamId,
      ...(measure === undefined ? {} : { measure }),
    } satisfies StatsWalesFacts,
  };
}

function dimensionOf(column: Column): RemoteDimension {
  const total = totalOf(column);
  return {
    code: dimensionCode(column),
    label: column.name,
    members: column.values.map(({ reference, description }) => ({
      code: memberCode(reference),
      label: description,
      ...(reference === total ? { isTotal: true } : {}),
    })),
  };
}

/** The value that stands for all others: the one they all stand under, or the only one that is called so. */
function totalOf({ top, values }: Column): string | undefined {
  if (top !== undefined) return top;
  const plain = values.filter(({ description }) =>
    /^(all|total|persons|all persons|all people|both sexes)$/i.test(description),
  );
  const named = plain.length > 0 ? plain : values.filter(({ description }) => /^(all|total)\b/i.test(description));
  return named.length === 1 ? named[0]?.reference : undefined;
}
