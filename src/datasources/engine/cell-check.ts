import { unexpected } from "../core/decode";
import type { Cell, Observed, Want } from "../core/source";
import { breakdownOf } from "./entries";
import { knownPeriod } from "./known-periods";

const LIMITS = ["lower", "upper", "count", "numerator", "denominator"] as const;

/**
 * The cells of an answer by indicator and area, with periods as the hub writes them. Throws BAD_SHAPE for the whole answer where one
 * cell cannot be: no finite number and no reason, both, an indicator or area that was not asked for, a period that cannot be read, two
 * different figures for one thing. What is kept for weeks is looked at first.
 */
export function checkedCells(wants: readonly Want[], observed: Observed): ReadonlyMap<string, readonly Cell[]> {
  const asked = new Set<string>();
  const indicators = new Set<string>();
  const areas = new Set<string>();
  for (const want of [...wants, ...(observed.also ?? [])]) {
    indicators.add(want.indicator.upstreamId);
    for (const area of want.areas) {
      areas.add(area.code);
      asked.add(seriesName(want.indicator.upstreamId, area.code));
    }
  }
  const seen = new Map<string, Cell>();
  const series = new Map<string, Cell[]>();
  for (const given of observed.cells) {
    const name = seriesName(given.indicator, given.area);
    // A source that asks for a whole kind of area may answer more than was asked for: that is its `also`, or nothing to keep.
    if (!indicators.has(given.indicator) || !areas.has(given.area))
      throw unexpected("it holds an area or an indicator that was not asked for");
    checkFigures(given);
    const period = knownPeriod(given.period)?.id;
    if (period === undefined) throw unexpected("it holds a period that cannot be read");
    const cell = period === given.period ? given : { ...given, period };
    // Indicators and areas that were wanted in other pairs come along in one request for all of both.
    if (!asked.has(name)) continue;
    const identity = `${name}|${period}|${breakdownOf(given)}`;
    const twin = seen.get(identity);
    if (twin !== undefined) {
      if (twin.value !== cell.value) throw unexpected("it holds two figures for one thing");
      continue;
    }
    seen.set(identity, cell);
    const list = series.get(name);
    if (list === undefined) series.set(name, [cell]);
    else list.push(cell);
  }
  return series;
}

/** One name for an indicator in an area. */
export function seriesName(indicator: string, area: string): string {
  return `${indicator}|${area}`;
}

function checkFigures(cell: Cell): void {
  if (cell.value !== null && !Number.isFinite(cell.value)) throw unexpected("it holds a figure that is no number");
  if ((cell.value === null) !== (cell.missing !== undefined)) {
    throw unexpected("it holds a gap without a reason, or a figure with one");
  }
  for (const name of LIMITS) {
    const figure = cell[name];
    if (figure !== undefined && !Number.isFinite(figure)) throw unexpected("it holds a figure that is no number");
  }
}
