import { LRUCache } from "lru-cache";
import { type NationalSource, SourceFault } from "../core/source";
import type { AnswerCache } from "./answer-cache";
import type { Clock } from "./clock";
import { shortKey } from "./entries";

interface Held {
  readonly value: unknown;
  readonly at: number;
}

/** Code lists and the like of one source: kept, shared, and each fetched once however many plans want it at the same time. */
export class Lookups {
  readonly #source: NationalSource;
  readonly #cache: AnswerCache;
  readonly #clock: Clock;
  readonly #memory: LRUCache<string, Held>;
  readonly #flights = new Map<string, Promise<unknown>>();

  constructor(source: NationalSource, cache: AnswerCache, clock: Clock, memoryBytes: number) {
    this.#source = source;
    this.#cache = cache;
    this.#clock = clock;
    this.#memory = new LRUCache({ maxSize: Math.max(1, memoryBytes) });
  }

  /**
   * What `fetch` answered, at most `freshMs` ago. Where it fails, what it answered before, as long as the source's figures are kept:
   * a list of codes that is a day old is better than no figures. Rejects with its SourceFault.
   */
  async get(name: string, freshMs: number, fetch: () => Promise<unknown>): Promise<unknown> {
    const held = this.#memory.get(name);
    if (held !== undefined && this.#clock.steady() - held.at <= freshMs) return held.value;
    const flying = this.#flights.get(name);
    if (flying !== undefined) return flying;
    const flight = this.#fetch(name, freshMs, fetch).finally(() => this.#flights.delete(name));
    this.#flights.set(name, flight);
    return flight;
  }

  async #fetch(name: string, freshMs: number, fetch: () => Promise<unknown>): Promise<unknown> {
    const key = shortKey(`lookup|${this.#source.id}|${this.#source.revision}|${name}`);
    const before = await this.#recall(name, key);
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
    this.#hold(name, { value, at: this.#clock.steady() }, body.length);
    const keepUntil = fetchedAt + this.#keepMs(freshMs);
    this.#cache.writeStore([{ key, source: this.#source.id, body, fetchedAt, keepUntil }]);
    return value;
  }

  async #recall(name: string, key: string): Promise<Held | undefined> {
    const held = this.#memory.get(name);
    const [kept] = held === undefined ? await this.#cache.readStore([key]) : [];
    if (kept === undefined) return held;
    try {
      const { at } = this.#cache.moment(kept, this.#source.freshness);
      const read = { value: JSON.parse(kept.body) as unknown, at };
      this.#hold(name, read, kept.body.length);
      return read;
    } catch {
      return undefined;
    }
  }

  #hold(name: string, held: Held, jsonBytes: number): void {
    this.#memory.set(name, held, { size: 3 * jsonBytes + 100 });
  }

  #keepMs(freshMs: number): number {
    return Math.max(freshMs, this.#source.freshness.keepMs);
  }
}
