import type { Additive } from "./disclosure-cells";

/**
 * The sums without those that follow from others: a region is the sum of its councils, and each of them of its wards; that the region is
 * the sum of the wards is nothing new. Without them what is withheld in one council has nothing to do with what is in the next.
 */
export function* withoutImplied(wholes: readonly Additive[]): Generator<undefined, readonly Additive[]> {
  const ofWhole = new Map<number, Additive[]>();
  for (const additive of wholes) {
    const own = ofWhole.get(additive.whole);
    if (own === undefined) ofWhole.set(additive.whole, [additive]);
    else own.push(additive);
  }
  const kept: Additive[] = [];
  for (const additive of wholes) {
    const others = ofWhole.get(additive.whole) ?? [];
    if (additive.parts.length < 3 || others.length === 1) kept.push(additive);
    else {
      yield;
      const parts = new Set(additive.parts);
      const isImplied = others.some(
        (between) => between.parts.length > 1 && between.parts.length < parts.size && isMadeOf(between, parts, ofWhole),
      );
      if (!isImplied) kept.push(additive);
    }
  }
  return kept;
}

/** Whether the parts of a sum are each a part of a finer sum, or the whole of parts of it, and all of these once. */
function isMadeOf(
  { parts }: Additive,
  finer: ReadonlySet<number>,
  ofWhole: ReadonlyMap<number, readonly Additive[]>,
): boolean {
  const used = new Set<number>();
  for (const part of parts) {
    const own = finer.has(part)
      ? [part]
      : ofWhole.get(part)?.find((each) => each.parts.length < finer.size && each.parts.every((one) => finer.has(one)))
          ?.parts;
    if (own === undefined) return false;
    for (const one of own) {
      if (used.has(one)) return false;
      used.add(one);
    }
  }
  return used.size === finer.size;
}
