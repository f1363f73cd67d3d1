import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importPath } from "../../src/ingest/import";
import { folderOf } from "../ingest/support/folders";
import { DATASET, hasDeprivation, LONG, SHARED, writeDeprivationFolder } from "../support/deprivation-folder";
import {
  type MadeFigure,
  madeNumber,
  madeRows,
  madeTables,
  type Placed,
  placesOfLsoas,
} from "../support/made-small-areas";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAsking } from "./ask";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);
const [LAST, NOW] = ["2024-01-01/P1Y", "2025-01-01/P1Y"];
const [MANCHESTER, TRAFFORD, CITY_OF_LONDON, NORTH_WEST] = ["E08000003", "E08000009", "E09000001", "E12000002"];
/** Counts, and four scores of a domain: of the publisher's 135 indicators those that are asked about here. */
const DEPRIVATION = [
  "iod-income-domain-numerator",
  "iod-imd-score",
  "iod-crime-score",
  "iod-health-score",
  "iod-education-score",
];
const COUNT = "made-cases";
const RATE = "made-rate";
const SUMS = [
  [COUNT, "people", "COUNT", 1],
  [RATE, "percent", "PERCENTAGE", 0],
  ["made-score", "score", "SCORE", 0],
  ["made-bare-rate", "percent", "PERCENTAGE", 0],
] as const;

