import type { ObservationSelection } from "../../../src/datasources/core/ports";
import type { ObservationRecord } from "../../../src/datasources/core/records";
import { loadCatalogue } from "../../../src/datasources/local/catalogue";
import { createCatalogues, withCatalogue } from "../../../src/datasources/local/catalogue-cache";
import { LocalObservations } from "../../../src/datasources/local/observations";
import type { Store } from "../../../src/datasources/local/store";
import { AREAS, CLAIMANTS, insert, observation, PERIODS, smallServerStore, smallStore } from "./small-store";

const now = () => new Date("2026-07-01T09:00:00Z");
type Ask = { slugs?: readonly string[]; codes: readonly string[] } & Partial<
  Pick<ObservationSelection, "period" | "breakdown">
>;

async function ask(
  store: Store,
  reader: LocalObservations,
  { slugs = ["claimant-count"], codes, period = {}, breakdown = [] }: Ask,
) {
  const catalogue = await loadCatalogue(store, { now });
  const indicators = slugs.map((slug) => required(catalogue.indicatorBySlug(slug)));
  const areas = codes.map((code) => required(catalogue.areaByCode(code)));
  return reader.read(catalogue, { indicators, areas, period, breakdown });
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("the small store lacks what the test asks for");
  return found;
}

const brief = (record: ObservationRecord) => [record.area.code, record.period.label, record.value];

