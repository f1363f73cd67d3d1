import type { FastifyBaseLogger } from "fastify";
import { type Config, sourceSettings } from "./config";
import type { Engine } from "./datasources/core/engine";
import type { NationalSource } from "./datasources/core/source";
import { checkedCells } from "./datasources/engine/cell-check";
import { discoverSources } from "./datasources/engine/discover";
import { createEngine } from "./datasources/engine/engine";
import { createRedisKept, layered } from "./datasources/engine/redis-kept";
import { createAreaSupplies } from "./datasources/joined/area-supplies";
import { createCatalogues } from "./datasources/local/catalogue-cache";
import { createKeptAnswers } from "./datasources/local/kept-answers";
import { LocalObservations } from "./datasources/local/observations";
import type { Store } from "./datasources/local/store";
import { remembering } from "./datasources/remote/remembering";
import type { EngineParts } from "./hub";

export interface EngineNeeds {
  readonly config: Config;
  readonly store: Store;
  readonly log: FastifyBaseLogger;
  /** What the hub reads with; of the engine's own where there is no hub (the command line). */
  readonly parts?: EngineParts;
  /** Those in src/datasources/national where absent. */
  readonly sources?: readonly NationalSource[];
  /** Variables of the sources; the process's own where absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly now?: () => number;
}

/** The engine as the settings have it, over a store. Throws where a source's file is wrong; asks nobody anything yet. */
export function openEngine(needs: EngineNeeds): Engine {
  const { config, store, log, now = Date.now } = needs;
  const sources = needs.sources ?? discoverSources();
  const { upstream } = config;
  const { catalogues, observations } = needs.parts ?? {
    catalogues: createCatalogues(store),
    observations: new LocalObservations(store),
  };
  const redis = upstream.redisUrl === undefined ? undefined : createRedisKept(upstream.redisUrl, now);
  const own = createKeptAnswers(store);
  const kept = redis === undefined ? own : layered(redis, own);
  const learnt = needs.parts?.learnt;
  const engine: Engine = createEngine({
    sources: learnt === undefined ? sources : sources.map((source) => remembering(source, learnt, checkedCells, now)),
    settings: sourceSettings(sources, needs.env),
    kept,
    supplies: createAreaSupplies({
      catalogues,
      observations,
      kept,
      askBoundaries: async (areas, terms) => {
        const source = engine.sources.find((each) => each.boundaries !== undefined);
        const ask = source?.boundaries;
        return source === undefined || ask === undefined ? [] : engine.run(source.id, () => ask(areas), terms);
      },
      now,
    }),
    now,
    log,
    memoryBytes: upstream.cacheBytes,
    replicas: upstream.replicas,
    ...(needs.parts === undefined ? {} : { count: needs.parts.tallies.count }),
    onClose: () => redis?.close(),
    userAgent: userAgent(config.publicUrl),
    ...(upstream.redisUrl === undefined ? {} : { redisUrl: upstream.redisUrl }),
  });
  return engine;
}

/** How publishers see the hub. The ONS asks robots for a name, a version and where their operator is; nothing else is said. */
function userAgent(publicUrl: string): string {
  const known = !/^https?:\/\/(localhost|127\.|\[)/.test(publicUrl);
  return known ? `outturn/0.1.0 (+${publicUrl})` : "outturn/0.1.0";
}
