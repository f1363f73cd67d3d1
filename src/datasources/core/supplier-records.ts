/** Who offers councils services of information, and what was measured of it. */
import type { CouncilRecord, DatasetRecord, SourceRecord } from "./records";

export interface SupplierRecord {
  readonly nodeType: "Supplier";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly name: string;
  readonly homepage?: string;
  readonly contact?: string;
  /** Who says all this. */
  readonly toldBy: string;
  readonly services: readonly SupplierServiceRecord[];
  readonly sources: readonly SourceRecord[];
  readonly datasets: readonly DatasetRecord[];
  readonly users: readonly SupplierUserRecord[];
}

export interface SupplierServiceRecord {
  readonly name: string;
  readonly description?: string;
  readonly url?: string;
}

export interface SupplierUserRecord {
  readonly council: CouncilRecord;
  /** yyyy-mm-dd */
  readonly since?: string;
  readonly toldBy: string;
}

/** How often a service answered, counted by every hub on the store. */
export interface UptimeRecord {
  /** yyyy-mm-dd, both inside. */
  readonly from: string;
  readonly to: string;
  readonly asked: number;
  readonly answered: number;
  /** Answers that were refusals: too many requests, or a wait. */
  readonly refused: number;
  /** answered ÷ asked, 0 to 1; null where nothing was asked. */
  readonly share: number | null;
  /** Mean milliseconds of a request; null where nothing was asked. */
  readonly meanMillis: number | null;
}

/** How long after the end of a period its figures are published, over the newest release of each data set. */
export interface ReleaseLagRecord {
  /** Data sets that tell both days. */
  readonly datasets: number;
  readonly medianDays: number | null;
  readonly shortestDays: number | null;
  readonly longestDays: number | null;
  /** Why nothing can be said; null where it can. */
  readonly why: string | null;
}

/** What was counted of one service in so many days. */
export interface TallyRecord {
  readonly source: string;
  readonly asked: number;
  readonly answered: number;
  readonly refused: number;
  readonly millis: number;
}

/** Counts requests to services, and tells what was counted. */
export interface SourceTallies {
  /** One request came to its end. `answered` where the publisher was there, `refused` where it said so in order to refuse. */
  count(
    source: string,
    outcome: { readonly answered: boolean; readonly refused: boolean; readonly millis: number },
  ): void;
  /** All that was counted from one day to another (yyyy-mm-dd, both inside), by source. One statement. */
  read(from: string, to: string): Promise<ReadonlyMap<string, TallyRecord>>;
  /** Writes what is counted and not written yet. Rejects where the store cannot take it; nothing is lost. */
  flush(): Promise<void>;
}
