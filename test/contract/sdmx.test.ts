import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import { type RemoteIndicator, SourceFault, type Want } from "../../src/datasources/core/source";
import { WELL_KNOWN } from "../../src/datasources/national/sdmx/flows";
import source from "../../src/datasources/national/sdmx.source";
import { type Body, bodyNamed, fromStandIn, outcome, saying, specimens } from "../support/bodies";
import { fixture, indicator, madeFor, standIn, workloads } from "../support/publishers/sdmx";
import { areasByCode } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const UK = areasByCode("K02000001");
const bodies = specimens("sdmx");
const { observe, catalogue } = source;
const [GDP, PEOPLE, , , REGIONS, OECD] = WELL_KNOWN as readonly [
  RemoteIndicator,
  RemoteIndicator,
  RemoteIndicator,
  RemoteIndicator,
  RemoteIndicator,
  RemoteIndicator,
];

function want(of = GDP, areas = UK, breakdown: Want["breakdown"] = []): Want {
  return { indicator: of, areas, period: { latest: 1 }, breakdown };
}

function ask(wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

function list(cursor?: string) {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(cursor);
}

const played = fromStandIn(standIn());
/** Code lists from the stand-in, figures from a body. */
const withCodes =
  (body: Body) =>
  (request: UpstreamRequest): Said =>
    request.path.startsWith("data/") ? saying(body)() : played(request);

describe("SDMX figures, over our own bodies", () => {
  const say = (file: string) => withCodes(bodyNamed(bodies, file));
  const values = (file: string, wants = [want()]) =>
    outcome(ask(wants), say(file)).cells.map(({ period, value, missing, statuses, notes }) => [
      period.slice(0, 4),
      value,
      ...[missing, statuses?.join(), notes?.join()].filter((each) => each !== undefined),
    ]);

  test("Eurostat's CSV: flags one by one, a colon is no figure, a nought is one", () => {
    expect(values("gdp.csv")).toEqual([
      ["2017", 2363106.4],
      ["2018", 2423736.6, "BREAK_IN_SERIES"],
      ["2019", 2526615.2, "ESTIMATED,PROVISIONAL"],
      ["2020", null, "NOT_AVAILABLE"],
      ["2016", 0],
    ]);
  });

  test("every mark", () => {
    expect(values("marks.csv")).toEqual([
      ["2000", null, "CONFIDENTIAL"],
      ["2001", null, "CONFIDENTIAL"],
      ["2002", null, "NOT_APPLICABLE"],
      ["2003", 1.5, "The definition differs: see Eurostat's metadata."],
      ["2004", 2, "LOW_RELIABILITY"],
      ["2005", 3, "ESTIMATED", "Eurostat's own estimate."],
      ["2006", 4, "REVISED"],
      ["2007", 5, "NOT_STATISTICALLY_SIGNIFICANT"],
      ["2008", 6, "FORECAST"],
      ["2009", null, "NOT_AVAILABLE"],
    ]);
  });

  test.each(["version-2.csv", "gdp-1.0.json", "gdp-legacy.json", "gdp-flat-2.0.json"])(
    "%s says the same in its own shape",
    (file) => {
      const last = file.endsWith("csv") ? "NOT_AVAILABLE" : "NOT_APPLICABLE";
      expect(values(file)).toEqual([
        ["2018", 2423736.6],
        ["2019", 2526615.2, "PROVISIONAL"],
        ["2020", null, last],
      ]);
    },
  );

  test("codes with their names are read by their codes", () => {
    expect(values("version-2-labels.csv")).toEqual([["2019", 2526615.2, "ESTIMATED"]]);
  });

  test("the OECD's CSV, the total and the sexes", () => {
    const { cells } = outcome(ask([want(OECD, UK, [{ dimension: "sex", members: [] }])]), say("oecd.csv"));
    expect(
      cells.map(({ period, breakdown, value, missing, statuses }) => [period, breakdown, value, missing ?? statuses]),
    ).toEqual([
      ["2026-05-01/P1M", { sex: "persons" }, 4.6, undefined],
      ["2026-06-01/P1M", { sex: "persons" }, null, "NOT_APPLICABLE"],
      ["2026-05-01/P1M", { sex: "female" }, 4.3, ["ESTIMATED"]],
      ["2026-05-01/P1M", { sex: "male" }, 4.9, ["BREAK_IN_SERIES"]],
    ]);
    expect(outcome(ask([want(OECD)]), say("oecd.csv")).cells).toHaveLength(2);
  });

  test.each(["no-results.xml", "no-records.txt", "header-only.csv"])("%s is an answer without figures", (file) => {
    expect(outcome(ask([want()]), say(file))).toEqual({ cells: [], faults: [] });
  });

  test.each([
    ["confidential-figure.csv", "BAD_SHAPE"],
    ["unknown-flag.csv", "BAD_SHAPE"],
    ["twice.csv", "BAD_SHAPE"],
    ["text-figure.csv", "BAD_SHAPE"],
    ["half-year.csv", "BAD_SHAPE"],
    ["no-geo.csv", "BAD_SHAPE"],
    ["cut-short.csv", "BAD_SHAPE"],
    ["deletes.csv", "BAD_SHAPE"],
    ["bad-index.json", "BAD_SHAPE"],
    ["short-key.json", "BAD_SHAPE"],
    ["deletes.json", "BAD_SHAPE"],
    ["no-structure.json", "BAD_SHAPE"],
    ["error.json", "BAD_SHAPE"],
    ["warning.json", "TIMEOUT"],
    ["footer-413.xml", "TIMEOUT"],
    ["not-found.xml", "REFUSED"],
    ["gone.txt", "REFUSED"],
    ["too-big.xml", "REFUSED"],
    ["expired.xml", "REFUSED"],
    ["queued-unsafe.xml", "REFUSED"],
    ["figures.xml", "BAD_SHAPE"],
    ["entities.xml", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["empty.csv", "BAD_SHAPE"],
  ])("%s is a fault, never figures", (file, code) => {
    expect(outcome(ask([want()]), say(file))).toEqual({ cells: [], faults: [code] });
  });

  test("another power of ten than the indicator's is refused", () => {
    expect(outcome(ask([want(OECD)]), say("oecd-thousands.csv"))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
  });

  test("a queue is asked after under its id and our own address, for as long as is reasonable", () => {
    const queued = bodyNamed(bodies, "queued.xml");
    const { result, requests } = runPlan(ask([want()]), (request) =>
      request.base === "async" ? saying(queued)() : withCodes(queued)(request),
    );
    expect(result.failed).toMatchObject([{ fault: { code: "TIMEOUT", retryAfterMs: 300_000 } }]);
    expect(requests.map(({ base, path }) => `${base ?? "main"} ${path}`)).toEqual([
      "main contentconstraint/ESTAT/NAMA_10_GDP",
      "main data/NAMA_10_GDP/A.CP_MEUR.B1GQ.UK",
      ...Array.from({ length: 5 }, () => "async async/status/a801f1c5-77"),
    ]);
  });

  test("what cannot be answered is not asked", () => {
    const nothing = (wants: readonly Want[]) => runPlan(ask(wants), say("gdp.csv")).requests.map(({ path }) => path);
    expect(nothing([want(GDP, areasByCode("E92000001"))])).toEqual([]);
    expect(nothing([want(GDP, areasByCode("E12000002"))])).toEqual(["contentconstraint/ESTAT/NAMA_10_GDP"]);
    expect(nothing([want(GDP, UK, [{ dimension: "sex", members: ["male"] }])])).toEqual([]);
    expect(nothing([want(PEOPLE, UK, [{ dimension: "age", members: ["y15"] }])])).toEqual([]);
  });
});

describe("Eurostat and the OECD, as the stand-in plays them", () => {
  test.each(Object.entries(workloads))("%s: as few requests as can be, every value right", (_name, make) => {
    const { wants, least, lookups } = make();
    const { result, requests, lookups: made } = runPlan(ask(wants), played);
    expect(requests).toHaveLength(least + lookups);
    expect(Object.values(made).reduce((sum, count) => sum + count, 0)).toBe(lookups);
    expect(result.failed).toEqual([]);
    const seen = new Set(result.cells.map((cell) => `${cell.indicator} ${cell.area}`));
    for (const { indicator: each, areas } of wants)
      for (const area of areas) expect(seen).toContain(`${each.upstreamId} ${area.code}`);
    for (const cell of result.cells) expect(cell.value).toBe(madeFor(cell));
  });

  test("the fixture", () => {
    expect(runPlan(ask(fixture.wants), played).result.cells).toEqual(fixture.expected);
  });

  test("the OECD is asked at its own address, without a look-up", () => {
    const { result, requests } = runPlan(ask([want(OECD)]), played);
    expect(requests.map(({ base, path }) => `${base} ${path}`)).toEqual([
      "oecd data/OECD.SDD.TPS,DSD_LFS@DF_IALFS_UNE_M,1.0/GBR.UNE_LF_M.PT_LF_SUB._Z.Y._T.Y_GE15._Z.M",
    ]);
    expect(result.cells).toHaveLength(12);
    for (const cell of result.cells) expect(cell.value).toBe(madeFor(cell));
  });

  test("a table that is made ready in the background", () => {
    const { result, requests } = runPlan(ask([want()]), fromStandIn(standIn({ waits: 2 })));
    expect(result.cells).toHaveLength(10);
    expect(requests.map(({ path }) => path.split("/").slice(0, 2).join("/"))).toEqual([
      "contentconstraint/ESTAT",
      "data/NAMA_10_GDP",
      "async/status",
      "async/status",
      "async/status",
      "async/data",
    ]);
  });

  test("breakdowns go into one key, and come back by member", () => {
    const wants = [want(PEOPLE, UK, [{ dimension: "sex", members: ["male", "female"] }]), want(PEOPLE)];
    const { result, requests } = runPlan(ask(wants), played);
    expect(requests.at(-1)?.path).toBe("data/DEMO_PJAN/A.NR.TOTAL.F+M+T.UK");
    expect(new Set(result.cells.map((cell) => JSON.stringify(cell.breakdown)))).toEqual(
      new Set(["persons", "male", "female"].map((sex) => JSON.stringify({ age: "all-ages", sex }))),
    );
    for (const cell of result.cells) expect(cell.value).toBe(madeFor(cell));
  });

  test("keys beyond what an address holds are cut", () => {
    const made = Array.from({ length: 200 }, (_, place) => {
      const { facts, ...each } = indicator(1);
      const codes = { freq: "A", unit: `UNIT_NUMBER_${place}` };
      return { ...each, upstreamId: `ESTAT:NAMA_10R_2GDP:A.${place}`, facts: { ...facts, codes } };
    });
    const { requests } = runPlan(ask(made.map((each) => want(each))), (request) =>
      request.path.startsWith("contentconstraint")
        ? { body: `<a><CubeRegion><KeyValue id="geo"><Value>UK</Value></KeyValue></CubeRegion></a>` }
        : saying(bodyNamed(bodies, "no-results.xml"))(),
    );
    const keys = requests.slice(1).map(({ path }) => path.split("/")[2] ?? "");
    for (const key of keys) expect(key.length).toBeLessThanOrEqual(1_700);
    expect(keys).toHaveLength(2);
  });

  test("one bad series fails alone", () => {
    const bad = {
      ...indicator(2),
      upstreamId: "ESTAT:NAMA_10R_2GDP:A.BAD",
      facts: { ...indicator(2).facts, codes: { freq: "A", unit: "BAD" } },
    };
    const { result } = runPlan(ask([want(indicator(1)), want(bad), want(REGIONS)]), (request) =>
      request.path.startsWith("contentconstraint")
        ? { body: `<a><CubeRegion><KeyValue id="geo"><Value>UK</Value></KeyValue></CubeRegion></a>` }
        : played(request),
    );
    expect(result.failed).toMatchObject([{ indicators: ["ESTAT:NAMA_10R_2GDP:A.BAD"], fault: { code: "REFUSED" } }]);
    expect(new Set(result.cells.map((cell) => cell.indicator)).size).toBe(2);
  });

  test("the catalogue has a page a flow, goes on from a cursor, and gives back what is known and more", () => {
    const found: RemoteIndicator[] = [];
    let pages = 0;
    for (
      let cursor: string | undefined = undefined as string | undefined;
      pages === 0 || cursor !== undefined;
      pages++
    ) {
      const page = runPlan(list(cursor), played).result;
      found.push(...page.indicators);
      cursor = page.next;
    }
    expect(pages).toBe(7);
    const ids = found.map((each) => each.upstreamId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const known of WELL_KNOWN) {
      const its = found.find((each) => each.upstreamId === known.upstreamId);
      expect(its).toMatchObject({ name: known.name, unit: known.unit, facts: known.facts });
    }
    const made = found.find((each) => each.upstreamId === indicator(7).upstreamId);
    expect(made).toMatchObject({
      name: "Gross domestic product of regions at current prices: Named MADE07_EUR",
      valueType: "CURRENCY",
      areaTypes: ["UK", "CTRY", "RGN"],
    });
    expect(runPlan(list("4"), played).result.indicators).toHaveLength(42);
  });

  test("a flow whose dimensions have moved is refused", () => {
    const moved = (request: UpstreamRequest): Said => {
      const said = played(request);
      return said instanceof SourceFault || !request.path.startsWith("datastructure")
        ? said
        : { ...said, body: String(said.body).replace('position="1"', 'position="9"') };
    };
    expect(() => runPlan(list(), moved)).toThrow(SourceFault);
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const header = "DATAFLOW,LAST UPDATE,freq,unit,na_item,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n";
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string().map((text) => header + text),
    fc.string().map((text) => `<?xml version="1.0"?><a>${text}</a>`),
    fc.jsonValue().map((value) => JSON.stringify({ data: { structures: [value], dataSets: [value] } })),
  );
  fc.assert(
    fc.property(junk, (text) => {
      expect(
        outcome(ask([want()]), withCodes({ file: "", shows: "", kind: "own", status: 200, contentType: "", text }))
          .cells,
      ).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
