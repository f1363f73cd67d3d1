import type { Plan } from "../../../src/datasources/core/plan";
import { openStore, type StoreLocation } from "../../../src/datasources/local/store";
import { syncCatalogue } from "../../../src/ingest/catalogue/sync";
import { runPlan } from "../../support/run-plan";
import { invented, inventedSource } from "./invented-source";

/** A process that harvests 40 pages of 50 indicators, tells each, and is there to be killed: `node child.js <location as JSON>`. */
async function run(): Promise<void> {
  const store = await openStore(JSON.parse(process.argv[2] ?? "") as StoreLocation);
  const source = inventedSource({
    *catalogue(cursor) {
      const page = Number(cursor ?? 0);
      process.stdout.write(`asked ${page}\n`);
      const indicators = Array.from({ length: 50 }, (_, at) => invented(`I_${page}_${at}`));
      return { indicators, ...(page < 39 ? { next: String(page + 1) } : {}) };
    },
  });
  const engine = {
    run: async <T>(_source: string, plan: () => Plan<T>) => runPlan(plan(), () => ({ body: "" })).result,
  };
  const report = await syncCatalogue(store, engine, source);
  process.stdout.write(`done ${JSON.stringify(report)}\n`);
  await store.db.destroy();
}

void run();
