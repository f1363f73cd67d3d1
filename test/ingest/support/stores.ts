import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import type { StoreLocation } from "../../../src/datasources/local/store";

/** A store of one test's own, and how to be rid of it. */
export interface TestStore {
  readonly location: StoreLocation;
  readonly remove: () => Promise<void>;
}

export interface Engine {
  readonly name: string;
  readonly make: () => Promise<TestStore>;
}

/** The engines to prove things on: the embedded one, and the server that TEST_DATABASE_URL names, where it is set. */
export function engines(): readonly Engine[] {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined || url === "") {
    process.stdout.write("The importer is not proved on a MySQL-family server: TEST_DATABASE_URL is not set.\n");
    return [embedded];
  }
  return [embedded, { name: "server", make: () => onServer(url) }];
}

const embedded: Engine = {
  name: "embedded",
  make: async () => {
    const folder = mkdtempSync(join(tmpdir(), "outturn-ingest-"));
    return {
      location: { kind: "embedded", file: join(folder, "store.db") },
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

let made = 0;

async function onServer(url: string): Promise<TestStore> {
  const name = `outturn_ingest_${process.pid}_${++made}`;
  const target = new URL(url);
  const protocol = target.protocol === "mariadb:" ? "mariadb" : "mysql";
  const server = new URL(url.replace(/^mariadb:/, "mysql:"));
  server.pathname = "/";
  const admin = await createConnection(server.href);
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  await admin.end();
  target.pathname = `/${name}`;
  return {
    location: { kind: "server", protocol, url: target.href },
    remove: async () => {
      const again = await createConnection(server.href);
      await again.query(`DROP DATABASE ${name}`);
      await again.end();
    },
  };
}
