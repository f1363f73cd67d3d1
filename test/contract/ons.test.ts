import * as fc from "fast-check";
import type { CataloguePage, Cell } from "../../src/datasources/core/source";
import { periodIn } from "../../src/datasources/national/ons/cmd";
import { indicatorsOfDataset } from "../../src/datasources/national/ons/indicators";
import ons from "../../src/datasources/national/ons.source";
import { fromStandIn, outcome } from "../support/bodies";
import { area, cpih, observe, said, want } from "../support/ons-wants";
import {
  censusFigure,
  classification,
  fixture,
  HELD_BACK,
  indicator,
  OLD_DISTRICT,
  standIn,
  workloads,
} from "../support/publishers/ons";
import { areasByCode, madeFigure } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const census =
  (file: string) =>
  ({ path }: { readonly path: string }): Said =>
    said(path.endsWith("/areas") ? "census-areas.json" : file);
const SEX = "census/UR/sex";
const CPIH = { indicator: "cpih01", area: "K02000001", breakdown: { aggregate: "cpih1dim1A0" } };

describe("data sets", () => {
  test("one area, newest: time stands open, unsorted rows are put in order by label", () => {
    const { result, requests, lookups } = runPlan(
      observe([want("cpih01", { latest: 2 }, "K02000001")]),
      cpih("open-time.json"),
    );
    expect(result).toEqual({
      cells: [
        { ...CPIH, period: "2017-09-01/P1M", value: 104.3 },
        { ...CPIH, period: "2018-03-01/P1M", value: 105.1 },
      ],
      failed: [],
    });
    expect(requests.at(-1)).toMatchObject({
      path: "datasets/cpih01/editions/time-series/versions/66/observations",
      query: { time: "*", Geography: "K02000001", aggregate: "cpih1dim1A0" },
    });
    expect(lookups).toEqual({ "version:cpih01": 1, "cube:cpih01/time-series/66": 2 });
  });

  test("one area, one period: no dimension stands open", () => {
    const asked = want("cpih01", { ids: ["2018-03-01/P1M"] }, "K02000001");
    const { result, requests } = runPlan(observe([asked]), cpih("one-cell.json"));
    expect(result.cells).toEqual([{ ...CPIH, period: "2018-03-01/P1M", value: 105.1 }]);
    expect(requests.at(-1)?.query).toEqual({ time: "Mar-18", Geography: "K02000001", aggregate: "cpih1dim1A0" });
  });

  test("marks, limits, notes, an empty value and a nil", () => {
    const codes = ["E06000001", "E06000002", "E06000003", "E06000004"];
    const { cells, faults } = outcome(observe([want("cpih01", { latest: 1 }, ...codes)]), cpih("open-geography.json"));
    expect(faults).toEqual([]);
    const known = { ...CPIH, period: "2018-03-01/P1M" };
    expect(cells).toEqual([
      { ...known, area: "E06000001", value: 7.5, statuses: ["PROVISIONAL"], lower: 7.1, upper: 7.9, notes: ["CV: 4"] },
      { ...known, area: "E06000002", value: null, missing: "NOT_AVAILABLE" },
      { ...known, area: "E06000003", value: null, missing: "CONFIDENTIAL" },
      { ...known, area: "E06000004", value: 0, notes: ["confidence_interval: 2"] },
    ]);
  });

  test.each(["none.txt", "none-null.json"])("%s is an absence", (file) => {
    expect(outcome(observe([want("cpih01", { latest: 1 }, "K02000001")]), cpih(file))).toEqual({
      cells: [],
      faults: [],
    });
  });

  test.each([
    ["version-gone.txt", "REFUSED"],
    ["missing-dimension.txt", "REFUSED"],
    ["errors-with-200.json", "REFUSED"],
    ["fewer-rows.json", "BAD_SHAPE"],
    ["twice.json", "BAD_SHAPE"],
    ["word-figure.json", "BAD_SHAPE"],
    ["marked-figure.json", "BAD_SHAPE"],
    ["unlisted-period.json", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["nothing.txt", "BAD_SHAPE"],
    ["cut-short.txt", "BAD_SHAPE"],
  ])("%s is %s, never cells", (file, code) => {
    const codes = file === "twice.json" ? ["E06000001", "E06000002"] : ["K02000001"];
    const period = /word|marked/.test(file) ? { ids: ["2018-03-01/P1M"] } : { latest: 1 };
    expect(outcome(observe([want("cpih01", period, ...codes)]), cpih(file))).toEqual({ cells: [], faults: [code] });
  });

  test.each(["page.html", "nothing.txt", "errors-with-200.json"])(
    "%s in place of a list fails its data set alone",
    (file) => {
      const other = indicator(1);
      const wants = [
        want("cpih01", { latest: 1 }, "K02000001"),
        { ...want("cpih01", { latest: 1 }, "E06000001"), indicator: other },
      ];
      const listed = fromStandIn(standIn());
      const { result } = runPlan(observe(wants), (request) =>
        request.path.includes("cpih01") ? said(file) : listed(request),
      );
      expect(result.cells.map((cell) => cell.indicator)).toEqual(["made-figure-1"]);
      expect(result.failed?.map((one) => one.indicators)).toEqual([["cpih01"]]);
    },
  );

  test("an answer of 10,000 rows may have been cut, and is refused", () => {
    const row = { dimensions: { geography: { id: "TLC11" } }, observation: "1" };
    const body = { observations: Array(10_000).fill(row), total_observations: 10_000 };
    const wants = [want("cpih01", { latest: 1 }, "E06000001", "E06000002")];
    expect(
      outcome(observe(wants), (request) =>
        request.path.endsWith("/observations") ? { body } : cpih("none.txt")(request),
      ),
    ).toEqual({
      cells: [],
      faults: ["BAD_SHAPE"],
    });
  });

  test("dimensions that the indicator does not know are a refusal, before anything is asked", () => {
    const { dimensions: _, ...bare } = want("cpih01", { latest: 1 }).indicator;
    const { result, requests } = runPlan(
      observe([{ ...want("cpih01", { latest: 1 }, "K02000001"), indicator: bare }]),
      cpih("one-cell.json"),
    );
    expect(result.failed).toMatchObject([{ fault: { code: "REFUSED" }, indicators: ["cpih01"] }]);
    expect(requests).toHaveLength(3);
  });

  test.each([
    ["Mar-18", "2018-03-01/P1M"],
    ["16-Aug", "2016-08-01/P1M"],
    ["Jan-88", "1988-01-01/P1M"],
    ["2026", "2026-01-01/P1Y"],
    ["2011-12", "2011-04-01/P1Y"],
    ["Apr 2013-Mar 2014", "2013-04-01/P1Y"],
    ["2016-18", "2016-01-01/P3Y"],
    ["Xyz-18", undefined],
  ])("the label %s is %s", (label, id) => {
    expect(periodIn(label)?.id).toBe(id);
  });
});

describe("the census", () => {
  const wants = [want(SEX, { latest: 1 }, "E06000001", "E06000002")];

  test("categories are breakdowns, 0 is a value", () => {
    const { result, requests, lookups } = runPlan(observe(wants), census("census.json"));
    const known = { indicator: SEX, period: "2021-03-21" };
    expect(result.cells).toEqual([
      { ...known, area: "E06000001", breakdown: { sex: "female" }, value: 47000 },
      { ...known, area: "E06000001", breakdown: { sex: "male" }, value: 0 },
      { ...known, area: "E06000002", breakdown: { sex: "female" }, value: 73000 },
      { ...known, area: "E06000002", breakdown: { sex: "male" }, value: 70000 },
    ]);
    expect(requests.at(-1)?.query).toEqual({ "area-type": "ltla23,E06000001,E06000002", dimensions: "sex" });
    expect(lookups).toEqual({ "areas:UR:ltla23": 1 });
  });

  test("an area held back is confidential in every category; one missing otherwise is an absence", () => {
    const { cells } = outcome(observe(wants), census("census-blocked.json"));
    expect(
      cells.filter((cell) => cell.area === "E06000002").map((cell) => [cell.missing, cell.breakdown?.sex]),
    ).toEqual([
      ["CONFIDENTIAL", "female"],
      ["CONFIDENTIAL", "male"],
    ]);
    expect(outcome(observe(wants), census("census-fewer.json")).cells).toHaveLength(2);
  });

  test.each([
    ["census-short.json", "BAD_SHAPE"],
    ["census-other-category.json", "BAD_SHAPE"],
    ["census-other-area.json", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["nothing.txt", "BAD_SHAPE"],
    ["cut-short.txt", "BAD_SHAPE"],
    ["errors-with-200.json", "REFUSED"],
    ["census-variables.json", "REFUSED"],
    ["census-too-many.json", "REFUSED"],
  ])("%s is %s, never cells", (file, code) => {
    const { cells, faults } = outcome(observe(wants), census(file));
    expect(cells).toEqual([]);
    expect(new Set(faults)).toEqual(new Set([code]));
  });

  test("an area of older boundaries is asked for in those; codes of no list are not asked", () => {
    const areas = [...areasByCode("E07000148"), OLD_DISTRICT, area("E07000999"), area("S12000033")];
    const { result, requests } = runPlan(
      observe([{ ...want(SEX, { latest: 1 }), indicator: classification(1), areas }]),
      fromStandIn(standIn()),
    );
    const asked = requests.filter((request) => request.path.endsWith("/census-observations"));
    expect(asked.map((request) => request.query?.["area-type"])).toEqual(["ltla23,E07000148", "ltla,E07000026"]);
    expect(result.failed).toEqual([]);
    expect(result.cells).toHaveLength(4);
  });

  test("one bad code fails the call: it is found by halving, the rest is kept", () => {
    const areas = ["E01000002", "E01000003", "E01099999", "E01000004"].map((code) => ({
      code,
      kind: "LSOA" as const,
      name: code,
    }));
    const { result } = runPlan(
      observe([{ ...want(SEX, { latest: 1 }), indicator: classification(1), areas }]),
      fromStandIn(standIn()),
    );
    expect(new Set(result.cells.map((cell) => cell.area))).toEqual(new Set(["E01000002", "E01000003", "E01000004"]));
    expect(result.failed).toMatchObject([{ fault: { code: "REFUSED" }, areas: ["E01099999"] }]);
  });
});

test("junk never gives cells, nor anything but a fault", () => {
  const wants = [want("cpih01", { latest: 1 }, "K02000001"), want(SEX, { latest: 1 }, "E06000001")];
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.anything().map((each) => JSON.stringify({ observations: [each], total_observations: 1 })),
  );
  fc.assert(
    fc.property(junk, (body) => {
      const { cells } = outcome(observe(wants), (request) =>
        request.path.endsWith("observations")
          ? { body }
          : request.path.endsWith("/areas")
            ? said("census-areas.json")
            : cpih("none.txt")(request),
      );
      expect(cells).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(outcome(observe(wants), () => ({ body })).cells).toEqual([]);
    }),
  );
});

describe("the catalogue", () => {
  const page = (cursor: string | undefined, options = {}) => {
    const plan = ons.catalogue?.(cursor);
    if (plan === undefined) throw new Error("The source has no catalogue.");
    return runPlan(plan, fromStandIn(standIn(options))).result;
  };
  const from = (start: string | undefined): readonly CataloguePage[] => {
    const pages: CataloguePage[] = [];
    for (let cursor = start; pages.length === 0 || cursor !== undefined; ) {
      pages.push(page(cursor));
      cursor = pages.at(-1)?.next;
    }
    return pages;
  };

  test("data sets page by page, then the census; resumed from a cursor", () => {
    const pages = from(undefined);
    expect(pages.map((one) => [one.indicators.length, one.next])).toEqual([
      [19, "cmd:20"], // the first of the list is a table of the census
      [20, "cmd:40"],
      [1, "census:0:0"],
      [40, undefined],
    ]);
    expect(from("cmd:40")).toEqual(pages.slice(2));
    const all = pages.flatMap((one) => one.indicators);
    expect(new Set(all.map((one) => one.upstreamId)).size).toBe(80);
    expect(all.find((one) => one.upstreamId === "made-figure-3")).toEqual(indicator(3));
    expect(all.find((one) => one.upstreamId === "census/UR/made_3_2a")).toMatchObject({
      name: "All usual residents: Made 3",
      definition: "What made_3_2a means.",
      unit: { code: "people" },
      dimensions: classification(3).dimensions,
    });
  });

  test("a page that fails is a fault, not a shorter catalogue", () => {
    expect(() => page(undefined, { allow: 1 })).toThrow(/429/);
    const plan = ons.catalogue?.(undefined) as NonNullable<ReturnType<NonNullable<typeof ons.catalogue>>>;
    expect(() => runPlan(plan, () => said("page.html"))).toThrow(/a page, not data/);
  });

  test("a data set that states no unit is an indicator for each option of the dimension that tells it", () => {
    const list = (...options: string[]) => options.map((option) => ({ option, label: option }));
    const found = indicatorsOfDataset({
      entry: { title: "Well-being" },
      dataset: "wellbeing-local-authority",
      version: "4",
      dimensions: [
        { name: "time", options: list("2011-12", "2012-13") },
        { name: "geography", options: list("E92000001", "E07000148", "TLC11") },
        { name: "MeasureOfWellbeing", options: list("anxiety", "happiness") },
        {
          name: "estimate",
          options: [
            { option: "average-mean", label: "Average (mean)" },
            { option: "poor", label: "Poor (per cent)" },
          ],
        },
      ],
    });
    expect(found).toMatchObject([
      {
        upstreamId: "wellbeing-local-authority/estimate=average-mean",
        unit: { code: "average-mean" },
        valueType: "MEAN",
        periodType: "FINANCIAL_YEAR",
        areaTypes: ["CTRY", "NMD"],
        dimensions: [{ code: "measureofwellbeing" }],
        facts: { fixed: { estimate: "average-mean" } },
      },
      { upstreamId: "wellbeing-local-authority/estimate=poor", unit: { code: "percent" } },
    ]);
    expect(indicatorsOfDataset({ entry: { title: "No areas" }, dataset: "x", version: "1", dimensions: [] })).toEqual(
      [],
    );
  });
});

describe("packing", () => {
  const right = (cell: Cell) =>
    cell.breakdown === undefined
      ? madeFigure(cell.indicator, cell.area, cell.period)
      : censusFigure(cell.indicator, cell.area, Object.values(cell.breakdown)[0] ?? "");

  test.each(Object.entries(workloads))("%s takes the least possible number of requests", (_, workload) => {
    const { wants, least, lookups } = workload();
    const { result, requests, lookups: made } = runPlan(observe(wants), fromStandIn(standIn()));
    const once = Object.values(made).reduce((sum, count) => sum + count, 0);
    expect([requests.length - once, once]).toEqual([least, lookups]);
    expect(result.failed).toEqual([]);
    const pairs = wants.reduce((sum, one) => sum + one.areas.length, 0);
    expect(new Set(result.cells.map((cell) => `${cell.indicator} ${cell.area}`)).size).toBe(pairs);
    for (const cell of result.cells)
      expect([cell.area, cell.value, cell.missing]).toEqual(
        cell.area === HELD_BACK ? [HELD_BACK, null, "CONFIDENTIAL"] : [cell.area, right(cell), undefined],
      );
  });

  test("the fixture is answered with its newest period only", () => {
    const { result } = runPlan(observe(fixture.wants), fromStandIn(standIn()));
    expect(result.cells).toEqual(fixture.expected);
  });

  test("an open dimension that is cut is told", () => {
    const cut = runPlan(observe(fixture.wants), (request) => {
      const answer = fromStandIn(standIn())(request);
      if (!request.path.endsWith("/observations") || !("body" in answer) || typeof answer.body === "string")
        return answer;
      return { ...answer, body: { ...answer.body, total_observations: 11_000 } };
    });
    expect(cut.result).toMatchObject({ cells: [], failed: [{ fault: { code: "BAD_SHAPE" } }] });
  });
});
