import { MISSING_REASONS, type MissingReason } from "../../schema/values/enums";
import type { Catalogue } from "../core/ports";
import type { BreakdownRecord } from "../core/records";
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

/**
 * The current figures of one indicator as columns: a few typed arrays instead of an object a figure. Rows stand by area id, then
 * breakdown code, then time, so that a series is a run of neighbouring rows. Columns that hold nothing are not kept. Ids only:
 * what they mean is looked up in the catalogue of the moment, so that a block outlives catalogues.
 */
export class SeriesBlock {
  readonly length: number;
  /** Memory held, in bytes: the columns, and 48 for each area in the index (measured for a Map of small integers). */
  readonly bytes: number;
  /** Breakdowns in use, by code. */
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
  /** First row of each area; the area's rows end where the area id changes. */
  readonly #firstRow = new Map<number, number>();

  /** Throws CatalogueBehind when a row names what the catalogue has not. */
  constructor(rows: ObservationRow[], catalogue: Catalogue) {
    const order = sortKeys(rows, catalogue);
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
    for (let row = rows.length - 1; row >= 0; row -= 1) this.#firstRow.set(this.areaId(row), row);
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
    this.bytes = held + 48 * this.#firstRow.size;
  }

  /** First row of an area, or -1. */
  first(areaId: number): number {
    return this.#firstRow.get(areaId) ?? -1;
  }

  /** Row after the last of the area that the row `from` belongs to. */
  endOfArea(from: number): number {
    const area = this.#area[from];
    let row = from + 1;
    while (row < this.length && this.#area[row] === area) row += 1;
    return row;
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
function sortKeys(rows: readonly ObservationRow[], catalogue: Catalogue): SortKeys {
  const breakdownIds = new Set<number>();
  const periodIds = new Set<number>();
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
