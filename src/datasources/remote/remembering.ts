import type { LearntFigures } from "../core/learnt";
import type { Cell, NationalSource, Observed, Want } from "../core/source";

/** The cells of an answer by series, as the engine takes them; throws where the engine would refuse the answer. */
export type CheckCells = (wants: readonly Want[], observed: Observed) => ReadonlyMap<string, readonly Cell[]>;

/**
 * A source whose answers are kept with the time at which they were learnt. `now`: milliseconds since 1970. An answer that the engine
 * will refuse is not kept.
 */
export function remembering(
  source: NationalSource,
  learnt: LearntFigures,
  check: CheckCells,
  now: () => number,
): NationalSource {
  const { observe } = source;
  if (observe === undefined) return source;
  return {
    ...source,
    *observe(wants) {
      const observed = yield* observe.call(source, wants);
      const cells = checked(check, wants, observed);
      if (cells !== undefined) {
        const asked = [...wants, ...(observed.also ?? [])];
        learnt.learn({ source: source.id, wants: asked, cells, failed: observed.failed ?? [], at: now() });
      }
      return observed;
    },
  };
}

function checked(check: CheckCells, wants: readonly Want[], observed: Observed): readonly Cell[] | undefined {
  try {
    return [...check(wants, observed).values()].flat();
  } catch {
    return undefined; // the engine comes to the same and says so
  }
}
