import { kindsOf } from "../../schema/values/area-types";
import type * as r from "../core/records";

const AUTHORITIES = new Set([...kindsOf("LTLA"), ...kindsOf("UTLA")]);

/** A name in small letters with hyphens, accents and punctuation gone: "Ynys Môn" is `ynys-mon`. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’.]/g, "");
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/**
 * Areas by slug, from their names and their other names ("Bristol" for "Bristol, City of"). Of several of one name an area in being
 * comes first, then a council's area, then an administrative one, then one that has the name as its own, then the lowest code.
 */
export function areaSlugs(areas: readonly r.AreaRecord[]): ReadonlyMap<string, r.AreaRecord> {
  const best = new Map<string, { readonly area: r.AreaRecord; readonly merit: number }>();
  const offer = (name: string, area: r.AreaRecord, merit: number): void => {
    const slug = slugOf(name);
    if (slug !== "" && merit > (best.get(slug)?.merit ?? -1)) best.set(slug, { area, merit });
  };
  for (const area of areas) {
    const merit = 2 * meritOf(area);
    offer(area.name, area, merit + 1);
    for (const name of area.alternativeNames) offer(name, area, merit);
  }
  return new Map([...best].map(([slug, { area }]) => [slug, area]));
}

function meritOf({ status, areaType }: r.AreaRecord): number {
  const kind = AUTHORITIES.has(areaType.code) ? 2 : areaType.hierarchy === "ADMINISTRATIVE" ? 1 : 0;
  return (status === "LIVE" ? 3 : 0) + kind;
}
