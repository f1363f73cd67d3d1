import type { FastifyBaseLogger } from "fastify";
import type { Engine } from "./datasources/core/engine";
import type { Store } from "./datasources/local/store";
import { syncCatalogue } from "./ingest/catalogue/sync";

const HOUR_MS = 3_600_000;
/** The first harvest waits so long after the start: a hub that is being restarted again and again harvests nothing. */
const FIRST_MS = 60_000;

export interface Schedule {
  /** No harvest begins any more; one that is under way goes on from its last page next time. */
  stop(): void;
}

/** Harvests the catalogues of all sources that are on, one after another, every `hours` hours. 0 hours: never. Failures are logged. */
export function scheduleSync(store: Store, engine: Engine, hours: number, log: FastifyBaseLogger): Schedule {
  if (hours === 0) return { stop: () => undefined };
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const next = (millis: number) => {
    timer = setTimeout(() => void round(), Math.min(millis, 2 ** 31 - 1));
    timer.unref();
  };
  const round = async () => {
    for (const source of engine.sources) {
      if (stopped) return;
      if (source.catalogue === undefined) continue;
      try {
        const { state, seen, added, changed, gone, refused, message } = await syncCatalogue(store, engine, source);
        log.info({ source: source.id, state, seen, added, changed, gone, refused, message }, "catalogue harvested");
      } catch (error) {
        log.warn({ source: source.id, err: error }, "catalogue not harvested");
      }
    }
    if (!stopped) next(hours * HOUR_MS);
  };
  next(FIRST_MS);
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
