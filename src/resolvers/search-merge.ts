import type { SearchHit } from "../datasources/core/ports";
import type { KnowledgeRecord } from "../datasources/core/records";
import type { NodeRecord } from "../schema/node.type";

/** Scores from here on are of things whose very name or code was asked for: see datasources/local/search.ts. */
const NAMED = 1000;

/** An item that a search found, and whether its title holds every word. */
export interface FoundItem {
  readonly record: KnowledgeRecord;
  readonly isNamed: boolean;
}

/**
 * What a search found among things and among what was written, as one list: things of this very name first, then items whose title holds
 * every word, then one thing and one item by turns, each in the order of its own search. The scores of the two searches measure different
 * things, so that no other order of them means anything.
 */
export function mergeFound(things: readonly SearchHit[], items: readonly FoundItem[]): readonly NodeRecord[] {
  const meant = things.filter(({ score }) => score >= NAMED);
  const titled = items.filter(({ isNamed }) => isNamed);
  const others = things.filter(({ score }) => score < NAMED);
  const texts = items.filter(({ isNamed }) => !isNamed);
  const turns = Array.from({ length: Math.max(others.length, texts.length) }, (_, at) => [others[at], texts[at]]);
  return [...meant, ...titled, ...turns.flat()].filter((hit) => hit !== undefined).map(({ record }) => record);
}
