import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isListType,
  type OperationDefinitionNode,
} from "graphql";
import {
  type ComplexityEstimator,
  type ComplexityEstimatorArgs,
  fieldExtensionsEstimator,
  getComplexity,
} from "graphql-query-complexity";

/** How many items a list is taken to have where no argument bounds it. */
const ASSUMED_LIST = 10;
/** Once fragments are opened; above it a query is refused without being priced. */
const MOST_NODES = 10_000;

/**
 * The cost of an operation: how many values its answer may hold at most. A field is 1. What stands below a page (`first`, `last`)
 * counts as often as the page has items; below a list of ids as often as there are ids; below any other list ten times. A field may
 * state its own price in `extensions.complexity`. Introspection is free: its size is bounded by the schema.
 * Returns undefined where the variables are wrong, which graphql-js says better. Infinity where fragments open beyond all bounds.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number | undefined {
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  if (errors !== undefined) return undefined;
  try {
    const name = operation.name?.value;
    return getComplexity({
      schema,
      query: document,
      variables,
      estimators: ESTIMATORS,
      maxQueryNodes: MOST_NODES,
      ...(name === undefined ? {} : { operationName: name }),
    });
  } catch (error) {
    // Wrong arguments are told by the execution; the only other thing that the library throws is its own bound on nodes.
    return error instanceof GraphQLError && error.nodes !== undefined ? undefined : Number.POSITIVE_INFINITY;
  }
}

/** Refuses an operation dearer than `limit` before it runs: code QUERY_TOO_COSTLY, with its cost and how to ask for less. */
export function costPlugin(schema: GraphQLSchema, limit: number): ApolloServerPlugin<BaseContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request }) {
          if (operation === undefined) return; // no such operation: the execution says so
          const cost = costOf(schema, document, operation, request.variables ?? {});
          if (cost === undefined || cost <= limit) return;
          const said = Math.min(Math.ceil(cost), Number.MAX_SAFE_INTEGER);
          throw new GraphQLError(
            `This query may cost ${said} values; the limit is ${limit}. Ask for less at a time: a smaller \`first\`, fewer codes or fewer fields, and page on with \`after\`.`,
            { extensions: { code: "QUERY_TOO_COSTLY", cost: said, limit, http: { status: 400 } } },
          );
        },
      };
    },
  };
}

const ESTIMATORS: ComplexityEstimator[] = [
  ({ field }) => (field.name.startsWith("__") ? 0 : undefined),
  fieldExtensionsEstimator(),
  (asked) => 1 + itemsBelow(asked) * asked.childComplexity,
];

function itemsBelow({ type, field, args }: ComplexityEstimatorArgs): number {
  if (!isCompositeType(getNamedType(field.type))) return 1;
  const page: unknown = args.first ?? args.last;
  if (typeof page === "number") return Math.max(0, page);
  if (!isList(field.type)) return 1;
  if (type.name.endsWith("Connection")) return 1; // priced above, where `first` stands
  const lengths = Object.values(args).flatMap((value: unknown) => (Array.isArray(value) ? [value.length] : []));
  return lengths.length === 0 ? ASSUMED_LIST : Math.max(...lengths);
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}
