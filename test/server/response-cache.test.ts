import { createResponseCache } from "../../src/server/response-cache";
import { counters } from "./support/probe-schema";
import { ask, type Started, start } from "./support/start";

const hello = (name: string) => ({ query: "query Q($n: String!) { hello(name: $n) }", variables: { n: name } });

describe("answers kept by raw question", () => {
  let hub: Started;
  beforeEach(async () => {
    hub = await start();
    counters.hellos = 0;
  });
  afterEach(() => hub.app.close());

  async function runs(...questions: [unknown, Record<string, string>?][]): Promise<number> {
    const before = counters.hellos;
    for (const [body, headers] of questions) expect((await ask(hub, body, headers)).status).toBe(200);
    return counters.hellos - before;
  }

  test("the same question runs once, and its answer is the same to the byte", async () => {
    const first = await ask(hub, hello("Môn"));
    const second = await ask(hub, hello("Môn"));
    expect(counters.hellos).toBe(1);
    expect(second.text).toBe(first.text);
    expect(JSON.parse(second.text)).toEqual({ data: { hello: "hello Môn" } });
    for (const name of ["content-type", "content-length", "access-control-allow-origin"]) {
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(second.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
    expect(second.headers.has("x-outturn-cacheable") || first.headers.has("x-outturn-cacheable")).toBe(false);
  });

  test("other variables, other answers", async () => {
    expect((await ask(hub, hello("a"))).text).toContain("hello a");
    expect((await ask(hub, hello("b"))).text).toContain("hello b");
    expect(counters.hellos).toBe(2);
  });

  test("another accept header has an answer of its own", async () => {
    expect((await ask(hub, hello("a"))).headers.get("content-type")).toMatch("application/json");
    const other = await ask(hub, hello("a"), { accept: "application/graphql-response+json" });
    expect(other.headers.get("content-type")).toMatch("application/graphql-response+json");
  });

  test("a new data version makes old answers unreachable", async () => {
    expect(await runs([hello("a")], [hello("a")])).toBe(1);
    hub.version = 2;
    expect(await runs([hello("a")], [hello("a")])).toBe(1);
  });

  test("a new day does too", async () => {
    expect(await runs([hello("a")])).toBe(1);
    hub.now = new Date("2026-11-23T00:00:00Z");
    expect(await runs([hello("a")])).toBe(1);
  });

  test("credentials are neither served from it nor kept in it", async () => {
    expect(await runs([hello("a"), { authorization: "Bearer x" }], [hello("a")])).toBe(2);
    expect(await runs([hello("a"), { authorization: "Bearer x" }], [hello("a"), { cookie: "a=b" }])).toBe(2);
  });

  test("errors are not kept", async () => {
    const body = { query: "{ hello refused }" };
    expect(await runs([body], [body])).toBeGreaterThanOrEqual(2);
    const first = JSON.parse((await ask(hub, body)).text) as { errors: { extensions: { id: string } }[] };
    const second = JSON.parse((await ask(hub, body)).text) as typeof first;
    expect(first.errors[0]?.extensions.id).not.toBe(second.errors[0]?.extensions.id);
  });

  test("mutations run each time", async () => {
    const count = async () =>
      (JSON.parse((await ask(hub, { query: "mutation { count }" })).text) as { data: { count: number } }).data.count;
    expect(await count()).toBe((await count()) - 1);
  });

  test("a mutation beside a query of the same document runs each time", async () => {
    const query = "query A { hello } mutation B { count }";
    const count = async () => (await ask(hub, { query, operationName: "B" })).text;
    expect(await count()).not.toBe(await count());
  });

  test("a forbidden request does not get a kept answer", async () => {
    await runs([hello("a")]);
    expect((await ask(hub, hello("a"), { "content-type": "text/plain" })).status).toBe(400);
  });
});

test("a context may forbid keeping", async () => {
  const hub = await start({ context: () => ({ noStore: true }) });
  try {
    counters.hellos = 0;
    await ask(hub, hello("a"));
    await ask(hub, hello("a"));
    expect(counters.hellos).toBe(2);
  } finally {
    await hub.app.close();
  }
});

test("0 bytes switch it off", () => {
  expect(
    createResponseCache(
      0,
      () => 1,
      () => new Date(0),
    ),
  ).toBeUndefined();
});

test("an answer that was being made while the data changed is not kept", () => {
  let version = 1;
  const cache = createResponseCache(
    1000,
    () => version,
    () => new Date(0),
  );
  const key = cache?.keyFor({ "content-type": "application/json" }, Buffer.from("{}")) ?? "";
  version = 2;
  cache?.keep(key, { contentType: "application/json", bytes: Buffer.from("old") });
  version = 1;
  expect(cache?.get(key)).toBeUndefined();
  cache?.keep(key, { contentType: "application/json", bytes: Buffer.from("new") });
  expect(cache?.get(key)?.bytes.toString()).toBe("new");
});

test("it holds no more bytes than it may", () => {
  const cache = createResponseCache(
    8000,
    () => 1,
    () => new Date(0),
  );
  const keys = Array.from(
    { length: 100 },
    (_, i) => cache?.keyFor({ "content-type": "application/json" }, Buffer.from(`{"n":${i}}`)) ?? "",
  );
  for (const key of keys) cache?.keep(key, { contentType: "application/json", bytes: Buffer.alloc(500) });
  const held = keys.filter((key) => cache?.get(key) !== undefined);
  expect(held.length).toBeGreaterThan(5);
  expect(held.length * 500).toBeLessThan(8000);
});
