import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { RateLimit } from "../core/source";
import { marginOf } from "./rate-limit";
import { connectRedis } from "./redis-connection";

/** Limits that several processes keep together. */
export interface SharedLimiter {
  /** 0: counted, go. More: not counted, worth another try after so many milliseconds. Undefined: it cannot be reached. */
  take(bucket: string, rates: readonly RateLimit[]): Promise<number | undefined>;
  /** Nothing is granted for so many milliseconds. */
  rest(bucket: string, millis: number): void;
  close(): Promise<void>;
}

/**
 * One sorted set a bucket, of what was granted, by Redis's own clock in milliseconds: replicas need not agree on the time. All limits
 * are checked and the request counted in one step, so that no two replicas take the last place.
 * KEYS: the set, the rest. ARGV: a name for this request, then requests and milliseconds of each limit.
 */
const TAKE = `
local resting = redis.call('PTTL', KEYS[2])
if resting > 0 then return resting end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wait, longest = 0, 0
for i = 2, #ARGV, 2 do
  local requests, per = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  longest = math.max(longest, per)
  local before = redis.call('ZREVRANGE', KEYS[1], requests - 1, requests - 1, 'WITHSCORES')
  if before[2] then wait = math.max(wait, tonumber(before[2]) + per - now) end
end
if wait > 0 then return wait end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - longest)
redis.call('PEXPIRE', KEYS[1], longest + 1000)
return 0
`;

/** How long Redis is not asked after it failed: a frozen one would cost every request that wait. */
const REST_MS = 1_000;

/** Limits shared through Redis. Every failure of Redis is an answer of "cannot be reached". */
export class RedisLimiter implements SharedLimiter {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #first: Promise<void>;
  readonly #process = randomUUID();
  #count = 0;
  #failedAt: number | undefined;

  constructor(url: string, prefix = "outturn:limit:") {
    this.#prefix = prefix;
    const { redis, first } = connectRedis(url);
    this.#redis = redis;
    this.#first = first;
  }

  async take(bucket: string, rates: readonly RateLimit[]): Promise<number | undefined> {
    await this.#first;
    if (this.#failedAt !== undefined && performance.now() - this.#failedAt < REST_MS) return undefined;
    this.#count += 1;
    const limits = rates.flatMap(({ requests, perMs }) => [requests, perMs + marginOf(perMs)]);
    const keys = this.#keys(bucket);
    try {
      const wait = await this.#redis.eval(TAKE, 2, ...keys, `${this.#process}:${this.#count}`, ...limits);
      this.#failedAt = undefined;
      return typeof wait === "number" ? wait : undefined;
    } catch {
      this.#failedAt = performance.now();
      return undefined;
    }
  }

  rest(bucket: string, millis: number): void {
    const [, rest] = this.#keys(bucket);
    this.#redis.set(rest, "1", "PX", Math.max(1, Math.ceil(millis))).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
  }

  /** The braces keep both keys on one node of a cluster. */
  #keys(bucket: string): [string, string] {
    return [`${this.#prefix}{${bucket}}`, `${this.#prefix}{${bucket}}:rest`];
  }
}
