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
  /** How long a caller waits for the reload once the version is known to have moved, in milliseconds. */
  readonly loadPatienceMs?: number;
  readonly now?: () => Date;
  /** Done to a newer catalogue before it takes the place of the one at hand; to the first one beside its use. Its failures are told, and change nothing. */
  readonly prepare?: (catalogue: LocalCatalogue) => Promise<void>;
  /** Hears of looks that failed while an older catalogue answered. */
  readonly onFailure?: (error: unknown) => void;
}

/** The catalogue of a store, kept as new as `maxAgeMs` promises, whichever process or replica the store was loaded by. */
export interface Catalogues {
  current(): Promise<LocalCatalogue>;
  /** A catalogue from a look begun after an instant (ISO 8601), under the same patience; `at hand` where its own look was. */
  after(instant: string, atHand: LocalCatalogue): Promise<LocalCatalogue>;
  /** The catalogue as of now, whatever the age of the last look. */
  refresh(): Promise<LocalCatalogue>;
}

/**
 * Reads `store_version` at most once per `maxAgeMs` and loads the catalogue again when it moved. Callers at the same time share
 * one look and one load. A store that is away or slow holds nobody up: where a catalogue is at hand, `current` answers with it when
 * the look fails or takes longer than `patienceMs`; it is tried again after `maxAgeMs`. Where the store told in time that the version
 * moved, callers wait for the reload, up to `loadPatienceMs`: the old catalogue may lack a policy or a withdrawal. A reload that was
 * waited for in vain holds up nobody else. Only the first load's error reaches its callers.
 */
export function createCatalogues(store: Store, options: CatalogueCacheOptions = {}): Catalogues {
  const maxAgeMs = options.maxAgeMs ?? 1000;
  const patienceMs = options.patienceMs ?? 250;
  const loadPatienceMs = options.loadPatienceMs ?? 5000;
  const now = options.now ?? (() => new Date());
  let held: LocalCatalogue | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<LocalCatalogue> | undefined;
  /** Whether the look under way reloads because the version moved, and nobody has waited for that in vain. */
  let reloading = false;

  async function look(): Promise<LocalCatalogue> {
    const startedAt = now().getTime();
    if (held === undefined || (await readStoreVersion(store)) !== held.version) {
      reloading = held !== undefined;
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
      reloading = false;
    });
    return looking;
  }

  /** What a look finds, as far as patience goes; else what is at hand. */
  async function patiently(atHand: LocalCatalogue): Promise<LocalCatalogue> {
    const look = shared();
    let failed = false;
    const onFailure = (error: unknown) => {
      failed = true;
      options.onFailure?.(error);
    };
    const settled = look.catch((error: unknown) => {
      onFailure(error);
      return undefined;
    });
    let found = await within(patienceMs, settled);
    if (found === undefined && !failed && reloading) {
      found = await within(loadPatienceMs, settled);
      if (found === undefined) reloading = false;
    }
    if (found === undefined) failedAt = now().getTime(); // a store that is away is asked once per `maxAgeMs`, not by every caller
    return found ?? held ?? atHand;
  }

  return {
    async current() {
      if (held === undefined) return shared();
      const age = now().getTime() - Math.max(checkedAt, failedAt);
      return age >= 0 && age < maxAgeMs && !reloading ? held : patiently(held);
    },
    async after(instant, atHand) {
      const millis = Date.parse(instant);
      if (checkedAt > millis || now().getTime() - failedAt < maxAgeMs) return held ?? atHand;
      if (looking !== undefined) await patiently(held ?? atHand); // it may have begun before the instant
      if (now().getTime() - failedAt < maxAgeMs) return held ?? atHand;
      return checkedAt > millis ? (held ?? atHand) : patiently(held ?? atHand);
    },
    async refresh() {
      await looking?.catch(() => undefined); // a look that is under way may have begun before what the caller saw
      return shared();
    },
  };
}

/** What a promise that never fails gives in time; undefined when it is late. */
async function within<T>(millis: number, promise: Promise<T | undefined>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, millis, undefined);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
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
