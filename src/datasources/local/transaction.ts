import { DataSource, type QueryRunner } from "typeorm";
import type { Dialect, Store } from "./store";

/** A value that both engines take as a parameter. */
export type SqlValue = string | number | null;

/** Rows that one INSERT carries: SQLite takes at most 32,766 parameters, and past some hundred rows the gain is small. */
const ROWS = 800;
const PARAMETERS = 30_000;

/** The one writer of the store, inside its transaction. */
export class Writer {
  readonly dialect: Dialect;
  private readonly runner: QueryRunner;
  private readonly ids = new Map<string, number>();

  constructor(runner: QueryRunner, dialect: Dialect) {
    this.runner = runner;
    this.dialect = dialect;
  }

  /** Rows that a SELECT answers with. */
  async select(sql: string, values: readonly SqlValue[] = []): Promise<readonly Readonly<Record<string, SqlValue>>[]> {
    return await this.runner.query(sql, [...values]);
  }

  /** Runs a statement and says how many rows it touched. */
  async change(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    const result = await this.runner.query(sql, [...values], true);
    return result.affected ?? 0;
  }

  /** Inserts rows, several hundred a statement; each row has its values in the order of the columns. */
  async insert(table: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[]): Promise<void> {
    const size = Math.max(1, Math.min(ROWS, Math.floor(PARAMETERS / columns.length)));
    const head = `INSERT INTO ${table} (${columns.join(", ")}) VALUES `;
    const one = `(${columns.map(() => "?").join(",")})`;
    for (let from = 0; from < rows.length; from += size) {
      const part = rows.slice(from, from + size);
      await this.runner.query(head + part.map(() => one).join(","), part.flat());
    }
  }

  /** The next free id of a table, then the one after it: the transaction holds the store's write lock, so nobody else takes them. */
  async nextId(table: string): Promise<number> {
    let last = this.ids.get(table);
    if (last === undefined) {
      const [row] = await this.select(`SELECT MAX(id) AS last FROM ${table}`);
      last = typeof row?.last === "number" ? row.last : 0;
    }
    this.ids.set(table, last + 1);
    return last + 1;
  }

  /** The null-safe equality of the dialect: true for two nulls. */
  same(left: string, right: string): string {
    return this.dialect === "sqlite" ? `${left} IS ${right}` : `${left} <=> ${right}`;
  }
}

/** What the work decided: to keep what it wrote, or to leave the store as it was. */
export type Outcome<T> = { readonly keep: boolean; readonly result: T };

/**
 * Does the work in one transaction that is alone in writing: it begins with an update of the one row of `store_version`, which every writer
 * takes first, so that writers wait for each other on both engines (on SQLite a transaction that begins by reading could not become a
 * writer once another has written). Rolls back when the work throws or does not keep.
 */
export async function inOneTransaction<T>(store: Store, work: (writer: Writer) => Promise<Outcome<T>>): Promise<T> {
  const runner = store.db.createQueryRunner();
  await runner.connect();
  try {
    await runner.startTransaction();
    await runner.query("UPDATE store_version SET version = version WHERE id = 1");
    const { keep, result } = await work(new Writer(runner, store.dialect));
    if (keep) await runner.commitTransaction();
    else await runner.rollbackTransaction();
    return result;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}

/** Moves the store's version: readers in every process compare it. `at` is a UTC instant as the store writes it. */
export async function moveVersion(writer: Writer, at: string): Promise<void> {
  await writer.change("UPDATE store_version SET version = version + 1, changed_at = ? WHERE id = 1", [at]);
}

/** An instant as the store writes it: UTC, `yyyy-mm-dd hh:mm:ss.mmm`. */
export function instant(date: Date): string {
  return date.toISOString().replace("T", " ").replace("Z", "");
}

/** The store could not be written to in time: another writer holds it. */
export class StoreBusy extends Error {
  constructor() {
    super("The store is being written to by another load.");
    this.name = "StoreBusy";
  }
}

/** Waits between tries of a writer of the embedded store, in milliseconds: its driver would wait with the whole process. */
const TRIES = [0, 50, 200, 500, 1_000, 2_000, 3_000];

/**
 * The same within a process that answers readers meanwhile. The embedded store has one connection in a process, and what others ask of it
 * would fall into the transaction: hence one of its own, opened for this and closed after. Rejects with StoreBusy where another writer does
 * not let go in some seconds. Work may be done more than once: it must have no effect but through its writer.
 */
export async function inOwnTransaction<T>(store: Store, work: (writer: Writer) => Promise<Outcome<T>>): Promise<T> {
  if (store.dialect !== "sqlite") return await inOneTransaction(store, work).catch(asBusy);
  if (store.db.options.database === ":memory:")
    throw new Error("A store in memory has one connection; nothing can be written beside its readers.");
  const before = turns.get(store.db) ?? Promise.resolve();
  const own = before.then(() => onOwnConnection(store, work));
  turns.set(
    store.db,
    own.catch(() => undefined), // the next one's turn comes all the same
  );
  return await own;
}

/** The last writer of each embedded store in this process: those of one process wait for each other, and try only against other processes. */
const turns = new WeakMap<DataSource, Promise<unknown>>();

async function onOwnConnection<T>(store: Store, work: (writer: Writer) => Promise<Outcome<T>>): Promise<T> {
  for (const wait of TRIES) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    const db = new DataSource({ ...store.db.options, migrations: [], entities: [] });
    await db.initialize();
    try {
      await db.query("PRAGMA busy_timeout = 0");
      return await inOneTransaction({ db, dialect: store.dialect }, work);
    } catch (error) {
      if (!isBusy(error)) throw error;
    } finally {
      await db.destroy();
    }
  }
  throw new StoreBusy();
}

function asBusy(error: unknown): never {
  throw isBusy(error) ? new StoreBusy() : error;
}

/** SQLite's SQLITE_BUSY and SQLITE_LOCKED, InnoDB's lock wait timeout and deadlock. */
function isBusy(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: unknown; message?: string };
  return (
    /^(?:SQLITE_BUSY|SQLITE_LOCKED|ER_LOCK_WAIT_TIMEOUT|ER_LOCK_DEADLOCK)/.test(String(code)) ||
    /database is locked/.test(message)
  );
}
