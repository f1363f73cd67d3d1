import type * as v from "../../schema/values/enums";
import type * as r from "../core/records";
import { select } from "./select";
import type { Store } from "./store";

/** Weights by area id and basis, newest first. */
export type Weights = ReadonlyMap<string, readonly r.AreaWeightRecord[]>;

/** What areas held of people, households, addresses and land. One statement. */
export async function readWeights(store: Store): Promise<Weights> {
  interface Row {
    area_id: number;
    basis: v.WeightBasis;
    weighed_at: string;
    value: number;
    source: string;
  }
  const weights = new Map<string, r.AreaWeightRecord[]>();
  const sql = "SELECT area_id, basis, weighed_at, value, source FROM area_weight ORDER BY weighed_at DESC";
  for (const { area_id, basis, weighed_at, value, source } of await select<Row>(store, sql)) {
    const key = weightKey(area_id, basis);
    const one = { value, weighedAt: weighed_at, source };
    const list = weights.get(key);
    if (list === undefined) weights.set(key, [one]);
    else list.push(one);
  }
  return weights;
}

/** The key of an area's weights. */
export function weightKey(areaId: number, basis: v.WeightBasis): string {
  return `${areaId} ${basis}`;
}
