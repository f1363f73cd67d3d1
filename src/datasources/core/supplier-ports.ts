/** What was measured of sources, as resolvers ask for it. */
import type { ReleaseLagRecord, SourceRecord, UptimeRecord } from "./records";

export interface SupplierReads {
  /** How often a service answered in the last so many days, today inside; undefined for the hub's own tables, which are not asked over a network. Batched. */
  uptime(source: SourceRecord, days: number): Promise<UptimeRecord | undefined>;
  releaseLag(source: SourceRecord): ReleaseLagRecord;
}
