import type { AreaRef, PeriodWanted, Want } from "./source";

/** A list cut into parts of at most `size`, in order. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const parts: T[][] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

/**
 * A list cut into the fewest parts, in order, that hold at most `most` things and at most `room` of length each, where the length of a
 * part is the sum of `lengthOf` its things. A thing that is longer than the room stands alone.
 */
export function chunksWithin<T>(
  list: readonly T[],
  { most = Number.POSITIVE_INFINITY, room, lengthOf }: { most?: number; room: number; lengthOf: (thing: T) => number },
): readonly (readonly T[])[] {
  const parts: T[][] = [];
  let filled = 0;
  for (const thing of list) {
    const part = parts.at(-1);
    const length = lengthOf(thing);
    if (part !== undefined && part.length < most && filled + length <= room) {
      part.push(thing);
      filled += length;
    } else {
      parts.push([thing]);
      filled = length;
    }
  }
  return parts;
}

/** Things by key, in the order in which the keys appear. */
export function grouped<K, T>(list: readonly T[], keyOf: (thing: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of list) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return groups;
}

/** The areas of several wants, each once, by code. */
export function areasOf(wants: readonly Want[]): readonly AreaRef[] {
  return [...new Map(wants.flatMap((want) => want.areas.map((area) => [area.code, area] as const))).values()];
}

/** The indicators of several wants, each once, by upstream id. */
export function indicatorsOf(wants: readonly Want[]): readonly Want["indicator"][] {
  return [...new Map(wants.map((want) => [want.indicator.upstreamId, want.indicator])).values()];
}

/** One text for equal choices of periods. */
export function periodKey(period: PeriodWanted): string {
  if ("latest" in period) return `latest:${period.latest}`;
  if ("ids" in period) return `ids:${[...period.ids].sort().join(",")}`;
  return `from:${period.from ?? ""}..${period.to ?? ""}`;
}

/** A dense block: every indicator for every area, in one choice of periods and breakdowns. */
export interface Block {
  readonly wants: readonly Want[];
  readonly areas: readonly AreaRef[];
  /** The parts of the wants that this block answers. */
}

/**
 * Wants laid into blocks of the same areas, so that a cross product of indicators and areas asks for nothing that was not wanted.
 * Wants with equal area lists share a block; `waste` (4 by default) says how many times more cells than wanted a merged block may
 * hold before blocks stay apart. One call a block is the aim: merging saves calls, waste costs bytes.
 */
export function blocks(wants: readonly Want[], waste = 4): readonly Block[] {
  const apart = [
    ...grouped(wants, (want) =>
      want.areas
        .map((area) => area.code)
        .sort()
        .join(),
    ).values(),
  ].map((like) => ({
    wants: like,
    areas: areasOf(like),
  }));
  const merged = { wants, areas: areasOf(wants) };
  const wanted = apart.reduce((sum, block) => sum + indicatorsOf(block.wants).length * block.areas.length, 0);
  const held = indicatorsOf(wants).length * merged.areas.length;
  return held <= waste * Math.max(1, wanted) ? (wants.length === 0 ? [] : [merged]) : apart;
}
