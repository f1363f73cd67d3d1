/** graphql-jit must answer what graphql-js answers, byte for byte, HTTP status included, on the first, second and third asking. */
import { getIntrospectionQuery } from "graphql";
import { ask, type Started, start } from "./support/start";

interface Probe {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

const thingById = "query Q($id: ID) { thing(id: $id) { id size } }";
const range = "query Q($r: Range!) { range(range: $r) }";
const PROBES: Record<string, Probe> = {
  "plain leaf": { query: "{ hello }" },
  argument: { query: '{ hello(name: "Trafford") }' },
  "null for an argument with a default": { query: "{ hello(name: null) }" },
  variable: { query: "query Q($n: String!) { hello(name: $n) }", variables: { n: "Ynys Môn \u{1F30A}" } },
  "variable with its default": { query: 'query Q($n: String! = "x") { hello(name: $n) }' },
  "nullable variable with a default, null given": {
    query: 'query Q($n: String = "x") { hello(name: $n) }',
    variables: { n: null },
  },
  "missing required variable": { query: "query Q($n: String!) { hello(name: $n) }" },
  "null for a required variable": { query: "query Q($n: String!) { hello(name: $n) }", variables: { n: null } },
  "wrong type of variable": { query: "query Q($n: String!) { hello(name: $n) }", variables: { n: 5 } },
  "object for a text": { query: "query Q($n: String!) { hello(name: $n) }", variables: { n: { a: [1] } } },
  "surplus variable": { query: thingById, variables: { id: "1", other: 5 } },
  "number for an ID": { query: thingById, variables: { id: 12 } },
  "fraction for an ID": { query: thingById, variables: { id: 1.5 } },
  "fraction for an Int": { query: "query Q($f: Int!) { places(first: $f) { totalCount } }", variables: { f: 1.5 } },
  "whole float for an Int": { query: "query Q($f: Int!) { places(first: $f) { totalCount } }", variables: { f: 3.0 } },
  "huge Int": { query: "query Q($f: Int!) { places(first: $f) { totalCount } }", variables: { f: 2147483648 } },
  "text for an Int": { query: "query Q($f: Int!) { places(first: $f) { totalCount } }", variables: { f: "3" } },
  "text for a Boolean": { query: "query Q($f: Boolean) { flag(flag: $f) }", variables: { f: "true" } },
  "Boolean left out": { query: "query Q($f: Boolean) { flag(flag: $f) }" },
  "one value for a list": { query: "query Q($of: [Float!]!) { sum(of: $of) }", variables: { of: 3 } },
  "null inside a list": { query: "query Q($of: [Float!]!) { sum(of: $of) }", variables: { of: [1, null] } },
  "many wrong items in a list": {
    query: "query Q($of: [Float!]!) { sum(of: $of) }",
    variables: { of: Array(20).fill("x") },
  },
  "variables inside a list": {
    query: "query Q($a: Float!, $b: Float!) { sum(of: [$a, $b, 3]) }",
    variables: { a: 1, b: 2 },
  },
  "enum value": { query: "query Q($c: Colour) { colour(colour: $c) }", variables: { c: "RED" } },
  "wrong enum value": { query: "query Q($c: Colour) { colour(colour: $c) }", variables: { c: "PURPLE" } },
  "enum's inner value": { query: "query Q($c: Colour) { colour(colour: $c) }", variables: { c: "r" } },
  "enum default": { query: "{ colour }" },
  date: { query: "query Q($d: DateTimeISO!) { at(at: $d) }", variables: { d: "2026-11-22T10:00:00Z" } },
  "wrong date": { query: "query Q($d: DateTimeISO!) { at(at: $d) }", variables: { d: "yesterday" } },
  "own scalar": { query: "query Q($c: GSSCode!) { code(code: $c) }", variables: { c: " e08000003 " } },
  "own scalar that throws": { query: "query Q($c: GSSCode!) { code(code: $c) }", variables: { c: "'; drop table" } },
  "own scalar that throws on a literal": { query: '{ code(code: "a b") }' },
  "input object": { query: range, variables: { r: { from: 1, to: 2, colours: ["RED", "GREEN"] } } },
  "input object with defaults": { query: range, variables: { r: {} } },
  "input object with null": { query: range, variables: { r: { from: null, colours: null } } },
  "input object with null for a required field": { query: range, variables: { r: { to: null } } },
  "input object with an unknown field": { query: range, variables: { r: { form: 1 } } },
  "input object that is none": { query: range, variables: { r: 5 } },
  "input literal": { query: "query Q($f: Int) { range(range: { from: $f, colours: RED }) }", variables: { f: 4 } },
  "input literal, variable left out": { query: "query Q($f: Int) { range(range: { from: $f }) }" },
  aliases: { query: '{ a: hello(name: "a") b: hello(name: "b") c: thing { d: id } }' },
  "merged fields": { query: "{ thing { id } thing { size place { id } } ... { thing { place { name } } } }" },
  fragment: {
    query: "{ thing { ...F } } fragment F on Thing { id place { ...G } } fragment G on Place { name value }",
  },
  typename: { query: "{ __typename thing { __typename place { __typename } } }" },
  "skip and include": {
    query:
      "query Q($y: Boolean!, $n: Boolean!) { a: hello @include(if: $y) b: hello @skip(if: $y) c: hello @include(if: $n) @skip(if: $n) }",
    variables: { y: true, n: false },
  },
  "skip on a fragment": {
    query:
      "query Q($y: Boolean!) { thing { ...F @skip(if: $y) ... on Thing @include(if: $y) { size } } } fragment F on Thing { id }",
    variables: { y: true },
  },
  "the same field skipped here and kept there": {
    query:
      "query Q($y: Boolean!) { thing { place @skip(if: $y) { id } place { name } ... @include(if: $y) { place { value } } } }",
    variables: { y: true },
  },
  "include without its variable": { query: "query Q($y: Boolean!) { hello @include(if: $y) }" },
  "everything skipped": { query: "{ hello @skip(if: true) }" },
  union: { query: "{ either { __typename ... on Place { name } ... on Thing { size } } }" },
  interface: { query: '{ node(id: "p") { __typename id ... on Place { name } } }' },
  "interface that is null": { query: '{ node(id: "x") { id } }' },
  "list of interfaces": { query: "{ nodes { id ... on Thing { size place { id } } ... on Place { value } } }" },
  "interface fragments within fragments": { query: "{ nodes { ... on Node { id ... on Place { name } } } }" },
  "field resolver": { query: '{ things(ids: ["1", "2"]) { id doubled three: doubled(by: 3) } }' },
  "error of the caller in a list": { query: '{ things(ids: ["1", "13", "2"]) { id doubled } }' },
  "leaves of every kind": { query: "{ thing { place { id name value colour at code } } }" },
  "nullable list with an error inside": { query: "{ thing { id loosePlaces { id } } }" },
  fault: { query: "{ fault hello }" },
  "two faults": { query: "{ a: fault b: refused hello }" },
  "faults of both kinds": { query: "{ a: fault b: hardFault c: refused }" },
  "fault in a required field": { query: "{ hello hardFault }" },
  "text thrown": { query: "{ throwsText }" },
  "error with a code": { query: "{ coded }" },
  "error with a strange code": { query: "{ strangeCode }" },
  "error of the caller": { query: "{ places(first: -1) { totalCount } }" },
  "value outside its enum": { query: "{ wrongLeaf { id colour } }" },
  "null in a required field": { query: "{ missingName { id name } hello }" },
  "operation by name": { query: "query A { hello } query B { thing { id } }", operationName: "B" },
  "no operation named of two": { query: "query A { hello } query B { thing { id } }" },
  "unknown operation": { query: "query A { hello }", operationName: "C" },
  "name for an operation without one": { query: "{ hello }", operationName: "C" },
  introspection: { query: getIntrospectionQuery() },
  "introspection of one type": {
    query: '{ __type(name: "Place") { name fields { name type { name ofType { name } } } } }',
  },
  "unknown field": { query: "{ helo }" },
  "syntax error": { query: "{ hello" },
  "empty selection": { query: "{ thing }" },
  mutation: { query: "mutation { __typename }" },
};

describe("compiled queries answer as graphql-js does", () => {
  let jit: Started;
  let plain: Started;
  const config = { responseCacheBytes: 0 };
  beforeAll(async () => {
    // Masked errors carry the request's id, which both sides are told.
    jit = await start({ config: { ...config, executor: "jit" } });
    plain = await start({ config: { ...config, executor: "graphql-js" } });
  });
  afterAll(() => Promise.all([jit.app.close(), plain.app.close()]));

  test.each(Object.entries(PROBES))("%s", async (name, probe) => {
    const headers = { "x-request-id": name.replace(/\W/g, "-") };
    const wanted = await ask(plain, probe, headers);
    for (const asking of [1, 2, 3]) {
      const got = await ask(jit, probe, headers);
      expect({ asking, status: got.status, text: got.text }).toEqual({
        asking,
        status: wanted.status,
        text: wanted.text,
      });
      expect(got.headers.get("content-type")).toBe(wanted.headers.get("content-type"));
    }
  });

  test("the log has the same faults on both sides", () => {
    const faults = ({ log }: Started) =>
      log.filter((line) => line.msg === "masked error").map((line) => (line.err as Error).message);
    expect(new Set(faults(jit))).toEqual(new Set(faults(plain)));
    expect(faults(plain).length).toBeGreaterThan(5);
  });
});
