/** The stores that tests run on: the embedded one, and one of the MySQL family where the run has a server. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { openStore, type Store, type StoreLocation } from "../../src/datasources/local/store";
import { databaseUrl, driverUrl, serverLocation } from "./store-locations";

export type StoreKind = "embedded" | "server";
export const STORE_KINDS: readonly StoreKind[] = ["embedded", "server"];

/** A store that holds the starter figures. Shared by all test files: read it, never write to it. */
export interface TestStore {
  readonly kind: StoreKind;
  readonly location: StoreLocation;
  /** A connection of the caller's own; close it with `store.db.destroy()`. */
  open(): Promise<Store>;
}

/** An empty store (tables only) that one test may write to. */
export interface FreshStore {
  readonly kind: StoreKind;
  readonly location: StoreLocation;
  readonly store: Store;
  /** Closes the store and removes its file or database. */
  drop(): Promise<void>;
}

/** The starter stores of this run: both, or the embedded one where the run has no server, or none where data/starter is missing. */
export function storesUnderTest(): readonly TestStore[] {
  return STORE_KINDS.flatMap((kind) => starterStore(kind) ?? []);
}

/**
 * One `describe` a store, with the same tests in each. A store that this run has not is a skipped block that says why
 * (globalSetup prints it too; `npm test` repeats it in capitals at the end).
 */
export function describeOnBothStores(title: string, body: (store: TestStore) => void): void {
  for (const kind of STORE_KINDS) {
    const store = starterStore(kind);
    const failure = process.env.OUTTURN_TEST_FAILURE;
    if (failure !== undefined && store === undefined)
      describe(`${title} (${kind} store)`, () =>
        test("the starter store is filled", () => Promise.reject(new Error(failure))));
    else if (store === undefined)
      describe.skip(`${title} (${kind} store: ${absence(kind)})`, () => test("not proved by this run", () => {}));
    else describe(`${title} (${kind} store)`, () => body(store));
  }
}

/** The kinds of store that `freshStore` can make in this run. */
export function kindsUnderTest(): readonly StoreKind[] {
  return STORE_KINDS.filter((kind) => kind === "embedded" || serverUrl() !== undefined);
}

/**
 * A new empty store with its tables made: a file of its own under the system's temporary folder, or a database of its own.
 * Throws for "server" when TEST_DATABASE_URL is not set; ask `kindsUnderTest` first.
 */
export async function freshStore(kind: StoreKind): Promise<FreshStore> {
  if (kind === "embedded") {
    const folder = mkdtempSync(join(tmpdir(), "outturn-store-"));
    const location: StoreLocation = { kind: "embedded", file: join(folder, "store.db") };
    return opened(kind, location, async () => rmSync(folder, { recursive: true, force: true }));
  }
  const server = serverUrl();
  if (server === undefined) throw new Error("TEST_DATABASE_URL is not set: there is no server to make a database on.");
  const name = `outturn_fresh_${process.pid}_${Date.now().toString(36)}_${made++}`;
  await administer(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  return opened(kind, serverLocation(databaseUrl(server, name)), () =>
    administer(server, `DROP DATABASE IF EXISTS ${name}`),
  );
}

let made = 0;

async function opened(kind: StoreKind, location: StoreLocation, remove: () => Promise<void>): Promise<FreshStore> {
  const store = await openStore(location);
  const drop = async (): Promise<void> => {
    if (store.db.isInitialized) await store.db.destroy();
    await remove();
  };
  return { kind, location, store, drop };
}

function starterStore(kind: StoreKind): TestStore | undefined {
  const where = kind === "embedded" ? process.env.OUTTURN_TEST_EMBEDDED : process.env.OUTTURN_TEST_SERVER;
  if (where === undefined) return undefined;
  const location: StoreLocation = kind === "embedded" ? { kind, file: where } : serverLocation(where);
  return { kind, location, open: () => openStore(location) };
}

function absence(kind: StoreKind): string {
  return kind === "server" && serverUrl() === undefined
    ? "TEST_DATABASE_URL is not set"
    : "data/starter is missing or was not loaded";
}

function serverUrl(): string | undefined {
  const url = process.env.TEST_DATABASE_URL;
  return url === "" ? undefined : url;
}

async function administer(server: string, statement: string): Promise<void> {
  const connection = await createConnection({ uri: driverUrl(server) });
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
