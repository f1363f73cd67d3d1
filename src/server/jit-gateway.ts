import type { ApolloServerOptionsWithGateway } from "@apollo/server";
import {
  BREAK,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isAbstractType,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { RequestMarks } from "./request-marks";

type Gateway = ApolloServerOptionsWithGateway<object>["gateway"];
type Executor = NonNullable<Awaited<ReturnType<Gateway["load"]>>["executor"]>;
type Asked = Parameters<Executor>[0];

export interface JitOptions {
  /** How often a document must have been asked before it is compiled: a query that never comes again costs twice as much compiled. */
  readonly compileAfter?: number;
  /** Wrong values of variables listed before checking stops. */
  readonly maxErrors?: number;
  /** Called once for each compiled operation: tests count them. */
  readonly onCompile?: (document: DocumentNode) => void;
}

interface Entry {
  uses: number;
  compiled?: CompiledQuery;
  never?: true;
}

/**
 * Runs queries through graphql-jit, by way of Apollo's `gateway` option, which is the only place that Apollo 5 lets an executor in.
 * It answers what graphql-js answers, byte for byte, because it leaves to graphql-js what jit does otherwise: mutations, the first use
 * of a document, operations that do not compile, documents that ask for a type whose `resolveType` is asynchronous, and every query that has an error. jit's
 * errors lack codes, differ in words for wrong arguments, and come in another order where a null spreads. Such a query runs again;
 * it only reads, and the loaders in its context still hold what the first run read.
 * The compiled code hangs on the parsed document, so Apollo's document store bounds it.
 */
export function jitGateway(schema: GraphQLSchema, options: JitOptions = {}): Gateway {
  const { compileAfter = 1, maxErrors = 5, onCompile } = options;
  const entries = new WeakMap<DocumentNode, Map<string, Entry>>();

  const slow = (asked: Asked): ExecutionResult | Promise<ExecutionResult> =>
    execute({
      schema,
      document: asked.document,
      contextValue: asked.context,
      variableValues: asked.request.variables ?? {},
      operationName: asked.request.operationName ?? null,
      options: { maxCoercionErrors: maxErrors },
    });

  function entryFor({ document, request }: Asked): Entry {
    const byName = entries.get(document) ?? new Map<string, Entry>();
    entries.set(document, byName);
    const name = request.operationName ?? "";
    const entry = byName.get(name) ?? { uses: 0 };
    byName.set(name, entry);
    return entry;
  }

  function compiledFor(asked: Asked): CompiledQuery | undefined {
    const operation = getOperationAST(asked.document, asked.request.operationName);
    // An unknown name is not remembered: names are the caller's to invent.
    if (operation?.operation !== OperationTypeNode.QUERY) return undefined;
    const entry = entryFor(asked);
    entry.uses += 1;
    if (entry.compiled !== undefined || entry.never || entry.uses <= compileAfter) return entry.compiled;
    if (asksAsyncType(schema, asked.document)) {
      entry.never = true;
      return undefined;
    }
    const compiled = compileQuery(schema, asked.document, operation.name?.value, {
      useExperimentalPathBasedSkipInclude: true, // without it @skip and @include on nested fragments go wrong
      disablingCapturingStackErrors: true,
    });
    if (isCompiledQuery(compiled)) {
      entry.compiled = compiled;
      onCompile?.(asked.document);
    } else entry.never = true;
    return entry.compiled;
  }

  const executor: Executor = async (asked) => {
    const compiled = compiledFor(asked);
    if (compiled === undefined) return slow(asked);
    const result = await attempt(compiled, asked);
    if (result.errors === undefined) return result;
    (asked.context as RequestMarks).allowance?.restart();
    return slow(asked);
  };

  let loaded: Parameters<Gateway["onSchemaLoadOrUpdate"]>[0] | undefined;
  return {
    async load() {
      loaded?.({ apiSchema: schema, coreSupergraphSdl: "" });
      return { executor };
    },
    onSchemaLoadOrUpdate(callback) {
      loaded = callback;
      return () => {
        loaded = undefined;
      };
    },
    async stop() {},
  };
}

/** The compiled query's answer; what escapes from it counts as an error like any other. */
async function attempt(compiled: CompiledQuery, asked: Asked): Promise<ExecutionResult> {
  try {
    return await compiled.query(undefined, asked.context, asked.request.variables ?? {});
  } catch {
    return { errors: [new GraphQLError("The compiled query failed.")] }; // never sent: graphql-js answers
  }
}

/** type-graphql makes a hand-written `resolveType` asynchronous; jit takes the promise for a type's name. */
function asksAsyncType(schema: GraphQLSchema, document: DocumentNode): boolean {
  const typeInfo = new TypeInfo(schema);
  let found = false;
  const look = visitWithTypeInfo(typeInfo, {
    Field() {
      const type = getNamedType(typeInfo.getType());
      if (!isAbstractType(type) || type.resolveType?.constructor.name !== "AsyncFunction") return undefined;
      found = true;
      return BREAK;
    },
  });
  visit(document, look);
  return found;
}
