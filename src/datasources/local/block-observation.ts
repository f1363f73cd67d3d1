import { observationKey } from "../core/observation-key";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import { withheldNote } from "./protected-figures";
import type { SeriesBlock } from "./series-block";

const NO_NOTES: readonly string[] = [];

/** One figure in a block, answering from its columns. Five fields and a row number: making one costs next to nothing. */
export class BlockObservation implements r.ObservationRecord {
  readonly nodeType = "Observation" as const;
  readonly indicator: r.IndicatorRecord;
  readonly area: r.AreaRecord;
  readonly publishedFor?: r.AreaRecord;
  readonly period: r.PeriodRecord;
  readonly value: number | null;
  readonly #catalogue: Catalogue;
  readonly #block: SeriesBlock;
  readonly #row: number;

  constructor(catalogue: Catalogue, indicator: r.IndicatorRecord, area: r.AreaRecord, block: SeriesBlock, row: number) {
    this.indicator = indicator;
    this.area = area;
    this.period = catalogue.periodById(block.periodId(row)) as r.PeriodRecord; // a block is of what the catalogue knows
    this.value = block.value(row);
    this.#catalogue = catalogue;
    this.#block = block;
    this.#row = row;
    const publisher = block.areaId(row);
    if (publisher !== area.id) {
      const other = catalogue.areaById(publisher);
      if (other !== undefined) this.publishedFor = other;
    }
  }

  get key(): string {
    return observationKey(this.indicator, this.area, this.period.id, this.breakdownOf.code);
  }
  get breakdownOf(): r.BreakdownRecord {
    return this.#catalogue.breakdownById(this.#block.breakdownId(this.#row)) as r.BreakdownRecord;
  }
  get missing(): r.ObservationRecord["missing"] {
    return this.#block.missing(this.#row);
  }
  get lowerCI95(): number | null {
    return this.#block.number("lower_ci95", this.#row);
  }
  get upperCI95(): number | null {
    return this.#block.number("upper_ci95", this.#row);
  }
  get count(): number | null {
    return this.#block.number("count_value", this.#row);
  }
  get numerator(): number | null {
    return this.#block.number("numerator", this.#row);
  }
  get denominator(): number | null {
    return this.#block.number("denominator", this.#row);
  }
  get statusMask(): number {
    return this.#block.statusMask(this.#row);
  }
  get notes(): readonly string[] {
    const id = this.#block.noteId(this.#row);
    const note = id === undefined ? this.#withheldNote() : this.#catalogue.noteById(id);
    return note === undefined ? NO_NOTES : [note];
  }
  #withheldNote(): string | undefined {
    const { disclosure } = this.indicator.dataset;
    return disclosure !== undefined && this.missing === "CONFIDENTIAL" ? withheldNote(disclosure) : undefined;
  }
  get release(): r.ReleaseRecord {
    return this.#catalogue.releaseById(this.#block.releaseId(this.#row)) as r.ReleaseRecord;
  }
}
