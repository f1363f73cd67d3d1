import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { type Config, ConfigError, forgetAdministratorKey, loadConfig } from "./config";
import { discoverSources } from "./datasources/engine/discover";
import { openStore, type Store } from "./datasources/local/store";
import { createHub } from "./hub";
import { seedWellKnown } from "./ingest/catalogue/seed";
import { fillStandards, fillStore } from "./ingest/fill-store";
import { openEngine } from "./open-engine";
import { closeOnSignals } from "./server/shutdown";
import { startProgress } from "./start-progress";
import { scheduleSync } from "./sync-schedule";

/** Starts the process: settings, store, starter figures where the store is empty, server. Nothing else. */
const ROOT = join(__dirname, "..");

async function main(): Promise<void> {
  const config = loadConfig();
  forgetAdministratorKey();
  const log = pino({ level: config.logLevel });
  const store = await opened(config);
  const progress = startProgress(process.stdout);
  try {
    await fillStore(store, join(ROOT, "data", "starter"), progress.onProgress);
    await fillStandards(store, join(ROOT, "data", "standards"), progress.onProgress);
  } finally {
    progress.stop();
  }
  const readme = join(ROOT, "README.md");
  const sources = discoverSources();
  const { refused } = await seedWellKnown(store, sources);
  for (const item of refused) log.warn(item, "an indicator that a source declares cannot be kept");
  const hub = await createHub({
    config,
    store,
    log,
    openEngine: (parts) => openEngine({ config, store, log, parts, sources }),
    ...(existsSync(readme) ? { readme: readFileSync(readme, "utf8") } : {}),
  });
  const harvests = scheduleSync(config.upstream.syncHours, log);
  closeOnSignals(hub.app, async () => {
    harvests.stop();
    await hub.engine?.close();
    await store.db.destroy();
  });
  await hub.app.listen({ port: config.port, host: config.host });
  process.stdout.write(welcome(config, addressOf(hub.app.server.address(), config)));
}

async function opened(config: Config): Promise<Store> {
  try {
    return await openStore(config.store);
  } catch (error) {
    const reason = (error as { code?: string }).code ?? (error as Error).message;
    throw new ConfigError(
      "DATABASE_URL",
      `names a store that cannot be opened (${reason})${isUnreachable(reason) ? ": is the server running, the database made, the password right?" : "."}`,
    );
  }
}

/** Whether a store was not reached or let nobody in: node's codes of connections, and the servers' of accounts and databases. */
function isUnreachable(reason: string): boolean {
  return /^(E(CONNREFUSED|CONNRESET|NOTFOUND|TIMEDOUT|HOSTUNREACH|AI_AGAIN|PIPE)|ER_(ACCESS_DENIED|DBACCESS_DENIED|BAD_DB)|PROTOCOL_CONNECTION_LOST|ER_NOT_SUPPORTED_AUTH)/.test(
    reason,
  );
}

function addressOf(address: ReturnType<import("node:net").Server["address"]>, config: Config): string {
  return typeof address === "object" && address !== null && config.port === 0
    ? `http://${config.host}:${address.port}`
    : config.publicUrl;
}

function welcome(config: Config, address: string): string {
  const store = config.store.kind === "embedded" ? `embedded, ${config.store.file}` : `${config.store.protocol} server`;
  return `
Outturn is ready.
  Front page   ${address}/
  Playground   ${address}/playground
  GraphQL      ${address}/graphql
  Store        ${store}

Try this:
  curl -s ${address}/graphql -H 'content-type: application/json' --data '{"query":"{ area(slug: \\"trafford\\") { name observation(indicator: \\"claimant-count\\") { formatted period { label } provenance { citation } } } }"}'

`;
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else if ((error as { code?: string }).code === "EADDRINUSE")
    process.stderr.write("PORT is in use by another program; set PORT to a free one.\n");
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
