import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { z } from "zod";
import type { DocumentLayout } from "./documents/document";
import { DOCUMENT_LAYOUTS } from "./documents/layouts";
import { TIDY_OBSERVATION_COLUMNS } from "./layouts/tidy";
import { openCsv, WIDE_COLUMNS } from "./reading/csv";
import { FileProblem } from "./reading/file-problem";
import { PARQUET_FILE } from "./reading/parquet";
import { surveyFile } from "./reading/survey";
import { TABLES, type Table } from "./tables/tables";

export interface FoundFile {
  readonly path: string;
  /** As reports call it: relative to what was asked for. */
  readonly name: string;
  /** SHA-256 of the plain bytes and rows, where a manifest tells them. */
  readonly sha256?: string;
  readonly rows?: number;
}

/** What is to be loaded, in order. */
export interface Plan {
  readonly tables: readonly (FoundFile & { readonly table: Table })[];
  readonly releases?: FoundFile;
  /** Tidy observations, by data set. */
  readonly observations: readonly (FoundFile & { readonly dataset: string })[];
  /** Drawings of areas: GeoJSON or TopoJSON. */
  readonly boundaries: readonly FoundFile[];
  /** Frameworks, case studies, publishers' lists: see documents/. */
  readonly documents: readonly (FoundFile & { readonly layout: DocumentLayout })[];
  /** Files of the publishers' layout, with the description beside them. */
  readonly els: readonly (FoundFile & { readonly base: string; readonly metadata?: string })[];
}

const MANIFEST = z.looseObject({
  layout: z.literal("outturn-tidy-1"),
  files: z.record(z.string(), z.looseObject({ rows: z.int(), sha256: z.string() })),
});
const BOUNDARY_FILE = /\.(?:geojson|topojson)(?:\.gz|\.br)?$/;
const TABLE_FILE = /\.csv(?:\.gz|\.br)?$/;
const RELEASES_OR_FIGURES = /^(?:observations\/[^/]+\.(?:csv|parquet)|releases\.csv)/;
const WHAT_IS_LOADED = [
  "Tables and figures end in .csv, .csv.gz, .csv.br or .parquet, boundaries in .geojson or .topojson",
  ...DOCUMENT_LAYOUTS.map(({ what }) => what),
].join("; ");

/** Finds out what a path holds: a folder of tidy tables, one tidy table by its name, one tidy observations file, boundaries, or a publisher's file or folder. Throws FileProblem. */
export async function planOf(path: string): Promise<Plan> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new FileProblem("There is no such file or folder.", { found: path });
  if (!found.isDirectory()) return await planOfFile(path);
  const names = (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
  const documents = await documentsIn(path, names);
  const written = new Set(documents.map(({ name }) => name));
  const tables = names.filter((name) => (TABLE_FILE.test(name) || PARQUET_FILE.test(name)) && !written.has(name));
  const isTidy = names.includes("manifest.json") || tables.some((name) => name.startsWith("observations/"));
  const drawn = names.filter((name) => BOUNDARY_FILE.test(name));
  if (tables.length === 0 && drawn.length === 0 && documents.length === 0)
    throw new FileProblem(`The folder holds nothing that could be loaded. ${WHAT_IS_LOADED}`);
  const plan =
    isTidy || tables.length === 0 || tables.some((name) => tableOf(name) !== undefined)
      ? await planOfTidy(path, tables, names)
      : planOfEls(path, tables, names);
  return { ...plan, documents };
}

/** The files of a folder that one of the layouts of documents knows, in the order of the layouts. */
async function documentsIn(folder: string, names: readonly string[]): Promise<Plan["documents"]> {
  const found = new Map<string, DocumentLayout>();
  for (const name of names) {
    if (tableOf(name) !== undefined || RELEASES_OR_FIGURES.test(name)) continue;
    const header = TABLE_FILE.test(name) ? await headerOf(join(folder, name)).catch(noneWhereUnreadable) : undefined;
    const layout = DOCUMENT_LAYOUTS.find((each) => each.isOne(name, header));
    if (layout === undefined) continue;
    if (layout.opens === undefined || layout.opens(await openingOf(join(folder, name)))) found.set(name, layout);
  }
  return DOCUMENT_LAYOUTS.flatMap((layout) =>
    [...found].filter(([, of]) => of === layout).map(([name]) => ({ path: join(folder, name), name, layout })),
  );
}

/** The first characters of a file of text. */
async function openingOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1000), 0, 1000, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A file that cannot be read is told of when it is loaded, and holds up no other. */
function noneWhereUnreadable(error: unknown): undefined {
  if (!(error instanceof FileProblem)) throw error;
}

/** The cells of a CSV file's first row. */
async function headerOf(path: string): Promise<readonly string[]> {
  const { blocks } = await openCsv(path, await surveyFile(path), WIDE_COLUMNS);
  const { value } = await blocks.next();
  await blocks.return(undefined);
  return Array.isArray(value) ? (value[0]?.cells ?? []) : [];
}

