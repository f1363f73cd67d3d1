import fc from "fast-check";
import type { RemoteIndicator, Want } from "../../src/datasources/core/source";
import source from "../../src/datasources/national/statistics-gov-scot.source";
import { bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { councils, fixture, indicator, standIn, workloads } from "../support/publishers/statistics-gov-scot";
import { madeFigure } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const bodies = specimens("statistics-gov-scot");
const [HOUSEHOLDS, IMMUNISED, IMMUNISED_RATE] = source.wellKnown as [RemoteIndicator, RemoteIndicator, RemoteIndicator];
const TWO = councils("S12000005", "S12000006");

const { observe, catalogue } = source;

function want(of: RemoteIndicator, parts: Partial<Want> = {}): Want {
  return { indicator: of, areas: TWO, period: {}, breakdown: [], ...parts };
}

function ask(...wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

function list(cursor?: string) {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(cursor);
}

/** The households' indicator with other facts. */
function changed(facts: Readonly<Record<string, unknown>>): RemoteIndicator {
  return { ...HOUSEHOLDS, facts: { ...HOUSEHOLDS.facts, ...facts } };
}

describe("figures, over our own bodies", () => {
  const say = (file: string) => saying(bodyNamed(bodies, file));
  const RATIO = { indicator: "average-household-size/ratio" };

  test("figures of the areas that are wanted, every year; 0 is a value", () => {
    expect(outcome(ask(want(HOUSEHOLDS)), say("figures.csv"))).toEqual({
      cells: [
        { ...RATIO, area: "S12000005", period: "2016-01-01/P1Y", value: 2.19 },
        { ...RATIO, area: "S12000005", period: "2018-01-01/P1Y", value: 2.17 },
        { ...RATIO, area: "S12000006", period: "2018-01-01/P1Y", value: 0 },
      ],
      faults: [],
    });
  });

  test("95 % limits join their figure; a limit alone makes no cell", () => {
    const life = changed({
      measure: "count",
      unit: "years",
      lower: "95-lower-confidence-limit",
      upper: "95-upper-confidence-limit",
    });
    expect(outcome(ask(want(life)), say("limits.csv")).cells).toEqual([
      { ...RATIO, area: "S12000005", period: "2019-01-01/P3Y", value: 76.8, lower: 76.1, upper: 77.5 },
    ]);
  });

  test("members are breakdowns; rows in another unit are left out; marks are reasons", () => {
    const { cells } = outcome(ask(want(IMMUNISED)), say("breakdown.csv"));
    expect(cells.map(({ breakdown, value }) => [breakdown, value])).toEqual([
      [{ "vaccination-uptake": "vaccinated-by-24-months" }, 552],
      [{ "vaccination-uptake": "number-in-24-month-cohort" }, 568],
    ]);
    expect(outcome(ask(want(HOUSEHOLDS)), say("units.csv")).cells).toMatchObject([{ value: 2.2 }]);
    expect(outcome(ask(want(HOUSEHOLDS)), say("marks.csv")).cells).toMatchObject([
      { area: "S12000005", value: null, missing: "CONFIDENTIAL" },
      { area: "S12000006", value: null, missing: "NOT_APPLICABLE" },
    ]);
  });

  test("every kind of period", () => {
    expect(outcome(ask(want(HOUSEHOLDS)), say("periods.csv")).cells.map(({ period }) => period)).toEqual([
      "2018-01-01/P1Y",
      "2015-04-01/P1Y",
      "2019-01-01/P3M",
      "2018-01-01/P3M",
      "2019-05-01/P1M",
      "2020-03-04",
      "2019-06-30",
      "2013-01-01/P2Y",
    ]);
  });

  test("a data set that does not exist has no figures, and that is no fault", () => {
    expect(outcome(ask(want(HOUSEHOLDS)), say("no-such-dataset.csv"))).toEqual({ cells: [], faults: [] });
  });

  test.each([
    ["four-years.csv", "BAD_SHAPE"],
    ["two-figures.csv", "BAD_SHAPE"],
    ["word.csv", "BAD_SHAPE"],
    ["foreign-area.csv", "BAD_SHAPE"],
    ["cut-row.csv", "BAD_SHAPE"],
    ["cut-figure.csv", "BAD_SHAPE"],
    ["no-value.csv", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["empty.csv", "BAD_SHAPE"],
    ["error.json", "BAD_SHAPE"],
    ["syntax-error.txt", "REFUSED"],
  ])("%s is %s, and gives no figure", (file, code) => {
    expect(outcome(ask(want(HOUSEHOLDS)), say(file))).toEqual({ cells: [], faults: [code] });
  });

  test.each(["too-large.txt", "request-timeout.txt"])("%s, however little is asked for, is TOO_LARGE", (file) => {
    const { result, requests } = runPlan(ask(want(HOUSEHOLDS)), say(file));
    expect(result).toEqual({
      cells: [],
      failed: TWO.map(({ code }) => ({
        fault: expect.objectContaining({ code: "TOO_LARGE", message: expect.not.stringMatching(/says/) }),
        indicators: [HOUSEHOLDS.upstreamId],
        areas: [code],
      })),
    });
    expect(requests).toHaveLength(3);
  });
});

describe("recorded bodies of 2020", () => {
  const all = recorded("statistics-gov-scot");
  if (all === undefined) return;
  const areas = councils(...new Set(bodyNamed(all, "8f1321-POST.csv").text.match(/S12\d{6}/g)));
  const say = (file: string) => saying(bodyNamed(all, file));
  const used: Readonly<Record<string, () => void>> = {
    "8f1321-POST.csv": () => {
      const { cells, faults } = outcome(ask(want(HOUSEHOLDS, { areas })), say("8f1321-POST.csv"));
      expect(faults).toEqual([]);
      expect(cells).toHaveLength(576);
      expect(cells[0]).toEqual({
        indicator: "average-household-size/ratio",
        area: "S12000005",
        period: "2001-01-01/P1Y",
        value: 2.29,
      });
    },
    "eb1108-POST.csv": () => {
      const both = ask(want(IMMUNISED, { areas }), want(IMMUNISED_RATE, { areas }));
      const { cells, faults } = outcome(both, say("eb1108-POST.csv"));
      expect(faults).toEqual([]);
      expect(cells).toHaveLength(1_056);
      expect(cells.slice(0, 2)).toEqual([
        {
          indicator: "6-in-1-immunisation/ratio",
          area: "S12000005",
          period: "2008-01-01/P1Y",
          breakdown: { "vaccination-uptake": "vaccinated-by-24-months" },
          value: 97.2,
        },
        {
          indicator: "6-in-1-immunisation/count",
          area: "S12000005",
          period: "2008-01-01/P1Y",
          breakdown: { "vaccination-uptake": "number-in-24-month-cohort" },
          value: 568,
        },
      ]);
    },
    "07c508-POST.400.txt": () => {
      expect(outcome(ask(want(HOUSEHOLDS)), say("07c508-POST.400.txt"))).toEqual({
        cells: [],
        faults: ["TOO_LARGE", "TOO_LARGE"],
      });
    },
    "fd2e51-POST.csv": () => {
      // The list of data sets as it was, the rest from the stand-in: it knows none of them, so there are no indicators.
      const rest = fromStandIn(standIn());
      const mixed = (request: Parameters<typeof rest>[0]): Said =>
        request.form?.query?.includes("qb:DataSet") ? say("fd2e51-POST.csv")() : rest(request);
      const { result, lookups } = runPlan(list("unemployment-model-based-estimates"), mixed);
      expect(lookups).toEqual({ "data sets": 1 });
      expect(result.next).toBeUndefined();
      expect(runPlan(list(), mixed).result.next).toBe("attainment-by-deprivation-quintile");
    },
  };
  /** Answers to questions that this source does not ask in that form: its catalogue asks for all of a page at once. */
  const unused = [
    "49cf2c-POST.csv", // components of one data set: the source reads the members of its code lists instead
    "a6c2bb-POST.csv", // the same; units and dimensions of wellKnown were taken from it
    "5a4bca-POST.csv", // the same of a data set that does not exist
    "c275d0-POST.csv", // members of one code list: refPeriod of homelessness-applications
    "4cea46-POST.csv", // members of one code list: applicationType
  ];

  test("each is accounted for", () => {
    expect([...Object.keys(used), ...unused].sort()).toEqual(all.map(({ file }) => file).sort());
  });
  test.each(Object.entries(used))("%s", (_, check) => check());
});

describe("the service, as the stand-in plays it", () => {
  const say = fromStandIn(standIn());

  test.each(Object.entries(workloads))("%s: as few requests as can be, every value right", (_, make) => {
    const { wants, least, lookups } = make();
    const { result, requests } = runPlan(ask(...wants), say);
    expect(requests).toHaveLength(least + lookups);
    expect(result.failed).toEqual([]);
    const series = new Set(
      wants.flatMap((each) => each.areas.map(({ code }) => `${each.indicator.upstreamId} ${code}`)),
    );
    expect(new Set(result.cells.map((cell) => `${cell.indicator} ${cell.area}`))).toEqual(series);
    for (const cell of result.cells) {
      expect(cell.value).toBeCloseTo(madeFigure(cell.indicator, cell.area, cell.period), 9);
      expect(cell.breakdown).toEqual({ sex: "all" });
    }
  });

  test("the fixture", () => {
    const { cells } = runPlan(ask(...fixture.wants), say).result;
    expect(cells).toEqual(fixture.expected);
  });

  test("only members that are wanted are asked for; data sets of other dimensions are a question of their own", () => {
    const one = want(indicator(1), { breakdown: [{ dimension: "sex", members: ["male", "nobody"] }] });
    const { result, requests } = runPlan(ask(one, want(HOUSEHOLDS)), say);
    expect(requests).toHaveLength(2);
    expect(requests[0]?.form?.query).toMatch(/VALUES \?gender \{ <\S+\/male> \}/);
    expect(new Set(result.cells.map(({ breakdown }) => breakdown?.sex))).toEqual(new Set(["male"]));
    const nobody = want(indicator(1), { breakdown: [{ dimension: "sex", members: ["nobody"] }] });
    expect(runPlan(ask(nobody), say)).toMatchObject({ requests: [], result: { cells: [], failed: [] } });
  });

  test("areas of other countries are not asked for", () => {
    const wales = want(HOUSEHOLDS, { areas: [{ code: "W06000015", kind: "UA", name: "Cardiff" }] });
    expect(runPlan(ask(wales), say).requests).toEqual([]);
  });

  test("an answer that is too large is asked for again in halves, and is whole in the end", () => {
    const small = fromStandIn(standIn({ mostRows: 100 }));
    const { wants } = (workloads["repeat after a minute"] as () => { wants: readonly Want[] })();
    const { result, requests } = runPlan(ask(...wants), small);
    // 3 indicators with limits x 32 areas x 5 years = 1,440 rows: halved four times, 90 rows in each of 16 parts.
    expect(requests).toHaveLength(1 + 2 + 4 + 8 + 16);
    expect(result.failed).toEqual([]);
    expect(result.cells).toHaveLength(3 * 32 * 5);
  });

  test("the catalogue pages, describes what the stand-in serves, and goes on from a cursor", () => {
    const found: RemoteIndicator[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = runPlan(list(cursor), say).result;
      found.push(...page.indicators);
      cursor = page.next;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(5);
    expect(found).toEqual(Array.from({ length: 41 }, (_, place) => indicator(place + 1)));
    expect(runPlan(list("made-40"), say).result.indicators).toEqual([indicator(41)]);
  });

  test.each(["page.html", "empty.csv", "too-large.txt", "error.json"])("a catalogue out of %s is refused", (file) => {
    expect(() => runPlan(list(), saying(bodyNamed(bodies, file)))).toThrow(
      expect.objectContaining({ code: file === "too-large.txt" ? "TOO_LARGE" : "BAD_SHAPE" }),
    );
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const header = "refArea,refPeriod,measureType,value";
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(fc.string()).map((cells) => `${header}\r\n${cells.join(",")}\r\n`),
  );
  fc.assert(
    fc.property(junk, fc.constantFrom(200, 400), (text, status) => {
      expect(outcome(ask(want(HOUSEHOLDS)), () => ({ status, body: text })).cells).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
