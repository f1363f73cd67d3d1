/** The parts by themselves: cost, compiled queries, old clients. */
import { execFileSync } from "node:child_process";
import {
  buildClientSchema,
  getIntrospectionQuery,
  graphql,
  graphqlSync,
  type IntrospectionQuery,
  parse,
  validate,
} from "graphql";
import { priceOf } from "../../src/server/cost";
import { jitGateway } from "../../src/server/jit-gateway";
import { readableByOldClients } from "../../src/server/old-clients";
import { aliasRule, depthRule } from "../../src/server/shape-rules";
import { probeSchema } from "./support/probe-schema";

async function cost(query: string, variables: Record<string, unknown> = {}): Promise<number | undefined> {
  const document = parse(query);
  const operation = document.definitions.find((node) => node.kind === "OperationDefinition");
  if (operation?.kind !== "OperationDefinition") throw new Error("no operation");
  return priceOf(await probeSchema(), document, operation, variables)?.cost;
}

describe("cost", () => {
  const COSTS: [string, number | undefined, Record<string, unknown>?][] = [
    ["{ hello }", 1],
    ["{ places(first: 10) { totalCount nodes { id name } } }", 1 + 10 * (1 + 1 + 2)],
    ["{ places { nodes { id } } }", 1 + 50 * 2],
    ["query Q($f: Int!) { places(first: $f) { nodes { id } } }", 1 + 7 * 2, { f: 7 }],
    ["query Q($f: Int!) { places(first: $f) { nodes { id } } }", undefined, { f: "x" }],
    ['{ things(ids: ["1", "2", "3"]) { id size } }', 1 + 3 * 2],
    ["{ either { ... on Place { id } ... on Thing { id size } } }", 1 + 10 * 2],
    ["query Q($y: Boolean!) { hello places(first: 100) @include(if: $y) { nodes { id } } }", 1, { y: false }],
    [
      "query Q($y: Boolean!) { hello places(first: 100) @include(if: $y) { nodes { id } } }",
      1 + 1 + 100 * 2,
      { y: true },
    ],
    ["{ places(first: 3) { ...F } } fragment F on PlaceConnection { nodes { id } }", 1 + 3 * 2],
    [getIntrospectionQuery(), 0],
    ["{ __typename }", 0],
  ];
  test.each(COSTS.map(([query, expected, variables = {}]) => ({ query, expected, variables })))(
    "of $query is $expected",
    async (asked) => {
      expect(await cost(asked.query, asked.variables)).toBe(asked.expected);
    },
  );

  test("is never less than what the answer holds", async () => {
    const schema = await probeSchema();
    for (const query of [
      "{ places(first: 20) { totalCount nodes { id name value colour at code } } }",
      '{ things(ids: ["1", "2"]) { id size doubled place { id name } places { id } } }',
    ]) {
      const { data } = await graphql({ schema, source: query, contextValue: {} });
      expect(await cost(query)).toBeGreaterThanOrEqual(leaves(data));
    }
  });
});

function leaves(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + leaves(item), 0);
  if (typeof value !== "object" || value === null || value instanceof Date) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + leaves(item), 0);
}

describe("shape of a document", () => {
  const depth = (levels: number) => `{ ${"thing { ".repeat(levels - 1)} id ${"}".repeat(levels - 1)} }`;
  const errorsOf = async (query: string) =>
    validate(await probeSchema(), parse(query), [aliasRule(2), depthRule(4)]).map((e) => e.message);

  test.each([
    ["at the limits", "{ a: hello b: hello thing { place { id } } }", 0],
    ["one alias more", "{ a: hello b: hello c: __typename }", 1],
    ["as deep as may be", depth(4), 0],
    ["one deeper", depth(5), 1],
    [
      "one deeper through fragments",
      "{ thing { ...A } } fragment A on Thing { a { ...B } } fragment B on Thing { b { ... { c { id } } } }",
      1,
    ],
    ["fragments in a ring", "{ thing { ...A } } fragment A on Thing { id ...A }", 0],
    ["introspection", getIntrospectionQuery(), 0],
  ])("%s", async (_name, query, count) => {
    expect(await errorsOf(query)).toHaveLength(count);
  });
});

