import type { CsvRow } from "../reading/csv";
import { openCsv } from "../reading/csv";
import { shorten } from "../reading/file-problem";
import { fitted, readHeader } from "../reading/header";
import { surveyFile } from "../reading/survey";
import type { Refusal } from "../tidy-observation";
import type { SqlValue, Writer } from "../writing/transaction";
import { type Column, REF_KEYS, type RefTable, readCell } from "./columns";
import type { References } from "./references";
import type { ListColumn, Table } from "./tables";

export interface LoadedTable {
  readonly rowsRead: number;
  readonly duplicates: number;
  readonly inserted: number;
  readonly updated: number;
  readonly refused: number;
  readonly warnings: readonly string[];
}

interface Waiting {
  readonly row: CsvRow;
  readonly cells: ReadonlyMap<string, string>;
}

/**
 * Puts the rows of one tidy table into the store: a row whose key stands already replaces it where it differs, others are added, nothing is
 * deleted. Rows that a rule of the layout forbids, or that refer to nothing, are refused and told; a second row of the same key is counted as
 * a duplicate when it is equal and refused when it is not. The table is held in memory, which the largest of them (100,000 rows) allows.
 */
export async function loadTable(
  writer: Writer,
  references: References,
  table: Table,
  file: { readonly path: string; readonly name: string },
  onRefusal: (refusal: Refusal) => void,
): Promise<LoadedTable> {
  const survey = await surveyFile(file.path);
  const { blocks } = await openCsv(file.path, survey);
  const names = [...table.columns, ...(table.lists ?? [])].map((column) => column.name);
  const header = await readHeader(blocks, names);
  const rows: CsvRow[] = [...header.following];
  for await (const block of blocks) for (const row of block) rows.push(row);
  const target = new Target(writer, references, table);
  await target.open();
  let refused = 0;
  const refuse = (row: CsvRow, fault: Fault): void => {
    refused++;
    onRefusal({ file: file.name, row: row.line, ...fault, found: shorten(fault.found) });
  };
  let waiting: Waiting[] = [];
  for (const row of rows) {
    const cells = fitted(row, header);
    const reason = `The row has ${row.cells.length} cells where the header has ${header.width}.`;
    if (cells === undefined) refuse(row, { column: "", found: row.cells.join(","), reason });
    else
      waiting.push({
        row,
        cells: new Map(names.map((name) => [name, cells[header.positions.get(name)?.[0] ?? -1] ?? ""])),
      });
  }
  // Rows may name others of the same table that stand below them: go round until nothing more can be placed.
  for (let last = -1; waiting.length !== last; ) {
    last = waiting.length;
    const later: Waiting[] = [];
    for (const { row, cells } of waiting) {
      const fault = await target.take(cells);
      if (fault === undefined) continue;
      if (fault.column === table.parent) later.push({ row, cells });
      else refuse(row, fault);
    }
    waiting = later;
    if (table.parent === undefined) break;
    await target.flush();
  }
  for (const { row, cells } of waiting) {
    const parent = table.parent ?? "";
    refuse(row, {
      column: parent,
      found: cells.get(parent) ?? "",
      reason: "Nothing of this key is in the table or in the store.",
    });
  }
  await target.flush();
  return {
    rowsRead: rows.length,
    duplicates: target.duplicates,
    inserted: target.inserted,
    updated: target.updated,
    refused,
    warnings: survey.warnings,
  };
}

interface Fault {
  readonly column: string;
  readonly found: string;
  readonly reason: string;
}

/** One table of the store, as it stands and as it shall stand. */
class Target {
  duplicates = 0;
  inserted = 0;
  updated = 0;
  private readonly columns: readonly string[];
  /** What stands, by key: the id (or 0) and the values, as one text to compare by. */
  private readonly standing = new Map<string, { readonly id: number; readonly text: string }>();
  private readonly taken = new Map<string, string>();
  private readonly lists = new Map<string, Set<string>>();
  private fresh: SqlValue[][] = [];
  private items = new Map<ListColumn, SqlValue[][]>();

  constructor(
    private readonly writer: Writer,
    private readonly references: References,
    private readonly table: Table,
  ) {
    this.columns = table.columns.map((column) => column.to);
  }

  async open(): Promise<void> {
    const { table, hasId, lists } = this.table;
    const wanted = [...(hasId ? ["id"] : []), ...this.columns].join(", ");
    for (const row of await this.writer.select(`SELECT ${wanted} FROM ${table}`)) {
      const values = this.columns.map((column) => row[column] ?? null);
      this.standing.set(this.keyOf(values), { id: hasId ? Number(row.id) : 0, text: textOf(values) });
    }
    for (const list of lists ?? []) {
      const rows = await this.writer.select(`SELECT ${[list.owner, ...list.columns].join(", ")} FROM ${list.table}`);
      for (const row of rows) {
        const name = `${list.name} ${Number(row[list.owner])}`;
        this.lists.set(
          name,
          (this.lists.get(name) ?? new Set()).add(textOf(list.columns.map((column) => row[column] ?? null))),
        );
      }
    }
  }

