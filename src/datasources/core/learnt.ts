/** The figures of national services as the hub learnt them: what `options.asOf` and `revisions` read for them. */
import type * as r from "./records";
import type { Cell, Failed, Want } from "./source";

/** What one call to a publisher told, already checked. */
export interface Told {
  readonly source: string;
  readonly wants: readonly Want[];
  readonly cells: readonly Cell[];
  readonly failed: readonly Failed[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One form of a figure, and how long it stood. */
export interface LearntForm {
  readonly indicator: number;
  readonly area: number;
  readonly cell: Cell;
  /** ISO 8601 instants, UTC. Absent `supersededAt`: it still stands. */
  readonly learntAt: string;
  readonly supersededAt?: string;
}

export interface LearntFigures {
  /** Takes in what a publisher told, behind the caller's back: never throws, never waits. */
  learn(told: Told): void;
  /** Every figure known at that instant, for any period and breakdown. What was told before this call counts. */
  knownAt(
    indicators: readonly r.IndicatorRecord[],
    areas: readonly r.AreaRecord[],
    asOf: string,
  ): Promise<readonly LearntForm[]>;
  /** Every form that figures of these periods had, oldest first. */
  formsOf(
    indicators: readonly r.IndicatorRecord[],
    areas: readonly r.AreaRecord[],
    periods: readonly string[],
  ): Promise<readonly LearntForm[]>;
  /** Waits for what is being written. */
  settled(): Promise<void>;
}
