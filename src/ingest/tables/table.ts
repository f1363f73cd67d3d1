import type { Column, RefTable } from "./columns";

/** Rows of a second table that one cell lists. */
export interface ListColumn {
  /** Name in the file's header. */
  readonly name: string;
  readonly table: string;
  readonly owner: string;
  readonly columns: readonly string[];
  /** The rows' values after the owner, from one item of the cell; undefined when the item cannot be read. References by key. */
  readonly read: (item: string) => readonly (string | null)[] | undefined;
  readonly refTable?: RefTable;
  /** What would be right where an item cannot be read. */
  readonly expected?: string;
}

/** How one tidy table goes into the store. */
export interface Table {
  /** Name of the file, without its ending. */
  readonly file: string;
  readonly table: string;
  /** Whether rows have an id, which the importer gives. */
  readonly hasId: boolean;
  /** Columns of the store that tell one row from another. */
  readonly key: readonly string[];
  readonly columns: readonly Column[];
  /** The column that names another row of the same table; rows are put so that it comes first. */
  readonly parent?: string;
  readonly lists?: readonly ListColumn[];
}

/** A cell that lists keys, or names of a closed list, each a row of `table`. */
export const simple = (
  name: string,
  table: string,
  owner: string,
  to: string,
  names?: readonly string[],
): ListColumn => ({
  name,
  table,
  owner,
  columns: [to],
  read: (item) => (names === undefined || names.includes(item) ? [item] : undefined),
  ...(names === undefined ? {} : { expected: `Write some of ${names.join(", ")}, with blanks between them.` }),
});
