/** The hub's own graph and reads, for servers other than Apollo: only what stands around them differs. */
import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { createGraphReads } from "../../src/datasources/joined/graph-reads";
import { createGraphWrites } from "../../src/datasources/joined/graph-writes";
import { StoredBoundaries } from "../../src/datasources/local/boundaries";
import { createCatalogues } from "../../src/datasources/local/catalogue-cache";
import { Comparisons } from "../../src/datasources/local/comparison";
import { createKeptAnswers } from "../../src/datasources/local/kept-answers";
import { LocalObservations } from "../../src/datasources/local/observations";
import { createSearch } from "../../src/datasources/local/search";
import { createSourceTallies } from "../../src/datasources/local/source-tallies";
import { PostcodeBook } from "../../src/datasources/remote/postcode-book";
import { RESOLVERS } from "../../src/resolvers";
import type { Context } from "../../src/resolvers/context";
import { buildGraph } from "../../src/schema/build";
import { openBenchStore } from "./environment";

/** As much as the hub keeps by default (OUTTURN_CACHE_MB). */
const SERIES_CACHE_BYTES = 64 * 1024 * 1024;

export interface BenchGraph {
  readonly schema: GraphQLSchema;
  context(): Promise<Context>;
}

/** Builds the graph over the store that DATABASE_URL names. */
export async function benchGraph(): Promise<BenchGraph> {
  const store = await openBenchStore();
  const now = (): Date => new Date();
  const observations = new LocalObservations(store, { maxBytes: SERIES_CACHE_BYTES });
  const shared = {
    catalogues: createCatalogues(store, { now }),
    observations,
    comparisons: new Comparisons(observations),
    boundaries: new StoredBoundaries(store),
    store,
    tallies: createSourceTallies(store, { now: Date.now, onFailure: () => {} }),
    searchOf: createSearch,
    now,
    postcodes: new PostcodeBook({ engine: undefined, kept: createKeptAnswers(store), now: Date.now }),
    upstream: { mostCalls: 0, deadlineMillis: 1000 }, // the benches ask no publisher
  };
  return {
    schema: buildGraph(RESOLVERS),
    context: async () => {
      const viewer = { isAdministrator: false };
      const reads = await createGraphReads(shared, viewer);
      return { reads, writes: createGraphWrites(shared, viewer, reads), viewer, publicUrl: "http://127.0.0.1" };
    },
  };
}
