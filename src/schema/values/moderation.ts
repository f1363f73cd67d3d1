import type { ModerationState } from "./knowledge-enums";

/**
 * Where an item may go from each state. Whoever may approve may approve a draft as it is; what was approved is shown until it is
 * withdrawn, and comes back by way of a draft, so that nothing is shown again unread.
 */
const MOVES: Readonly<Record<ModerationState, readonly ModerationState[]>> = {
  DRAFT: ["SUBMITTED", "APPROVED", "WITHDRAWN"],
  SUBMITTED: ["APPROVED", "REJECTED", "DRAFT", "WITHDRAWN"],
  REJECTED: ["DRAFT", "WITHDRAWN"],
  APPROVED: ["SUBMITTED", "WITHDRAWN"],
  WITHDRAWN: ["DRAFT"],
};

/** The states that an item in a state may be moved to. */
export function movesFrom(state: ModerationState): readonly ModerationState[] {
  return MOVES[state];
}

/** Whether a move to a state must say why: its author will ask. */
export function needsReason(state: ModerationState): boolean {
  return state === "REJECTED" || state === "WITHDRAWN";
}
