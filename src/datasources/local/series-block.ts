import { MISSING_REASONS, type MissingReason } from "../../schema/values/enums";
import type { Catalogue } from "../core/ports";
import type { BreakdownRecord } from "../core/records";
import type { Extent } from "./block-extents";
import { CatalogueBehind } from "./catalogue-cache";
import { inTime } from "./catalogue-periods";

/** One current row of the table `observation`. */
export interface ObservationRow {
  readonly indicator_id: number;
  readonly area_id: number;
  readonly period_id: number;
  readonly breakdown_id: number;
  readonly release_id: number;
  readonly value: number | null;
  readonly missing: MissingReason | null;
  readonly lower_ci95: number | null;
  readonly upper_ci95: number | null;
  readonly count_value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly status_mask: number;
  readonly note_id: number | null;
}

type NumberColumn = "lower_ci95" | "upper_ci95" | "count_value" | "numerator" | "denominator";
const NO_NOTE = -1;
const NOTHING_MORE: Extent = { breakdownIds: [], periodIds: [] };

/**
 * The current figures of one indicator as columns: a few typed arrays instead of an object a figure. Rows stand by area id, then
 * breakdown code, then time, so that a series is a run of neighbouring rows. Columns that hold nothing are not kept. Ids only:
 * what they mean is looked up in the catalogue of the moment, so that a block outlives catalogues.
 */
export class SeriesBlock {
  readonly length: number;
  /** Memory held, in bytes: the columns, and 52 for each area in the index (48 measured for a Map of small integers). */
  readonly bytes: number;
  /** Breakdowns that the indicator uses, by code. */
  readonly breakdownIds: readonly number[];
  readonly periodIds: readonly number[];
  readonly #area: Int32Array;
  readonly #period: Int32Array;
  readonly #breakdown: Int32Array;
  readonly #release: Int32Array;
  readonly #value: Float64Array;
  readonly #missing: Uint8Array;
  readonly #status: Int32Array;
  readonly #note: Int32Array | undefined;
  readonly #numbers: Readonly<Record<NumberColumn, Float64Array | undefined>>;
  /** Place of each area among the areas of the block. */
  readonly #places = new Map<number, number>();
  /** First row of each area, by place; one more at the end, where the rows end. */
  readonly #starts: Int32Array;

