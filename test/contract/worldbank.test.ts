import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import type { Want } from "../../src/datasources/core/source";
import source from "../../src/datasources/national/worldbank.source";
import { bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { areasByCode, madeFigure } from "../support/publishers/workloads";
import { ARCHIVED, fixture, indicator, standIn, workloads } from "../support/publishers/worldbank";
import { runPlan, type Said } from "../support/run-plan";

const UK = areasByCode("K02000001");
const bodies = specimens("worldbank");
const { observe, catalogue } = source;

function want(id: string, areas = UK): Want {
  return { indicator: { ...indicator(1), upstreamId: id }, areas, period: { latest: 1 }, breakdown: [] };
}

function ask(wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

function list(cursor?: string) {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(cursor);
}

const about = (id: string, year: string) => ({ indicator: id, area: "K02000001", period: `${year}-01-01/P1Y` });
const GDP = "NY.GDP.MKTP.CD";
const PEOPLE = "SP.POP.TOTL";
const PRICES = "FP.CPI.TOTL.ZG";

describe("the World Bank's figures, over our own bodies", () => {
  const say = (file: string) => saying(bodyNamed(bodies, file));

  test("every indicator by its own id, gaps kept, padding left out, a nought is a value", () => {
    expect(outcome(ask([want(GDP), want(PEOPLE)]), say("figures.json"))).toEqual({
      cells: [
        { ...about(GDP, "2022"), value: 3114042471144.21 },
        { ...about(GDP, "2023"), value: null, missing: "NOT_AVAILABLE" },
        { ...about(GDP, "2024"), value: 3643834188783.02 },
        { ...about(PEOPLE, "2023"), value: 0 },
        { ...about(PEOPLE, "2024"), value: 69226000 },
      ],
      faults: [],
    });
  });

  test("marks stay with their figures, and a free remark is a note", () => {
    expect(outcome(ask([want(PRICES)]), say("marks.json")).cells).toEqual([
      { ...about(PRICES, "2022"), value: 7.9 },
      { ...about(PRICES, "2023"), value: null, missing: "CONFIDENTIAL" },
      { ...about(PRICES, "2024"), value: 2.3, notes: ["Series rebased"] },
      { ...about(PRICES, "2025"), value: 3.4, statuses: ["ESTIMATED"] },
      { ...about(PRICES, "2026"), value: 2.5, statuses: ["FORECAST"] },
    ]);
  });

  test("months and quarters", () => {
    const { cells } = outcome(ask([want("DPANUSSPB")]), say("high-frequency.json"));
    expect(cells.map(({ period, value }) => [period, value])).toEqual([
      ["2023-10-01/P3M", 0.8],
      ["2024-01-01/P1M", 0.787],
      ["2024-02-01/P1M", 0.79],
    ]);
  });

  test("rows of other places and indicators are nobody's", () => {
    expect(outcome(ask([want(GDP)]), say("other-countries.json")).cells).toEqual([{ ...about(GDP, "2024"), value: 7 }]);
  });

  test("all pages are read", () => {
    const turn = (request: UpstreamRequest): Said => say(`page-${request.query?.page}.json`)();
    const { result, requests } = runPlan(ask([want(PEOPLE)]), turn);
    expect(result.cells.map((cell) => cell.value)).toEqual([1, 2, 3]);
    expect(requests.map((request) => request.query?.page)).toEqual([1, 2]);
  });

  test("[meta, null] is an answer without rows", () => {
    expect(outcome(ask([want(PEOPLE)]), say("nothing.json"))).toEqual({ cells: [], faults: [] });
  });

  test.each([
    ["error-invalid-value.json", "REFUSED"],
    ["error-archived.json", "REFUSED"],
    ["error-unavailable.json", "UNAVAILABLE"],
    ["cut-rows.json", "BAD_SHAPE"],
    ["two-figures.json", "BAD_SHAPE"],
    ["text-figure.json", "BAD_SHAPE"],
    ["odd-date.json", "BAD_SHAPE"],
    ["error.json", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["empty.json", "BAD_SHAPE"],
    ["cut-short.json", "BAD_SHAPE"],
  ])("%s is a fault, never figures", (file, code) => {
    expect(outcome(ask([want(PEOPLE)]), say(file))).toEqual({ cells: [], faults: [code] });
  });

  test("nothing is asked for areas that it has not", () => {
    const { requests } = runPlan(ask([want(PEOPLE, areasByCode("E92000001"))]), say("figures.json"));
    expect(requests).toEqual([]);
  });
});

describe("the World Bank's service, as the stand-in plays it", () => {
  const say = fromStandIn(standIn());

  test.each(Object.entries(workloads))("%s: as few requests as can be, every value right", (_name, make) => {
    const { wants, least, lookups } = make();
    const { result, requests } = runPlan(ask(wants), say);
    expect(requests).toHaveLength(least + lookups);
    expect(result.failed).toEqual([]);
    expect(new Set(result.cells.map((cell) => cell.indicator)).size).toBe(wants.length);
    for (const cell of result.cells) expect(cell.value).toBe(madeFigure(cell.indicator, cell.area, cell.period));
  });

  test("the fixture", () => {
    expect(runPlan(ask(fixture.wants), say).result.cells).toEqual(fixture.expected);
  });

  test("codes beyond the published limits are cut into calls", () => {
    const many = Array.from({ length: 130 }, (_, place) => want(`OU.MADE.X${place}.ZS`));
    const long = Array.from({ length: 40 }, (_, place) => want(`${"A".repeat(60)}${place}`));
    const calls = (wants: readonly Want[]) => {
      const { requests } = runPlan(ask(wants), saying(bodyNamed(bodies, "nothing.json")));
      for (const { path } of requests) expect((path.split("/").at(-1) ?? "").length).toBeLessThanOrEqual(1_400);
      return requests.length;
    };
    expect(calls(many)).toBe(3);
    expect(calls(long)).toBe(2);
  });

  test("one archived indicator fails alone", () => {
    const wants = [
      want(indicator(1).upstreamId),
      want(ARCHIVED),
      want(indicator(2).upstreamId),
      want(indicator(3).upstreamId),
    ];
    const { result, requests } = runPlan(ask(wants), say);
    expect(result.failed?.map(({ indicators, fault }) => [indicators, fault.code])).toEqual([[[ARCHIVED], "REFUSED"]]);
    expect(new Set(result.cells.map((cell) => cell.indicator)).size).toBe(3);
    expect(requests.length).toBeLessThanOrEqual(5);
  });

  test("pages that are smaller than asked for still make whole series", () => {
    const { result } = runPlan(ask([want(indicator(1).upstreamId)]), fromStandIn(standIn({ pageOf: 20 })));
    expect(result.cells).toHaveLength(65);
  });

  test("the catalogue pages, and goes on from a cursor", () => {
    const paged = fromStandIn(standIn({ pageOf: 20 }));
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = runPlan(list(cursor), paged).result;
      expect(page.total).toBe(48);
      ids.push(...page.indicators.map((each) => each.upstreamId));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(new Set(ids).size).toBe(48);
    expect(runPlan(list("2"), paged).result.indicators.map((each) => each.upstreamId)).toEqual(ids.slice(20, 40));
  });
});

test("a listed indicator says what the list says of it", () => {
  const { result } = runPlan(list(), saying(bodyNamed(bodies, "indicators.json")));
  expect(result).toMatchObject({ next: "2", total: 3 });
  expect(result.indicators).toHaveLength(2);
  expect(result.indicators[0]).toMatchObject({
    upstreamId: "AG.AGR.TRAC.NO",
    name: "Agricultural machinery, tractors",
    definition: "Wheel and crawler tractors in use.",
    unit: { code: "number" },
    valueType: "COUNT",
    facts: { database: "2", topics: ["Agriculture & Rural Development"] },
  });
});

test.each([
  ["NY.GDP.MKTP.CD", "current US$", "CURRENCY", 0],
  ["FP.CPI.TOTL.ZG", "percentage", "PERCENTAGE", 1],
  ["SL.UEM.TOTL.ZS", "percentage", "PERCENTAGE", 1],
  ["SP.DYN.LE00.IN", "years", "LIFE_EXPECTANCY", 2],
  ["SP.POP.TOTL", "people", "COUNT", 0],
])("%s is in %s", (id, label, valueType, decimalPlaces) => {
  const known = source.wellKnown.find((each) => each.upstreamId === id);
  expect(known).toMatchObject({ unit: { label }, valueType, decimalPlaces });
});

const real = recorded("worldbank");
(real === undefined ? describe.skip : describe)("recorded bodies", () => {
  /** Bodies of endpoints that the source never asks, each with what it answers instead. */
  const other = new Map([
    ["v1-countries_india.json", "a list of countries: the hub knows the one it asks for"],
    ["v1-income_level_lmc.json", "a list of income levels"],
    ["v1-lending_types.json", "a list of lending types"],
    ["v1-regions.json", "a list of regions"],
    ["v1-regions_world.json", "a list of regions"],
    ["v1-source_21.json", "a list of databases"],
    ["v1-sources.json", "a list of databases"],
    ["v2-country-BRA.json", "a list of countries"],
  ]);

  test.each((real ?? []).map((body) => [body.file, body] as const))("%s", (file, body) => {
    if (file === "v1-indicators_tractors.json") {
      const { result } = runPlan(list(), saying(body));
      expect(result).toMatchObject({ total: 1, indicators: [{ upstreamId: "AG.AGR.TRAC.NO" }] });
      expect(result.next).toBeUndefined();
    } else if (file === "v2-error-invalid-value.json") {
      expect(outcome(ask([want(GDP)]), saying(body))).toEqual({ cells: [], faults: ["REFUSED"] });
    } else if (file === "v2-country-MEX-EMU-XX-NY.GDP.MKTP.CD.json") {
      // Trimmed and partly edited by whoever kept it: Mexico, the euro area, "not classified"; none is the United Kingdom.
      expect(outcome(ask([want(GDP)]), saying(body))).toEqual({ cells: [], faults: [] });
      const british = body.text.replaceAll('"MEX"', '"GBR"');
      expect(outcome(ask([want(GDP)]), saying({ ...body, text: british })).cells).toEqual([
        { ...about(GDP, "2024"), value: 1830489311088.89 },
        { ...about(GDP, "2025"), value: 1832641364775.52 },
      ]);
    } else {
      expect(other.has(file)).toBe(true); // the envelope is the same, its rows are no figures
      expect(outcome(ask([want(GDP)]), saying(body))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
    }
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify([{ pages: 1, total: 1 }, [value]])),
  );
  fc.assert(
    fc.property(junk, (text) => {
      expect(outcome(ask([want(GDP), want(PEOPLE)]), () => ({ body: text })).cells).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
