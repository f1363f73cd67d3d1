import type { LRUCache } from "lru-cache";
import { type NationalSource, SourceFault } from "../core/source";
import type { AnswerCache } from "./answer-cache";
import type { Clock } from "./clock";
import { shortKey } from "./entries";
import { BudgetUsedUp } from "./spending";

/** A look-up in memory. */
export interface HeldLookup {
  readonly value: unknown;
  readonly at: number;
}

/** Code lists and the like of one source: kept, shared, and each fetched once however many plans want it at the same time. */
export class Lookups {
  readonly #source: NationalSource;
  readonly #cache: AnswerCache;
  readonly #clock: Clock;
  readonly #memory: LRUCache<string, HeldLookup>;
  readonly #flights = new Map<string, Promise<unknown>>();

  /** `memory` is that of all sources: one list of codes may be larger than an equal part of it. */
  constructor(source: NationalSource, cache: AnswerCache, clock: Clock, memory: LRUCache<string, HeldLookup>) {
    this.#source = source;
    this.#cache = cache;
    this.#clock = clock;
    this.#memory = memory;
  }

  /**
   * What `fetch` answered, at most `freshMs` ago. Where it fails, what it answered before, as long as the source's figures are kept:
   * a list of codes that is a day old is better than no figures. Rejects with its SourceFault.
   */
  async get(name: string, freshMs: number, fetch: () => Promise<unknown>): Promise<unknown> {
    const key = shortKey(`lookup|${this.#source.id}|${this.#source.revision}|${name}`);
    const held = this.#memory.get(key);
    if (held !== undefined && this.#clock.steady() - held.at <= freshMs) return held.value;
    const flying = this.#flights.get(key);
    if (flying !== undefined) {
      return flying.catch((error: unknown) => {
        // The operation that was to fetch it may not; this one may.
        if (error instanceof BudgetUsedUp) return this.get(name, freshMs, fetch);
        throw error;
      });
    }
    const flight = this.#fetch(key, freshMs, fetch).finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }

  async #fetch(key: string, freshMs: number, fetch: () => Promise<unknown>): Promise<unknown> {
    const before = await this.#recall(key);
    if (before !== undefined && this.#clock.steady() - before.at <= freshMs) return before.value;
    let body: string;
    try {
      body = JSON.stringify((await fetch()) ?? null);
    } catch (error) {
      const usable = before !== undefined && this.#clock.steady() - before.at <= this.#keepMs(freshMs);
      if (error instanceof SourceFault && usable) return before.value;
      throw error;
    }
    const value: unknown = JSON.parse(body);
    const fetchedAt = this.#clock.now();
    this.#hold(key, { value, at: this.#clock.steady() }, body.length);
    const keepUntil = fetchedAt + this.#keepMs(freshMs);
    this.#cache.writeStore([{ key, source: this.#source.id, body, fetchedAt, keepUntil }]);
    return value;
  }

  /** The younger of what memory and the store hold: another process may have fetched it since. */
  async #recall(key: string): Promise<HeldLookup | undefined> {
    const held = this.#memory.get(key);
    const [kept] = await this.#cache.readStore([key]);
    if (kept === undefined) return held;
    const { at } = this.#cache.moment(kept, this.#source.freshness);
    if (held !== undefined && held.at >= at) return held;
    try {
      const read = { value: JSON.parse(kept.body) as unknown, at };
      this.#hold(key, read, kept.body.length);
      return read;
    } catch {
      return held;
    }
  }

  #hold(key: string, held: HeldLookup, jsonBytes: number): void {
    this.#memory.set(key, held, { size: 3 * jsonBytes + 100 });
  }

  #keepMs(freshMs: number): number {
    return Math.max(freshMs, this.#source.freshness.keepMs);
  }
}
