import type { Store } from "../datasources/local/store";
import { loadBoundaries } from "./boundaries/load";
import { readBoundaries } from "./boundaries/read";
import { ElsIndicators, elsIdentifier } from "./els-indicators";
import { openEls } from "./layouts/els";
import { readElsMetadata } from "./layouts/els-metadata";
import { openTidyObservations } from "./layouts/tidy";
import { openTidyParquet } from "./layouts/tidy-parquet";
import { type FigureSource, loadFigures } from "./observations/load";
import { type FoundFile, type Plan, planOf } from "./plan";
import { FileProblem } from "./reading/file-problem";
import { hashOf, PARQUET_FILE } from "./reading/parquet";
import { surveyFile } from "./reading/survey";
import { type ReleaseFacts, readReleases } from "./releases";
import { FileCount, type FileReport, type ImportOptions, type ImportReport } from "./report";
import { loadTable } from "./tables/load";
import { References } from "./tables/references";
import { inOneTransaction, instant, moveVersion, type Writer } from "./writing/transaction";

export type { FileReport, ImportOptions, ImportProgress, ImportReport } from "./report";

/**
 * Loads a folder of tidy tables (docs/tidy-tables.md), one tidy observations file, boundaries (GeoJSON, TopoJSON), or a file or folder of the
 * "Explore Local Statistics" layout into a running store. One transaction for the tables that name things, then one for each file of figures: a kill at any moment leaves
 * each of them as it was or as it shall be. The same figures again change nothing. A file that cannot be read is refused whole, a row that
 * breaks a rule alone; both are in the report, and the other files are loaded.
 * Throws FileProblem when the path holds nothing that could be loaded, and what the driver throws when the store fails.
 */
export async function importPath(store: Store, path: string, options: ImportOptions = {}): Promise<ImportReport> {
  const plan = await planOf(path);
  const run = new Run(store, plan, options);
  await run.loadTables();
  for (const file of plan.boundaries) await run.loadDrawings(file);
  for (const file of plan.documents) if (file.layout.afterFigures !== true) await run.loadDocument(file);
  const skipped = options.skipDatasets ?? new Set();
  for (const file of plan.observations) if (!skipped.has(file.dataset)) await run.loadTidy(file);
  for (const file of plan.els) await run.loadEls(file);
  for (const file of plan.documents) if (file.layout.afterFigures === true) await run.loadDocument(file);
  return { path, files: run.files, changed: run.files.some((file) => file.state === "LOADED") };
}

const NOT_THE_FILE = "The file is not the one that the manifest describes: it was changed, or not wholly copied.";

class Run {
  readonly files: FileReport[] = [];
  private releases: ReadonlyMap<string, ReleaseFacts> = new Map();
  private readonly clock: () => Date;
  private readonly filesTotal: number;
  private readonly rowsTotal: number | undefined;
  private readonly areas = new Areas();
  private rowsBefore = 0;

  constructor(
    private readonly store: Store,
    private readonly plan: Plan,
    private readonly options: ImportOptions,
  ) {
    this.clock = options.clock ?? (() => new Date());
    const files: readonly FoundFile[] = [
      ...plan.tables,
      ...(plan.releases ? [plan.releases] : []),
      ...plan.boundaries,
      ...plan.documents,
      ...plan.observations,
      ...plan.els,
    ];
    this.filesTotal = files.length;
    const rows = files.map((file) => file.rows);
    this.rowsTotal = rows.includes(undefined) ? undefined : rows.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  }

  /** The tables that name things, and what is said of releases, in one transaction. */
  async loadTables(): Promise<void> {
    const { releases, tables } = this.plan;
    if (releases !== undefined) {
      await this.guarded(releases, async (count) => {
        const read = await readReleases(releases, (refusal) => count.refuse(refusal));
        this.releases = read.byDataset;
        count.rowsRead = read.rowsRead;
        return count.report({ state: "UNCHANGED", kept: read.byDataset.size });
      });
    }
    if (tables.length === 0) return;
    await inOneTransaction(this.store, async (writer) => {
      const references = new References(writer);
      const before = this.files.length;
      for (const file of tables)
        await this.guarded(file, (count) => this.loadOneTable(writer, references, file, count));
      const keep = this.files.slice(before).some((report) => report.state === "LOADED");
      if (keep) await moveVersion(writer, instant(this.clock()));
      return { keep, result: undefined };
    });
  }

