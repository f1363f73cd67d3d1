import type { Engine } from "../../datasources/core/engine";
import type { NationalSource, RemoteIndicator, SourceFaultCode } from "../../datasources/core/source";
import type { Store } from "../../datasources/local/store";
import { inOneTransaction, instant, moveVersion } from "../writing/transaction";
import { CatalogueWriter, type RefusedItem } from "./catalogue-writer";
import { type Harvested, type HarvestOptions, harvestPages } from "./harvest";
import { dropPages, type HarvestState, keptPages, type Part, replaceHarvest } from "./harvest-state";
import { seedWellKnown } from "./seed";

/** What a harvest needs of the engine. */
export type Runs = Pick<Engine, "run">;

/** What a harvest of one part of a source did. */
export interface SyncReport {
  readonly source: string;
  readonly part: Part;
  /** FAILED: the publisher did not give all of it. What came is in the store, and the next harvest goes on from there. */
  readonly state: "DONE" | "FAILED";
  /** Whether it went on with one that was broken off. */
  readonly resumed: boolean;
  readonly pages: number;
  /** Items met, refused ones too. */
  readonly seen: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Items that the publisher no longer lists. */
  readonly gone: number;
  readonly refused: number;
  /** The first refusals, at most REFUSALS_KEPT. */
  readonly refusals: readonly RefusedItem[];
  /** Links of areas that the store contradicts, and the first of them, at most REFUSALS_KEPT; absent for indicators. */
  readonly contradicted?: number;
  readonly contradictions?: readonly string[];
  /** Whether the store says anything else than before. */
  readonly changedStore: boolean;
  /** Why it failed, for people. */
  readonly message?: string;
  readonly fault?: SourceFaultCode;
}

export const REFUSALS_KEPT = 50;

/**
 * Harvests a source's catalogue into the store: page by page, each kept with the place to go on at, then all of them put into the
 * catalogue in one transaction, so that readers see a harvest whole and reload once. The same catalogue again changes nothing.
 * Where the publisher fails on the way, what came is put in and nothing counts as gone. Throws TakenOver, and what the store throws.
 */
export async function syncCatalogue(
  store: Store,
  engine: Runs,
  source: NationalSource,
  options: HarvestOptions = {},
): Promise<SyncReport> {
  const { catalogue } = source;
  if (catalogue === undefined) throw new Error(`${source.id} has no catalogue to harvest.`);
  const clock = options.clock ?? (() => new Date());
  await seedWellKnown(store, [source], clock);
  const harvested = await harvestPages(
    store,
    source.id,
    "INDICATORS",
    async (cursor) => {
      const { indicators, next, total } = await engine.run(source.id, () => catalogue.call(source, cursor));
      return {
        items: indicators,
        ...(next === undefined ? {} : { next }),
        ...(total === undefined ? {} : { total }),
      };
    },
    options,
  );
  return applyHarvest(store, source, harvested, instant(clock()));
}

async function applyHarvest(
  store: Store,
  source: NationalSource,
  { harvest, resumed, fault }: Harvested,
  now: string,
): Promise<SyncReport> {
  return inOneTransaction<SyncReport>(store, async (writer) => {
    const into = await CatalogueWriter.open(writer, source, { harvestOf: harvest.startedAt }, now);
    for await (const items of keptPages(writer, harvest)) await into.put(items as readonly RemoteIndicator[]);
    const gone = fault === undefined ? await into.markGone() : 0;
    const { added, changed, unchanged, datasets } = into.counts;
    await into.dropUnused();
    await dropPages(writer, harvest);
    await replaceHarvest(
      writer,
      harvest,
      closed(harvest, now, { added, changed, gone, refused: into.refused.length }, fault?.message),
    );
    const changedStore = added + changed + gone + datasets > 0;
    if (changedStore) await moveVersion(writer, now);
    const report: SyncReport = {
      source: source.id,
      part: "INDICATORS",
      state: fault === undefined ? "DONE" : "FAILED",
      resumed,
      pages: harvest.pages,
      seen: harvest.seen,
      added,
      changed,
      unchanged,
      gone,
      refused: into.refused.length,
      refusals: into.refused.slice(0, REFUSALS_KEPT),
      changedStore,
      ...(fault === undefined ? {} : { message: fault.message, fault: fault.code }),
    };
    return { keep: true, result: report };
  });
}

/** A harvest once what came of it is in the store. Counts of the runs that it took add up. */
export function closed(
  harvest: HarvestState,
  now: string,
  counts: Pick<HarvestState, "added" | "changed" | "gone" | "refused">,
  message: string | undefined,
): HarvestState {
  const { message: _, ...rest } = harvest;
  return {
    ...rest,
    state: message === undefined ? "DONE" : "FAILED",
    finishedAt: now,
    added: harvest.added + counts.added,
    changed: harvest.changed + counts.changed,
    gone: harvest.gone + counts.gone,
    refused: harvest.refused + counts.refused,
    ...(message === undefined ? {} : { message }),
  };
}
