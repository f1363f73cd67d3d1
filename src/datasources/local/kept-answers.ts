import { createHash } from "node:crypto";
import type { KeptEntry, KeptStore } from "../core/engine";
import { chunks } from "../core/packing";
import { select } from "./select";
import { type Store, WRITE_PATIENCE_MS } from "./store";

/** Keys of one reading statement, rows of one that deletes. */
const AT_ONCE = 500;
/** Rows, and characters of bodies, of one writing statement: servers take packets of 16 MB and more. */
const ROWS = 200;
const CHARACTERS = 4_000_000;

const COLUMNS = ["key_hash", "kept_key", "source", "body", "fetched_at", "keep_until"] as const;

/**
 * Kept answers in the hub's own store: they outlive the process, and replicas share them. Bodies are kept as they are: most are one
 * series of some hundred characters, which would hardly shrink, and an operator can read them.
 *
 * Other writers hold the embedded store's one write lock for a while (an import takes seconds). Its driver waits for it with the whole
 * process; hence a write here does not wait but rejects, and the engine goes on without.
 */
export function createKeptAnswers(store: Store): KeptStore {
  return {
    async read(keys) {
      const found: KeptEntry[] = [];
      for (const part of chunks([...new Set(keys)], AT_ONCE)) {
        const wanted = new Set(part);
        const marks = part.map(() => "?").join(",");
        const sql = `SELECT kept_key, source, body, fetched_at, keep_until FROM kept_answer WHERE key_hash IN (${marks})`;
        for (const row of await select<Row>(store, sql, part.map(hashOf))) {
          if (!wanted.has(row.kept_key)) continue;
          found.push({
            key: row.kept_key,
            source: row.source,
            body: row.body,
            fetchedAt: Number(row.fetched_at),
            keepUntil: Number(row.keep_until),
          });
        }
      }
      return found;
    },
    async write(entries) {
      const newest = new Map<string, KeptEntry>();
      for (const entry of entries) {
        const before = newest.get(entry.key);
        if (before === undefined || before.fetchedAt <= entry.fetchedAt) newest.set(entry.key, entry);
      }
      for (const part of statements([...newest.values()])) {
        const values = part.flatMap((entry) => [
          hashOf(entry.key),
          entry.key,
          entry.source,
          entry.body,
          entry.fetchedAt,
          entry.keepUntil,
        ]);
        await withoutWaiting(store, () => store.db.query(upsert(store, part.length), values));
      }
    },
    async prune(now) {
      for (let dropped = 0; ; ) {
        const old = await select<{ key_hash: string }>(
          store,
          `SELECT key_hash FROM kept_answer WHERE keep_until < ? LIMIT ${AT_ONCE}`,
          [now],
        );
        if (old.length === 0) return dropped;
        const marks = old.map(() => "?").join(",");
        // Named by time again: an entry that was written anew since it was read stays.
        const sql = `DELETE FROM kept_answer WHERE keep_until < ? AND key_hash IN (${marks})`;
        await withoutWaiting(store, () => store.db.query(sql, [now, ...old.map((row) => row.key_hash)]));
        dropped += old.length;
        if (old.length < AT_ONCE) return dropped;
      }
    },
  };
}

interface Row {
  kept_key: string;
  source: string;
  body: string;
  /** Some drivers write large whole numbers as text. */
  fetched_at: number | string;
  keep_until: number | string;
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function statements(entries: readonly KeptEntry[]): readonly (readonly KeptEntry[])[] {
  const parts: KeptEntry[][] = [];
  let held = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    held += entry.key.length + entry.body.length;
    if (held > CHARACTERS || (parts.at(-1)?.length ?? 0) >= ROWS) {
      parts.push([]);
      held = entry.key.length + entry.body.length;
    }
    parts.at(-1)?.push(entry);
  }
  return parts;
}

/** Writes rows; one that stands gives way only to a newer one. */
function upsert({ dialect }: Store, rows: number): string {
  const row = `(${COLUMNS.map(() => "?").join(",")})`;
  const head = `INSERT INTO kept_answer (${COLUMNS.join(", ")}) VALUES ${Array(rows).fill(row).join(",")}`;
  const rest = ["body", "keep_until", "fetched_at"]; // the time last: the MySQL family assigns in this order, and compares by it
  if (dialect === "sqlite") {
    const set = rest.map((column) => `${column} = excluded.${column}`).join(", ");
    return `${head} ON CONFLICT (key_hash) DO UPDATE SET ${set} WHERE excluded.fetched_at > kept_answer.fetched_at`;
  }
  const newer = "VALUES(fetched_at) > fetched_at";
  const set = rest.map((column) => `${column} = IF(${newer}, VALUES(${column}), ${column})`).join(", ");
  return `${head} ON DUPLICATE KEY UPDATE ${set}`;
}

/** A write that rejects at once where another writer holds the embedded store, because its driver waits with the whole process. */
export async function withoutWaiting<T>(store: Store, write: () => Promise<T>): Promise<T> {
  if (store.dialect !== "sqlite") return write();
  await store.db.query("PRAGMA busy_timeout = 0");
  try {
    return await write();
  } finally {
    await store.db.query(`PRAGMA busy_timeout = ${WRITE_PATIENCE_MS}`);
  }
}
