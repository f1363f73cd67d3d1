import { inForce } from "../core/life";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";

/** Countries that stand for several, by their GSS codes, where a store's memberships do not say so themselves. */
const MADE_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ["K02000001", ["E92000001", "N92000002", "S92000003", "W92000004"]], // United Kingdom
  ["K03000001", ["E92000001", "S92000003", "W92000004"]], // Great Britain
  ["K04000001", ["E92000001", "W92000004"]], // England and Wales
]);

/**
 * Everything that lies in an area, directly or through what lies between (districts in a region through their counties),
 * by the memberships in force on a day; `undefined` follows every membership, ended ones too. Not the area itself.
 */
export function areasWithin(
  catalogue: Catalogue,
  area: r.AreaRecord,
  on: string | undefined,
): ReadonlySet<r.AreaRecord> {
  const reached = new Set<r.AreaRecord>([area]);
  for (const at of reached) {
    for (const code of MADE_OF.get(at.code) ?? []) {
      const part = catalogue.areaByCode(code);
      if (part !== undefined) reached.add(part);
    }
    for (const link of at.childLinks) if (on === undefined || inForce(link, on)) reached.add(link.child);
  }
  reached.delete(area);
  return reached;
}

/** Everything that an area lies in, nearest first, by the memberships in force on a day. */
export function areasAround(area: r.AreaRecord, on: string): readonly r.AreaRecord[] {
  const reached = new Set<r.AreaRecord>([area]);
  for (const at of reached) {
    for (const link of at.parentLinks) if (inForce(link, on)) reached.add(link.parent);
  }
  reached.delete(area);
  return [...reached];
}