  /**
   * `extent` tells what the whole indicator uses, where `rows` are but a part of it. Throws CatalogueBehind when a row names what
   * the catalogue has not.
   */
  constructor(rows: ObservationRow[], catalogue: Catalogue, extent: Extent = NOTHING_MORE) {
    const order = sortKeys(rows, catalogue, extent);
    rows.sort(
      (a, b) =>
        a.area_id - b.area_id ||
        rankIn(order.breakdowns, a.breakdown_id) - rankIn(order.breakdowns, b.breakdown_id) ||
        rankIn(order.periods, a.period_id) - rankIn(order.periods, b.period_id),
    );
    this.length = rows.length;
    this.breakdownIds = [...order.breakdowns.keys()];
    this.periodIds = [...order.periods.keys()];
    this.#area = Int32Array.from(rows, (row) => row.area_id);
    this.#period = Int32Array.from(rows, (row) => row.period_id);
    this.#breakdown = Int32Array.from(rows, (row) => row.breakdown_id);
    this.#release = Int32Array.from(rows, (row) => row.release_id);
    this.#value = Float64Array.from(rows, (row) => row.value ?? Number.NaN);
    this.#missing = Uint8Array.from(rows, (row) => (row.missing === null ? 0 : 1 + reasonIndex(row.missing)));
    this.#status = Int32Array.from(rows, (row) => row.status_mask);
    const noted = rows.some((row) => row.note_id !== null);
    this.#note = noted ? Int32Array.from(rows, (row) => row.note_id ?? NO_NOTE) : undefined;
    this.#numbers = {
      lower_ci95: column(rows, "lower_ci95"),
      upper_ci95: column(rows, "upper_ci95"),
      count_value: column(rows, "count_value"),
      numerator: column(rows, "numerator"),
      denominator: column(rows, "denominator"),
    };
    const starts: number[] = [];
    for (let row = 0; row < rows.length; row += 1) {
      if (row > 0 && this.#area[row] === this.#area[row - 1]) continue;
      this.#places.set(this.areaId(row), starts.length);
      starts.push(row);
    }
    this.#starts = Int32Array.from([...starts, rows.length]);
    const columns = [
      this.#area,
      this.#period,
      this.#breakdown,
      this.#release,
      this.#value,
      this.#missing,
      this.#status,
      this.#note,
    ];
    const held = [...columns, ...Object.values(this.#numbers)].reduce(
      (sum, array) => sum + (array?.byteLength ?? 0),
      0,
    );
    this.bytes = held + 52 * this.#places.size;
  }

  /** First row of an area, or -1. */
  first(areaId: number): number {
    const place = this.#places.get(areaId);
    return place === undefined ? -1 : (this.#starts[place] as number);
  }

  /** Row after the last of an area; 0 for an area without rows. */
  end(areaId: number): number {
    const place = this.#places.get(areaId);
    return place === undefined ? 0 : (this.#starts[place + 1] as number);
  }

  /** Row of an area, breakdown and period, or -1. The newest are looked at first: they are asked for most. */
  find(areaId: number, breakdownId: number, periodId: number): number {
    const first = this.first(areaId);
    if (first < 0) return -1;
    for (let row = this.end(areaId) - 1; row >= first; row -= 1) {
      if (this.#period[row] === periodId && this.#breakdown[row] === breakdownId) return row;
    }
    return -1;
  }

  areaId(row: number): number {
    return this.#area[row] as number;
  }
  periodId(row: number): number {
    return this.#period[row] as number;
  }
  breakdownId(row: number): number {
    return this.#breakdown[row] as number;
  }
  releaseId(row: number): number {
    return this.#release[row] as number;
  }
  noteId(row: number): number | undefined {
    const id = this.#note?.[row] ?? NO_NOTE;
    return id === NO_NOTE ? undefined : id;
  }
  statusMask(row: number): number {
    return this.#status[row] as number;
  }
  value(row: number): number | null {
    return this.#missing[row] === 0 ? (this.#value[row] as number) : null;
  }
  missing(row: number): MissingReason | null {
    const index = this.#missing[row] as number;
    return index === 0 ? null : (MISSING_REASONS[index - 1] as MissingReason);
  }
  number(name: NumberColumn, row: number): number | null {
    const value = this.#numbers[name]?.[row];
    return value === undefined || Number.isNaN(value) ? null : value;
  }
}

function column(rows: readonly ObservationRow[], name: NumberColumn): Float64Array | undefined {
  if (rows.every((row) => row[name] === null)) return undefined;
  return Float64Array.from(rows, (row) => row[name] ?? Number.NaN);
}

function reasonIndex(reason: MissingReason): number {
  const index = MISSING_REASONS.indexOf(reason);
  if (index < 0) throw new Error(`The store gives a reason that is none: ${reason}.`);
  return index;
}

interface SortKeys {
  readonly breakdowns: ReadonlyMap<number, number>;
  readonly periods: ReadonlyMap<number, number>;
}

/** Places of breakdowns by code and of periods by time; and the proof that the catalogue knows all that the rows name. */
function sortKeys(rows: readonly ObservationRow[], catalogue: Catalogue, extent: Extent): SortKeys {
  const breakdownIds = new Set(extent.breakdownIds);
  const periodIds = new Set(extent.periodIds);
  const releases = new Set<number>();
  const notes = new Set<number>();
  const areas = new Set<number>();
  for (const row of rows) {
    breakdownIds.add(row.breakdown_id);
    periodIds.add(row.period_id);
    releases.add(row.release_id);
    areas.add(row.area_id);
    if (row.note_id !== null) notes.add(row.note_id);
  }
  for (const id of releases) if (catalogue.releaseById(id) === undefined) throw new CatalogueBehind(`release ${id}`);
  for (const id of notes) if (catalogue.noteById(id) === undefined) throw new CatalogueBehind(`note ${id}`);
  for (const id of areas) if (catalogue.areaById(id) === undefined) throw new CatalogueBehind(`area ${id}`);
  const periods = [...periodIds].map((id) => catalogue.periodById(id) ?? behind(`period ${id}`));
  const breakdowns = [...breakdownIds].map((id) => catalogue.breakdownById(id) ?? behind(`breakdown ${id}`));
  const byCode = (a: BreakdownRecord, b: BreakdownRecord) => (a.code < b.code ? -1 : 1);
  return {
    breakdowns: new Map(breakdowns.sort(byCode).map((breakdown, place) => [breakdown.id, place])),
    periods: new Map(periods.sort(inTime).map((period, place) => [period.storeId ?? -1, place])),
  };
}

function behind(what: string): never {
  throw new CatalogueBehind(what);
}

function rankIn(places: ReadonlyMap<number, number>, id: number): number {
  return places.get(id) ?? -1;
}
