import type * as r from "../core/records";
import { select } from "./select";
import type { Store } from "./store";

export interface Periods {
  /** By end, then by start (the longer first), then by id: the order in which a series is told. */
  readonly periods: readonly r.PeriodRecord[];
  readonly byId: ReadonlyMap<number, r.PeriodRecord>;
  readonly byIso: ReadonlyMap<string, r.PeriodRecord>;
}

/** Every period that a figure may have. One statement. */
export async function readPeriods(store: Store): Promise<Periods> {
  interface Row {
    id: number;
    iso: string;
    type: r.PeriodRecord["type"];
    label: string;
    start_date: string;
    end_date: string;
  }
  const byId = new Map<number, r.PeriodRecord>();
  for (const row of await select<Row>(store, "SELECT id, iso, type, label, start_date, end_date FROM period")) {
    byId.set(row.id, {
      storeId: row.id,
      id: row.iso,
      label: row.label,
      type: row.type,
      start: row.start_date,
      end: row.end_date,
      duration: row.iso.split("/")[1] ?? "P1D",
    });
  }
  const periods = [...byId.values()].sort(inTime);
  return { periods, byId, byIso: new Map(periods.map((period) => [period.id, period])) };
}

/** Orders periods by end, then start, then id. */
export function inTime(a: r.PeriodRecord, b: r.PeriodRecord): number {
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
