import { join } from "node:path";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { pino } from "pino";
import type { Config } from "./config";
import type { Engine } from "./datasources/core/engine";
import type { Viewer } from "./datasources/core/knowledge-ports";
import type { LearntFigures } from "./datasources/core/learnt";
import type { GraphWrites } from "./datasources/core/ports";
import type { SourceTallies } from "./datasources/core/records";
import { createGraphReads, type JoinedReads } from "./datasources/joined/graph-reads";
import { createGraphWrites } from "./datasources/joined/graph-writes";
import { StoredBoundaries } from "./datasources/local/boundaries";
import { BoundaryLevels } from "./datasources/local/boundary-levels";
import { type Catalogues, createCatalogues } from "./datasources/local/catalogue-cache";
import { Comparisons } from "./datasources/local/comparison";
import { createKeptAnswers } from "./datasources/local/kept-answers";
import { createLearntFigures } from "./datasources/local/learnt-figures";
import { LocalObservations } from "./datasources/local/observations";
import { createSearch, prepareSearch } from "./datasources/local/search";
import { createSourceTallies } from "./datasources/local/source-tallies";
import type { Store } from "./datasources/local/store";
import { PostcodeBook } from "./datasources/remote/postcode-book";
import { frontChart, storeContents } from "./front-figures";
import { frameworkJsonSchema } from "./ingest/documents/framework-shape";
import { RESOLVERS } from "./resolvers";
import type { Context } from "./resolvers/context";
import { buildGraph, printGraph } from "./schema/build";
import { administratorCheck } from "./server/administrator";
import { createApollo } from "./server/apollo";
import { createApp } from "./server/app";
import { registerPages } from "./server/pages";
import type { RequestMarks } from "./server/request-marks";

export interface HubDeps {
  readonly config: Config;
  /** Open, with its tables made. The hub does not close it. */
  readonly store: Store;
  readonly now?: () => Date;
  readonly log?: FastifyBaseLogger;
  /** Opens what talks to the national services, over the hub's own reads; without it they all count as switched off. */
  readonly openEngine?: (parts: EngineParts) => Engine;
  /** Text of the README, for the front page's links. */
  readonly readme?: string;
}

export interface Hub {
  /** The whole HTTP chain; it listens where it is told to. */
  readonly app: FastifyInstance;
  readonly catalogues: Catalogues;
  readonly engine?: Engine;
  close(): Promise<void>;
}

/** What an engine shares with the hub. */
export interface EngineParts {
  readonly catalogues: Catalogues;
  readonly observations: LocalObservations;
  /** Takes in what publishers tell, for questions about earlier instants. */
  readonly learnt: LearntFigures;
  /** Counts requests to them. */
  readonly tallies: SourceTallies;
}

/** The context of one request. Apollo copies own properties and keeps the prototype: what must be told later is a getter of the class. */
class HubContext implements Context, RequestMarks {
  allowance?: NonNullable<RequestMarks["allowance"]>;

  constructor(
    readonly reads: JoinedReads,
    readonly writes: GraphWrites,
    readonly viewer: Viewer,
    readonly publicUrl: string,
    readonly requestId: string,
  ) {}

  /**
   * What publishers tell and members write moves without the store's version: such answers are not kept whole, their figures are. Nor is
   * anything that was made for an administrator.
   */
  get noStore(): boolean {
    return this.viewer.isAdministrator || this.reads.usedPublishers;
  }
}

/** Built once: the schema does not change while the process lives. */
const schema = buildGraph(RESOLVERS);
/** What `/schema.graphql` serves: the same text as the golden file. */
const sdl = printGraph(schema);

/** Puts the hub together over an open store. Binds no port. Throws when the store's catalogue cannot be read. */
export async function createHub(deps: HubDeps): Promise<Hub> {
  const { config, store, now = () => new Date() } = deps;
  const log = deps.log ?? pino({ level: config.logLevel });
  const catalogues = createCatalogues(store, {
    now,
    onFailure: (error) =>
      log.warn({ err: error }, "the store did not tell its version; figures in memory go on answering"),
    prepare: prepareSearch,
  });
  const observations = new LocalObservations(store, { maxBytes: config.seriesCacheBytes });
  const learnt = createLearntFigures({
    store,
    catalogues,
    now: () => now().getTime(),
    keepMs: config.upstream.historyDays * 24 * 3600 * 1000,
    onFailure: (error) => log.warn({ err: error }, "what a publisher told could not be kept with its time"),
  });
  const tallies = createSourceTallies(store, {
    now: () => now().getTime(),
    onFailure: (error) => log.warn({ err: error }, "counts of requests to publishers wait to be written"),
  });
  const engine = deps.openEngine?.({ catalogues, observations, learnt, tallies });
  const boundaries = new StoredBoundaries(store);
  const levels = new BoundaryLevels(catalogues, boundaries);
  const shared = {
    catalogues,
    observations,
    comparisons: new Comparisons(observations),
    searchOf: createSearch,
    now,
    engine,
    postcodes: new PostcodeBook({ engine, kept: createKeptAnswers(store), now: () => now().getTime() }),
    learnt,
    boundaries,
    store,
    tallies,
    upstream: config.upstream,
  };
  const isAdministrator = administratorCheck(config.administratorKeyHash);
  let version = (await catalogues.current()).version;
  /** Kept answers ask for the version with every request; the look behind it is made at most once a second, and never waited for. */
  const follow = async (): Promise<void> => {
    version = (await catalogues.current()).version;
  };

  const app = await createApp<HubContext>({
    apollo: createApollo<HubContext>({ schema, executor: config.executor, limits: config.limits, log }),
    schema,
    sdl,
    schemaFiles: { "outcome-framework": frameworkJsonSchema() },
    context: async (request) => {
      const viewer = { isAdministrator: isAdministrator(request.headers.authorization) };
      const reads = await createGraphReads(shared, viewer);
      return new HubContext(reads, createGraphWrites(shared, viewer, reads), viewer, config.publicUrl, request.id);
    },
    log,
    clock: now,
    dataVersion: () => {
      void follow();
      return version;
    },
    ping: async () => {
      await store.db.query("SELECT 1");
    },
    responseCacheBytes: config.responseCacheBytes,
    limits: config.limits,
    boundaries: (request) => levels.level(request),
    playgroundPath: "/playground",
    pages: (instance) =>
      registerPages(instance, {
        contents: () => storeContents(catalogues, store),
        chart: async () => frontChart(await createGraphReads(shared)),
        publicUrl: config.publicUrl,
        playgroundDir: join(__dirname, "..", "dist", "playground"),
        ...(deps.readme === undefined ? {} : { readme: deps.readme }),
      }),
  });
  const close = async (): Promise<void> => {
    await app.close();
    await engine?.close();
    await learnt.settled();
    await tallies.flush().catch(() => {}); // the last minute's counts are not worth a failed stop
  };
  return { app, catalogues, ...(engine === undefined ? {} : { engine }), close };
}