const figures = (open: () => Promise<{ store: Store; drop: () => Promise<void> } | undefined>) => () => {
  let opened: { store: Store; drop: () => Promise<void> } | undefined;
  beforeAll(async () => {
    opened = await open();
  }, 60_000);
  afterAll(async () => opened?.drop());
  const on = (name: string, run: (store: Store, reader: LocalObservations) => Promise<void>) =>
    test(name, async () => {
      if (opened !== undefined) await run(opened.store, new LocalObservations(opened.store));
    });

  on("real figures come back: latest, on a day, between days, by id", async (store, reader) => {
    const codes = ["E08000003"];
    const latest = await ask(store, reader, { codes });
    expect(latest.map(brief)).toEqual([["E08000003", "2021", 8.2]]);
    expect(latest[0]?.key).toBe("claimant-count|E08000003|2021-01-01/P1Y|");
    expect(latest[0]?.release?.publishedAt).toBe("2026-06-01");
    const onDay = await ask(store, reader, { codes, period: { on: "2020-06-30" } });
    expect(onDay.map(brief)).toEqual([["E08000003", "2020", 7.7]]);
    const between = await ask(store, reader, { codes, period: { from: "2019-01-01", to: "2020-12-31" } });
    expect(between.map(brief)).toEqual([
      ["E08000003", "2019", 4.2],
      ["E08000003", "2020", 7.7],
    ]);
    const byId = await ask(store, reader, { codes, period: { ids: ["2019-01-01/P1Y"] } });
    expect(byId.map((record) => record.value)).toEqual([4.2]);
  });

  on("limits and breakdowns come back; the only breakdown answers when none is asked for", async (store, reader) => {
    const slugs = ["healthy-life-expectancy"];
    const [life, ...more] = await ask(store, reader, { slugs, codes: ["E06000009"] });
    expect(more).toEqual([]);
    expect([life?.value, life?.lowerCI95, life?.upperCI95, life?.breakdownOf.code]).toEqual([
      50.9,
      47.3,
      54.4,
      "sex=male",
    ]);
    const breakdown = [{ dimension: "sex", members: ["female"] }];
    const [female] = await ask(store, reader, { slugs, codes: ["E06000009"], breakdown });
    expect([female?.value, female?.missing]).toEqual([null, "NOT_AVAILABLE"]);
    expect(female?.notes[0]).toContain("sex");
  });

  on(
    "both codes of a recoded area reach every figure; the asked code wins where both have one",
    async (store, reader) => {
      const series = (code: string) => ask(store, reader, { codes: [code], period: { latest: 9 } });
      const old = await series("E08000016");
      expect(old.map((record) => [record.period.label, record.value, record.publishedFor?.code])).toEqual([
        ["2020", 5, undefined],
        ["2021", 0, undefined],
        ["2025", 4.6, "E08000038"],
      ]);
      const recoded = await series("E08000038");
      expect(recoded.map((record) => [record.period.label, record.value, record.publishedFor?.code])).toEqual([
        ["2020", 5, "E08000016"],
        ["2021", 5.1, undefined],
        ["2025", 4.6, undefined],
      ]);
      expect(recoded.every((record) => record.area.code === "E08000038")).toBe(true);
      expect(recoded[0]?.notes).toEqual(["Carried back by the publisher."]);
    },
  );

  on("a published blank keeps the publisher's reason; 0 is a value", async (store, reader) => {
    const [trafford] = await ask(store, reader, { codes: ["E08000009"] });
    expect([trafford?.value, trafford?.missing, trafford?.release?.id]).toEqual([null, "CONFIDENTIAL", 1]);
    const [zero] = await ask(store, reader, { codes: ["E08000016"], period: { on: "2021-05-01" } });
    expect([zero?.value, zero?.missing]).toEqual([0, null]);
  });

  on("every absence says why and what to ask for", async (store, reader) => {
    const one = async (codes: readonly string[], period = {}, slugs = ["claimant-count"]) => {
      const [record] = await ask(store, reader, { codes, period, slugs });
      return [record?.missing, record?.period.id, record?.notes[0]];
    };
    expect(await one(["E07000187"])).toEqual([
      "AREA_DID_NOT_EXIST",
      "2025-01-01/P1Y",
      "Mendip ended on 31 March 2023; ask for Somerset (E06000066).",
    ]);
    expect((await one(["E07000190"], { on: "2025-06-01" }))[2]).toContain("Somerset (E06000066)");
    expect((await one(["E06000066"], { on: "2019-06-01" }))[2]).toMatch(
      /began on 1 April 2023; ask for Mendip \(E07000187\)/,
    );
    expect((await one(["E92000001"]))[0]).toBe("NOT_COLLECTED_AT_THIS_GEOGRAPHY");
    expect((await one(["E06000009"]))[0]).toBe("NOT_AVAILABLE");
    expect(await one(["E08000003"], { on: "2031-02-01" })).toEqual(["NOT_AVAILABLE", "2031-02-01", expect.any(String)]);
  });

  on("order is area, indicator, breakdown, time, and every pair is answered", async (store, reader) => {
    const slugs = ["gross-median-weekly-pay", "claimant-count"];
    const records = await ask(store, reader, { slugs, codes: ["E08000003", "K02000001"] });
    expect(records.map((record) => [record.area.code, record.indicator.slug, record.value])).toEqual([
      ["E08000003", "gross-median-weekly-pay", null],
      ["E08000003", "claimant-count", 8.2],
      ["K02000001", "gross-median-weekly-pay", 642.5],
      ["K02000001", "claimant-count", null],
    ]);
  });

  on("a key names its observation, figure or absence, and nothing else", async (store, reader) => {
    const catalogue = await loadCatalogue(store, { now });
    const records = await ask(store, reader, {
      slugs: ["claimant-count", "healthy-life-expectancy"],
      codes: ["E06000009", "E08000038", "E07000187"],
      period: { latest: 9 },
    });
    expect(records.length).toBeGreaterThan(5);
    for (const record of records) {
      const found = await reader.observationByKey(catalogue, record.key);
      expect([found?.key, found?.value, found?.missing, found?.notes]).toEqual([
        record.key,
        record.value,
        record.missing,
        record.notes,
      ]);
    }
    for (const key of [
      "",
      "x|y|z|",
      "claimant-count|E08000003|2021-01-01/P1Y",
      "claimant-count|E08000003|2021|",
      "claimant-count|E08000003|2021-01-01/P1Y|age=3",
    ]) {
      expect(await reader.observationByKey(catalogue, key)).toBeUndefined();
    }
  });

  on("very large indicators give the same answers without being kept", async (store, reader) => {
    const small = new LocalObservations(store, { largestBlock: 2 });
    const question = {
      slugs: ["claimant-count", "gross-median-weekly-pay"],
      codes: ["E08000038", "E06000009", "K02000001"],
      period: { latest: 3 },
    };
    const plain = (records: readonly ObservationRecord[]) =>
      records.map((record) => [record.key, record.value, record.missing, record.period.id]);
    expect(plain(await ask(store, small, question))).toEqual(plain(await ask(store, reader, question)));
    expect([small.state.blocks, reader.state.blocks]).toEqual([1, 2]);
  });

  on("a cache of no room or too little gives the same answers and keeps within its bounds", async (store, reader) => {
    const plain = (records: readonly ObservationRecord[]) =>
      records.map((record) => [record.key, record.value, record.missing, record.period.id, record.notes]);
    for (const maxBytes of [0, 1, 2_000]) {
      const small = new LocalObservations(store, { maxBytes });
      for (const code of ["E08000038", "E06000009", "K02000001", "E08000003"]) {
        for (const period of [{}, { latest: 2 }, { on: "2021-06-01" }, { from: "2015-01-01", to: "2022-12-31" }]) {
          const question = { slugs: ["claimant-count", "gross-median-weekly-pay"], codes: [code], period };
          expect(plain(await ask(store, small, question))).toEqual(plain(await ask(store, reader, question)));
        }
      }
      expect(small.state.bytes).toBeLessThanOrEqual(maxBytes);
      if (maxBytes < 1_000) expect([small.state.blocks, small.state.hits]).toEqual([0, 0]);
    }
  });

  on("statements: one cold, none warm, one for callers at the same time", async (store, reader) => {
    const question = { slugs: ["claimant-count", "gross-median-weekly-pay"], codes: ["E08000003", "K02000001"] };
    await Promise.all([ask(store, reader, question), ask(store, reader, question)]);
    await ask(store, reader, question);
    expect(reader.state.statements).toBe(1);
    expect(reader.state.bytes).toBeGreaterThan(0);
    const catalogue = await loadCatalogue(store, { now });
    const query = jest.spyOn(store.db, "query");
    const indicators = catalogue.indicators;
    await reader.read(catalogue, { indicators, areas: catalogue.areas, period: {}, breakdown: [] });
    expect(query).toHaveBeenCalledTimes(1); // healthy life expectancy alone was not kept
    query.mockRestore();
  });
};

