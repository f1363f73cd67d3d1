import fc from "fast-check";
import { csv } from "../../src/datasources/core/decode";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import { type AreaRef, type RemoteIndicator, SourceFault, type Want } from "../../src/datasources/core/source";
import { requestFor } from "../../src/datasources/national/nomis/asking";
import source from "../../src/datasources/national/nomis.source";
import { type Body, bodyNamed, fromStandIn, outcome, recorded, specimens } from "../support/bodies";
import { fixture, indicator, standIn, workloads } from "../support/publishers/nomis";
import { areasByCode, lowerTierAreas, madeFigure } from "../support/publishers/workloads";
import { answerOf, runPlan, type Said } from "../support/run-plan";

const bodies = specimens("nomis");
const [MANCHESTER, TRAFFORD] = areasByCode("E08000003", "E08000009") as [AreaRef, AreaRef];
const DISTRICTS = 1_778_384_897;
const play = fromStandIn(standIn());

function ask(wants: readonly Want[]) {
  if (source.observe === undefined) throw new Error("It has figures.");
  return source.observe(wants);
}

function list(cursor?: string) {
  if (source.catalogue === undefined) throw new Error("It has a catalogue.");
  return source.catalogue(cursor);
}

function known(id: string): RemoteIndicator {
  const found = source.wellKnown.find((each) => each.upstreamId === id);
  if (found === undefined) throw new Error(`${id} is not known.`);
  return found;
}

const latest = (of: RemoteIndicator, areas: readonly AreaRef[], breakdown: Want["breakdown"] = []): Want => ({
  indicator: of,
  areas,
  period: { latest: 1 },
  breakdown,
});

/** Code lists made of these areas, and one body for every query of figures. */
function withAreas(
  body: Pick<Body, "text" | "contentType">,
  areas: readonly (readonly [number, string])[],
  types: Readonly<Record<string, string>> = {
    TYPE424: "local authorities: district / unitary (as of April 2023)",
    TYPE480: "regions",
    TYPE499: "countries",
  },
): (request: UpstreamRequest) => Said {
  const codes = (code: readonly object[]) => ({ structure: { codelists: { codelist: [{ code }] } } });
  return ({ path }) => {
    if (path.endsWith("TYPE.def.sdmx.json")) {
      const all = Object.entries(types).map(([value, name]) => ({ value, description: { value: name } }));
      return { body: codes(all) };
    }
    if (path.includes("/geography/")) {
      return {
        body: codes(
          areas.map(([value, gss]) => ({
            value,
            description: { value: gss },
            annotations: { annotation: [{ annotationtitle: "GeogCode", annotationtext: gss }] },
          })),
        ),
      };
    }
    return { body: body.text, contentType: body.contentType };
  };
}

const FOUR: readonly (readonly [number, string])[] = [
  [DISTRICTS, "E08000009"],
  [DISTRICTS + 1, "E08000003"],
  [DISTRICTS + 2, "E09000001"],
  [DISTRICTS + 3, "E06000053"],
];
const areasOf = (codes: readonly (readonly [number, string])[]) => areasByCode(...codes.map(([, code]) => code));

