import { LRUCache } from "lru-cache";
import type * as v from "../../schema/values/enums";
import type { Engine, KeptStore, SupplyTerms } from "../core/engine";
import { type NationalSource, type PostcodeAnswer, SourceFault } from "../core/source";

/** Postcodes move with the quarterly directory: a week in doubt is no loss. */
const FRESH_MS = 7 * 24 * 3600 * 1000;
/** After that a copy stands in where nobody can be asked. */
const KEEP_MS = 400 * 24 * 3600 * 1000;
const IN_MEMORY = 20_000;
const KEY = "postcode|";

export interface PostcodeBookDeps {
  readonly engine: Engine | undefined;
  readonly kept: KeptStore;
  readonly now: () => number;
}

/** What is known of one postcode. */
export interface LookedUp {
  /** Absent where nothing is known and nobody could be asked. */
  readonly answer?: PostcodeAnswer;
  readonly servedFrom: v.Freshness;
  /** Why the publisher gave no answer to this look-up. */
  readonly fault?: SourceFault;
}

interface Page {
  readonly answer: PostcodeAnswer;
  readonly fetchedAt: number;
}

/** Postcodes that were looked up, in memory and in the store, each by itself: those of one question are asked for together. */
export class PostcodeBook {
  readonly #deps: PostcodeBookDeps;
  readonly #pages = new LRUCache<string, Page>({ max: IN_MEMORY });

  constructor(deps: PostcodeBookDeps) {
    this.#deps = deps;
  }

  /** The source that looks up; undefined where it is switched off. */
  get source(): NationalSource | undefined {
    return this.#deps.engine?.sources.find((source) => source.postcodes !== undefined);
  }

  /** By code. Never rejects for a publisher's fault. */
  async look(codes: readonly string[], terms: SupplyTerms): Promise<ReadonlyMap<string, LookedUp>> {
    const fresh = (code: string) => this.#age(code) < FRESH_MS;
    await this.#recall(codes.filter((code) => !fresh(code)));
    const asked = codes.filter((code) => !fresh(code));
    const fault = asked.length === 0 ? undefined : await this.#ask(asked, terms);
    const live = new Set(fault === undefined ? asked : []);
    return new Map(
      codes.map((code): [string, LookedUp] => {
        const answer = this.#pages.get(code)?.answer;
        if (live.has(code)) return [code, { servedFrom: "LIVE", ...(answer === undefined ? {} : { answer }) }];
        if (answer === undefined) return [code, { servedFrom: "NONE", ...(fault === undefined ? {} : { fault }) }];
        if (fresh(code)) return [code, { servedFrom: "CACHED", answer }];
        return [code, { servedFrom: "STALE", answer, ...(fault === undefined ? {} : { fault }) }];
      }),
    );
  }

  #age(code: string): number {
    const page = this.#pages.get(code);
    return page === undefined ? Number.POSITIVE_INFINITY : this.#deps.now() - page.fetchedAt;
  }

  async #recall(codes: readonly string[]): Promise<void> {
    if (codes.length === 0) return;
    // Without the store the publisher is asked.
    const entries = await this.#deps.kept.read(codes.map((code) => KEY + code)).catch(() => []);
    for (const { key, body, fetchedAt } of entries)
      this.#pages.set(key.slice(KEY.length), { answer: JSON.parse(body) as PostcodeAnswer, fetchedAt });
  }

  /** Asks the publisher, and keeps what it says, "no such postcode" among it. Answers its fault. */
  async #ask(codes: readonly string[], terms: SupplyTerms): Promise<SourceFault | undefined> {
    const { engine, kept, now } = this.#deps;
    const { source } = this;
    const ask = source?.postcodes;
    if (engine === undefined || source === undefined || ask === undefined)
      return new SourceFault("OFF", "This hub looks up no postcodes: the source is switched off.");
    try {
      const answers = await engine.run(source.id, () => ask(codes), terms);
      const fetchedAt = now();
      for (const answer of answers) this.#pages.set(answer.query, { answer, fetchedAt });
      const keepUntil = fetchedAt + KEEP_MS;
      const entries = answers.map((answer) => ({
        ...{ key: KEY + answer.query, source: source.id, body: JSON.stringify(answer), fetchedAt, keepUntil },
      }));
      await kept.write(entries).catch(() => undefined); // in memory all the same
      return undefined;
    } catch (error) {
      if (error instanceof SourceFault) return error;
      throw error;
    }
  }
}
