import type { GraphReads } from "../datasources/core/ports";

/** What every resolver is given: the reads of this operation, and how the hub is called from outside. */
export interface Context {
  readonly reads: GraphReads;
  /** Origin that links to this hub start with, without a slash at its end. */
  readonly publicUrl: string;
}
