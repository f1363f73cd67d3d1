import "reflect-metadata";
import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { type BuildSchemaOptions, buildSchemaSync } from "type-graphql";
import { leanResolvers } from "./lean-resolvers";
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
  leanResolvers(schema, resolvers);
  for (const type of schema.getPossibleTypes(schema.getType("Node") as GraphQLInterfaceType)) {
    const { id } = type.getFields();
    if (id !== undefined) id.resolve = (record: NodeRecord) => globalId(record.nodeType, record.key);
  }
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type)) rejectRatherThanThrow(type);
  return schema;
}

/**
 * What a resolver throws becomes a promise that is rejected. graphql-js 16 drops the promises of a list's earlier items where a later
 * one throws at once; when one of those is rejected afterwards nobody listens, and Node ends the process.
 */
function rejectRatherThanThrow(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) {
    const { resolve } = field;
    if (resolve === undefined || type.name.startsWith("__")) continue;
    field.resolve = (source, args, context, info) => {
      try {
        return resolve(source, args, context, info);
      } catch (error) {
        return Promise.reject(error);
      }
    };
  }
}

/** The schema as text, sorted, so that a change shows as what it is. */
export function printGraph(schema: GraphQLSchema): string {
  return `${HEADER}${printSchema(lexicographicSortSchema(schema))}\n`;
}
