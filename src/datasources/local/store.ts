import "reflect-metadata";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import type { TypeCastField, TypeCastNext } from "mysql2";
import { DataSource, type DataSourceOptions } from "typeorm";
import { ENTITIES, MIGRATIONS } from "../../entities";

/** Where the store lives: a file of the embedded engine, or a server of the MySQL family. */
export type StoreLocation =
  | { readonly kind: "embedded"; readonly file: string }
  | { readonly kind: "server"; readonly protocol: "mysql" | "mariadb"; readonly url: string };

/** An open store. `dialect` says which of the two SQL dialects its statements must speak. */
export interface Store {
  readonly db: DataSource;
  readonly dialect: Dialect;
}

export type Dialect = "sqlite" | "mysql";

/** How long a writer of the embedded store waits for another: an import in another process holds the write lock for a while. */
export const WRITE_PATIENCE_MS = 10_000;

/**
 * Opens the store and brings its tables up to date (forward-only migrations; never `synchronize`).
 * Throws what the driver throws when the server cannot be reached or refuses the login.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  const db = new DataSource(optionsFor(location));
  await db.initialize();
  try {
    if (location.kind === "embedded") {
      await db.query("PRAGMA synchronous = NORMAL"); // with WAL: a crash of the machine may lose the last commit, never corrupt
      await db.query(`PRAGMA busy_timeout = ${WRITE_PATIENCE_MS}`);
    }
    await db.runMigrations({ transaction: "each" });
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { db, dialect: location.kind === "embedded" ? "sqlite" : "mysql" };
}

function optionsFor(location: StoreLocation): DataSourceOptions {
  const common = { entities: ENTITIES, migrations: MIGRATIONS, synchronize: false, logging: false } as const;
  if (location.kind === "embedded") {
    if (location.file !== ":memory:") mkdirSync(dirname(location.file), { recursive: true });
    // libsql speaks better-sqlite3's interface and ships its engine inside npm packages: no compiler, no download.
    return { ...common, type: "better-sqlite3", database: location.file, driver: Database, enableWAL: true };
  }
  return {
    ...common,
    type: location.protocol, // "mysql" against MariaDB would diff JSON columns for ever; the URL's protocol decides
    url: location.url,
    charset: "utf8mb4",
    timezone: "Z",
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: false,
    extra: { connectionLimit: 8, flags: ["+LOCAL_FILES"], typeCast: exactly },
  };
}

/**
 * mysql2 adds up the digits of a DOUBLE by itself and so misses the last place of one in twenty that have 16 or 17 of them: published
 * limits such as 921.0202119999999 came back as 921.020212. JavaScript's own reading is exact.
 */
function exactly(field: TypeCastField, next: TypeCastNext): unknown {
  if (field.type !== "DOUBLE") return next();
  const text = field.string();
  return text === null ? null : Number(text);
}
