import { readIsoPeriod } from "../../schema/values/period";
import { AbsentObservation, whyAbsent } from "../core/absence";
import { chooseBreakdowns } from "../core/breakdown-choice";
import { checkPeriods, choosePeriods } from "../core/period-choice";
import type { Catalogue, ObservationReader, ObservationSelection, PeriodSelection } from "../core/ports";
import type * as r from "../core/records";
import { BlockObservation } from "./block-observation";
import { BlockStore, type BlockStoreOptions, type BlockStoreState } from "./block-store";
import { inTime } from "./catalogue-periods";
import type { SeriesBlock } from "./series-block";
import { areaRows, runsByBreakdown } from "./series-rows";
import type { Store } from "./store";

/** Reads figures from series blocks. Throws CatalogueBehind when the store has moved past the catalogue given. */
export class LocalObservations implements ObservationReader {
  readonly #blocks: BlockStore;

  constructor(store: Store, options: BlockStoreOptions = {}) {
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
    const blocks = await this.#blocks.blocks(catalogue, selection.indicators, selection.areas);
    const readings = selection.indicators.flatMap((indicator) => {
      const block = blocks.get(indicator);
      return block === undefined ? [] : [new Reading(catalogue, indicator, block, selection)];
    });
    const records: r.ObservationRecord[] = [];
    for (const area of selection.areas) for (const reading of readings) reading.add(area, records);
    return records;
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
    new Reading(catalogue, indicator, block, selection).add(area, records);
    return records.find((record) => record.key === key);
  }
}

/** One indicator's part of a reading. */
class Reading {
  readonly #catalogue: Catalogue;
  readonly #indicator: r.IndicatorRecord;
  readonly #block: SeriesBlock;
  readonly #period: PeriodSelection;
  readonly #latestOnly: number | undefined;
  readonly #breakdownIds: ReadonlySet<number>;
  readonly #lacking: readonly string[];
  #fallback: r.PeriodRecord | undefined;

  constructor(catalogue: Catalogue, indicator: r.IndicatorRecord, block: SeriesBlock, selection: ObservationSelection) {
    this.#catalogue = catalogue;
    this.#indicator = indicator;
    this.#block = block;
    this.#period = selection.period;
    const { latest, on, from, to, ids, type } = selection.period;
    const anyTime =
      on === undefined && from === undefined && to === undefined && ids === undefined && type === undefined;
    this.#latestOnly = anyTime ? (latest ?? 1) : undefined;
    const inUse = block.breakdownIds.flatMap((id) => catalogue.breakdownById(id) ?? []);
    this.#breakdownIds = new Set(chooseBreakdowns(inUse, selection.breakdown).map((breakdown) => breakdown.id));
    this.#lacking = this.#breakdownIds.size > 0 ? [] : selection.breakdown.map((filter) => filter.dimension);
  }

  /** Adds what answers for one area: the figures chosen, by breakdown and time, or one explained absence. */
  add(area: r.AreaRecord, records: r.ObservationRecord[]): void {
    const before = records.length;
    if (this.#latestOnly === 1 && area.sameGround.length === 0) this.#addNewest(area, records);
    else this.#addChosen(area, records);
    if (records.length === before) records.push(this.#absence(area));
  }

  /** The newest figure of each breakdown: where the next row is of another breakdown. No list of rows is made. */
  #addNewest(area: r.AreaRecord, records: r.ObservationRecord[]): void {
    const block = this.#block;
    const end = block.end(area.id);
    if (end === 0) return;
    const first = block.breakdownIds.length === 1 ? end - 1 : block.first(area.id);
    for (let row = first; row < end; row += 1) {
      const breakdown = block.breakdownId(row);
      if (row + 1 < end && block.breakdownId(row + 1) === breakdown) continue;
      if (this.#breakdownIds.has(breakdown))
        records.push(new BlockObservation(this.#catalogue, this.#indicator, area, block, row));
    }
  }

  #addChosen(area: r.AreaRecord, records: r.ObservationRecord[]): void {
    for (const run of runsByBreakdown(this.#block, areaRows(this.#block, area))) {
      if (!this.#breakdownIds.has(this.#block.breakdownId(run[0] as number))) continue;
      for (const row of this.#choose(run)) {
        records.push(new BlockObservation(this.#catalogue, this.#indicator, area, this.#block, row));
      }
    }
  }

  #choose(run: readonly number[]): readonly number[] {
    if (this.#latestOnly !== undefined) return run.slice(-this.#latestOnly);
    const periods = run.map((row) => this.#catalogue.periodById(this.#block.periodId(row)) as r.PeriodRecord);
    return choosePeriods(periods, this.#period).map((place) => run[place] as number);
  }

  #absence(area: r.AreaRecord): r.ObservationRecord {
    this.#fallback ??= this.#absentPeriod();
    const asked = { indicator: this.#indicator, area };
    const none = this.#catalogue.breakdownById(0) ?? { id: 0, code: "", members: [] };
    const why = whyAbsent(asked, this.#fallback);
    if (why.missing !== "NOT_AVAILABLE" || this.#lacking.length === 0)
      return new AbsentObservation(asked, this.#fallback, none, why);
    const note = `The figures of this indicator are not broken down as asked (${this.#lacking.join(", ")}).`;
    return new AbsentObservation(asked, this.#fallback, none, { missing: "NOT_AVAILABLE", note });
  }

  /** The indicator's own newest period that fits the request; where none does, the time that was asked for. */
  #absentPeriod(): r.PeriodRecord {
    const { ids, on, from, to } = this.#period;
    const known = new Set(this.#block.periodIds.flatMap((id) => this.#catalogue.periodById(id) ?? []));
    for (const { earliest, latest } of this.#indicator.coverage) {
      for (const period of [earliest, latest]) if (period !== undefined) known.add(period);
    }
    const periods = [...known].sort(inTime);
    const fitting = choosePeriods(periods, this.#period).at(-1);
    if (fitting !== undefined) return periods[fitting] as r.PeriodRecord;
    const asked = ids?.[0] ?? on ?? to ?? from ?? this.#catalogue.today();
    const period = this.#catalogue.periodByIso(asked) ?? readIsoPeriod(asked);
    if (period === undefined) throw new Error("A checked period could not be read.");
    return period;
  }
}
