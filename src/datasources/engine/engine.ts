import { LRUCache } from "lru-cache";
import type {
  AreaSupplies,
  CallBudget,
  Engine,
  KeptStore,
  RunOptions,
  SourceSettings,
  SourceWants,
} from "../core/engine";
import type { Plan } from "../core/plan";
import type { SourceTallies } from "../core/records";
import { type NationalSource, type RateLimit, SourceFault } from "../core/source";
import { AnswerCache } from "./answer-cache";
import { ProcessClock } from "./clock";
import { Desk } from "./desk";
import { Gate } from "./gate";
import { HealthBook } from "./health";
import { HttpClient } from "./http";
import { Lane } from "./lane";
import type { EngineLog } from "./log";
import { type HeldLookup, Lookups } from "./lookups";
import { answer, forecast } from "./operation";
import { Bucket } from "./rate-limit";
import { RedisLimiter, type SharedLimiter } from "./redis-limiter";
import { baseUrl } from "./request-url";
import { type Patience, Spending } from "./spending";

/** What an engine is put together from. */
export interface EngineDeps {
  readonly sources: readonly NationalSource[];
  /** By source's id; a source that is absent is on, at its own addresses, without a key. */
  readonly settings?: ReadonlyMap<string, SourceSettings>;
  /** Behind memory. Its failures are logged and tolerated. */
  readonly kept?: KeptStore;
  /** Where replicas share publishers' limits; `limiter` in its place where one is at hand. */
  readonly redisUrl?: string;
  readonly limiter?: SharedLimiter;
  readonly supplies?: AreaSupplies;
  /** Hears of every request that came to its end. */
  readonly count?: SourceTallies["count"];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that only go forward. Where absent: the process's own beside Date.now, and `now` itself where a clock is handed in. */
  readonly steady?: () => number;
  readonly log: EngineLog;
  /** Bytes of memory for answers; a quarter of it is for look-ups. */
  readonly memoryBytes: number;
  /** Lets sources' own addresses be private ones. Addresses that the settings name always may be. */
  readonly allowPrivate?: boolean;
  /** Sent to publishers: who asks, and where to complain. */
  readonly userAgent: string;
  /** Called when the engine is closed and asks no store any more. */
  readonly onClose?: () => void;
  /** Processes that share publishers' limits; 1 where absent. Each keeps within its part wherever no shared limiter answers. */
  readonly replicas?: number;
}

/** Bytes. The largest list of codes seen is some 3 MB of JSON; one that found no room would be fetched at every question. */
const LEAST_FOR_LOOKUPS = 16_000_000;

/** The engine that asks national sources. Throws an Error that names the source for an address that is none. */
export function createEngine(deps: EngineDeps): Engine {
  return new NationalEngine(deps);
}

class NationalEngine implements Engine {
  readonly sources: readonly NationalSource[];
  readonly #onClose: (() => void) | undefined;
  readonly #desks: ReadonlyMap<string, Desk>;
  readonly #clock: ProcessClock;
  readonly #http: HttpClient;
  readonly #cache: AnswerCache;
  readonly #lookups: LRUCache<string, HeldLookup>;
  readonly #limiter: SharedLimiter | undefined;
  readonly #gates: Gate[] = [];
  readonly #buckets = new Map<string, Bucket>();

  constructor(deps: EngineDeps) {
    this.#onClose = deps.onClose;
    this.#clock = new ProcessClock(deps.now, deps.steady ?? steadyFor(deps.now));
    this.#http = new HttpClient(this.#clock);
    this.#lookups = new LRUCache({ maxSize: Math.max(LEAST_FOR_LOOKUPS, Math.floor(deps.memoryBytes / 4)) });
    this.#cache = new AnswerCache(Math.floor((deps.memoryBytes * 3) / 4), deps.kept, this.#clock, deps.log);
    this.#limiter = deps.limiter ?? (deps.redisUrl === undefined ? undefined : new RedisLimiter(deps.redisUrl));
    this.#desks = new Map(deps.sources.map((source) => [source.id, this.#desk(source, deps)]));
    this.sources = deps.sources.filter((source) => this.source(source.id) !== undefined);
  }

  source(id: string): NationalSource | undefined {
    const desk = this.#desks.get(id);
    return desk?.parts.unusable === undefined ? desk?.source : undefined;
  }