  /** Takes one row; a fault when it cannot be taken. */
  async take(cells: ReadonlyMap<string, string>): Promise<Fault | undefined> {
    const values: SqlValue[] = [];
    for (const column of this.table.columns) {
      const read = await this.cell(column, cells.get(column.name) ?? "");
      if ("reason" in read) return { column: column.name, found: cells.get(column.name) ?? "", reason: read.reason };
      values.push(read.value);
    }
    const lists = new Map<ListColumn, SqlValue[][]>();
    for (const list of this.table.lists ?? []) {
      const read = await this.list(list, cells.get(list.name) ?? "");
      if ("reason" in read) return { column: list.name, found: read.found, reason: read.reason };
      lists.set(list, read.rows);
    }
    if (this.table.table === "neighbour" && values[0] === values[3]) {
      return { column: "neighbour", found: cells.get("neighbour") ?? "", reason: "An area is not its own neighbour." };
    }
    const key = this.keyOf(values);
    const text = textOf([...values, ...[...lists.values()].flat(2)]);
    const before = this.taken.get(key);
    if (before === text) {
      this.duplicates++;
      return undefined;
    }
    if (before !== undefined) {
      return {
        column: this.table.columns[0]?.name ?? "",
        found: key,
        reason: "A row above has the same key and says something else.",
      };
    }
    this.taken.set(key, text);
    await this.put(key, values, lists);
    return undefined;
  }

  async flush(): Promise<void> {
    const columns = [...(this.table.hasId ? ["id"] : []), ...this.columns];
    const constant = this.table.table === "dataset" ? ["version"] : [];
    const rows = constant.length === 0 ? this.fresh : this.fresh.map((row) => [...row, 0]);
    await this.writer.insert(this.table.table, [...columns, ...constant], rows);
    for (const [list, items] of this.items) await this.writer.insert(list.table, [list.owner, ...list.columns], items);
    this.fresh = [];
    this.items = new Map();
  }

  private async put(key: string, values: SqlValue[], lists: ReadonlyMap<ListColumn, SqlValue[][]>): Promise<void> {
    const stands = this.standing.get(key);
    const { hasId, table } = this.table;
    let id = stands?.id ?? 0;
    if (stands === undefined) {
      id = hasId ? await this.writer.nextId(table) : 0;
      this.fresh.push(hasId ? [id, ...values] : values);
      this.inserted++;
      const name = keyColumn(table);
      if (name !== undefined)
        (await this.references.of(name)).set(String(values[this.columns.indexOf(REF_KEYS[name])]), id);
    }
    let changed = false;
    if (stands !== undefined && stands.text !== textOf(values)) {
      const keys = this.table.key;
      const rest = this.columns.filter((column) => !keys.includes(column));
      const of = (column: string): SqlValue => values[this.columns.indexOf(column)] ?? null;
      await this.writer.change(
        `UPDATE ${table} SET ${rest.map((column) => `${column} = ?`).join(", ")} WHERE ${keys.map((column) => `${column} = ?`).join(" AND ")}`,
        [...rest.map(of), ...keys.map(of)],
      );
      changed = true;
    }
    for (const [list, rows] of lists) {
      const old = this.lists.get(`${list.name} ${id}`) ?? new Set<string>();
      if (old.size === rows.length && rows.every((row) => old.has(textOf(row)))) continue;
      if (stands !== undefined) await this.writer.change(`DELETE FROM ${list.table} WHERE ${list.owner} = ?`, [id]);
      const items = this.items.get(list) ?? [];
      for (const row of rows) items.push([id, ...row]);
      this.items.set(list, items);
      changed = stands !== undefined;
    }
    if (changed) this.updated++;
  }

  private async cell(
    column: Column,
    cell: string,
  ): Promise<{ readonly value: SqlValue } | { readonly reason: string }> {
    const read = readCell(column, cell);
    if (column.kind.is === "areaType" && !(await this.references.hasAreaType(cell))) {
      return { reason: "The store has no such kind of area. Load area_types first." };
    }
    if (column.kind.is !== "ref" || "reason" in read || read.value === null) return read;
    const id = await this.idOf(column.kind.table, cell);
    return id === undefined ? { reason: "Nothing of this key is in the store." } : { value: id };
  }

  private async list(
    list: ListColumn,
    cell: string,
  ): Promise<{ readonly rows: SqlValue[][] } | { readonly found: string; readonly reason: string }> {
    const rows: SqlValue[][] = [];
    for (const item of new Set(cell.split(/\s+/).filter((part) => part !== ""))) {
      const read = list.read(item);
      if (read === undefined)
        return { found: item, reason: list.expected ?? "This item is not of the form that the layout gives." };
      const [first = null] = read;
      const id = list.refTable === undefined || first === null ? undefined : await this.idOf(list.refTable, first);
      if (list.refTable !== undefined && id === undefined)
        return { found: item, reason: "Nothing of this key is in the store." };
      rows.push(id === undefined ? [...read] : [id]);
    }
    return { rows };
  }

  private async idOf(table: RefTable, key: string): Promise<number | undefined> {
    return (await this.references.of(table)).get(key);
  }

  private keyOf(values: readonly SqlValue[]): string {
    return textOf(this.table.key.map((column) => values[this.columns.indexOf(column)] ?? null));
  }
}

function keyColumn(table: string): RefTable | undefined {
  return Object.hasOwn(REF_KEYS, table) ? (table as RefTable) : undefined;
}

/** Values as one text that two rows share exactly when they are equal. Dates come back from MySQL as they went in (dateStrings). */
function textOf(values: readonly SqlValue[]): string {
  return JSON.stringify(values.map((value) => (typeof value === "bigint" ? Number(value) : value)));
}
