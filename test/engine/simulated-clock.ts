import type { Clock } from "../../src/datasources/engine/clock";

/** A clock that stands still until a test moves it on, timer by timer. */
export class SimulatedClock implements Clock {
  #time = 1_000_000;
  #timers: { readonly at: number; readonly call: () => void }[] = [];

  now = () => this.#time;
  steady = () => this.#time;

  after(millis: number, call: () => void): () => void {
    const timer = { at: this.#time + Math.max(0, millis), call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  sleep(millis: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(millis, resolve);
    });
  }

  /** Runs timers in their order until none is left that is due by then, and what follows of each. */
  async moveTo(time: number): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > time) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#time = Math.max(this.#time, next.at);
      next.call();
    }
    this.#time = Math.max(this.#time, time);
  }
}

/** The most times that fall into any stretch of so many milliseconds. */
export function mostIn(perMs: number, times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let most = 0;
  let start = 0;
  sorted.forEach((time, place) => {
    while (time - (sorted[start] as number) >= perMs) start += 1;
    most = Math.max(most, place - start + 1);
  });
  return most;
}
