import type { SourceUse } from "../core/engine";
import type * as p from "../core/ports";
import type * as r from "../core/records";

/** Figures, and what each publisher did for them. */
export interface Figures {
  readonly observations: readonly r.ObservationRecord[];
  readonly uses: readonly SourceUse[];
}

/** Reads a selection's figures: in its order (area, indicator, breakdown, period), every area and indicator answered. */
export type ReadValues = (selection: p.ObservationSelection) => Promise<Figures>;

/**
 * One option of `ValueOptions`: answers a selection that uses it by way of `next`, which knows nothing of it. Selections that do not
 * use it go straight to `next`.
 */
export type ValueStep = (catalogue: p.Catalogue, next: ReadValues) => ReadValues;

/** Steps one inside the other: the first is asked first. */
export function chained(catalogue: p.Catalogue, steps: readonly ValueStep[], read: ReadValues): ReadValues {
  return steps.reduceRight((next, step) => step(catalogue, next), read);
}
