import { createHash } from "node:crypto";
import type { Store } from "../../datasources/local/store";
import { FileProblem } from "../reading/file-problem";
import { addRelease, isNewestContent, type ReleaseFacts } from "../releases";
import { type FileCount, type FileReport, REFUSALS_KEPT } from "../report";
import type { TidyObservation } from "../tidy-observation";
import { inOneTransaction, instant, moveVersion, type Outcome, type Writer } from "../writing/transaction";
import { writeCoverage } from "./coverage";
import { type Merged, merge } from "./merge";
import { judgeRepeats } from "./repeats";
import { type Names, Stage } from "./stage";

/** A file of figures, opened, and what the store is to make of it. */
export interface FigureSource {
  readonly count: FileCount;
  /** Name of the layout and of the data set: the same bytes under other names are other content. */
  readonly identity: string;
  readonly sha256: string;
  readonly blocks: AsyncGenerator<readonly TidyObservation[]>;
  /** Called in the transaction, before the first row. */
  readonly open: (writer: Writer) => Promise<Names>;
  /** Called before each block is staged, to make what it names and the store lacks. */
  readonly prepare?: (writer: Writer, block: readonly TidyObservation[]) => Promise<void>;
  /** Data sets that the file speaks for, each with the indicators for which it is the whole truth. Called after the last row. */
  readonly scopes: (writer: Writer) => Promise<readonly Scope[]>;
  /** How many rows the layout has read so far. */
  readonly rowsRead: () => number;
  readonly onBlock: () => void;
}

export interface Scope {
  readonly dataset: number;
  readonly indicators: readonly number[];
  readonly release: ReleaseFacts;
}

/**
 * Loads one file of figures in one transaction: all of it stands afterwards, or the store is as it was. What did not change is left alone, and
 * when nothing changed nothing is written. Throws FileProblem for a file of which nothing can be loaded.
 */
export async function loadFigures(store: Store, source: FigureSource, clock: () => Date): Promise<FileReport> {
  return await inOneTransaction(store, async (writer) => {
    const now = instant(clock());
    const outcome = await loadFiguresWithin(writer, source, now);
    if (outcome.keep) await moveVersion(writer, now);
    return outcome;
  });
}

/** The same within a transaction of the caller's, who commits where the outcome says to keep it, and moves the store's version. */
export async function loadFiguresWithin(
  writer: Writer,
  source: FigureSource,
  now: string,
): Promise<Outcome<FileReport>> {
  const contentHash = createHash("sha256").update(`${source.identity}\n${source.sha256}`).digest("hex");
  if (await isNewestContent(writer, contentHash)) {
    await source.blocks.return(undefined);
    return { keep: false, result: source.count.report({ state: "UNCHANGED" }) };
  }
  const stage = await Stage.open(writer);
  try {
    return await stageAndMerge(writer, stage, source, contentHash, now);
  } finally {
    // After an engine error the transaction is dead and the tables with it; the first error is the one to tell.
    await stage.close().catch(() => undefined);
  }
}

async function stageAndMerge(
  writer: Writer,
  stage: Stage,
  source: FigureSource,
  contentHash: string,
  now: string,
): Promise<Outcome<FileReport>> {
  const { count } = source;
  const names = await source.open(writer);
  for await (const block of source.blocks) {
    await source.prepare?.(writer, block);
    for (const refusal of await stage.add(count.file, block, names)) count.refuse(refusal);
    count.rowsRead = source.rowsRead();
    source.onBlock();
  }
  count.rowsRead = source.rowsRead();
  const repeats = await judgeRepeats(writer, count.file, REFUSALS_KEPT);
  for (const refusal of repeats.refusals) count.refuse(refusal);
  count.refused += repeats.contradictory - repeats.refusals.length;
  const kept = stage.rows - repeats.duplicates - repeats.contradictory;
  if (kept === 0) throw new FileProblem("Every row was refused, so nothing was loaded.");
  const total = { inserted: 0, changed: 0, withdrawn: 0 };
  for (const scope of await source.scopes(writer)) {
    const counts = { read: count.rowsRead, kept, refused: count.refused };
    const release = await addRelease(writer, scope.dataset, scope.release, now, contentHash, counts);
    const merged = await merge(writer, scope.indicators, release, now);
    if (isNothing(merged)) await writer.change("DELETE FROM dataset_release WHERE id = ?", [release]);
    else {
      await writer.change("UPDATE dataset SET version = version + 1 WHERE id = ?", [scope.dataset]);
      await writeCoverage(writer, scope.indicators);
      const { inserted, changed, withdrawn } = merged;
      const columns = ["release_id", "added", "changed", "withdrawn"];
      await writer.insert("release_change", columns, [[release, inserted - changed, changed, withdrawn]]);
    }
    total.inserted += merged.inserted;
    total.changed += merged.changed;
    total.withdrawn += merged.withdrawn;
  }
  const keep = !isNothing(total);
  const { inserted: added, changed, withdrawn } = total;
  const state = keep ? "LOADED" : "UNCHANGED";
  const result = count.report({
    state,
    kept,
    duplicates: repeats.duplicates,
    added: added - changed,
    changed,
    withdrawn,
  });
  return { keep, result };
}

function isNothing(merged: Merged): boolean {
  return merged.inserted === 0 && merged.changed === 0 && merged.withdrawn === 0;
}
