/** Hostile operations: each is refused with a 4xx (or answered as data), shortly, and with nothing of the hub's inside. */
import { connect } from "node:net";
import { ask, rawGet, type Started, start } from "./support/start";

const LONGEST_ANSWER = 4096;
const INSIDE = /node_modules|\.ts\b|\.js:|at Object|mysql|select |ECONN|stack|TypeError|RangeError|FST_/i;

const many = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(" ");
const nest = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

/** F0 holds F1 twice, F1 holds F2 twice, and so on: 2^n fields in little text. */
const doubling = `{ thing { ...F0 } } ${many(25, (i) => `fragment F${i} on Thing { a${i}: place { id } ...F${i + 1} ...on Thing { ...F${i + 1} } }`)} fragment F25 on Thing { id }`;

const HOSTILE: Record<string, unknown> = {
  "fragment doubling": { query: doubling },
  "fragment doubling through aliases": {
    query: `{ things(ids: ["1"]) { ...A0 } } ${many(12, (i) => `fragment A${i} on Thing { x: place { id } ...A${i + 1} y: place { id } ...A${i + 1} }`)} fragment A12 on Thing { z: id }`,
  },
  "aliases of a field": { query: `{ ${many(200, (i) => `a${i}: hello`)} }` },
  "aliases of __typename": { query: `{ ${many(200, (i) => `a${i}: __typename`)} }` },
  "aliases of a list": { query: `{ ${many(100, (i) => `a${i}: places { nodes { id } }`)} }` },
  "aliases of introspection": { query: `{ ${many(60, (i) => `a${i}: __schema { types { name } }`)} }` },
  "many aliases in little fragments": {
    query: `{ ${many(40, (i) => `...F${i}`)} } ${many(40, (i) => `fragment F${i} on Query { a${i}: hello }`)}`,
  },
  "deep nesting": { query: `{ thing ${nest("{ place ", "}", 40)} }` },
  "20,000 deep selections": { query: nest("{a", "}", 20_000) },
  "20,000 deep lists": { query: `{ sum(of: ${nest("[", "]", 20_000)}) }` },
  "deep lists in a variable": `{"query":"query Q($of: [Float!]!) { sum(of: $of) }","variables":{"of":${nest("[", "]", 100_000)}}}`,
  "deep objects in a variable": `{"query":"query Q($r: Range!) { range(range: $r) }","variables":{"r":${'{"a":'.repeat(30_000)}1${"}".repeat(30_000)}}}`,
  "directive flood": { query: `{ hello ${many(400, () => "@skip(if: false)")} }` },
  "unknown directive flood": { query: `{ hello ${many(400, (i) => `@d${i}`)} }` },
  "variable definition flood": { query: `query Q(${many(600, (i) => `$v${i}: Int`)}) { hello }` },
  "unknown field flood": { query: `{ ${many(900, (i) => `helo${i}`)} }` },
  "one very long unknown field": { query: `{ ${"h".repeat(200_000)} }` },
  "one very long value": {
    query: "query Q($f: Int!) { places(first: $f) { totalCount } }",
    variables: { f: "9".repeat(200_000) },
  },
  "ten thousand wrong values": {
    query: "query Q($of: [Float!]!) { sum(of: $of) }",
    variables: { of: Array(10_000).fill("x") },
  },
  "recursive fragments": { query: "{ thing { ...A } } fragment A on Thing { ...B } fragment B on Thing { ...A }" },
  "fragment that holds itself": { query: "{ thing { ...A } } fragment A on Thing { id ...A }" },
  "overlapping fields": { query: `{ ${many(500, (i) => `thing(id: "${i}") { id }`)} }` },
  "overlapping fragments": {
    query: `{ ${many(60, (i) => `...F${i}`)} } ${many(60, (i) => `fragment F${i} on Query { thing(id: "${i}") { id } }`)}`,
  },
  "operation flood": { query: many(300, (i) => `query Q${i} { hello }`) },
  "breadth times depth": {
    query: `{ ${many(25, (i) => `a${i}: places(first: 100) { nodes { id name value colour at code } }`)} }`,
  },
  "negative first": { query: "{ places(first: -1) { totalCount } }" },
  "huge first": { query: "{ places(first: 2147483647) { nodes { id } } }" },
  "first beyond an Int": { query: "{ places(first: 99999999999) { nodes { id } } }" },
  "cost hidden behind include": {
    query: "query Q($n: Boolean!) { places(first: 100000) @include(if: $n) { nodes { id name } } }",
    variables: { n: true },
  },
  "SQL in a code": { query: "query Q($c: GSSCode!) { code(code: $c) }", variables: { c: "E08' or 1=1 --" } },
  "lone surrogate in a code": '{"query":"query Q($c: GSSCode!) { code(code: $c) }","variables":{"c":"\\ud800"}}',
  "NUL in a code": { query: "query Q($c: GSSCode!) { code(code: $c) }", variables: { c: "E08\0" } },
  "NUL in the document": { query: "{ hel\0lo }" },
  "__proto__ in the body": '{"__proto__":{"query":"{ hello }"}}',
  "__proto__ in the variables":
    '{"query":"query Q($r: Range!) { range(range: $r) }","variables":{"r":{"__proto__":{"to":"x"}}}}',
  "constructor as a variable's field":
    '{"query":"query Q($r: Range!) { range(range: $r) }","variables":{"r":{"constructor":{"prototype":1}}}}',
  "constructor as operation": { query: "query A { hello }", operationName: "constructor" },
  batch: [{ query: "{ hello }" }, { query: "{ hello }" }],
  "huge body": { query: `{ hello } # ${"x".repeat(300_000)}` },
  "body that is no JSON": "{ hello }",
  "body that is a number": "5",
  "body that is null": "null",
  "query that is an object": { query: { kind: "Document" } },
  "variables that are a list": { query: "{ hello }", variables: [1] },
  "body cut in a character": new Uint8Array([0x7b, 0x22, 0xc3]),
  "forged hash of a stored query": { extensions: { persistedQuery: { version: 1, sha256Hash: "00" } } },
};
/**
 * Answered with status 200: an operation that is well formed and that a resolver refuses (GraphQL over HTTP has it so), and the
 * question for a stored query, where clients wait for 200 before they send the text (Apollo's protocol).
 */
