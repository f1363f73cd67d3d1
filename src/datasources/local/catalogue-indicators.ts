import type * as r from "../core/records";
import { type Breakdowns, type BreakdownUse, dimensionsIn, readBreakdownUse } from "./catalogue-breakdowns";
import type { Publications } from "./catalogue-publications";
import type { RemoteParts } from "./catalogue-remote";
import type { Topics } from "./catalogue-topics";
import { byText, known, Lists, required } from "./record-shapes";
import type { RemoteFacts } from "./remote-facts";
import { select } from "./select";
import type { Store } from "./store";

export interface Indicators {
  readonly indicators: readonly r.IndicatorRecord[];
  readonly byId: ReadonlyMap<number, r.IndicatorRecord>;
  /** Filled when services are read. */
  readonly servicesOf: Lists<number, r.ServiceIndicatorRecord>;
  readonly breakdownUse: ReadonlyMap<number, BreakdownUse>;
}

/** What indicators are linked to. */
export interface Surroundings {
  readonly publications: Publications;
  readonly topics: Topics;
  readonly breakdowns: Breakdowns;
  readonly coverage: Lists<number, r.CoverageRecord>;
  readonly earlierUse: ReadonlyMap<number, BreakdownUse>;
  readonly remote: RemoteParts;
}

interface IndicatorRow {
  id: number;
  slug: string;
  dataset_id: number;
  name: string;
  short_name: string | null;
  definition: string | null;
  rationale: string | null;
  caveats: string | null;
  unit_code: string;
  unit_label: string;
  unit_prefix: string | null;
  unit_suffix: string | null;
  unit_multiplier: number | null;
  decimal_places: number;
  polarity: r.IndicatorRecord["polarity"];
  polarity_reason: string;
  value_type: r.IndicatorRecord["valueType"];
  numerator: string | null;
  denominator: string | null;
  frequency: r.IndicatorRecord["frequency"];
  period_type: r.IndicatorRecord["periodType"];
  is_aggregatable: number;
  is_standardised: number;
  has_confidence_intervals: number;
}

const INDICATOR_SQL = `SELECT id, slug, dataset_id, name, short_name, definition, rationale, caveats, unit_code, unit_label, unit_prefix,
  unit_suffix, unit_multiplier, decimal_places, polarity, polarity_reason, value_type, numerator, denominator, frequency, period_type,
  is_aggregatable, is_standardised, has_confidence_intervals FROM indicator ORDER BY slug`;

/** Indicators with their identifiers, topics and dimensions, by slug. Three statements, and one where breakdowns have moved. */
export async function readIndicators(
  store: Store,
  { publications, topics, breakdowns, coverage, earlierUse, remote }: Surroundings,
): Promise<Indicators> {
  const rows = (await select<IndicatorRow>(store, INDICATOR_SQL)).filter((row) => !remote.leftOut.has(row.id));
  const shared = new SharedWords();
  const identifiersOf = await readIdentifiers(store);
  const topicsOf = new Lists<number, r.TopicRecord>();
  const filed = await select<{ indicator_id: number; topic_id: number }>(
    store,
    "SELECT indicator_id, topic_id FROM indicator_topic",
  );
  for (const row of filed) topicsOf.add(row.indicator_id, required(topics.byId, row.topic_id, "topic"));

  const datasetOf = (row: IndicatorRow) => required(publications.datasetsById, row.dataset_id, "data set");
  const breakdownUse = await readBreakdownUse(
    store,
    breakdowns,
    rows.filter((row) => !remote.has(row.id)).map((row) => ({ id: row.id, datasetVersion: datasetOf(row).version })),
    earlierUse,
  );

  const servicesOf = new Lists<number, r.ServiceIndicatorRecord>();
  const byId = new Map<number, r.IndicatorRecord>();
  for (const row of rows) {
    const base = {
      ...ownFacts(row, shared, remote.goneSince.get(row.id)),
      identifiers: identifiersOf.of(row.id),
      topics: topicsOf.of(row.id).sort(byText((topic) => topic.slug)),
      dataset: datasetOf(row),
      services: servicesOf.of(row.id),
      sameAs: remote.sameAs(row.slug),
    };
    const facts = remote.factsOf(row, base.caveats);
    const indicator: r.IndicatorRecord =
      facts === undefined
        ? { ...base, coverage: coverage.of(row.id), dimensions: dimensionsIn(breakdownUse.get(row.id), breakdowns) }
        : remoteRecord(base, facts, remote.coverageOf(row.id, row.period_type));
    byId.set(row.id, indicator);
    publications.indicatorsOf.add(row.dataset_id, indicator);
    for (const topic of indicator.topics) topics.indicatorsOf.add(topic.id, indicator);
  }
  return { indicators: [...byId.values()].sort(byText((indicator) => indicator.slug)), byId, servicesOf, breakdownUse };
}

