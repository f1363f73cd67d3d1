import type { AreaRecord } from "../core/records";
import type { SeriesBlock } from "./series-block";

/**
 * The rows of an area's ground in a block, by breakdown and time. Rows under the ground's other codes are among them, except
 * where the area's own code, or a nearer one, has the same breakdown and period.
 */
export function areaRows(block: SeriesBlock, area: AreaRecord): readonly number[] {
  const rows = rowsOfCode(block, area.id);
  if (area.sameGround.length === 0) return rows;
  let merged = rows;
  for (const other of area.sameGround) {
    const more = rowsOfCode(block, other.id);
    if (more.length > 0) merged = merged.length === 0 ? more : merge(block, merged, more);
  }
  return merged;
}

/** The row of an area's ground for one breakdown and period, the nearest code first; -1 where there is none. */
export function areaRow(block: SeriesBlock, area: AreaRecord, breakdownId: number, periodId: number): number {
  const own = block.find(area.id, breakdownId, periodId);
  if (own >= 0 || area.sameGround.length === 0) return own;
  for (const other of area.sameGround) {
    const row = block.find(other.id, breakdownId, periodId);
    if (row >= 0) return row;
  }
  return -1;
}

/** Rows cut into runs of one breakdown, in the order given. */
export function runsByBreakdown(block: SeriesBlock, rows: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let breakdown: number | undefined;
  for (const row of rows) {
    const its = block.breakdownId(row);
    if (its !== breakdown) runs.push([]);
    breakdown = its;
    runs.at(-1)?.push(row);
  }
  return runs;
}

function rowsOfCode(block: SeriesBlock, areaId: number): number[] {
  const rows: number[] = [];
  const first = block.first(areaId);
  if (first < 0) return rows;
  const end = block.end(areaId);
  for (let row = first; row < end; row += 1) rows.push(row);
  return rows;
}

function merge(block: SeriesBlock, nearer: readonly number[], farther: readonly number[]): number[] {
  const places = new Map(block.breakdownIds.map((id, place) => [id, place]));
  const times = new Map(block.periodIds.map((id, place) => [id, place]));
  const breakdown = (row: number) => places.get(block.breakdownId(row)) ?? 0;
  const time = (row: number) => times.get(block.periodId(row)) ?? 0;
  const same = (a: number, b: number) =>
    block.breakdownId(a) === block.breakdownId(b) && block.periodId(a) === block.periodId(b);
  const added = farther.filter((row) => !nearer.some((own) => same(own, row)));
  return [...nearer, ...added].sort((a, b) => breakdown(a) - breakdown(b) || time(a) - time(b));
}
