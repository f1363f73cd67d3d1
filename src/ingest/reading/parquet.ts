import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { asyncBufferFromFile, type ParquetScan, parquetMetadataAsync, parquetScan } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { CsvRow } from "./csv";
import { FileProblem } from "./file-problem";

/** A file of this kind is told by its name. */
export const PARQUET_FILE = /\.parquet$/;

/** Rows handed on at a time. */
const BLOCK = 4_096;
/** Most rows of one row group: a group is decoded as a whole, a column at a time. DuckDB writes 122,880, pyarrow 1,048,576. */
const LARGEST_GROUP = 2_000_000;
const MAX_CELL = 32 * 1024;

/** A table in Apache Parquet, opened. */
export interface ParquetTable {
  /** SHA-256 of the file's bytes, in hex. */
  readonly sha256: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /**
   * The rows as the text that a CSV file would hold, the columns asked for in the order asked for; the first row is line 1. Numbers
   * are written so that they read back as the very same; nulls are empty cells, dates yyyy-mm-dd. To be read once.
   */
  readonly read: (columns: readonly string[]) => AsyncGenerator<readonly CsvRow[]>;
}

/**
 * Opens a Parquet file (snappy, gzip, brotli, zstd, LZ4 or not compressed). One row group of the columns asked for is held at a time.
 * Throws FileProblem for what is no Parquet file, is cut short, or has a column that is no plain cell.
 */
export async function openParquet(path: string): Promise<ParquetTable> {
  const file = await asyncBufferFromFile(path);
  if (file.byteLength === 0) throw new FileProblem("The file is empty.");
  const metadata = await unharmed(() => parquetMetadataAsync(file));
  const [root, ...elements] = metadata.schema;
  const nested = elements.find(
    (element) => element.num_children !== undefined || element.repetition_type === "REPEATED",
  );
  if (root === undefined || nested !== undefined) {
    const found = nested?.name ?? "";
    throw new FileProblem("A column holds lists or records; each cell must be one number or one text.", { found });
  }
  const huge = metadata.row_groups.find((group) => Number(group.num_rows) > LARGEST_GROUP);
  if (huge !== undefined) {
    const reason = `A row group holds ${huge.num_rows} rows; ${LARGEST_GROUP} is the most. Write the file with smaller row groups.`;
    throw new FileProblem(reason);
  }
  const columns = elements.map((element) => element.name);
  return {
    sha256: await hashOf(path),
    columns,
    rows: Number(metadata.num_rows),
    read: (wanted) => blocksOf(() => parquetScan({ file, metadata, compressors, columns: [...wanted] }), wanted),
  };
}

/** SHA-256 of a file's bytes, in hex. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function* blocksOf(open: () => Promise<ParquetScan>, columns: readonly string[]): AsyncGenerator<CsvRow[]> {
  const scan = await unharmed(open);
  for (const { rowStart, rowEnd } of scan.ranges) {
    const decoded = await Promise.all(
      columns.map((column) => unharmed(() => scan.readColumn({ column, rowStart, rowEnd }))),
    );
    for (let from = 0; from < rowEnd - rowStart; from += BLOCK) {
      const rows: CsvRow[] = [];
      const to = Math.min(from + BLOCK, rowEnd - rowStart);
      for (let at = from; at < to; at += 1) {
        const line = rowStart + at + 1;
        rows.push({ line, cells: decoded.map((values, place) => cellOf(values[at], line, columns[place] ?? "")) });
      }
      yield rows;
    }
  }
}

function cellOf(value: unknown, line: number, column: string): string {
  if (value === null || value === undefined) return "";
  switch (typeof value) {
    case "string":
      if (value.length > MAX_CELL)
        throw new FileProblem(`The cell holds more than ${MAX_CELL} characters.`, { row: line, column });
      return value.trim();
    case "number":
    case "bigint":
      return String(value); // NaN and Infinity as well: the layout refuses them as it refuses any word
    case "boolean":
      return value ? "1" : "0";
    default:
      if (value instanceof Date) return value.toISOString().slice(0, 10);
      throw new FileProblem("The cell is neither a number nor a text nor a date.", { row: line, column });
  }
}

/** What the decoder throws is about the file: its own words are for programmers. */
async function unharmed<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem("This is no Parquet file, or it is cut short or damaged.");
  }
}
