import { SourceFault } from "../../datasources/core/source";
import type { Store } from "../../datasources/local/store";
import { beginHarvest, type HarvestState, keepPage, type Part } from "./harvest-state";

/** How far a harvest is. */
export interface HarvestProgress {
  readonly source: string;
  readonly part: Part;
  readonly pages: number;
  readonly seen: number;
  /** Where the publisher says how many there are. */
  readonly expected?: number;
}

export interface HarvestOptions {
  /** From the first page again, whatever an earlier harvest left. */
  readonly restart?: boolean;
  readonly onProgress?: (progress: HarvestProgress) => void;
  readonly clock?: () => Date;
}

/** Pages, as they are kept. */
export interface HarvestPage {
  readonly items: readonly unknown[];
  readonly next?: string;
  readonly total?: number;
}

export interface Harvested {
  readonly harvest: HarvestState;
  /** Whether it went on with one that was broken off. */
  readonly resumed: boolean;
  /** Why the rest did not come; absent where all of it did. */
  readonly fault?: SourceFault;
}

/**
 * Fetches the pages of a source's catalogue and keeps each with the place to go on at. A publisher's fault ends it, and what came so
 * far stays kept. Throws TakenOver, and what is no publisher's fault.
 */
export async function harvestPages(
  store: Store,
  source: string,
  part: Part,
  ask: (cursor: string | undefined) => Promise<HarvestPage>,
  options: HarvestOptions = {},
): Promise<Harvested> {
  const now = options.clock?.() ?? new Date();
  const { harvest: begun, resumed } = await beginHarvest(store, source, part, now, options.restart === true);
  let harvest = begun;
  const tell = () => {
    const { pages, seen, expected } = harvest;
    options.onProgress?.({ source, part, pages, seen, ...(expected === undefined ? {} : { expected }) });
  };
  tell();
  const been = new Set<string>();
  try {
    while (harvest.pages === 0 || harvest.nextCursor !== undefined) {
      const cursor = harvest.nextCursor;
      if (cursor !== undefined && been.has(cursor))
        throw new SourceFault("BAD_SHAPE", "The pages of the publisher's catalogue go in a circle.");
      if (cursor !== undefined) been.add(cursor);
      harvest = await keepPage(store, harvest, await ask(cursor));
      tell();
    }
    return { harvest, resumed };
  } catch (error) {
    if (error instanceof SourceFault) return { harvest, resumed, fault: error };
    throw error;
  }
}