describe.each(STORE_KINDS.filter(has))("small areas added up (%s store)", (kind) => {
  let own: OwnStore;
  let hub: Asking;
  /** By SQL of its own: every LSOA with each area that it lies in, by way of wards. */
  let placed: readonly Placed[];

  beforeAll(async () => {
    own = (await ownStarter(kind, ["imd-rank", "imd-decile", "imd-average-score"])) as OwnStore;
    placed = await placesOfLsoas(own);
    const folder = folderOf({
      ...madeTables(SUMS),
      "observations/made-small-areas.csv": madeRows(figuresOfLsoas(placed)),
    });
    const report = await importPath(own.store, folder.path);
    folder.remove();
    expect(report.files.flatMap((file) => file.refusals)).toEqual([]);
    if (hasDeprivation) await importDeprivation(own);
    const store = own.store;
    hub = await startAsking({ kind, location: { kind: "embedded", file: "" }, open: async () => store });
  }, 240_000);
  afterAll(async () => {
    await hub?.hub.close();
    await own?.drop();
  });

  const index = new Map<string, string[]>();
  const lsoasOf = (code: string) => {
    if (index.size === 0)
      for (const { area, inside } of placed) index.set(inside, [...new Set([...(index.get(inside) ?? []), area])]);
    return index.get(code) ?? [];
  };
  const sum = (codes: readonly string[], made: (code: string) => number) =>
    codes.reduce((total, code) => total + made(code), 0);
  const ask = async (codes: readonly string[], indicators: readonly string[], more = "period: { latest: 1 }") => {
    const query = `query($codes: [GSSCode!], $indicators: [String!]!) { observations(select: { indicators: $indicators, areas: { gssCodes: $codes }, ${more}, options: { rollUp: true } }, first: 1000) { nodes {
      id area { gssCode } indicator { slug } period { id } value count numerator denominator missing notes lowerCI95
      provenance { method boundaryMethod boundariesAt formula citation } } } }`;
    return (await hub.ask(query, { codes, indicators })).observations.nodes as Answer[];
  };

  test("a count answers for wards and councils by the sum over their LSOAs, with how it was made", async () => {
    const ward =
      placed.find(({ inside, area }) => inside.startsWith("E05") && lsoasOf(MANCHESTER).includes(area))?.inside ?? "";
    const [small, council] = await ask([MANCHESTER, ward], [COUNT]); // by code
    expect(lsoasOf(MANCHESTER)).toHaveLength(295);
    expect(council).toMatchObject({
      value: sum(lsoasOf(MANCHESTER), (code) => cases(code, NOW)),
      missing: null,
      period: { id: NOW },
      provenance: {
        method: "AGGREGATED",
        boundaryMethod: "EXACT_AGGREGATION",
        formula: "sum of the values of 295 LSOAs",
      },
    });
    expect(council.notes).toEqual([expect.stringMatching(/295 LSOAs/)]);
    expect(small.value).toBe(sum(lsoasOf(ward), (code) => cases(code, NOW)));
    expect(small.provenance).toMatchObject({ method: "AGGREGATED", boundaryMethod: "BEST_FIT" });
  });

  test("a rate is the sum of numerators over the sum of denominators, and not the mean of the small areas' rates", async () => {
    const [council] = await ask([TRAFFORD], [RATE]);
    const codes = lsoasOf(TRAFFORD);
    const [above, below] = [sum(codes, (code) => cases(code, NOW)), sum(codes, people)];
    expect(council.value).toBeCloseTo((100 * above) / below, 9);
    expect(council).toMatchObject({ numerator: above, denominator: below, lowerCI95: null });
    const mean = sum(codes, (code) => (100 * cases(code, NOW)) / people(code)) / codes.length;
    expect(Math.abs(council.value - mean)).toBeGreaterThan(0.01);
  });

  test("periods are chosen among those that the small areas have", async () => {
    const both = await ask([TRAFFORD], [COUNT], "period: { latest: 2 }");
    expect(both.map((each) => [each.period.id, each.value])).toEqual(
      [LAST, NOW].map((period) => [period, sum(lsoasOf(TRAFFORD), (code) => cases(code, period))]),
    );
    const [then] = await ask([TRAFFORD], [COUNT], `period: { ids: ["${LAST}"] }`);
    expect(then.value).toBe(both[0].value);
  });

  test("a whole of which one part is withheld is withheld, and says so", async () => {
    const [city] = await ask([CITY_OF_LONDON], [COUNT]);
    const parts = lsoasOf(CITY_OF_LONDON).length;
    expect(city).toMatchObject({ value: null, missing: "CONFIDENTIAL", provenance: { method: "AGGREGATED" } });
    expect(city.notes).toEqual([expect.stringContaining(`${parts - 1} of ${parts} LSOAs have a figure`)]);
  });

  test("what cannot be added is refused with what would be needed", async () => {
    const [bare, score] = await ask([TRAFFORD], ["made-bare-rate", "made-score"]);
    expect(score).toMatchObject({ value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY" });
    expect(score.notes.join()).toMatch(/Scores cannot be added up.*would be needed/);
    expect(bare).toMatchObject({ value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY" });
    expect(bare.notes.join()).toMatch(/numerator and the denominator of each area.*a mean of the areas' rates/);
  });

  test("nothing is added up unless it is asked for, and a published figure is never replaced", async () => {
    const { observations } = await hub.ask(
      `{ observations(select: { indicators: ["${COUNT}"], areas: { gssCodes: ["${TRAFFORD}"] } }) { nodes { value missing notes } } }`,
    );
    expect(observations.nodes).toMatchObject([{ value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY" }]);
    const [published] = await ask([MANCHESTER], ["imd-average-score"]);
    expect(published.provenance).toMatchObject({ method: "PUBLISHED" });
  });

  test("a region is made of what it holds; the United Kingdom is not made of England's parts", async () => {
    const [region, kingdom] = await ask([NORTH_WEST, "K02000001"], [COUNT]);
    expect(kingdom).toMatchObject({ value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY" });
    expect(region.provenance.formula).toMatch(/^sum of the values of \d{4} LSOAs$/);
  });

  test("its id opens the same figure again, apart from the blank that stands as published", async () => {
    const [council] = await ask([MANCHESTER], [COUNT]);
    const { node, area } = await hub.ask(
      `query($id: ID!) { node(id: $id) { ... on Observation { id value provenance { method } } } area(gssCode: "${MANCHESTER}") { observation(indicator: "${COUNT}") { id value } } }`,
      { id: council.id },
    );
    expect(node).toEqual({ id: council.id, value: council.value, provenance: { method: "AGGREGATED" } });
    expect(area.observation.id).not.toBe(council.id);
  });

  describe("the publisher's own LSOA figures", () => {
    if (!hasDeprivation)
      process.stdout.write(
        `LSOA figures as published are not proved: there is no ${LONG.replace(SHARED, "<shared>")}.\n`,
      );
    const proved = hasDeprivation ? test : test.skip;
    proved(
      "numerators of the income domain add up to the published numbers for councils, to the rounding of each LSOA",
      async () => {
        // Income scale of the Indices of Deprivation 2025, local authority district summaries.
        const published = { E08000003: 210_631, E08000009: 40_418, E06000001: 33_507, E07000076: 40_353 };
        const made = await ask(Object.keys(published), ["iod-income-domain-numerator"]);
        for (const { area, value } of made) {
          const told = published[area.gssCode as keyof typeof published];
          expect(Math.abs(value - told)).toBeLessThanOrEqual(2.5 * lsoasOf(area.gssCode).length);
          expect(Math.abs(value / told - 1)).toBeLessThan(0.001);
        }
        const manchester = lsoasOf(MANCHESTER)
          .map((code) => `'${code}'`)
          .join();
        const [{ total }] = await own.store.db.query(
          `SELECT SUM(o.value) AS total FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN period p ON p.id = o.period_id JOIN area a ON a.id = o.area_id
         WHERE i.slug = 'iod-income-domain-numerator' AND p.iso = '${NOW}' AND a.code IN (${manchester}) AND o.superseded_at IS NULL`,
        );
        expect(made.find((each) => each.area.gssCode === MANCHESTER)?.value).toBe(Number(total));
      },
    );

    proved("which of a council's wards and LSOAs have the highest need: one query, five indicators", async () => {
      const top = (indicator: string, direction: string, area: string, more = "") =>
        `observations(select: { indicators: ["${indicator}"], areas: { type: ${area}, within: "${MANCHESTER}" }, orderBy: VALUE, direction: ${direction}, ${more} }, first: 3) { nodes { area { gssCode name } value provenance { source { name } } } totalCount }`;
      const rolled = "options: { rollUp: true }";
      const answer = await hub.ask(`{
        rank: ${top("imd-rank", "ASC", "LSOA")}
        income: ${top("iod-income-domain-numerator", "DESC", "LSOA")}
        crime: ${top("iod-crime-score", "DESC", "LSOA")}
        health: ${top("iod-health-score", "DESC", "LSOA")}
        made: ${top(COUNT, "DESC", "LSOA")}
        wards: ${top("iod-income-domain-numerator", "DESC", "WD", rolled)}
        madeWards: ${top(COUNT, "DESC", "WD", rolled)}
      }`);
      const values = new Map<string, Map<string, number>>();
      const rows: { slug: string; code: string; value: number }[] = await own.store.db.query(
        `SELECT i.slug AS slug, a.code AS code, o.value AS value FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id
         JOIN period p ON p.id = o.period_id WHERE o.superseded_at IS NULL AND p.iso = '${NOW}' AND i.slug IN ('imd-rank', '${DEPRIVATION.join("', '")}')`,
      );
      for (const { slug, code, value } of rows)
        values.set(slug, (values.get(slug) ?? new Map<string, number>()).set(code, value));
      const best = (slug: string, sign: number) =>
        lsoasOf(MANCHESTER)
          .map((code) => values.get(slug)?.get(code) ?? Number.NaN)
          .sort((a, b) => sign * (a - b))
          .slice(0, 3);
      const told = (name: string) => answer[name].nodes.map((node: Answer) => node.value);
      expect(told("rank")).toEqual(best("imd-rank", 1));
      expect(told("income")).toEqual(best("iod-income-domain-numerator", -1));
      expect(told("crime")).toEqual(best("iod-crime-score", -1));
      expect(told("health")).toEqual(best("iod-health-score", -1));
      const inside = new Set(lsoasOf(MANCHESTER));
      const wards = [...new Set(placed.filter(({ area }) => inside.has(area)).map((each) => each.inside))];
      const sums = wards
        .filter((code) => code.startsWith("E05"))
        .map((code) =>
          sum(lsoasOf(code), (lsoa) => values.get("iod-income-domain-numerator")?.get(lsoa) ?? Number.NaN),
        );
      expect(answer.wards.totalCount).toBe(sums.length);
      expect(told("wards")).toEqual(sums.sort((a, b) => b - a).slice(0, 3));
      expect(new Set(Object.values(answer).map((part: Answer) => part.nodes[0].provenance.source.name)).size).toBe(3);
    });
  });
});

/** All rows of the publisher's file are read; those of five indicators are kept. */
async function importDeprivation({ store }: OwnStore): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "outturn-iod-"));
  try {
    await writeDeprivationFolder(folder, DEPRIVATION);
    const report = await importPath(store, folder);
    expect(report.files.at(-1)).toMatchObject({ file: `observations/${DATASET}.parquet`, refused: 0 });
    expect(report.files.at(-1)).toMatchObject({ rowsRead: 4_490_245, kept: 234_427 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function people(code: string): number {
  return madeNumber(`${code} people`, 900, 3_000);
}

function cases(code: string, period: string): number {
  return madeNumber(`${code} ${period}`, 5, 400);
}

function figuresOfLsoas(placed: readonly Placed[]): readonly MadeFigure[] {
  const codes = [...new Set(placed.map(({ area }) => area))].filter((code) => code.startsWith("E"));
  const [withheld] = placed.filter(({ inside }) => inside === CITY_OF_LONDON).map(({ area }) => area);
  const figures = codes.flatMap((area): MadeFigure[] => [
    ...[LAST, NOW].map((period) =>
      area === withheld
        ? { indicator: COUNT, area, period, missing: "CONFIDENTIAL" }
        : { indicator: COUNT, area, period, value: cases(area, period) },
    ),
    {
      indicator: RATE,
      area,
      period: NOW,
      value: Math.round((1_000 * cases(area, NOW)) / people(area)) / 10,
      numerator: cases(area, NOW),
      denominator: people(area),
    },
  ]);
  const few = placed
    .filter(({ inside }) => inside === TRAFFORD)
    .flatMap(({ area }): MadeFigure[] => [
      { indicator: "made-score", area, period: NOW, value: madeNumber(area, 1, 90) },
      { indicator: "made-bare-rate", area, period: NOW, value: madeNumber(area, 1, 90) },
    ]);
  return [...figures, ...few];
}
