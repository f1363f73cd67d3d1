import { DEPRIVATION } from "./deprivation";
import { ECONOMY } from "./economy";
import { EDUCATION } from "./education";
import { HEALTH } from "./health";
import { HOUSING } from "./housing";
import { PLACE } from "./place";
import { POPULATION } from "./population";
import type { Wording } from "./wording";

/** Our words for every indicator of the starter set, by slug. Throws when a slug is worded twice. */
export function wordings(): ReadonlyMap<string, Wording> {
  const bySlug = new Map<string, Wording>();
  for (const each of [...POPULATION, ...ECONOMY, ...HOUSING, ...EDUCATION, ...HEALTH, ...PLACE, ...DEPRIVATION]) {
    if (bySlug.has(each.slug)) throw new Error(`The indicator ${each.slug} is worded twice.`);
    bySlug.set(each.slug, each);
  }
  return bySlug;
}
