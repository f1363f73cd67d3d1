import type { FastifyInstance } from "fastify";

/**
 * When the app is closed: stops accepting at once, lets running requests finish for `drainMillis`, then cuts what is left. Call before
 * listening. Answers sent meanwhile end their connection; else a client that keeps it open holds the close up to the very end.
 */
export function drainWithin(app: FastifyInstance, drainMillis: number): void {
  let timer: NodeJS.Timeout | undefined;
  app.addHook("preClose", async () => {
    timer = setTimeout(() => app.server.closeAllConnections(), drainMillis);
    timer.unref();
  });
  app.addHook("onSend", async (_request, reply) => {
    if (timer !== undefined) reply.header("connection", "close");
  });
  app.addHook("onClose", async () => clearTimeout(timer));
}

/**
 * Closes the app on SIGTERM and SIGINT, then calls `after` (the store is closed there). A second signal ends the process at once.
 * A promise that is rejected with nobody waiting for it is logged: Node would end the process for one bad question.
 * Returns a function that takes the listeners off again.
 */
export function closeOnSignals(app: FastifyInstance, after: () => Promise<void>): () => void {
  const signals = ["SIGTERM", "SIGINT"] as const;
  let closing = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (closing) process.exit(1);
    closing = true;
    app.log.info({ signal }, "stopping");
    app
      .close()
      .then(after)
      .then(
        () => {
          remove();
          process.exitCode = 0;
        },
        (error: unknown) => {
          app.log.error({ err: error }, "stopping failed");
          process.exit(1);
        },
      );
  };
  const stray = (error: unknown): void =>
    app.log.error({ err: error }, "a promise was rejected that nobody waited for");
  const remove = (): void => {
    for (const signal of signals) process.off(signal, stop);
    process.off("unhandledRejection", stray);
  };
  for (const signal of signals) process.on(signal, stop);
  process.on("unhandledRejection", stray);
  return remove;
}
