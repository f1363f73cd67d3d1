import type { CallBudget } from "../core/engine";
import { SourceFault } from "../core/source";
import { counted } from "./words";

/** The operation may make no more requests to publishers: the limit is the hub's, not a publisher's. */
export class BudgetUsedUp extends SourceFault {
  constructor(most: number) {
    const limit = `the ${counted(most, "request")} to publishers that one query may make`;
    super("RATE_LIMITED", `These figures need more than ${limit}. Ask for fewer areas or indicators.`);
  }
}

/** What one plan sends, counted against the budget of the operation that it is for. */
export class Spending {
  readonly #budget: CallBudget | undefined;
  readonly #onRequest: (() => void) | undefined;
  #reserved = 0;
  #sent = 0;
  #refused = 0;

  /** Without a budget nothing is refused. */
  constructor(budget?: CallBudget, onRequest?: () => void) {
    this.#budget = budget;
    this.#onRequest = onRequest;
  }

  /** Requests sent so far, tries after the first among them. */
  get sent(): number {
    return this.#sent;
  }

  /** Requests that the budget had no room for. */
  get refused(): number {
    return this.#refused;
  }

  /** Sets requests of the budget aside for this plan. */
  reserve(requests: number): void {
    if (this.#budget !== undefined) this.#budget.spent += requests;
    this.#reserved += requests;
  }

  /** Gives back what was set aside and not sent: a breaker refused it, or the plan ended before it. */
  release(): void {
    if (this.#budget !== undefined) this.#budget.spent -= this.#reserved;
    this.#reserved = 0;
  }

  /** Counts a request that is about to be sent. Throws BudgetUsedUp where there is no room for it; further tries always may go. */
  spend(again: boolean): void {
    const budget = this.#budget;
    if (this.#reserved > 0 && !again) this.#reserved -= 1;
    else if (budget !== undefined) {
      if (!again && budget.spent >= budget.most) {
        this.#refused += 1;
        throw new BudgetUsedUp(budget.most);
      }
      budget.spent += 1;
    }
    this.#onRequest?.();
    this.#sent += 1;
  }
}

/** How long a plan may take. */
export interface Patience {
  /** The last moment (steady milliseconds) until which a request may wait for its turn or for another try. */
  waitUntil(): number;
  /** When the plan ends, whatever it is doing. Infinity for a harvest. */
  readonly end: number;
}
