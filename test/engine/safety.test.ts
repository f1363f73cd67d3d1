import type { LookupAddress } from "node:dns";
import { isForbiddenHost, publicOnly } from "../../src/datasources/engine/address-guard";
import { requestUrl } from "../../src/datasources/engine/request-url";
import { FAULTS, says, status } from "../support/faults";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { askOne, engineOver, inventedSource, wellBehaved } from "./invented";
import { KeptInMemory } from "./kept-in-memory";

let publisher: Publisher;
let port: string;
beforeAll(async () => {
  publisher = await startPublisher(wellBehaved);
  port = new URL(publisher.url).port;
});
afterAll(() => publisher.close());
beforeEach(() => {
  publisher.misbehave(undefined);
  publisher.forget();
});

test.each([
  "127.0.0.1",
  "0.0.0.0",
  "2130706433",
  "0x7f.1",
  "[::ffff:127.0.0.1]",
  "[::1]",
  "localhost",
  "publisher.localhost",
  "017700000001",
  "169.254.169.254",
  "[fd00::1]",
])("a source's own address may not be %s", async (host) => {
  const source = inventedSource({ baseUrl: `http://${host}:${port}/` });
  const { engine } = engineOver([[source, ""]], { settings: new Map() });
  expect(await askOne(engine)).toMatchObject({ cells: [], fault: { code: "FORBIDDEN" } });
  expect(publisher.requests).toHaveLength(0);
  await engine.close();
});

test("the operator may name a private address; a redirect from it is followed nowhere", async () => {
  const { engine } = engineOver([[inventedSource(), publisher.url]]);
  expect(await askOne(engine)).toMatchObject({ servedFrom: "LIVE" });
  publisher.misbehave(status(307, { location: `${publisher.url}figures` }));
  publisher.forget();
  expect(await askOne(engine, "invented", "E06000002")).toMatchObject({ fault: { code: "FORBIDDEN" } });
  expect(publisher.requests).toHaveLength(1);
  await engine.close();
});

test("a name that leads to a private address is refused when it is looked up", async () => {
  const looked = (all: boolean) =>
    new Promise<unknown>((resolve) => {
      publicOnly("localhost", { all }, (error, address: string | LookupAddress[]) => resolve(error ?? address));
    });
  expect(await looked(true)).toMatchObject({ code: "EPRIVATE" });
  expect(await looked(false)).toMatchObject({ code: "EPRIVATE" });
  expect(isForbiddenHost(new URL("https://www.ons.gov.uk/"))).toBe(false);
  expect(isForbiddenHost(new URL("https://8.8.8.8/"))).toBe(false);
});

test.each([
  "../admin",
  "a/../../admin",
  "%2e%2e/admin",
  "a/%2E%2e/b",
  "//evil.example/",
  "a//b",
  "/a",
  "http://evil.example/",
  "a\\..\\b",
  "a?x=1",
  "a#b",
  "a%0d%0ab",
  "%ff",
])("a request may not go to %s", (path) => {
  expect(() => requestUrl(new URL("https://invented.example/api/"), { path })).toThrow(/was not made/);
});

test("a request's address keeps its base, and lists stay readable", () => {
  const query = { geo: ["E06000001,E06000002", "W92000004"], time: "2020...2024", q: "a b&c=d+é" };
  expect(requestUrl(new URL("https://invented.example/api/"), { path: "data/NM_1.csv", query }).href).toBe(
    "https://invented.example/api/data/NM_1.csv?geo=E06000001,E06000002&geo=W92000004&time=2020...2024&q=a%20b%26c%3Dd%2B%C3%A9",
  );
});

test("a key reaches the publisher, and nothing else", async () => {
  const secret = "s3cret-4711";
  const source = inventedSource({
    limits: { timeoutMs: 300, retries: 1 },
    key: {
      variables: ["OUTTURN_INVENTED_KEY"],
      required: true,
      about: "ask them",
      sign: ({ url, headers }, keys) => ({
        url: `${url}&uid=${keys.OUTTURN_INVENTED_KEY}`,
        headers: { ...headers, "x-api-key": keys.OUTTURN_INVENTED_KEY as string },
      }),
    },
  });
  const keys = { OUTTURN_INVENTED_KEY: secret };
  const kept = new KeptInMemory();
  const told: unknown[] = [];
  for (const fault of [undefined, ...FAULTS]) {
    publisher.misbehave(fault?.make?.());
    const { engine, logged } = engineOver([[source, fault?.address ?? publisher.url]], {
      keys,
      kept: new KeptInMemory(),
    });
    told.push(await askOne(engine), engine.health("invented"), logged, logged.length > 0);
    await engine.close();
  }
  const { engine } = engineOver([[source, publisher.url]], { keys, kept });
  publisher.misbehave(undefined);
  publisher.forget();
  told.push(await askOne(engine));
  await engine.close();
  expect(publisher.requests[0]).toMatchObject({ headers: { "x-api-key": secret, "user-agent": "outturn-test/1" } });
  expect(publisher.requests[0]?.query.get("uid")).toBe(secret);
  expect(kept.entries.size).toBe(1);
  const everything = JSON.stringify([told, [...kept.entries]], (_key, value) =>
    value instanceof Error ? [value.message, value.stack, value.cause] : value,
  );
  expect(everything).toMatch(/figures\?indicators=jobs/);
  expect(everything).not.toContain(secret);
});

test("a key may not send a request to another address", async () => {
  const source = inventedSource({
    key: {
      variables: ["OUTTURN_INVENTED_KEY"],
      required: false,
      about: "ask them",
      sign: ({ headers }) => ({ url: "https://evil.example/", headers }),
    },
  });
  const { engine } = engineOver([[source, publisher.url]], { keys: { OUTTURN_INVENTED_KEY: "x" } });
  expect(await askOne(engine)).toMatchObject({ fault: { code: "FORBIDDEN" } });
  await engine.close();
});

test("a source that fails on what it read is a fault that is logged, not a crash", async () => {
  const source = inventedSource({
    // biome-ignore lint/correctness/useYield: a plan may fail before it asks anything
    *observe() {
      return (undefined as unknown as { cells: never }).cells;
    },
  });
  const { engine, logged } = engineOver([[source, publisher.url]]);
  expect(await askOne(engine)).toMatchObject({
    fault: { code: "BAD_SHAPE", message: "The answer of Invented Statistics could not be read." },
  });
  expect(logged.join()).toMatch(/TypeError/);
  publisher.misbehave(says("{}"));
  await expect(
    engine.run("invented", function* () {
      throw new TypeError("x");
      // biome-ignore lint/correctness/noUnreachable: a generator must yield somewhere
      yield { kind: "pause", millis: 1 };
    }),
  ).rejects.toMatchObject({ code: "BAD_SHAPE" });
  await engine.close();
});