async function planOfFile(path: string): Promise<Plan> {
  const base = baseOf(path);
  const file = { path, name: basename(path) };
  const isCsv = TABLE_FILE.test(path);
  const table = isCsv ? tableOf(file.name) : undefined;
  if (table !== undefined)
    return { tables: [{ ...file, table }], observations: [], boundaries: [], documents: [], els: [] };
  const header = isCsv ? await headerOf(path) : undefined;
  const layout = DOCUMENT_LAYOUTS.find((each) => each.isOne(file.name, header));
  if (layout !== undefined)
    return { tables: [], observations: [], boundaries: [], documents: [{ ...file, layout }], els: [] };
  if (BOUNDARY_FILE.test(path)) return { tables: [], observations: [], boundaries: [file], documents: [], els: [] };
  if (PARQUET_FILE.test(path))
    return { tables: [], observations: [{ ...file, dataset: base }], boundaries: [], documents: [], els: [] };
  if (header === undefined)
    throw new FileProblem(`Nothing is known of files with such a name. ${WHAT_IS_LOADED}`, { found: file.name });
  const isTidy = TIDY_OBSERVATION_COLUMNS.every((column) => header.includes(column));
  if (isTidy) return { tables: [], observations: [{ ...file, dataset: base }], boundaries: [], documents: [], els: [] };
  const metadata = path.replace(TABLE_FILE, ".json");
  const hasMetadata = await stat(metadata).then(
    () => true,
    () => false,
  );
  return {
    tables: [],
    observations: [],
    boundaries: [],
    documents: [],
    els: [{ ...file, base, ...(hasMetadata ? { metadata } : {}) }],
  };
}

async function planOfTidy(
  path: string,
  tables: readonly string[],
  names: readonly string[],
): Promise<Omit<Plan, "documents">> {
  const said = names.includes("manifest.json")
    ? await readManifest(join(path, "manifest.json"))
    : new Map<string, { rows: number; sha256: string }>();
  const file = (name: string): FoundFile => {
    const manifest =
      said.get(name) ?? said.get(name.replace(TABLE_FILE, "")) ?? said.get(name.replace(/\.(?:gz|br)$/, ""));
    return {
      path: join(path, name),
      name,
      ...(manifest === undefined ? {} : { sha256: manifest.sha256, rows: manifest.rows }),
    };
  };
  const stranger = tables.find((name) => tableOf(name) === undefined && !RELEASES_OR_FIGURES.test(name));
  if (stranger !== undefined)
    throw new FileProblem("The layout of tidy tables has no such table.", { found: stranger });
  const releases = tables.find((name) => baseOf(name) === "releases" && !name.includes("/"));
  return {
    tables: TABLES.flatMap((table) =>
      tables.filter((name) => tableOf(name) === table).map((name) => ({ ...file(name), table })),
    ),
    ...(releases === undefined ? {} : { releases: file(releases) }),
    observations: tables
      .filter((name) => name.startsWith("observations/"))
      .map((name) => ({ ...file(name), dataset: baseOf(name) })),
    boundaries: names.filter((name) => BOUNDARY_FILE.test(name)).map(file),
    els: [],
  };
}

function planOfEls(path: string, tables: readonly string[], names: readonly string[]): Omit<Plan, "documents"> {
  const all = new Set(names);
  const packed = tables.find((name) => PARQUET_FILE.test(name));
  if (packed !== undefined) {
    const reason = "A Parquet file holds tidy figures: put it in a folder `observations/`, or import it alone.";
    throw new FileProblem(reason, { found: packed });
  }
  const els = tables.map((name) => {
    const metadata = name.replace(TABLE_FILE, ".json");
    return {
      path: join(path, name),
      name,
      base: baseOf(name),
      ...(all.has(metadata) ? { metadata: join(path, metadata) } : {}),
    };
  });
  const boundaries = names.filter((name) => BOUNDARY_FILE.test(name)).map((name) => ({ path: join(path, name), name }));
  return { tables: [], observations: [], boundaries, els };
}

async function readManifest(
  path: string,
): Promise<ReadonlyMap<string, { readonly rows: number; readonly sha256: string }>> {
  let body: unknown;
  try {
    body = JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw new FileProblem("The manifest is not JSON.", { found: "manifest.json" });
  }
  const checked = MANIFEST.safeParse(body);
  if (!checked.success)
    throw new FileProblem('The manifest must have the layout "outturn-tidy-1" and rows and sha256 of each file.', {
      found: "manifest.json",
    });
  return new Map(Object.entries(checked.data.files));
}

function baseOf(name: string): string {
  return basename(name).replace(TABLE_FILE, "").replace(PARQUET_FILE, "");
}

function tableOf(name: string): Table | undefined {
  return name.includes("/") || PARQUET_FILE.test(name)
    ? undefined
    : TABLES.find((table) => table.file === baseOf(name));
}
