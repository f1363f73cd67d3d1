import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import { type RemoteIndicator, SourceFault, type Want } from "../../src/datasources/core/source";
import { sdmxCsv } from "../../src/datasources/formats/sdmx-csv";
import { sdmxJson } from "../../src/datasources/formats/sdmx-json";
import { type SdmxRow, sdmxFigure, sdmxPeriod } from "../../src/datasources/formats/sdmx-row";
import { constraintOf, dimensionsOf, noticeOf } from "../../src/datasources/formats/sdmx-xml";
import { WELL_KNOWN } from "../../src/datasources/national/sdmx.flows";
import source from "../../src/datasources/national/sdmx.source";
import { type Body, bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { fixture, indicator, madeFor, standIn, workloads } from "../support/publishers/sdmx";
import { areasByCode } from "../support/publishers/workloads";
import { answerOf, runPlan, type Said } from "../support/run-plan";

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
const answered = (body: Body) => answerOf({ path: "", accept: "" }, { body: body.text, status: body.status });

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

test.each([
  ["2025", "2025-01-01/P1Y"],
  ["2025-A1", "2025-01-01/P1Y"],
  ["2026-Q1", "2026-01-01/P3M"],
  ["2026-05", "2026-05-01/P1M"],
  ["2026-M05", "2026-05-01/P1M"],
  ["2026-W01", "2025-12-29/P1W"],
  ["2026-W07", "2026-02-09/P1W"],
  ["2013-01-18", "2013-01-18"],
])("the SDMX time %s is %s", (text, iso) => {
  expect(sdmxPeriod(text)).toBe(iso);
});

test.each(["2026-S1", "2026-T1", "2026-13", "2026-W60", "2013-02-30", "05/2026", ""])(
  "the SDMX time %p is refused",
  (text) => {
    expect(() => sdmxPeriod(text)).toThrow(SourceFault);
  },
);

const real = recorded("sdmx");
(real === undefined ? describe.skip : describe)("recorded bodies and the standard's own samples", () => {
  const file = (name: string) => bodyNamed(real ?? [], name);
  const figure = (rows: readonly SdmxRow[], dimensions: Readonly<Record<string, string>>) => {
    const row = rows.find((each) => Object.entries(dimensions).every(([id, code]) => each.dimensions[id] === code));
    return row === undefined ? undefined : sdmxFigure(row);
  };

  /** What each body is read with, and a fact that must come out. */
  const READ: Readonly<Record<string, (body: Body) => void>> = {
    "oecd-legacy-oecd1.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(rows).toHaveLength(60);
      expect(rows[0]).toMatchObject({ attributes: { unit: "AUD", powercode: "6" } });
      expect(figure(rows, { location: "CHL", time_period: "2011-Q4" })).toEqual({ value: 120601874.99935 });
    },
    "oecd-legacy-land_use.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(figure(rows, rows[0]?.dimensions ?? {})).toEqual({ value: 639390 });
      expect(
        rows
          .filter((row) => row.attributes.obs_status === "B")
          .every((row) => sdmxFigure(row).statuses?.[0] === "BREAK_IN_SERIES"),
      ).toBe(true);
    },
    "oecd-legacy-tourism.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(rows[0]).toMatchObject({ value: 5574600, attributes: { time_format: "P1Y" } });
      const both = rows.find((row) => row.attributes.obs_status === "B; E");
      expect(both && sdmxFigure(both).statuses).toEqual(["BREAK_IN_SERIES", "ESTIMATED"]);
    },
    "spec-ECB_EXR_ts.json": (body) => {
      expect(figure(sdmxJson(answered(body)), { currency: "RUB", time_period: "2013-01-21" })).toEqual({ value: 40.3 });
    },
    "spec-ECB_EXR_xs.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(rows[1]?.attributes).toEqual({ obs_status: "A", title: "Russian rouble (RUB)" });
      expect(figure(rows, { currency: "RUB", time_period: "2013-01-18" })).toEqual({ value: 40.3426 });
    },
    "spec-v3_json_data_constructed-sample-full.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(rows[0]).toEqual({
        dimensions: {
          freq: "D",
          currency_denom: "EUR",
          exr_type: "SP00",
          exr_suffix: "A",
          currency: "NZD",
          time_period: "2013-01-18",
        },
        value: 1.5931,
        attributes: {
          time_format: "P1D",
          description: "Description value 1; Description value 2",
          id: "ID1",
          embargo_time: "2013-03-18T11:00:00",
        },
      });
    },
    "khaeru-ESTAT_footer2.xml": (body) => expect(noticeOf(answered(body))).toEqual({ kind: "waiting" }),
    "khaeru-ESTAT_GOV_10Q_GGNFA.xml": (body) => expect(() => noticeOf(answered(body))).toThrow(SourceFault),
    "khaeru-OECD_actualconstraint-0.xml": (body) => {
      expect(constraintOf(answered(body)).dd_id).toContain("24");
    },
    "khaeru-SPC_actualconstraint-0.xml": (body) => {
      expect(Object.keys(constraintOf(answered(body))).length).toBeGreaterThan(2);
    },
    "eurostat-DSD_cdh_e_fos.xml": (body) => {
      const dimensions = dimensionsOf(answered(body));
      expect(dimensions.map(({ id }) => id)).toEqual(["freq", "y_grad", "unit", "fos07", "geo"]);
      expect(dimensions[3]?.codes.FOS1).toBe("Natural sciences");
    },
    "spec-sdmxcsv2-example-01.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1", "dim_2", "dim_3"])[1]).toEqual({
        dimensions: { dim_1: "A", dim_2: "B", dim_3: "2014-02" },
        value: "10.8",
        attributes: {
          attr_2: "Y",
          attr_3: "Normal, special and other values",
          attr_1: "Y",
          updated: "2021-01-22T13:15:41Z",
        },
      });
    },
    "spec-sdmxcsv2-example-05.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1", "dim_2", "dim_3"])[0]).toMatchObject({
        dimensions: { dim_1: "A", dim_2: "B", dim_3: "2014-01-01" },
        value: "12.4",
      });
    },
    "spec-sdmxcsv2-example-06.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1", "dim_2", "dim_3"])[0]).toMatchObject({
        dimensions: { dim_1: "A" },
        value: "12.4",
      });
    },
    "spec-sdmxcsv2-example-07.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1"])[0]?.attributes).toMatchObject({ attr_3: "A;B;C" });
    },
    "spec-sdmxcsv2-example-08.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1"])[0]?.attributes.attr_1).toBe("en:Any Value;fr:N'importe quelle Valeur");
    },
    "spec-sdmxcsv2-example-10.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1"]).map((row) => row.value)).toEqual(["12.4", "10.8"]);
    },
    "spec-sdmxcsv2-example-15.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1"])).toHaveLength(2);
    },
  };

  /** Bodies that are refused, each with why the hub has no use for it. */
  const REFUSED: Readonly<Record<string, string>> = {
    "eurostat-cdh_e_fos.xml": "figures in SDMX-ML: the hub asks for CSV",
    "khaeru-ESTAT_NAMA_10_GDP-ss.xml": "figures in SDMX-ML",
    "istat-b1957b05ba522041.xml": "figures in SDMX-ML, of another agency",
    "khaeru-OECD_data-PART2-all-all.json":
      "the retired service leaves out an attribute that its own structure counts: its marks cannot be told apart",
    "spec-v3_json_structure_constructed-sample.json": "a structure message",
    "spec-sdmxcsv2-example-09B.csv": "several structures in one message, without OBS_VALUE",
    "spec-sdmxcsv2-example-12.csv": "attributes without figures",
    "spec-sdmxcsv2-example-14.csv": "attributes without figures",
    "spec-sdmxcsv2-example-16.csv": "deletions",
    "spec-sdmxcsv2-example-17.csv": "deletions",
    "spec-sdmxcsv2-example-18.csv": "deletions",
    "spec-sdmxcsv2-example-19B.csv": "deletions",
  };

  test.each((real ?? []).map((body) => [body.file, body] as const))("%s", (name, body) => {
    const read = READ[name];
    if (read !== undefined) read(body);
    else {
      expect(REFUSED[name]).toBeDefined();
      const refuse = name.endsWith("csv")
        ? () => sdmxCsv(answered(body), ["dim_2"])
        : name.endsWith("json")
          ? () => sdmxJson(answered(body))
          : () => noticeOf(answered(body));
      expect(refuse).toThrow(SourceFault);
    }
    // None is of a flow that the hub asks for: no figures come of it.
    expect(outcome(ask([want()]), withCodes(body)).cells).toEqual([]);
  });

  test("Luxembourg's recorded product, asked for as if it were ours, is refused in XML", () => {
    expect(outcome(ask([want()]), withCodes(file("khaeru-ESTAT_NAMA_10_GDP-ss.xml"))).faults).toEqual(["BAD_SHAPE"]);
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
