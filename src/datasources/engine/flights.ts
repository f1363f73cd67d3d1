import type { SourceFault } from "../core/source";
import type { Entry } from "./answer-cache";
import type { Question } from "./entries";

/** What came of one question. */
export type Outcome =
  | { readonly entry: Entry; readonly live: boolean }
  | { readonly fault: SourceFault }
  /** The operation that was to fetch it was refused: nothing was asked, somebody else may. */
  | { readonly withdrawn: true };

/** One question on its way: everybody in this process who asks it meanwhile waits for the same answer. */
export class Flight {
  readonly question: Question;
  readonly outcome: Promise<Outcome>;
  #settle: (outcome: Outcome) => void = () => undefined;
  readonly #landed: () => void;

  constructor(question: Question, landed: () => void = () => undefined) {
    this.question = question;
    this.#landed = landed;
    this.outcome = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Answers all who wait. Only the first call counts. */
  settle(outcome: Outcome): void {
    this.#landed();
    this.#settle(outcome);
  }
}

/** The questions of one source that are on their way. */
export class Flights {
  readonly #flying = new Map<string, Flight>();

  get(question: Question): Flight | undefined {
    return this.#flying.get(question.key);
  }

  /** Takes it on oneself to answer the question. */
  claim(question: Question): Flight {
    const flight = new Flight(question, () => {
      if (this.#flying.get(question.key) === flight) this.#flying.delete(question.key);
    });
    this.#flying.set(question.key, flight);
    return flight;
  }
}
