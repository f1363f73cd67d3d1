import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import type { AreaRef, RemoteIndicator, Want } from "../../src/datasources/core/source";
import source from "../../src/datasources/national/statswales.source";
import { type Body, bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { fixture, indicator, MANY, standIn, welsh, workloads } from "../support/publishers/statswales";
import { madeFigure } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const bodies = specimens("statswales");
const [RECYCLED, POPULATION, DENSITY] = source.wellKnown as [RemoteIndicator, RemoteIndicator, RemoteIndicator];
const AREAS: readonly AreaRef[] = [
  { code: "W06000015", kind: "UA", name: "Cardiff" },
  { code: "W06000001", kind: "UA", name: "Isle of Anglesey" },
  { code: "W92000004", kind: "CTRY", name: "Wales" },
];
const { observe, catalogue } = source;

function want(of: RemoteIndicator, parts: Partial<Want> = {}): Want {
  return { indicator: of, areas: AREAS, period: {}, breakdown: [], ...parts };
}

function ask(...wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

function list(cursor?: string) {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(cursor);
}

/** The service with these bodies for the columns of a data set, for the filter, and for the rows. */
function saysInTurn(rows: string, columns = "filters.json", filter = "filter-id.json") {
  return (request: UpstreamRequest): Said => {
    const file = request.path.endsWith("/filters") ? columns : request.method === "POST" ? filter : rows;
    return saying(bodyNamed(bodies, file))();
  };
}

describe("figures of the new service, over our own bodies", () => {
  const RECYCLING = { indicator: RECYCLED.upstreamId };

  test("rows in words: numbers, a nought, notes in words, a reason; measures that are not wanted are left out", () => {
    expect(outcome(ask(want(RECYCLED)), saysInTurn("rows-words.json"))).toEqual({
      cells: [
        { ...RECYCLING, area: "W92000004", period: "2015-04-01/P1Y", value: 61.2 },
        { ...RECYCLING, area: "W06000015", period: "2015-04-01/P1Y", value: 58.1, statuses: ["ESTIMATED", "REVISED"] },
        { ...RECYCLING, area: "W06000001", period: "2016-04-01/P1Y", value: 0 },
        { ...RECYCLING, area: "W06000015", period: "2016-04-01/P1Y", value: null, missing: "CONFIDENTIAL" },
      ],
      faults: [],
    });
  });

  test("rows in codes: the dates of a period are its truth; thousands set apart; note codes", () => {
    expect(outcome(ask(want(RECYCLED)), saysInTurn("rows-codes.json")).cells).toEqual([
      { ...RECYCLING, area: "W06000015", period: "2015-09-01/P1Y", value: 1234.5, statuses: ["PROVISIONAL"] },
      { ...RECYCLING, area: "W06000015", period: "2016-09-01/P1Y", value: null, missing: "NONE_RECORDED_IN_SURVEY" },
    ]);
  });

  test("note codes in brackets; a mark that leaves no room for a figure wins over a nought beside it", () => {
    expect(outcome(ask(want(RECYCLED)), saysInTurn("rows-annotated.json")).cells).toMatchObject([
      { area: "W06000015", value: 58.1, statuses: ["ESTIMATED", "REVISED"] },
      { area: "W06000015", value: null, missing: "CONFIDENTIAL" },
      { area: "W92000004", value: 61, notes: ["Statistically significant at 0.01 or 1% level"] },
      { area: "W92000004", value: null, missing: "NOT_AVAILABLE" },
    ]);
  });

  test("a bare list of rows; a data set that lists no measures; no rows", () => {
    expect(outcome(ask(want(RECYCLED)), saysInTurn("rows-bare.json")).cells).toMatchObject([
      { value: 58.1, statuses: ["LOW_FIGURE"] },
    ]);
    const data = { ...RECYCLED, facts: { dataset: RECYCLED.dataset.upstreamId } };
    const unlisted = saysInTurn("rows-no-measure.json", "filters-no-measure.json");
    expect(outcome(ask(want(data)), unlisted).cells).toMatchObject([{ period: "2015-04-01/P1Y", value: 7 }]);
    expect(outcome(ask(want(RECYCLED)), saysInTurn("rows-none.json"))).toEqual({ cells: [], faults: [] });
  });

  test("codes that the data set does not list are not asked for", () => {
    const { requests } = runPlan(ask(want(RECYCLED, { areas: welsh().slice(1, 3) })), saysInTurn("rows-words.json"));
    expect(requests.map(({ path }) => path)).toEqual([`${RECYCLED.dataset.upstreamId}/filters`]);
  });

  test("a bare year among financial years could mean two: it is refused", () => {
    const row = { "Data values": 1, "Data description": RECYCLED.facts?.measure, Area: "Cardiff", Year: "2015-16" };
    const year = JSON.parse(
      bodyNamed(bodies, "filters.json").text.replace('"2015-16"', '"2015"').replace('"201516"', '"2015"'),
    );
    const say =
      (words: string) =>
      (request: UpstreamRequest): Said =>
        request.method === "POST"
          ? saying(bodyNamed(bodies, "filter-id.json"))()
          : { body: request.path.endsWith("/filters") ? year : [{ ...row, Year: words }] };
    expect(outcome(ask(want(RECYCLED)), say("2015"))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
    expect(outcome(ask(want(RECYCLED)), say("2016-17")).cells).toMatchObject([{ period: "2016-04-01/P1Y" }]);
  });

  test("two measures of a data set that lists none are refused", () => {
    const data = { ...RECYCLED, facts: { dataset: RECYCLED.dataset.upstreamId } };
    const say = saysInTurn("rows-two-measures.json", "filters-no-measure.json");
    expect(outcome(ask(want(data)), say)).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
  });

  const bad = ["error.json", "page.html", "empty.json", "cut-short.json"];
  test.each<[string, Parameters<typeof saysInTurn>, string]>([
    ...[
      "rows-fewer.json",
      "rows-unknown-area.json",
      "rows-no-values.json",
      "rows-word.json",
      "rows-no-headers.json",
      ...bad,
    ].map((file): [string, [string], string] => [`rows: ${file}`, [file], "BAD_SHAPE"]),
    ...bad.map((file): [string, [string, string], string] => [
      `columns: ${file}`,
      ["rows-words.json", file],
      "BAD_SHAPE",
    ]),
    ["columns: filters-no-areas.json", ["rows-words.json", "filters-no-areas.json"], "BAD_SHAPE"],
    ["rows in words that stand for two codes", ["rows-words.json", "filters-twice.json"], "BAD_SHAPE"],
    ...bad.map((file): [string, [string, string, string], string] => [
      `filter: ${file}`,
      ["rows-words.json", "filters.json", file],
      "BAD_SHAPE",
    ]),
    ["columns: no-dataset.json", ["rows-words.json", "no-dataset.json"], "REFUSED"],
    ["rows: too-many.json", ["too-many.json"], "RATE_LIMITED"],
  ])("%s is refused", (_, parts, code) => {
    expect(outcome(ask(want(RECYCLED)), saysInTurn(...parts))).toEqual({ cells: [], faults: [code] });
  });
});

describe("the old service, over our own bodies", () => {
  const inTurn = (first: string, next: string) => (request: UpstreamRequest) =>
    saying(bodyNamed(bodies, request.query?.$skiptoken === undefined ? first : next))();
  const both = [want(POPULATION), want(DENSITY)];

  test("two pages of one table, rows that come twice, marks; the filter goes with the link", () => {
    const { result, requests } = runPlan(ask(...both), inTurn("odata-first.json", "odata-last.json"));
    expect(result).toEqual({
      cells: [
        { indicator: "odata/popu1009/Pop", area: "W06000001", period: "2018-06-30", value: 69912 },
        { indicator: "odata/popu1009/Dens", area: "W06000001", period: "2018-06-30", value: 98.3 },
        {
          indicator: "odata/popu1009/Pop",
          area: "W06000001",
          period: "2019-06-30",
          value: null,
          missing: "NOT_AVAILABLE",
        },
      ],
      failed: [],
    });
    const $filter =
      "(Measure_Code eq 'Pop' or Measure_Code eq 'Dens') and " +
      "(Localauthority_Code eq 'W06000015' or Localauthority_Code eq 'W06000001' or Localauthority_Code eq 'W92000004')";
    expect(requests).toMatchObject([
      { base: "odata", path: "dataset/popu1009", query: { $filter } },
      { query: { $filter, $skiptoken: "1!24!MDAwMDAwMDAwMDAwMTAwMA--|1!0!" } },
    ]);
  });

  test.each([
    ["odata-astray.json", "BAD_SHAPE"],
    ["odata-two-figures.json", "BAD_SHAPE"],
    ["odata-error.json", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["empty.json", "BAD_SHAPE"],
    ["cut-short.json", "BAD_SHAPE"],
  ])("%s is %s, and so is a page that leads to itself", (file, code) => {
    expect(outcome(ask(...both), inTurn(file, file))).toEqual({ cells: [], faults: [code] });
    expect(outcome(ask(...both), inTurn("odata-first.json", "odata-first.json")).faults).toEqual(["BAD_SHAPE"]);
  });

  test("a long list of areas leaves the filter to the measures", () => {
    const { requests } = runPlan(ask(want(POPULATION, { areas: welsh(200) })), inTurn("odata-last.json", ""));
    expect(requests[0]?.query).toEqual({ $filter: "(Measure_Code eq 'Pop')" });
  });
});

describe("recorded bodies of the old service, 2021", () => {
  const all = recorded("statswales-odata");
  if (all === undefined) return;
  const areasIn = ({ text }: Body, column: string): readonly AreaRef[] =>
    [...new Set([...text.matchAll(new RegExp(`"${column}_Code": ?"(\\w+)"`, "g"))].map(([, code]) => code ?? ""))].map(
      (code) => ({ code, kind: "UA", name: code }),
    );
  const of = (
    table: string,
    area: string,
    time: string,
    measureColumn?: string,
    measure?: string,
  ): RemoteIndicator => ({
    ...POPULATION,
    upstreamId: `odata/${table}/${measure ?? "data"}`,
    periodType: "CALENDAR_YEAR",
    facts: { table, area, time, ...(measure === undefined ? {} : { measureColumn, measure }) },
  });
  /** Each body is the first page of its table; the page after it is taken for an empty one. */
  const figures = (file: string, wanted: readonly RemoteIndicator[], column: string) => {
    const body = bodyNamed(all, file);
    const areas = areasIn(body, column);
    const say = (request: UpstreamRequest): Said =>
      request.query?.$skiptoken === undefined ? saying(body)() : { body: { value: [] } };
    const { cells, faults } = outcome(ask(...wanted.map((each) => want(each, { areas }))), say);
    expect(faults).toEqual([]);
    return cells;
  };
  const used: Readonly<Record<string, () => void>> = {
    "popu1009.json": () => {
      const cells = figures("popu1009.json", [POPULATION, DENSITY], "Localauthority");
      expect(cells[0]).toEqual({
        indicator: "odata/popu1009/Dens",
        area: "W06000001",
        period: "1997-06-30",
        value: 95.701706,
      });
      expect(cells[1]).toEqual({
        indicator: "odata/popu1009/Pop",
        area: "W06000001",
        period: "1996-06-30",
        value: 68592,
      });
      expect(cells.length).toBeGreaterThan(600); // the third measure, land area, is not asked for
    },
    "econ0080.json": () => {
      const measures = ["A", "B"].map((code) => of("econ0080", "Area", "Year", "Variable", code));
      const cells = figures("econ0080.json", measures, "Area");
      expect(cells.slice(0, 2)).toMatchObject([
        { area: "W06000001", period: "2002-01-01/P1Y", value: 1835 },
        { area: "W06000001", period: "2002-01-01/P1Y", value: 180 },
      ]);
    },
    "envi0201.json": () => {
      const particles = [of("envi0201", "Area", "Year", "Pollutant", "4")];
      const cells = figures("envi0201.json", particles, "Area");
      expect(cells[0]).toMatchObject({ area: "W06000006", period: "2007-01-01/P1Y", value: 7.739941967611838 });
    },
    "tran0152.json": () => {
      const cells = figures("tran0152.json", [of("tran0152", "LocalAuthority", "Year")], "LocalAuthority");
      expect(cells).toHaveLength(442);
      expect(cells[0]).toMatchObject({ area: "W06000001", period: "2002-04-01/P1Y", value: 64405.5 });
    },
  };

  test("each is accounted for", () => {
    expect(Object.keys(used).sort()).toEqual(all.map(({ file }) => file).sort());
  });
  test.each(Object.entries(used))("%s", (_, check) => check());
});

describe("examples in the documentation of the new service: shapes only", () => {
  const all = recorded("statswales-v2");
  if (all === undefined) return;
  const say = (file: string) => saying(bodyNamed(all, file))();
  const used: Readonly<Record<string, () => void>> = {
    "example-DatasetsWithCount.json": () => {
      const gone = (request: UpstreamRequest): Said =>
        request.path === "" ? say("example-DatasetsWithCount.json") : { status: 404, body: {} };
      const { result, requests } = runPlan(list(), gone);
      expect(result).toEqual({ indicators: [], next: "2" }); // 57 in all, 20 a page
      expect(requests[1]?.path).toBe("141baa8a-2ed0-45cb-ad4a-83de8c2333b5");
    },
    "example-Filters.json": () => {
      const uk = [{ code: "K02000001", kind: "UK" as const, name: "United Kingdom" }];
      const row = { "Data values": 5, AreaCode: "K02000001", YearCode: "2021" };
      const all: Record<string, Said> = {
        filters: say("example-Filters.json"),
        data: say("example-FilterId.json"),
      };
      const data = {
        ...RECYCLED,
        periodType: "CALENDAR_YEAR" as const,
        facts: { dataset: RECYCLED.dataset.upstreamId },
      };
      const answer = (request: UpstreamRequest): Said => all[request.path.split("/")[1] as string] ?? { body: [] };
      const rows = (request: UpstreamRequest): Said =>
        request.path.includes("a1b2c3d4e5f6") ? { body: [row] } : answer(request);
      expect(outcome(ask(want(data, { areas: uk })), rows).cells).toMatchObject([
        { period: "2021-01-01/P1Y", value: 5 },
      ]);
    },
  };
  /** The id of a filter is read with `example-Filters.json`; topics are no part of what the hub asks. */
  const unused = ["example-FilterId.json", "example-RootTopics.json"];

  test("each is accounted for", () => {
    expect([...Object.keys(used), ...unused].sort()).toEqual(all.map(({ file }) => file).sort());
  });
  test.each(Object.entries(used))("%s", (_, check) => check());
});

describe("the new service, as the stand-in plays it", () => {
  test.each(Object.entries(workloads))("%s: as few requests as can be, every value right", (_, make) => {
    const { wants, least, lookups } = make();
    const ran = runPlan(ask(...wants), fromStandIn(standIn()));
    expect(Object.values(ran.lookups).reduce((sum, count) => sum + count, 0)).toBe(lookups);
    expect(ran.requests).toHaveLength(least + lookups);
    expect(ran.result.failed).toEqual([]);
    const series = new Set(
      wants.flatMap((each) => each.areas.map(({ code }) => `${each.indicator.upstreamId} ${code}`)),
    );
    expect(new Set(ran.result.cells.map((cell) => `${cell.indicator} ${cell.area}`))).toEqual(series);
    for (const cell of ran.result.cells) {
      expect(cell.value).toBe(madeFigure(cell.indicator, cell.area, cell.period));
      expect(cell.breakdown).toEqual({ sex: "0" });
    }
  });

  test.each([{}, { objects: true }, { namesOnly: true }])(
    "the fixture, whatever the service's manners: %j",
    (options) => {
      const { cells } = runPlan(ask(...fixture.wants), fromStandIn(standIn(options))).result;
      expect(cells).toEqual(fixture.expected);
    },
  );

  test("many rows are many pages, all asked for at once; pages that are silently cut are refused", () => {
    const areas = welsh(410);
    const wants = Array.from({ length: 10 }, (_, place) => want(indicator(place + 1), { areas }));
    const { result, requests } = runPlan(ask(...wants), fromStandIn(standIn()));
    expect(result.cells).toHaveLength(432 * 10 * 5);
    expect(requests).toHaveLength(1 + 1 + 3); // columns, filter, 21,600 rows in pages of 10,000
    expect(outcome(ask(...wants), fromStandIn(standIn({ pageOf: 5_000 })))).toEqual({
      cells: [],
      faults: ["BAD_SHAPE"],
    });
  });

  test("members that are named, and two data sets side by side", () => {
    const men = want(indicator(1), { breakdown: [{ dimension: "sex", members: ["1"] }] });
    const { result, requests } = runPlan(ask(men, want(indicator(41))), fromStandIn(standIn()));
    expect(requests).toHaveLength(6);
    expect(requests[2]?.json).toMatchObject({
      filters: [{ AreaCode: ["W92000004", "W06000001", "W06000015"] }, { MeasureCode: ["M1"] }, { SexCode: ["1"] }],
    });
    expect(new Set(result.cells.map(({ indicator: id, breakdown }) => `${id.slice(0, 36)} ${breakdown?.sex}`))).toEqual(
      new Set([`${MANY} 1`, `${fixture.wants[0]?.indicator.dataset.upstreamId} 0`]),
    );
  });

  test("one data set that fails does not spoil the other", () => {
    const say = fromStandIn(standIn());
    const broken = (request: UpstreamRequest): Said =>
      request.method === "POST" && request.path.startsWith(MANY) ? { status: 500, body: "failed" } : say(request);
    const { result } = runPlan(ask(want(indicator(1)), want(indicator(41))), broken);
    expect(new Set(result.cells.map((cell) => cell.indicator))).toEqual(new Set([indicator(41).upstreamId]));
    expect(result.failed).toEqual([
      { fault: expect.objectContaining({ code: "UNAVAILABLE" }), indicators: [indicator(1).upstreamId] },
    ]);
  });

  test("the catalogue pages, leaves archived data sets out, describes what the stand-in serves, and goes on from a cursor", () => {
    const say = fromStandIn(standIn({ listed: 45 }));
    const found: RemoteIndicator[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = runPlan(list(cursor), say).result;
      found.push(...page.indicators);
      cursor = page.next;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(3);
    expect(found).toEqual(Array.from({ length: 41 }, (_, place) => indicator(place + 1)));
    expect(runPlan(list("3"), say).result.indicators).toEqual([indicator(41)]);
  });

  test.each(["page.html", "empty.json", "cut-short.json", "error.json"])("a catalogue out of %s is refused", (file) => {
    expect(() => runPlan(list(), saying(bodyNamed(bodies, file)))).toThrow(
      expect.objectContaining({ code: "BAD_SHAPE" }),
    );
  });

  test("a service that fails in mid-page fails the page, so that it is asked for again", () => {
    const say = fromStandIn(standIn());
    const failing = (request: UpstreamRequest): Said =>
      request.path.endsWith("/filters") ? { status: 503, body: "" } : say(request);
    expect(() => runPlan(list(), failing)).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify({ data: [value], page_info: { total_records: 1 } })),
    fc.jsonValue().map((value) => JSON.stringify({ value: [value] })),
    fc.jsonValue().map((value) => JSON.stringify([{ "Data values": value, Area: "Cardiff", Year: value }])),
  );
  fc.assert(
    fc.property(junk, fc.boolean(), (text, throughout) => {
      const say = (request: UpstreamRequest): Said =>
        throughout || (request.method !== "POST" && !request.path.endsWith("/filters"))
          ? { body: text }
          : saysInTurn("rows-words.json")(request);
      expect(outcome(ask(want(RECYCLED), want(POPULATION)), say).cells).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
