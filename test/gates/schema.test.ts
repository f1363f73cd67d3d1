import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CriticalityLevel, diff } from "@graphql-inspector/core";
import { buildSchema, type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { RESOLVERS } from "../../src/resolvers";
import { buildGraph, printGraph } from "../../src/schema/build";
import { ROOT } from "./source-tree";

const golden = readFileSync(join(ROOT, "src", "schema", "schema.graphql"), "utf8");
const schema = buildGraph(RESOLVERS);

/** Everything that a reader of the schema meets without a word about it. */
function undescribed(of: GraphQLSchema): string[] {
  return Object.values(of.getTypeMap())
    .filter((type) => !type.name.startsWith("__") && !["String", "Int", "Float", "Boolean", "ID"].includes(type.name))
    .flatMap((type) => {
      const silent = (description: string | null | undefined) => (description ?? "").trim() === "";
      const own = type.name !== "Query" && type.name !== "Mutation" && silent(type.description) ? [type.name] : [];
      if (isEnumType(type))
        return [
          ...own,
          ...type
            .getValues()
            .filter((value) => silent(value.description))
            .map((value) => `${type.name}.${value.name}`),
        ];
      if (isInputObjectType(type))
        return [
          ...own,
          ...Object.values(type.getFields())
            .filter((field) => silent(field.description))
            .map((field) => `${type.name}.${field.name}`),
        ];
      if (!isObjectType(type) && !isInterfaceType(type)) return own;
      return [
        ...own,
        ...Object.values(type.getFields()).flatMap((field) => [
          ...(silent(field.description) ? [`${type.name}.${field.name}`] : []),
          ...field.args
            .filter((argument) => silent(argument.description))
            .map((argument) => `${type.name}.${field.name}(${argument.name})`),
        ]),
      ];
    });
}

/** Numbers must say what they count and in which unit: these words show that a description does. */
const UNIT_WORDS =
  /unit\b|number|percentage|per cent|milliseconds|hours|from 0 to|place|depth|degrees|how many|standard deviations|distance|standing|\b1 (is|holds)\b/i;

function numbersWithoutUnit(of: GraphQLSchema): string[] {
  return Object.values(of.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith("__"))
    .flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter((field) => /^(Int|Float)!?$/.test(String(field.type)) && !UNIT_WORDS.test(field.description ?? ""))
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
}

async function breaking(before: GraphQLSchema, after: GraphQLSchema): Promise<string[]> {
  const changes = await diff(before, after);
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
    .map((change) => change.message);
}

describe("the schema", () => {
  test("nothing breaks the clients of the golden schema", async () => {
    expect(await breaking(buildSchema(golden), schema)).toEqual([]);
  });

  test("the golden file is what the code makes (else: npm run schema:write)", () => {
    expect(printGraph(schema)).toBe(golden);
  });

  test("everything is described", () => {
    expect(undescribed(schema)).toEqual([]);
  });

  test("every number says its unit", () => {
    expect(numbersWithoutUnit(schema)).toEqual([]);
  });

  test("the gates bite", async () => {
    const before = buildSchema('"""a""" type Query { """b""" f(x: Int): Int, """c""" g: String! }');
    const after = buildSchema('"""a""" type Query { """b""" f(x: Int!): Int }');
    expect(await breaking(before, after)).toEqual([
      "Field 'g' was removed from object type 'Query'",
      "Type for argument 'x' on field 'Query.f' changed from 'Int' to 'Int!'",
    ]);
    expect(undescribed(buildSchema("type Query { f(x: Int): E } enum E { A }"))).toEqual([
      "Query.f",
      "Query.f(x)",
      "E",
      "E.A",
    ]);
    expect(numbersWithoutUnit(buildSchema('type Query { "How big." f: Int, "Number of areas." g: Int }'))).toEqual([
      "Query.f",
    ]);
  });
});
