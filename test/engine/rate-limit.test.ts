import type { RateLimit } from "../../src/datasources/core/source";
import { Bucket } from "../../src/datasources/engine/rate-limit";
import { retryAfter } from "../../src/datasources/engine/retry-after";
import { startPublisher } from "../support/publisher-server";
import { redisProgram, startRedis, type TestRedis } from "../support/redis";
import { ask, engineOver, inventedSource, want, wellBehaved } from "./invented";
import { mostIn, SimulatedClock } from "./simulated-clock";

function bucket(rates: readonly RateLimit[], clock: SimulatedClock, replicas = 1): Bucket {
  return new Bucket({ id: "invented", name: "Invented Statistics", rates, replicas, shared: undefined }, clock);
}

/** Arrivals in bursts and singly, the same at every run. */
function arrivals(count: number, spread: number): number[] {
  let seed = 7;
  const next = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed / 2 ** 32;
  };
  return Array.from({ length: count }, () => 1_000_000 + Math.floor((next() < 0.3 ? 0.5 : next()) * spread));
}

test.each<[string, readonly RateLimit[], number]>([
  ["10 a second", [{ requests: 10, perMs: 1_000 }], 1],
  ["15 a second, as the police count", [{ requests: 15, perMs: 1_000 }], 1],
  [
    "10 a second and 180 a minute, as the ONS counts",
    [
      { requests: 10, perMs: 1_000 },
      { requests: 180, perMs: 60_000 },
    ],
    1,
  ],
  ["1 in 3 seconds", [{ requests: 1, perMs: 3_000 }], 1],
  ["10 a second, by three replicas", [{ requests: 10, perMs: 1_000 }], 3],
])("never more than %s in any stretch", async (_name, rates, replicas) => {
  const clock = new SimulatedClock();
  const buckets = Array.from({ length: replicas }, () => bucket(rates, clock, replicas));
  const sent: number[] = [];
  arrivals(400, 30_000).forEach((at, place) => {
    clock.after(at - clock.steady(), () => {
      void buckets[place % replicas]?.take(Number.POSITIVE_INFINITY).then(() => sent.push(clock.steady()));
    });
  });
  await clock.moveTo(10_000_000);
  expect(sent).toHaveLength(400);
  for (const { requests, perMs } of rates) expect(mostIn(perMs, sent)).toBeLessThanOrEqual(requests);
  // It uses what it may, too: no slower than the tightest limit with its margin.
  const least = Math.max(
    ...rates.map(({ requests, perMs }) => (400 / (Math.floor(requests / replicas) * replicas)) * perMs),
  );
  expect(Math.max(...sent) - 1_000_000).toBeLessThan(Math.max(30_000, least) * 1.27 + 2_000);
});

test("a wait beyond the deadline is refused at once, and takes nobody's place", async () => {
  const clock = new SimulatedClock();
  const limited = bucket([{ requests: 2, perMs: 10_000 }], clock);
  await limited.take(0);
  await limited.take(0);
  await expect(limited.take(clock.steady() + 5_000)).rejects.toMatchObject({
    code: "RATE_LIMITED",
    retryAfterMs: 10_250,
    message: "The number of requests that Invented Statistics allows is used up for now. Ask again in 11 seconds.",
  });
  let went = false;
  void limited.take(Number.POSITIVE_INFINITY).then(() => {
    went = true;
  });
  await clock.moveTo(clock.steady() + 10_249);
  expect(went).toBe(false);
  await clock.moveTo(clock.steady() + 1);
  expect(went).toBe(true);
});

test("nothing is sent while the publisher wants to be left alone", async () => {
  const clock = new SimulatedClock();
  const limited = bucket([{ requests: 5, perMs: 1_000 }], clock);
  const sent: number[] = [];
  for (let times = 0; times < 20; times++)
    void limited.take(Number.POSITIVE_INFINITY).then(() => sent.push(clock.steady()));
  await clock.moveTo(1_001_500);
  limited.rest(30_000);
  const before = sent.length;
  await clock.moveTo(1_031_499);
  expect(sent).toHaveLength(before);
  await clock.moveTo(1_100_000);
  expect(sent).toHaveLength(20);
  expect(mostIn(1_000, sent)).toBe(5);
});

