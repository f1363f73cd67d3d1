import type * as v from "../../schema/values/enums";
import { readIsoPeriod } from "../../schema/values/period";
import type * as r from "../core/records";
import type { RemoteDataset, RemoteDimension } from "../core/source";
import { Kept } from "./packed-indicator";
import { RemoteFacts } from "./remote-facts";
import { select } from "./select";
import type { Store } from "./store";

/** What the catalogue links remote indicators to. */
export interface RemoteSurroundings {
  readonly areaTypes: readonly r.AreaTypeRecord[];
  readonly periodsByIso: ReadonlyMap<string, r.PeriodRecord>;
}

/** What the store has of remote indicators beside their rows among the indicators. */
export interface RemoteParts {
  has(id: number): boolean;
  /** Where an indicator's figures come from; undefined for one of the hub's own. */
  factsOf(row: OwnRow, caveats: readonly string[]): RemoteFacts | undefined;
  coverageOf(id: number, periodType: v.PeriodType): readonly r.CoverageRecord[];
  /** Days (yyyy-mm-dd) since when publishers no longer list indicators, by id. */
  readonly goneSince: ReadonlyMap<number, string>;
  /** Indicators that publishers no longer list and nothing refers to: left out of the catalogue. */
  readonly leftOut: ReadonlySet<number>;
  /** Slugs declared the same thing as a slug, directly or through others; never itself. */
  sameAs(slug: string): readonly string[];
}

interface OwnRow {
  readonly id: number;
  readonly dataset_id: number;
  readonly definition: string | null;
}

interface RemoteRow {
  indicator_id: number;
  source: string;
  body: string;
  dimensions_hash: string | null;
  area_types: string;
  earliest: string | null;
  latest: string | null;
  gone_at: string | null;
}

const REMOTE_SQL =
  "SELECT indicator_id, source, body, dimensions_hash, area_types, earliest, latest, gone_at FROM remote_indicator";
const LEFT_OUT_SQL = `SELECT indicator_id FROM remote_indicator WHERE gone_at IS NOT NULL
  AND indicator_id NOT IN (SELECT indicator_id FROM service_indicator)
  AND indicator_id NOT IN (SELECT indicator_id FROM indicator_topic)`;

/** Reads what the store keeps of national services' indicators. Bodies are parsed when asked for. Five statements. */
export async function readRemote(store: Store, { areaTypes, periodsByIso }: RemoteSurroundings): Promise<RemoteParts> {
  const rows = new Map<number, RemoteRow>();
  const goneSince = new Map<number, string>();
  for (const row of await select<RemoteRow>(store, REMOTE_SQL)) {
    rows.set(row.indicator_id, row);
    if (row.gone_at !== null) goneSince.set(row.indicator_id, row.gone_at.slice(0, 10));
  }
  const leftOut = new Set<number>();
  if (goneSince.size > 0) {
    for (const row of await select<{ indicator_id: number }>(store, LEFT_OUT_SQL)) leftOut.add(row.indicator_id);
  }
  const dimensions = new Map<string, Kept<readonly RemoteDimension[]>>();
  for (const row of await select<{ hash: string; body: string }>(store, "SELECT hash, body FROM remote_dimensions"))
    dimensions.set(row.hash, new Kept(row.body));
  const datasets = new Map<number, Kept<RemoteDataset>>();
  const datasetSql = "SELECT dataset_id, body FROM remote_dataset";
  for (const row of await select<{ dataset_id: number; body: string }>(store, datasetSql))
    datasets.set(row.dataset_id, new Kept(row.body));
  const coverage = new SharedCoverage(areaTypes, periodsByIso);
  return {
    has: (id) => rows.has(id),
    factsOf: ({ id, dataset_id, definition }, caveats) => {
      const row = rows.get(id);
      const dataset = datasets.get(dataset_id);
      if (row === undefined) return undefined;
      if (dataset === undefined) throw new Error(`The store lacks what was harvested of data set ${dataset_id}.`);
      return new RemoteFacts(id, row.source, row.body, {
        definition,
        caveats,
        dataset,
        dimensions: dimensions.get(row.dimensions_hash ?? ""),
      });
    },
    coverageOf: (id, periodType) => {
      const row = rows.get(id);
      return row === undefined ? [] : coverage.of(row.area_types, row.earliest, row.latest, periodType);
    },
    goneSince,
    leftOut,
    sameAs: await readEquivalents(store),
  };
}

/** Thousands of indicators reach equally far: equal coverage is one list. */
class SharedCoverage {
  readonly #types: ReadonlyMap<string, r.AreaTypeRecord>;
  readonly #periodsByIso: ReadonlyMap<string, r.PeriodRecord>;
  readonly #lists = new Map<string, readonly r.CoverageRecord[]>();

  constructor(areaTypes: readonly r.AreaTypeRecord[], periodsByIso: ReadonlyMap<string, r.PeriodRecord>) {
    this.#types = new Map(areaTypes.map((type) => [type.code, type]));
    this.#periodsByIso = periodsByIso;
  }

  of(
    kinds: string,
    earliest: string | null,
    latest: string | null,
    periodType: v.PeriodType,
  ): readonly r.CoverageRecord[] {
    const key = `${kinds}|${earliest}|${latest}|${periodType}`;
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const first = this.#period(earliest, periodType);
    const last = this.#period(latest, periodType);
    const span = {
      ...(first === undefined ? {} : { earliest: first }),
      ...(last === undefined ? {} : { latest: last }),
    };
    const list = kinds.split(" ").flatMap((kind) => {
      const areaType = this.#types.get(kind); // a store without areas has no kinds of area yet
      return areaType === undefined ? [] : [{ areaType, ...span }];
    });
    this.#lists.set(key, list);
    return list;
  }

  #period(iso: string | null, periodType: v.PeriodType): r.PeriodRecord | undefined {
    return iso === null ? undefined : (this.#periodsByIso.get(iso) ?? readIsoPeriod(iso, periodType));
  }
}

/** Declared pairs, joined: what is the same as a third thing is the same as each other. One statement. */
async function readEquivalents(store: Store): Promise<(slug: string) => readonly string[]> {
  const groups = new Map<string, Set<string>>();
  const sql = "SELECT slug, same_as FROM indicator_equivalent ORDER BY slug, same_as";
  for (const { slug, same_as } of await select<{ slug: string; same_as: string }>(store, sql)) {
    const joined = groups.get(slug) ?? new Set([slug]);
    for (const other of groups.get(same_as) ?? [same_as]) joined.add(other);
    for (const member of joined) groups.set(member, joined);
  }
  const none: readonly string[] = [];
  return (slug) => {
    const group = groups.get(slug);
    return group === undefined ? none : [...group].filter((other) => other !== slug).sort();
  };
}
