import { Redis } from "ioredis";

/** Longest that anything waits for Redis: the local share of a limit, the store behind it or the publisher stands in. */
export const REDIS_MS = 250;

export interface RedisConnection {
  readonly redis: Redis;
  /** The first connection of the process, or a moment: a start is no outage. */
  readonly first: Promise<void>;
}

/** Connects at once, and again after every loss. Commands fail rather than wait: each says so itself, within `REDIS_MS`. */
export function connectRedis(url: string): RedisConnection {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_MS,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(5_000, 100 * times),
  });
  redis.on("error", () => undefined);
  const first = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, REDIS_MS);
    for (const event of ["ready", "close", "end"]) {
      redis.once(event, () => {
        clearTimeout(timer);
        resolve();
      });
    }
  });
  return { redis, first };
}
