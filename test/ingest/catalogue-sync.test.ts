import type { Engine } from "../../src/datasources/core/engine";
import { type CataloguePage, type NationalSource, SourceFault } from "../../src/datasources/core/source";
import { loadCatalogue, readStoreVersion } from "../../src/datasources/local/catalogue";
import { createSearch } from "../../src/datasources/local/search";
import { seedWellKnown } from "../../src/ingest/catalogue/seed";
import { syncCatalogue } from "../../src/ingest/catalogue/sync";
import { runPlan } from "../support/run-plan";
import { type FreshStore, freshStore, kindsUnderTest } from "../support/stores";
import { loadArea } from "./support/area-tables";
import { invented, inventedSource } from "./support/invented-source";

/** Runs plans that ask nobody, as the engine would. */
const engine: Pick<Engine, "run"> = {
  run: async (_source, plan) => runPlan(plan(), () => new SourceFault("UNAVAILABLE", "There is no network.")).result,
};

/** A source whose catalogue has these pages; a fault stands for a page that does not come. Tells which cursors were asked for. */
function paged(pages: readonly (CataloguePage["indicators"] | SourceFault)[], more: Partial<NationalSource> = {}) {
  const asked: (string | undefined)[] = [];
  const source = inventedSource({
    ...more,
    // biome-ignore lint/correctness/useYield: a plan that asks nobody
    *catalogue(cursor) {
      asked.push(cursor);
      const at = cursor === undefined ? 0 : Number(cursor);
      const page = pages[at] ?? [];
      if (page instanceof SourceFault) throw page;
      return { indicators: page, total: 10, ...(at + 1 < pages.length ? { next: String(at + 1) } : {}) };
    },
  });
  return { source, asked };
}

const slugs = async (fresh: FreshStore) =>
  (await loadCatalogue(fresh.store)).indicators.map((indicator) => indicator.slug);

