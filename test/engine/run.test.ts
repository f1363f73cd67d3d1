import { json } from "../../src/datasources/core/decode";
import { fetchEach, fetchOne, pause, type UpstreamRequest } from "../../src/datasources/core/plan";
import { first, status } from "../support/faults";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { engineOver, inventedSource } from "./invented";

let publisher: Publisher;
beforeAll(async () => {
  publisher = await startPublisher(({ method, path, body, headers }) => {
    if (path === "busy") return { status: 503, body: { too: "many" } };
    if (path === "missing") return { status: 404, body: "no" };
    return { body: { method, path, body, type: headers["content-type"], accept: headers.accept } };
  });
});
afterAll(() => publisher.close());
beforeEach(() => {
  publisher.misbehave(undefined);
  publisher.forget();
});

/** An engine whose source has a second address, under `more/` of the first. */
function engine() {
  const source = inventedSource({ otherBases: { more: "https://invented.example/more/" } });
  const bases = { "": publisher.url, more: `${publisher.url}more/` };
  return engineOver([[source, ""]], { settings: new Map([["invented", { on: true, bases, keys: {} }]]) }).engine;
}

function* ask(request: Partial<UpstreamRequest>) {
  return json(yield* fetchOne({ path: "echo", accept: "application/json", ...request }));
}

test.each<[string, Partial<UpstreamRequest>, object]>([
  [
    "a form",
    { method: "POST", form: { poly: "1,2:3,4", date: "2024-01" } },
    { body: "poly=1%2C2%3A3%2C4&date=2024-01", type: "application/x-www-form-urlencoded" },
  ],
  ["JSON", { method: "POST", json: { a: [1] } }, { method: "POST", body: '{"a":[1]}', type: "application/json" }],
  ["another base", { base: "more" }, { method: "GET", path: "more/echo", accept: "application/json" }],
  ["a status that the plan reads", { path: "busy", handles: [503] }, { too: "many" }],
])("sends and hands back %s", async (_name, request, said) => {
  const running = engine();
  expect(await running.run("invented", () => ask(request))).toMatchObject(said);
  expect(publisher.requests).toHaveLength(1);
  await running.close();
});

test("results line up with requests, faults among them, and every request sent is heard of", async () => {
  const running = engine();
  let heard = 0;
  const results = await running.run(
    "invented",
    function* () {
      return yield* fetchEach(["echo", "missing", "busy"].map((path) => ({ path, accept: "*/*" })));
    },
    { onRequest: () => (heard += 1) },
  );
  expect(results.map((result) => (result.ok ? result.answer.status : result.fault.code))).toEqual([
    200,
    "REFUSED",
    "UNAVAILABLE",
  ]);
  // The 503 is tried three times.
  expect(heard).toBe(5);
  expect(publisher.requests).toHaveLength(5);
  await running.close();
});

test("a result that is kept is fetched once; one that failed is not kept", async () => {
  const running = engine();
  const keep = { name: "list", freshMs: 60_000 };
  publisher.misbehave(first(1, status(400)));
  await expect(running.run("invented", () => ask({}), { keep })).rejects.toMatchObject({ code: "REFUSED" });
  const [one, two] = await Promise.all([0, 1].map(() => running.run("invented", () => ask({}), { keep })));
  expect(one).toEqual(two);
  expect(await running.run("invented", () => ask({}), { keep })).toEqual(one);
  expect(publisher.requests).toHaveLength(2);
  await running.close();
});

test("a deadline bounds requests and pauses", async () => {
  const running = engine();
  publisher.misbehave(() => true);
  const began = performance.now();
  await expect(running.run("invented", () => ask({}), { deadlineMs: 200 })).rejects.toMatchObject({ code: "TIMEOUT" });
  expect(performance.now() - began).toBeLessThan(900);
  const polling = function* () {
    yield* pause(5_000);
  };
  await expect(running.run("invented", polling, { deadlineMs: 200 })).rejects.toMatchObject({ code: "TIMEOUT" });
  await running.close();
});

test("closing ends what waits", async () => {
  const running = engine();
  const waiting = running.run("invented", function* () {
    yield* pause(3_600_000);
  });
  const refused = expect(waiting).rejects.toMatchObject({ code: "OFF" });
  await running.close();
  await refused;
});

test("without a time in a 429, a source waits its shortest stretch", async () => {
  const source = inventedSource({ limits: { rates: [{ requests: 50, perMs: 300 }], timeoutMs: 2_000 } });
  const { engine: running } = engineOver([[source, publisher.url]]);
  publisher.misbehave(first(1, status(429)));
  await running.run("invented", () => ask({}));
  const [refused, again] = publisher.requests;
  expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(295);
  await running.close();
});
