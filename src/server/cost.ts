import type { ApolloServerPlugin } from "@apollo/server";
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
import type { Allowance, RequestMarks } from "./request-marks";

/** How many items a list is taken to have where no argument bounds it. */
const ASSUMED_LIST = 10;
/** Looking through a million series takes some four seconds, answering a million values some eight. */
const SERIES_TO_A_VALUE = 2;
/** Once fragments are opened; above it a query is refused without being priced. */
const MOST_NODES = 10_000;

/** The cost of an operation before it runs, and what one item of each of its unbounded lists costs (by `Type.field`, the dearest). */
export interface Price {
  readonly cost: number;
  readonly itemOf: ReadonlyMap<string, number>;
}

/**
 * The cost of an operation: how many values its answer may hold at most. A field is 1. What stands below a page (`first`, `last`)
 * counts as often as the page has items; below a list of ids as often as there are ids; below any other list ten times, and the
 * allowance counts what a longer one has. A field may state its own price in `extensions.complexity`. Introspection is free: its size
 * is bounded by the schema. Not counted: `unknown` of a connection, which is as long as the lists in the request's own text.
 * Returns undefined where the variables are wrong, which graphql-js says better. An infinite cost where fragments open beyond all bounds.
 */
export function priceOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Price | undefined {
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  if (errors !== undefined) return undefined;
  const itemOf = new Map<string, number>();
  try {
    const name = operation.name?.value;
    const cost = getComplexity({
      schema,
      query: document,
      variables,
      estimators: estimators(itemOf),
      maxQueryNodes: MOST_NODES,
      ...(name === undefined ? {} : { operationName: name }),
    });
    return { cost, itemOf };
  } catch (error) {
    // Wrong arguments are told by the execution; the only other thing that the library throws is its own bound on nodes.
    if (error instanceof GraphQLError && error.nodes !== undefined) return undefined;
    return { cost: Number.POSITIVE_INFINITY, itemOf };
  }
}

/**
 * Refuses an operation dearer than `limit` before it runs: code QUERY_TOO_COSTLY, with its cost and how to ask for less. One whose
 * lists turn out longer than they were taken to be is stopped with the same code when they have cost the rest.
 */
export function costPlugin(schema: GraphQLSchema, limit: number): ApolloServerPlugin<RequestMarks> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          if (operation === undefined) return; // no such operation: the execution says so
          const price = priceOf(schema, document, operation, request.variables ?? {});
          if (price === undefined) return;
          if (price.cost > limit) throw tooCostly(price.cost, limit);
          contextValue.allowance = new OperationAllowance(price, limit);
        },
      };
    },
  };
}

class OperationAllowance implements Allowance {
  readonly #price: Price;
  readonly limit: number;
  #cost: number;

  constructor(price: Price, limit: number) {
    this.#price = price;
    this.limit = limit;
    this.#cost = price.cost;
  }

  get cost(): number {
    return this.#cost;
  }

  /** Counts what a list has beyond the items that were priced. Throws QUERY_TOO_COSTLY above the limit. */
  spend(field: string, items: number): void {
    this.#cost += Math.max(0, items - ASSUMED_LIST) * (this.#price.itemOf.get(field) ?? 1);
    if (this.#cost > this.limit) throw tooCostly(this.#cost, this.limit, `by the length of \`${field}\``);
  }

  /** Counts series that are read whether or not the answer shows them: order, count and paging need them all. */
  lookThrough(series: number): void {
    this.#cost += series / SERIES_TO_A_VALUE;
    if (this.#cost > this.limit)
      throw tooCostly(this.#cost, this.limit, `for the ${series} series that it looks through`);
  }

  /** Forgets what was spent: the operation runs again from its beginning. */
  restart(): void {
    this.#cost = this.#price.cost;
  }
}

function tooCostly(cost: number, limit: number, where?: string): GraphQLError {
  const said = Math.min(Math.ceil(cost), Number.MAX_SAFE_INTEGER);
  const begun = where === undefined ? "" : ` ${where}`;
  const how =
    where === undefined
      ? "a smaller `first`, fewer codes or fewer fields, and page on with `after`"
      : "fewer indicators or areas, fewer fields below the list, or areas page by page with `areas(select: { type, within }, first, after)`";
  return new GraphQLError(
    `This query may cost ${said} values${begun}; the limit is ${limit}. Ask for less at a time: ${how}.`,
    {
      extensions: { code: "QUERY_TOO_COSTLY", cost: said, limit, http: { status: where === undefined ? 400 : 200 } },
    },
  );
}

function estimators(itemOf: Map<string, number>): ComplexityEstimator[] {
  return [
    ({ field }) => (field.name.startsWith("__") ? 0 : undefined),
    fieldExtensionsEstimator(),
    (asked) => {
      const { type, field, childComplexity } = asked;
      if (isList(field.type)) {
        const name = `${type.name}.${field.name}`;
        itemOf.set(name, Math.max(itemOf.get(name) ?? 0, childComplexity));
      }
      return 1 + itemsBelow(asked) * childComplexity;
    },
  ];
}

function itemsBelow({ type, field, args }: ComplexityEstimatorArgs): number {
  if (!isCompositeType(getNamedType(field.type))) return 1;
  const page = pageSize(field, args);
  if (page !== undefined) return Math.max(0, page);
  if (!isList(field.type)) return 1;
  if (type.name.endsWith("Connection")) return 1; // priced above, where `first` stands
  const ids: unknown = args.ids;
  return Array.isArray(ids) ? ids.length : ASSUMED_LIST;
}

/** What `first` or `last` bounds; a null means what leaving it out means. */
function pageSize(field: ComplexityEstimatorArgs["field"], args: ComplexityEstimatorArgs["args"]): number | undefined {
  const bound = field.args.find(({ name }) => name === "first" || name === "last");
  if (bound === undefined) return undefined;
  const given: unknown = args[bound.name] ?? bound.defaultValue;
  return typeof given === "number" ? given : undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}
