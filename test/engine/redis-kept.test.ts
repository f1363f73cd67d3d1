import type { KeptEntry, KeptStore } from "../../src/datasources/core/engine";
import { createRedisKept, layered, type RedisKept } from "../../src/datasources/engine/redis-kept";
import { startPublisher } from "../support/publisher-server";
import { redisProgram, startRedis, type TestRedis } from "../support/redis";
import { askOne, engineOver, inventedSource, wellBehaved } from "./invented";
import { KeptInMemory } from "./kept-in-memory";

const NOW = 1_800_000_000_000;
const entry = (key: string, fetchedAt = NOW, body = "{}"): KeptEntry => ({
  key,
  source: "invented",
  body,
  fetchedAt,
  keepUntil: NOW + 60_000,
});

/** Waits until it answers, or for two seconds where it is dead. */
async function connected(kept: KeptStore): Promise<void> {
  for (let tries = 0; tries < 20 && (await kept.read(["x"]).catch(() => undefined)) === undefined; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

if (redisProgram === undefined) console.warn("No redis-server: answers shared through Redis are not proved here.");
const withRedis = redisProgram === undefined ? describe.skip : describe;

withRedis("answers kept in Redis", () => {
  let redis: TestRedis;
  let kept: RedisKept;
  beforeEach(async () => {
    redis = await startRedis();
    kept = createRedisKept(redis.url, () => NOW);
    await connected(kept);
  });
  afterEach(async () => {
    kept.close();
    await redis.stop();
  });

  test("what is written is read, the newest of each key, and nothing past its time", async () => {
    await kept.write([entry("a", NOW, '{"n":1}'), entry("b"), { ...entry("old"), keepUntil: NOW - 1 }]);
    await kept.write([entry("a", NOW - 5, '{"n":0}'), entry("b", NOW + 5, '{"n":2}')]);
    const found = await kept.read(["a", "b", "old", "never"]);
    expect(found.map(({ key, body }) => [key, body]).sort()).toEqual([
      ["a", '{"n":1}'],
      ["b", '{"n":2}'],
    ]);
  });

  test("what one replica fetched, another need not; with Redis dead both go on", async () => {
    const publisher = await startPublisher(wellBehaved);
    const source = inventedSource();
    const replica = async (far: KeptStore) => {
      const near = createRedisKept(redis.url, Date.now);
      await connected(near);
      return { near, ...engineOver([[source, publisher.url]], { kept: layered(near, far) }) };
    };
    const one = await replica(new KeptInMemory());
    expect(await askOne(one.engine)).toMatchObject({ servedFrom: "LIVE" });
    await one.engine.close();
    const two = await replica(new KeptInMemory());
    expect(await askOne(two.engine)).toMatchObject({ servedFrom: "CACHED" });
    expect(publisher.requests).toHaveLength(1);
    await two.engine.close();
    redis.kill();
    const far = new KeptInMemory();
    const three = await replica(far);
    expect(await askOne(three.engine)).toMatchObject({ servedFrom: "LIVE" });
    await three.engine.close();
    expect(far.entries.size).toBe(1);
    for (const { near } of [one, two, three]) near.close();
    await publisher.close();
  });
});

describe("two stores as one", () => {
  const broken: KeptStore = {
    read: () => Promise.reject(new Error("away")),
    write: () => Promise.reject(new Error("away")),
    prune: () => Promise.reject(new Error("away")),
  };

  test("the far one answers for what the near one lacks or cannot say", async () => {
    const near = new KeptInMemory();
    const far = new KeptInMemory();
    await near.write([entry("a", NOW, "near")]);
    await far.write([entry("a", NOW, "far"), entry("b", NOW, "far")]);
    const bodies = async (store: KeptStore) => (await store.read(["a", "b", "c"])).map(({ key, body }) => [key, body]);
    expect(await bodies(layered(near, far))).toEqual([
      ["a", "near"],
      ["b", "far"],
    ]);
    expect(await bodies(layered(broken, far))).toEqual([
      ["a", "far"],
      ["b", "far"],
    ]);
  });

  test("a write fails only where both do", async () => {
    const far = new KeptInMemory();
    await layered(broken, far).write([entry("a")]);
    expect(far.entries.size).toBe(1);
    await expect(layered(broken, broken).write([entry("a")])).rejects.toThrow("away");
  });
});
