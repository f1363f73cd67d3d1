import type { Additive, ProtectedCell } from "../../statistics/disclosure";
import { withholding } from "../../statistics/disclosure-cells";
import type { Catalogue } from "../core/ports";
import type { DatasetRecord } from "../core/records";
import { type PlacedCount, wholesOf } from "./disclosure-wholes";
import type { ObservationRow } from "./series-block";

/** What of a row of the table `observation` can tell a count. */
export type CountedRow = Pick<
  ObservationRow,
  | "indicator_id"
  | "area_id"
  | "period_id"
  | "breakdown_id"
  | "release_id"
  | "value"
  | "missing"
  | "count_value"
  | "numerator"
  | "denominator"
>;

interface Cell extends ProtectedCell, PlacedCount {}

/**
 * The places of the rows of a data set that a minimum count withholds. Every number of a row that counts something is a cell: what it is
 * about, its denominator, its count; and who is outside of a rate (denominator less numerator) is one that no figure shows. Yields often.
 */
export function* withheldPlaces(
  catalogue: Catalogue,
  { indicators }: DatasetRecord,
  rows: readonly CountedRow[],
  minimumCount: number,
): Generator<undefined, ReadonlySet<number>> {
  const types = new Map(indicators.map((indicator) => [indicator.id, indicator.valueType]));
  const cells: ProtectedCell[] = [];
  const counts: Cell[] = [];
  const wholes: Additive[] = [];
  /** Cells of one indicator that are of one kind may add up. */
  const columns = new Map<string, number[]>();
  const add = (row: CountedRow, column: string, cell: ProtectedCell): number => {
    const place = cells.push(cell) - 1;
    counts.push({ ...cell, areaId: row.area_id, periodId: row.period_id, breakdownId: row.breakdown_id });
    const key = `${row.indicator_id} ${column}`;
    const own = columns.get(key);
    if (own === undefined) columns.set(key, [place]);
    else own.push(place);
    return place;
  };
  for (const [figure, row] of rows.entries()) {
    if (figure % 500 === 0) yield;
    const isCount = types.get(row.indicator_id) === "COUNT";
    const amount = row.value === null ? null : isCount ? row.value : (row.numerator ?? row.count_value);
    // A figure whose count is not known cannot be held against the rule: it is not shown.
    const secret = row.missing === "CONFIDENTIAL" || (row.value !== null && amount === null);
    const place = add(row, "own", { amount, secret, figure });
    const told = new Set([amount, null]);
    for (const column of ["numerator", "count_value", "denominator"] as const) {
      const other = row[column];
      if (told.has(other)) continue;
      told.add(other);
      const beside = add(row, column, { amount: other, secret: false, figure, beside: true });
      const outside = column === "denominator" && !isCount && amount !== null ? (other ?? 0) - amount : 0;
      // Who is outside of a rate is as few as the numerator of its opposite.
      if (outside > 0 && outside < 2 * minimumCount) {
        cells.push({ amount: outside, secret: false, figure: null });
        const rest = counts.push({ ...(counts[beside] as Cell), amount: null }) - 1;
        wholes.push({ whole: beside, parts: [place, rest] });
      }
    }
  }
  for (const places of columns.values()) {
    const found = yield* wholesOf(
      catalogue,
      places.map((place) => counts[place] as Cell),
      minimumCount - 1,
    );
    const made = found.made.map((amount) => cells.push({ amount, secret: false, figure: null }) - 1);
    const at = (place: number) => places[place] ?? made[place - places.length] ?? -1;
    for (const { whole, parts } of found.wholes) {
      wholes.push({ whole: at(whole), parts: parts.map(at) });
      yield;
    }
  }
  yield* sameNumbers(cells, counts, wholes);
  return yield* withholding(cells, wholes, minimumCount);
}

/** A count, the numerator of a rate and its denominator may be one number told twice: of one area, period and breakdown, and equal. */
function* sameNumbers(
  cells: readonly ProtectedCell[],
  counts: readonly PlacedCount[],
  wholes: Additive[],
): Generator<undefined, void> {
  const first = new Map<string, number>();
  for (const [place, { areaId, periodId, breakdownId, amount }] of counts.entries()) {
    if (place % 500 === 0) yield;
    if (amount === null || amount === 0) continue;
    const key = `${areaId} ${periodId} ${breakdownId} ${amount}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, place);
    else if (cells[other]?.figure !== cells[place]?.figure) wholes.push({ whole: other, parts: [place] });
  }
}
