import { SourceFault } from "../core/source";

/** Time as the engine sees it. */
export interface Clock {
  /** Milliseconds since 1970: for what people read and what outlives the process. May be set back. */
  now(): number;
  /** Milliseconds that only go forward: for ages, deadlines and rates. */
  steady(): number;
  /** Calls back after so many milliseconds, unless cancelled by the function answered. */
  after(millis: number, call: () => void): () => void;
  /** Waits. Rejects with OFF when the engine closes meanwhile. */
  sleep(millis: number): Promise<void>;
}

/** setTimeout takes no more than 2^31 - 1 milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** The clock of a process. Its timers are held here, so that closing the engine leaves none behind. */
export class ProcessClock implements Clock {
  readonly now: () => number;
  readonly steady: () => number;
  readonly #pending = new Map<NodeJS.Timeout, (() => void) | undefined>();
  #closed = false;

  constructor(now: () => number, steady: () => number) {
    this.now = now;
    this.steady = steady;
  }

  after(millis: number, call: () => void): () => void {
    return this.#hold(millis, call, undefined);
  }

  sleep(millis: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#hold(millis, resolve, () => reject(new SourceFault("OFF", "The hub is closing down.")));
    });
  }

  /** Ends every wait, and those that are yet to come. */
  close(): void {
    this.#closed = true;
    for (const [timer, closed] of this.#pending) {
      clearTimeout(timer);
      closed?.();
    }
    this.#pending.clear();
  }

  #hold(millis: number, call: () => void, closed: (() => void) | undefined): () => void {
    if (this.#closed) {
      closed?.();
      return () => undefined;
    }
    const timer = setTimeout(
      () => {
        this.#pending.delete(timer);
        call();
      },
      Math.min(LONGEST, Math.max(0, Math.ceil(millis))),
    );
    this.#pending.set(timer, closed);
    return () => {
      clearTimeout(timer);
      this.#pending.delete(timer);
    };
  }
}
