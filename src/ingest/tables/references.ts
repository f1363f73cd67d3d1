import type { Writer } from "../writing/transaction";
import { REF_KEYS, type RefTable } from "./columns";

/** Ids by the key that people know, table by table; read once and kept up while rows are added. */
export class References {
  private readonly known = new Map<RefTable, Map<string, number>>();

  private kinds: ReadonlySet<string> | undefined;

  constructor(private readonly writer: Writer) {}

  /** Ids of a table by key. */
  async of(table: RefTable): Promise<Map<string, number>> {
    let ids = this.known.get(table);
    if (ids === undefined) {
      const rows = await this.writer.select(`SELECT id, ${REF_KEYS[table]} AS name FROM ${table}`);
      ids = new Map(rows.map((row) => [String(row.name), Number(row.id)]));
      this.known.set(table, ids);
    }
    return ids;
  }

  /** Whether the store has this kind of area. */
  async hasAreaType(code: string): Promise<boolean> {
    this.kinds ??= new Set((await this.writer.select("SELECT code FROM area_type")).map((row) => String(row.code)));
    return this.kinds.has(code);
  }
}
