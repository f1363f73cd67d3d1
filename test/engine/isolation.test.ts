import { FAULTS, type FaultCase, status } from "../support/faults";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { ask, askOne, engineOver, inventedSource, want, wellBehaved } from "./invented";

let publisher: Publisher;
let other: Publisher;
beforeAll(async () => {
  publisher = await startPublisher(wellBehaved);
  other = await startPublisher(wellBehaved);
});
afterAll(() => Promise.all([publisher.close(), other.close()]));
beforeEach(() => {
  publisher.misbehave(undefined);
  publisher.forget();
});

const code = (place: number) => `E0600${String(place).padStart(4, "0")}`;
const faultNamed = (name: string) => FAULTS.find((fault) => fault.name === name) as FaultCase;

test.each(["never answers", "body cut short"])(
  "a dead publisher (%s) gets five requests, and one each time it is tried again",
  async (name) => {
    let ahead = 0;
    const source = inventedSource({ limits: { maxConcurrent: 20, timeoutMs: 300, retries: 2 } });
    const { engine } = engineOver([[source, publisher.url]], { now: () => Date.now() + ahead });
    publisher.misbehave(faultNamed(name).make?.());
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, place) => askOne(engine, "invented", code(place))),
    );
    expect(publisher.requests.length).toBeLessThanOrEqual(5);
    expect(answers.every((answer) => answer.fault !== undefined)).toBe(true);
    const began = performance.now();
    expect(await askOne(engine)).toMatchObject({
      fault: {
        code: "OFF",
        message: expect.stringMatching(
          /^Invented Statistics failed 5 times in a row and is left alone; it is tried again in \d+ seconds\.$/,
        ),
      },
    });
    console.info(`Refused by the breaker in ${Math.round(performance.now() - began)} ms.`);
    expect(engine.health("invented")).toMatchObject({ state: "DOWN", requests: 5, failures: 5 });
    publisher.forget();
    for (let probe = 1; probe <= 2; probe++) {
      ahead += 10_001;
      await Promise.all(Array.from({ length: 10 }, (_, place) => askOne(engine, "invented", code(100 + place))));
      expect(publisher.requests).toHaveLength(probe);
    }
    publisher.misbehave(undefined);
    ahead += 10_001;
    expect(await askOne(engine)).toMatchObject({ servedFrom: "LIVE" });
    expect(engine.health("invented").state).toBe("DEGRADED");
    for (let good = 0; good < 20; good++) await askOne(engine, "invented", code(200 + good));
    expect(engine.health("invented").state).toBe("OK");
    await engine.close();
  },
);

test("answers that are refusals do not open the breaker", async () => {
  const { engine } = engineOver([[inventedSource(), publisher.url]]);
  publisher.misbehave(status(404));
  for (let times = 0; times < 8; times++) {
    expect(await askOne(engine, "invented", code(times))).toMatchObject({ fault: { code: "REFUSED" } });
  }
  expect(publisher.requests).toHaveLength(8);
  publisher.misbehave(status(403));
  expect(await askOne(engine)).toMatchObject({ fault: { code: "MISCONFIGURED" } });
  await engine.close();
});

test("no more requests are under way than the source allows", async () => {
  let underWay = 0;
  let most = 0;
  publisher.misbehave(async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, 15));
    underWay -= 1;
    return false;
  });
  const source = inventedSource({ areasPerCall: 1, limits: { maxConcurrent: 3, timeoutMs: 5_000 } });
  const { engine } = engineOver([[source, publisher.url]]);
  await ask(engine, [
    want(
      "jobs",
      Array.from({ length: 40 }, (_, place) => code(place)),
    ),
  ]);
  expect(publisher.requests).toHaveLength(40);
  expect(most).toBe(3);
  await engine.close();
});

test("a source that hangs does not slow another", async () => {
  const hanging = inventedSource({ id: "hanging", limits: { timeoutMs: 4_000 } });
  const { engine } = engineOver([
    [hanging, publisher.url],
    [inventedSource(), other.url],
  ]);
  const p99 = async (from: number): Promise<number> => {
    const times: number[] = [];
    for (let place = 0; place < 200; place++) {
      const began = performance.now();
      expect(await askOne(engine, "invented", code(from + place))).toMatchObject({ servedFrom: "LIVE" });
      times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b)[197] as number;
  };
  await p99(0);
  const alone = await p99(1_000);
  publisher.misbehave(() => true);
  const slow = Promise.all(Array.from({ length: 50 }, (_, place) => askOne(engine, "hanging", code(place))));
  const beside = await p99(2_000);
  console.info(`p99 alone ${alone.toFixed(1)} ms, beside a source that hangs ${beside.toFixed(1)} ms.`);
  expect(beside).toBeLessThan(alone * 3 + 50);
  await engine.close();
  await slow;
});
