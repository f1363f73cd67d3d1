import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { parse } from "csv-parse/sync";

/** The committed starter set. */
export const STARTER = resolve(__dirname, "../../data/starter");

/** The publishers' files, where this machine has them. */
export const SHARED = join(process.env.OUTTURN_SHARED ?? resolve(__dirname, "../../../shared"), "data");

/** Whether the publishers' files are here; says so when they are not. */
export function haveShared(): boolean {
  const found = existsSync(join(SHARED, "MANIFEST.json"));
  if (!found) console.warn("Skipped: the publishers' files are not here (OUTTURN_SHARED).");
  return found;
}

export type Row = Readonly<Record<string, string>>;

/** Plain bytes of a table, or of the file of boundaries. */
export function plain(name: string): Buffer {
  return brotliDecompressSync(readFileSync(join(STARTER, `${name}${name.endsWith(".topojson") ? "" : ".csv"}.br`)));
}

const tables = new Map<string, Row[]>();

/** Rows of a table by column name; read once, for the tables are large. */
export function table(name: string): readonly Row[] {
  const read = tables.get(name) ?? parse(plain(name).toString("utf8"), { columns: true });
  tables.set(name, read);
  return read;
}

/** The first figure of these, or undefined. */
export function figure(dataset: string, indicator: string, area: string, period: string): Row | undefined {
  return table(`observations/${dataset}`).find(
    (row) => row.indicator === indicator && row.area === area && row.period === period,
  );
}