describe(
  "figures on the embedded store",
  figures(async () => {
    const store = await smallStore();
    return { store, drop: () => store.db.destroy() };
  }),
);
describe("figures on the MySQL family", figures(smallServerStore));

test("a load of one data set shows in the next answer, and leaves the other blocks in place", async () => {
  const store = await smallStore();
  const reader = new LocalObservations(store);
  let time = now().getTime();
  const catalogues = createCatalogues(store, { maxAgeMs: 1000, now: () => new Date(time) });
  const read = () =>
    withCatalogue(catalogues, async (catalogue) => {
      const areas = [required(catalogue.areaByCode("E08000003"))];
      const records = await reader.read(catalogue, {
        indicators: catalogue.indicators,
        areas,
        period: {},
        breakdown: [],
      });
      return records.map((record) => record.value);
    });
  expect(await read()).toEqual([8.2, null, null]);
  await store.db.query("UPDATE dataset SET version = 2 WHERE id = 1");
  await insert(store, {
    observation: [observation({ indicator: CLAIMANTS, area: AREAS.manchester, period: PERIODS.y2022, value: 5.5 })],
  });
  expect(await read()).toEqual([8.2, null, null]); // within the age that was promised
  time += 1001;
  expect(await read()).toEqual([5.5, null, null]);
  expect(reader.state.statements).toBe(2);
  await store.db.destroy();
});

test("figures newer than the catalogue make it reload and answer anew", async () => {
  const store = await smallStore();
  const reader = new LocalObservations(store);
  const catalogues = createCatalogues(store, { maxAgeMs: 3_600_000, now });
  const old = await catalogues.current();
  await insert(store, {
    dataset_release: [
      {
        id: 50,
        dataset_id: 1,
        title: "Next",
        version: "2026-06-30",
        type: "MAJOR",
        status: "PUBLISHED",
        learnt_at: "2026-06-30 00:00:00.000",
        content_hash: "f".repeat(64),
        rows_read: 1,
        rows_kept: 11,
        rows_refused: 0,
      },
    ],
    observation: [
      observation({ indicator: CLAIMANTS, area: AREAS.manchester, period: PERIODS.y2025, value: 6.5, release: 50 }),
    ],
  });
  await store.db.query("UPDATE dataset SET version = 2 WHERE id = 1");
  const areas = [required(old.areaByCode("E08000003"))];
  const indicators = [required(old.indicatorBySlug("claimant-count"))];
  await expect(reader.read(old, { indicators, areas, period: {}, breakdown: [] })).rejects.toThrow("behind");
  const answer = await withCatalogue(catalogues, async (catalogue) => {
    const chosen = [required(catalogue.indicatorBySlug("claimant-count"))];
    return reader.read(catalogue, {
      indicators: chosen,
      areas: [required(catalogue.areaByCode("E08000003"))],
      period: {},
      breakdown: [],
    });
  });
  expect(answer.map((record) => record.value)).toEqual([6.5]);
  await store.db.destroy();
});
