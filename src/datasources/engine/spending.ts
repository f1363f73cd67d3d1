import type { CallBudget } from "../core/engine";
import { SourceFault } from "../core/source";

/** What one plan sends, counted against the budget of the operation that it is for. */
export class Spending {
  readonly #budget: CallBudget | undefined;
  readonly #onRequest: (() => void) | undefined;
  #reserved = 0;
  #sent = 0;

  /** Without a budget nothing is refused. */
  constructor(budget?: CallBudget, onRequest?: () => void) {
    this.#budget = budget;
    this.#onRequest = onRequest;
  }

  /** Requests sent so far, tries after the first among them. */
  get sent(): number {
    return this.#sent;
  }

  /** Sets requests of the budget aside for this plan. */
  reserve(requests: number): void {
    if (this.#budget !== undefined) this.#budget.spent += requests;
    this.#reserved += requests;
  }

  /** Counts a request that is about to be sent. Throws RATE_LIMITED where the budget is used up; further tries always may go. */
  spend(again: boolean): void {
    const budget = this.#budget;
    if (this.#reserved > 0 && !again) this.#reserved -= 1;
    else if (budget !== undefined) {
      if (!again && budget.spent >= budget.most) throw usedUp(budget.most);
      budget.spent += 1;
    }
    this.#sent += 1;
    this.#onRequest?.();
  }
}

/** The fault of a plan that needs more than its operation may spend. */
export function usedUp(most: number): SourceFault {
  const limit = `the ${most} requests to publishers that one query may make`;
  return new SourceFault("RATE_LIMITED", `These figures need more than ${limit}. Ask for fewer areas or indicators.`);
}

/** How long a plan may take. */
export interface Patience {
  /** The last moment (steady milliseconds) until which a request may wait for its turn or for another try. */
  waitUntil(): number;
  /** When the plan ends, whatever it is doing. Infinity for a harvest. */
  readonly end: number;
}
