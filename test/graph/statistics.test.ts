import * as groupStatistics from "../../src/statistics/group-statistics";
import { describeOnBothStores } from "../support/stores";
import { type Answer, type Asking, startAsking } from "./ask";

/** Counts how often a group's statistics are worked out; the rest of the module stays as it is. */
jest.mock("../../src/statistics/group-statistics", () => {
  const actual = jest.requireActual<typeof groupStatistics>("../../src/statistics/group-statistics");
  return { ...actual, groupStatistics: jest.fn(actual.groupStatistics) };
});

const TRAFFORD = "E08000009";
const FEMALE = "healthy-life-expectancy-female";

interface Row {
  readonly code: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

describeOnBothStores("statistics in the graph", (store) => {
  let hub: Asking;
  beforeAll(async () => {
    hub = await startAsking(store, { OUTTURN_RESPONSE_CACHE_MB: "0", OUTTURN_MAX_COST: "1000000" });
  });
  afterAll(() => hub?.close());

  /** Figures of one indicator and period by hand-made SQL, past everything that the hub does with them. */
  const figures = async (slug: string, start: string): Promise<readonly Row[]> =>
    hub.store.db.query(
      `SELECT a.code AS code, o.value AS value, o.lower_ci95 AS lower, o.upper_ci95 AS upper
       FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
       WHERE i.slug = '${slug}' AND p.start_date = '${start}' AND o.superseded_at IS NULL AND o.value IS NOT NULL`,
    );

  test("question 1: is Trafford's female healthy life expectancy different from its neighbours', and is it moving?", async () => {
    const { area } = await hub.ask(`{ area(gssCode: "${TRAFFORD}") { observation(indicator: "${FEMALE}") {
      value lowerCI95 upperCI95
      comparison(with: { kind: NEAREST_NEIGHBOURS }) {
        outcome method significance why rank rankOf rankInterval(method: SIMULATED) { method best worst } funnel { centre }
        statistics { count missing missingReasons { reason count } median interquartileRange scaledMedianAbsoluteDeviation parentValue parent { area { gssCode } } }
        differences { area { gssCode } difference lower95 upper95 significance overlap outcome why } }
      change { difference unit lower95 upper95 significance direction isComparable reasons }
      trend { marker method significance pointsUsed series { period { label } } why } } } }`);
    const { observation } = area;
    const rows = await figures(FEMALE, "2022-01-01");
    const near: { code: string }[] = await hub.store.db.query(
      `SELECT b.code AS code FROM neighbour n JOIN area a ON a.id = n.area_id JOIN area b ON b.id = n.neighbour_area_id
       WHERE a.code = '${TRAFFORD}' AND n.model = 'ONS_GLOBAL' ORDER BY n.position`,
    );
    const own = rows.find((row) => row.code === TRAFFORD) as Row;
    const others = near.map(({ code }) => rows.find((row) => row.code === code));
    const valued = [own, ...others.filter((row) => row !== undefined)]
      .map((row) => row.value ?? 0)
      .toSorted((a, b) => a - b);
    const { comparison } = observation;
    expect(comparison.rankOf).toBe(valued.length);
    expect(comparison.statistics).toMatchObject({
      count: valued.length,
      missing: near.length + 1 - valued.length,
      missingReasons: [{ reason: "NOT_COLLECTED_AT_THIS_GEOGRAPHY", count: near.length + 1 - valued.length }],
      median: valued[(valued.length - 1) / 2], // an odd number of them
      parentValue: rows.find((row) => row.code === "E92000001")?.value,
      parent: { area: { gssCode: "E92000001" } },
    });
    // The neighbours' median lies within Trafford's own limits: not different, at either level.
    expect([own.lower ?? 99, own.upper ?? 0]).toEqual([61.3, 69.1]);
    expect(comparison).toMatchObject({ outcome: "SIMILAR", significance: "NOT_SIGNIFICANT", why: null, funnel: null });
    expect(comparison.rankInterval.method).toBe("SIMULATED");
    expect(comparison.rankInterval.best).toBeLessThan(comparison.rank);
    expect(comparison.differences.map((each: Answer) => each.area.gssCode)).toEqual(near.map(({ code }) => code));
    for (const [place, other] of others.entries()) {
      const found = comparison.differences[place];
      if (other === undefined) {
        expect(found).toMatchObject({ difference: null, significance: "NOT_TESTED", outcome: "NOT_COMPARED" });
        expect(found.why).toMatch(/\.$/);
        continue;
      }
      const [a, b] = [own, other] as unknown as [Record<keyof Row, number>, Record<keyof Row, number>];
      const difference = a.value - b.value;
      const lower = difference - Math.sqrt((a.value - a.lower) ** 2 + (b.upper - b.value) ** 2);
      const upper = difference + Math.sqrt((a.upper - a.value) ** 2 + (b.value - b.lower) ** 2);
      expect([found.difference, found.lower95, found.upper95]).toEqual([difference, lower, upper].map(near9));
      expect(found.significance === "NOT_SIGNIFICANT").toBe(lower <= 0 && upper >= 0);
      expect(found.overlap).toBe(a.lower <= b.upper && b.lower <= a.upper);
    }
    // Rolling three-year figures since 2011: four share no year, and a trend needs five.
    expect(observation.trend).toMatchObject({ marker: "CANNOT_BE_CALCULATED", method: "NONE", pointsUsed: 4 });
    expect(observation.trend.why).toContain("do not overlap");
    expect(observation.change).toMatchObject({ unit: "UNIT_OF_THE_INDICATOR", isComparable: true, reasons: [] });
  });

  test("question 6: who improved most on persistent absence from a similar start", async () => {
    const { improvers } =
      await hub.ask(`{ improvers(indicator: "persistent-absences-all-pupils", among: { type: UTLA, within: "E92000001" },
      from: { ids: ["2021/22"] }, to: { ids: ["2024/25"] }, similarStartTo: "${TRAFFORD}", first: 50) {
      rank compared area { gssCode } start { value period { id } } end { value period { id } } improvement
      change { difference unit percentage direction significance isComparable } } }`);
    const { areas } = await hub.ask(
      `{ areas(select: { type: UTLA, within: "E92000001" }, first: 500) { nodes { gssCode predecessors { from { gssCode } kind } } } }`,
    );
    const slug = "persistent-absences-all-pupils";
    const [start, end] = [await figures(slug, "2021-08-01"), await figures(slug, "2024-08-01")];
    const valueIn = (rows: readonly Row[], codes: readonly string[]) =>
      rows.find((row) => codes.includes(row.code))?.value ?? null;
    const pairs = areas.nodes.flatMap((area: Answer) => {
      const recoded = area.predecessors.filter((each: Answer) => each.kind === "RECODED");
      const codes = [area.gssCode, ...recoded.map((each: Answer) => each.from.gssCode)];
      const [from, to] = [valueIn(start, codes), valueIn(end, codes)];
      return from === null ? [] : [{ code: area.gssCode, from, to }];
    });
    const starts: number[] = pairs.map((pair: Answer) => pair.from);
    const middle = median(starts);
    const margin = 0.5 * 1.4826 * median(starts.map((value) => Math.abs(value - middle)));
    const own = valueIn(start, [TRAFFORD]) ?? Number.NaN;
    const similar = pairs.filter((pair: Answer) => pair.to !== null && Math.abs(pair.from - own) <= margin);
    const expected = similar
      .map((pair: Answer) => ({ code: pair.code, improvement: pair.from - pair.to }))
      .filter((pair: Answer) => pair.improvement > 0)
      .toSorted((a: Answer, b: Answer) => b.improvement - a.improvement);
    expect(improvers.map((each: Answer) => each.area.gssCode)).toEqual(expected.map((each: Answer) => each.code));
    expect(improvers.map((each: Answer) => each.improvement)).toEqual(
      expected.map((each: Answer) => near9(each.improvement)),
    );
    expect(improvers[0]).toMatchObject({
      rank: 1,
      compared: similar.length,
      area: { gssCode: "E09000027" }, // Richmond upon Thames
      start: { period: { id: "2021-08-01/P1Y" } },
      change: { unit: "PERCENTAGE_POINTS", direction: "IMPROVING", significance: "NOT_TESTED", isComparable: true },
    });
    expect(improvers[1].area.gssCode).toBe(TRAFFORD);
  });

  test("question 7: why is this figure blank, when will it be filled, and who else publishes it?", async () => {
    const { observations } =
      await hub.ask(`{ observations(select: { indicators: ["persistent-absences-pupils-looked-after-by-local-authorities"],
      areas: { gssCodes: ["E06000017"] }, period: { latest: 20 } }, first: 100) { nodes {
        value missing formatted notes period { label } indicator { slug coverage { areaType { code } latest { label } } latestRelease { title publishedAt } }
        trend { marker why } change { difference isComparable reasons why } comparison(with: { kind: ALL_IN_COUNTRY }) { rank outcome significance why rankInterval { method why } statistics { count missing missingReasons { reason count } } }
        provenance { source { name } release { publishedAt } alternatives { indicator { slug } } } } } }`);
    const blank = observations.nodes.find((each: Answer) => each.missing === "CONFIDENTIAL");
    expect(blank).toMatchObject({ value: null, formatted: expect.stringMatching(/onfidential/) });
    expect(blank.indicator.latestRelease.publishedAt).toMatch(/^\d{4}-\d\d-\d\d/);
    expect(blank.trend).toEqual({ marker: "CANNOT_BE_CALCULATED", why: "The figure has no value." });
    expect(blank.change === null || blank.change.reasons.includes("NO_VALUE")).toBe(true);
    expect(blank.comparison).toMatchObject({
      rank: null,
      outcome: "NOT_COMPARED",
      significance: "NOT_TESTED",
      why: "The figure has no value.",
      rankInterval: { method: "NONE", why: "The figure has no value." },
    });
    const { missing, missingReasons } = blank.comparison.statistics;
    expect(missingReasons.map((each: Answer) => each.reason)).toContain("CONFIDENTIAL");
    expect(missingReasons.reduce((sum: number, each: Answer) => sum + each.count, 0)).toBe(missing);
  });

  test("summary: one indicator over 361 councils, by hand, and weighted by what is named", async () => {
    const { indicator } = await hub.ask(`{ indicator(slug: "claimant-count") {
      summary(areas: { type: LTLA, within: "K02000001" }, period: { ids: ["2024"] }) {
        period { id } count missing missingReasons { reason count } mean weightedMean median lowerQuartile upperQuartile interquartileRange
        standardDeviation medianAbsoluteDeviation scaledMedianAbsoluteDeviation minimum maximum p10: percentile(p: 10) cuts(of: 5) parentValue
        weighted(by: "population-count") { value members without weight { slug } why } } } }`);
    const { areas } = await hub.ask(
      `{ areas(select: { type: LTLA, within: "K02000001" }, first: 500) { totalCount nodes { gssCode predecessors { kind from { gssCode } } } } }`,
    );
    expect(areas.totalCount).toBe(361);
    const codesOf = (area: Answer) => [
      area.gssCode,
      ...area.predecessors.flatMap((each: Answer) => (each.kind === "RECODED" ? [each.from.gssCode] : [])),
    ];
    const [rows, people] = [
      await figures("claimant-count", "2024-01-01"),
      await figures("population-count", "2024-06-30"),
    ];
    const pairs = areas.nodes.flatMap((area: Answer) => {
      const codes = codesOf(area);
      const value = rows.find((row) => codes.includes(row.code))?.value;
      const weight = people.find((row) => codes.includes(row.code))?.value;
      return value === undefined || value === null ? [] : [{ value, weight: weight ?? 0 }];
    });
    const values: number[] = pairs.map((pair: Answer) => pair.value).toSorted((a: number, b: number) => a - b);
    const { summary } = indicator;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(summary).toMatchObject({
      period: { id: "2024-01-01/P1Y" },
      count: values.length,
      missing: 361 - values.length,
      weightedMean: null, // no denominators are published with it
      minimum: values[0],
      maximum: values.at(-1),
    });
    const deviations = values.map((value) => Math.abs(value - median(values)));
    for (const [found, expected] of [
      [summary.mean, mean],
      [summary.median, median(values)],
      [summary.lowerQuartile, seventh(values, 0.25)],
      [summary.upperQuartile, seventh(values, 0.75)],
      [summary.interquartileRange, seventh(values, 0.75) - seventh(values, 0.25)],
      [summary.p10, seventh(values, 0.1)],
      [summary.medianAbsoluteDeviation, median(deviations)],
      [summary.scaledMedianAbsoluteDeviation, 1.4826 * median(deviations)],
      [summary.standardDeviation, Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)],
    ] as const)
      expect(found).toBeCloseTo(expected, 9);
    expect(summary.cuts).toEqual([0.2, 0.4, 0.6, 0.8].map((p) => near9(seventh(values, p))));
    expect(summary.parentValue).toBe(rows.find((row) => row.code === "K02000001")?.value);
    const weights = pairs.reduce((sum: number, pair: Answer) => sum + pair.weight, 0);
    expect(summary.weighted).toMatchObject({
      members: values.length,
      without: 0,
      weight: { slug: "population-count" },
    });
    expect(summary.weighted.why).toContain("mid-2024 is a day within 2024");
    expect(summary.weighted.value).toBeCloseTo(
      pairs.reduce((sum: number, pair: Answer) => sum + pair.value * pair.weight, 0) / weights,
      9,
    );
  });

  test("rank and quantiles of 50 indicators over every council: each group is worked out once", async () => {
    const { indicators } = await hub.ask(
      `{ indicators(areaType: LTLA, first: 200) { nodes { slug coverage { areaType { code } } } } }`,
    );
    const slugs = indicators.nodes.slice(0, 50).map((each: Answer) => each.slug);
    expect(slugs).toHaveLength(50);
    const worked = jest.mocked(groupStatistics.groupStatistics);
    worked.mockClear();
    const query = `query($slugs: [String!]!) { areas(select: { type: LTLA, within: "E92000001" }, first: 300) { nodes {
      observations(indicators: $slugs, period: { latest: 1 }, first: 50) { nodes { indicator { slug } period { id } breakdown { code } comparison(with: { kind: ALL_IN_COUNTRY }) { group { id } rank quantile(of: 10) } } } } } }`;
    const { areas } = await hub.ask(query, { slugs });
    const nodes = areas.nodes.flatMap((area: Answer) => area.observations.nodes);
    expect(areas.nodes.length).toBe(296);
    const groups = new Set(
      nodes.map(
        (each: Answer) =>
          `${each.comparison.group.id} ${each.indicator.slug} ${each.period.id} ${JSON.stringify(each.breakdown)}`,
      ),
    );
    expect(nodes.length).toBeGreaterThan(10_000);
    const first = worked.mock.calls.length;
    expect(first).toBe(groups.size);
    await hub.ask(query, { slugs });
    expect(worked.mock.calls.length).toBe(first); // and kept
  });

  test("neighbours by the asker's own weights, each distance explained by its parts", async () => {
    const weights = `[{ indicator: "population-density", weight: 2 }, { indicator: "median-age" }, { indicator: "gross-median-weekly-pay" }, { indicator: "adult-obesity-prevalence" }]`;
    const { area } =
      await hub.ask(`{ area(gssCode: "${TRAFFORD}") { neighbours(model: CUSTOM_WEIGHTS, weights: ${weights}, first: 3) {
      rank distance model area { gssCode name } leftOut parts { indicator { slug } difference share own { value } neighbours { value period { id } } } } } }`);
    const [nearest] = area.neighbours;
    expect(nearest).toMatchObject({ rank: 1, model: "CUSTOM_WEIGHTS", area: { name: "Cheltenham" }, leftOut: [] });
    expect(nearest.distance.toFixed(3)).toBe("0.150");
    for (const { parts, distance } of area.neighbours) {
      expect(parts.reduce((sum: number, part: Answer) => sum + part.share, 0)).toBeCloseTo(1, 12);
      const squared = parts.map((part: Answer, at: number) => (at === 0 ? 2 : 1) * part.difference ** 2);
      expect(distance).toBeCloseTo(Math.sqrt(squared.reduce((sum: number, one: number) => sum + one, 0) / 5), 12);
    }
    const rows: { value: number }[] = await hub.store.db.query(
      `SELECT o.value AS value FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
       WHERE i.slug = 'median-age' AND p.iso = '${nearest.parts[1].neighbours.period.id}' AND o.superseded_at IS NULL
       AND a.status = 'LIVE' AND a.area_type IN ('NMD', 'UA', 'MD', 'LONB') AND a.code LIKE 'E%'`,
    );
    const values = rows.map(({ value }) => value);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const age = nearest.parts[1];
    expect(age.difference).toBeCloseTo((age.neighbours.value - age.own.value) / deviation, 2); // recoded areas stand under old codes
    for (const [wrong, argument] of [
      ["model: CUSTOM_WEIGHTS", "weights"],
      [`model: ONS_GLOBAL, weights: ${weights}`, "weights"],
      [`model: CUSTOM_WEIGHTS, weights: [{ indicator: "median-age", weight: -1 }]`, "weights[0].weight"],
      [`model: CUSTOM_WEIGHTS, weights: [{ indicator: "medain-age" }]`, "weights[0].indicator"],
    ]) {
      const { body } = await hub.post(`{ area(gssCode: "${TRAFFORD}") { neighbours(${wrong}) { rank } } }`);
      expect(body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
    }
  });

  test("arguments of a group that contradict each other are refused, also where no such group is", async () => {
    const asking =
      hub.ask(`{ observations(select: { indicators: ["claimant-count"], areas: { gssCodes: ["${TRAFFORD}"] } }) { nodes {
      comparison(with: { kind: CUSTOM, members: ["E08000003"], groupId: "x" }) { rank } } } }`);
    await expect(asking).rejects.toThrow("a group in several ways");
  });

  test("where nothing can be said every field says so, and nothing throws", async () => {
    const said = `rank rankOf tied quantile percentile zScore robustZScore outcome method significance why rankInterval { method best why } funnel { centre }
      differences { outcome significance why } statistics { count missing mean weightedMean median interquartileRange cuts percentile(p: 50) parentValue weighted(by: "population-count") { value why } missingReasons { reason count } }`;
    const { observations } =
      await hub.ask(`{ observations(select: { indicators: ["supermarkets", "claimant-count", "net-additions-housing-stock-wales"],
      areas: { gssCodes: ["E08000003", "S12000033"] } }) { nodes { indicator { slug polarity } area { gssCode } value trend { marker why } change { direction } comparison(with: { members: ["E08000003", "E08000009"] }) { ${said} } } } }`);
    for (const { comparison, trend, change, value, indicator } of observations.nodes) {
      expect(comparison.outcome).toBe("NOT_COMPARED");
      expect([comparison.significance, comparison.why]).toEqual(["NOT_TESTED", expect.stringMatching(/\.$/)]);
      expect(comparison.statistics.weighted.why).toEqual(expect.any(String));
      expect(trend.why).toMatch(/\.$/);
      if (value === null) expect([trend.marker, comparison.rank]).toEqual(["CANNOT_BE_CALCULATED", null]);
      if (indicator.polarity === "UNKNOWN") expect(["IMPROVING", "WORSENING"]).not.toContain(change?.direction);
    }
    const nothing =
      await hub.ask(`{ indicator(slug: "supermarkets") { summary(areas: { gssCodes: ["S12000033"] }) { count mean median cuts percentile(p: 50) parentValue } none: summary(areas: { gssCodes: ["E99999999"] }) { count } }
      improvers(indicator: "domestic-gas-consumption", among: { type: LTLA, within: "E92000001" }, from: { ids: ["2015"], nearest: ANY }) { rank } }`);
    expect(nothing.indicator.none).toBeNull();
    expect(nothing.improvers).toEqual([]);
  });
});

function near9(value: number) {
  return expect.closeTo(value, 9);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

/** Hyndman and Fan's definition 7, by its formula. */
function seventh(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)] ?? 0;
  return below + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? 0) - below);
}
