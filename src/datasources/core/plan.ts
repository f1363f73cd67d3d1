/**
 * Plans: generators that yield what they need from the outside world and are handed it back. A source's paging, splitting, polling and
 * look-ups are ordinary control flow in one; the engine runs it, and a test runs it with nothing but recorded bodies.
 */
import { SourceFault } from "./source";

/** One request as data. The engine adds base address, key, deadline, retries, limits. */
export interface UpstreamRequest {
  readonly method?: "GET" | "POST";
  /** Name of one of the source's `otherBases`; its `baseUrl` where absent. */
  readonly base?: string;
  /** Below the base, without a slash at its start. May hold no "..", "//" or scheme. */
  readonly path: string;
  /** Encoded by the engine; a list repeats the name. */
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
  /** Body of a POST, application/x-www-form-urlencoded … */
  readonly form?: Readonly<Record<string, string>>;
  /** … or application/json. */
  readonly json?: unknown;
  readonly accept: string;
  /** Statuses of 400 and above that the plan itself reads (503 "too many, split"): handed back, neither retried nor a fault. */
  readonly handles?: readonly number[];
  /** Where the source's own limits do not fit this request. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

export interface Answer {
  readonly request: UpstreamRequest;
  readonly status: number;
  /** Lower case, without parameters: `application/json`. Empty where the publisher sends none. */
  readonly contentType: string;
  /** Decoded strictly as UTF-8, without a byte order mark. */
  readonly text: string;
  /** By lower-case name: `last-modified`, `etag`, `link`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What came of one request. */
export type Result =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly fault: SourceFault };

/** What a plan may yield; what it is handed back stands beside each. Use the functions below, which know the types. */
export type Step =
  /** All at once, under the source's limits → `Result[]`, one each, in this order. */
  | { readonly kind: "fetch"; readonly requests: readonly UpstreamRequest[] }
  /** A thing that many plans need and that moves seldom (a code list) → what its plan returned, from the cache while it is fresh. */
  | { readonly kind: "lookup"; readonly name: string; readonly freshMs: number; readonly plan: () => Plan<unknown> }
  /** Wait before going on (a publisher that asks to be polled) → nothing. */
  | { readonly kind: "pause"; readonly millis: number };

export type Plan<T> = Generator<Step, T, unknown>;

/** Sends requests side by side. One result each; faults are data. */
export function* fetchEach(requests: readonly UpstreamRequest[]): Plan<readonly Result[]> {
  if (requests.length === 0) return [];
  return (yield { kind: "fetch", requests }) as readonly Result[];
}

/** Sends requests side by side. Throws the first fault. */
export function* fetchAll(requests: readonly UpstreamRequest[]): Plan<readonly Answer[]> {
  const results = yield* fetchEach(requests);
  return results.map((result) => {
    if (!result.ok) throw result.fault;
    return result.answer;
  });
}

/** Sends one request. Throws its fault. */
export function* fetchOne(request: UpstreamRequest): Plan<Answer> {
  const [answer] = yield* fetchAll([request]);
  if (answer === undefined) throw new Error("The engine answered no result for a request.");
  return answer;
}

/**
 * What `plan` returns, kept under `name` for `freshMs` and shared by all plans of the source. It must be JSON: it outlives the process.
 * Nothing is kept where the plan throws.
 */
export function* lookup<T>(name: string, freshMs: number, plan: () => Plan<T>): Plan<T> {
  return (yield { kind: "lookup", name, freshMs, plan }) as T;
}

export function* pause(millis: number): Plan<void> {
  yield { kind: "pause", millis };
}

/** The fault in what a plan threw, or the thing itself thrown again where it is a mistake of ours. */
export function faultOf(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  throw error;
}

/**
 * Asks for several things at once where one bad thing fails the whole call: on REFUSED or BAD_SHAPE the list is halved until the bad
 * ones stand alone. Answers what could be read, and the things that could not with their faults. At most 2 x log2(n) more calls for
 * each bad thing; `most` bad things are looked for (8 by default), then the rest of a half fails together.
 */
export function* bisect<K, T>(
  things: readonly K[],
  ask: (some: readonly K[]) => Plan<T>,
  most = 8,
): Plan<{
  readonly read: readonly T[];
  readonly failed: readonly { readonly things: readonly K[]; readonly fault: SourceFault }[];
}> {
  const read: T[] = [];
  const failed: { things: readonly K[]; fault: SourceFault }[] = [];
  const pending: (readonly K[])[] = things.length === 0 ? [] : [things];
  while (pending.length > 0) {
    const some = pending.shift() as readonly K[];
    try {
      read.push(yield* ask(some));
    } catch (error) {
      const fault = faultOf(error);
      const ours = fault.code === "REFUSED" || fault.code === "BAD_SHAPE";
      if (!ours || some.length === 1 || failed.length >= most) failed.push({ things: some, fault });
      else {
        const half = Math.ceil(some.length / 2);
        pending.push(some.slice(0, half), some.slice(half));
      }
    }
  }
  return { read, failed };
}
