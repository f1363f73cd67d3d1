import { randomUUID } from "node:crypto";
import type { ApolloServer } from "@apollo/server";
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { type GraphQLSchema, printSchema } from "graphql";
import type { Limits } from "../config";
import { boundariesRoute, type LevelSource } from "./boundaries-route";
import { graphqlRoute } from "./graphql-route";
import { commonHeaders, givenRequestId } from "./headers";
import { healthRoutes } from "./health";
import type { RequestMarks } from "./request-marks";
import { createResponseCache } from "./response-cache";
import { schemaFilesRoute } from "./schema-files-route";
import { sdlRoute } from "./sdl-route";
import { drainWithin } from "./shutdown";

/** How often Node looks for connections that are past their time: a slow body is cut within this after its limit. */
const CHECK_MILLIS = 1000;

export interface AppDeps<C extends RequestMarks> {
  /** From createApollo, not started. The app starts it, and stops it when it is closed. */
  readonly apollo: ApolloServer<C>;
  /** The text for `/schema.graphql` is printed from it, unless `sdl` is given. */
  readonly schema: GraphQLSchema;
  readonly sdl?: string;
  /** Makes the context of one request; put `request.id` into it as `requestId`. */
  readonly context: (request: FastifyRequest) => C | Promise<C>;
  readonly log: FastifyBaseLogger;
  readonly clock: () => Date;
  /** Changes whenever the store's published figures change; kept answers of another version are not served. */
  readonly dataVersion: () => string | number;
  /** Asks the store for anything; rejects when it is away. */
  readonly ping: () => Promise<void>;
  /** Bytes of whole answers to keep; 0 for none. */
  readonly responseCacheBytes: number;
  readonly limits: Pick<Limits, "bodyBytes" | "requestMillis" | "drainMillis">;
  /** Whole levels of boundaries for maps; without it `/boundaries/*` leads nowhere. */
  readonly boundaries?: LevelSource;
  /** JSON schemas of files that people write for the hub, by name; served at `/schemas/<name>.json`. */
  readonly schemaFiles?: Readonly<Record<string, unknown>>;
  /** Adds the pages that people see, the answer to unknown addresses among them. */
  readonly pages?: (app: FastifyInstance) => void | Promise<void>;
  /** Where a browser that opens `/graphql` is led, such as `/playground`. */
  readonly playgroundPath?: string;
}

/**
 * The whole HTTP chain, ready to listen: `/graphql`, `/schema.graphql`, `/schemas/*`, `/boundaries/*`, `/health/*` and the pages. Binds no port.
 * Throws what Apollo throws when the schema is wrong.
 */
export async function createApp<C extends RequestMarks>(deps: AppDeps<C>): Promise<FastifyInstance> {
  const { apollo, log, limits, clock } = deps;
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMillis,
    http: { connectionsCheckingInterval: CHECK_MILLIS, headersTimeout: limits.requestMillis },
    forceCloseConnections: "idle",
    genReqId: (request) => givenRequestId(request.headers["x-request-id"]) ?? randomUUID(),
    exposeHeadRoutes: true,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      void reply.code(400).send({ errors: [{ message: "The address is malformed." }] });
    },
  });
  commonHeaders(app);
  drainWithin(app, limits.drainMillis);
  app.addHook("onResponse", async (request, reply) => {
    const { method, routeOptions } = request;
    const millis = Math.round(reply.elapsedTime);
    log.info({ id: request.id, method, route: routeOptions.url, status: reply.statusCode, millis }, "answered");
  });

  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  const cache = createResponseCache(deps.responseCacheBytes, deps.dataVersion, clock);
  await app.register((scope: FastifyInstance) =>
    graphqlRoute(scope, {
      apollo,
      context: deps.context,
      cache,
      bodyBytes: limits.bodyBytes,
      playgroundPath: deps.playgroundPath,
    }),
  );
  sdlRoute(app, deps.sdl ?? printSchema(deps.schema));
  schemaFilesRoute(app, deps.schemaFiles ?? {});
  if (deps.boundaries !== undefined) boundariesRoute(app, deps.boundaries);
  healthRoutes(app, { ping: deps.ping, clock, log });
  if (deps.pages === undefined) app.setNotFoundHandler((_request, reply) => reply.code(404).send(NOT_HERE));
  else await deps.pages(app);
  await app.ready();
  return app;
}

const NOT_HERE = { errors: [{ message: "There is nothing at this address. Post queries to /graphql." }] };
