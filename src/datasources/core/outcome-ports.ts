/** How areas stand on outcomes, as resolvers ask for it. */
import type * as r from "./records";

export interface OutcomeReads {
  /**
   * The figures of an area on one outcome, with where they go. Batched: all outcomes of all areas that an operation asks for at once are one
   * reading, and an indicator that speaks for several outcomes is read once.
   */
  standing(progress: r.OutcomeProgressRecord): Promise<r.OutcomeStandingRecord>;
}
