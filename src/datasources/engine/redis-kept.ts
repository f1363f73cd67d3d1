import type { KeptEntry, KeptStore } from "../core/engine";
import { chunks } from "../core/packing";
import { connectRedis } from "./redis-connection";

/** Entries of one command, and characters of their bodies: a long command holds up every other replica. */
const AT_ONCE = 500;

/**
 * Writes an entry unless there is a newer one under its key, and lets it end with its time.
 * KEYS: the entry. ARGV: when it was fetched, milliseconds that it has left, the entry.
 */
const WRITE = `
local before = redis.call('HGET', KEYS[1], 'at')
if before and tonumber(before) > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'at', ARGV[1], 'entry', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`;

/** A store of kept answers in Redis, which replicas share. Redis drops what is past its time by itself. */
export interface RedisKept extends KeptStore {
  close(): void;
}

/** Connects at once. Every failure rejects, within a quarter of a second. `now`: milliseconds since 1970. */
export function createRedisKept(url: string, now: () => number, prefix = "outturn:kept:"): RedisKept {
  const { redis, first } = connectRedis(url);
  return {
    async read(keys) {
      await first;
      const found: KeptEntry[] = [];
      for (const part of chunks([...new Set(keys)], AT_ONCE)) {
        const pipeline = redis.pipeline();
        for (const key of part) pipeline.hget(prefix + key, "entry");
        for (const [error, text] of (await pipeline.exec()) ?? []) {
          if (error !== null) throw error;
          if (typeof text === "string") found.push(JSON.parse(text) as KeptEntry);
        }
      }
      return found;
    },
    async write(entries) {
      await first;
      for (const part of chunks(entries, AT_ONCE)) {
        const pipeline = redis.pipeline();
        for (const entry of part) {
          const left = Math.ceil(entry.keepUntil - now());
          if (left > 0) pipeline.eval(WRITE, 1, prefix + entry.key, entry.fetchedAt, left, JSON.stringify(entry));
        }
        for (const [error] of (await pipeline.exec()) ?? []) if (error !== null) throw error;
      }
    },
    prune: async () => 0,
    close: () => redis.disconnect(),
  };
}

/**
 * Two stores as one: what the near one does not have, or cannot say, is looked for in the far one. Writes go to both; a write fails
 * only where both do.
 */
export function layered(near: KeptStore, far: KeptStore): KeptStore {
  return {
    async read(keys) {
      const found = await near.read(keys).catch((): readonly KeptEntry[] => []);
      const held = new Set(found.map((entry) => entry.key));
      const missing = keys.filter((key) => !held.has(key));
      return missing.length === 0 ? found : [...found, ...(await far.read(missing))];
    },
    async write(entries) {
      const done = await Promise.allSettled([near.write(entries), far.write(entries)]);
      const failures = done.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
      if (failures.length === done.length) throw failures[0];
    },
    async prune(now) {
      const [a, b] = await Promise.all([near.prune(now).catch(() => 0), far.prune(now)]);
      return a + b;
    },
  };
}
