import type { FastifyInstance } from "fastify";
import type { ServerLog } from "./request-marks";

/** A ping is good for this long; a store that does not answer in the same time counts as away. */
const MILLIS = 1000;

export interface HealthDeps {
  /** Asks the store for anything; rejects when it is away. Publishers are never asked: their faults are data. */
  readonly ping: () => Promise<void>;
  readonly clock: () => Date;
  readonly log: ServerLog;
}

/**
 * `/health/live`: this process answers. `/health/ready`: it can serve (200), or it is stopping or its store is away (503).
 * However many ask, the store is pinged once a second at most.
 */
export function healthRoutes(app: FastifyInstance, deps: HealthDeps): void {
  let stopping = false;
  let last: { readonly at: number; readonly ready: Promise<boolean> } | undefined;
  app.addHook("preClose", async () => {
    stopping = true;
  });

  function storeReady(): Promise<boolean> {
    const at = deps.clock().getTime();
    if (last === undefined || Math.abs(at - last.at) >= MILLIS) last = { at, ready: within(deps, MILLIS) };
    return last.ready;
  }

  app.get("/health/live", (_request, reply) => reply.header("cache-control", "no-store").send({ status: "live" }));
  app.get("/health/ready", async (_request, reply) => {
    const status = stopping ? "stopping" : (await storeReady()) ? "ready" : "store unavailable";
    return reply
      .code(status === "ready" ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status });
  });
}

async function within({ ping, log }: HealthDeps, millis: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the store did not answer in ${millis} ms`)), millis);
  });
  try {
    await Promise.race([ping(), late]);
    return true;
  } catch (error) {
    log.warn({ err: error }, "the store is away");
    return false;
  } finally {
    clearTimeout(timer);
  }
}
