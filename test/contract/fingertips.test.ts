import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import {
  type AreaRef,
  type Cell,
  type RemoteIndicator,
  SourceFault,
  type Want,
} from "../../src/datasources/core/source";
import { fingertipsPeriod } from "../../src/datasources/national/fingertips/periods";
import source from "../../src/datasources/national/fingertips.source";
import { type Body, bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { fixture, indicator, standIn, workloads } from "../support/publishers/fingertips";
import { areasByCode, madeFigure } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const bodies = specimens("fingertips");
const play = fromStandIn(standIn());
const [ENGLAND, NORTH_EAST, HARTLEPOOL, SLOUGH, CORNWALL, SCILLY, HACKNEY, CITY, TRAFFORD, DERBYSHIRE, CAMBRIDGE] =
  areasByCode(
    "E92000001",
    "E12000001",
    "E06000001",
    "E06000039",
    "E06000052",
    "E06000053",
    "E09000012",
    "E09000001",
    "E08000009",
    "E10000007",
    "E07000008",
  ) as [AreaRef, AreaRef, AreaRef, AreaRef, AreaRef, AreaRef, AreaRef, AreaRef, AreaRef, AreaRef, AreaRef];

function ask(wants: readonly Want[]) {
  if (source.observe === undefined) throw new Error("It has figures.");
  return source.observe(wants);
}

function list(cursor?: string) {
  if (source.catalogue === undefined) throw new Error("It has a catalogue.");
  return source.catalogue(cursor);
}

function known(id: string): RemoteIndicator {
  const found = source.wellKnown.find((each) => each.upstreamId === id);
  if (found === undefined) throw new Error(`${id} is not known.`);
  return found;
}

const whole = (id: string, areas: readonly AreaRef[], breakdown: Want["breakdown"] = []): Want => ({
  indicator: known(id),
  areas,
  period: {},
  breakdown,
});
const latest = (id: string, areas: readonly AreaRef[]): Want => ({ ...whole(id, areas), period: { latest: 1 } });

const TYPES = [
  [15, "England"],
  [6, "Regions (statistical)"],
  [102, "Upper tier local authorities (pre 4/19)"],
  [402, "Upper tier local authorities (4/21 - 3/23)"],
  [501, "Lower tier local authorities (post 4/23)"],
  [502, "Upper tier local authorities (post 4/23)"],
] as const;

/** Look-ups that know these area types for every indicator, and one body for everything else. */
function withLists(
  body: Pick<Body, "text" | "contentType">,
  available: Readonly<Record<string, readonly number[]>> = {},
): (request: UpstreamRequest) => Said {
  return ({ path }) => {
    if (path === "area_types") return { body: TYPES.map(([Id, Name]) => ({ Id, Name, Short: Name })) };
    if (path === "available_data") {
      const ids = [...source.wellKnown.map((each) => each.upstreamId), "1", "2"];
      return {
        body: ids.flatMap((id) =>
          (available[id] ?? TYPES.map(([type]) => type)).map((AreaTypeId) => ({ IndicatorId: Number(id), AreaTypeId })),
        ),
      };
    }
    if (path === "value_notes") {
      return {
        body: [
          { Id: 401, Text: "There is a data quality issue with this value" },
          { Id: 402, Text: "Value suppressed" },
        ],
      };
    }
    return { body: body.text, contentType: body.contentType };
  };
}

const say = (file: string) => withLists(bodyNamed(bodies, file));
const of = (cells: readonly Cell[], area: AreaRef) => cells.filter((cell) => cell.area === area.code);

describe("Fingertips' tables, over our own bodies", () => {
  const COMBINED = "Value for Cornwall and Isles of Scilly combined";

  test("values, noughts, notes, limits, and reasons for no value", () => {
    const areas = [ENGLAND, NORTH_EAST, HARTLEPOOL, SLOUGH, CORNWALL, SCILLY, CAMBRIDGE];
    const { result } = runPlan(ask([whole("90284", areas)]), (request) =>
      // Cambridge is a district: it comes in the table of the other tier, which here is the same body.
      say("bulk.csv")(request),
    );
    expect(result.failed).toEqual([]);
    const about = { indicator: "90284", period: "2021-04-01/P1Y" };
    expect(of(result.cells, ENGLAND)).toEqual([
      {
        ...about,
        area: "E92000001",
        value: 84.31149,
        lower: 83.73811,
        upper: 84.88783,
        count: 82_778,
        denominator: 9_818_116,
        notes: ["Recent trend: Decreasing and getting better"],
      },
    ]);
    expect(of(result.cells, HARTLEPOOL)).toEqual([
      { ...about, area: "E06000001", value: 0, lower: 0, upper: 2.1, count: 0, denominator: 16_452 },
      {
        ...about,
        period: "2022-04-01/P1Y",
        area: "E06000001",
        value: 84.26628,
        lower: 71.43753,
        upper: 100.08965,
        count: 140,
        denominator: 16_614,
        statuses: ["LOW_RELIABILITY"],
        notes: ["Should be treated with caution, small numbers"],
      },
    ]);
    expect(of(result.cells, SLOUGH)).toEqual([
      {
        ...about,
        period: "2022-04-01/P1Y",
        area: "E06000039",
        value: null,
        missing: "NOT_SUBMITTED",
        notes: [expect.stringContaining("not submitting any HES data")],
      },
    ]);
    expect(of(result.cells, CORNWALL)).toMatchObject([{ value: 65.28462, notes: [COMBINED] }]);
    expect(of(result.cells, SCILLY)).toEqual([
      { ...about, area: "E06000053", value: null, missing: "NOT_AVAILABLE", notes: [COMBINED] },
    ]);
    expect(of(result.cells, CAMBRIDGE).map(({ missing }) => missing)).toEqual(["CONFIDENTIAL", "NOT_AVAILABLE"]);
    expect(result.cells.some((cell) => cell.area === "A84022")).toBe(false);
  });

  test("everything in a table is kept: all its areas, all periods", () => {
    const { result } = runPlan(ask([whole("90284", [HARTLEPOOL])]), say("bulk.csv"));
    expect(result.also?.map(({ indicator: its, period, breakdown }) => [its.upstreamId, period, breakdown])).toEqual([
      ["90284", {}, []],
    ]);
    expect(result.also?.[0]?.areas.map(({ code, kind }) => [code, kind])).toEqual(
      [ENGLAND, NORTH_EAST, HARTLEPOOL, SLOUGH, CORNWALL, SCILLY, CAMBRIDGE].map(({ code, kind }) => [code, kind]),
    );
  });

  test("rows of 2020: ages and categories are breakdowns, everybody's figure is bare", () => {
    const ages = (breakdown: Want["breakdown"]) =>
      runPlan(ask([whole("93356", [ENGLAND, HACKNEY], breakdown)]), say("bulk-2020.csv")).result.cells.map((cell) => [
        cell.area,
        cell.breakdown,
        cell.value,
      ]);
    const deciles = { "county-ua-deprivation-deciles-in-england-imd2015": "most-deprived-decile-imd2015" };
    expect(ages([])).toEqual([
      ["E92000001", undefined, 94.7],
      ["E92000001", { age: "0-9-yrs" }, 120.5],
      ["E92000001", deciles, 69.6],
      ["E09000012", undefined, 59.4],
      ["E09000012", { age: "0-9-yrs" }, 61.2],
    ]);
    expect(ages([{ dimension: "age", members: ["all-ages"] }]).slice(0, 2)).toEqual([
      ["E92000001", { age: "all-ages" }, 94.7],
      ["E92000001", { age: "0-9-yrs" }, 120.5],
    ]);
  });

  test("sexes without a total are told apart", () => {
    const { cells } = outcome(ask([whole("90366", [TRAFFORD])]), say("sexes.csv"));
    expect(cells.map(({ breakdown, value, period }) => [breakdown, value, period])).toEqual([
      [{ sex: "male" }, 80.1, "2020-01-01/P3Y"],
      [{ sex: "female" }, 83.6, "2020-01-01/P3Y"],
    ]);
  });

  test.each([
    ["two-figures.csv", "BAD_SHAPE"],
    ["no-number.csv", "BAD_SHAPE"],
    ["odd-period.csv", "BAD_SHAPE"],
    ["ten-years.csv", "BAD_SHAPE"],
    ["other-indicator.csv", "BAD_SHAPE"],
    ["cut-line.csv", "BAD_SHAPE"],
    ["cut-row.csv", "BAD_SHAPE"],
    ["no-column.csv", "BAD_SHAPE"],
    ["open-quote.csv", "BAD_SHAPE"],
    ["header-only.csv", "BAD_SHAPE"],
    ["empty.txt", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["latest-error.json", "BAD_SHAPE"],
  ])("%s is a fault, never figures", (file, code) => {
    expect(outcome(ask([whole("90284", [HARTLEPOOL])]), say(file))).toEqual({ cells: [], faults: [code] });
  });

  test("an indicator that the table leaves out fails alone", () => {
    const { result } = runPlan(ask([whole("90284", [HARTLEPOOL]), whole("90366", [HARTLEPOOL])]), say("bulk.csv"));
    expect(result.failed).toMatchObject([
      { indicators: ["90366"], areas: ["E06000001"], fault: { code: "BAD_SHAPE" } },
    ]);
    expect(of(result.cells, HARTLEPOOL)).toHaveLength(2);
  });
});

describe("the newest figures of one area, over our own bodies", () => {
  const three = ["90284", "90366", "93356"].map((id) => latest(id, [HARTLEPOOL]));

  test("values, sexes, notes by number, and a blank that is written -1", () => {
    const { result, lookups } = runPlan(ask(three), say("latest.json"));
    const area = "E06000001";
    expect(result).toEqual({
      cells: [
        {
          indicator: "90284",
          area,
          period: "2021-04-01/P1Y",
          value: 94.21347,
          lower: 78.84495,
          upper: 108.95719,
          count: 155,
          denominator: 16_452,
          statuses: ["LOW_RELIABILITY"],
          notes: ["There is a data quality issue with this value"],
        },
        { indicator: "90366", area, period: "2020-01-01/P3Y", breakdown: { sex: "male" }, value: 80.1 },
        { indicator: "90366", area, period: "2020-01-01/P3Y", breakdown: { sex: "female" }, value: 83.6 },
        {
          indicator: "93356",
          area,
          period: "2017-01-01/P1Y",
          value: null,
          missing: "CONFIDENTIAL",
          notes: ["Value suppressed"],
        },
      ],
      failed: [],
      also: [],
    });
    expect(lookups).toEqual({ "area-types": 1, "available-data": 1, "value-notes": 1 });
  });

  test("a real -1 is a value, and nothing is an absence", () => {
    const one = [latest("90284", [HARTLEPOOL])];
    expect(outcome(ask(one), say("latest-real-minus-one.json")).cells).toMatchObject([{ value: -1 }]);
    expect(outcome(ask(one), say("latest-nothing.json"))).toEqual({ cells: [], faults: [] });
  });

  test.each([
    "latest-other-area.json",
    "latest-no-period.json",
    "latest-text-figure.json",
    "latest-error.json",
    "empty.txt",
    "page.html",
    "bulk.csv",
  ])("%s is a fault, never figures", (file) => {
    expect(outcome(ask([latest("90284", [HARTLEPOOL])]), say(file))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
  });
});

describe("Fingertips' service, as the stand-in plays it", () => {
  const cold = Object.entries(workloads).filter(([name]) => name !== "repeat after a minute");

  test.each(cold)("%s: as few requests as can be, every value right", (_name, make) => {
    const { wants, least, lookups } = make();
    const ran = runPlan(ask(wants), play);
    expect(ran.requests).toHaveLength(least + lookups);
    expect(ran.result.failed).toEqual([]);
    const wanted = new Set(
      wants.flatMap((want) => want.areas.map(({ code }) => `${want.indicator.upstreamId} ${code}`)),
    );
    const series = new Set(ran.result.cells.map((cell) => `${cell.indicator} ${cell.area}`));
    for (const each of wanted) expect(series).toContain(each);
    for (const { indicator: id, area, period, breakdown, value } of ran.result.cells) {
      const by = breakdown === undefined ? "" : `sex=${breakdown.sex}`;
      if (value !== madeFigure(id, area, period, by))
        throw new Error(`${id} of ${area} in ${period} (${by}) is ${value}.`);
    }
  });

  test.each(["\n", "\r\n"])("the fixture, with line ends %j", (lineEnd) => {
    const { cells } = runPlan(ask(fixture.wants), fromStandIn(standIn({ lineEnd }))).result;
    const areas = fixture.expected.map(({ area }) => area);
    const wanted = cells.filter(({ area }) => areas.includes(area));
    expect(wanted.sort((a, b) => (a.area < b.area ? -1 : 1))).toEqual(fixture.expected);
  });

  test("tables hold ten indicators each; the newest of one area a hundred", () => {
    const many = (period: Want["period"], count: number) =>
      Array.from(
        { length: count },
        (_, place): Want => ({
          indicator: indicator(place + 1),
          areas: [TRAFFORD],
          period,
          breakdown: [],
        }),
      );
    const asked = (wants: readonly Want[]) =>
      runPlan(ask(wants), play)
        .requests.slice(2)
        .map(({ path }) => path.replace(/\/.*/, ""));
    expect(asked(many({ latest: 3 }, 25))).toEqual(["all_data", "all_data", "all_data"]);
    expect(asked(many({ latest: 1 }, 25))).toEqual(["latest_data"]);
  });

  test.each([
    ["England", [ENGLAND], [[15, 15]]],
    ["regions and England", [NORTH_EAST, ENGLAND], [[6, 15]]],
    ["a county and England", [DERBYSHIRE, ENGLAND], [[502, 6]]],
    ["a district and a borough", [CAMBRIDGE, HACKNEY], [[501, 6]]],
    ["boroughs", [CITY, HACKNEY], [[502, 6]]],
    [
      "a county, a district, a borough, a region",
      [DERBYSHIRE, CAMBRIDGE, HACKNEY, NORTH_EAST],
      [
        [502, 6],
        [501, 6],
      ],
    ],
  ])("%s", (_what, areas, expected) => {
    const { requests } = runPlan(ask([whole("90284", areas)]), say("bulk.csv"));
    const types = requests.slice(2).map(({ query }) => [query?.child_area_type_id, query?.parent_area_type_id]);
    expect(types).toEqual(expected);
  });

  test("the newest boundaries that an indicator has figures for; none, and it is not asked", () => {
    const types = (available: readonly number[]) =>
      runPlan(ask([whole("90284", [HACKNEY])]), withLists(bodyNamed(bodies, "bulk.csv"), { "90284": available }))
        .requests.slice(2)
        .map(({ query }) => query?.child_area_type_id);
    expect(types([102, 402, 15])).toEqual([402]);
    expect(types([102])).toEqual([102]);
    expect(types([501, 102])).toEqual([102]); // the upper tier first, though older
    expect(types([15])).toEqual([]);
  });

  test("a failed table fails its own indicators and areas", () => {
    const { result } = runPlan(ask([whole("90284", [DERBYSHIRE, CAMBRIDGE])]), (request) =>
      request.query?.child_area_type_id === 501 ? new SourceFault("UNAVAILABLE", "Away.") : say("bulk.csv")(request),
    );
    expect(result.failed).toMatchObject([
      { indicators: ["90284"], areas: ["E07000008"], fault: { code: "UNAVAILABLE" } },
    ]);
    expect(result.cells.length).toBeGreaterThan(0);
  });

  test("the catalogue pages, and goes on from a cursor", () => {
    const all = Array.from({ length: 250 }, (_, place) => place + 1);
    const paged: (request: UpstreamRequest) => Said = (request) => {
      if (request.path === "available_data") {
        return { body: all.map((IndicatorId) => ({ IndicatorId, AreaTypeId: 502 })) };
      }
      if (request.path !== "indicator_metadata/by_indicator_id") return play(request);
      const ids = String(request.query?.indicator_ids).split(",").map(Number);
      const words = { Descriptive: { Name: "A" }, Unit: { Label: "%" }, ValueType: { Name: "Proportion" } };
      return { body: Object.fromEntries(ids.map((IID) => [IID, { IID, ...words, YearType: { Id: 1 } }])) };
    };
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = runPlan(list(cursor), paged).result;
      expect(page.total).toBe(250);
      ids.push(...page.indicators.map((each) => each.upstreamId));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(ids).toEqual(all.map(String));
    expect(runPlan(list("200"), paged).result.indicators.map((each) => each.upstreamId)).toEqual(ids.slice(200));
  });

  test("what is harvested answers", () => {
    const { result } = runPlan(list(), play);
    const first = result.indicators.find(({ upstreamId }) => upstreamId === "97001");
    expect(first).toMatchObject({
      ...indicator(1),
      dataset: { version: "2026-07-07T09:30:00", publishedAt: "2026-07-07" },
    });
    expect(first?.areaTypes).toEqual(["RGN", "CTRY", "LTLA", "UTLA"]);
  });
});

test("metadata say unit, kind of value, polarity; what the hub cannot have is left out", () => {
  const { result } = runPlan(list(), say("metadata.json"));
  expect(result.indicators.map(({ upstreamId }) => upstreamId)).toEqual(["90284", "90366"]);
  expect(result.indicators[0]).toMatchObject({
    name: "Hospital admissions caused by injuries in children",
    definition: "Crude rate of admissions.",
    caveats: ["Coding differs between trusts."],
    unit: { code: "per-10000", label: "per 10,000" },
    valueType: "CRUDE_RATE",
    polarity: "LOW_IS_GOOD",
    periodType: "FINANCIAL_YEAR",
    facts: { yearType: 2 },
    dataset: { publishedAt: "2025-07-01" },
  });
  expect(result.indicators[1]).toMatchObject({ name: "Life expectancy at birth", unit: { code: "years" } });
  expect(result.indicators[1]?.polarity).toBeUndefined();
});

test.each(["empty.txt", "page.html", "latest-nothing.json", "latest-error.json"])(
  "%s in place of metadata is a fault or nothing",
  (file) => {
    const run = () => runPlan(list(), say(file)).result.indicators;
    if (file === "latest-error.json") expect(run()).toEqual([]);
    else expect(run).toThrow(SourceFault);
  },
);

test.each([
  ["2015", 1, "2015-01-01/P1Y"],
  ["2016 - 18", 1, "2016-01-01/P3Y"],
  ["1999 - 01", 1, "1999-01-01/P3Y"],
  ["2006 - 07", 1, "2006-01-01/P2Y"],
  ["2001 - 10", 1, undefined],
  ["2010/11", 2, "2010-04-01/P1Y"],
  ["2010/11", 3, "2010-09-01/P1Y"],
  ["2010/11", undefined, undefined],
  ["2010/12", 2, undefined],
  ["2016/17 - 18/19", 2, "2016-04-01/P3Y"],
  ["2016/17 - 18/19", 3, "2016-09-01/P3Y"],
  ["1999/00 - 01/02", 2, "1999-04-01/P3Y"],
  ["2020 Q1", 1, "2020-01-01/P3M"],
  ["2020/21 Q4", 2, "2021-01-01/P3M"],
  ["2020/21 Q1", 3, undefined],
  ["2006/07 Q2 - 2007/08 Q1", 4, "2006-07-01/P1Y"],
  ["2006 Q2 - 2009 Q1", 5, "2006-04-01/P3Y"],
  ["2006/07 Q1-Q4", 7, "2006-04-01/P1Y"],
  ["2006/07 Q1-Q2", 7, undefined],
  ["Aug 2006 - Jul 2007", 8, "2006-08-01/P1Y"],
  ["Mar 2006 - Feb 2009", 9, "2006-03-01/P3Y"],
  ["Jan 2020", 1, "2020-01-01/P1M"],
  ["Jam 2020", 1, undefined],
  ["2020", 2, undefined],
  ["2018 - 16", 1, undefined],
  ["", 1, undefined],
])("%s, year type %s: %s", (text, yearType, id) => {
  expect(fingertipsPeriod(text, yearType)).toBe(id);
});

const real = recorded("fingertips");
(real === undefined ? describe.skip : describe)("recorded bodies", () => {
  const named = (file: string) => withLists(bodyNamed(real ?? [], file));
  /** Bodies of the service that is to come, which the hub does not ask; its own tests' answers over seed data. */
  const next = (real ?? []).filter(({ file }) => file.startsWith("next-test-"));

  test.each(["trimmed", "full"])("93356 of 2020-12 (%s): by value", (which) => {
    const file = `all_data-csv-93356-child102-parent6.${which}.csv`;
    const areas = [ENGLAND, HARTLEPOOL, CORNWALL, SCILLY, HACKNEY, CITY];
    const { result } = runPlan(ask([whole("93356", areas)]), named(file));
    expect(result.failed).toEqual([]);
    const bare = (area: AreaRef) => of(result.cells, area).filter((cell) => cell.breakdown === undefined);
    expect(bare(ENGLAND)[0]).toEqual({
      indicator: "93356",
      area: "E92000001",
      period: "2015-01-01/P1Y",
      value: 94.7261896202678,
      lower: 93.9129396546008,
      upper: 95.5447303303505,
      count: 51_897,
      denominator: 54_786_327,
    });
    expect(bare(HACKNEY)[0]).toMatchObject({
      value: 59.4018770993163,
      notes: ["Value for Hackney and City of London combined"],
    });
    expect(bare(CITY)[0]).toMatchObject({
      value: null,
      missing: "NOT_AVAILABLE",
      notes: ["Value for Hackney and City of London combined"],
    });
    expect(bare(CORNWALL)[0]).toMatchObject({ value: 135.755299712902, count: 749 });
    expect(
      of(result.cells, ENGLAND).filter((cell) => cell.breakdown !== undefined && !("age" in cell.breakdown)).length,
    ).toBeGreaterThan(0);
    expect(of(result.cells, CORNWALL).find((cell) => cell.breakdown?.age === "0-9-yrs")?.value).toBe(125.2963088);
    if (which === "full") {
      expect(result.cells).toHaveLength(852);
      expect(result.also?.[0]?.areas).toHaveLength(new Set(result.cells.map(({ area }) => area)).size);
    }
  });

  test("90284 of 2025-07: by value", () => {
    const { result } = runPlan(
      ask([whole("90284", [ENGLAND, HARTLEPOOL, SLOUGH, SCILLY])]),
      named("all_data-csv-90284-child502-parent6.trimmed.csv"),
    );
    expect(result.failed).toEqual([]);
    expect(result.cells).toHaveLength(12);
    expect(of(result.cells, HARTLEPOOL).map(({ period, value }) => [period, value])).toEqual([
      ["2021-04-01/P1Y", 94.21347],
      ["2022-04-01/P1Y", 84.26628],
    ]);
    expect(of(result.cells, SLOUGH)[1]).toEqual({
      indicator: "90284",
      area: "E06000039",
      period: "2022-04-01/P1Y",
      value: null,
      missing: "NOT_SUBMITTED",
      notes: [expect.stringMatching(/^Not presented due to Frimley Health Foundation Trust/)],
    });
    expect(of(result.cells, SCILLY)[0]).toMatchObject({ value: null, missing: "NOT_AVAILABLE" });
  });

  test.each(next.map((body) => [body.file, body] as const))("%s: of the service to come, refused", (_file, body) => {
    expect(outcome(ask([whole("90284", [HARTLEPOOL])]), withLists(body))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
    expect(outcome(ask([latest("90284", [HARTLEPOOL])]), withLists(body))).toEqual({
      cells: [],
      faults: ["BAD_SHAPE"],
    });
  });

  test("every body is accounted for", () => {
    const read = (real ?? []).filter(({ file }) =>
      /^all_data-csv-(93356-child102-parent6\.(full|trimmed)|90284-child502-parent6\.trimmed)\.csv$/.test(file),
    );
    expect(read.length + next.length).toBe(real?.length);
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const header = bodyNamed(bodies, "header-only.csv").text;
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string().map((text) => `${header}${text}\n`),
    fc.jsonValue().map((value) => JSON.stringify([value])),
  );
  fc.assert(
    fc.property(junk, fc.boolean(), fc.boolean(), (text, onlyFigures, isTable) => {
      const want = isTable ? whole("90284", [HARTLEPOOL]) : latest("90284", [HARTLEPOOL]);
      const junkOnly = saying({ file: "", text, status: 200, contentType: "text/csv", shows: "", kind: "own" });
      const { cells } = outcome(ask([want]), onlyFigures ? withLists({ text, contentType: "text/csv" }) : junkOnly);
      expect(cells).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