  /** One file of drawings, in a transaction of its own. */
  async loadDrawings({ sha256, ...file }: FoundFile): Promise<void> {
    await this.guarded(file, async (count) => {
      const read = await readBoundaries(file.path, file.name, (refusal) => count.refuse(refusal));
      if (sha256 !== undefined && read.sha256 !== sha256) throw new FileProblem(NOT_THE_FILE);
      return await inOneTransaction(this.store, async (writer) => {
        const result = await loadBoundaries(writer, read, await this.areas.of(writer), count);
        const keep = result.state === "LOADED";
        if (keep) await moveVersion(writer, instant(this.clock()));
        return { keep, result };
      });
    });
  }

  /** One document, in a transaction of its own. */
  async loadDocument({ layout, ...file }: Plan["documents"][number]): Promise<void> {
    await this.guarded(file, (count) =>
      inOneTransaction(this.store, async (writer) => {
        const result = await layout.load(writer, file, count, this.clock());
        const keep = result.state === "LOADED";
        if (keep) await moveVersion(writer, instant(this.clock()));
        return { keep, result };
      }),
    );
  }

  /** One file of tidy observations: the whole truth of its data set. */
  async loadTidy(file: Plan["observations"][number]): Promise<void> {
    await this.guarded(file, async (count) => {
      const open = PARQUET_FILE.test(file.path) ? openTidyParquet : openTidyObservations;
      const opened = await open(file.path, file.name, (refusal) => count.refuse(refusal));
      count.warnings.push(...opened.findings.warnings);
      let dataset = 0;
      let indicators: ReadonlyMap<string, number> = new Map();
      const source: FigureSource = {
        count,
        identity: `outturn-tidy-1 ${file.dataset}`,
        sha256: opened.findings.survey.sha256,
        blocks: opened.blocks,
        open: async (writer) => {
          const [row] = await writer.select("SELECT id FROM dataset WHERE slug = ?", [file.dataset]);
          if (row === undefined)
            throw new FileProblem("The store has no data set of this file's name.", { found: file.dataset });
          dataset = Number(row.id);
          indicators = await idsBy(writer, "SELECT slug AS name, id FROM indicator WHERE dataset_id = ?", [dataset]);
          return { indicators, areas: await this.areas.of(writer), members: await membersOf(writer) };
        },
        scopes: async () => [
          {
            dataset,
            indicators: [...indicators.values()],
            release: this.releases.get(file.dataset) ?? this.unnamed(file.dataset),
          },
        ],
        rowsRead: () => opened.findings.rowsRead,
        onBlock: () => this.progress(file, opened.findings.rowsRead),
      };
      return await loadFigures(this.store, source, this.clock);
    });
  }

  /** One publisher's file: the whole truth of the indicators in it. */
  async loadEls(file: Plan["els"][number]): Promise<void> {
    await this.guarded(file, async (count) => {
      const about =
        file.metadata === undefined
          ? () => ({ caveats: [], isExperimental: false, isStandardised: false })
          : await readElsMetadata(file.metadata);
      const opened = await openEls(file.path, {
        name: file.name,
        slugOf: (indicator) => elsIdentifier(file.base, indicator),
        onRefusal: (refusal) => count.refuse(refusal),
      });
      const { findings } = opened;
      let indicators: ElsIndicators | undefined;
      const source: FigureSource = {
        count,
        identity: `els ${file.base}`,
        sha256: findings.survey.sha256,
        blocks: opened.blocks,
        open: async (writer) => {
          indicators = new ElsIndicators(writer, file.base, about);
          await indicators.open();
          return { indicators: indicators.ids, areas: await this.areas.of(writer), members: indicators.members };
        },
        prepare: async (_writer, block) => {
          const [first] = block;
          if (first !== undefined) await indicators?.prepare(findings, first.period);
        },
        scopes: async (writer) => {
          count.warnings.push(...findings.warnings);
          const scopes = (await indicators?.scopes(findings)) ?? [];
          for (const { dataset } of scopes) await keepWordings(writer, dataset, findings.wordings);
          return scopes;
        },
        rowsRead: () => findings.rowsRead,
        onBlock: () => this.progress(file, findings.rowsRead),
      };
      return await loadFigures(this.store, source, this.clock);
    });
  }

