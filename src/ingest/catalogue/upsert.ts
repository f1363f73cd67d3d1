import type { SqlValue, Writer } from "../writing/transaction";

/** Parameters of one statement: SQLite takes at most 32,766; rows of long texts should not fill a server's packet. */
const PARAMETERS = 8000;

/** Inserts rows; those whose `key` stands already take the new values. Each row has its values in the order of the columns. */
export async function upsert(
  writer: Writer,
  table: string,
  key: readonly string[],
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  const rest = columns.filter((column) => !key.includes(column));
  const sqlite = writer.dialect === "sqlite";
  const set = rest.map((column) => `${column} = ${sqlite ? `excluded.${column}` : `VALUES(${column})`}`).join(", ");
  const tail = sqlite ? ` ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${set}` : ` ON DUPLICATE KEY UPDATE ${set}`;
  const one = `(${columns.map(() => "?").join(",")})`;
  const size = Math.max(1, Math.floor(PARAMETERS / columns.length));
  for (let from = 0; from < rows.length; from += size) {
    const part = rows.slice(from, from + size);
    const head = `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${part.map(() => one).join(",")}`;
    await writer.change(head + tail, part.flat());
  }
}

/** Runs a statement for ids, a thousand at a time: `sql` gets them as the inside of an IN list. */
export async function forIds(ids: readonly number[], run: (list: string) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < ids.length; from += 1000) {
    const part = ids.slice(from, from + 1000);
    for (const id of part) if (!Number.isSafeInteger(id)) throw new TypeError(`not an id: ${String(id)}`);
    await run(part.join(","));
  }
}