test.each([
  [{ "retry-after": "120" }, 120_000],
  [{ "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT" }, 30_000],
  [{ "retry-after": "Wed, 21 Oct 2026 07:27:00 GMT" }, 0],
  [{ "ratelimit-reset": "7" }, 7_000],
  [{ "retry-after": "soon" }, undefined],
  [{}, undefined],
])("reads %j", (headers, millis) => {
  expect(retryAfter(headers as Record<string, string>, Date.UTC(2026, 9, 21, 7, 28, 0))).toBe(millis);
});

if (redisProgram === undefined) console.warn("No redis-server: limits shared through Redis are not proved here.");
const withRedis = redisProgram === undefined ? describe.skip : describe;

withRedis("shared through Redis", () => {
  const RATE = { requests: 20, perMs: 1_000 };
  let redis: TestRedis;
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(() => redis.stop());

  /** Two engines, as two replicas are, ask for one figure a request. Answers when each request reached the publisher. */
  async function twoReplicas(requests: number, meanwhile: () => Promise<void> | void): Promise<readonly number[]> {
    const publisher = await startPublisher(wellBehaved);
    const source = inventedSource({ areasPerCall: 1, limits: { rates: [RATE], maxConcurrent: 4, timeoutMs: 5_000 } });
    const engines = [0, 1].map(
      () => engineOver([[source, publisher.url]], { redisUrl: redis.url, replicas: 2 }).engine,
    );
    const codes = Array.from({ length: requests }, (_, place) => `E0600${String(place).padStart(4, "0")}`);
    const asking = engines.map((engine) => ask(engine, [want("jobs", codes)]));
    await meanwhile();
    for (const { series } of await Promise.all(asking)) {
      for (const byArea of series.values()) for (const each of byArea.values()) expect(each.servedFrom).toBe("LIVE");
    }
    const times = publisher.requests.map((request) => request.at);
    await Promise.all([...engines.map((engine) => engine.close()), publisher.close()]);
    expect(times).toHaveLength(2 * requests);
    return times;
  }

  test("two replicas together keep within the limit", async () => {
    const times = await twoReplicas(60, () => undefined);
    console.info(`Two replicas: at most ${mostIn(RATE.perMs, times)} of ${RATE.requests} in ${RATE.perMs} ms.`);
    expect(mostIn(RATE.perMs, times)).toBeLessThanOrEqual(RATE.requests);
  });

  test("when Redis is killed, each keeps within its share and no request fails", async () => {
    let killed = Number.POSITIVE_INFINITY;
    const times = await twoReplicas(60, async () => {
      await new Promise((resolve) => setTimeout(resolve, 800));
      redis.kill();
      killed = Date.now();
    });
    const after = times.filter((time) => time > killed + RATE.perMs + 50);
    console.info(`Redis killed: at most ${mostIn(RATE.perMs, times)} around it, ${mostIn(RATE.perMs, after)} after.`);
    expect(after.length).toBeGreaterThan(0);
    expect(mostIn(RATE.perMs, after)).toBeLessThanOrEqual(RATE.requests);
    expect(mostIn(RATE.perMs, times)).toBeLessThanOrEqual(2 * RATE.requests);
  });

  test("a rest that one replica was asked for holds for the other", async () => {
    const publisher = await startPublisher(wellBehaved);
    const source = inventedSource();
    const [one, two] = [0, 1].map(
      () => engineOver([[source, publisher.url]], { redisUrl: redis.url, replicas: 2 }).engine,
    );
    publisher.misbehave((_request, response) => {
      response.writeHead(429, { "retry-after": "3600" }).end();
      return true;
    });
    const first = want("jobs", ["E06000001"]);
    await ask(one as NonNullable<typeof one>, [first]);
    expect(publisher.requests).toHaveLength(1);
    const other = await ask(two as NonNullable<typeof two>, [first], "invented", 2_000);
    expect(other.series.get(first)?.get("E06000001")?.fault).toMatchObject({ code: "RATE_LIMITED" });
    expect(publisher.requests).toHaveLength(1);
    await Promise.all([one?.close(), two?.close(), publisher.close()]);
  });
});
