import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { CsvRow } from "../reading/csv";
import { FileProblem } from "../reading/file-problem";
import { openParquet, PARQUET_FILE, type ParquetTable } from "../reading/parquet";
import type { Refusal, TidyObservation } from "../tidy-observation";
import { keptOf, TIDY_OBSERVATION_COLUMNS, type TidyFile, type TidyFindings, TidyRowReader } from "./tidy";

type Column = (typeof TIDY_OBSERVATION_COLUMNS)[number];

/** Columns that a file must have; the others count as empty where they are not there. */
const REQUIRED: readonly Column[] = ["indicator", "area", "period", "value"];

/**
 * What a file calls things by other names, said beside it in `<name>.names.json`: columns by the tidy name, indicators and periods by
 * the file's. Rows of an indicator mapped to null are passed over.
 */
const NAMES = z.strictObject({
  columns: z.partialRecord(z.enum(TIDY_OBSERVATION_COLUMNS), z.string()).optional(),
  indicators: z.record(z.string(), z.string().nullable()).optional(),
  periods: z.record(z.string(), z.string()).optional(),
});
type FileNames = z.infer<typeof NAMES>;

/**
 * Opens a Parquet file of tidy observations: the columns of docs/tidy-tables.md, of which all but indicator, area, period and value may
 * be lacking, under their own names or those that `<name>.names.json` beside the file tells. Rows that break the rules are refused.
 * Throws FileProblem for a file that is no such table.
 */
export async function openTidyParquet(
  path: string,
  name: string,
  onRefusal: (refusal: Refusal) => void,
): Promise<TidyFile> {
  const table = await openParquet(path);
  const said = await namesBeside(path);
  const columns = TIDY_OBSERVATION_COLUMNS.filter((column) =>
    table.columns.includes(said.names.columns?.[column] ?? column),
  );
  const lacking = REQUIRED.filter((column) => !columns.includes(column));
  if (lacking.length > 0) {
    const reason = `The file must have these columns as well: ${lacking.join(", ")}. A file \`.names.json\` beside it may say what it calls them.`;
    throw new FileProblem(reason, { found: table.columns.join(",") });
  }
  if (table.rows === 0) throw new FileProblem("The file has columns and no row.");
  const findings: TidyFindings = {
    survey: { sha256: createHash("sha256").update(`${table.sha256}\n${said.text}`).digest("hex") },
    warnings: [],
    rowsRead: 0,
    rowsRefused: 0,
  };
  return { findings, blocks: blocksOf(table, columns, said.names, name, onRefusal, findings) };
}

async function* blocksOf(
  table: ParquetTable,
  columns: readonly Column[],
  names: FileNames,
  name: string,
  onRefusal: (refusal: Refusal) => void,
  findings: TidyFindings,
): AsyncGenerator<TidyObservation[]> {
  const width = columns.length;
  const positions = new Map(columns.map((column, at) => [column as string, [at]]));
  const reader = new TidyRowReader({ width, paddedWidth: width, positions });
  const translate = translation(columns, names);
  for await (const rows of table.read(columns.map((column) => names.columns?.[column] ?? column))) {
    const translated = translate === undefined ? rows : rows.flatMap((row) => translate(row) ?? []);
    findings.rowsRead += rows.length - translated.length;
    yield keptOf(reader, translated, name, onRefusal, findings);
  }
}

/** A row in the hub's names; undefined for one that is passed over. No function where nothing is called otherwise. */
function translation(
  columns: readonly Column[],
  { indicators, periods }: FileNames,
): ((row: CsvRow) => CsvRow | undefined) | undefined {
  if (indicators === undefined && periods === undefined) return undefined;
  const slugs = new Map(Object.entries(indicators ?? {}));
  const isos = new Map(Object.entries(periods ?? {}));
  const [indicatorAt, periodAt] = [columns.indexOf("indicator"), columns.indexOf("period")];
  return ({ line, cells }) => {
    const slug = slugs.get(cells[indicatorAt] ?? "");
    if (slug === null) return undefined;
    const iso = isos.get(cells[periodAt] ?? "");
    return {
      line,
      cells: cells.map((cell, at) => (at === indicatorAt ? (slug ?? cell) : at === periodAt ? (iso ?? cell) : cell)),
    };
  };
}

async function namesBeside(path: string): Promise<{ readonly names: FileNames; readonly text: string }> {
  const text = await readFile(path.replace(PARQUET_FILE, ".names.json"), "utf8").catch(() => undefined);
  if (text === undefined) return { names: {}, text: "" };
  const found = "the file .names.json beside it";
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new FileProblem("The file of names is not JSON.", { found });
  }
  const checked = NAMES.safeParse(body);
  if (checked.success) return { names: checked.data, text };
  const reason =
    "A file of names may hold `columns` (tidy name to the file's), `indicators` (the file's name to a slug, or null to pass over) and `periods` (the file's to ISO 8601).";
  throw new FileProblem(reason, { found });
}