/** A national service's indicator: its dimensions are read out of what was harvested when they are asked for. */
function remoteRecord(
  base: Omit<r.IndicatorRecord, "coverage" | "dimensions" | "remote">,
  facts: RemoteFacts,
  coverage: readonly r.CoverageRecord[],
): r.IndicatorRecord {
  return {
    ...base,
    coverage,
    remote: facts,
    get dimensions() {
      return facts.dimensions;
    },
  };
}

/** Drivers make a text of its own for every cell; thousands of rows hold the same few words and units, which are kept once. */
class SharedWords {
  readonly #words = new Map<string, string>();
  readonly #units = new Map<string, r.UnitRecord>();

  word<T extends string>(text: T): T {
    const known = this.#words.get(text);
    if (known !== undefined) return known as T;
    this.#words.set(text, text);
    return text;
  }

  unit(row: IndicatorRow): r.UnitRecord {
    const { unit_code: code, unit_label: label, unit_prefix, unit_suffix, unit_multiplier } = row;
    const key = JSON.stringify([code, label, unit_prefix, unit_suffix, unit_multiplier]);
    const unit = this.#units.get(key) ?? {
      code,
      label,
      ...known({ prefix: unit_prefix, suffix: unit_suffix, multiplier: unit_multiplier }),
    };
    this.#units.set(key, unit);
    return unit;
  }
}

type Linked = "coverage" | "identifiers" | "dimensions" | "topics" | "dataset" | "services" | "sameAs";

/** What the indicator's own row says. `unit_multiplier` says what one in the figure stands for. */
function ownFacts(
  row: IndicatorRow,
  shared: SharedWords,
  goneSince: string | undefined,
): Omit<r.IndicatorRecord, Linked> {
  const caveats = row.caveats === null ? [] : row.caveats.split(/\r?\n/).filter((line) => line !== "");
  if (goneSince !== undefined) caveats.push(`Its publisher no longer lists this indicator (seen ${goneSince}).`);
  return {
    nodeType: "Indicator",
    id: row.id,
    key: row.slug,
    slug: row.slug,
    name: row.name,
    ...known({ shortName: row.short_name, definition: row.definition, rationale: row.rationale }),
    ...known({ numerator: row.numerator, denominator: row.denominator }),
    caveats,
    unit: shared.unit(row),
    decimalPlaces: row.decimal_places,
    polarity: shared.word(row.polarity),
    polarityReason: shared.word(row.polarity_reason),
    valueType: shared.word(row.value_type),
    frequency: shared.word(row.frequency),
    periodType: shared.word(row.period_type),
    isAggregatable: row.is_aggregatable === 1,
    isStandardised: row.is_standardised === 1,
    hasConfidenceIntervals: row.has_confidence_intervals === 1,
  };
}

async function readIdentifiers(store: Store) {
  type Identifier = r.IndicatorRecord["identifiers"][number];
  interface Row {
    indicator_id: number;
    scheme: Identifier["scheme"];
    value: string;
    url: string | null;
  }
  const lists = new Lists<number, Identifier>();
  const sql = "SELECT indicator_id, scheme, value, url FROM indicator_identifier ORDER BY indicator_id, scheme, value";
  for (const { indicator_id, ...identifier } of await select<Row>(store, sql))
    lists.add(indicator_id, known(identifier));
  return lists;
}
