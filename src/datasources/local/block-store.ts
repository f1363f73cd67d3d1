import { LRUCache } from "lru-cache";
import type { Catalogue } from "../core/ports";
import type { AreaRecord, IndicatorRecord } from "../core/records";
import { BlockReading } from "./block-reading";
import type { SeriesBlock } from "./series-block";
import type { Store } from "./store";

export interface BlockStoreOptions {
  /** Most memory that kept blocks may hold, in bytes; 0 keeps none. */
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

/** What one figure takes in a block, in bytes: its columns with those that are seldom there, measured at 37 to 53 on the starter set. */
const BYTES_A_FIGURE = 48;
/** What the cache counts for a block beside its columns. */
const BLOCK_OVERHEAD = 512;
/** Where the cache is full, an indicator must have been read in part so often before a whole reading of it may push others out. */
const PARTS_BEFORE_WHOLE = 16;
/** No block may push out more than this share of the cache. */
const LARGEST_SHARE = 0.5;

/**
 * Series blocks of a store, kept by indicator and data set version: a load of one data set leaves the blocks of the others in
 * place. What the cache has room for is read whole and kept; what it has no room for is read for the areas asked for and not
 * kept, so that a small cache costs no more than none. Callers at the same time share one reading.
 */
export class BlockStore {
  readonly #store: Store;
  readonly #maxBytes: number;
  readonly #largestBlock: number;
  /** Undefined where nothing is to be kept: the cache itself takes 0 for "no bound". */
  readonly #kept: LRUCache<string, SeriesBlock> | undefined;
  /** The key under which an indicator was kept last, so that a newer version takes its place. */
  readonly #keys = new Map<number, string>();
  readonly #underWay = new Map<string, Promise<SeriesBlock>>();
  /** Bytes that the readings under way are thought to need. */
  #promised = 0;
  readonly #inPart = new Map<number, number>();
  /** What is asked for before the next tick is one reading. */
  #next: BlockReading | undefined;
  #hits = 0;
  #misses = 0;
  #statements = 0;

  constructor(store: Store, options: BlockStoreOptions = {}) {
    this.#store = store;
    this.#maxBytes = options.maxBytes ?? 128 * 1024 * 1024;
    this.#largestBlock = options.largestBlock ?? 250_000;
    if (this.#maxBytes > 0) {
      this.#kept = new LRUCache({
        maxSize: this.#maxBytes,
        sizeCalculation: (block) => block.bytes + BLOCK_OVERHEAD,
      });
    }
  }

  /** For the status page. Counts are since the start. */
  get state(): BlockStoreState {
    return {
      blocks: this.#kept?.size ?? 0,
      bytes: this.#kept?.calculatedSize ?? 0,
      maxBytes: this.#maxBytes,
      hits: this.#hits,
      misses: this.#misses,
      statements: this.#statements,
    };
  }

  /** The block of an indicator, where it is in memory whole. */
  kept(indicator: IndicatorRecord): SeriesBlock | undefined {
    return this.#kept?.get(keyOf(indicator));
  }

  /**
   * A block for each indicator, that holds at least these areas. One statement for all that are to be read whole (more only where
   * their rows are too many for one), one for each chunk of areas for all that are read in part.
   */
  async blocks(
    catalogue: Catalogue,
    indicators: readonly IndicatorRecord[],
    areas: readonly AreaRecord[],
  ): Promise<ReadonlyMap<IndicatorRecord, SeriesBlock>> {
    const blocks = new Map<IndicatorRecord, SeriesBlock>();
    const pending: Promise<void>[] = [];
    for (const indicator of new Set(indicators)) {
      const kept = this.kept(indicator);
      if (kept !== undefined) blocks.set(indicator, kept);
      else
        pending.push(
          this.#coming(catalogue, indicator, areas).then((block) => {
            blocks.set(indicator, block);
          }),
        );
    }
    this.#hits += blocks.size;
    this.#misses += pending.length;
    // All are awaited together, so that one failure does not leave another unheard.
    if (pending.length > 0) await Promise.all(pending);
    return blocks;
  }

  #coming(catalogue: Catalogue, indicator: IndicatorRecord, areas: readonly AreaRecord[]): Promise<SeriesBlock> {
    const underWay = this.#underWay.get(keyOf(indicator));
    if (underWay !== undefined) return underWay;
    if (!this.#isWorthWhole(indicator)) return this.#reading(catalogue).part(indicator, areas);
    const key = keyOf(indicator);
    const size = estimateOf(indicator);
    this.#promised += size;
    const block = this.#reading(catalogue).whole(indicator);
    const done = () => {
      this.#underWay.delete(key);
      this.#promised -= size;
    };
    block.then((made) => {
      done();
      this.#keep(indicator, made);
    }, done);
    this.#underWay.set(key, block);
    return block;
  }

  /** Whether an indicator is read whole and kept: where the cache has room for it, or has missed it often. */
  #isWorthWhole(indicator: IndicatorRecord): boolean {
    if (this.#kept === undefined || figuresOf(indicator) > this.#largestBlock) return false;
    const size = estimateOf(indicator);
    if (size > this.#maxBytes * LARGEST_SHARE) return false;
    if (this.#kept.calculatedSize + this.#promised + size <= this.#maxBytes) return true;
    const times = (this.#inPart.get(indicator.id) ?? 0) + 1;
    this.#inPart.set(indicator.id, times % PARTS_BEFORE_WHOLE);
    return times === PARTS_BEFORE_WHOLE;
  }

  #keep(indicator: IndicatorRecord, block: SeriesBlock): void {
    const key = keyOf(indicator);
    const before = this.#keys.get(indicator.id);
    if (before !== undefined && before !== key) this.#kept?.delete(before);
    this.#keys.set(indicator.id, key);
    this.#kept?.set(key, block);
  }

  /** The reading that the next tick begins. */
  #reading(catalogue: Catalogue): BlockReading {
    if (this.#next !== undefined && this.#next.catalogue === catalogue) return this.#next;
    const reading = new BlockReading(
      this.#store,
      catalogue,
      (begun) => {
        if (this.#next === begun) this.#next = undefined;
      },
      () => {
        this.#statements += 1;
      },
    );
    this.#next = reading;
    return reading;
  }
}

function keyOf(indicator: IndicatorRecord): string {
  const { version, disclosure } = indicator.dataset;
  return disclosure === undefined ? `${indicator.id}:${version}` : `${indicator.id}:${version}:${disclosure.stamp}`;
}

function estimateOf(indicator: IndicatorRecord): number {
  return BYTES_A_FIGURE * figuresOf(indicator) + BLOCK_OVERHEAD;
}

/** Current figures of an indicator, as its coverage tells. */
export function figuresOf(indicator: IndicatorRecord): number {
  return indicator.coverage.reduce((sum, coverage) => sum + (coverage.observationCount ?? 0), 0);
}
