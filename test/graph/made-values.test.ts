import { importPath } from "../../src/ingest/import";
import { folderOf } from "../ingest/support/folders";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAsking, startAskingOver } from "./ask";

const [MANCHESTER, TRAFFORD, HARTLEPOOL, SALFORD] = ["E08000003", "E08000009", "E06000001", "E08000006"];
const OTHERS = ["E06000002", "E06000003", "E06000004", "E06000005"] as const;
const USED = [
  "population-count",
  "population-count-female",
  "claimant-count",
  "gross-median-weekly-pay",
  "average-house-price",
  "healthy-life-expectancy-female",
  "healthy-life-expectancy-male",
  "adult-obesity-prevalence",
];

const HEADERS = {
  indicators:
    "slug,dataset,name,short_name,definition,rationale,caveats,unit_code,unit_label,unit_prefix,unit_suffix,unit_multiplier,decimal_places,polarity,polarity_reason,value_type,numerator,denominator,frequency,period_type,is_aggregatable,is_standardised,has_confidence_intervals,topics,identifiers",
  observations:
    "indicator,area,period,breakdown,value,missing,lower_ci95,upper_ci95,count,numerator,denominator,status,note",
};

/**
 * Made figures in real shapes. The admissions of Hartlepool are those of 2021/22 (Fingertips 90284), and with the others they add up to
 * England's 82,778 of 9,818,116; the deflator is what gross domestic product a head at current prices and in chained volumes implies.
 */
const ADMISSIONS = [
  [HARTLEPOOL, 155, 16_452],
  [OTHERS[0], 20_000, 2_400_000],
  [OTHERS[1], 20_623, 2_400_000],
  [OTHERS[2], 21_000, 2_500_000],
  [OTHERS[3], 21_000, 2_501_664],
] as const;
const SHARES = [
  ["2020-01-01/P1Y", 410, 1000],
  ["2021-01-01/P1Y", 440, 1010],
  ["2022-01-01/P1Y", 470, 1005],
  ["2023-01-01/P1Y", 490, 1002],
  ["2024-01-01/P1Y", 530, 1000],
] as const;
const YEAR = "2021-04-01/P1Y";

function folder() {
  const facts = (slug: string, unit: string, polarity: string, type: string, time: string) =>
    `${slug},made,Made: ${slug},,,,,${unit},,${polarity},${type},,,${time},,`;
  const rows = [
    ...ADMISSIONS.map(
      ([area, events, people]) =>
        `made-admissions,${area},${YEAR},,${(1e4 * events) / people},,,,,${events},${people},,`,
    ),
    ...SHARES.map(
      ([period, part, whole]) => `made-share,${TRAFFORD},${period},,${(100 * part) / whole},,,,,${part},${whole},,`,
    ),
    `made-events,${MANCHESTER},2024-04-01/P1Y,,1000,,,,,,,,`,
    `made-events,${TRAFFORD},2024-04-01/P1Y,,,CONFIDENTIAL,,,,,,,`,
    `made-events,${SALFORD},2024-04-01/P1Y,,0,,,,,,,,`,
    `gdp-deflator,K02000001,2015-01-01/P1Y,,${(100 * 29_434) / 35_244},,,,,,,,`,
    `gdp-deflator,K02000001,2023-01-01/P1Y,,${(100 * 39_845) / 37_135},,,,,,,,`,
  ];
  return folderOf({
    "licences.csv": "code,label,url,attribution\nOGL-UK-3.0,Open Government Licence v3.0,,\n",
    "sources.csv": "slug,name,publisher,homepage,api,kind,licence,limits\nmade,Made,Made,,,LOCAL_TABLE,OGL-UK-3.0,\n",
    "datasets.csv":
      "slug,title,description,source,licence,designation,frequency,homepage,methodology_url\nmade,Made,,made,OGL-UK-3.0,OFFICIAL,ANNUALLY,,\n",
    "releases.csv":
      "dataset,version,title,type,status,published_at,upstream_url\nmade,1,Made,MINOR,PUBLISHED,2026-01-01,\n",
    "indicators.csv": `${[
      HEADERS.indicators,
      facts(
        "made-admissions",
        "per-10000,per 10 000,,",
        "1,LOW_IS_GOOD,fewer is better",
        "CRUDE_RATE",
        "ANNUALLY,FINANCIAL_YEAR,0,1,0",
      ),
      facts(
        "made-share",
        "percent,%,,%",
        "1,LOW_IS_GOOD,fewer is better",
        "PERCENTAGE",
        "ANNUALLY,CALENDAR_YEAR,0,1,0",
      ),
      facts("made-events", "events,events,,", "0,UNKNOWN,nobody said", "COUNT", "ANNUALLY,FINANCIAL_YEAR,1,0,0"),
      facts("gdp-deflator", "index,index,,", "2,NO_JUDGEMENT,a price", "INDEX_NUMBER", "ANNUALLY,CALENDAR_YEAR,0,0,0"),
    ].join("\n")}\n`,
    "observations/made.csv": `${[HEADERS.observations, ...rows].join("\n")}\n`,
  });
}

