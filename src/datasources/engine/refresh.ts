import type { Desk } from "./desk";
import type { Question } from "./entries";
import { Fetching } from "./fetching";
import { Spending } from "./spending";

/** How long after a failed fetch behind an answer the next one is tried. */
const AGAIN_MS = 30_000;
/** Refreshed entries that failed lately, by desk and key. */
const failed = new WeakMap<Desk, Map<string, number>>();

/** Longest that a plan may take, once its callers have gone. */
export function planMs(timeoutMs: number): number {
  return Math.max(120_000, 2 * timeoutMs);
}

/** Fetches answers again that were served already and are ageing. Nobody waits; failures are logged by those who meet them. */
export function refresh(desk: Desk, questions: readonly Question[]): void {
  const { clock, source } = desk.parts;
  const lately = failed.get(desk) ?? new Map<string, number>();
  failed.set(desk, lately);
  const due = questions.filter((question) => {
    const at = lately.get(question.key);
    return desk.flights.get(question) === undefined && (at === undefined || clock.steady() - at > AGAIN_MS);
  });
  if (due.length === 0) return;
  for (const [key, at] of lately) if (clock.steady() - at > AGAIN_MS) lately.delete(key);
  const flights = due.map((question) => desk.flights.claim(question));
  const end = clock.steady() + planMs(source.limits.timeoutMs);
  const fetching = new Fetching(desk, flights, { waitUntil: () => end, end }, new Spending(), true);
  void fetching.begin().then(() => fetching.go());
  for (const flight of flights) {
    void flight.outcome.then((outcome) => {
      if ("fault" in outcome) lately.set(flight.question.key, clock.steady());
    });
  }
}
