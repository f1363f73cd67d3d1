import { Readable } from "node:stream";
import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from "@apollo/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { RequestMarks } from "./request-marks";
import { CACHEABLE_HEADER, type ResponseCache } from "./response-cache";

export interface GraphQLRouteDeps<C extends RequestMarks> {
  readonly apollo: ApolloServer<C>;
  /** Makes the context of one request. */
  readonly context: (request: FastifyRequest) => C | Promise<C>;
  readonly cache: ResponseCache | undefined;
  readonly bodyBytes: number;
  /** Where a browser that opens the endpoint is led; undefined leaves it to Apollo. */
  readonly playgroundPath: string | undefined;
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });
const NO_BODY = Buffer.alloc(0);

/**
 * `/graphql`: POST and GET as GraphQL over HTTP and Apollo have them. Written here rather than taken from @as-integrations/fastify
 * because the cache must see the raw bytes before anything parses them, and because that package parses the Host header as part of
 * an address: a crooked one became an answer of 500.
 */
export async function graphqlRoute<C extends RequestMarks>(
  app: FastifyInstance,
  deps: GraphQLRouteDeps<C>,
): Promise<void> {
  app.removeAllContentTypeParsers();
  const options = { parseAs: "buffer", bodyLimit: deps.bodyBytes } as const;
  app.addContentTypeParser("*", options, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ id: request.id, err: error }, "masked error");
    return refuse(
      reply,
      status,
      refusalText(status, request.id, deps.bodyBytes),
      status >= 500 ? request.id : undefined,
    );
  });
  app.route({
    method: ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"], // Apollo answers 405 where it must
    url: "/graphql",
    handler: (request, reply) => answer(request, reply, deps),
  });
}

async function answer<C extends RequestMarks>(request: FastifyRequest, reply: FastifyReply, deps: GraphQLRouteDeps<C>) {
  const { apollo, cache, context, playgroundPath } = deps;
  if (request.method === "GET" && playgroundPath !== undefined && prefersPage(request)) {
    return reply.header("vary", "accept").redirect(playgroundPath + searchOf(request), 302);
  }
  // Whatever is made for somebody who showed a key is theirs alone: no cache on the way may keep it.
  if (request.headers.authorization !== undefined) reply.header("cache-control", "no-store");
  const raw = Buffer.isBuffer(request.body) ? request.body : NO_BODY;
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") return refuse(reply, 415, "Send the body as it is, without a content-encoding.");
  const key = request.method === "POST" ? cache?.keyFor(request.headers, raw) : undefined;
  const kept = key === undefined ? undefined : cache?.get(key);
  if (kept !== undefined) return reply.header("content-type", kept.contentType).send(kept.bytes);

  const body = request.method === "POST" ? parseBody(request, raw) : undefined;
  if (body instanceof WrongBody) return refuse(reply, 400, body.message);
  const {
    headers,
    status,
    body: result,
  } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: asHTTPGraphQLRequest(request, body),
    context: async () => context(request),
  });
  const cacheable = headers.delete(CACHEABLE_HEADER);
  for (const [name, value] of headers) reply.header(name, value);
  reply.code(status ?? 200);
  if (result.kind !== "complete") return reply.send(Readable.from(result.asyncIterator));
  if (!cacheable || key === undefined) return reply.send(result.string);
  const bytes = Buffer.from(result.string);
  cache?.keep(key, { contentType: headers.get("content-type") ?? "application/json; charset=utf-8", bytes });
  return reply.send(bytes);
}

class WrongBody {
  constructor(readonly message: string) {}
}

/** The parsed body; Apollo itself says what is wrong where the body is no JSON by its content type, or is empty. */
function parseBody(request: FastifyRequest, raw: Buffer): unknown {
  const type = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type !== "application/json" || raw.byteLength === 0) return {};
  try {
    return JSON.parse(strictUtf8.decode(raw));
  } catch (error) {
    return new WrongBody(
      error instanceof SyntaxError ? "Invalid JSON in the request's body." : "Invalid UTF-8 in the request's body.",
    );
  }
}

function asHTTPGraphQLRequest(request: FastifyRequest, body: unknown): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return { method: request.method, headers, search: searchOf(request), body };
}

function searchOf(request: FastifyRequest): string {
  const at = request.url.indexOf("?");
  return at === -1 ? "" : request.url.slice(at);
}

/** A browser's address bar names text/html first; programs that accept anything do not. */
function prefersPage({ headers }: FastifyRequest): boolean {
  const types = (headers.accept ?? "").toLowerCase();
  return types.includes("text/html") && !types.includes("application/json") && !types.includes("application/graphql");
}

function refusalText(status: number, id: string, bodyBytes: number): string {
  if (status === 413) return `The request's body is too large: at most ${bodyBytes} bytes.`;
  if (status === 415) return "The request's content-type must be application/json.";
  if (status < 500) return "The request is malformed.";
  return `Something went wrong on our side. Quote ${id} when you report it.`;
}

function refuse(reply: FastifyReply, status: number, message: string, id?: string): FastifyReply {
  const code = status >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_REQUEST";
  const extensions = id === undefined ? { code } : { code, id };
  return reply
    .code(status)
    .header("content-type", "application/json; charset=utf-8")
    .send(JSON.stringify({ errors: [{ message, extensions }] }));
}