  answer(wants: readonly SourceWants[], budget: CallBudget) {
    return answer(this.#desks, wants, budget, this.#clock);
  }

  forecast(wants: readonly SourceWants[], budget: CallBudget) {
    return forecast(this.#desks, wants, budget, this.#clock);
  }

  async run<T>(source: string, plan: () => Plan<T>, options: RunOptions = {}): Promise<T> {
    const desk = this.#desks.get(source);
    if (desk === undefined) throw new SourceFault("OFF", "The hub has no source of this name.");
    if (desk.parts.unusable !== undefined) throw desk.parts.unusable;
    const end = this.#clock.steady() + (options.deadlineMs ?? Number.POSITIVE_INFINITY);
    const patience: Patience = { waitUntil: () => end, end };
    const fetch = () => desk.run(plan, patience, new Spending(undefined, options.onRequest));
    const { keep } = options;
    // A kept result is what its JSON says: sources promise results that are no more than that.
    return keep === undefined ? fetch() : ((await desk.parts.lookups.get(keep.name, keep.freshMs, fetch)) as T);
  }

  health(source: string) {
    const desk = this.#desks.get(source);
    if (desk !== undefined) return desk.health();
    const message = "The hub has no source of this name.";
    return { source, state: "DOWN" as const, message, requests: 0, failures: 0 };
  }

  async close(): Promise<void> {
    this.#clock.close();
    for (const gate of this.#gates) gate.close();
    await this.#http.close();
    await this.#cache.settled();
    await this.#limiter?.close();
    this.#onClose?.();
  }

  #desk(source: NationalSource, deps: EngineDeps): Desk {
    const settings = deps.settings?.get(source.id) ?? { on: true, bases: {}, keys: {} };
    const unusable = whyUnusable(source, settings);
    const lanes = new Map<string, Lane>();
    const situation = () => ({
      down: lanes.get("")?.gate.open ?? false,
      resting: lanes.get("")?.bucket.resting ?? 0,
    });
    const health = new HealthBook(source.id, deps.now, situation, deps.count);
    if (unusable === undefined) {
      for (const [name, own] of Object.entries({ "": source.baseUrl, ...source.otherBases })) {
        lanes.set(name, this.#lane(source, { name, own, settings, health }, deps));
      }
    }
    const clock = this.#clock;
    const lookups = new Lookups(source, this.#cache, clock, this.#lookups);
    const { log, supplies } = deps;
    return new Desk({ source, unusable, lanes, health, lookups, cache: this.#cache, supplies, clock, log });
  }

  #lane(
    source: NationalSource,
    at: { name: string; own: string; settings: SourceSettings; health: HealthBook },
    deps: EngineDeps,
  ): Lane {
    const { name, own, settings, health } = at;
    const named = settings.bases[name];
    const gate = new Gate(source.name, source.limits.maxConcurrent, this.#clock);
    this.#gates.push(gate);
    return new Lane({
      source,
      base: addressOf(source, named ?? own),
      mayBePrivate: named !== undefined || deps.allowPrivate === true,
      keys: settings.keys,
      userAgent: deps.userAgent,
      gate,
      bucket: this.#bucket(source, name, deps),
      http: this.#http,
      health,
      clock: this.#clock,
      log: deps.log,
    });
  }

  /** Sources of one bucket keep the limits of the first of them that is made, and those that the others add. */
  #bucket(source: NationalSource, base: string, deps: EngineDeps): Bucket {
    const { limits } = source;
    const own = limits.ratesOfBase?.[base];
    const id = own === undefined ? (limits.bucket ?? source.id) : `${source.id}/${base}`;
    const known = this.#buckets.get(id);
    if (known !== undefined) return known;
    const rates = own ?? strictest(deps.sources.filter((each) => (each.limits.bucket ?? each.id) === id));
    const replicas = Math.max(1, deps.replicas ?? 1);
    const made = new Bucket({ id, name: source.name, rates, replicas, shared: this.#limiter }, this.#clock);
    this.#buckets.set(id, made);
    return made;
  }
}

/** A clock that is set (summer time by hand, a step of NTP) ages no answer and ends no wait. */
function steadyFor(now: () => number): () => number {
  return now === Date.now ? () => performance.now() : now;
}

/** The limits of all sources that share a bucket: every one of them holds. */
function strictest(sources: readonly NationalSource[]): readonly RateLimit[] {
  const rates = sources.flatMap((source) => source.limits.rates);
  return [...new Map(rates.map((rate) => [`${rate.requests}/${rate.perMs}`, rate])).values()];
}

function whyUnusable(source: NationalSource, settings: SourceSettings): SourceFault | undefined {
  if (!settings.on) return new SourceFault("OFF", `${source.name} is switched off in this hub.`);
  const { key } = source;
  if (key === undefined || !key.required) return undefined;
  const missing = key.variables.filter((name) => settings.keys[name] === undefined);
  if (missing.length === 0) return undefined;
  return new SourceFault(
    "MISCONFIGURED",
    `${source.name} needs a key that this hub does not have: ${missing.join(", ")}.`,
  );
}

function addressOf(source: NationalSource, text: string): URL {
  try {
    return baseUrl(text);
  } catch {
    const variable = `OUTTURN_${source.id.toUpperCase().replaceAll("-", "_")}_URL`;
    throw new Error(`The address of source ${source.id} is not one: ${variable} must be http(s) and end in a slash.`);
  }
}
