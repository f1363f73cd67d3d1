import type { IndicatorRecord } from "../core/records";
import { idList, select } from "./select";
import type { Store } from "./store";

/** The breakdowns and the periods that an indicator's current figures use anywhere, by store id. */
export interface Extent {
  readonly breakdownIds: readonly number[];
  readonly periodIds: readonly number[];
}

interface Row {
  readonly indicator_id: number;
  readonly breakdown_id: number;
  readonly period_id: number;
}

/** By the indicator's record, which stands for one version of its data set: what a passed catalogue knew goes with it. */
const known = new WeakMap<Store, WeakMap<IndicatorRecord, Extent>>();

/**
 * The extents of indicators. Finding one out reads every key of the indicator, hence it is kept while the catalogue stands.
 * At most one statement; `counted` is called before it.
 */
export async function extentsOf(
  store: Store,
  indicators: readonly IndicatorRecord[],
  counted: () => void,
): Promise<ReadonlyMap<IndicatorRecord, Extent>> {
  const kept = known.get(store) ?? new WeakMap<IndicatorRecord, Extent>();
  known.set(store, kept);
  const extents = new Map<IndicatorRecord, Extent>();
  const unknown: IndicatorRecord[] = [];
  for (const indicator of indicators) {
    const extent = kept.get(indicator);
    if (extent === undefined) unknown.push(indicator);
    else extents.set(indicator, extent);
  }
  if (unknown.length === 0) return extents;
  const sql = `SELECT DISTINCT indicator_id, breakdown_id, period_id FROM observation
    WHERE indicator_id IN (${idList(unknown.map((indicator) => indicator.id))}) AND superseded_at IS NULL`;
  counted();
  const rows = await select<Row>(store, sql);
  for (const indicator of unknown) {
    const own = rows.filter((row) => row.indicator_id === indicator.id);
    const extent = {
      breakdownIds: [...new Set(own.map((row) => row.breakdown_id))],
      periodIds: [...new Set(own.map((row) => row.period_id))],
    };
    kept.set(indicator, extent);
    extents.set(indicator, extent);
  }
  return extents;
}