describe.each(kindsUnderTest())("a harvested catalogue in the %s store", (kind) => {
  let fresh: FreshStore;
  beforeEach(async () => {
    fresh = await freshStore(kind);
    await loadArea(fresh.store);
  });
  afterEach(() => fresh.drop());

  test("declared indicators are in the graph at once, written once", async () => {
    const source = inventedSource();
    expect(await seedWellKnown(fresh.store, [source])).toEqual({ written: ["invented"], refused: [] });
    const version = await readStoreVersion(fresh.store);
    expect(await seedWellKnown(fresh.store, [source])).toEqual({ written: [], refused: [] });
    expect(await readStoreVersion(fresh.store)).toBe(version);

    const catalogue = await loadCatalogue(fresh.store);
    const known = catalogue.indicatorBySlug("invented:KNOWN/1");
    expect(known?.remote).toMatchObject({ source: "invented", indicator: source.wellKnown[0] });
    expect(known?.dataset.source).toBe(catalogue.sourceOfService("invented"));
    expect(known?.dataset.source).toMatchObject({ kind: "REMOTE_API", slug: "invented", limits: source.limits.about });
    expect(known?.dataset.releases.map((release) => [release.version, release.publishedAt])).toEqual([
      ["2026-05", "2026-05-04"],
    ]);
    expect(known?.coverage.map((one) => one.areaType.code)).toEqual(["MD", "RGN"]); // classes opened, of the kinds that the store has

    // What is declared anew is written, what is declared no more leaves the graph.
    const changed = inventedSource({ wellKnown: [invented("KNOWN/2")] });
    expect((await seedWellKnown(fresh.store, [changed])).written).toEqual(["invented"]);
    expect(await slugs(fresh)).toEqual(["invented:KNOWN/2"]);
  });

  test("a harvest is whole, is found, and harvested again changes nothing", async () => {
    const { source } = paged([
      [
        invented("A", {
          unit: { code: "gbp-thousand", label: "£ thousand", prefix: "£", suffix: "k", multiplier: 1000 },
          caveats: ["Handle\nwith care."],
          areaTypes: ["LAD", "RGN"],
          earliest: "2019-01-01/P1Y",
          latest: "2025-01-01/P1Y",
          identifiers: [{ scheme: "NOMIS_DATASET", value: "NM_9_1", url: "https://example.org/NM_9_1" }],
          dimensions: [
            {
              code: "sex",
              label: "Sex",
              members: [
                { code: "all", label: "All", isTotal: true },
                { code: "f", label: "Female" },
              ],
            },
          ],
          facts: { geography: ["TYPE464"] },
        }),
        invented("B", { dataset: { upstreamId: "SET_2", title: "Second set", licence: { code: "X-1", label: "X" } } }),
      ],
      [invented("C", { name: "Rough sleepers counted in autumn" })],
    ]);
    const before = await readStoreVersion(fresh.store);
    const seen: number[] = [];
    const report = await syncCatalogue(fresh.store, engine, source, {
      onProgress: (progress) => seen.push(progress.seen),
    });
    expect(report).toMatchObject({ state: "DONE", pages: 2, seen: 3, added: 3, changed: 0, gone: 0, refused: 0 });
    expect(seen).toEqual([0, 2, 3]);
    expect(await readStoreVersion(fresh.store)).toBe(before + 2); // once for the declaration, once for the harvest

    const catalogue = await loadCatalogue(fresh.store);
    const a = catalogue.indicatorByIdentifier("NOMIS_DATASET", "NM_9_1");
    expect(a?.slug).toBe("invented:A");
    expect(a?.unit).toEqual({ code: "gbp-thousand", label: "£ thousand", prefix: "£", suffix: "k", multiplier: 1000 });
    expect(a?.caveats).toEqual(["Handle with care."]);
    expect(a?.remote?.indicator.facts).toEqual({ geography: ["TYPE464"] });
    expect(a?.remote?.indicator.dataset.title).toBe("First set");
    const [sex] = a?.dimensions ?? [];
    expect(sex?.members.map((member) => [member.code, member.isTotal, member.dimension.code])).toEqual([
      ["all", true, "sex"],
      ["f", false, "sex"],
    ]);
    expect(new Set([sex?.id, ...(sex?.members ?? []).map((member) => member.id)]).size).toBe(3);
    expect(Math.max(sex?.id ?? 0, ...(sex?.members ?? []).map((member) => member.id))).toBeLessThan(0);
    expect(a?.coverage.map((one) => [one.areaType.code, one.earliest?.label, one.latest?.label])).toEqual([
      ["MD", "2019", "2025"],
      ["RGN", "2019", "2025"],
    ]);
    expect(catalogue.indicatorBySlug("invented:B")?.dataset.licence).toEqual({ code: "X-1", label: "X" });
    expect(catalogue.indicatorBySlug("invented:B")?.dataset.releases).toEqual([]);
    const [hit] = createSearch(catalogue).search("rough sleeper", ["Indicator"], 5);
    expect(hit?.record.key).toBe("invented:C");

    const version = await readStoreVersion(fresh.store);
    const again = await syncCatalogue(fresh.store, engine, source);
    expect(again).toMatchObject({ state: "DONE", added: 0, changed: 0, unchanged: 3, gone: 0, changedStore: false });
    expect(await readStoreVersion(fresh.store)).toBe(version);
  });

  test("what changes is changed, what is gone is left out, and comes back", async () => {
    await syncCatalogue(fresh.store, engine, paged([[invented("A"), invented("B"), invented("C")]]).source);
    await fresh.store.db.query("INSERT INTO topic (id, slug, label) VALUES (1, 'work', 'Work')");
    const [c] = await fresh.store.db.query("SELECT id FROM indicator WHERE slug = 'invented:C'");
    await fresh.store.db.query("INSERT INTO indicator_topic (indicator_id, topic_id) VALUES (?, 1)", [c.id]);

    const moved = { upstreamId: "SET_1", title: "First set", version: "2026-06", publishedAt: "2026-06-03" };
    const second = paged([[invented("A", { name: "Renamed", dataset: moved })]]);
    const report = await syncCatalogue(fresh.store, engine, second.source);
    expect(report).toMatchObject({ state: "DONE", added: 0, changed: 1, gone: 2, changedStore: true });
    const catalogue = await loadCatalogue(fresh.store);
    expect(catalogue.indicators.map((each) => each.slug)).toEqual(["invented:A", "invented:C", "invented:KNOWN/1"]);
    expect(catalogue.indicatorBySlug("invented:A")?.name).toBe("Renamed");
    expect(catalogue.indicatorBySlug("invented:C")?.caveats.join()).toMatch(/no longer lists/); // a topic refers to it
    const [newest, older] = catalogue.datasetBySlug("invented:SET_1")?.releases ?? [];
    expect([newest?.version, newest?.publishedAt, older?.version]).toEqual(["2026-06", "2026-06-03", "2026-05"]);

    const third = paged([[invented("A", { name: "Renamed", dataset: moved }), invented("B"), invented("C")]]);
    expect(await syncCatalogue(fresh.store, engine, third.source)).toMatchObject({ added: 0, changed: 2, gone: 0 });
    expect(await slugs(fresh)).toHaveLength(4);
  });

  test("a version alone makes a release and touches no indicator", async () => {
    const at = (version: string) => ({ upstreamId: "SET_9", title: "Ninth set", version });
    await syncCatalogue(fresh.store, engine, paged([[invented("A", { dataset: at("1") })]]).source);
    const second = await syncCatalogue(fresh.store, engine, paged([[invented("A", { dataset: at("2") })]]).source);
    expect(second).toMatchObject({ added: 0, changed: 0, unchanged: 1, changedStore: true });
    await syncCatalogue(fresh.store, engine, paged([[invented("A", { dataset: at("1") })]]).source);
    const releases = (await loadCatalogue(fresh.store)).datasetBySlug("invented:SET_9")?.releases ?? [];
    expect(releases.map((release) => release.version)).toEqual(["1+2", "2", "1"]);
  });

  test("items that cannot be kept are refused one by one, with the reason", async () => {
    const bad = [
      invented("no unit", {}),
      invented("U", { unit: { code: "", label: "" } }),
      invented("L".repeat(121)),
      invented("D", { dimensions: [{ code: "Sex", label: "Sex", members: [{ code: "a", label: "a" }] }] }),
      invented("T", {
        dimensions: [
          {
            code: "sex",
            label: "Sex",
            members: [
              { code: "a", label: "a", isTotal: true },
              { code: "b", label: "b", isTotal: true },
            ],
          },
        ],
      }),
      invented("P", { latest: "last year" }),
      invented("GOOD", { name: "x".repeat(400), definition: "y".repeat(70_000) }),
      invented("GOOD"),
    ];
    const report = await syncCatalogue(fresh.store, engine, paged([bad]).source);
    expect(report).toMatchObject({ state: "DONE", added: 1, refused: 7 });
    expect(report.refusals.map((refusal) => refusal.reason)).toEqual([
      expect.stringMatching(/no space/),
      expect.stringMatching(/no unit/),
      expect.stringMatching(/120 characters/),
      expect.stringMatching(/small letters/),
      expect.stringMatching(/two totals/),
      expect.stringMatching(/period/),
      expect.stringMatching(/came before/),
    ]);
    expect((await loadCatalogue(fresh.store)).indicatorBySlug("invented:GOOD")?.name).toHaveLength(300);
  });

  test("a harvest that breaks off keeps what came and goes on from there", async () => {
    const down = new SourceFault("UNAVAILABLE", "The publisher does not answer.");
    await syncCatalogue(fresh.store, engine, paged([[invented("OLD")]]).source);
    const broken = paged([[invented("A")], [invented("B")], down]);
    const report = await syncCatalogue(fresh.store, engine, broken.source);
    expect(report).toMatchObject({ state: "FAILED", added: 2, gone: 0, message: "The publisher does not answer." });
    expect(await slugs(fresh)).toContain("invented:OLD"); // nothing counts as gone before all of it came

    const mended = paged([[invented("A")], [invented("B")], [invented("C")]]);
    const rest = await syncCatalogue(fresh.store, engine, mended.source);
    expect(mended.asked).toEqual(["2"]);
    expect(rest).toMatchObject({ state: "DONE", resumed: true, pages: 3, seen: 3, added: 1, gone: 1 });
    expect(await slugs(fresh)).toEqual(["invented:A", "invented:B", "invented:C", "invented:KNOWN/1"]);

    // Asked to, it begins again; after a day it does by itself.
    await syncCatalogue(fresh.store, engine, broken.source);
    const restarted = paged([[invented("A")]]);
    await syncCatalogue(fresh.store, engine, restarted.source, { restart: true });
    expect(restarted.asked).toEqual([undefined]);
  });

  test("pages that go in a circle end in a fault", async () => {
    const source = inventedSource({
      // biome-ignore lint/correctness/useYield: a plan that asks nobody
      *catalogue() {
        return { indicators: [], next: "again" };
      },
    });
    expect(await syncCatalogue(fresh.store, engine, source)).toMatchObject({
      state: "FAILED",
      message: expect.stringMatching(/circle/),
    });
  });

  test("a service takes no slug from the hub's own", async () => {
    await seedWellKnown(fresh.store, [inventedSource({ id: "ons" })]);
    const catalogue = await loadCatalogue(fresh.store);
    expect(catalogue.sourceOfService("ons")?.slug).toBe("ons-api"); // the starter set has a source "ons", loaded or not
    expect(catalogue.indicatorBySlug("ons:KNOWN/1")?.remote?.source).toBe("ons");
  });
});
