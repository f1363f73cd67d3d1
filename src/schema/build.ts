import "reflect-metadata";
import { type GraphQLInterfaceType, type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { type BuildSchemaOptions, buildSchemaSync } from "type-graphql";
import type { NodeRecord } from "./node.type";
import { DateScalar } from "./scalars";
import { globalId } from "./values/global-id";

const HEADER = `# The schema of the hub. Written by \`npm run schema:write\`; a test compares it with the code and refuses what would break clients.\n\n`;

/** The executable schema that resolvers make. Arguments are checked by the schema's own types and by resolvers, not by decorators. */
export function buildGraph(resolvers: BuildSchemaOptions["resolvers"]): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers,
    validate: false,
    scalarsMap: [{ type: Date, scalar: DateScalar }],
  });
  for (const type of schema.getPossibleTypes(schema.getType("Node") as GraphQLInterfaceType)) {
    const { id } = type.getFields();
    if (id !== undefined) id.resolve = (record: NodeRecord) => globalId(record.nodeType, record.key);
  }
  return schema;
}

/** The schema as text, sorted, so that a change shows as what it is. */
export function printGraph(schema: GraphQLSchema): string {
  return `${HEADER}${printSchema(lexicographicSortSchema(schema))}\n`;
}
