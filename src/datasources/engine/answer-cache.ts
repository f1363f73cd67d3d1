import { LRUCache } from "lru-cache";
import type { KeptEntry, KeptStore } from "../core/engine";
import type { Cell, Freshness, NationalSource, PeriodWanted } from "../core/source";
import type { Clock } from "./clock";
import { covers, keyOf, type Question, WHOLE } from "./entries";
import type { EngineLog } from "./log";

/** A good answer to one question. No cells: the publisher has none. */
export interface Entry {
  readonly cells: readonly Cell[];
  /** Milliseconds since 1970: what people are told. */
  readonly fetchedAt: number;
  /** Steady milliseconds of the same moment: what its age is measured with. */
  readonly at: number;
  readonly requestUrl?: string;
}

/** Good without a question; good, but to be fetched again behind it; only for when the publisher cannot be reached. */
export type Age = "FRESH" | "AGEING" | "OLD";

/** How an entry stands now; undefined once it may not be served at all. */
export function ageOf(entry: Pick<Entry, "at">, freshness: Freshness, clock: Clock): Age | undefined {
  const age = clock.steady() - entry.at;
  if (age <= freshness.freshMs) return "FRESH";
  if (age <= freshness.revalidateMs) return "AGEING";
  return age <= freshness.keepMs ? "OLD" : undefined;
}

/** Objects take about so many times the bytes of their JSON: measured with cells of five members on Node 20. */
const OBJECT_BYTES = 3;
/** The kept store is a help, not a need: what it has not answered by then is fetched. */
const STORE_MS = 2_000;
/** How far an entry from the store may lie ahead of our clock before its age counts as unknown. */
const AHEAD_MS = 5 * 60_000;

interface Held {
  readonly period: PeriodWanted;
  readonly entry: Entry;
  readonly bytes: number;
}

/** Answers by question: in memory by series, and behind it in the kept store. Its failures are logged and cost only speed. */
export class AnswerCache {
  readonly #memory: LRUCache<string, ReadonlyMap<string, Held>>;
  readonly #store: KeptStore | undefined;
  readonly #clock: Clock;
  readonly #log: EngineLog;
  readonly #writing = new Set<Promise<void>>();

  constructor(memoryBytes: number, store: KeptStore | undefined, clock: Clock, log: EngineLog) {
    this.#memory = new LRUCache({ maxSize: Math.max(1, memoryBytes), sizeCalculation: bytesOf });
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /** What memory holds for a question: the youngest answer that is provably whole for it. */
  find(question: Question): Entry | undefined {
    let best: Entry | undefined;
    for (const { period, entry } of this.#memory.get(question.series)?.values() ?? []) {
      if (best !== undefined && entry.at <= best.at) continue;
      if (covers(period, question.period)) best = entry;
    }
    return best;
  }

  /** Fetches into memory what the store holds for these questions, or for all periods of their series. */
  async recall(source: NationalSource, questions: readonly Question[]): Promise<void> {
    if (this.#store === undefined || questions.length === 0) return;
    const places = new Map<string, { readonly series: string; readonly period: PeriodWanted }>();
    for (const { key, series, period } of questions) {
      places.set(key, { series, period });
      places.set(keyOf(series, WHOLE), { series, period: WHOLE });
    }
    for (const kept of await this.readStore([...places.keys()])) {
      const place = places.get(kept.key);
      const read = place === undefined ? undefined : readBody(kept.body);
      if (place !== undefined && read !== undefined) {
        this.#hold(place.series, place.period, { ...read, ...this.moment(kept, source.freshness) }, kept.body.length);
      }
    }
  }

  /** Keeps good answers. */
  keep(source: NationalSource, answers: readonly (readonly [Question, Entry])[]): void {
    const entries = answers.map(([question, entry]) => {
      const { cells, requestUrl, fetchedAt } = entry;
      const body = JSON.stringify({ cells, ...(requestUrl === undefined ? {} : { requestUrl }) });
      this.#hold(question.series, question.period, entry, body.length);
      const keepUntil = fetchedAt + source.freshness.keepMs;
      return { key: question.key, source: source.id, body, fetchedAt, keepUntil };
    });
    this.writeStore(entries);
  }

  /** Entries of the store by key; none where it fails or takes too long. */
  async readStore(keys: readonly string[]): Promise<readonly KeptEntry[]> {
    if (this.#store === undefined) return [];
    let cancel = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      cancel = this.#clock.after(STORE_MS, () => reject(new Error("The store of kept answers took too long.")));
    });
    try {
      return await Promise.race([this.#store.read(keys), late]);
    } catch (error) {
      this.#log.warn({ reason: String(error) }, "The store of kept answers could not be read.");
      return [];
    } finally {
      cancel();
    }
  }

  /** Writes behind the caller's back. */
  writeStore(entries: readonly KeptEntry[]): void {
    if (this.#store === undefined || entries.length === 0) return;
    const writing = this.#store
      .write(entries)
      .catch((error: unknown) => {
        this.#log.warn({ reason: String(error) }, "The store of kept answers could not be written.");
      })
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** When a stored entry was fetched, on both clocks. One from the future (a clock was set back) is served, and fetched again. */
  moment({ fetchedAt }: KeptEntry, { freshMs, revalidateMs }: Freshness): Pick<Entry, "at" | "fetchedAt"> {
    const age = this.#clock.now() - fetchedAt;
    const counted = age < -AHEAD_MS ? Math.min(freshMs + 1, revalidateMs) : Math.max(0, age);
    return { fetchedAt, at: this.#clock.steady() - counted };
  }

  /** Waits for what is being written. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing);
  }

  #hold(series: string, period: PeriodWanted, entry: Entry, jsonBytes: number): void {
    const key = keyOf(series, period);
    const held = new Map(this.#memory.peek(series));
    const before = held.get(key);
    if (before !== undefined && before.entry.at > entry.at) return;
    held.set(key, { period, entry, bytes: OBJECT_BYTES * jsonBytes + 2 * key.length });
    this.#memory.set(series, held);
  }
}

function bytesOf(held: ReadonlyMap<string, Held>): number {
  let bytes = 300;
  for (const each of held.values()) bytes += 150 + each.bytes;
  return bytes;
}

function readBody(body: string): { cells: readonly Cell[]; requestUrl?: string } | undefined {
  try {
    const read: unknown = JSON.parse(body);
    if (typeof read !== "object" || read === null || !("cells" in read) || !Array.isArray(read.cells)) return undefined;
    return read as { cells: readonly Cell[]; requestUrl?: string };
  } catch {
    return undefined;
  }
}
