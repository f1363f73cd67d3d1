import { request } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import pino from "pino";
import { type Config, loadConfig } from "../../../src/config";
import { createApollo } from "../../../src/server/apollo";
import { type AppDeps, createApp } from "../../../src/server/app";
import type { RequestMarks } from "../../../src/server/request-marks";
import { probeSchema } from "./probe-schema";

export interface Started {
  readonly app: FastifyInstance;
  readonly url: string;
  /** Lines of the log, newest last. */
  readonly log: Record<string, unknown>[];
  version: number;
  now: Date;
  pings: number;
  ping: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

type Options = Partial<Omit<AppDeps<RequestMarks>, "limits">> & {
  config?: Partial<Config>;
  limits?: Partial<Config["limits"]>;
  compileAfter?: number;
};

/** The hub's own chain over the probe graph, listening on loopback. */
export async function start(options: Options = {}): Promise<Started> {
  const config = { ...loadConfig({}), ...options.config };
  const limits = { ...config.limits, ...options.limits };
  const log: Record<string, unknown>[] = [];
  const logger = pino({ level: "info" }, { write: (line: string) => void log.push(JSON.parse(line)) });
  const schema = await probeSchema();
  const state: { version: number; now: Date; pings: number; ping: () => Promise<void> } = {
    version: 1,
    now: new Date("2026-11-22T10:00:00Z"),
    pings: 0,
    ping: async () => {},
  };
  const compileAfter = options.compileAfter ?? 1;
  const app = await createApp<RequestMarks>({
    apollo: createApollo({ schema, executor: config.executor, limits, log: logger, compileAfter }),
    schema,
    context: (asked) => ({ requestId: asked.id }),
    log: logger,
    clock: () => state.now,
    dataVersion: () => state.version,
    ping: () => {
      state.pings += 1;
      return state.ping();
    },
    responseCacheBytes: config.responseCacheBytes,
    playgroundPath: "/playground",
    ...options,
    limits,
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  return Object.assign(state, { app, log, url: `http://127.0.0.1:${port}` });
}

/** Posts a GraphQL question; `headers` replace the usual ones. */
export async function ask(started: Started, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${started.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...headers },
    body: typeof body === "string" || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A request with headers that fetch would not send. */
export function rawGet(
  started: Started,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${started.url}${path}`, { headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", reject);
    sent.end();
  });
}
