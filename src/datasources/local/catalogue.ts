import { readAreas } from "./catalogue-areas";
import { type BreakdownUse, readBreakdowns } from "./catalogue-breakdowns";
import { readCouncils } from "./catalogue-councils";
import { readCoverage } from "./catalogue-coverage";
import { readGroups, readNeighbours } from "./catalogue-groups";
import { readIndicators } from "./catalogue-indicators";
import { readOutcomes } from "./catalogue-outcomes";
import { readPeriods } from "./catalogue-periods";
import { readPublications } from "./catalogue-publications";
import { readRemote } from "./catalogue-remote";
import { readServices } from "./catalogue-services";
import { readSuppliers } from "./catalogue-suppliers";
import { readTopics } from "./catalogue-topics";
import { readWeights } from "./catalogue-weights";
import { LocalCatalogue } from "./local-catalogue";
import { select } from "./select";
import type { Store } from "./store";

export interface LoadOptions {
  /** The clock by which "today" is told. */
  readonly now?: () => Date;
  /** The catalogue before this one: what it found out about data sets that have not moved is used again. */
  readonly earlier?: LocalCatalogue | undefined;
}

/** How often a load starts again because something was loaded into the store meanwhile. */
const LOAD_ATTEMPTS = 5;

/** The store's version: it moves with every committed load, in the same transaction. One statement. */
export async function readStoreVersion(store: Store): Promise<number> {
  const [row] = await select<{ version: number }>(store, "SELECT version FROM store_version WHERE id = 1");
  if (row === undefined) throw new Error("The store has lost the row that holds its version.");
  return row.version;
}

/**
 * Reads every table but the figures, one statement a table. The version is read before and after: what was read while a load
 * committed is read again, so that a catalogue never mixes two versions. Throws when loads commit faster than it can read.
 */
export async function loadCatalogue(store: Store, options: LoadOptions = {}): Promise<LocalCatalogue> {
  let version = await readStoreVersion(store);
  for (let attempt = 1; attempt <= LOAD_ATTEMPTS; attempt += 1) {
    const outcome = await tryRead(store, version, options);
    const after = await readStoreVersion(store);
    if (after === version) {
      if ("failure" in outcome) throw outcome.failure;
      return outcome.catalogue;
    }
    version = after; // a mixture of two versions may also have failed to link: its failure says nothing
  }
  throw new Error(`The store moved during each of ${LOAD_ATTEMPTS} readings of its catalogue.`);
}

async function tryRead(
  store: Store,
  version: number,
  options: LoadOptions,
): Promise<{ catalogue: LocalCatalogue } | { failure: unknown }> {
  try {
    return { catalogue: await readParts(store, version, options) };
  } catch (failure) {
    return { failure };
  }
}

async function readParts(store: Store, version: number, options: LoadOptions): Promise<LocalCatalogue> {
  // Areas reach the catalogue only when they are asked for their groups, which is after it stands.
  const made: { catalogue?: LocalCatalogue } = {};
  const areas = await readAreas(store, { groupsOf: (area) => made.catalogue?.groupsOf(area) ?? [] });
  const publications = await readPublications(store);
  const topics = await readTopics(store);
  const breakdowns = await readBreakdowns(store);
  const periods = await readPeriods(store);
  const coverage = await readCoverage(store, areas.areaTypes, periods.byId);
  const earlierUse = options.earlier?.breakdownUse ?? new Map<number, BreakdownUse>();
  const remote = await readRemote(store, { areaTypes: areas.areaTypes, periodsByIso: periods.byIso });
  const indicators = await readIndicators(store, { publications, topics, breakdowns, coverage, earlierUse, remote });
  const councils = await readCouncils(store, areas);
  const services = await readServices(store, indicators);
  made.catalogue = new LocalCatalogue({
    version,
    publications,
    topics: topics.topics,
    breakdowns,
    indicators,
    periods,
    areas,
    councils,
    groups: await readGroups(store, areas, publications),
    suppliers: await readSuppliers(store, { sources: publications.sources, councils }),
    neighbours: await readNeighbours(store, areas),
    services,
    outcomes: await readOutcomes(store, services, new Map(indicators.indicators.map((each) => [each.slug, each]))),
    weights: await readWeights(store),
    now: options.now ?? (() => new Date()),
  });
  return made.catalogue;
}
