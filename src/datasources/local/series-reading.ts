import { readIsoPeriod } from "../../schema/values/period";
import { AbsentObservation, whyAbsent } from "../core/absence";
import { chooseBreakdowns } from "../core/breakdown-choice";
import { choosePeriods } from "../core/period-choice";
import type { Catalogue, ObservationSelection, PeriodSelection } from "../core/ports";
import type * as r from "../core/records";
import { BlockObservation } from "./block-observation";
import { inTime } from "./catalogue-periods";
import type { SeriesBlock } from "./series-block";
import { areaRows, runsByBreakdown } from "./series-rows";

/** What was known at an earlier instant, beside the figures. */
export interface PastKnowledge {
  /** Kinds of area that the indicator had figures for. */
  readonly reach: readonly Pick<r.CoverageRecord, "areaType">[];
  /** yyyy-mm-dd of the instant. */
  readonly day: string;
}

const NOTHING_THEN = { missing: "NOT_AVAILABLE", note: "The hub held no figure of this indicator then." } as const;

/** One indicator's part of a reading: chooses what answers for each area from a block. */
export class SeriesReading {
  readonly #catalogue: Catalogue;
  readonly #indicator: r.IndicatorRecord;
  readonly #block: SeriesBlock;
  readonly #period: PeriodSelection;
  readonly #latestOnly: number | undefined;
  readonly #breakdownIds: ReadonlySet<number>;
  readonly #lacking: readonly string[];
  readonly #past: PastKnowledge | undefined;
  #fallback: r.PeriodRecord | undefined;

  /** `past` where the block is of an earlier instant. */
  constructor(
    catalogue: Catalogue,
    indicator: r.IndicatorRecord,
    block: SeriesBlock,
    selection: ObservationSelection,
    past?: PastKnowledge,
  ) {
    this.#past = past;
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
    const why = this.#past?.reach.length === 0 ? NOTHING_THEN : whyAbsent(asked, this.#fallback, this.#past?.reach);
    if (why.missing !== "NOT_AVAILABLE" || this.#lacking.length === 0)
      return new AbsentObservation(asked, this.#fallback, none, why);
    const note = `The figures of this indicator are not broken down as asked (${this.#lacking.join(", ")}).`;
    return new AbsentObservation(asked, this.#fallback, none, { missing: "NOT_AVAILABLE", note });
  }

  /** The indicator's own newest period that fits the request; where none does, the time that was asked for. */
  #absentPeriod(): r.PeriodRecord {
    const { ids, on, from, to } = this.#period;
    const known = new Set(this.#block.periodIds.flatMap((id) => this.#catalogue.periodById(id) ?? []));
    for (const { earliest, latest } of this.#past === undefined ? this.#indicator.coverage : []) {
      for (const period of [earliest, latest]) if (period !== undefined) known.add(period);
    }
    const periods = [...known].sort(inTime);
    const fitting = choosePeriods(periods, this.#period).at(-1);
    if (fitting !== undefined) return periods[fitting] as r.PeriodRecord;
    const asked = ids?.[0] ?? on ?? to ?? from ?? this.#past?.day ?? this.#catalogue.today();
    const period = this.#catalogue.periodByIso(asked) ?? readIsoPeriod(asked);
    if (period === undefined) throw new Error("A checked period could not be read.");
    return period;
  }
}
