import { Readable } from "node:stream";
import { SourceFault } from "../../src/datasources/core/source";
import { readText } from "../../src/datasources/engine/body";
import { BodyBudget } from "../../src/datasources/engine/body-budget";
import { status } from "../support/faults";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { ask, askOne, engineOver, inventedSource, want, wellBehaved } from "./invented";
import { KeptInMemory } from "./kept-in-memory";

const CODE = "E06000001";
let publisher: Publisher;
beforeAll(async () => {
  publisher = await startPublisher(wellBehaved);
});
afterAll(() => publisher.close());
beforeEach(() => {
  publisher.misbehave(undefined);
  publisher.forget();
});

test("a rest that is longer than the caller waits is told at once, with how long it is", async () => {
  publisher.misbehave((_request, response) => {
    response.writeHead(429, { "retry-after": "20" }).end();
    return true;
  });
  const { engine } = engineOver([[inventedSource({ limits: { timeoutMs: 60_000 } }), publisher.url]]);
  const asked = want("jobs", [CODE]);
  const { series } = await ask(engine, [asked], "invented", 10_000);
  expect(series.get(asked)?.get(CODE)?.fault).toMatchObject({
    code: "RATE_LIMITED",
    message: "Invented Statistics asked to be left alone for now. Ask again in 20 seconds.",
  });
  await engine.close();
});

test("a time-out names the time that there was", async () => {
  publisher.misbehave(() => true);
  const { engine } = engineOver([[inventedSource({ limits: { timeoutMs: 10_000, retries: 0 } }), publisher.url]]);
  const plan = inventedSource().observe;
  await expect(
    engine.run("invented", () => plan?.([want("jobs", [CODE])]) as NonNullable<ReturnType<NonNullable<typeof plan>>>, {
      deadlineMs: 700,
    }),
  ).rejects.toThrow("Invented Statistics did not answer within 1 second.");
  await engine.close();
});

test("a want that takes no copy past its time gets the fault, and no word of a copy", async () => {
  const kept = new KeptInMemory();
  const source = inventedSource({ limits: { retries: 0 } });
  const first = engineOver([[source, publisher.url]], { kept });
  await askOne(first.engine);
  await first.engine.close();
  publisher.misbehave(status(500));
  const { engine } = engineOver([[source, publisher.url]], { kept: kept.older(20 * 60_000) });
  const old = want("jobs", [CODE]);
  const taken = await ask(engine, [old]);
  expect(taken.series.get(old)?.get(CODE)?.servedFrom).toBe("STALE");
  expect(taken.uses[0]).toMatchObject({ servedFrom: "STALE", message: expect.stringContaining("from the copy of") });
  const fresh = { ...want("jobs", [CODE]), fresh: true as const };
  const refused = await ask(engine, [fresh]);
  expect(refused.series.get(fresh)?.get(CODE)).toEqual({ cells: [], fault: expect.any(SourceFault) });
  expect(refused.uses[0]?.servedFrom).not.toBe("STALE");
  expect(refused.uses[0]?.message).not.toMatch(/copy/);
  await engine.close();
});

test("a publisher that never answered is down from its first failure; one that refuses is there", async () => {
  publisher.misbehave((request) => request.socket.destroy() !== undefined);
  const { engine } = engineOver([[inventedSource({ limits: { retries: 0 } }), publisher.url]]);
  await askOne(engine);
  expect(engine.health("invented")).toMatchObject({ state: "DOWN", requests: 1 });
  publisher.misbehave(undefined);
  await askOne(engine);
  expect(engine.health("invented").state).toBe("DEGRADED");
  await engine.close();
  publisher.misbehave(status(400));
  const other = engineOver([[inventedSource({ limits: { retries: 0 } }), publisher.url]]);
  await askOne(other.engine);
  expect(other.engine.health("invented").state).toBe("DEGRADED");
  await other.engine.close();
});

test.each([
  [
    "another publisher's time-out",
    new SourceFault("TIMEOUT", "The Portal did not answer within 2 seconds."),
    /^The Portal/,
  ],
  [
    "another publisher's odd answer",
    new SourceFault("BAD_SHAPE", "The publisher's answer is odd."),
    /^The boundaries that Invented/,
  ],
])("%s is not this source's", async (_what, fault, message) => {
  const boundaries = async () => Promise.reject(fault);
  const supplies = { boundaries, populations: async () => new Map() };
  const { engine } = engineOver([[inventedSource({ needs: ["boundary"] }), publisher.url]], { supplies });
  expect((await askOne(engine)).fault?.message).toMatch(message);
  expect(engine.health("invented")).toMatchObject({ state: "OK", requests: 0 });
  await engine.close();
});

test("boundaries that are late are not this source's lateness; those at hand are used", async () => {
  const square = { code: CODE, polygons: [] };
  const late = engineOver([[inventedSource({ needs: ["boundary"] }), publisher.url]], {
    supplies: { boundaries: () => new Promise(() => undefined), populations: async () => new Map() },
  });
  const asked = want("jobs", [CODE]);
  const { series } = await ask(late.engine, [asked], "invented", 300);
  expect(series.get(asked)?.get(CODE)?.fault?.message).toMatch(
    /^The boundaries that .* come from another publisher, which/,
  );
  await late.engine.close();
  const { engine } = engineOver([[inventedSource({ needs: ["boundary"] }), publisher.url]], {
    supplies: {
      boundaries: async (codes, { onFault }) => {
        onFault?.(
          codes.filter((code) => code !== CODE),
          new SourceFault("TIMEOUT", "The Portal was too slow."),
        );
        return new Map([[CODE, square]]);
      },
      populations: async () => new Map(),
    },
  });
  const two = want("jobs", [CODE, "E06000002"]);
  const answer = await ask(engine, [two]);
  expect(answer.series.get(two)?.get(CODE)?.servedFrom).toBe("LIVE");
  expect(answer.series.get(two)?.get("E06000002")?.fault?.message).toBe("The Portal was too slow.");
  await engine.close();
});

test("endless bodies side by side hold no more than the budget, and leave a small one alone", async () => {
  const budget = new BodyBudget(2_000_000);
  let most = 0;
  const endless = () =>
    Readable.from(
      (async function* () {
        for (;;) {
          most = Math.max(most, budget.held);
          yield Buffer.alloc(100_000);
          await new Promise((resolve) => setImmediate(resolve));
        }
      })(),
    );
  const reading = Array.from({ length: 15 }, () =>
    readText(endless(), "", 8_000_000, budget).then(
      () => "whole",
      (error: { why: string }) => error.why,
    ),
  );
  const small = await readText(Readable.from([Buffer.from("small")]), "", 8_000_000, budget);
  const ends = await Promise.all(reading);
  expect(small).toBe("small");
  expect(ends.every((why) => /^answered with more than/.test(why))).toBe(true);
  expect(ends.filter((why) => /beside other answers/.test(why)).length).toBeGreaterThan(10);
  expect(most).toBeLessThanOrEqual(2_000_000);
  expect(budget.held).toBe(0);
});
