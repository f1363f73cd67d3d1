import { loadCatalogue, readStoreVersion } from "./catalogue";
import type { LocalCatalogue } from "./local-catalogue";
import type { Store } from "./store";

/** Figures were read that the catalogue knows nothing of: something was loaded since. Reload the catalogue and read again. */
export class CatalogueBehind extends Error {
  constructor(what: string) {
    super(`The catalogue is behind the store: it has no ${what}.`);
    this.name = "CatalogueBehind";
  }
}

export interface CatalogueCacheOptions {
  /** How long the store's version is believed before it is read again, in milliseconds. */
  readonly maxAgeMs?: number;
  /** How long a caller waits for a look at the version while an older catalogue is at hand, in milliseconds. */
  readonly patienceMs?: number;
  readonly now?: () => Date;
  /** Done to a newer catalogue before it takes the place of the one at hand; to the first one beside its use. Its failures are told, and change nothing. */
  readonly prepare?: (catalogue: LocalCatalogue) => Promise<void>;
  /** Hears of looks that failed while an older catalogue answered. */
  readonly onFailure?: (error: unknown) => void;
}

/** The catalogue of a store, kept as new as `maxAgeMs` promises, whichever process or replica the store was loaded by. */
export interface Catalogues {
  current(): Promise<LocalCatalogue>;
  /** The catalogue as of now, whatever the age of the last look. */
  refresh(): Promise<LocalCatalogue>;
}

/**
 * Reads `store_version` at most once per `maxAgeMs` and loads the catalogue again when it moved. Callers at the same time share
 * one look and one load. A store that is away or slow holds nobody up: where a catalogue is at hand, `current` answers with it when
 * the look fails or takes longer than `patienceMs`; it is tried again after `maxAgeMs`. Only the first load's error reaches its callers.
 */
export function createCatalogues(store: Store, options: CatalogueCacheOptions = {}): Catalogues {
  const maxAgeMs = options.maxAgeMs ?? 1000;
  const patienceMs = options.patienceMs ?? 250;
  const now = options.now ?? (() => new Date());
  let held: LocalCatalogue | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<LocalCatalogue> | undefined;

  async function look(): Promise<LocalCatalogue> {
    const startedAt = now().getTime();
    if (held === undefined || (await readStoreVersion(store)) !== held.version) {
      const loaded = await loadCatalogue(store, { now, earlier: held });
      const prepared = options.prepare?.(loaded).catch((error: unknown) => options.onFailure?.(error));
      if (held !== undefined) await prepared;
      held = loaded;
    }
    checkedAt = startedAt;
    return held;
  }

  function shared(): Promise<LocalCatalogue> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  return {
    async current() {
      if (held === undefined) return shared();
      const age = now().getTime() - checkedAt;
      if (age >= 0 && age < maxAgeMs) return held;
      const catalogue = await within(patienceMs, shared(), held, options.onFailure);
      checkedAt = Math.max(checkedAt, now().getTime()); // a store that is away is asked once per `maxAgeMs`, not by every caller
      return catalogue;
    },
    async refresh() {
      await looking?.catch(() => undefined); // a look that is under way may have begun before what the caller saw
      return shared();
    },
  };
}

/** What a promise gives in time; `instead` when it fails or is late. */
async function within<T>(
  millis: number,
  promise: Promise<T>,
  instead: T,
  onFailure?: (error: unknown) => void,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, millis, instead);
  });
  const inTime = promise.catch((error: unknown) => {
    onFailure?.(error);
    return instead;
  });
  return Promise.race([inTime, late]).finally(() => clearTimeout(timer));
}

/** How often work starts again with a newer catalogue before the fault is taken to be the store's. */
const WORK_ATTEMPTS = 3;

/** Does work that needs a catalogue (`first`, else the current one), again with a newer one when it turns out to be behind the figures. */
export async function withCatalogue<T>(
  catalogues: Catalogues,
  work: (catalogue: LocalCatalogue) => Promise<T>,
  first?: LocalCatalogue,
): Promise<T> {
  let catalogue = first ?? (await catalogues.current());
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(catalogue);
    } catch (error) {
      if (!(error instanceof CatalogueBehind) || attempt === WORK_ATTEMPTS) throw error;
      catalogue = await catalogues.refresh();
    }
  }
}