describe.each(STORE_KINDS.filter((kind) => storesUnderTest().some((store) => store.kind === kind)))(
  "figures that the hub makes from others (%s store)",
  (kind) => {
    let own: OwnStore;
    let hub: Asking;

    beforeAll(async () => {
      own = (await ownStarter(kind, USED)) as OwnStore;
      const made = folder();
      const report = await importPath(own.store, made.path);
      made.remove();
      expect(report.files.flatMap((file) => file.refusals)).toEqual([]);
      hub = await startAskingOver(own.store);
    }, 120_000);
    afterAll(async () => {
      await hub?.close();
      await own?.drop();
    });

    const observations = async (select: string, fields: string): Promise<Answer[]> =>
      (await hub.ask(`{ observations(select: { ${select} }, first: 20) { nodes { ${fields} } } }`)).observations.nodes;
    const calculate = async (
      formula: string,
      areas: string,
      more = "",
      fields = "value missing notes",
    ): Promise<Answer[]> =>
      (
        await hub.ask(
          `query($formula: String!) { calculate(formula: $formula, label: "Asked", areas: ${areas} ${more}) { nodes { ${fields} } } }`,
          { formula },
        )
      ).calculate.nodes;
    const refusal = async (query: string) => (await hub.post(query)).body.errors?.[0]?.extensions;
    /** What a permalink opens, but as of now: the test's clock stands before the day on which the store was filled. */
    const reopened = async (permalink: string) => {
      const query = new URL(permalink).searchParams.get("query") ?? "";
      expect(query).toMatch(/asOf: "[^"]+"/);
      const data = await hub.ask(query.replace(/asOf: "[^"]+"/, "allowStale: true"));
      return (data.observations ?? data.calculate).nodes[0];
    };

    test("options.perPopulation: the population of the figure's own year, receipts, and what is no count", async () => {
      const nodes = await observations(
        `indicators: ["made-events", "claimant-count"], areas: { gssCodes: ["${MANCHESTER}", "${TRAFFORD}", "${SALFORD}"] }, options: { perPopulation: 1000 }`,
        `id area { gssCode } indicator { id slug unit { code suffix } valueType } value formatted missing notes numerator denominator
         provenance { method formula inputs { indicator { slug } period { label } value } permalink citation }
         comparison(with: { members: ["${MANCHESTER}", "${TRAFFORD}", "${SALFORD}"] }) { rank rankOf statistics { maximum missing missingReasons { reason count } } }`,
      );
      const of = (area: string, slug: string) =>
        nodes.find((each) => each.area.gssCode === area && each.indicator.slug === slug);
      const rate = of(MANCHESTER, "made-events");
      const expected = (1000 * 1000) / 589_670; // mid-2024, which 2024/25 has within it
      expect(rate.value).toBeCloseTo(expected, 10);
      expect(rate).toMatchObject({
        formatted: "1.70 per 1,000 people",
        numerator: 1000,
        denominator: 589_670,
        indicator: { unit: { code: "events-per-1000" }, valueType: "CRUDE_RATE" },
        provenance: {
          method: "CALCULATED",
          formula: expect.stringContaining("mid-2024"),
          inputs: [
            { indicator: { slug: "made-events" }, period: { label: "2024/25" }, value: 1000 },
            { indicator: { slug: "population-count" }, period: { label: "mid-2024" }, value: 589_670 },
          ],
        },
      });
      // Compared with rates, not with the counts that they were made from: the highest is this rate.
      expect(rate.comparison).toMatchObject({
        rank: 1,
        rankOf: 2,
        statistics: { maximum: rate.value, missing: 1, missingReasons: [{ reason: "CONFIDENTIAL", count: 1 }] },
      });
      expect(of(SALFORD, "made-events").value).toBe(0);
      expect(of(TRAFFORD, "made-events")).toMatchObject({ value: null, missing: "CONFIDENTIAL" });
      expect(of(MANCHESTER, "claimant-count")).toMatchObject({
        value: null,
        missing: "NOT_APPLICABLE",
        notes: [expect.stringContaining("Only counts")],
        indicator: { unit: { code: "percent" } },
      });
      const { node, indicator } = await hub.ask(
        `query($id: ID!, $of: ID!) { node(id: $id) { ... on Observation { id value } } indicator: node(id: $of) { id ... on Indicator { unit { code } } } }`,
        { id: rate.id, of: rate.indicator.id },
      );
      expect(node).toEqual({ id: rate.id, value: rate.value });
      expect(indicator).toEqual({ id: rate.indicator.id, unit: { code: "events-per-1000" } });
      expect(await reopened(rate.provenance.permalink)).toMatchObject({ value: rate.value });
      expect(
        await refusal(
          `{ observations(select: { indicators: ["made-events"], areas: { gssCodes: ["${SALFORD}"] }, options: { perPopulation: 0 } }) { totalCount } }`,
        ),
      ).toMatchObject({ argument: "options.perPopulation" });
    });

    test("options.adjustForInflationTo: median pay of 2015 in prices of 2023, and what is refused", async () => {
      const [obesity, pay] = await observations(
        `indicators: ["gross-median-weekly-pay", "adult-obesity-prevalence"], areas: { gssCodes: ["K02000001"] }, period: { on: "2015-04-30", nearest: ANY }, options: { adjustForInflationTo: "2023-07-01" }`,
        "id value lowerCI95 upperCI95 missing notes indicator { slug unit { label } } provenance { method formula inputs { indicator { slug } value } }",
      );
      const factor = 39_845 / 37_135 / (29_434 / 35_244);
      const published = pay.provenance.inputs[0].value;
      expect(published).toBe(425.1);
      expect(pay.value).toBeCloseTo(published * factor, 9);
      expect(pay.value.toFixed(1)).toBe("546.2");
      expect(pay.upperCI95 - pay.lowerCI95).toBeGreaterThan(0);
      expect(pay.indicator.unit.label).toContain("prices of 2023");
      expect(pay.provenance.inputs.map((each: Answer) => each.indicator.slug)).toEqual([
        "gross-median-weekly-pay",
        "gdp-deflator",
        "gdp-deflator",
      ]);
      expect(obesity).toMatchObject({
        value: null,
        notes: [expect.any(String), expect.stringContaining("Only money")],
      });
      const asked = (day: string) =>
        `{ observations(select: { indicators: ["gross-median-weekly-pay"], areas: { gssCodes: ["K02000001"] }, options: { adjustForInflationTo: "${day}" } }) { totalCount nodes { value missing notes } } }`;
      expect(await refusal(asked("1999-01-01"))).toMatchObject({ argument: "options.adjustForInflationTo" });
      const { observations: latest } = await hub.ask(asked("2023-07-01"));
      expect(latest.nodes[0]).toMatchObject({ value: null, missing: "NOT_AVAILABLE" }); // the deflator has no 2025
      const starter = storesUnderTest().find((store) => store.kind === kind);
      const without = starter === undefined ? undefined : await startAsking(starter);
      const { body } = (await without?.post(asked("2023-07-01"))) ?? { body: {} };
      await without?.close();
      expect(body.errors[0].extensions).toMatchObject({
        code: "BAD_USER_INPUT",
        argument: "options.adjustForInflationTo",
      });
      expect(body.errors[0].message).toContain("no deflator");
    });

    test("calculate: units, receipts, limits, periods side by side, node and permalink", async () => {
      const both = `{ gssCodes: ["${MANCHESTER}", "${TRAFFORD}"] }`;
      const women = "share({population-count-female}, {population-count})";
      const fields = `id area { gssCode } period { label } value formatted indicator { id name unit { code } polarity } lowerCI95 upperCI95 missing notes
        provenance { method formula inputs { indicator { slug } value } citation permalink dataset { id } source { id name } }
        comparison(with: { kind: ALL_IN_REGION }) { rank rankOf statistics { maximum parentValue } } change { difference unit from { value } } trend { marker method }`;
      const [here] = await calculate(women, both, "", fields);
      expect(here).toMatchObject({
        area: { gssCode: MANCHESTER },
        period: { label: "mid-2024" },
        formatted: "50.1%",
        indicator: { name: "Asked", unit: { code: "percent" }, polarity: "UNKNOWN" },
        provenance: {
          method: "CALCULATED",
          formula: women,
          inputs: [
            { indicator: { slug: "population-count-female" }, value: 295_454 },
            { indicator: { slug: "population-count" }, value: 589_670 },
          ],
        },
      });
      expect(here.value).toBeCloseTo((100 * 295_454) / 589_670, 9);
      expect(here.provenance.citation).toContain("Office for National Statistics");
      const sql = (slug: string) =>
        own.store.db.query(
          `SELECT a.code AS code, o.value AS value FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id
           JOIN period p ON p.id = o.period_id WHERE i.slug = '${slug}' AND p.iso = '2024-06-30' AND o.superseded_at IS NULL`,
        ) as Promise<{ code: string; value: number }[]>;
      const people = new Map((await sql("population-count")).map(({ code, value }) => [code, value]));
      const shareOf = new Map(
        (await sql("population-count-female")).map(({ code, value }) => [
          code,
          (100 * value) / (people.get(code) ?? 0),
        ]),
      );
      const { areas } = await hub.ask(
        `{ areas(select: { type: LTLA, within: "E12000002" }, first: 100) { nodes { gssCode } } }`,
      );
      const region = areas.nodes.map((each: Answer) => shareOf.get(each.gssCode) ?? 0);
      const statistics = {
        maximum: expect.closeTo(Math.max(...region), 8),
        parentValue: expect.closeTo(shareOf.get("E12000002") ?? 0, 8),
      };
      const rank = 1 + region.filter((value: number) => value > here.value + 1e-9).length;
      expect(here.comparison).toEqual({ rank, rankOf: region.length, statistics });
      expect(here.change).toMatchObject({
        unit: "PERCENTAGE_POINTS",
        difference: expect.closeTo(here.value - here.change.from.value, 8),
      });
      expect(here.trend.method).toBe("MANN_KENDALL");
      const nodes = await hub.ask(
        `query($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Observation { value } } }`,
        { ids: [here.id, here.indicator.id, here.provenance.dataset.id, here.provenance.source.id] },
      );
      expect(nodes.nodes).toMatchObject([
        { id: here.id, __typename: "Observation", value: here.value },
        { id: here.indicator.id, __typename: "Indicator" },
        { id: here.provenance.dataset.id, __typename: "Dataset" },
        { id: here.provenance.source.id, __typename: "Source" },
      ]);
      expect(await reopened(here.provenance.permalink)).toMatchObject({ formatted: "50.1%", value: here.value });

      const [gap] = await calculate(
        "{healthy-life-expectancy-female} - {healthy-life-expectancy-male}",
        `{ gssCodes: ["${TRAFFORD}"] }`,
        "",
        "formatted lowerCI95 upperCI95 notes",
      );
      expect(gap.formatted).toBe("1.4 years");
      // √((65.2 − 61.3)² + (67.1 − 63.8)²) below, √((69.1 − 65.2)² + (63.8 − 60.4)²) above.
      expect(gap.lowerCI95).toBeCloseTo(1.4 - Math.hypot(3.9, 3.3), 9);
      expect(gap.upperCI95).toBeCloseTo(1.4 + Math.hypot(3.9, 3.4), 9);
      expect(gap.notes.join()).toContain("hub's own limits");

      const [aside] = await calculate(
        "{made-share} * {population-count} / 100",
        `{ gssCodes: ["${TRAFFORD}"] }`,
        "",
        "value period { label } notes",
      );
      expect(aside.period.label).toBe("2024");
      expect(aside.value).toBeCloseTo(0.53 * (people.get(TRAFFORD) ?? 0), 6);
      expect(aside.notes).toEqual(["population-count: mid-2024 is a day within 2024."]);
    });

    test("calculate: a suppressed figure suppresses whatever it goes into; missing and refused things are named", async () => {
      const events = `{ gssCodes: ["${MANCHESTER}", "${TRAFFORD}", "${SALFORD}", "E06000047"] }`;
      const [absent, open, none, closed] = await calculate("{made-events} per 1000", events); // by code
      expect([open.value, none.value]).toEqual([1_000_000, 0]);
      expect(closed).toMatchObject({
        value: null,
        missing: "CONFIDENTIAL",
        notes: [expect.any(String), expect.stringContaining("made-events")],
      });
      expect(absent).toMatchObject({ value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY" });
      const [, , , zeroed] = await calculate("{made-events} * 0", events);
      expect(zeroed.missing).toBe("CONFIDENTIAL"); // also when multiplied away
      const [, divided] = await calculate(
        "{population-count} / {made-events}",
        `{ gssCodes: ["${MANCHESTER}", "${TRAFFORD}", "${SALFORD}"] }`,
      );
      expect(divided).toMatchObject({ value: null, missing: "NOT_APPLICABLE" });
      for (const [formula, words] of [
        ["{claimant-count} + {population-count}", "percent"],
        ["{claimant-cuont} * 2", "claimant-cuont"],
        ["{claimant-count} +", "read here"],
        ["process.exit(1)", "beside each other"],
        ["1 + 1", "no indicator"],
      ]) {
        const asked = `{ calculate(formula: ${JSON.stringify(formula)}, label: "x", areas: { gssCodes: ["${TRAFFORD}"] }) { totalCount } }`;
        const { body } = await hub.post(asked);
        expect(body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "formula" });
        expect(body.errors[0].message).toContain(words);
      }
    });

    test("counts behind rates: control limits, weighted mean, and the trend of proportions", async () => {
      const members = JSON.stringify(ADMISSIONS.map(([area]) => area));
      const [figure] = await observations(
        `indicators: ["made-admissions"], areas: { gssCodes: ["${HARTLEPOOL}"] }`,
        `value comparison(with: { members: ${members} }) { funnel { centre lower95 upper95 lower998 upper998 outcome significance } statistics { mean weightedMean } }`,
      );
      const { funnel, statistics } = figure.comparison;
      // Fingertips 90284, England 2021/22: 84.3 per 10,000, and at Hartlepool's size 95 % control limits of 70.3 and 98.9.
      expect([funnel.centre, funnel.lower95, funnel.upper95].map((limit: number) => limit.toFixed(1))).toEqual([
        "84.3",
        "70.3",
        "98.9",
      ]);
      expect(funnel.lower998 < funnel.lower95 && funnel.upper998 > funnel.upper95).toBe(true);
      expect(funnel).toMatchObject({ outcome: "SIMILAR", significance: "NOT_SIGNIFICANT" });
      expect(statistics.weightedMean).toBeCloseTo((1e4 * 82_778) / 9_818_116, 9);
      expect(statistics.mean).not.toBeCloseTo(statistics.weightedMean, 1);

      const [limited] = await observations(
        `indicators: ["made-admissions"], areas: { gssCodes: ["${HARTLEPOOL}"] }`,
        "lowerCI95 own: confidenceLimits { lower upper level method madeByHub } wide: confidenceLimits(level: LEVEL_99_8) { lower upper }",
      );
      // Byar's, written out: O(1 − 1/(9O) − z/(3√O))³ and (O + 1)(1 − 1/(9(O + 1)) + z/(3√(O + 1)))³ of 155 events.
      const byar = (events: number, z: number) => events * (1 - 1 / (9 * events) + z / (3 * Math.sqrt(events))) ** 3;
      expect(limited.lowerCI95).toBeNull();
      expect(limited.own).toEqual({
        lower: expect.closeTo((1e4 * byar(155, -1.9599639845)) / 16_452, 6),
        upper: expect.closeTo((1e4 * byar(156, 1.9599639845)) / 16_452, 6),
        level: "LEVEL_95",
        method: "BYAR",
        madeByHub: true,
      });
      expect(limited.wide.lower < limited.own.lower && limited.wide.upper > limited.own.upper).toBe(true);

      const [share] = await observations(
        `indicators: ["made-share"], areas: { gssCodes: ["${TRAFFORD}"] }`,
        "trend { marker method significance statistic pointsUsed series { period { label } } }",
      );
      const n = SHARES.reduce((sum, [, , whole]) => sum + whole, 0);
      const c = SHARES.reduce((sum, [, part]) => sum + part, 0);
      const moment = (of: (at: number, part: number, whole: number) => number) =>
        SHARES.reduce((sum, [, part, whole], at) => sum + of(at, part, whole), 0);
      const [ct, nt, ntt] = [
        moment((at, part) => part * at),
        moment((at, _part, whole) => whole * at),
        moment((at, _part, whole) => whole * at * at),
      ];
      const chiSquare = (n * (n * ct - c * nt) ** 2) / (c * (n - c) * (n * ntt - nt ** 2)); // Armitage 1955
      expect(share.trend).toMatchObject({
        marker: "INCREASING_GETTING_WORSE",
        method: "CHI_SQUARE_PROPORTIONS",
        significance: "SIGNIFICANT_99_8",
        pointsUsed: 5,
      });
      expect(share.trend.statistic).toBeCloseTo(chiSquare, 6);
    });
  },
);
