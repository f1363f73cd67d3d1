import { SourceFault } from "../core/source";
import type { Clock } from "./clock";
import { duration } from "./words";

/** Failures in a row after which a publisher is left alone. */
export const FAILURES_TO_OPEN = 5;
/** How long it is left alone before one request tries whether it is back. */
export const HALF_OPEN_MS = 10_000;

export type Passed = "GOOD" | "BAD" | "UNTRIED";

interface Waiting {
  enter(): void;
  refuse(fault: SourceFault): void;
}

/**
 * Breaker and bulkhead of one address in one: each needs the other's count. After a failure, or before the first success, no more
 * requests are under way than failures are left until the breaker opens: a dead publisher gets five requests however many callers
 * there are, not five and a bulkhead full. (cockatiel 3.2.1's breaker and bulkhead
 * know nothing of each other, and its bulkhead skips a turn when a waiting caller has given up.)
 */
export class Gate {
  readonly #name: string;
  readonly #most: number;
  readonly #clock: Clock;
  readonly #queue = new Set<Waiting>();
  #underWay = 0;
  #failures = 0;
  #proven = false;
  #openedAt: number | undefined;
  #probing = false;

  /** `name` is the publisher's, for messages; `most` requests may be under way at once. */
  constructor(name: string, most: number, clock: Clock) {
    this.#name = name;
    this.#most = most;
    this.#clock = clock;
  }

  /** Whether requests are refused now. */
  get open(): boolean {
    return this.#openedAt !== undefined;
  }

  /**
   * Waits for a place, until `deadline` (steady milliseconds) at most. Answers how to leave it again, with what came of the request.
   * Rejects with OFF while the breaker is open, with TIMEOUT at the deadline.
   */
  async enter(deadline: number): Promise<(passed: Passed) => void> {
    this.#refuseWhileOpen();
    if (!this.#mayEnter()) await this.#wait(deadline);
    else this.#take();
    let inside = true;
    return (passed) => {
      if (inside) this.#leave(passed);
      inside = false;
    };
  }

  /** Refuses everything that waits. */
  close(): void {
    for (const waiting of this.#queue) waiting.refuse(new SourceFault("OFF", "The hub is closing down."));
  }

  #mayEnter(): boolean {
    if (this.#openedAt !== undefined) return true;
    const careful = this.#failures > 0 || !this.#proven;
    const room = careful ? Math.min(this.#most, FAILURES_TO_OPEN - this.#failures) : this.#most;
    return this.#underWay < room;
  }

  #refuseWhileOpen(): void {
    if (this.#openedAt === undefined) return;
    const left = this.#openedAt + HALF_OPEN_MS - this.#clock.steady();
    if (left > 0 || this.#probing) throw this.#refusal(Math.max(left, 1000));
  }

  #take(): void {
    this.#underWay += 1;
    if (this.#openedAt !== undefined) this.#probing = true;
  }

  #wait(deadline: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        cancel();
        this.#queue.delete(waiting);
      };
      const waiting: Waiting = {
        enter: () => {
          done();
          this.#take();
          resolve();
        },
        refuse: (fault) => {
          done();
          reject(fault);
        },
      };
      const left = deadline - this.#clock.steady();
      const late = new SourceFault(
        "TIMEOUT",
        `Too many requests to ${this.#name} were waiting. Ask again in a moment.`,
      );
      const cancel = left === Number.POSITIVE_INFINITY ? () => {} : this.#clock.after(left, () => waiting.refuse(late));
      this.#queue.add(waiting);
    });
  }

  #leave(passed: Passed): void {
    this.#underWay -= 1;
    if (passed === "GOOD") {
      this.#failures = 0;
      this.#proven = true;
      this.#openedAt = undefined;
      this.#probing = false;
    } else if (passed === "BAD") {
      this.#failures = Math.min(FAILURES_TO_OPEN, this.#failures + 1);
      this.#proven = false;
      if (this.#probing || this.#failures === FAILURES_TO_OPEN) this.#open();
    } else if (this.#probing) this.#probing = false;
    for (const waiting of this.#queue) {
      if (this.#openedAt !== undefined) waiting.refuse(this.#refusal(HALF_OPEN_MS));
      else if (this.#mayEnter()) waiting.enter();
      else break;
    }
  }

  #open(): void {
    this.#openedAt = this.#clock.steady();
    this.#probing = false;
  }

  #refusal(left: number): SourceFault {
    const why = `${this.#name} failed ${FAILURES_TO_OPEN} times in a row and is left alone`;
    return new SourceFault("OFF", `${why}; it is tried again in ${duration(left)}.`, left);
  }
}
