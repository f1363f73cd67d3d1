import { ApolloServer, type ApolloServerOptions } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import type { Executor, Limits } from "../config";
import { costPlugin } from "./cost";
import { createErrorDesk } from "./errors";
import { jitGateway } from "./jit-gateway";
import { readableByOldClients } from "./old-clients";
import type { RequestMarks, ServerLog } from "./request-marks";
import { cacheableMark } from "./response-cache";
import { aliasRule, depthRule } from "./shape-rules";

export interface ApolloDeps {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly limits: Limits;
  readonly log: ServerLog;
  /** Ids for errors outside any request; random unless told. */
  readonly newId?: () => string;
  /** How often a document is asked before it is compiled; 1 unless told. */
  readonly compileAfter?: number;
}

/**
 * The hub's Apollo Server, not yet started: limits on, errors masked, nothing sent to anybody, no page of its own.
 */
export function createApollo<C extends RequestMarks>(deps: ApolloDeps): ApolloServer<C> {
  const { limits, log } = deps;
  const schema = readableByOldClients(deps.schema);
  const desk = createErrorDesk(log, deps.newId);
  const shared = {
    // The cache-control plugin wraps every field, which halves the speed and undoes the compiled queries.
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      desk.plugin,
      costPlugin(schema, limits.maxCost),
      cacheableMark(),
    ],
    formatError: desk.format,
    logger: apolloLog(log),
    nodeEnv: "production",
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.maxTokens },
    maxRecursiveSelections: limits.maxSelections,
    validationRules: [aliasRule(limits.maxAliases), depthRule(limits.maxDepth)],
    validationOptions: { maxErrors: limits.maxErrors },
    executionOptions: { maxCoercionErrors: limits.maxErrors },
  } satisfies Partial<ApolloServerOptions<C>>;
  if (deps.executor === "graphql-js") return new ApolloServer<C>({ ...shared, schema });
  const gateway = jitGateway(schema, { compileAfter: deps.compileAfter ?? 1, maxErrors: limits.maxErrors });
  return new ApolloServer<C>({ ...shared, gateway });
}

function apolloLog(log: ServerLog) {
  const to = (level: keyof ServerLog) => (message?: unknown) => log[level]({ from: "apollo" }, String(message));
  return { debug: to("debug"), info: to("info"), warn: to("warn"), error: to("error") };
}
