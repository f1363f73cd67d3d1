import fc from "fast-check";
import type { RemoteIndicator, Want } from "../../src/datasources/core/source";
import { NUTS_1 } from "../../src/datasources/formats/nuts";
import { variable } from "../../src/datasources/national/data-commons/catalogue";
import source from "../../src/datasources/national/data-commons.source";
import { type Body, bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { fixture, indicator, standIn, workloads } from "../support/publishers/data-commons";
import { areasByCode, madeFigure } from "../support/publishers/workloads";
import { runPlan } from "../support/run-plan";

const UK = areasByCode("K02000001");
const bodies = specimens("data-commons");
const { observe, catalogue } = source;

function want(of: RemoteIndicator, areas = UK): Want {
  return { indicator: of, areas, period: { latest: 1 }, breakdown: [] };
}

function ask(wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

function list(cursor?: string) {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(cursor);
}

function made(length = "P1Y", unit = "", dcid = "Count_Person"): RemoteIndicator {
  return variable(dcid, "Made", { unit, scalingFactor: "", length });
}

describe("Data Commons figures, over our own bodies", () => {
  const say = (file: string) => saying(bodyNamed(bodies, file));

  test("one facet makes the whole series: the first in the indicator's own unit, scaling and length of period", () => {
    const areas = areasByCode("K02000001", "E12000007", "E12000001");
    const people = { indicator: "Count_Person", area: "K02000001" };
    const notes = ["Data Commons has this series from WorldDevelopmentIndicators."];
    const london = {
      indicator: "Count_Person",
      area: "E12000007",
      notes: [
        "Data Commons has this series from EurostatData_Demographic_Balance_Crude_Rates (EurostatRegionalStatistics).",
      ],
    };
    expect(outcome(ask([want(made(), areas)]), say("population.json"))).toEqual({
      cells: [
        { ...people, period: "2022-01-01/P1Y", value: 67791000, notes },
        { ...people, period: "2023-01-01/P1Y", value: 68350000, notes },
        { ...people, period: "2024-01-01/P1Y", value: 69226000, notes },
        { ...london, period: "2019-01-01/P1Y", value: 8961989 },
        { ...london, period: "2020-01-01/P1Y", value: null, missing: "NOT_AVAILABLE" },
      ],
      faults: [],
    });
  });

  test("another unit is another indicator", () => {
    const { cells } = outcome(ask([want(made("P1Y", "Thousand"))]), say("population.json"));
    expect(cells.map(({ period, value }) => [period, value])).toEqual([["2023-01-01/P1Y", 68350]]);
  });

  test("months, days, what is no number, and a nought", () => {
    expect(outcome(ask([want(made("P1M"))]), say("months.json")).cells).toMatchObject([
      { period: "2024-01-01/P1M", value: 1 },
      { period: "2024-02-01/P1M", value: null, missing: "NOT_AVAILABLE" },
      { period: "2024-03-01/P1M", value: 0 },
    ]);
    expect(outcome(ask([want(made("P1D"))]), say("days.json")).cells).toMatchObject([
      { period: "2021-03-21", value: 5 },
    ]);
  });

  test.each(["unknown.json", "unknown-place.json", "nothing-contained.json", "months.json"])(
    "%s has no figure of the kind wanted, and that is no fault",
    (file) => {
      expect(outcome(ask([want(made())]), say(file))).toEqual({ cells: [], faults: [] });
    },
  );

  test.each([
    ["cut-series.json", "BAD_SHAPE"],
    ["twice.json", "BAD_SHAPE"],
    ["no-facet.json", "BAD_SHAPE"],
    ["text-figure.json", "BAD_SHAPE"],
    ["error-internal.json", "UNAVAILABLE"],
    ["error-key.json", "MISCONFIGURED"],
    ["error-key-200.json", "MISCONFIGURED"],
    ["error-quota.json", "RATE_LIMITED"],
    ["error-argument.json", "REFUSED"],
    ["error.json", "BAD_SHAPE"],
    ["list.json", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["empty.json", "BAD_SHAPE"],
    ["cut-short.json", "BAD_SHAPE"],
  ])("%s is a fault, never figures", (file, code) => {
    expect(outcome(ask([want(made())]), say(file))).toEqual({ cells: [], faults: [code] });
  });

  test("a day that there is not is refused", () => {
    expect(outcome(ask([want(made("P1D"))]), say("bad-day.json"))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
  });

  test("England has no place of its own there, and is not asked for", () => {
    const { requests } = runPlan(ask([want(made(), areasByCode("E92000001"))]), say("population.json"));
    expect(requests).toEqual([]);
  });

  test("one fault costs its own call only", () => {
    const places = areasByCode(...NUTS_1.map(([gss]) => gss));
    const wants = Array.from({ length: 200 }, (_, place) => want(made("P1Y", "", `Count_Made_${place}`), places));
    let call = 0;
    const { result, requests } = runPlan(ask(wants), () => ({ body: call++ === 0 ? "<html>" : {} }));
    expect(requests).toHaveLength(2);
    expect(result.failed).toMatchObject([{ fault: { code: "BAD_SHAPE" } }]);
    expect(result.failed?.[0]?.indicators).toHaveLength(153);
  });
});

describe("the Data Commons service, as the stand-in plays it", () => {
  const say = fromStandIn(standIn());

  test.each(Object.entries(workloads))("%s: as few requests as can be, every value right", (_name, make) => {
    const { wants, least, lookups } = make();
    const { result, requests } = runPlan(ask(wants), say);
    expect(requests).toHaveLength(least + lookups);
    expect(result.failed).toEqual([]);
    const answered = new Set(result.cells.map((cell) => `${cell.indicator} ${cell.area}`));
    for (const { indicator: each, areas } of wants)
      for (const area of areas) expect(answered).toContain(`${each.upstreamId} ${area.code}`);
    for (const cell of result.cells) expect(cell.value).toBe(madeFigure(cell.indicator, cell.area, cell.period));
  });

  test("the fixture", () => {
    expect(runPlan(ask(fixture.wants), say).result.cells).toEqual(fixture.expected);
  });

  test("the catalogue pages, goes on from a cursor, and gives back indicators that can be asked for", () => {
    const first = runPlan(list(), say);
    expect(first.lookups).toEqual({ variables: 1 });
    expect(first.requests).toHaveLength(3);
    expect(first.result.total).toBe(44);
    expect(first.result.next).toBeUndefined();
    const ids = first.result.indicators.map((each) => each.upstreamId);
    expect(ids).toEqual(ids.toSorted());
    const again = runPlan(list("Count_Made_X20"), say).result.indicators;
    expect(again.map((each) => each.upstreamId)).toEqual(ids.filter((id) => id >= "Count_Made_X20"));
    const found = again.find((each) => each.upstreamId === indicator(20).upstreamId) as RemoteIndicator;
    expect(found).toMatchObject({
      name: "Made figure 20",
      areaTypes: ["UK", "RGN", "CTRY"],
      facts: { unit: "", scalingFactor: "", length: "P1Y" },
    });
    expect(runPlan(ask([want(found)]), say).result.cells).toHaveLength(10);
  });
});

test("the key goes into a header, never into the address", () => {
  const signed = source.key?.sign(
    { url: "https://x.test/v2/node", headers: { accept: "a" } },
    { OUTTURN_DATA_COMMONS_KEY: "k" },
  );
  expect(signed).toEqual({ url: "https://x.test/v2/node", headers: { accept: "a", "x-api-key": "k" } });
  expect(
    standIn({ key: "k" })({
      method: "POST",
      path: "node",
      query: new URLSearchParams(),
      headers: {},
      body: "{}",
      at: 0,
    }),
  ).toMatchObject({ status: 401 });
});

const real = recorded("datacommons");
(real === undefined ? describe.skip : describe)("bodies of the service's own tests and documentation", () => {
  const UNUSED: readonly (readonly [RegExp, string])[] = [
    [/^resolve-/, "places found by point or name: the hub's places are few and certain"],
    [
      /^docs-node-09|^node-(?:simple_california|simple_geoOverlaps1|simple_obs|containedin)/,
      "other properties of nodes",
    ],
    [
      /^observation-(?:direct_(?:2010|latest|filter|multi_filter|facet|multi_facet)|contained_in_2015|contained_in_latest_US)/,
      "no place of the United Kingdom",
    ],
    [/^docs-observation-0[12678]/, "no place of the United Kingdom"],
    [/^docs-node-10|^node-simple_name/, "names"],
  ];

  /** The body with another place's name for the United Kingdom's, so that its real figures pass through the decoder. */
  const as = (body: Body, place: string): Body => ({
    ...body,
    text: body.text.replaceAll(`"${place}"`, '"country/GBR"'),
  });
  const file = (name: string) => bodyNamed(real ?? [], name);
  const figures = (body: Body, of: RemoteIndicator) =>
    outcome(ask([want(of)]), saying(body)).cells.map(({ period, value }) => [period, value]);

  test.each((real ?? []).map((body) => [body.file, body] as const))(
    "%s is understood or accounted for",
    (name, body) => {
      const { cells, faults } = outcome(ask([want(made())]), saying(body));
      if (name === "error-missing-key.json") expect(faults).toEqual(["MISCONFIGURED"]);
      else if (name === "observation-contained_in_latest_Country.json") expect(cells).toHaveLength(1);
      else {
        expect(cells).toEqual([]);
        const why = UNUSED.find(([pattern]) => pattern.test(name))?.[1];
        if (why === undefined)
          expect([
            "observation-direct_var_with_props.json",
            "observation-contained_in_latest_dummy_type.json",
          ]).toContain(name);
        const strange = name.startsWith("resolve-");
        expect(faults).toEqual(strange ? ["BAD_SHAPE"] : []);
      }
    },
  );

  test("the population of the United Kingdom, among all countries", () => {
    expect(figures(file("observation-contained_in_latest_Country.json"), made())).toEqual([
      ["2024-01-01/P1Y", 69226000],
    ]);
  });

  test("one variable in two currencies is two indicators", () => {
    const body = file("observation-direct_var_with_props.json");
    expect(figures(body, made("P1Y", "USD", "var_with_props"))).toEqual([["2023-01-01/P1Y", 2]]);
    expect(figures(body, made("P1Y", "GBP", "var_with_props"))).toEqual([["2023-01-01/P1Y", 4]]);
  });

  test("real figures of other places, read as if they were ours", () => {
    const latest = as(file("observation-direct_latest.json"), "country/USA");
    expect(figures(latest, made("P1Y", "KilowattHour", "Annual_Generation_Electricity"))).toEqual([
      ["2024-01-01/P1Y", 4343668092000],
    ]);
    expect(figures(latest, made("P1Y", "Acre", "Area_Farm"))).toEqual([]); // five years of a farm census
    const states = as(file("docs-observation-06.json"), "geoId/27");
    const doctors = figures(states, made("P1Y", "", "Count_Person_EducationalAttainmentDoctorateDegree"));
    expect(doctors).toHaveLength(12);
    expect(doctors[0]).toEqual(["2012-01-01/P1Y", 40961]);
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .jsonValue()
      .map((value) =>
        JSON.stringify({ byVariable: { Count_Person: { byEntity: { "country/GBR": value } } }, facets: {} }),
      ),
  );
  fc.assert(
    fc.property(junk, (text) => {
      expect(outcome(ask([want(made())]), () => ({ body: text })).cells).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
