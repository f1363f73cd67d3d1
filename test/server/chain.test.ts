/** The rest of the HTTP chain: pages' redirect, schema text, health, headers, requests from other sites, stopping. */
import { buildSchema, getNamedType } from "graphql";
import { ask, rawGet, type Started, start } from "./support/start";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

describe("the HTTP chain", () => {
  let hub: Started;
  beforeAll(async () => {
    hub = await start();
  });
  afterAll(() => hub.app.close());
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(hub.url + path, { headers, redirect: "manual" });

  test("a browser that opens the endpoint is led to the playground, with its query", async () => {
    const answer = await get("/graphql?query=%7Bhello%7D", { accept: BROWSER });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/playground?query=%7Bhello%7D"]);
  });

  test("a program's GET is answered, under Apollo's condition", async () => {
    const answer = await get("/graphql?query=%7Bhello%7D", {
      accept: "application/json",
      "apollo-require-preflight": "1",
    });
    expect(await answer.json()).toEqual({ data: { hello: "hello world" } });
  });

  test("the schema's text is served, and 304 when held", async () => {
    const answer = await get("/schema.graphql");
    const text = await answer.text();
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(getNamedType(buildSchema(text).getQueryType()?.getFields().things?.type)?.name).toBe("Thing");
    const etag = answer.headers.get("etag") ?? "";
    const again = await get("/schema.graphql", { "if-none-match": `"x", W/${etag}` });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  test("every answer has the headers that keep browsers safe and an id", async () => {
    for (const path of ["/schema.graphql", "/health/live", "/nowhere"]) {
      const { headers } = await get(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("content-security-policy")).toBe("default-src 'self'; frame-ancestors 'none'");
      expect(headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    }
  });

  test("a proxy's request id is kept, anything that is no id is not", async () => {
    expect((await get("/health/live", { "x-request-id": "abc-1.2" })).headers.get("x-request-id")).toBe("abc-1.2");
    expect((await get("/health/live", { "x-request-id": "<b>" })).headers.get("x-request-id")).not.toBe("<b>");
  });

  test("any site may ask, without credentials", async () => {
    const answer = await fetch(`${hub.url}/graphql`, {
      method: "OPTIONS",
      headers: {
        origin: "https://elsewhere.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-mine",
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-headers")).toBe("content-type,x-mine");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(
      (await ask(hub, { query: "{ hello }" }, { origin: "https://elsewhere.example" })).headers.get(
        "access-control-allow-origin",
      ),
    ).toBe("*");
  });

  test("an address that leads nowhere says where to go", async () => {
    const answer = await get("/nowhere");
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { errors: [{ message: "There is nothing at this address. Post queries to /graphql." }] },
    ]);
  });

  test("one line of the log for each request, without its variables", async () => {
    await ask(
      hub,
      { query: "query Q($n: String!) { hello(name: $n) }", variables: { n: "Peterborough" } },
      { "x-request-id": "line" },
    );
    const lines = hub.log.filter((line) => line.id === "line");
    expect(lines).toMatchObject([
      { msg: "answered", method: "POST", route: "/graphql", status: 200, millis: expect.any(Number) },
    ]);
    expect(JSON.stringify(hub.log)).not.toContain("Peterborough");
  });
});

describe("health", () => {
  let hub: Started;
  beforeAll(async () => {
    hub = await start();
  });
  afterAll(() => hub.app.close());
  const ready = () => rawGet(hub, "/health/ready", {});

  test("the store is pinged once a second, however many ask; live never asks it", async () => {
    const answers = await Promise.all([ready(), ready(), ready()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(hub.pings).toBe(1);
    hub.ping = () => Promise.reject(new Error("connect ECONNREFUSED"));
    expect((await ready()).status).toBe(200);
    hub.now = new Date(hub.now.getTime() + 1000);
    const away = await ready();
    expect([away.status, JSON.parse(away.text)]).toEqual([503, { status: "store unavailable" }]);
    expect((await rawGet(hub, "/health/live", {})).status).toBe(200);
    expect(hub.pings).toBe(2);
  });

  test("a store that never answers counts as away", async () => {
    hub.now = new Date(hub.now.getTime() + 1000);
    hub.ping = () => new Promise(() => {});
    expect((await ready()).status).toBe(503);
  });
});

test("closing lets a running request finish, then refuses new ones", async () => {
  let arrived: () => void = () => {};
  let release: () => void = () => {};
  const running = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const hub = await start({
    context: async () => {
      arrived();
      await gate;
      return {};
    },
  });
  const slow = ask(hub, { query: "{ hello }" });
  await running;
  const closed = hub.app.close();
  while (hub.app.server.listening) await new Promise((next) => setImmediate(next));
  release();
  const { text, headers } = await slow;
  expect(text).toContain("hello world");
  expect(headers.get("connection")).toBe("close"); // a connection kept open would hold the close up
  await closed;
  await expect(fetch(`${hub.url}/health/live`)).rejects.toThrow();
});

test("a request that will not end is cut when the time to drain is over", async () => {
  let arrived: () => void = () => {};
  const running = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const hub = await start({
    limits: { drainMillis: 50 },
    context: () => {
      arrived();
      return new Promise(() => {});
    },
  });
  const stuck = ask(hub, { query: "{ hello }" });
  const cut = expect(stuck).rejects.toThrow();
  await running;
  await hub.app.close();
  await cut;
});
