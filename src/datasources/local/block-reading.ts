import { chunks } from "../core/packing";
import type { Catalogue } from "../core/ports";
import type { AreaRecord, IndicatorRecord } from "../core/records";
import { extentsOf } from "./block-extents";
import { shownRows, withheldOf } from "./protected-figures";
import { idList, select } from "./select";
import { type ObservationRow, SeriesBlock } from "./series-block";
import type { Store } from "./store";

/** Most rows that one statement fetches: rows are objects while they are on their way. */
const ROWS_AT_ONCE = 300_000;
/** Most areas in one IN list; each is one short range of the clustered key. */
const AREAS_AT_ONCE = 5_000;

/** What a block is made of, in the table `observation`. */
export const COLUMNS =
  "indicator_id, area_id, period_id, breakdown_id, release_id, value, missing, lower_ci95, upper_ci95, count_value, numerator, denominator, status_mask, note_id";

type Blocks = ReadonlyMap<IndicatorRecord, SeriesBlock>;

/** One reading of blocks: it gathers what is asked for until the next tick, then reads it all. */
export class BlockReading {
  readonly catalogue: Catalogue;
  readonly #store: Store;
  readonly #counted: () => void;
  readonly #whole = new Set<IndicatorRecord>();
  readonly #parts = new Set<IndicatorRecord>();
  readonly #areas = new Set<AreaRecord>();
  readonly #read: Promise<Blocks>;

  /** `begins` is called when nothing more is taken in, `counted` before each statement. */
  constructor(store: Store, catalogue: Catalogue, begins: (reading: BlockReading) => void, counted: () => void) {
    this.#store = store;
    this.catalogue = catalogue;
    this.#counted = counted;
    this.#read = Promise.resolve().then(() => {
      begins(this);
      return this.#run();
    });
  }

  /** All current figures of an indicator. */
  whole(indicator: IndicatorRecord): Promise<SeriesBlock> {
    this.#whole.add(indicator);
    return this.#block(indicator);
  }

  /** Those of some areas, and perhaps of more: all that are read in part share their areas. */
  part(indicator: IndicatorRecord, areas: readonly AreaRecord[]): Promise<SeriesBlock> {
    this.#parts.add(indicator);
    for (const area of areas) this.#areas.add(area);
    return this.#block(indicator);
  }

  async #block(indicator: IndicatorRecord): Promise<SeriesBlock> {
    const block = (await this.#read).get(indicator);
    if (block === undefined) throw new Error("A reading left out an indicator that it was asked for.");
    return block;
  }

  async #run(): Promise<Blocks> {
    const readings: Promise<Blocks>[] = batches([...this.#whole]).map((batch) => this.#rows(batch, undefined));
    if (this.#parts.size > 0) readings.push(this.#rows([...this.#parts], codesOf(this.#areas)));
    return new Map((await Promise.all(readings)).flatMap((blocks) => [...blocks]));
  }

  async #rows(indicators: readonly IndicatorRecord[], areaIds: readonly number[] | undefined): Promise<Blocks> {
    const rowsOf = new Map<number, ObservationRow[]>(indicators.map((indicator) => [indicator.id, []]));
    const chosen = `indicator_id IN (${idList(indicators.map((indicator) => indicator.id))})`;
    const ranges = areaIds === undefined ? [""] : areaRanges(areaIds);
    for (const range of ranges) {
      const sql = `SELECT ${COLUMNS} FROM observation WHERE ${chosen}${range} AND superseded_at IS NULL`;
      this.#counted();
      for (const row of await select<ObservationRow>(this.#store, sql)) rowsOf.get(row.indicator_id)?.push(row);
    }
    // A part alone cannot tell which breakdowns and periods the whole has, and answers may not depend on what is kept.
    const extents = areaIds === undefined ? undefined : await extentsOf(this.#store, indicators, this.#counted);
    const withheld = await withheldOf(this.#store, this.catalogue, indicators);
    return new Map(
      indicators.map((indicator) => {
        const rows = shownRows(indicator, rowsOf.get(indicator.id) ?? [], withheld);
        return [indicator, new SeriesBlock(rows, this.catalogue, extents?.get(indicator))];
      }),
    );
  }
}

/** Indicators in as few batches as their rows allow. */
function batches(indicators: readonly IndicatorRecord[]): readonly IndicatorRecord[][] {
  const made: IndicatorRecord[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const indicator of indicators) {
    const more = indicator.coverage.reduce((sum, coverage) => sum + (coverage.observationCount ?? 0), 0);
    rows += more;
    if (rows > ROWS_AT_ONCE) {
      made.push([]);
      rows = more;
    }
    made.at(-1)?.push(indicator);
  }
  return made;
}

/** Ids of areas and of the other codes of their ground. */
export function codesOf(areas: Iterable<AreaRecord>): readonly number[] {
  return [...new Set([...areas].flatMap((area) => [area.id, ...area.sameGround.map((other) => other.id)]))];
}

/** Areas as conditions of statements: few enough in each for one IN list. */
export function areaRanges(ids: readonly number[]): readonly string[] {
  return chunks(ids, AREAS_AT_ONCE).map((some) => ` AND area_id IN (${idList(some)})`);
}