const ANSWERED_200 = new Set(["negative first", "forged hash of a stored query"]);

describe.each(["jit", "graphql-js"] as const)("hostile operations, %s", (executor) => {
  let hub: Started;
  beforeAll(async () => {
    hub = await start({ config: { executor }, limits: { maxCost: 10_000 } });
  });
  afterAll(() => hub.app.close());

  test.each(Object.entries(HOSTILE))("%s", async (name, body) => {
    for (const _ of [1, 2]) {
      const { status, text } = await ask(hub, body);
      if (ANSWERED_200.has(name)) expect(status).toBe(200);
      else expect([400, 413]).toContain(status);
      expect(Buffer.byteLength(text)).toBeLessThan(LONGEST_ANSWER);
      expect(text).not.toMatch(INSIDE);
      const { errors } = JSON.parse(text) as { errors: unknown[] };
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors)
        expect(error).toMatchObject({ message: expect.any(String), extensions: { code: expect.any(String) } });
    }
  });

  test("none of them was a fault of ours", () => {
    expect(hub.log.filter((line) => line.msg === "masked error")).toEqual([]);
  });
});

describe("hostile requests", () => {
  let hub: Started;
  beforeAll(async () => {
    hub = await start({ limits: { requestMillis: 1000 } });
  });
  afterAll(() => hub.app.close());

  test.each([
    ["another content type", { "content-type": "application/xml" }],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["plain text, as other sites can send it", { "content-type": "text/plain" }],
    ["multipart, as other sites can send it", { "content-type": "multipart/form-data; boundary=x" }],
    ["a content type that is none", { "content-type": ";;;" }],
    ["a compressed body", { "content-encoding": "gzip" }],
  ])("%s is refused", async (_name, headers) => {
    const { status, text } = await ask(hub, { query: "{ hello }" }, headers);
    expect([400, 415]).toContain(status);
    expect(text).not.toMatch(INSIDE);
    expect(text).not.toContain("hello world");
  });

  test.each(["[bad", "a b", "%", "x:y:z", ""])("Host header %j is no fault of ours", async (host) => {
    const { status, text } = await rawGet(hub, "/graphql?query=%7Bhello%7D", { host, "apollo-require-preflight": "1" });
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(INSIDE);
  });

  test.each([
    "/graphql?query=%",
    "/graphql?query=%FF",
    "/%",
    "/graphql/../..//etc/passwd",
    "/graphql?query={a}&query={b}",
    "/graphql?variables={&query={hello}",
  ])("address %s is no fault of ours", async (path) => {
    const { status, text } = await rawGet(hub, path, { "apollo-require-preflight": "1" });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(INSIDE);
  });

  test("a mutation over GET is refused", async () => {
    const { status, text } = await rawGet(hub, "/graphql?query=mutation%7Bcount%7D", {
      "apollo-require-preflight": "1",
    });
    expect([status, text]).toEqual([405, expect.stringContaining("GET requests only support query operations")]);
  });

  test("a GET that another site could make is refused", async () => {
    expect((await rawGet(hub, "/graphql?query=%7Bhello%7D", {})).status).toBe(400);
  });

  test("a body that never ends is cut off with 408", async () => {
    const { port } = new URL(hub.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write(
          "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
        );
      });
      socket.on("data", (chunk) => {
        text += String(chunk);
      });
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});
