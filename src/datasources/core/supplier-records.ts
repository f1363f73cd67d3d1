/** Who offers councils services of information, and what. */
import type { CouncilRecord, DatasetRecord, SourceRecord } from "./records";

export interface SupplierRecord {
  readonly nodeType: "Supplier";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly name: string;
  readonly homepage?: string;
  readonly contact?: string;
  readonly offers: readonly string[];
  readonly sources: readonly SourceRecord[];
  readonly datasets: readonly DatasetRecord[];
  readonly usedBy: readonly CouncilRecord[];
}