describe("compiled queries", () => {
  async function gateway(query: string, asked: number, schema?: Awaited<ReturnType<typeof probeSchema>>) {
    let compiled = 0;
    const made = jitGateway(schema ?? (await probeSchema()), { onCompile: () => (compiled += 1) });
    const { executor } = await made.load({ apollo: {} });
    const document = parse(query);
    const results = [];
    for (let i = 0; i < asked; i += 1) {
      const request = { document, request: {}, context: {}, operationName: null } as unknown as Parameters<
        NonNullable<typeof executor>
      >[0];
      results.push(await executor?.(request));
    }
    return { compiled, results };
  }

  test("a document is compiled when it comes the second time, once", async () => {
    expect(await gateway("{ hello }", 1)).toMatchObject({ compiled: 0 });
    const { compiled, results } = await gateway("{ hello }", 3);
    expect(compiled).toBe(1);
    expect(results).toEqual(Array(3).fill({ data: { hello: "hello world" } }));
  });

  test("mutations never are", async () => {
    expect(await gateway("mutation { count }", 3)).toMatchObject({ compiled: 0 });
  });

  test("a document that asks for a type with an asynchronous resolveType is left to graphql-js, the others are not", async () => {
    const schema = await probeSchema();
    const either = schema.getType("Either");
    if (either === undefined || !("resolveType" in either)) throw new Error("no union");
    either.resolveType = async () => "Place";
    const { compiled, results } = await gateway("{ either { ... on Place { id } } }", 2, schema);
    expect(compiled).toBe(0);
    expect(results[1]).toEqual({ data: { either: [{ id: "1" }, { id: "2" }] } });
    expect(await gateway("{ nodes { id } }", 2, schema)).toMatchObject({ compiled: 1 });
  });
});

describe("clients of older GraphQL libraries", () => {
  /** __DirectiveLocation as graphql-js 15 to 16.13 and graphql-core 3.2 have it. */
  const OLD_PLACES =
    "QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION".split(
      " ",
    );

  const introspect = async (readable: boolean) => {
    const schema = await probeSchema();
    const { data } = graphqlSync({
      schema: readable ? readableByOldClients(schema) : schema,
      source: getIntrospectionQuery(),
    });
    return data as unknown as IntrospectionQuery;
  };
  const placesIn = ({ __schema }: IntrospectionQuery) => {
    const type = __schema.types.find(({ name }) => name === "__DirectiveLocation");
    return type?.kind === "ENUM" ? type.enumValues.map(({ name }) => name) : [];
  };

  test("see no place that they do not know, and the rest as it is", async () => {
    const [readable, stock] = [await introspect(true), await introspect(false)];
    expect(placesIn(readable)).toEqual(OLD_PLACES);
    expect(placesIn(stock)).toContain("DIRECTIVE_DEFINITION");
    for (const { locations } of readable.__schema.directives)
      expect(OLD_PLACES).toEqual(expect.arrayContaining([...locations]));
    const without = (seen: IntrospectionQuery) =>
      seen.__schema.types.filter(({ name }) => name !== "__DirectiveLocation");
    expect(without(readable)).toEqual(without(stock));
    expect(buildClientSchema(readable).getType("Thing")).toBeDefined();
  });

  test("by graphql-core of Python, where the machine has it", async () => {
    const program =
      "import json,sys,graphql\ns=graphql.build_client_schema(json.load(sys.stdin))\nprint(sorted(s.type_map)[-1], 'Thing' in s.type_map)";
    const build = (data: IntrospectionQuery) =>
      execFileSync("python3", ["-c", program], { input: JSON.stringify(data), stdio: "pipe" }).toString();
    try {
      execFileSync("python3", ["-c", "import graphql"], { stdio: "pipe" });
    } catch {
      console.warn("SKIPPED: no Python with graphql-core here; its schema builder was not tried.");
      return;
    }
    expect(build(await introspect(true))).toContain("True");
    const stock = await introspect(false);
    expect(() => build(stock)).toThrow(); // if this fails, old-clients.ts is no longer needed for graphql-core
  });
});
