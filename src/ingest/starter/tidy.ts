import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** A cell of a tidy table: booleans become 1 and 0, null becomes empty. */
export type Cell = string | number | boolean | null;

/** What was written of one table. */
export interface WrittenTable {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

function written(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "1" : "0";
  if (typeof cell === "number") return String(cell);
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Plain CSV text of a table: header, then rows, `\n` line ends, RFC 4180 quotes. Every row must be as wide as the header. */
export function csvText(columns: readonly string[], rows: Iterable<readonly Cell[]>): { text: string; rows: number } {
  const lines = [columns.join(",")];
  for (const row of rows) {
    if (row.length !== columns.length)
      throw new Error(`A row of ${row.length} cells under a header of ${columns.length}.`);
    lines.push(row.map(written).join(","));
  }
  return { text: `${lines.join("\n")}\n`, rows: lines.length - 1 };
}

/**
 * Writes tidy tables (docs/tidy-tables.md) into a folder, brotli at its highest quality with a 16 MB window.
 * The same rows always make the same bytes.
 */
export class TidyFolder {
  readonly #folder: string;
  readonly tables: WrittenTable[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes `<name>.csv.br` and remembers its rows, bytes and the sha256 of the plain text. */
  write(name: string, columns: readonly string[], rows: Iterable<readonly Cell[]>): void {
    const { text, rows: count } = csvText(columns, rows);
    this.#pack(name, `${name}.csv.br`, text, count);
  }

  /** Writes `<name>.br`, a text of another layout than CSV, and remembers it as a table of so many rows. */
  writeText(name: string, text: string, rows: number): void {
    this.#pack(name, `${name}.br`, text, rows);
  }

  #pack(name: string, file: string, text: string, rows: number): void {
    const plain = Buffer.from(text, "utf8");
    const packed = brotliCompressSync(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    });
    this.writeRaw(file, packed);
    const sha256 = createHash("sha256").update(plain).digest("hex");
    this.tables.push({ name, rows, bytes: packed.length, sha256 });
  }

  /** Writes a file as it is, making its folder when needed. */
  writeRaw(name: string, content: string | Buffer): void {
    const path = join(this.#folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
