import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import type { AreaRef, Want } from "../../src/datasources/core/source";
import { bodyNamed, fromStandIn, outcome, saying } from "../support/bodies";
import {
  ABSENCE,
  answering,
  ask,
  bodies,
  CUMBRIA,
  dataset,
  ENGLAND,
  HOLIDAY,
  harvested,
  ILLNESS,
  MANCHESTER,
  NEWEST,
  named,
  TRAFFORD,
  want,
  YEARS,
} from "../support/dfe-ees-questions";
import { ENDED, fixture, indicator, MADE, standIn, TOTAL, workloads } from "../support/publishers/dfe-ees";
import { areasByCode, madeFigure } from "../support/publishers/workloads";
import { runPlan } from "../support/run-plan";

describe("figures of education, over our own bodies", () => {
  const about = { area: TRAFFORD.code, period: NEWEST };

  test("one question for all indicators and areas of a data set; a nought is a value; limits stand beside their figure", () => {
    const wants = [want("OBXCL", [TRAFFORD, ENGLAND]), want("dPe0Z"), want("va001")];
    const { result, requests } = runPlan(ask(wants), named("figures.json", "nothing.json"));
    const id = (short: string) => `${ABSENCE}/${short}`;
    expect(result.failed).toEqual([]);
    expect(result.cells).toEqual([
      { ...about, indicator: id("OBXCL"), breakdown: ILLNESS, value: 36120 },
      { ...about, indicator: id("dPe0Z"), breakdown: ILLNESS, value: 6.61 },
      { ...about, indicator: id("va001"), breakdown: ILLNESS, value: -0.12, lower: -0.31, upper: 0.07 },
      { ...about, indicator: id("OBXCL"), breakdown: HOLIDAY, value: 0 },
      { ...about, indicator: id("dPe0Z"), breakdown: HOLIDAY, value: 7.1 },
      { ...about, indicator: id("OBXCL"), breakdown: ILLNESS, value: 8200000, area: "E92000001" },
    ]);
    expect(requests).toHaveLength(2);
    expect(requests[0]).toMatchObject({ path: `data-sets/${ABSENCE}/meta`, query: { dataSetVersion: "1.*" } });
    expect(requests[1]).toMatchObject({
      method: "POST",
      path: `data-sets/${ABSENCE}/query`,
      query: { dataSetVersion: "1.*" },
      json: {
        criteria: {
          and: [
            {
              or: [
                { geographicLevels: { eq: "LA" }, locations: { in: [{ level: "LA", id: "tRf0d" }] } },
                { geographicLevels: { eq: "NAT" }, locations: { in: [{ level: "NAT", id: "mRj9K" }] } },
              ],
            },
            { timePeriods: { in: [{ period: "2023/2024", code: "AY" }] } },
            { filters: { in: ["dt0Zw"] } },
            { filters: { in: ["Gt0al"] } },
          ],
        },
        indicators: ["OBXCL", "dPe0Z", "va001", "vaLCI", "vaUCI"],
        page: 1,
        pageSize: 10_000,
        debug: false,
      },
    });
  });

  test("marks say why there is no figure", () => {
    const { cells } = outcome(ask([want("OBXCL", [TRAFFORD], { period: YEARS })]), named("marks.json"));
    expect(cells.map(({ missing, statuses }) => [missing, statuses])).toEqual([
      ["CONFIDENTIAL", undefined],
      ["NOT_APPLICABLE", undefined],
      ["NOT_AVAILABLE", undefined],
      ["NOT_AVAILABLE", ["LOW_FIGURE"]],
      ["NOT_AVAILABLE", ["LOW_RELIABILITY"]],
      ["NOT_AVAILABLE", ["LOW_FIGURE"]],
    ]);
    expect(cells.every((cell) => cell.value === null)).toBe(true);
  });

  test("a text that is no mark is kept as a note", () => {
    expect(outcome(ask([want("OBXCL")]), named("remark.json")).cells).toMatchObject([
      { value: null, missing: "NOT_AVAILABLE", notes: ["not collected"] },
    ]);
  });

  test("members of dimensions are asked for by name, totals stand for the rest", () => {
    const type = (...members: string[]): Want["breakdown"] => [{ dimension: "type-of-school", members }];
    const girls: Want["breakdown"] = [
      { dimension: "sex", members: ["girls-Gg1rl"] },
      { dimension: "type-of-school", members: ["state-funded-primary"] },
    ];
    const wants = [
      want("OBXCL", [TRAFFORD], { breakdown: type("special") }),
      want("dPe0Z", [TRAFFORD], { breakdown: girls }),
      want("OBXCL", [TRAFFORD], { breakdown: type("none-such") }),
      want("OBXCL", [TRAFFORD], { breakdown: [{ dimension: "religion", members: [] }] }),
    ];
    const { result, requests } = runPlan(ask(wants), named("breakdowns.json", "nothing.json"));
    expect(result.cells.map(({ indicator: of, value, breakdown }) => [of.slice(-5), value, breakdown])).toEqual([
      ["OBXCL", 2, { ...ILLNESS, "type-of-school": "special" }],
    ]);
    const { json } = requests[1] as UpstreamRequest;
    expect((json as { criteria: { and: unknown[] } }).criteria.and.at(-1)).toEqual({
      or: [
        { and: [{ filters: { in: ["1Ti3Z"] } }, { filters: { in: ["Gt0al"] } }] },
        { and: [{ filters: { in: ["VN5XE"] } }, { filters: { in: ["Gg1rl"] } }] },
      ],
    });
    const all = runPlan(ask([want("OBXCL", [TRAFFORD], { breakdown: type() })]), named("breakdowns.json"));
    expect(all.result.cells.map((cell) => cell.breakdown?.["type-of-school"])).toEqual(["all-schools", "special"]);
  });

  test("an indicator that was not harvested yet has bare totals", () => {
    const { dimensions: _none, ...bare } = harvested("OBXCL");
    const cells = outcome(ask([{ ...want("OBXCL"), indicator: bare }]), named("breakdowns.json")).cells;
    expect(cells).toMatchObject([{ value: 1, breakdown: { reason: "illness-not-appointments" } }]);
  });

  test("of a data set that was not harvested yet, the newest version is looked up and named", () => {
    const { version: _none, ...unseen } = dataset;
    const wants = [{ ...want("OBXCL"), indicator: { ...harvested("OBXCL"), dataset: unseen } }];
    const { requests } = runPlan(ask(wants), named("figures.json"));
    expect(requests.map(({ path, query }) => [path.slice(47), query?.dataSetVersion])).toEqual([
      ["", undefined],
      ["meta", "1.0"],
      ["query", "1.0"],
    ]);
    expect(outcome(ask(wants), saying(bodyNamed(bodies, "page.html")))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
  });

  test("the newest of a series that ended earlier than the data set", () => {
    const { result, requests } = runPlan(
      ask([want("OBXCL", [TRAFFORD, CUMBRIA])]),
      named("figures.json", "older.json"),
    );
    expect(requests).toHaveLength(3);
    expect(requests[2]?.json).toMatchObject({
      criteria: {
        and: [
          { locations: { in: [{ level: "LA", id: "cUmb0" }] } },
          { timePeriods: { in: [{ period: "2021/2022" }, { period: "2022/2023" }] } },
          {},
          {},
        ],
      },
    });
    expect(result.cells.find((cell) => cell.area === CUMBRIA.code)).toMatchObject({
      period: "2021-09-01/P1Y",
      value: 60000,
    });
  });

  test("all pages are read, whatever size they have", () => {
    const turn = named("page-1.json", "page-2.json");
    const { result, requests } = runPlan(ask([want("OBXCL", [TRAFFORD], { period: YEARS })]), turn);
    expect(result.cells.map((cell) => cell.value)).toEqual([1, 2, 3]);
    expect(requests.slice(1).map(({ json }) => (json as { page: number }).page)).toEqual([1, 2]);
  });

  test.each(["nothing.json", "place-not-found.json"])("%s: nothing there, and that is no fault", (file) => {
    const { result, requests } = runPlan(ask([want("OBXCL", [TRAFFORD], { period: YEARS })]), named(file));
    expect([result.cells, result.failed]).toEqual([[], []]);
    expect(requests).toHaveLength(2);
  });

  test("areas, periods and data sets that there are not are not asked for", () => {
    const wales: AreaRef = { code: "W06000015", kind: "UA", name: "Cardiff" };
    const wants = [want("OBXCL", [wales]), want("OBXCL", [TRAFFORD], { period: { ids: ["1999-09-01/P1Y"] } })];
    expect(runPlan(ask(wants), named("figures.json")).requests).toHaveLength(1); // the look-up
    const odd = { ...harvested("OBXCL"), upstreamId: "../../secret/OBXCL" };
    const { result, requests } = runPlan(ask([{ ...want("OBXCL"), indicator: odd }]), named("figures.json"));
    expect(requests).toEqual([]);
    expect(result.failed?.map(({ fault }) => fault.code)).toEqual(["REFUSED"]);
  });

  test("an indicator that is gone fails alone; one whose id was dealt out anew is found by its column", () => {
    const gone = { ...harvested("OBXCL"), upstreamId: `${ABSENCE}/nope1`, facts: { column: "no_longer_there" } };
    const moved = { ...harvested("dPe0Z"), upstreamId: `${ABSENCE}/OBXCL` };
    const wants = [gone, moved].map((of) => ({ ...want("OBXCL"), indicator: of }));
    const { result } = runPlan(ask(wants), named("figures.json"));
    expect(result.failed?.map(({ fault, indicators }) => [fault.code, indicators])).toEqual([
      ["REFUSED", [`${ABSENCE}/nope1`]],
    ]);
    expect(result.cells[0]).toMatchObject({ indicator: `${ABSENCE}/OBXCL`, value: 6.61 });
  });

  test("two figures for one code fail that area only", () => {
    const wants = [want("OBXCL", [MANCHESTER, TRAFFORD], { period: YEARS })];
    const both = JSON.parse(bodyNamed(bodies, "two-figures.json").text);
    const more = JSON.parse(bodyNamed(bodies, "remark.json").text);
    const text = JSON.stringify({
      ...both,
      paging: { ...both.paging, totalResults: 3 },
      results: [...both.results, ...more.results],
    });
    const { result } = runPlan(ask(wants), answering({ ...bodyNamed(bodies, "two-figures.json"), text }));
    expect(result.failed?.map(({ fault, areas }) => [fault.code, areas])).toEqual([["BAD_SHAPE", [MANCHESTER.code]]]);
    expect(result.cells.map((cell) => cell.area)).toEqual([TRAFFORD.code]);
  });

  test.each([
    ["filters-not-found.json", "BAD_SHAPE"],
    ["cut-rows.json", "BAD_SHAPE"],
    ["unknown-option.json", "BAD_SHAPE"],
    ["unknown-place.json", "BAD_SHAPE"],
    ["number.json", "BAD_SHAPE"],
    ["debug.json", "BAD_SHAPE"],
    ["error-object.json", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["empty.json", "BAD_SHAPE"],
    ["cut-short.json", "BAD_SHAPE"],
    ["meta.json", "BAD_SHAPE"],
    ["error-indicators.json", "REFUSED"],
    ["error-500.json", "UNAVAILABLE"],
    ["timeout-504.txt", "UNAVAILABLE"],
    ["too-often.json", "RATE_LIMITED"],
  ])("%s is a fault, never figures", (file, code) => {
    expect(outcome(ask([want("OBXCL")]), named(file))).toEqual({ cells: [], faults: [code] });
  });

  test.each([
    ["error-404.json", "REFUSED"],
    ["page.html", "BAD_SHAPE"],
    ["empty.json", "BAD_SHAPE"],
    ["figures.json", "BAD_SHAPE"],
  ])("%s is no data set", (file, code) => {
    expect(outcome(ask([want("OBXCL")]), saying(bodyNamed(bodies, file)))).toEqual({ cells: [], faults: [code] });
  });
});

describe("the service, as the stand-in plays it", () => {
  const say = fromStandIn(standIn());

  test.each(Object.entries(workloads))("%s: as few requests as can be, every value right", (_name, make) => {
    const { wants, least, lookups } = make();
    const ran = runPlan(ask(wants), say);
    expect(ran.requests).toHaveLength(least + lookups);
    expect(Object.values(ran.lookups).reduce((sum, each) => sum + each, 0)).toBe(lookups);
    expect(ran.result.failed).toEqual([]);
    for (const cell of ran.result.cells) {
      expect(cell.value).toBe(madeFigure(cell.indicator, cell.area, cell.period));
      expect(cell.breakdown).toEqual(TOTAL);
    }
    const has = new Set(ran.result.cells.map((cell) => `${cell.indicator}|${cell.area}`));
    const asked = wants.flatMap((each) => each.areas.map(({ code }) => `${each.indicator.upstreamId}|${code}`));
    expect(has).toEqual(new Set(asked));
  });

  test("the fixture", () => {
    expect(runPlan(ask(fixture.wants), say).result.cells).toEqual(fixture.expected);
  });

  const areas = areasByCode("E08000009", "E08000003", "E92000001");
  const of = (n: number, said: Partial<Want> = {}): Want => ({
    indicator: indicator(n),
    areas,
    period: { latest: 2 },
    breakdown: [],
    ...said,
  });

  test("breakdowns", () => {
    const breakdown = [{ dimension: "sex", members: ["girls", "boys"] }];
    const { cells } = runPlan(ask([of(1, { breakdown, period: { latest: 1 } })]), say).result;
    expect(cells).toHaveLength(6);
    for (const cell of cells) {
      const options = `${cell.breakdown?.sex === "girls" ? "sGir0" : "sBoy0"},tAll0`;
      expect(cell.value).toBe(madeFigure(cell.indicator, cell.area, cell.period, options));
    }
  });

  test("pages smaller than asked for make the same figures", () => {
    const { result, requests } = runPlan(ask([of(1)]), fromStandIn(standIn({ rowsOf: 4 })));
    expect(requests).toHaveLength(1 + 2);
    expect(result.cells).toEqual(runPlan(ask([of(1)]), say).result.cells);
  });

  test("one refused indicator fails alone", () => {
    const wants = [1, 2, 3, 4].map((n) => of(n));
    const { result } = runPlan(ask(wants), fromStandIn(standIn({ refused: ["i003"] })));
    expect(result.failed?.map(({ fault, indicators }) => [fault.code, indicators])).toEqual([
      ["REFUSED", [`${MADE}/i003`]],
    ]);
    expect(new Set(result.cells.map((cell) => cell.indicator)).size).toBe(3);
  });

  test("the newest figure of an abolished council is its last one", () => {
    const ended = [{ code: ENDED, kind: "CTY", name: "Cumbria" }] as const;
    const { result } = runPlan(ask([of(1, { areas: ended, period: { latest: 1 } })]), say);
    expect(
      result.cells
        .map((cell) => cell.period)
        .sort()
        .at(-1),
    ).toBe("2021-09-01/P1Y");
  });

  test("areas wanted far apart are asked apart where together they are beyond a page", () => {
    const breakdown = [
      { dimension: "sex", members: [] },
      { dimension: "school-type", members: [] },
    ];
    const england = workloads["318 lower-tier areas x 3 indicators"]?.().wants[0]?.areas ?? [];
    const wants = [
      of(1, { areas: england, period: {}, breakdown }),
      of(2, { areas: areasByCode("E92000001"), breakdown }),
    ];
    const { result, requests } = runPlan(ask(wants), say);
    expect(result.failed).toEqual([]);
    expect(requests).toHaveLength(1 + 2); // 297 areas x 6 years x 6 options are 10,692 rows: two pages of one question
    expect(result.cells).toHaveLength(296 * 36 + 12);
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const result = fc.record(
    {
      timePeriod: fc.jsonValue(),
      geographicLevel: fc.constant("LA"),
      locations: fc.constant({ LA: "tRf0d" }),
      filters: fc.jsonValue(),
      values: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ paging: fc.jsonValue(), results: fc.jsonValue() }).map((body) => JSON.stringify(body)),
    result.map((row) => JSON.stringify({ paging: { totalResults: 1, pageSize: 10, page: 1 }, results: [row] })),
  );
  fc.assert(
    fc.property(junk, (text) => {
      const wants = [want("OBXCL"), want("dPe0Z")];
      expect(outcome(ask(wants), answering({ ...bodyNamed(bodies, "figures.json"), text })).cells).toEqual([]);
      expect(outcome(ask(wants), () => ({ body: text })).cells).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
