import type * as r from "../core/records";
import { Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

/** How far each indicator's figures reach, by indicator id, then area type. One statement. */
export async function readCoverage(
  store: Store,
  areaTypes: readonly r.AreaTypeRecord[],
  periods: ReadonlyMap<number, r.PeriodRecord>,
): Promise<Lists<number, r.CoverageRecord>> {
  interface Row {
    indicator_id: number;
    area_type: string;
    area_count: number;
    observation_count: number;
    missing_count: number;
    earliest_period_id: number;
    latest_period_id: number;
  }
  const types = new Map<string, r.AreaTypeRecord>(areaTypes.map((type) => [type.code, type]));
  const coverage = new Lists<number, r.CoverageRecord>();
  const sql = `SELECT indicator_id, area_type, area_count, observation_count, missing_count, earliest_period_id, latest_period_id
    FROM indicator_coverage ORDER BY indicator_id, area_type`;
  for (const row of await select<Row>(store, sql)) {
    const areaType = types.get(row.area_type);
    if (areaType === undefined) throw new Error(`The store names area type ${row.area_type}, which it has not.`);
    coverage.add(row.indicator_id, {
      areaType,
      areaCount: row.area_count,
      observationCount: row.observation_count,
      suppressedShare: row.observation_count === 0 ? 0 : row.missing_count / row.observation_count,
      earliest: required(periods, row.earliest_period_id, "period"),
      latest: required(periods, row.latest_period_id, "period"),
    });
  }
  return coverage;
}
