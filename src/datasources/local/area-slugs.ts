import { kindsOf } from "../../schema/values/area-types";
import type * as r from "../core/records";

const AUTHORITIES = new Set([...kindsOf("LTLA"), ...kindsOf("UTLA")]);

/** A name in small letters with hyphens, accents and punctuation gone: "Ynys Môn" is `ynys-mon`. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’.]/g, "");
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** Areas by slug. Of several of one name an area in being comes first, then a council's area, then the lowest code. */
export function areaSlugs(areas: readonly r.AreaRecord[]): ReadonlyMap<string, r.AreaRecord> {
  const slugs = new Map<string, r.AreaRecord>();
  for (const area of areas) {
    const slug = slugOf(area.name);
    const standing = slugs.get(slug);
    if (standing === undefined || merit(area) > merit(standing)) slugs.set(slug, area);
  }
  return slugs;
}

function merit(area: r.AreaRecord): number {
  return (area.status === "LIVE" ? 2 : 0) + (AUTHORITIES.has(area.areaType.code) ? 1 : 0);
}
