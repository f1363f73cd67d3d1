import type { DisclosureRecord } from "../core/records";
import { select } from "./select";
import type { Store } from "./store";

interface PolicyRow {
  dataset_id: number;
  minimum_count: number | null;
  rounding_base: number | null;
  minimum_group: number | null;
  reason: string;
  version: number;
}

/**
 * The disclosure rules of data sets, by store id: those that have a rule that does anything. One statement. The store's version is in
 * their stamp, because what is withheld depends on what lies in what as well as on the figures.
 */
export async function readDisclosure(store: Store): Promise<ReadonlyMap<number, DisclosureRecord>> {
  const sql = `SELECT dataset_id, minimum_count, rounding_base, minimum_group, reason, version
    FROM disclosure_policy CROSS JOIN store_version`;
  const policies = new Map<number, DisclosureRecord>();
  for (const row of await select<PolicyRow>(store, sql)) {
    const [minimumCount, roundingBase, minimumGroup] = [row.minimum_count, row.rounding_base, row.minimum_group].map(
      (rule) => (rule !== null && rule > 1 ? rule : null),
    ) as [number | null, number | null, number | null];
    if (minimumCount === null && roundingBase === null && minimumGroup === null) continue;
    const stamp = [row.version, minimumCount, roundingBase].join("/");
    policies.set(row.dataset_id, { minimumCount, roundingBase, minimumGroup, reason: row.reason, stamp });
  }
  return policies;
}
