import type { Engine } from "../../src/datasources/core/engine";
import { SourceFault } from "../../src/datasources/core/source";
import { loadCatalogue } from "../../src/datasources/local/catalogue";
import { createSearch, prepareSearch } from "../../src/datasources/local/search";
import { syncCatalogue } from "../../src/ingest/catalogue/sync";
import { runPlan } from "../support/run-plan";
import { freshStore, kindsUnderTest } from "../support/stores";
import { loadArea } from "./support/area-tables";
import { invented, inventedSource } from "./support/invented-source";

const MANY = 12_000;
const PAGE = 1000;

const engine: Pick<Engine, "run"> = {
  run: async (_source, plan) => runPlan(plan(), () => new SourceFault("UNAVAILABLE", "There is no network.")).result,
};

/** An indicator of the size that Nomis's and the DfE's have: a definition of 400 characters, 80 members, 20 in a data set. */
function usual(at: number) {
  return invented(`NM_${at}_1`, {
    name: `Jobs density and claimants measured in way ${at}`,
    definition: `Measure ${at}. ${"People aged 16 to 64 who live in the area – by where they live. ".repeat(6)}`,
    dataset: { upstreamId: `SET_${at % 600}`, title: `Set ${at % 600}`, description: "Long words. ".repeat(60) },
    earliest: "2004-01-01/P1Y",
    latest: `20${10 + (at % 15)}-01-01/P1Y`,
    identifiers: [{ scheme: "NOMIS_DATASET", value: `NM_${at}_1` }],
    dimensions: [
      {
        code: "industry",
        label: "Industry",
        members: Array.from({ length: 80 }, (_, member) => ({
          code: `${at % 600}-${member}`,
          label: `Section ${member} of the industrial classification`,
          ...(member === 0 ? { isTotal: true } : {}),
        })),
      },
    ],
  });
}

describe.each(kindsUnderTest())("%s store", (kind) => {
  test(`a catalogue of ${MANY} remote indicators loads within a second's order and a heap of tens of megabytes`, async () => {
    const fresh = await freshStore(kind);
    try {
      await loadArea(fresh.store);
      await loadCatalogue(fresh.store); // from here on the code is there
      const source = inventedSource({
        *catalogue(cursor) {
          const from = Number(cursor ?? 0);
          const indicators = Array.from({ length: PAGE }, (_, at) => usual(from + at));
          return { indicators, ...(from + PAGE < MANY ? { next: String(from + PAGE) } : {}) };
        },
      });
      const started = performance.now();
      expect(await syncCatalogue(fresh.store, engine, source)).toMatchObject({ added: MANY, refused: 0 });
      const synced = performance.now();
      expect(await syncCatalogue(fresh.store, engine, source)).toMatchObject({ changed: 0, changedStore: false });
      const again = performance.now();

      global.gc?.();
      const heap = process.memoryUsage().heapUsed;
      const begun = performance.now();
      const catalogue = await loadCatalogue(fresh.store);
      const millis = performance.now() - begun;
      global.gc?.();
      const megabytes = (process.memoryUsage().heapUsed - heap) / 1e6;
      const indexed = performance.now();
      await prepareSearch(catalogue);
      const searched = performance.now();
      const hits = createSearch(catalogue).search("claimants 4711", ["Indicator"], 5);
      const found = performance.now() - searched;
      console.info(
        `${kind}: ${MANY} remote indicators: first harvest ${Math.round(synced - started)} ms, again ${Math.round(again - synced)} ms, ` +
          `load ${Math.round(millis)} ms, ${megabytes.toFixed(0)} MB${global.gc === undefined ? " (with garbage)" : ""}, index ${Math.round(searched - indexed)} ms, search ${Math.round(found)} ms`,
      );
      expect(catalogue.indicators).toHaveLength(MANY + 1);
      expect(hits[0]?.record.key).toBe("invented:NM_4711_1");
      expect(catalogue.indicatorBySlug("invented:NM_4711_1")?.dimensions[0]?.members).toHaveLength(80);
      // Bounds for slow machines under load; goals.md's second and 60 MB are what the line above is read for.
      expect(millis).toBeLessThan(5000);
      if (global.gc !== undefined) expect(megabytes).toBeLessThan(120);
    } finally {
      await fresh.drop();
    }
  }, 180_000);
});