  private async loadOneTable(
    writer: Writer,
    references: References,
    file: Plan["tables"][number],
    count: FileCount,
  ): Promise<FileReport> {
    const loaded = await loadTable(writer, references, file.table, file, (refusal) => count.refuse(refusal));
    count.rowsRead = loaded.rowsRead;
    count.warnings.push(...loaded.warnings);
    return count.report({
      state: loaded.inserted + loaded.updated > 0 ? "LOADED" : "UNCHANGED",
      kept: loaded.rowsRead - loaded.refused - loaded.duplicates,
      duplicates: loaded.duplicates,
      added: loaded.inserted,
      changed: loaded.updated,
    });
  }

  /** Does the work for one file; a file that cannot be read is reported and the others go on. */
  private async guarded(file: FoundFile, work: (count: FileCount) => Promise<FileReport>): Promise<void> {
    const count = new FileCount(file.name, this.options);
    let report: FileReport;
    try {
      if (file.sha256 !== undefined && (await sha256Of(file.path)) !== file.sha256) {
        throw new FileProblem(NOT_THE_FILE);
      }
      report = await work(count);
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      count.refuse(error.refusal(file.name));
      report = count.report({ state: "REFUSED" });
    }
    this.files.push(report);
    this.rowsBefore += report.rowsRead;
    this.progress(file, 0);
  }

  private progress(file: FoundFile, rows: number): void {
    this.options.onProgress?.({
      file: file.name,
      filesDone: this.files.length,
      filesTotal: this.filesTotal,
      rowsDone: this.rowsBefore + rows,
      ...(this.rowsTotal === undefined ? {} : { rowsTotal: this.rowsTotal }),
    });
  }

  /** What is said of a release that nothing was said of: the day on which the hub learnt it. */
  private unnamed(dataset: string): ReleaseFacts {
    const day = this.clock().toISOString().slice(0, 10);
    return {
      title: `${dataset}, loaded ${day}`,
      version: day,
      type: "MINOR",
      status: "PUBLISHED",
      publishedAt: null,
      upstreamUrl: null,
    };
  }
}

/** SHA-256 of what the manifest speaks of: plain text of a table, the bytes of a Parquet file. */
async function sha256Of(path: string): Promise<string> {
  return PARQUET_FILE.test(path) ? await hashOf(path) : (await surveyFile(path)).sha256;
}

async function idsBy(
  writer: Writer,
  sql: string,
  values: readonly (string | number)[] = [],
): Promise<Map<string, number>> {
  return new Map((await writer.select(sql, values)).map((row) => [String(row.name), Number(row.id)]));
}

/** Ids of areas by code, read again only when areas were added since: a folder of sixty files would read 50,000 areas sixty times. */
class Areas {
  private ids = new Map<string, number>();
  private last = 0;

  async of(writer: Writer): Promise<ReadonlyMap<string, number>> {
    const [now] = await writer.select("SELECT MAX(id) AS last FROM area"); // ids only grow, and no import takes an area away
    const last = Number(now?.last ?? 0);
    if (last !== this.last) this.ids = await idsBy(writer, "SELECT code AS name, id FROM area");
    this.last = last;
    return this.ids;
  }
}

async function membersOf(writer: Writer): Promise<Map<string, number>> {
  const sql =
    "SELECT d.code AS dimension, m.code AS code, m.id AS id FROM dimension_member m JOIN dimension d ON d.id = m.dimension_id";
  return new Map((await writer.select(sql)).map((row) => [`${row.dimension}=${row.code}`, Number(row.id)]));
}

/** Keeps the words in which the publisher wrote a period beside the interval that they were read as. */
async function keepWordings(writer: Writer, dataset: number, wordings: ReadonlyMap<string, string>): Promise<void> {
  if (wordings.size === 0) return;
  const periods = await idsBy(writer, "SELECT iso AS name, id FROM period");
  const known = await writer.select(
    "SELECT period_id AS id, wording AS name FROM period_wording WHERE dataset_id = ?",
    [dataset],
  );
  const standing = new Set(known.map((row) => `${row.id} ${row.name}`));
  const rows = [...wordings]
    .map(([wording, iso]) => [dataset, periods.get(iso) ?? 0, wording.slice(0, 120)] as const)
    .filter(([, period, wording]) => period !== 0 && !standing.has(`${period} ${wording}`));
  await writer.insert("period_wording", ["dataset_id", "period_id", "wording"], rows);
}
