import { type RateLimit, SourceFault } from "../core/source";
import type { Clock } from "./clock";
import type { SharedLimiter } from "./redis-limiter";
import { duration } from "./words";

/**
 * What a limit's stretch of time is kept longer by, in milliseconds: the first of two requests may have had to open its connection, and
 * reach the publisher that much later than it left, the second not. A TLS connection across the country takes up to a fifth of a second.
 */
export function marginOf(perMs: number): number {
  return Math.min(250, Math.ceil(perMs / 4));
}

interface Waiting {
  /** Goes, or learns that it has to wait until then. */
  go(): void;
}

/**
 * At most `requests` in any stretch of `perMs`, for every limit of a bucket at once: the times of what was sent are kept exactly. Fixed
 * windows (as rate-limiter-flexible counts) let twice the limit through across their edge, and publishers count as they like.
 * First come, first served.
 */
export class SlidingLog {
  readonly #clock: Clock;
  #rates: readonly RateLimit[];
  /** When each request of the longest stretch was sent, ascending. Steady milliseconds. */
  #sent: number[] = [];
  readonly #queue: Waiting[] = [];
  #restUntil = 0;
  #cancel: (() => void) | undefined;

  constructor(rates: readonly RateLimit[], clock: Clock) {
    this.#rates = rates;
    this.#clock = clock;
  }

  /** Other limits from now on; what was sent still counts. */
  limit(rates: readonly RateLimit[]): void {
    if (this.#rates === rates) return;
    this.#rates = rates;
    this.#pump();
  }

  /** Nothing goes before then. */
  rest(until: number): void {
    this.#restUntil = Math.max(this.#restUntil, until);
  }

  /** How long one more request would have to wait, after all that wait already. 0 for not at all. */
  wait(): number {
    const now = this.#clock.steady();
    const planned = [...this.#sent];
    for (let turn = 0; turn < this.#queue.length; turn++) planned.push(this.#next(planned, now));
    return this.#next(planned, now) - now;
  }

  /** Counts one request as sent now. */
  count(): void {
    const now = this.#clock.steady();
    this.#sent.push(now);
    const longest = longestOf(this.#rates);
    const kept = this.#sent.findIndex((at) => at > now - longest);
    if (kept > 0) this.#sent = this.#sent.slice(kept);
  }

  /** Resolves when the request may go, and counts it. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      this.#queue.push({ go: resolve });
      this.#pump();
    });
  }

  #pump(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const now = this.#clock.steady();
      const wait = this.#next(this.#sent, now) - now;
      if (wait > 0) {
        this.#cancel = this.#clock.after(wait, () => this.#pump());
        return;
      }
      this.#queue.shift();
      this.count();
      first.go();
    }
  }

  /** When the next may go, after all of `sent`. */
  #next(sent: readonly number[], now: number): number {
    let at = Math.max(now, this.#restUntil);
    for (const { requests, perMs } of this.#rates) {
      const before = sent[sent.length - requests];
      if (before !== undefined) at = Math.max(at, before + perMs + marginOf(perMs));
    }
    return at;
  }
}

export interface BucketOptions {
  /** The bucket's name, the same in all replicas. */
  readonly id: string;
  /** The publisher's name, for messages. */
  readonly name: string;
  readonly rates: readonly RateLimit[];
  /** How many processes share the limits where no shared limiter can be asked. */
  readonly replicas: number;
  readonly shared: SharedLimiter | undefined;
}

/**
 * The limits of one publisher's host. With a shared limiter, all replicas together keep within them; while it cannot be reached, and
 * for the longest stretch after it came back (it knows nothing of that time), each replica keeps within its share.
 */
export class Bucket {
  readonly #options: BucketOptions;
  readonly #clock: Clock;
  readonly #log: SlidingLog;
  readonly #share: readonly RateLimit[];
  readonly #longest: number;
  #restUntil = 0;
  #aloneUntil: number;

  constructor(options: BucketOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#share = options.rates.map((rate) => shareOf(rate, options.replicas));
    this.#longest = longestOf(options.rates);
    this.#aloneUntil = options.shared === undefined ? Number.POSITIVE_INFINITY : 0;
    this.#log = new SlidingLog(options.shared === undefined ? this.#share : options.rates, clock);
  }

  /** Milliseconds of the rest that the publisher asked for that are left; 0 for none. */
  get resting(): number {
    return Math.max(0, this.#restUntil - this.#clock.steady());
  }

  /** Nothing is sent for so many milliseconds, by any replica. */
  rest(millis: number): void {
    const until = this.#clock.steady() + millis;
    this.#restUntil = Math.max(this.#restUntil, until);
    this.#log.rest(until);
    this.#options.shared?.rest(this.#options.id, millis);
  }

  /** Waits until a request may be sent, and counts it. Rejects with RATE_LIMITED at once where that is after `deadline`. */
  async take(deadline: number): Promise<void> {
    for (;;) {
      const wait = await this.#try(deadline);
      if (wait === 0) return;
      this.#check(wait, deadline);
      await this.#clock.sleep(wait);
    }
  }

  /** 0 when the request is counted and may go; else how long until it is worth another try. */
  async #try(deadline: number): Promise<number> {
    const { shared, id, rates } = this.#options;
    const alone = shared === undefined || this.#clock.steady() < this.#aloneUntil;
    this.#log.limit(alone ? this.#share : rates);
    if (shared !== undefined) {
      const wait = await shared.take(id, rates);
      if (wait !== undefined && wait > 0) return wait;
      if (wait === undefined) {
        this.#aloneUntil = this.#clock.steady() + this.#longest;
        this.#log.limit(this.#share);
      }
    }
    this.#check(this.#log.wait(), deadline);
    await this.#log.take();
    return 0;
  }

  #check(wait: number, deadline: number): void {
    if (wait <= 0 || this.#clock.steady() + wait <= deadline) return;
    throw new SourceFault("RATE_LIMITED", this.#sentence(wait), Math.ceil(wait));
  }

  #sentence(wait: number): string {
    const { name } = this.#options;
    if (this.resting > 0) return `${name} asked to be left alone for now. Ask again in ${duration(wait)}.`;
    return `The number of requests that ${name} allows is used up for now. Ask again in ${duration(wait)}.`;
  }
}

function longestOf(rates: readonly RateLimit[]): number {
  return Math.max(0, ...rates.map(({ perMs }) => perMs + marginOf(perMs)));
}

/**
 * One replica's part of a limit: all together keep it in any stretch. Where that is less than one request, one request in a longer
 * stretch: they keep it on average, and no better can be done without talking to each other.
 */
function shareOf({ requests, perMs }: RateLimit, replicas: number): RateLimit {
  const whole = Math.floor(requests / replicas);
  if (whole >= 1) return { requests: whole, perMs };
  return { requests: 1, perMs: Math.ceil((perMs * replicas) / requests) };
}