describe("Nomis's figures, over our own bodies", () => {
  const say = (file: string, areas = FOUR) => withAreas(bodyNamed(bodies, file), areas);

  test("two indicators of one data set come in one query, each by its own code; a nought is a value", () => {
    const wants = [
      latest(known("NM_162_1"), [TRAFFORD, MANCHESTER]),
      latest(known("NM_162_1/2"), [TRAFFORD, MANCHESTER]),
    ];
    const { result, requests, lookups } = runPlan(ask(wants), say("claimants.csv"));
    const about = { period: "2026-07-01/P1M", breakdown: { sex: "persons", age: "0" } };
    expect(result).toEqual({
      cells: [
        { indicator: "NM_162_1", area: "E08000009", ...about, value: 4085 },
        { indicator: "NM_162_1", area: "E08000003", ...about, value: 0 },
        { indicator: "NM_162_1/2", area: "E08000009", ...about, value: 2.8 },
        {
          indicator: "NM_162_1/2",
          area: "E08000003",
          ...about,
          value: null,
          missing: "NOT_AVAILABLE",
          notes: ["Missing value"],
        },
      ],
      failed: [],
    });
    expect(lookups).toEqual({ "geographies:NM_162_1": 1, "areas:NM_162_1:TYPE424": 1 });
    expect(requests.at(-1)).toMatchObject({
      path: "dataset/NM_162_1.data.csv",
      query: {
        geography: `${DISTRICTS}...${DISTRICTS + 1}`,
        time: "latest",
        measure: "1,2",
        gender: "0",
        age: "0",
        measures: "20100",
      },
    });
  });

  test("survey percentages get limits from the half-width; a marked 0 is no figure", () => {
    const { cells } = outcome(ask([latest(known("NM_17_5/45"), areasOf(FOUR))]), say("survey.csv"));
    const about = { indicator: "NM_17_5/45", period: "2025-04-01/P1Y" };
    const small =
      "Estimate and confidence interval not available since the group sample size is zero or disclosive (0-2)";
    expect(cells).toEqual([
      { ...about, area: "E08000009", value: 73.2, lower: 69.1, upper: 77.3, numerator: 107_300, denominator: 146_600 },
      { ...about, area: "E08000003", value: null, missing: "CONFIDENTIAL", notes: [small], denominator: 240_100 },
      {
        ...about,
        area: "E09000001",
        value: null,
        missing: "NOT_AVAILABLE",
        notes: ["These figures are missing"],
        denominator: 5_200,
      },
      {
        ...about,
        area: "E06000053",
        value: 61.5,
        lower: 40.2,
        upper: 82.8,
        numerator: 800,
        denominator: 1_300,
        statuses: ["LOW_RELIABILITY"],
        notes: ["Estimate is considered unreliable (group sample size 3-9)"],
      },
    ]);
  });

  const REGIONS = [1, 2, 3, 4, 5, 6].map((n) => [n, `E1200000${n}`] as const);
  const PLAIN = { ...known("NM_2021_1"), dimensions: [], facts: { ...known("NM_2021_1").facts, dimensions: {} } };

  test("marks are read by their names", () => {
    const { cells } = outcome(ask([latest(PLAIN, areasOf(REGIONS))]), say("marks.csv", REGIONS));
    expect(cells.map(({ value, missing, statuses, period }) => [value, missing ?? statuses?.join(), period])).toEqual([
      [null, "NOT_AVAILABLE", "2021-03-21"],
      [7_422_295, "PROVISIONAL", "2021-03-21"],
      [null, "CONFIDENTIAL", "2021-03-21"],
      [4_880_094, "REVISED", "2021-03-21"],
      [null, "CONFIDENTIAL", "2021-03-21"],
      [null, "NOT_APPLICABLE", "2021-03-21"],
    ]);
  });

  const YEARLY = { ...PLAIN, periodType: "CALENDAR_YEAR" as const, facts: { ...PLAIN.facts, day: undefined } };

  test("one row twice is one figure", () => {
    expect(outcome(ask([latest(YEARLY, [TRAFFORD])]), say("twice-alike.csv"))).toEqual({
      cells: [{ indicator: "NM_2021_1", area: "E08000009", period: "2024-01-01/P1Y", value: 1 }],
      faults: [],
    });
  });

  test.each(["empty.csv", "header-only.csv"])("%s: nothing matches", (file) => {
    expect(outcome(ask([latest(YEARLY, [TRAFFORD])]), say(file))).toEqual({ cells: [], faults: [] });
  });

  test.each([
    ["twice-different.csv", "BAD_SHAPE"],
    ["other-area.csv", "BAD_SHAPE"],
    ["counts-disagree.csv", "BAD_SHAPE"],
    ["row-lost.csv", "BAD_SHAPE"],
    ["no-number.csv", "BAD_SHAPE"],
    ["odd-date.csv", "BAD_SHAPE"],
    ["cut.csv", "BAD_SHAPE"],
    ["busy.html", "BAD_SHAPE"],
    ["other.json", "BAD_SHAPE"],
    ["incomplete.json", "REFUSED"],
    ["cannot-create.json", "REFUSED"],
  ])("%s is a fault, never figures", (file, code) => {
    expect(outcome(ask([latest(YEARLY, [TRAFFORD])]), say(file))).toEqual({ cells: [], faults: [code] });
  });

  test("areas that no code list has are not asked for, nor members and dimensions that there are not", () => {
    const wants = [
      latest(YEARLY, areasByCode("E08000001")),
      latest(known("NM_162_1"), [TRAFFORD], [{ dimension: "colour", members: ["red"] }]),
      latest(known("NM_162_1"), [TRAFFORD], [{ dimension: "sex", members: ["unknown"] }]),
    ];
    const { result, requests } = runPlan(ask(wants), say("claimants.csv"));
    expect(result).toEqual({ cells: [], failed: [] });
    expect(requests.filter(({ path }) => path.endsWith(".csv"))).toEqual([]);
  });

  test("an old code is found in the boundaries that had it, newest first", () => {
    const types = {
      TYPE464: "local authorities: district / unitary (prior to April 2015)",
      TYPE424: "local authorities: district / unitary (as of April 2023)",
    };
    const asked: string[] = [];
    const lists = withAreas(bodyNamed(bodies, "empty.csv"), [[7, "E08000020"]], types);
    const newer = withAreas(bodyNamed(bodies, "empty.csv"), FOUR, types);
    const old: AreaRef = { code: "E08000020", kind: "MD", name: "Gateshead" };
    runPlan(ask([latest(YEARLY, [old, TRAFFORD])]), (request) => {
      asked.push(request.path.replace(/^.*\//, ""));
      return request.path.includes("TYPE464") ? lists(request) : newer(request);
    });
    expect(asked).toEqual([
      "TYPE.def.sdmx.json",
      "TYPE424.def.sdmx.json",
      "TYPE464.def.sdmx.json",
      "NM_2021_1.data.csv",
    ]);
  });
});

describe("Nomis's service, as the stand-in plays it", () => {
  const cold = Object.entries(workloads).filter(([name]) => name !== "repeat after a minute");

  test.each(cold)("%s: as few requests as can be, every value right", (_name, make) => {
    const { wants, least, lookups } = make();
    const ran = runPlan(ask(wants), play);
    expect(ran.requests.filter(({ path }) => path.endsWith(".csv"))).toHaveLength(least);
    expect(ran.requests).toHaveLength(least + lookups);
    expect(ran.result.failed).toEqual([]);
    const series = new Set(ran.result.cells.map(({ indicator: id, area }) => `${id} ${area}`));
    expect(series.size).toBe(wants.reduce((sum, want) => sum + want.areas.length, 0));
    for (const cell of ran.result.cells) expect(cell.value).toBe(madeFigure(cell.indicator, cell.area, cell.period));
  });

  test("the fixture", () => {
    expect(runPlan(ask(fixture.wants), play).result.cells).toEqual(fixture.expected);
  });

  test("long queries are posted, short ones not, and say the same", () => {
    const scattered = lowerTierAreas().filter((_, place) => place % 2 === 0);
    const { requests, result } = runPlan(ask([latest(indicator(1), scattered)]), play);
    const query = requests.at(-1);
    expect(query).toMatchObject({ method: "POST", form: { variable: "1", measures: "20599,21003,21001,21002" } });
    expect(result.cells).toHaveLength(scattered.length);
  });

  test("an answer that is cut without a word is fetched in pages, and none is lost", () => {
    const wants = [latest(indicator(1), lowerTierAreas()), latest(indicator(2), lowerTierAreas())];
    const { requests, result } = runPlan(ask(wants), fromStandIn(standIn({ rows: 700 })));
    const pages = requests.filter(({ path }) => path.endsWith(".csv"));
    expect(pages.map(({ query, form }) => (query ?? form)?.RecordOffset)).toEqual([undefined, "700", "1400", "2100"]);
    expect(result.cells).toHaveLength(2 * 318);
  });

  test("a page that is missing fails the query: half an answer is none", () => {
    const small = fromStandIn(standIn({ rows: 700 }));
    const { cells, faults } = outcome(ask([latest(indicator(1), lowerTierAreas())]), (request) =>
      (request.query ?? request.form)?.RecordOffset === undefined ? small(request) : { body: "" },
    );
    expect({ cells, faults }).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
  });

  test.each([
    [
      { ids: ["2020-01-01/P1Y", "2023-01-01/P1Y", "1999-01-01/P1Y"] },
      ["2020-01-01/P1Y", "2023-01-01/P1Y"],
      "2020,2023",
    ],
    [{ from: "2023-01-01" }, ["2023-01-01/P1Y", "2024-01-01/P1Y"], "2023,2024"],
    [{ to: "2019-06-30" }, ["2019-01-01/P1Y"], "2019"],
    [{ latest: 2 }, ["2023-01-01/P1Y", "2024-01-01/P1Y"], undefined],
  ])("periods %j", (period, expected, date) => {
    const { result, requests } = runPlan(ask([{ ...latest(indicator(1), [TRAFFORD]), period }]), play);
    expect(result.cells.map((cell) => cell.period)).toEqual(expected);
    expect(requests.at(-1)?.query?.date).toBe(date);
  });

  test("wants of different periods share a query, and each gets its own", () => {
    const wants = [latest(indicator(1), [TRAFFORD]), { ...latest(indicator(2), [TRAFFORD]), period: { latest: 3 } }];
    const { result, requests } = runPlan(ask(wants), play);
    expect(requests).toHaveLength(3);
    expect(result.cells.map((cell) => `${cell.indicator} ${cell.period.slice(0, 4)}`)).toEqual([
      "NM_9001_1/1 2024",
      "NM_9001_1/2 2022",
      "NM_9001_1/2 2023",
      "NM_9001_1/2 2024",
    ]);
  });

  test("members by name, all of a dimension, and its total", () => {
    const sexes = (members: readonly string[]) =>
      runPlan(ask([latest(indicator(3), [TRAFFORD], [{ dimension: "sex", members }])]), play).result.cells.map(
        ({ breakdown, value }) => [breakdown?.sex, value],
      );
    const made = (by: string) => madeFigure("NM_9001_1/3", "E08000009", "2024-01-01/P1Y", by);
    expect(sexes([])).toEqual([
      ["persons", made("")],
      ["male", made("sex=male")],
      ["female", made("sex=female")],
    ]);
    expect(sexes(["female"])).toEqual([["female", made("sex=female")]]);
    expect(sexes(["persons"])).toEqual([["persons", made("")]]);
  });

  test("one area that Nomis has dropped since its list was read fails alone", () => {
    const stale: (request: UpstreamRequest) => Said = (request) => {
      const asked = String((request.query ?? request.form)?.geography ?? "");
      const drop = DISTRICTS + 4;
      const hit = asked.split(",").some((part) => {
        const [from = 0, to = from] = part.split("...").map(Number);
        return drop >= from && drop <= to;
      });
      return hit && request.path.endsWith(".csv") ? { body: { error: "Query is incomplete" } } : play(request);
    };
    const areas = lowerTierAreas().slice(0, 32);
    const { result, requests } = runPlan(ask([latest(indicator(1), areas)]), stale);
    expect(result.failed?.map(({ areas: codes, fault }) => [codes, fault.code])).toEqual([
      [[areas[4]?.code], "REFUSED"],
    ]);
    expect(result.cells).toHaveLength(31);
    expect(requests.length).toBeLessThanOrEqual(2 + 1 + 2 * Math.log2(32));
  });

  test("a data set whose look-up fails takes no other with it", () => {
    const { result } = runPlan(ask([latest(indicator(1), [TRAFFORD]), latest(indicator(11), [TRAFFORD])]), (request) =>
      request.path.includes("NM_9001_1") ? new SourceFault("UNAVAILABLE", "Away.") : play(request),
    );
    expect(result.cells.map((cell) => cell.indicator)).toEqual(["NM_9002_1/11"]);
    expect(result.failed).toMatchObject([
      { indicators: ["NM_9001_1/1"], areas: ["E08000009"], fault: { code: "UNAVAILABLE" } },
    ]);
  });

  test("a page of HTML is not asked again in halves", () => {
    const { requests } = runPlan(ask([latest(indicator(1), lowerTierAreas())]), (request) =>
      request.path.endsWith(".csv") ? { body: "<html></html>", contentType: "text/html" } : play(request),
    );
    expect(requests).toHaveLength(3);
  });
});

describe("the catalogue", () => {
  /** The stand-in's list, so many times over: several pages. */
  const many: (request: UpstreamRequest) => Said = (request) => {
    if (request.path === "dataset/def.sdmx.json") {
      const annotation = { annotationtext: "Current (being actively updated)", annotationtitle: "Status" };
      const keyfamily = Array.from({ length: 25 }, (_, place) => ({
        id: `NM_${place + 1}_1`,
        annotations: { annotation },
      }));
      return { body: { structure: { keyfamilies: { keyfamily } } } };
    }
    const said = play({ ...request, path: "dataset/NM_9001_1.overview.json" });
    const id = request.path.replace(/^dataset\/|\.overview\.json$/g, "");
    if (said instanceof SourceFault) return said;
    return { body: JSON.parse(JSON.stringify(said.body).replaceAll("NM_9001_1", id)) };
  };

  test("pages of ten data sets, resumed from a cursor; the list is read once", () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = runPlan(list(cursor), many);
      expect(page.lookups).toEqual({ datasets: 1 });
      ids.push(...page.result.indicators.map(({ dataset }) => dataset.upstreamId));
      cursor = page.result.next;
    } while (cursor !== undefined);
    expect(ids).toHaveLength(250);
    expect(new Set(ids).size).toBe(25);
    const resumed = runPlan(list("20"), many).result;
    expect(resumed.indicators.map(({ dataset }) => dataset.upstreamId)).toEqual(ids.slice(200));
  });

  test("indicators as observe needs them: what is harvested answers", () => {
    const { result } = runPlan(list(), play);
    expect(result.indicators).toHaveLength(42);
    const third = result.indicators.find(({ upstreamId }) => upstreamId === "NM_9001_1/3");
    expect(third).toMatchObject({
      name: "Made share 3",
      unit: { code: "percent" },
      frequency: "ANNUALLY",
      periodType: "CALENDAR_YEAR",
      hasConfidenceIntervals: true,
      earliest: "2019-01-01/P1Y",
      latest: "2024-01-01/P1Y",
      dimensions: indicator(3).dimensions?.map((each) => ({ ...each, label: "Gender" })),
      facts: indicator(3).facts,
      dataset: { version: "2026-08-18 07:00:00", publishedAt: "2026-08-18" },
    });
    expect(third?.areaTypes).toEqual(expect.arrayContaining(["UK", "CTRY", "RGN", "MD", "LSOA"]));
    const cells = runPlan(ask([{ ...fixture.wants[0], indicator: third } as Want]), play).result.cells;
    expect(cells.map(({ value }) => value)).toEqual(
      fixture.expected.map(({ area, period }) => madeFigure("NM_9001_1/3", area, period)),
    );
  });

  test("what is known of an indicator stays, its members are harvested", () => {
    const { result } = runPlan(list(), play);
    const share = result.indicators.find(({ upstreamId }) => upstreamId === "NM_162_1/2");
    expect(share).toMatchObject({
      definition: known("NM_162_1/2").definition,
      unit: { code: "percent" },
      frequency: "MONTHLY",
    });
    expect(share?.dimensions).toEqual(
      known("NM_162_1/2").dimensions?.map((each) => ({ ...each, label: expect.any(String) })),
    );
  });

  test("flows, odd units and odd shapes are left out, and do not end the harvest", () => {
    const odd: (request: UpstreamRequest) => Said = (request) => {
      const said = play(request);
      if (said instanceof SourceFault || !request.path.endsWith(".overview.json")) return said;
      const text = JSON.stringify(said.body);
      if (request.path.includes("NM_9001")) return { body: text.replace('"geography"', '"usual_residence"') };
      if (request.path.includes("NM_9002")) return { body: "<html>" };
      if (request.path.includes("NM_9003")) return { body: text.replaceAll(/"(20599|2100\d)"/g, '"20100"') };
      if (request.path.includes("NM_9004")) return { body: text.replace('"name":"2024"', '"name":"some time"') };
      return said;
    };
    expect(runPlan(list(), odd).result.indicators.map(({ upstreamId }) => upstreamId)).toEqual([
      "NM_162_1",
      "NM_162_1/2",
    ]);
  });

  test.each([
    ["a page", "<html></html>"],
    ["nothing", ""],
    ["an error", '{"error":"Cannot create query"}'],
    ["another shape", '{"structure":{}}'],
  ])("%s in place of the list is a fault", (_what, body) => {
    expect(() => runPlan(list(), () => ({ body }))).toThrow(SourceFault);
  });
});

