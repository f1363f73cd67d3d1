import type { Answer, Plan, Result, UpstreamRequest } from "../../src/datasources/core/plan";
import { SourceFault } from "../../src/datasources/core/source";

/** What a made-up publisher says to a request: a body with its status, or a fault of the way there. */
export type Said =
  | { readonly status?: number; readonly contentType?: string; readonly body: string | object }
  | SourceFault;

export interface Ran<T> {
  readonly result: T;
  /** Every request, in the order in which it was asked for; those of look-ups are among them. */
  readonly requests: readonly UpstreamRequest[];
  /** How many requests each look-up made, by its name. */
  readonly lookups: Readonly<Record<string, number>>;
}

/**
 * Runs a plan as the engine would, without a network: `say` answers every request. Statuses of 400 and above that the request does
 * not handle become faults as in the engine. Pauses are not waited for.
 */
export function runPlan<T>(plan: Plan<T>, say: (request: UpstreamRequest) => Said): Ran<T> {
  const requests: UpstreamRequest[] = [];
  const lookups: Record<string, number> = {};
  const kept = new Map<string, unknown>();
  const run = <R>(running: Plan<R>): R => {
    let next = running.next(undefined);
    while (!next.done) {
      const step = next.value;
      if (step.kind === "pause") next = running.next(undefined);
      else if (step.kind === "fetch") {
        requests.push(...step.requests);
        next = running.next(step.requests.map((request) => resultOf(request, say(request))));
      } else {
        let value: unknown;
        try {
          if (!kept.has(step.name)) {
            const before = requests.length;
            kept.set(step.name, JSON.parse(JSON.stringify(run(step.plan()) ?? null)));
            lookups[step.name] = requests.length - before;
          }
          value = kept.get(step.name);
        } catch (error) {
          next = running.throw(error);
          continue;
        }
        next = running.next(value);
      }
    }
    return next.value;
  };
  return { result: run(plan), requests, lookups };
}

/** An answer as the engine hands it to a plan. */
export function answerOf(request: UpstreamRequest, said: Exclude<Said, SourceFault>): Answer {
  const text = typeof said.body === "string" ? said.body : JSON.stringify(said.body);
  return {
    request,
    status: said.status ?? 200,
    contentType: said.contentType ?? "application/json",
    text: text.replace(/^\uFEFF/, ""),
    headers: {},
  };
}

function resultOf(request: UpstreamRequest, said: Said): Result {
  if (said instanceof SourceFault) return { ok: false, fault: said };
  const status = said.status ?? 200;
  if (status < 400 || request.handles?.includes(status)) return { ok: true, answer: answerOf(request, said) };
  const code =
    status === 429
      ? "RATE_LIMITED"
      : status === 401 || status === 403
        ? "MISCONFIGURED"
        : status >= 500
          ? "UNAVAILABLE"
          : "REFUSED";
  return { ok: false, fault: new SourceFault(code, `The publisher answered ${status}.`) };
}
