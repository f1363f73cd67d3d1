import { TooManyCalls } from "../../src/datasources/core/engine";
import { status } from "../support/faults";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { ask, engineOver, inventedSource, want, wellBehaved } from "./invented";

const TEN = Array.from({ length: 10 }, (_, place) => `E0600000${place}`);

let one: Publisher;
let two: Publisher;
beforeAll(async () => {
  one = await startPublisher(wellBehaved);
  two = await startPublisher(wellBehaved);
});
afterAll(() => Promise.all([one.close(), two.close()]));
beforeEach(() => {
  for (const publisher of [one, two]) {
    publisher.misbehave(undefined);
    publisher.forget();
  }
});

/** Two sources: the first looks codes up and then makes a request for each area, the second one for all. */
function both() {
  const first = inventedSource({ id: "one", name: "One", looksUp: true, areasPerCall: 1 });
  const second = inventedSource({ id: "two", name: "Two" });
  return engineOver([
    [first, one.url],
    [second, two.url],
  ]);
}
const wants = [
  { source: "one", wants: [want("jobs", TEN)] },
  { source: "two", wants: [want("jobs", TEN)] },
];
const budget = (most: number) => ({ most, spent: 0, until: Date.now() + 20_000 });

test("a plan beyond the budget is refused before a request for figures of any source", async () => {
  const { engine } = both();
  const refused = await engine.answer(wants, budget(11)).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(TooManyCalls);
  expect(refused).toMatchObject({
    most: 11,
    message: "This query would make 12 requests to publishers; the limit is 11.",
    plan: [
      { source: "one", calls: 11, series: 10, atHand: 0 },
      { source: "two", calls: 1, series: 10, atHand: 0 },
    ],
  });
  expect(one.requests.map((request) => request.path)).toEqual(["codes"]);
  expect(two.requests).toEqual([]);
  const enough = budget(11);
  await engine.answer(wants, enough);
  expect(enough.spent).toBe(11);
  expect(one.requests).toHaveLength(11);
  await engine.close();
});

test.each([
  ["0 send nothing at all", 0, 0],
  ["1 that a look-up takes", 1, 1],
])("look-ups are of the plan: with a limit of %s", async (_what, most, sent) => {
  const { engine } = both();
  const none = budget(most);
  const refused = await engine.answer(wants, none).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(TooManyCalls);
  expect([...one.requests, ...two.requests]).toHaveLength(sent);
  expect(none.spent).toBe(sent);
  await engine.close();
});

test("what waits for a look-up that another operation has no room for fetches it itself", async () => {
  const { engine } = both();
  const refused = engine.answer(wants.slice(0, 1), budget(0)).catch((error: unknown) => error);
  const other = want("homes", TEN.slice(0, 2));
  const answer = await ask(engine, [other], "one");
  expect(await refused).toMatchObject({
    message: "This query would make at least 1 request to publishers; the limit is 0.",
  });
  for (const series of answer.series.get(other)?.values() ?? []) expect(series).toMatchObject({ servedFrom: "LIVE" });
  await engine.close();
});

test("requests that the breaker refused are given back to the operation", async () => {
  const { engine } = both();
  one.misbehave((request, _response, seen) => seen.path === "figures" && request.socket.destroy() !== undefined);
  const spent = budget(100);
  await engine.answer(wants, spent);
  expect(one.requests.length).toBeLessThan(10);
  expect(spent.spent).toBe(one.requests.length + two.requests.length);
  await engine.close();
});

test("a forecast sends requests for look-ups only, and knows what is at hand", async () => {
  const { engine } = both();
  expect(await engine.forecast(wants, budget(100))).toEqual([
    { source: "one", calls: 10, series: 10, atHand: 0 },
    { source: "two", calls: 1, series: 10, atHand: 0 },
  ]);
  expect([...one.requests, ...two.requests].map((request) => request.path)).toEqual(["codes"]);
  await ask(engine, [want("jobs", TEN.slice(0, 7))], "one");
  expect(await engine.forecast(wants.slice(0, 1), budget(100))).toEqual([
    { source: "one", calls: 3, series: 10, atHand: 7 },
  ]);
  await engine.close();
});

test("those who waited for a refused operation ask for themselves", async () => {
  const { engine } = both();
  const refused = engine.answer(wants.slice(0, 1), budget(3)).catch((error: unknown) => error);
  const other = want("jobs", TEN.slice(0, 2));
  const answer = await ask(engine, [other], "one");
  expect(await refused).toBeInstanceOf(TooManyCalls);
  for (const series of answer.series.get(other)?.values() ?? []) expect(series).toMatchObject({ servedFrom: "LIVE" });
  expect(one.requests.filter((request) => request.path === "figures")).toHaveLength(2);
  await engine.close();
});

test("pages beyond the budget are a fault of that source, and not sent", async () => {
  const pages = inventedSource({
    id: "one",
    *observe() {
      for (let page = 0; page < 10; page++) {
        const [result] = (yield { kind: "fetch", requests: [{ path: "codes", accept: "*/*", query: { page } }] }) as [
          { ok: boolean; fault: Error },
        ];
        if (!result.ok) throw result.fault;
      }
      return { cells: [] };
    },
  });
  const { engine } = engineOver([[pages, one.url]]);
  const asked = want("jobs", TEN);
  const { series } = await engine.answer([{ source: "one", wants: [asked] }], budget(4));
  expect(series.get(asked)?.get(TEN[0] as string)?.fault).toMatchObject({
    code: "RATE_LIMITED",
    message: expect.stringMatching(/more than the 4 requests .* Ask for fewer/),
  });
  expect(one.requests).toHaveLength(4);
  await engine.close();
});

test("a look-up is fetched once for all who want it, and an old one serves while the publisher fails", async () => {
  let ahead = 0;
  const source = inventedSource({ id: "one", looksUp: true, limits: { retries: 0 } });
  const { engine } = engineOver([[source, one.url]], { now: () => Date.now() + ahead });
  await Promise.all(TEN.map((code) => ask(engine, [want("jobs", [code])], "one")));
  expect(one.requests.filter((request) => request.path === "codes")).toHaveLength(1);
  ahead = 3_600_000;
  one.misbehave((request, response, seen) => seen.path === "codes" && status(500)(request, response, seen));
  const again = want("homes", TEN);
  const { series } = await ask(engine, [again], "one");
  expect(series.get(again)?.get(TEN[0] as string)).toMatchObject({ servedFrom: "LIVE" });
  await engine.close();
});

test("a source whose look-up hangs holds up no other source of the operation", async () => {
  const { engine } = both();
  one.misbehave(() => true);
  const [a, b] = [want("jobs", TEN), want("jobs", TEN)];
  const until = Date.now() + 3_000;
  const began = performance.now();
  const answering = engine.answer(
    [
      { source: "one", wants: [a] },
      { source: "two", wants: [b] },
    ],
    { most: 100, spent: 0, until },
  );
  while (two.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  console.info(`The other source was asked after ${Math.round(performance.now() - began)} ms.`);
  const { series } = await answering;
  expect(series.get(b)?.get(TEN[0] as string)).toMatchObject({ servedFrom: "LIVE" });
  expect(series.get(a)?.get(TEN[0] as string)?.fault?.code).toBe("TIMEOUT");
  await engine.close();
});
