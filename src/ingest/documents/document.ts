import type { FileCount, FileReport } from "../report";
import type { Writer } from "../writing/transaction";

/**
 * A layout of files that are neither tidy tables nor figures: frameworks, case studies, publishers' lists. One layout is one file of this
 * folder, listed in layouts.ts; the importer finds out which files have it.
 */
export interface DocumentLayout {
  /** What such a file is, in a few words: "outcome framework (YAML)". */
  readonly what: string;
  /**
   * Whether a file is of this layout. `name` is its path within the folder that was asked for, or its name alone, with `/`; `header` the
   * cells of its first row where it is a CSV file that is no tidy table.
   */
  isOne(name: string, header: readonly string[] | undefined): boolean;
  /**
   * For names that other files have too (a README is Markdown as well): whether such a file of a folder is meant, by the beginning of its text.
   * One that is asked for by itself is always meant.
   */
  opens?(opening: string): boolean;
  /** Whether its files speak of figures, and are loaded once those of the same folder are. */
  readonly afterFigures?: boolean;
  /**
   * Loads one file within the transaction of `writer`; the caller commits where the report says LOADED, and moves the store's version.
   * Tells refused rows to `count`. Throws FileProblem where the file cannot be taken at all.
   */
  load(
    writer: Writer,
    file: { readonly path: string; readonly name: string },
    count: FileCount,
    now: Date,
  ): Promise<FileReport>;
}
