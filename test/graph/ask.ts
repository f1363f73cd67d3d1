import { pino } from "pino";
import { loadConfig } from "../../src/config";
import type { NationalSource } from "../../src/datasources/core/source";
import type { Store } from "../../src/datasources/local/store";
import { createHub, type Hub } from "../../src/hub";
import { openEngine } from "../../src/open-engine";
import type { TestStore } from "../support/stores";

/** Data in the shape of whatever query was asked: tests state the shape by what they expect of it. */
// biome-ignore lint/suspicious/noExplicitAny: typed operations are proved in test/client; here each test is its own type
export type Answer = any;

/** The whole hub over a starter store, asked over a real socket. */
export interface Asking {
  readonly hub: Hub;
  /** Where it listens, without a slash at the end. */
  readonly address: string;
  readonly store: Store;
  /** Data of an operation; throws with the errors where there are any. */
  ask<Data = Answer>(query: string, variables?: Record<string, unknown>): Promise<Data>;
  /** The whole answer: status and body. */
  post(query: string, variables?: Record<string, unknown>): Promise<{ readonly status: number; readonly body: Answer }>;
  close(): Promise<void>;
}

/** Starts the hub over a store. `today` is the day that the tests' figures are true on. */
export async function startAsking(testStore: TestStore, env: Record<string, string> = {}): Promise<Asking> {
  const store = await testStore.open();
  const asking = await startAskingOver(store, env);
  const close = async () => {
    await asking.close();
    await store.db.destroy();
  };
  return { ...asking, close };
}

/** The same over a store that the caller has opened, and closes. */
export async function startAskingOver(store: Store, env: Record<string, string> = {}): Promise<Asking> {
  const config = loadConfig({ LOG_LEVEL: "silent", ...env });
  return asking(store, await createHub({ config, store, now: () => new Date("2026-11-01T12:00:00Z") }));
}

/** Publishers that a hub asks. */
export interface AskedPublishers {
  readonly sources: readonly NationalSource[];
  /** The variables that name their addresses. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Settings of the hub. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The same over publishers that stand in for the national services, by a clock of the test's own. */
export async function startAskingPublishers(store: Store, publishers: AskedPublishers): Promise<Asking> {
  const { sources, addresses, now, env = {} } = publishers;
  const config = loadConfig({ LOG_LEVEL: "silent", ...env });
  const log = pino({ level: "silent" });
  const hub = await createHub({
    config,
    store,
    log,
    now: () => new Date(now()),
    openEngine: (parts) => openEngine({ config, store, log, parts, env: addresses, sources, now }),
  });
  return asking(store, hub);
}

async function asking(store: Store, hub: Hub): Promise<Asking> {
  const address = await hub.app.listen({ port: 0, host: "127.0.0.1" });
  const post = async (query: string, variables: Record<string, unknown> = {}) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${address}/graphql`, { method: "POST", headers, body });
    return { status: response.status, body: await response.json() };
  };
  return {
    hub,
    address,
    store,
    post,
    async ask(query, variables) {
      const { body } = await post(query, variables);
      if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors, null, 1));
      return body.data;
    },
    close: () => hub.close(),
  };
}
