import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import type { AreaRef, Want } from "../../src/datasources/core/source";
import { EVERY_KNOWN } from "../../src/datasources/national/police-uk/indicators";
import type { Point } from "../../src/datasources/national/police-uk/shapes";
import source from "../../src/datasources/national/police-uk.source";
import { type Body, bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import {
  expectedValue,
  fixture,
  indicator,
  NEWEST,
  standIn,
  supplied,
  workloads,
} from "../support/publishers/police-uk";
import { areasByCode } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const bodies = specimens("police-uk");
const { observe, catalogue } = source;
const JULY = "2026-07-01/P1M";

const square = (x: number, y: number, side: number): Point[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];
const LEICESTER: AreaRef = {
  code: "E06000016",
  kind: "UA",
  name: "Leicester",
  boundary: { code: "E06000016", polygons: [[square(-1.2, 52.6, 0.1)]] },
  population: new Map([
    [2023, 370_000],
    [2024, 400_000],
    [2027, 1],
  ]),
};

function want(upstreamId: string, area: AreaRef = LEICESTER, period: Want["period"] = { latest: 1 }): Want {
  const found = EVERY_KNOWN.find((each) => each.upstreamId === upstreamId);
  const made = found ?? { ...(EVERY_KNOWN[0] as Want["indicator"]), upstreamId };
  return { indicator: made, areas: [area], period, breakdown: [] };
}

function ask(wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

function list() {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(undefined);
}

/** The newest month and the categories from our bodies; the crimes as given. */
function crimesAs(crimes: Body, categories = bodyNamed(bodies, "categories.json")) {
  return ({ path }: UpstreamRequest): Said =>
    saying(
      path === "crime-last-updated"
        ? bodyNamed(bodies, "newest.json")
        : path === "crime-categories"
          ? categories
          : crimes,
    )();
}

const named = (file: string) => crimesAs(bodyNamed(bodies, file));

describe("crimes, over our own bodies", () => {
  test("all categories are counted from one answer; a number counts once; the rate says how it was made", () => {
    const ids = ["all-crime", "burglary", "burglary-rate", "robbery", "other-theft"];
    const { result, requests } = runPlan(ask(ids.map((id) => want(id))), named("crimes.json"));
    const wanted = result.cells.filter((cell) => ids.includes(cell.indicator));
    const about = { area: "E06000016", period: JULY };
    expect(wanted).toEqual([
      { ...about, indicator: "all-crime", value: 6 },
      { ...about, indicator: "burglary", value: 2 },
      {
        ...about,
        indicator: "burglary-rate",
        value: 0.005,
        numerator: 2,
        denominator: 400_000,
        notes: ["Worked out by the hub: 2 for 400000 residents (mid-2024 estimate), for every 1,000."],
      },
      { ...about, indicator: "robbery", value: 0 },
      { ...about, indicator: "other-theft", value: 1 },
    ]);
    expect(requests.map(({ path }) => path)).toEqual([
      "crime-last-updated",
      "crimes-street/all-crime",
      "crime-categories", // whether a nought is one
    ]);
    expect(requests[1]).toMatchObject({
      method: "POST",
      form: { date: "2026-07", poly: "52.6,-1.2:52.6,-1.1:52.7,-1.1:52.7,-1.2" },
      handles: [503],
    });
  });

  test("what the answer says of other categories is handed on, noughts left out", () => {
    const { result } = runPlan(ask([want("burglary")]), named("crimes.json"));
    const also = (result.also ?? []).map((each) => each.indicator.upstreamId);
    expect(also).toEqual(expect.arrayContaining(["all-crime", "all-crime-rate", "violent-crime", "burglary-rate"]));
    expect(also).not.toContain("robbery");
    expect(also).not.toContain("burglary");
    for (const id of also) expect(result.cells.some((cell) => cell.indicator === id)).toBe(true);
  });

  test("a category that the month did not have is absent, not nought", () => {
    const say = crimesAs(bodyNamed(bodies, "crimes.json"), bodyNamed(bodies, "categories-fewer.json"));
    expect(outcome(ask([want("robbery")]), say).cells.find((cell) => cell.indicator === "robbery")).toMatchObject({
      value: null,
      missing: "NOT_AVAILABLE",
    });
    const broken = crimesAs(bodyNamed(bodies, "crimes.json"), bodyNamed(bodies, "page.html"));
    const { result } = runPlan(ask([want("robbery"), want("burglary")]), broken);
    expect(result.failed?.map(({ fault, indicators }) => [fault.code, indicators])).toEqual([
      ["BAD_SHAPE", ["robbery", "robbery-rate"]],
    ]);
    expect(result.cells.find((cell) => cell.indicator === "burglary")?.value).toBe(2);
    expect(result.cells.some((cell) => cell.indicator === "robbery")).toBe(false);
  });

  test.each(["none.json", "transport-police-only.json"])(
    "%s is no count: nought cannot be told from nothing sent",
    (file) => {
      const { cells, faults } = outcome(ask([want("all-crime"), want("burglary-rate")]), named(file));
      expect(faults).toEqual([]);
      expect(cells.map(({ value, missing }) => [value, missing])).toEqual(
        Array(cells.length).fill([null, "NOT_AVAILABLE"]),
      );
      expect(cells.length).toBeGreaterThanOrEqual(2);
    },
  );

  test("crimes in a hole of the boundary are not the area's", () => {
    const polygons = [[square(-1.2, 52.6, 0.1), square(-1.17, 52.63, 0.04)]];
    const ring = { ...LEICESTER, boundary: { code: LEICESTER.code, polygons } };
    expect(outcome(ask([want("burglary", ring)]), named("in-the-hole.json")).cells[0]?.value).toBe(1);
  });

  const withParts = (...polygons: readonly (readonly Point[])[]): AreaRef => ({
    ...LEICESTER,
    boundary: { code: LEICESTER.code, polygons: polygons.map((ring) => [ring]) },
  });
  const shapesSent = (area: AreaRef) =>
    runPlan(ask([want("all-crime", area)]), named("in-the-hole.json"))
      .requests.slice(1)
      .map(({ form }) => form?.poly);

  test("islands are asked for in one hull around them, and what lies between them is not the area's", () => {
    const islands = withParts(square(-1.2, 52.6, 0.04), square(-1.14, 52.6, 0.04));
    expect(shapesSent(islands)).toEqual(["52.6,-1.2:52.6,-1.1:52.64,-1.1:52.64,-1.2"]);
    const between = JSON.parse(bodyNamed(bodies, "in-the-hole.json").text);
    between[0].location = { ...between[0].location, latitude: "52.61", longitude: "-1.15" };
    const say = crimesAs({ ...bodyNamed(bodies, "in-the-hole.json"), text: JSON.stringify(between) });
    expect(outcome(ask([want("all-crime", islands)]), say).cells[0]?.value).toBe(1);
  });

  test("parts far apart are asked for one by one, and what they share counts once", () => {
    const apart = withParts(square(-1.2, 52.6, 0.05), square(0.9, 50.6, 0.05));
    expect(shapesSent(apart)).toHaveLength(2);
    expect(outcome(ask([want("all-crime", apart)]), named("crimes.json")).cells[0]?.value).toBe(6);
  });

  test("a boundary of very many points is asked for by its hull, and counted by itself", () => {
    const round = Array.from({ length: 20_000 }, (_, n): Point => {
      const angle = (n / 20_000) * 2 * Math.PI;
      const far = n % 2 === 0 ? 0.1 : 0.000_1; // a wheel of spikes: its hull is the rim
      return [-1.15 + far * Math.cos(angle), 52.65 + far * Math.sin(angle)];
    });
    const [poly = ""] = shapesSent(withParts(round));
    expect(poly.split(":").length).toBeLessThanOrEqual(10_000);
    expect(poly.length).toBeGreaterThan(1_000);
  });

  test("small areas and Greater Manchester come with their warnings", () => {
    const notes = (area: AreaRef) => outcome(ask([want("burglary", area)]), named("crimes.json")).cells[0]?.notes;
    expect(notes({ ...LEICESTER, kind: "LSOA" })).toEqual([expect.stringContaining("anonymised")]);
    expect(notes({ ...LEICESTER, code: "E08000009" })).toEqual([expect.stringContaining("Greater Manchester")]);
  });

  test("no residents for the year or before: no rate, but a count", () => {
    const later = { ...LEICESTER, population: new Map([[2027, 400_000]]) };
    const { population: _none, ...without } = LEICESTER;
    for (const area of [later, without]) {
      const cells = outcome(ask([want("burglary", area), want("burglary-rate", area)]), named("crimes.json")).cells;
      expect(cells.slice(0, 2).map(({ value, missing }) => [value, missing])).toEqual([
        [2, undefined],
        [null, "NOT_AVAILABLE"],
      ]);
    }
  });

  test("an area without a boundary fails alone", () => {
    const { boundary: _none, ...bare } = { ...LEICESTER, code: "E06000017" };
    const { result } = runPlan(ask([want("burglary"), want("burglary", bare)]), named("crimes.json"));
    expect(result.failed?.map(({ areas }) => areas)).toEqual([["E06000017"]]);
    expect(result.cells.find((cell) => cell.indicator === "burglary")?.area).toBe("E06000016");
  });

  test.each([
    ["other-month.json", "BAD_SHAPE"],
    ["number-as-text.json", "BAD_SHAPE"],
    ["no-place.json", "BAD_SHAPE"],
    ["error-object.json", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["empty.json", "BAD_SHAPE"],
    ["cut-short.json", "BAD_SHAPE"],
    ["too-often.txt", "RATE_LIMITED"],
    ["old-month.txt", "UNAVAILABLE"],
    ["bad-boundary.txt", "REFUSED"],
  ])("%s is a fault, never figures", (file, code) => {
    expect(outcome(ask([want("burglary")]), named(file))).toEqual({ cells: [], faults: [code] });
  });

  test.each(["page.html", "empty.json", "none.json", "error-object.json"])("%s is no newest month", (file) => {
    expect(outcome(ask([want("burglary")]), saying(bodyNamed(bodies, file)))).toEqual({
      cells: [],
      faults: ["BAD_SHAPE"],
    });
  });

  test("an outage (503 for everything) is told after nine requests, however many areas are asked", () => {
    const areas = Array.from({ length: 40 }, (_, n) => ({
      ...LEICESTER,
      code: `E0600${String(100 + n).padStart(4, "0")}`,
    }));
    const { result, requests } = runPlan(ask(areas.map((area) => want("burglary", area))), named("too-many.txt"));
    expect(requests).toHaveLength(1 + 40 + 4 + 4);
    expect(result.cells).toEqual([]);
    expect(new Set(result.failed?.map(({ fault }) => fault.code))).toEqual(new Set(["UNAVAILABLE"]));
    expect(result.failed).toHaveLength(40);
  });

  test("months that need no question become cells without one", () => {
    const { result, requests } = runPlan(
      ask([want("burglary", LEICESTER, { ids: ["2015-03-01/P1M"] })]),
      named("crimes.json"),
    );
    expect(requests).toHaveLength(1);
    expect(result.cells).toMatchObject([{ period: "2015-03-01/P1M", value: null, missing: "NOT_AVAILABLE" }]);
  });
});

describe("data.police.uk, as the stand-in plays it", () => {
  const say = fromStandIn(standIn());

  test.each(Object.entries(workloads))("%s: as few requests as can be, every value right", (_name, make) => {
    const { wants, least, lookups } = make();
    const ran = runPlan(ask(wants), say);
    expect(ran.requests).toHaveLength(least + lookups);
    expect(Object.values(ran.lookups).reduce((sum, each) => sum + each, 0)).toBe(lookups);
    expect(ran.result.failed).toEqual([]);
    const areas = new Map(wants.flatMap((each) => each.areas.map((area) => [area.code, area])));
    for (const cell of ran.result.cells) {
      const value = expectedValue(cell.indicator, areas.get(cell.area) as AreaRef, cell.period.slice(0, 7));
      expect(cell.value).toBe(value);
    }
    for (const each of wants) {
      const has = new Set(
        ran.result.cells.filter((cell) => cell.indicator === each.indicator.upstreamId).map((cell) => cell.area),
      );
      expect(each.areas.every((area) => has.has(area.code))).toBe(true);
    }
  });

  test("the fixture", () => {
    const { cells } = runPlan(ask(fixture.wants), say).result;
    expect(cells.filter((cell) => cell.indicator === "burglary")).toEqual(fixture.expected);
  });

  test.each([
    [60, 4],
    [20, 16],
  ])("503 at %i crimes: the area is asked in parts, and the count is whole", (most, atLeast) => {
    const area = supplied(areasByCode("E06000016")[0] as AreaRef);
    const { result, requests } = runPlan(ask([want("all-crime", area)]), fromStandIn(standIn({ most })));
    expect(requests.length).toBeGreaterThan(1 + atLeast);
    expect(result.failed).toEqual([]);
    expect(result.cells[0]).toMatchObject({ value: expectedValue("all-crime", area, NEWEST) });
  });

  test("where parts of any size are refused, the area fails", () => {
    const areas = areasByCode("E06000016", "E06000017").map(supplied) as [AreaRef, AreaRef];
    const stubborn = (request: UpstreamRequest): Said => {
      const mine = /-7\.98(4|3[89])/.test(request.form?.poly ?? ""); // the longitudes of the first of the two
      return mine ? { status: 503, body: "" } : say(request);
    };
    const { result } = runPlan(ask(areas.map((area) => want("all-crime", area))), stubborn);
    expect(result.failed?.map(({ fault, areas: which }) => [fault.code, which])).toEqual([
      ["TOO_LARGE", ["E06000016"]],
    ]);
    expect(new Set(result.cells.map((cell) => cell.area))).toEqual(new Set(["E06000017"]));
  });

  test("the catalogue is one page: count and rate of every category of the newest month", () => {
    const { result, requests } = runPlan(list(), say);
    expect(requests).toHaveLength(2);
    expect(result.next).toBeUndefined();
    expect(result.indicators).toHaveLength(40);
    expect(result.indicators.map((each) => each.upstreamId)).toContain(indicator(40).upstreamId);
    expect(result.indicators.every((each) => each.dataset.version === NEWEST)).toBe(true);
  });
});

const real = recorded("police-uk");
(real === undefined ? describe.skip : describe)("recorded bodies", () => {
  /** Bodies of questions that the source never asks. */
  const other =
    /^(case-history|crimes-street-dates|forces|neighbourhood-.*|outcome|police-force|stop-and-search)\.json$/;
  const month = (body: Body) =>
    JSON.stringify([JSON.parse(body.text)].flat().map((row) => ({ ...row, month: "2026-07" })));

  test.each((real ?? []).map((body) => [body.file, body] as const))("%s", (file, body) => {
    if (file === "crime-last-updated.json") {
      const say = (request: UpstreamRequest) =>
        request.path === "crime-last-updated" ? saying(body)() : named("crimes.json")(request);
      expect(runPlan(ask([want("burglary")]), say).result.cells[0]?.period).toBe(JULY);
    } else if (file === "crime-categories-2026-07.json") {
      const { result } = runPlan(list(), crimesAs(bodyNamed(bodies, "none.json"), body));
      expect(result.indicators).toHaveLength(30);
      const described = (each: Want["indicator"]) => [each.upstreamId, each.name, each.unit.code, each.valueType];
      expect(result.indicators.map(described)).toEqual(EVERY_KNOWN.map(described));
    } else if (file === "crime-category.json") {
      expect(JSON.parse(body.text)).toEqual({ url: "anti-social-behaviour", name: "Anti-social behaviour" });
    } else if (file === "crimes-street-all-crime-leicester-2024-01.json" || file === "crime.json") {
      // One crime each, of months that are no longer kept: the month alone is changed.
      const id = file === "crime.json" ? "violent-crime" : "anti-social-behaviour";
      const say = crimesAs({ ...body, text: month(body) });
      expect(outcome(ask([want(id)]), say).cells[0]).toMatchObject({ indicator: id, value: 1 });
      expect(
        outcome(ask([want(id)]), crimesAs({ ...body, text: JSON.stringify([JSON.parse(body.text)].flat()) })),
      ).toEqual({
        cells: [],
        faults: ["BAD_SHAPE"],
      });
    } else {
      expect(file).toMatch(other);
      expect(outcome(ask([want("burglary")]), crimesAs(body))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
    }
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(fc.jsonValue(), { minLength: 1 }).map((value) => JSON.stringify(value)),
    fc
      .record({ id: fc.jsonValue(), month: fc.constant("2026-07"), category: fc.string(), location: fc.jsonValue() })
      .map((row) => JSON.stringify([row])),
  );
  fc.assert(
    fc.property(junk, (text) => {
      const crimes = { ...bodyNamed(bodies, "crimes.json"), text };
      const { cells } = outcome(ask([want("burglary"), want("all-crime-rate")]), crimesAs(crimes));
      expect(cells.every((cell) => cell.value === null)).toBe(true);
      expect(outcome(ask([want("burglary")]), () => ({ body: text })).cells).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
