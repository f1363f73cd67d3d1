import type { Plan, Result, Step, UpstreamRequest } from "../core/plan";
import { SourceFault } from "../core/source";

/** What a plan's steps are answered with. All reject only with SourceFault, `fetch` never. */
export interface PlanIo {
  fetch(requests: readonly UpstreamRequest[]): Promise<readonly Result[]>;
  lookup(name: string, freshMs: number, plan: () => Plan<unknown>): Promise<unknown>;
  pause(millis: number): Promise<void>;
}

/** A plan that stands before its first requests for figures; or that came to its end without any. */
export type Begun<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly requests: readonly UpstreamRequest[]; readonly running: Plan<T> };

/** Runs a plan until it wants to send requests, its look-ups and their requests apart. Rejects with what the plan throws. */
export async function begin<T>(running: Plan<T>, io: PlanIo): Promise<Begun<T>> {
  const next = await untilFetch(running, running.next(undefined), io);
  if (next.done) return { done: true, value: next.value };
  return { done: false, requests: next.value.requests, running };
}

/** Runs a plan that has begun to its end. Rejects with what it throws. */
export async function finish<T>(begun: Begun<T>, io: PlanIo): Promise<T> {
  if (begun.done) return begun.value;
  let { requests } = begun;
  for (;;) {
    const results = await io.fetch(requests);
    const next = await untilFetch(begun.running, begun.running.next(results), io);
    if (next.done) return next.value;
    requests = next.value.requests;
  }
}

type Fetch = Extract<Step, { kind: "fetch" }>;
type AtFetch<T> = { readonly done: true; readonly value: T } | { readonly done: false; readonly value: Fetch };

async function untilFetch<T>(running: Plan<T>, first: IteratorResult<Step, T>, io: PlanIo): Promise<AtFetch<T>> {
  let next = first;
  while (next.done !== true) {
    const step = next.value;
    if (step.kind === "fetch") return { done: false, value: step };
    let said: unknown;
    try {
      if (step.kind === "pause") await io.pause(step.millis);
      else said = await io.lookup(step.name, step.freshMs, step.plan);
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      next = running.throw(error);
      continue;
    }
    next = running.next(said);
  }
  return { done: true, value: next.value };
}
