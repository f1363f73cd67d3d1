import { LRUCache } from "lru-cache";
import type { Catalogue } from "../core/ports";
import type { AreaRecord, IndicatorRecord } from "../core/records";
import { idList, select } from "./select";
import { type ObservationRow, SeriesBlock } from "./series-block";
import type { Store } from "./store";

export interface BlockStoreOptions {
  /** Most memory that kept blocks may hold, in bytes. */
  readonly maxBytes?: number;
  /** Indicators of more current figures than this are read for the areas asked for and never kept. */
  readonly largestBlock?: number;
}

export interface BlockStoreState {
  readonly blocks: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly statements: number;
}

/** Most rows that one statement fetches: rows are objects while they are on their way. */
const ROWS_AT_ONCE = 300_000;
/** Most areas in one IN list; each is one short range of the clustered key. */
const AREAS_AT_ONCE = 5_000;

const COLUMNS =
  "indicator_id, area_id, period_id, breakdown_id, release_id, value, missing, lower_ci95, upper_ci95, count_value, numerator, denominator, status_mask, note_id";

/**
 * Series blocks of a store, kept by indicator and data set version: a load of one data set leaves the blocks of the others in
 * place, and blocks of a version that has passed fall out as the least used. Callers at the same time share one reading.
 */
export class BlockStore {
  readonly #store: Store;
  readonly #largestBlock: number;
  readonly #kept: LRUCache<string, SeriesBlock>;
  readonly #underWay = new Map<string, Promise<SeriesBlock>>();
  #hits = 0;
  #misses = 0;
  #statements = 0;

  constructor(store: Store, options: BlockStoreOptions = {}) {
    this.#store = store;
    this.#largestBlock = options.largestBlock ?? 250_000;
    this.#kept = new LRUCache({
      maxSize: options.maxBytes ?? 128 * 1024 * 1024,
      sizeCalculation: (block) => block.bytes + 512,
    });
  }

  /** For the status page. Counts are since the start. */
  get state(): BlockStoreState {
    return {
      blocks: this.#kept.size,
      bytes: this.#kept.calculatedSize,
      maxBytes: this.#kept.maxSize,
      hits: this.#hits,
      misses: this.#misses,
      statements: this.#statements,
    };
  }

  /**
   * A block for each indicator. One statement for all that are neither kept nor on their way (more only where their rows are too
   * many for one), and one for each chunk of areas for all large indicators, whose blocks hold these areas alone.
   */
  async blocks(
    catalogue: Catalogue,
    indicators: readonly IndicatorRecord[],
    areas: readonly AreaRecord[],
  ): Promise<ReadonlyMap<IndicatorRecord, SeriesBlock>> {
    const pending = new Map<IndicatorRecord, Promise<SeriesBlock> | SeriesBlock>();
    const wanted: IndicatorRecord[] = [];
    const large: IndicatorRecord[] = [];
    for (const indicator of new Set(indicators)) {
      if (figuresOf(indicator) > this.#largestBlock) {
        large.push(indicator);
        continue;
      }
      const found = this.#kept.get(keyOf(indicator)) ?? this.#underWay.get(keyOf(indicator));
      if (found === undefined) wanted.push(indicator);
      else pending.set(indicator, found);
    }
    this.#hits += pending.size;
    this.#misses += wanted.length + large.length;
    for (const batch of batches(wanted)) {
      const reading = this.#read(catalogue, batch, undefined);
      for (const indicator of batch) pending.set(indicator, this.#share(indicator, reading));
    }
    const restricted = large.length === 0 ? undefined : await this.#read(catalogue, large, codesOf(areas));
    const blocks = new Map<IndicatorRecord, SeriesBlock>(restricted);
    // All are awaited together, so that one failure does not leave another unheard.
    const arrived = await Promise.all(
      [...pending].map(async ([indicator, block]) => [indicator, await block] as const),
    );
    for (const [indicator, block] of arrived) blocks.set(indicator, block);
    return blocks;
  }

  #share(
    indicator: IndicatorRecord,
    reading: Promise<ReadonlyMap<IndicatorRecord, SeriesBlock>>,
  ): Promise<SeriesBlock> {
    const key = keyOf(indicator);
    const block = reading.then((read) => {
      const made = read.get(indicator);
      if (made === undefined) throw new Error("A reading left out an indicator that it was asked for.");
      this.#kept.set(key, made);
      return made;
    });
    const done = () => this.#underWay.delete(key);
    block.then(done, done);
    this.#underWay.set(key, block);
    return block;
  }

  async #read(
    catalogue: Catalogue,
    indicators: readonly IndicatorRecord[],
    areaIds: readonly number[] | undefined,
  ): Promise<ReadonlyMap<IndicatorRecord, SeriesBlock>> {
    const rowsOf = new Map<number, ObservationRow[]>(indicators.map((indicator) => [indicator.id, []]));
    const chosen = `indicator_id IN (${idList(indicators.map((indicator) => indicator.id))})`;
    const ranges = areaIds === undefined ? [""] : chunks(areaIds).map((ids) => ` AND area_id IN (${idList(ids)})`);
    for (const range of ranges) {
      const sql = `SELECT ${COLUMNS} FROM observation WHERE ${chosen}${range} AND superseded_at IS NULL`;
      this.#statements += 1;
      for (const row of await select<ObservationRow>(this.#store, sql)) rowsOf.get(row.indicator_id)?.push(row);
    }
    return new Map(
      indicators.map((indicator) => [indicator, new SeriesBlock(rowsOf.get(indicator.id) ?? [], catalogue)]),
    );
  }
}

function keyOf(indicator: IndicatorRecord): string {
  return `${indicator.id}:${indicator.dataset.version}`;
}

/** Current figures of an indicator, as its coverage tells. */
function figuresOf(indicator: IndicatorRecord): number {
  return indicator.coverage.reduce((sum, coverage) => sum + coverage.observationCount, 0);
}

/** Indicators in as few batches as their rows allow. */
function batches(indicators: readonly IndicatorRecord[]): readonly IndicatorRecord[][] {
  const made: IndicatorRecord[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const indicator of indicators) {
    rows += figuresOf(indicator);
    if (rows > ROWS_AT_ONCE) {
      made.push([]);
      rows = figuresOf(indicator);
    }
    made.at(-1)?.push(indicator);
  }
  return made;
}

/** Ids of areas and of the other codes of their ground. */
function codesOf(areas: readonly AreaRecord[]): readonly number[] {
  return [...new Set(areas.flatMap((area) => [area.id, ...area.sameGround.map((other) => other.id)]))];
}

function chunks(ids: readonly number[]): readonly (readonly number[])[] {
  const made: (readonly number[])[] = [];
  for (let from = 0; from < ids.length; from += AREAS_AT_ONCE) made.push(ids.slice(from, from + AREAS_AT_ONCE));
  return made;
}
