import type { Refusal } from "./tidy-observation";

/** What became of one file. */
export interface FileReport {
  readonly file: string;
  /** UNCHANGED: the store says all of it already. REFUSED: nothing of it was loaded. */
  readonly state: "LOADED" | "UNCHANGED" | "REFUSED";
  readonly rowsRead: number;
  /** Rows that the store now says, newly or still. */
  readonly kept: number;
  /** Rows that repeated another row of the file and said the same. */
  readonly duplicates: number;
  readonly refused: number;
  /** Rows or figures that were added. */
  readonly added: number;
  /** Rows that were replaced, or figures that another took the place of. */
  readonly changed: number;
  /** Figures that the store had and the file no longer has. */
  readonly withdrawn: number;
  /** The first refusals, at most REFUSALS_KEPT. */
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
}

export const REFUSALS_KEPT = 50;

/** What an import did, file by file, in the order of loading. */
export interface ImportReport {
  readonly path: string;
  readonly files: readonly FileReport[];
  /** Whether the store says anything else than before. */
  readonly changed: boolean;
}

/** How far an import is. `rowsTotal` is known where the folder's manifest tells it. */
export interface ImportProgress {
  readonly file: string;
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly rowsDone: number;
  readonly rowsTotal?: number;
}

export interface ImportOptions {
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Hears of every refusal, also of those past the report's first. */
  readonly onRefusal?: (refusal: Refusal) => void;
  /** Slugs of data sets whose files of tidy observations are passed over, as if they were not in the folder. */
  readonly skipDatasets?: ReadonlySet<string>;
  /** The instant at which the hub learns what it loads; by default the machine's clock. */
  readonly clock?: () => Date;
}

/** Collects what happens to a file. */
export class FileCount {
  rowsRead = 0;
  refused = 0;
  readonly refusals: Refusal[] = [];
  readonly warnings: string[] = [];

  constructor(
    readonly file: string,
    private readonly options: ImportOptions,
  ) {}

  /** Tells a refusal, and counts it as one row. */
  refuse(refusal: Refusal): void {
    this.refused++;
    if (this.refusals.length < REFUSALS_KEPT) this.refusals.push(refusal);
    this.options.onRefusal?.(refusal);
  }

  /** The report of a file that was loaded or found unchanged. */
  report(done: Pick<FileReport, "state"> & Partial<FileReport>): FileReport {
    return {
      file: this.file,
      rowsRead: this.rowsRead,
      kept: 0,
      duplicates: 0,
      refused: this.refused,
      added: 0,
      changed: 0,
      withdrawn: 0,
      refusals: this.refusals,
      warnings: this.warnings,
      ...done,
    };
  }
}
