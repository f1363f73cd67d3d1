import type * as v from "../../schema/values/enums";
import type { SourceHealth } from "../core/engine";
import type { SourceTallies } from "../core/records";
import type { SourceFault, SourceFaultCode } from "../core/source";

/** Requests whose time is kept. */
const TIMES = 500;
/** Requests that say whether a source fails now and then. */
const RECENT = 20;
/** What a publisher that is well never is; a refusal or a wait is the answer of one that is there. */
const AWAY: readonly SourceFaultCode[] = ["TIMEOUT", "UNAVAILABLE", "FORBIDDEN", "MISCONFIGURED"];

/** What the lanes of a source say of now. */
export interface Situation {
  /** The breaker of its main address is open. */
  readonly down: boolean;
  /** Milliseconds of rest that its publisher asked for. */
  readonly resting: number;
}

/** Measures one source, in this process since it began. */
export class HealthBook {
  readonly #source: string;
  readonly #count: SourceTallies["count"] | undefined;
  readonly #now: () => number;
  readonly #situation: () => Situation;
  #times: number[] = [];
  #recent: boolean[] = [];
  /** Whether the publisher answered anything since the process began. */
  #wasThere = false;
  #requests = 0;
  #failures = 0;
  #cells = 0;
  #suppressed = 0;
  #lastSuccess: number | undefined;
  #lastFailure: number | undefined;
  #fault: SourceFault | undefined;
  #changedSchema: SourceFault | undefined;
  #state: v.SourceState = "OK";
  #since: number | undefined;

  /** `now` in milliseconds since 1970; `count` hears of every request, for what is told beyond the life of this process. */
  constructor(source: string, now: () => number, situation: () => Situation, count?: SourceTallies["count"]) {
    this.#source = source;
    this.#count = count;
    this.#now = now;
    this.#situation = situation;
  }

  /** One request came to its end after so many milliseconds. */
  request(millis: number, fault: SourceFault | undefined): void {
    this.#requests += 1;
    this.#times.push(millis);
    if (this.#times.length > TIMES) this.#times.shift();
    this.#recent.push(fault === undefined);
    if (this.#recent.length > RECENT) this.#recent.shift();
    const answered = fault === undefined || !AWAY.includes(fault.code);
    this.#wasThere ||= answered;
    this.#count?.(this.#source, { answered, refused: fault?.code === "RATE_LIMITED", millis });
    if (fault === undefined) this.#lastSuccess = this.#now();
    else {
      this.#failures += 1;
      this.#lastFailure = this.#now();
      this.#fault = fault;
    }
    this.#refresh();
  }

  /** The publisher's answers to a plan were read, or could not be. */
  read(fault: SourceFault | undefined): void {
    this.#changedSchema = fault?.code === "BAD_SHAPE" ? fault : undefined;
    if (this.#changedSchema !== undefined) this.#lastFailure = this.#now();
    this.#refresh();
  }

  cells(all: number, suppressed: number): void {
    this.#cells += all;
    this.#suppressed += suppressed;
  }

  /** An answer of that time was found in the cache. */
  succeeded(at: number): void {
    this.#lastSuccess = Math.max(at, this.#lastSuccess ?? at);
  }

  get state(): v.SourceState {
    this.#refresh();
    return this.#state;
  }

  report(): SourceHealth {
    const state = this.state;
    const p95 = this.#p95();
    const message = this.#message(state);
    return {
      source: this.#source,
      state,
      requests: this.#requests,
      failures: this.#failures,
      ...(this.#since === undefined ? {} : { since: instant(this.#since) }),
      ...(this.#lastSuccess === undefined ? {} : { lastSuccess: instant(this.#lastSuccess) }),
      ...(this.#lastFailure === undefined ? {} : { lastFailure: instant(this.#lastFailure) }),
      ...(message === undefined ? {} : { message }),
      ...(p95 === undefined ? {} : { p95Millis: p95 }),
      ...(this.#cells === 0 ? {} : { suppressedShare: this.#suppressed / this.#cells }),
    };
  }

  #refresh(): void {
    const state = this.#measure();
    if (state === this.#state && this.#since !== undefined) return;
    if (state === this.#state && this.#requests === 0) return;
    this.#state = state;
    this.#since = this.#now();
  }

  #measure(): v.SourceState {
    const { down, resting } = this.#situation();
    if (down) return "DOWN";
    if (resting > 0) return "RATE_LIMITED";
    if (this.#changedSchema !== undefined) return "CHANGED_SCHEMA";
    // Before its first answer a publisher is not known to be there at all: no need to wait for the breaker to say so.
    if (this.#requests > 0 && !this.#wasThere) return "DOWN";
    return this.#recent.includes(false) ? "DEGRADED" : "OK";
  }

  #message(state: v.SourceState): string | undefined {
    if (state === "OK") return undefined;
    if (state === "CHANGED_SCHEMA") return this.#changedSchema?.message;
    const failed = this.#recent.filter((good) => !good).length;
    const share = `${failed} of the last ${this.#recent.length} requests failed`;
    return this.#fault === undefined ? `${share}.` : `${share}. The last failure: ${this.#fault.message}`;
  }

  #p95(): number | undefined {
    const sorted = this.#times.toSorted((a, b) => a - b);
    const at = sorted[Math.ceil(sorted.length * 0.95) - 1];
    return at === undefined ? undefined : Math.round(at);
  }
}

function instant(millis: number): string {
  return new Date(millis).toISOString();
}
