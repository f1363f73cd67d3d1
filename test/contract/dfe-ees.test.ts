import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import type { AreaRef, RemoteIndicator, Want } from "../../src/datasources/core/source";
import { dataSetListed, indicatorsOf } from "../../src/datasources/national/dfe-ees.indicators";
import { readMeta } from "../../src/datasources/national/dfe-ees.meta";
import { periodOf } from "../../src/datasources/national/dfe-ees.periods";
import source from "../../src/datasources/national/dfe-ees.source";
import { type Body, bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { ENDED, fixture, indicator, MADE, standIn, TOTAL, workloads } from "../support/publishers/dfe-ees";
import { areasByCode, madeFigure } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const bodies = specimens("dfe-ees");
const { observe, catalogue } = source;
const ABSENCE = "e1ae9201-2fff-d376-8fa3-bd3c3660d4c8";
const TRAFFORD: AreaRef = { code: "E08000009", kind: "MD", name: "Trafford" };
const MANCHESTER: AreaRef = { code: "E08000003", kind: "MD", name: "Manchester" };
const CUMBRIA: AreaRef = { code: "E10000006", kind: "CTY", name: "Cumbria" };
const ENGLAND: AreaRef = { code: "E92000001", kind: "CTRY", name: "England" };
const NEWEST = "2023-09-01/P1Y";

const { status: _status, ...dataset } = dataSetListed(JSON.parse(bodyNamed(bodies, "data-set.json").text), "absence");
const HARVESTED = indicatorsOf(readMeta(JSON.parse(bodyNamed(bodies, "meta.json").text)), dataset);

function harvested(id: string): RemoteIndicator {
  const found = HARVESTED.find((each) => each.upstreamId === `${ABSENCE}/${id}`);
  if (found === undefined) throw new Error(`There is no indicator ${id}.`);
  return found;
}

function want(id: string, areas: readonly AreaRef[] = [TRAFFORD], said: Partial<Want> = {}): Want {
  return { indicator: harvested(id), areas, period: { latest: 1 }, breakdown: [], ...said };
}

function ask(wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

function list(cursor?: string) {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(cursor);
}

/** The data set and its description from our bodies; the answers to questions as given, one after the other, the last for ever. */
function answering(...answers: readonly Body[]) {
  let turn = 0;
  return ({ path }: UpstreamRequest): Said => {
    if (!path.endsWith("/query"))
      return saying(bodyNamed(bodies, path.endsWith("/meta") ? "meta.json" : "data-set.json"))();
    const body = answers[Math.min(turn, answers.length - 1)] as Body;
    turn += 1;
    return saying(body)();
  };
}

const named = (...files: readonly string[]) => answering(...files.map((file) => bodyNamed(bodies, file)));
const TOTALS = { "type-of-school": "all-schools", sex: "total", coverage: "state-funded" };
const ILLNESS = { ...TOTALS, reason: "illness-not-appointments" };
const HOLIDAY = { ...TOTALS, reason: "holiday" };
const YEARS = { from: "2021-01-01" };

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

describe("the harvest", () => {
  test("an indicator says what the description says", () => {
    expect(harvested("OBXCL")).toMatchObject({
      upstreamId: `${ABSENCE}/OBXCL`,
      name: "Number of pupil enrolments",
      unit: { code: "number" },
      valueType: "COUNT",
      decimalPlaces: 0,
      frequency: "ANNUALLY",
      periodType: "ACADEMIC_YEAR",
      isAggregatable: true,
      hasConfidenceIntervals: false,
      areaTypes: ["CTRY", "UA", "MD", "LONB", "CTY"],
      earliest: "2021-09-01/P1Y",
      latest: NEWEST,
      dataset: { upstreamId: ABSENCE, title: "Pupil absence", version: "1.0", publishedAt: "2024-10-21" },
      identifiers: [{ scheme: "EES_INDICATOR", value: `${ABSENCE}/OBXCL` }],
      facts: { column: "count_enrolments" },
    });
    expect(harvested("dPe0Z")).toMatchObject({ unit: { code: "percent", suffix: "%" }, decimalPlaces: 2 });
    expect(harvested("cost1")).toMatchObject({ unit: { code: "gbp" }, valueType: "CURRENCY", decimalPlaces: 1 });
    expect(harvested("va001")).toMatchObject({ hasConfidenceIntervals: true, valueType: "SCORE" });
  });

  test("limits and texts are no indicators of their own", () => {
    expect(HARVESTED.map((each) => each.upstreamId.slice(-5))).toEqual(["OBXCL", "dPe0Z", "va001", "cost1"]);
  });

  test("dimensions have one total, where there is one, and members of their own names", () => {
    const dimensions = harvested("OBXCL").dimensions ?? [];
    expect(
      dimensions.map(({ code, members }) => [code, members.filter((each) => each.isTotal).map((each) => each.label)]),
    ).toEqual([
      ["type-of-school", ["All schools"]],
      ["sex", ["Total"]],
      ["reason", []],
      ["coverage", ["State-funded"]],
    ]);
    expect(dimensions[1]?.members.map((each) => each.code)).toEqual(["total", "girls-Gg1rl", "boys", "girls-Gg1r2"]);
  });

  test("the catalogue pages through publications and their data sets, and goes on from a cursor", () => {
    const say = fromStandIn(standIn({ listOf: 1 }));
    const seen: string[] = [];
    const cursors: string[] = [];
    let cursor: string | undefined;
    do {
      const page = runPlan(list(cursor), say).result;
      seen.push(...page.indicators.map((each) => each.upstreamId));
      cursor = page.next;
      if (cursor !== undefined) cursors.push(cursor);
    } while (cursor !== undefined);
    expect(seen).toHaveLength(40);
    expect(cursors).toEqual(["2.0.1", "2.0.2", "3.0.1"]);
    expect(runPlan(list("2.0.2"), say).result).toEqual({ indicators: [], next: "3.0.1" });
    const whole = runPlan(list(), fromStandIn(standIn()));
    expect(whole.result).toMatchObject({ next: "1.1.1" });
    expect(whole.requests.map(({ path }) => path)).toEqual([
      "publications",
      "publications/pub-1/data-sets",
      `data-sets/${MADE}/meta`,
    ]);
  });

  test("a data set that was withdrawn since is passed over; one that cannot be read is a fault", () => {
    const say = fromStandIn(standIn());
    const meta = (body: Said) => (request: UpstreamRequest) => (request.path.endsWith("/meta") ? body : say(request));
    expect(runPlan(list(), meta({ status: 404, body: {} })).result).toEqual({ indicators: [], next: "1.1.1" });
    expect(() => runPlan(list(), meta({ body: "<html></html>" }))).toThrow("could not be read");
    expect(() => runPlan(list(), meta({ status: 503, body: "" }))).toThrow("503");
  });
});

test.each([
  ["2022/2023", "AY", "2022-09-01/P1Y"],
  ["2022", "AY", "2022-09-01/P1Y"],
  ["2022/2023", "FY", "2022-04-01/P1Y"],
  ["2022/2023", "TY", "2022-04-06/P1Y"],
  ["2022", "CY", "2022-01-01/P1Y"],
  ["2022", "CYQ2", "2022-04-01/P3M"],
  ["2022/2023", "FYQ4", "2023-01-01/P3M"],
  ["2022", "M11", "2022-11-01/P1M"],
  ["2023", "W37", "2023-09-11/P1W"],
  ["2024", "W25", "2024-06-17/P1W"],
  ["2020", "W53", "2020-12-28/P1W"],
  ["2024", "W53", undefined],
  ["2022", "RY", undefined],
  ["2022/2023", "T1", undefined],
  ["2022/2023", "AYQ1", undefined],
  ["2022/2024", "AY", undefined],
  ["2022/2023", "CY", undefined],
  ["2022", "M13", undefined],
])("%s %s is %s", (years, code, iso) => {
  expect(periodOf(years, code)?.id).toBe(iso);
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

const real = recorded("dfe-ees");
(real === undefined ? describe.skip : describe)("recorded bodies", () => {
  /** Results as a client parsed them: labels in place of ids, so no wire shape; and a file of the server's own tests. */
  const other = /client-parsed\.json$|\.meta\.csv$/;
  const described = (body: Body) => indicatorsOf(readMeta(JSON.parse(body.text)), dataset);
  /** The recording holds the list alone: the client had dropped the part about its pages. */
  const paged = (text: string) => {
    const results = JSON.parse(text) as unknown[];
    return JSON.stringify({ paging: { page: 1, pageSize: 20, totalResults: results.length, totalPages: 1 }, results });
  };
  const listing = (body: Body, text: string, part: "publications" | "data-sets") => (request: UpstreamRequest) => {
    if (request.path.endsWith("/meta")) return saying(bodyNamed(bodies, "meta.json"))();
    if (part === "publications" ? request.path === part : request.path.endsWith(part))
      return { body: text, status: body.status };
    return part === "publications"
      ? { body: paged("[]") }
      : { body: paged(JSON.stringify([{ id: "25d0e40b-643a-4f73-3ae5-08dcf1c4d57f", slug: "made" }])) };
  };

  test.each((real ?? []).map((body) => [body.file, body] as const))("%s", (file, body) => {
    if (file === "eesyapiR-meta-e1ae9201.json") {
      const found = described(body);
      expect(found.map((each) => [each.upstreamId.slice(-5), each.name, each.decimalPlaces])).toEqual([
        ["dPe0Z", "Number of overall absence sessions", 0],
        ["OBXCL", "Number of pupil enrolments", 0],
        ["7YFXo", "Number of sessions possible", 0],
      ]);
      expect(found[0]).toMatchObject({ earliest: "2021-09-01/P1Y", latest: "2024-09-01/P1Y", areaTypes: ["CTRY"] });
      expect(found[0]?.dimensions?.[0]?.members).toEqual([
        { code: "all-schools", label: "All schools", isTotal: true },
        { code: "special", label: "Special" },
        { code: "state-funded-primary", label: "State-funded primary" },
        { code: "state-funded-secondary", label: "State-funded secondary" },
      ]);
    } else if (file === "docs-meta.json") {
      expect(described(body)).toMatchObject([{ areaTypes: ["CTRY", "RGN"], latest: "2022-09-01/P1Y" }]);
    } else if (
      file === "eesyapi-publication-data-sets-25d0e40b.results.json" ||
      file === "docs-publication-data-sets.json"
    ) {
      const text = file.startsWith("docs") ? body.text : paged(body.text);
      const { result, requests } = runPlan(list(), listing(body, text, "data-sets"));
      const sets = file.startsWith("docs") ? ["63cfc86e"] : ["3bb59201", "57b69201", "e1ae9201"];
      expect(requests.filter(({ path }) => path.endsWith("/meta")).map(({ path }) => path.slice(10, 18))).toEqual(sets);
      expect(new Set(result.indicators.map((each) => each.dataset.version))).toEqual(new Set(["1.0"]));
    } else if (/publications/.test(file)) {
      const text = file.startsWith("docs") ? body.text : paged(body.text);
      const { result, requests } = runPlan(list(), listing(body, text, "publications"));
      expect(requests[1]?.path).toMatch(/^publications\/[0-9a-f-]{36}\/data-sets$/);
      expect(result.next).toBe(file.startsWith("docs") ? "2.0.1" : "1.1.1");
    } else if (file === "docs-query-post.json" || file === "server-tests-query-single-indicator.partial.json") {
      // Cut to one row by whoever kept them: an answer that says more rows than it has is never taken.
      expect(outcome(ask([want("OBXCL")]), answering(body))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
      const docs = recorded("dfe-ees")?.find((each) => each.file === "docs-meta.json") as Body;
      const shown = JSON.parse(body.text);
      const one = { ...body, text: JSON.stringify({ ...shown, paging: { ...shown.paging, totalResults: 1 } }) };
      if (file !== "docs-query-post.json") return;
      const [found] = described(docs);
      const north = [{ code: "E12000001", kind: "RGN", name: "North East" }] as const;
      const primary = [{ dimension: "school-type", members: ["state-funded-primary"] }];
      const say = ({ path }: UpstreamRequest) =>
        path.endsWith("/meta")
          ? saying(docs)()
          : path.endsWith("/query")
            ? saying(one)()
            : named("figures.json")({ path, accept: "" });
      const { cells } = outcome(
        ask([{ indicator: found as RemoteIndicator, areas: north, period: { latest: 1 }, breakdown: primary }]),
        say,
      );
      expect(cells).toEqual([
        {
          indicator: `${ABSENCE}/04nTr`,
          area: "E12000001",
          period: "2022-09-01/P1Y",
          breakdown: { "school-type": "state-funded-primary" },
          value: 1708016,
        },
      ]);
    } else if (/^(error|warning)/.test(file)) {
      const code = body.status === 400 ? "REFUSED" : "BAD_SHAPE"; // the warning is a fragment without results
      expect(outcome(ask([want("OBXCL")]), answering(body))).toEqual({ cells: [], faults: [code] });
    } else {
      expect(file).toMatch(other);
      const asAnswer = { ...body, status: 200 };
      expect(outcome(ask([want("OBXCL")]), answering(asAnswer))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
    }
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
