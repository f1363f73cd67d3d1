/** What the graph asks of the engine that talks to national sources; and what the engine asks of those who put it together. */
import type * as v from "../../schema/values/enums";
import type { Plan } from "./plan";
import type { AreaBoundary, Cell, NationalSource, SourceFault, Want } from "./source";

/** Wants of one source. */
export interface SourceWants {
  readonly source: string;
  readonly wants: readonly Want[];
}

/** What one operation may still spend on publishers. */
export interface CallBudget {
  /** Upstream requests that the operation may make in all. */
  readonly most: number;
  /** Made, and planned, so far. */
  spent: number;
  /** When the operation stops waiting for publishers: milliseconds since 1970, by the engine's clock. */
  readonly until: number;
}

/** The operation would make more requests than it may. Nothing of the plan but look-ups was sent. */
export class TooManyCalls extends Error {
  readonly plan: readonly PlannedCalls[];
  readonly most: number;

  /** `before`: requests that other parts of the operation made or planned before this plan. */
  constructor(plan: readonly PlannedCalls[], most: number, before = 0) {
    const calls = plan.reduce((sum, part) => sum + part.calls, before);
    const open = plan.some((part) => part.open === true) ? "at least " : "";
    super(
      `This query would make ${open}${calls} ${calls === 1 ? "request" : "requests"} to publishers; the limit is ${most}.`,
    );
    this.name = "TooManyCalls";
    this.plan = plan;
    this.most = most;
  }
}

export interface PlannedCalls {
  readonly source: string;
  /** Requests that the first round of its plan would make, and in a refusal its look-ups; pages and splits may add to it. */
  readonly calls: number;
  /** There was no room for a look-up: what would be asked for after it is not known. */
  readonly open?: true;
  /** Series (one indicator, one area) wanted, and of those at hand. */
  readonly series: number;
  readonly atHand: number;
}

/** The answer to one want for one of its areas. */
export interface SeriesAnswer {
  readonly cells: readonly Cell[];
  /** Where it came from: LIVE (fetched for this), CACHED, STALE. Absent with `fault` where there is nothing. */
  readonly servedFrom?: v.Freshness;
  /** When it was fetched: ISO 8601 instant. */
  readonly fetchedAt?: string;
  /** The address that it was fetched from, without any key. For figures from several requests, the first. */
  readonly requestUrl?: string;
  /** Why there is no fresh answer. */
  readonly fault?: SourceFault;
}

export interface SourceUse {
  readonly source: string;
  readonly state: v.SourceState;
  readonly servedFrom: v.Freshness;
  readonly upstreamCalls: number;
  readonly millis: number;
  readonly message?: string;
}

export interface EngineAnswer {
  /** By want, then by the area's code. Every want and area asked for is here. */
  readonly series: ReadonlyMap<Want, ReadonlyMap<string, SeriesAnswer>>;
  /** One for each source asked, in the order asked. */
  readonly uses: readonly SourceUse[];
}

/** Measured, in this process since it began (and, for `lastSuccess`, by what the cache holds from before). */
export interface SourceHealth {
  readonly source: string;
  readonly state: v.SourceState;
  /** ISO 8601 instant of the last change of state. */
  readonly since?: string;
  readonly lastSuccess?: string;
  readonly lastFailure?: string;
  readonly message?: string;
  /** Milliseconds that 95 of 100 requests stayed within, of the last 500; absent before the first. */
  readonly p95Millis?: number;
  readonly requests: number;
  readonly failures: number;
  /** Of the cells with a stated reason or a value that came in: the part without a value, 0 to 1; absent before the first. */
  readonly suppressedShare?: number;
}

export interface Engine {
  /** The sources that are switched on. */
  readonly sources: readonly NationalSource[];
  /** Undefined for a source that there is not, or that is off. */
  source(id: string): NationalSource | undefined;
  /**
   * Answers wants from the cache, then from the publishers, all sources side by side. Never rejects for a publisher's fault; rejects
   * with TooManyCalls where the plan is beyond the budget, before a request is sent for figures.
   */
  answer(wants: readonly SourceWants[], budget: CallBudget): Promise<EngineAnswer>;
  /** What `answer` would do. Sends requests for look-ups only where these are not at hand. */
  forecast(wants: readonly SourceWants[], budget: CallBudget): Promise<readonly PlannedCalls[]>;
  /** Runs any plan of a source under its limits. Rejects with SourceFault. */
  run<T>(source: string, plan: () => Plan<T>, options?: RunOptions): Promise<T>;
  health(source: string): SourceHealth;
  close(): Promise<void>;
}

export interface RunOptions {
  /** Milliseconds for the whole plan; none where absent (a harvest), each request still has its own limit. */
  readonly deadlineMs?: number;
  /** Keeps the result under this name for so long, as a look-up. */
  readonly keep?: { readonly name: string; readonly freshMs: number };
  /** Hears of every request that was sent. */
  readonly onRequest?: () => void;
}

/** One kept answer: the series of one indicator and area for one choice of periods and breakdowns, or a look-up. */
export interface KeptEntry {
  readonly key: string;
  readonly source: string;
  /** JSON. */
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  /** When it may be thrown away. */
  readonly keepUntil: number;
}

/** A store of kept answers behind the engine's memory: the hub's database, Redis, or both. Failures reject; the engine goes on without. */
export interface KeptStore {
  /** Those that are there, in any order. */
  read(keys: readonly string[]): Promise<readonly KeptEntry[]>;
  /** Writes all; an entry with an equal key and an older `fetchedAt` is replaced, a newer one stays. */
  write(entries: readonly KeptEntry[]): Promise<void>;
  /** Drops what is past its time. Answers how many. */
  prune(now: number): Promise<number>;
}

/** What fetching supplies may cost the operation that they are for. */
export interface SupplyTerms {
  /** Told of every request before it is sent; throws SourceFault where the operation may make no more. */
  readonly onRequest: () => void;
  /** Milliseconds that it waits for them. */
  readonly deadlineMs: number;
  /** Told of areas whose boundaries could not be had, in place of a rejection: what is at hand for the others is answered all the same. */
  readonly onFault?: (codes: readonly string[], fault: SourceFault) => void;
}

/** What some sources need of each area. */
export interface AreaSupplies {
  boundaries(codes: readonly string[], terms: SupplyTerms): Promise<ReadonlyMap<string, AreaBoundary>>;
  /** Usual residents by year of the mid-year estimate. */
  populations(codes: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>>;
}

/** What the environment says of one source. */
export interface SourceSettings {
  readonly on: boolean;
  /** Base address by name, "" for the main one; the source's own where absent. */
  readonly bases: Readonly<Record<string, string>>;
  /** Values of the key's variables that are set. */
  readonly keys: Readonly<Record<string, string>>;
}
