import type { Viewer } from "../datasources/core/knowledge-ports";
import type { GraphReads, GraphWrites } from "../datasources/core/ports";

/** What every resolver is given: the reads of this operation, and what may be written, who asks, and how the hub is called from outside. */
export interface Context {
  readonly reads: GraphReads;
  readonly writes: GraphWrites;
  /** Who asks. */
  readonly viewer: Viewer;
  /** Origin that links to this hub start with, without a slash at its end. */
  readonly publicUrl: string;
  /** What the operation may still cost; the server sets it once the operation is priced. */
  readonly allowance?: Allowance;
}

/** Counts lists whose length no argument bounds. */
export interface Allowance {
  /** What the operation may cost, and what it has cost so far. */
  readonly limit: number;
  readonly cost: number;
  /** Takes the items of one list of a field (`Area.children`); throws when the operation has grown beyond its limit. */
  spend(field: string, items: number): void;
  /** Takes the series (one area, one indicator) that a field must look through, however few of them it shows. */
  lookThrough(series: number): void;
}

/** The list itself, once the operation has paid for its length. */
export function paid<T>(context: Context, field: string, list: readonly T[]): readonly T[] {
  context.allowance?.spend(field, list.length);
  return list;
}
