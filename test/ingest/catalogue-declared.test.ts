import { discoverSources } from "../../src/datasources/engine/discover";
import { loadCatalogue } from "../../src/datasources/local/catalogue";
import { seedWellKnown } from "../../src/ingest/catalogue/seed";
import { freshStore } from "../support/stores";

const sources = discoverSources(undefined, require);

test("every indicator that a source declares can be kept, and comes back as it was declared", async () => {
  const fresh = await freshStore("embedded");
  try {
    const { written, refused } = await seedWellKnown(fresh.store, sources);
    expect(refused).toEqual([]);
    expect(written).toHaveLength(sources.length);
    const catalogue = await loadCatalogue(fresh.store);
    for (const source of sources) {
      expect(catalogue.sourceOfService(source.id)?.name).toBe(source.name);
      for (const item of source.wellKnown) {
        const record = catalogue.indicatorBySlug(`${source.id}:${item.upstreamId}`);
        const { caveats = [], ...declared } = item;
        const none = caveats.length === 0 ? {} : { caveats };
        expect(record?.remote?.indicator).toEqual(JSON.parse(JSON.stringify({ ...declared, ...none })));
      }
    }
  } finally {
    await fresh.drop();
  }
});

test.each(sources.map((source) => [source.id, source] as const))(
  "%s keeps to what the documentation of sources asks",
  (_id, source) => {
    const { sample, wellKnown, quirks, limits } = source;
    if (source.observe !== undefined) {
      expect(wellKnown.length).toBeGreaterThan(0);
      expect(wellKnown.map((item) => item.upstreamId)).toContain(sample?.indicator);
    }
    expect(limits.about).toMatch(/20\d\d/); // when its limits were seen
    for (const sentence of [...quirks, limits.about, source.freshness.about]) expect(sentence.trim()).toMatch(/[.)]$/);
  },
);
