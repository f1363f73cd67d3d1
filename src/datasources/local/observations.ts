import { readIsoPeriod } from "../../schema/values/period";
import { asKnown } from "../core/as-known";
import { checkPeriods } from "../core/period-choice";
import type { Catalogue, ObservationReader, ObservationSelection } from "../core/ports";
import type * as r from "../core/records";
import { BlockObservation } from "./block-observation";
import { BlockStore, type BlockStoreOptions, type BlockStoreState } from "./block-store";
import { figureForms } from "./figure-forms";
import { hasMovedSince, pastBlocks } from "./past-figures";
import type { SeriesBlock } from "./series-block";
import { SeriesReading } from "./series-reading";
import { areaRows } from "./series-rows";
import type { Store } from "./store";

/** Reads figures from series blocks. Throws CatalogueBehind when the store has moved past the catalogue given. */
export class LocalObservations implements ObservationReader {
  readonly #store: Store;
  readonly #blocks: BlockStore;

  constructor(store: Store, options: BlockStoreOptions = {}) {
    this.#store = store;
    this.#blocks = new BlockStore(store, options);
  }

  /** Memory, hits and statements, for the status page. */
  get state(): BlockStoreState {
    return this.#blocks.state;
  }

  /** Blocks themselves, for what works on many figures at once without making a record of each (comparisons). */
  blocks(catalogue: Catalogue, indicators: readonly r.IndicatorRecord[], areas: readonly r.AreaRecord[]) {
    return this.#blocks.blocks(catalogue, indicators, areas);
  }

  /** The block of an indicator where it is in memory; the same that `blocks` would give. */
  keptBlock(indicator: r.IndicatorRecord): SeriesBlock | undefined {
    return this.#blocks.kept(indicator);
  }

  async read(catalogue: Catalogue, selection: ObservationSelection): Promise<readonly r.ObservationRecord[]> {
    checkPeriods(selection.period);
    const asOf = selection.options?.asOf;
    const readings =
      asOf === undefined
        ? await this.#readings(catalogue, selection.indicators, selection)
        : await this.#readingsAsOf(catalogue, selection, asOf);
    const records: r.ObservationRecord[] = [];
    for (const area of selection.areas) for (const reading of readings) reading.add(area, records);
    return asOf === undefined ? records : records.map((record) => asKnown(record, asOf));
  }

  async #readings(
    catalogue: Catalogue,
    indicators: readonly r.IndicatorRecord[],
    selection: ObservationSelection,
  ): Promise<readonly SeriesReading[]> {
    const blocks = await this.#blocks.blocks(catalogue, indicators, selection.areas);
    return indicators.flatMap((indicator) => {
      const block = blocks.get(indicator);
      return block === undefined ? [] : [new SeriesReading(catalogue, indicator, block, selection)];
    });
  }

  /** What has not moved since stands in the blocks of today; the rest is read from the table as it stood. */
  async #readingsAsOf(
    catalogue: Catalogue,
    selection: ObservationSelection,
    asOf: string,
  ): Promise<readonly SeriesReading[]> {
    const { indicators, areas } = selection;
    const moved = indicators.filter((indicator) => hasMovedSince(indicator.dataset, asOf));
    const [past, now] = await Promise.all([
      pastBlocks(this.#store, catalogue, moved, areas, asOf),
      this.#blocks.blocks(
        catalogue,
        indicators.filter((indicator) => !moved.includes(indicator)),
        areas,
      ),
    ]);
    return indicators.flatMap((indicator) => {
      const then = past.get(indicator);
      if (then !== undefined) return [new SeriesReading(catalogue, indicator, then.block, selection, then.past)];
      const block = now.get(indicator);
      const standing = { reach: indicator.coverage, day: asOf.slice(0, 10) };
      return block === undefined ? [] : [new SeriesReading(catalogue, indicator, block, selection, standing)];
    });
  }

  /** Every form that these figures had. */
  forms(catalogue: Catalogue, observations: readonly r.ObservationRecord[]) {
    return figureForms(this.#store, catalogue, observations);
  }

  /** Every figure of the series that an observation belongs to (same indicator, area and breakdown), in time order. */
  async series(catalogue: Catalogue, observation: r.ObservationRecord): Promise<readonly r.ObservationRecord[]> {
    const { indicator, area, breakdownOf } = observation;
    const block = (await this.#blocks.blocks(catalogue, [indicator], [area])).get(indicator);
    if (block === undefined) return [];
    return areaRows(block, area)
      .filter((row) => block.breakdownId(row) === breakdownOf.id)
      .map((row) => new BlockObservation(catalogue, indicator, area, block, row));
  }

  /**
   * The observation of a key (`<indicator slug>|<area code>|<period id>|<breakdown code>`): the figure, or the explained absence
   * that `read` answers with. Undefined when the key names an indicator, area, period or breakdown that does not exist.
   */
  async observationByKey(catalogue: Catalogue, key: string): Promise<r.ObservationRecord | undefined> {
    const [slug, code, periodId, ...rest] = key.split("|");
    if (slug === undefined || code === undefined || periodId === undefined || rest.length === 0) return undefined;
    const indicator = catalogue.indicatorBySlug(slug);
    const area = catalogue.areaByCode(code);
    if (indicator === undefined || area === undefined || readIsoPeriod(periodId)?.id !== periodId) return undefined;
    const breakdown = rest.join("|");
    const block = (await this.#blocks.blocks(catalogue, [indicator], [area])).get(indicator);
    if (block === undefined) return undefined;
    const row = areaRows(block, area).find(
      (at) =>
        catalogue.periodById(block.periodId(at))?.id === periodId &&
        catalogue.breakdownById(block.breakdownId(at))?.code === breakdown,
    );
    if (row !== undefined) return new BlockObservation(catalogue, indicator, area, block, row);
    if (breakdown !== "") return undefined;
    const records: r.ObservationRecord[] = [];
    const selection = { indicators: [indicator], areas: [area], period: { ids: [periodId] }, breakdown: [] };
    new SeriesReading(catalogue, indicator, block, selection).add(area, records);
    return records.find((record) => record.key === key);
  }
}