test("the key goes into the address and nowhere else", () => {
  const signed = source.key?.sign(
    { url: "https://x.test/api/d.csv?time=a%2Cb", headers: {} },
    { OUTTURN_NOMIS_UID: "0x1" },
  );
  expect(signed).toEqual({ url: "https://x.test/api/d.csv?time=a%2Cb&uid=0x1", headers: {} });
});

const real = recorded("nomis");
(real === undefined ? describe.skip : describe)("recorded bodies", () => {
  const named = (file: string) => bodyNamed(real ?? [], file);
  /** Bodies that cannot be read as answers to our queries, each with the reason. */
  const other = new Map([
    ["derived-NM_2002_1-metadata.json", "made by another client from the definition: names are checked below"],
    ["derived-dataset-list.json", "made by another client from the list: ids are checked below"],
    ["derived-lad-codes.json", "made by another client from a code list: ids are checked below"],
    [
      "NM_2021_1.def.sdmx.json",
      "the definition, where the hub reads the overview: name and dimensions are checked below",
    ],
    ["shape-only-data.json", "the shape of the JSON form, which is not asked for"],
    ["error-generic-sdmx.json", "an error of a form that is not asked for"],
  ]);

  test("the trimmed answer of 2023-06, by value: two ids of one GSS code agree", () => {
    const body = named("NM_2002_1.data.trimmed.csv");
    const rows = csv(answerOf({ path: "x", accept: "" }, { body: body.text }), { columns: ["GEOGRAPHY", "OBS_VALUE"] });
    // Rows were dropped by whoever kept it, so that offsets have gaps: they are counted anew before they are read.
    const columns = Object.keys(rows[0] ?? {});
    const wanted = rows.filter((row) => ["200", "201", "209"].includes(row.C_AGE ?? ""));
    const distinct = wanted.filter((row) => row.GEOGRAPHY_TYPECODE !== "431");
    const written = (some: typeof rows) =>
      [
        columns.join(","),
        ...some.map((row, place) =>
          columns
            .map((name) =>
              name === "RECORD_OFFSET" ? place : name === "RECORD_COUNT" ? some.length : `"${row[name]}"`,
            )
            .join(","),
        ),
      ].join("\r\n");
    const ids = [...new Map(distinct.map((row) => [row.GEOGRAPHY_CODE, Number(row.GEOGRAPHY)]))] as [string, number][];
    const kinds = new Map([
      ["E12", "RGN"],
      ["E06", "UA"],
      ["E47", "CAUTH"],
      ["E11", "MCTY"],
      ["E13", "MCTY"],
    ] as const);
    const areas = ids.map(([code]) => ({ code, name: code, kind: kinds.get(code.slice(0, 3) as "E12") ?? "UA" }));
    const say = withAreas(
      { text: written(distinct), contentType: "text/csv" },
      ids.map(([code, id]) => [id, code] as const),
      {
        TYPE480: "regions",
        TYPE432: "local authorities: district / unitary (as of April 2021)",
        TYPE442: "combined authorities",
        TYPE462: "former metropolitan counties",
      },
    );
    const want = latest(known("NM_2002_1"), areas, [{ dimension: "age", members: ["200", "201", "209"] }]);
    const { cells, faults } = outcome(ask([want]), say);
    expect(faults).toEqual([]);
    expect(cells).toHaveLength(ids.length * 3);
    const value = (area: string, age: string) =>
      cells.find((cell) => cell.area === area && cell.breakdown?.age === age);
    expect(value("E12000001", "200")).toMatchObject({
      value: 2_646_772,
      period: "2021-06-30",
      breakdown: { sex: "persons" },
    });
    expect(value("E12000001", "209")?.value).toBe(544_457);
    expect(value("E12000002", "201")?.value).toBe(1_389_729);
    for (const { GEOGRAPHY_CODE, C_AGE, OBS_VALUE } of wanted.filter((row) => row.GEOGRAPHY_TYPECODE === "431")) {
      expect(value(GEOGRAPHY_CODE ?? "", C_AGE ?? "")?.value).toBe(Number(OBS_VALUE));
    }
  });

  test.each(["error-query-is-incomplete.json", "error-cannot-create-query.json"])("%s is refused", (file) => {
    const say = withAreas({ text: named(file).text, contentType: "application/json" }, FOUR);
    expect(outcome(ask([latest(known("NM_162_1"), [TRAFFORD])]), say)).toEqual({ cells: [], faults: ["REFUSED"] });
  });

  test.each(["NM_2006_1.data.no-rows.tsv", "NM_2002_1.data.trimmed.tsv"])(
    "%s: other columns than asked for are refused",
    (file) => {
      const say = withAreas({ text: named(file).text, contentType: "text/csv" }, FOUR);
      expect(outcome(ask([latest(known("NM_162_1"), [TRAFFORD])]), say)).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
    },
  );

  test.each([...other])("%s: %s", (file) => {
    const body: unknown = JSON.parse(named(file).text);
    if (file === "NM_2021_1.def.sdmx.json") {
      const family = (body as { structure: { keyfamilies: { keyfamily: { name: { value: string } }[] } } }).structure;
      expect(family.keyfamilies.keyfamily[0]?.name.value).toBe(known("NM_2021_1").dataset.title);
      expect(named(file).text).toContain('"C2021_RESTYPE_3"');
    } else if (file === "derived-NM_2002_1-metadata.json") {
      const { fields, description } = body as { fields: Record<string, Record<string, string>>; description: string };
      expect(description).toBe(known("NM_2002_1").dataset.title);
      for (const { code, label } of known("NM_2002_1").dimensions?.[1]?.members ?? [])
        expect(fields.C_AGE?.[code]).toBe(label);
      expect(fields.GENDER).toEqual({ "0": "Total", "1": "Male", "2": "Female" });
    } else if (file === "derived-dataset-list.json") {
      for (const id of Object.keys(body as object)) expect(id).toMatch(/^NM_\d+_\d+$/);
      expect(body).toMatchObject({ NM_2021_1: known("NM_2021_1").dataset.title });
    } else if (file === "derived-lad-codes.json") {
      const codes = Object.entries(body as Record<string, number>).filter(([name]) => /^[EWSN]\d{8}$/.test(name));
      // An id is its type's number times 2^22 and a running number: what ranges and the stand-in rely on.
      for (const [, id] of codes) expect(Math.floor(id / 4_194_304)).toBe(464);
    } else {
      const say = withAreas({ text: named(file).text, contentType: "application/json" }, FOUR);
      expect(outcome(ask([latest(known("NM_162_1"), [TRAFFORD])]), say).cells).toEqual([]);
    }
  });

  test("every body is accounted for", () => {
    const used = [
      ...other.keys(),
      "NM_2002_1.data.trimmed.csv",
      "NM_2002_1.data.trimmed.tsv",
      "NM_2006_1.data.no-rows.tsv",
    ];
    const errors = ["error-query-is-incomplete.json", "error-cannot-create-query.json"];
    expect((real ?? []).map(({ file }) => file).sort()).toEqual([...used, ...errors].sort());
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string().map((text) => `"DATE","OBS_VALUE"\r\n${text}`),
  );
  fc.assert(
    fc.property(junk, fc.boolean(), (text, onlyFigures) => {
      const { cells } = outcome(ask([latest(indicator(1), [TRAFFORD])]), (request) =>
        onlyFigures && !request.path.endsWith(".csv") ? play(request) : { body: text },
      );
      expect(cells).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("ids are written as ranges", () => {
  const dates = { latest: 1 };
  const areas = new Map([9, 3, 4, 5, 7, 4].map((id) => [`A${id}`, id]));
  const ask5 = { dataset: "NM_1_1", parts: [], areas, codes: new Map(), measures: ["20100"], dates };
  expect(requestFor(ask5).query?.geography).toBe("3...5,7,9");
});
