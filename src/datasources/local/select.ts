import type { Store } from "./store";

/**
 * Runs one reading statement and answers its rows as the driver gave them: plain objects by column name, dates as
 * `yyyy-mm-dd`, instants as `yyyy-mm-dd hh:mm:ss.mmm` (UTC). The caller states the row's shape, because a driver cannot.
 */
export async function select<Row>(
  store: Store,
  sql: string,
  parameters: readonly (string | number)[] = [],
): Promise<Row[]> {
  return store.db.query<Row[]>(sql, [...parameters]);
}

/**
 * Whole numbers as the inside of an SQL IN list. Written out rather than bound: lists of ids are long, engines limit how many
 * values they bind, and a whole number can carry nothing but itself. Throws for anything that is no whole number.
 */
export function idList(ids: readonly number[]): string {
  for (const id of ids) if (!Number.isSafeInteger(id)) throw new TypeError(`not an id: ${String(id)}`);
  return ids.length === 0 ? "NULL" : ids.join(",");
}
