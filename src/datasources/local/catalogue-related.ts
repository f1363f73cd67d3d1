import type * as r from "../core/records";
import { Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

/** How many related services one service tells of, stated ones apart: some functions have over a hundred. */
export const MOST_RELATED = 20;

/**
 * Fills `relatedOf`, by service id: services that somebody stated to be related (either way round), by LGSL number; then at most
 * MOST_RELATED that share a function without branches with it, those that share more functions first, then by LGSL number. One statement.
 */
export async function readRelated(
  store: Store,
  services: ReadonlyMap<number, r.ServiceRecord>,
  relatedOf: Lists<number, r.ServiceRecord>,
): Promise<void> {
  const stated = new Lists<number, r.ServiceRecord>();
  const sql = "SELECT service_id, related_id FROM service_relation";
  for (const row of await select<{ service_id: number; related_id: number }>(store, sql)) {
    stated.add(row.service_id, required(services, row.related_id, "service"));
    stated.add(row.related_id, required(services, row.service_id, "service"));
  }
  for (const service of services.values()) {
    const said = new Set([...stated.of(service.id)].sort((a, b) => a.lgslId - b.lgslId));
    const shared = new Map<r.ServiceRecord, number>();
    for (const leaf of service.functions) {
      if (leaf.children.length > 0) continue;
      for (const other of leaf.services)
        if (other !== service && !said.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    const near = [...shared].sort(([a, most], [b, others]) => others - most || a.lgslId - b.lgslId);
    for (const other of said) relatedOf.add(service.id, other);
    for (const [other] of near.slice(0, MOST_RELATED)) relatedOf.add(service.id, other);
  }
}
