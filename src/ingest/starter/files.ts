import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { BuildReport } from "./report";

/** One row of a publisher's file, by column name. `line` counts the header as 1. */
export interface SourceRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Reads the publishers' files of one folder and opens an account for each in the report. */
export class SourceFolder {
  readonly #folder: string;
  readonly report: BuildReport;

  constructor(folder: string, report: BuildReport) {
    this.#folder = folder;
    this.report = report;
  }

  /** Where the file lies, for readers that open it themselves. */
  path(file: string): string {
    return join(this.#folder, file);
  }

  /** The file's bytes, gunzipped when its name ends in `.gz`. Throws when it is not there. */
  bytes(file: string): Buffer {
    const raw = readFileSync(join(this.#folder, file));
    return file.endsWith(".gz") ? gunzipSync(raw) : raw;
  }

  /** The file's text without a byte order mark. */
  text(file: string): string {
    return this.bytes(file)
      .toString("utf8")
      .replace(/^\uFEFF/, "");
  }

  /** Every row of a CSV file whose first line is the header. Ragged rows throw, naming the line. */
  rows(file: string): SourceRow[] {
    const lines: string[][] = parse(this.text(file), { skip_empty_lines: true });
    const header = lines[0] ?? [];
    const rows = lines.slice(1).map((line, i): SourceRow => {
      const cells: Record<string, string> = {};
      header.forEach((name, at) => {
        cells[name] ??= (line[at] ?? "").trim();
      });
      return { line: i + 2, cells };
    });
    this.report.read(file, rows.length);
    return rows;
  }

  /** A JSON file; the caller says what it holds and how many rows that is. */
  json<T>(file: string, rowsOf: (content: T) => number): T {
    const content = JSON.parse(this.text(file)) as T;
    this.report.read(file, rowsOf(content));
    return content;
  }

  /** Names of the files below `under`, sorted, relative to the folder. */
  list(under = ""): string[] {
    const names: string[] = [];
    const walk = (path: string): void => {
      for (const name of readdirSync(join(this.#folder, path)).sort()) {
        const below = path === "" ? name : `${path}/${name}`;
        if (statSync(join(this.#folder, below)).isDirectory()) walk(below);
        else names.push(below);
      }
    };
    walk(under);
    return names;
  }
}

/** The cell of a column that the file must have. Throws, naming the column, when it has not. */
export function cellOf(row: SourceRow, column: string): string {
  const value = row.cells[column];
  if (value === undefined) throw new Error(`The column ${column} is missing.`);
  return value;
}
