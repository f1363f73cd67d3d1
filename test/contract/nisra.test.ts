import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import type { AreaRef, RemoteIndicator, Want } from "../../src/datasources/core/source";
import { readJsonStat } from "../../src/datasources/formats/json-stat";
import { indicatorsOf } from "../../src/datasources/national/nisra/table";
import source from "../../src/datasources/national/nisra.source";
import { bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { fixture, indicator, northern, standIn, workloads } from "../support/publishers/nisra";
import { madeFigure } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const bodies = specimens("nisra");
const [EMPLOYED, UNEMPLOYED] = source.wellKnown as [RemoteIndicator, RemoteIndicator];
const BELFAST: AreaRef = { code: "N09000003", kind: "LGD", name: "Belfast" };
const COUNTRY: AreaRef = { code: "N92000002", kind: "CTRY", name: "Northern Ireland" };
const { observe, catalogue } = source;

function want(of: RemoteIndicator, parts: Partial<Want> = {}): Want {
  return { indicator: of, areas: [COUNTRY, BELFAST], period: {}, breakdown: [], ...parts };
}

function ask(...wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

function list(cursor?: string) {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(cursor);
}

/** The employment rate's indicator as another statistic of its table. */
function statistic(name: string, facts: Readonly<Record<string, unknown>> = {}): RemoteIndicator {
  return { ...EMPLOYED, upstreamId: `LMSLGD/${name}`, facts: { ...EMPLOYED.facts, statistic: name, ...facts } };
}

describe("figures, over our own bodies", () => {
  const say = (file: string) => saying(bodyNamed(bodies, file));
  const periods = (file: string, areas = [COUNTRY]) =>
    outcome(ask(want(statistic("LE"), { areas })), say(file)).cells.map(({ period }) => period);

  test.each(["rpc.json", "rest.json"])(
    "%s: nought is a value; null and a hyphen are not available; no figure for no area",
    (file) => {
      const [employed, unemployed] = [{ indicator: "LMSLGD/EMPR" }, { indicator: "LMSLGD/UNEMPR" }];
      const [north, belfast] = [{ area: "N92000002" }, { area: "N09000003" }];
      const [before, last] = [{ period: "2023-01-01/P1Y" }, { period: "2024-01-01/P1Y" }];
      const gap = { value: null, missing: "NOT_AVAILABLE" };
      expect(outcome(ask(want(EMPLOYED), want(UNEMPLOYED)), say(file))).toEqual({
        cells: [
          { ...employed, ...north, ...before, value: 72.1 },
          { ...employed, ...belfast, ...before, value: 68.4 },
          { ...unemployed, ...north, ...before, value: 2.4 },
          { ...unemployed, ...belfast, ...before, value: 0 },
          { ...employed, ...north, ...last, value: 72.9 },
          { ...employed, ...belfast, ...last, ...gap },
          { ...unemployed, ...north, ...last, ...gap },
          { ...unemployed, ...belfast, ...last, value: 3.1 },
        ],
        faults: [],
      });
    },
  );

  test("statistics and areas that nobody wants are left out", () => {
    const { cells } = outcome(ask(want(UNEMPLOYED, { areas: [BELFAST] })), say("rpc.json"));
    expect(cells.map(({ indicator: id, area }) => `${id} ${area}`)).toEqual(Array(2).fill("LMSLGD/UNEMPR N09000003"));
  });

  test("periods by label and by code; years by the name of their dimension", () => {
    expect(periods("country.json")).toEqual(["2024-01-01/P3M", "2024-01-01/P3M", "2024-04-01/P3M", "2024-04-01/P3M"]);
    expect(periods("months.json")).toEqual(["2024-01-01/P1M", "2024-02-01/P1M", "2024-03-01/P1M"]);
    expect(periods("academic.json")).toEqual(["2023-09-01/P1Y"]);
    expect(periods("financial.json", [BELFAST])).toEqual(["2023-04-01/P1Y"]);
  });

  test("a table of Northern Ireland as a whole, with its breakdown", () => {
    const sexes = outcome(ask(want(statistic("LE"))), say("country.json")).cells.slice(0, 2);
    expect(sexes).toMatchObject([
      { area: "N92000002", breakdown: { sex: "B" }, value: 80 },
      { area: "N92000002", breakdown: { sex: "M" }, value: 78 },
    ]);
  });

  test.each([
    ["half-years.json", "BAD_SHAPE"],
    ["word.json", "BAD_SHAPE"],
    ["cut-figures.json", "BAD_SHAPE"],
    ["no-time.json", "BAD_SHAPE"],
    ["no-result.json", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["empty.json", "BAD_SHAPE"],
    ["cut-short.json", "BAD_SHAPE"],
    ["rpc-error.json", "REFUSED"],
    ["rpc-error-500.json", "REFUSED"],
    ["no-matrix.json", "REFUSED"],
    ["nothing-matches.json", "REFUSED"],
    ["failed.html", "UNAVAILABLE"],
    ["too-many.json", "RATE_LIMITED"],
  ])("%s is %s, and gives no figure", (file, code) => {
    expect(outcome(ask(want(statistic("LE"))), say(file))).toEqual({ cells: [], faults: [code] });
  });
});

describe("recorded bodies of the same software in Ireland", () => {
  const all = recorded("pxstat-cso-nisra");
  if (all === undefined) return;
  const SAP = "cso-jsonrpc-ReadDataset-SAP2022T1T1ASA.json";
  const used: Readonly<Record<string, () => void>> = {
    [SAP]: () => {
      // Its one small area has an Irish code, which is no GSS code: told that the figures are of one such, all of them are read.
      const text = bodyNamed(all, SAP).text.replaceAll('"067211024"', '"N67211024"');
      const [population] = indicatorsOf("SAP2022T1T1ASA", readJsonStat(JSON.parse(text).result)) as [RemoteIndicator];
      expect(population).toMatchObject({
        upstreamId: "SAP2022T1T1ASA/SAP2022T1T1C01",
        name: "Population",
        unit: { code: "number", label: "Number" },
        decimalPlaces: 0,
        valueType: "COUNT",
        latest: "2022-01-01/P1Y",
        dataset: { designation: "OFFICIAL", publishedAt: "2023-09-15" },
        caveats: ["For more information, please go to the statistical release page on our website."],
      });
      expect(
        population.dimensions?.map(({ code, members }) => [code, members.find(({ isTotal }) => isTotal)?.code]),
      ).toEqual([
        ["age", "AGET"],
        ["sex", "B"],
      ]);
      const small: AreaRef = { code: "N67211024", kind: "DATA_ZONE", name: "067211024" };
      const { cells, faults } = outcome(ask(want(population, { areas: [small] })), () => ({ body: text }));
      expect(faults).toEqual([]);
      expect(cells).toHaveLength(57);
      expect(cells[0]).toMatchObject({ period: "2022-01-01/P1Y", breakdown: { age: "AGE0-4", sex: "M" }, value: 4 });
      expect(cells.at(-1)).toMatchObject({ breakdown: { age: "AGET", sex: "B" }, value: 248 });
    },
    "statbank-cso_ie-NQQ25.json": () => {
      // JSON-stat 1.x of the service before this software: the format is read, its periods are not named as here.
      const cube = readJsonStat(JSON.parse(bodyNamed(all, "statbank-cso_ie-NQQ25.json").text));
      expect(cube.dimensions.map(({ id, codes }) => [id, codes.length])).toContainEqual(["Quarter", 76]);
      expect([...cube.cells()]).toHaveLength(cube.size);
    },
    "issue564-jsonrpc-G0316.partial.json": () => {
      const cut = saying(bodyNamed(all, "issue564-jsonrpc-G0316.partial.json"));
      expect(outcome(ask(want(EMPLOYED)), cut)).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
    },
    "docs-pxapiv1-subjects-en.json": () => {
      // Subjects of another address, which the hub does not ask: no list of tables.
      const subjects = saying(bodyNamed(all, "docs-pxapiv1-subjects-en.json"));
      expect(() => runPlan(list(), subjects)).toThrow(expect.objectContaining({ code: "BAD_SHAPE" }));
    },
  };

  test("each is accounted for", () => {
    expect(Object.keys(used).sort()).toEqual(all.map(({ file }) => file).sort());
  });
  test.each(Object.entries(used))("%s", (_, check) => check());
});

describe("the service, as the stand-in plays it", () => {
  const say = fromStandIn(standIn());
  const restful = (request: UpstreamRequest | undefined) => request?.path.includes("ReadDataset/") ?? false;

  test.each(Object.entries(workloads))("%s: as few requests as can be, every value right", (_, make) => {
    const { wants, least, lookups } = make();
    const { result, requests } = runPlan(ask(...wants), say);
    expect(requests).toHaveLength(least + lookups);
    expect(result.failed).toEqual([]);
    const asked = [...wants, ...(result.also ?? [])];
    const series = new Set(
      asked.flatMap((each) => each.areas.map(({ code }) => `${each.indicator.upstreamId} ${code}`)),
    );
    expect(new Set(result.cells.map((cell) => `${cell.indicator} ${cell.area}`))).toEqual(series);
    for (const { indicator: id, area, period, breakdown, value } of result.cells) {
      const by = breakdown?.sex === "All" ? "" : `sex=${breakdown?.sex}`;
      expect(value).toBe(madeFigure(id, area, period, by));
    }
  });

  test("the fixture", () => {
    expect(runPlan(ask(...fixture.wants), say).result.cells).toEqual(fixture.expected);
  });

  test("a part of a table names what is wanted of it; a quarter of it or more comes whole", () => {
    const few = runPlan(
      ask(want(indicator(1), { areas: northern(3) }), want(indicator(2), { areas: northern(2) })),
      say,
    );
    expect(few.requests[0]?.json).toMatchObject({
      method: "PxStat.Data.Cube_API.ReadDataset",
      params: {
        id: ["STATISTIC", "Sex", "AREA"],
        dimension: {
          STATISTIC: { category: { index: ["S1", "S2"] } },
          Sex: { category: { index: ["All"] } },
          AREA: { category: { index: ["N09000001", "N09000002", "N09000003"] } },
        },
        extension: { matrix: "MADE01" },
      },
    });
    const everySex = [{ dimension: "sex", members: [] }];
    const most = Array.from({ length: 10 }, (_, place) =>
      want(indicator(place + 1), { areas: northern(40), breakdown: everySex }),
    );
    const whole = runPlan(ask(...most), say);
    expect(whole.requests.map(restful)).toEqual([true]);
    expect(whole.result.also?.map((each) => each.indicator)).toEqual(
      Array.from({ length: 30 }, (_, place) => indicator(place + 11)),
    );
    expect(runPlan(ask(...most.slice(1)), say).requests.map(restful)).toEqual([false]);
  });

  test("members that are named; members that there are not ask for nothing", () => {
    const men = want(indicator(1), { areas: northern(1), breakdown: [{ dimension: "sex", members: ["M", "X"] }] });
    expect(new Set(runPlan(ask(men), say).result.cells.map(({ breakdown }) => breakdown?.sex))).toEqual(new Set(["M"]));
    const nobody = want(indicator(1), { breakdown: [{ dimension: "sex", members: ["X"] }] });
    expect(runPlan(ask(nobody), say)).toMatchObject({ requests: [], result: { cells: [], failed: [] } });
  });

  test("data zones are not asked for in a table of districts, nor districts in a table of the country", () => {
    const zones = northern(20).slice(15);
    expect(runPlan(ask(want(EMPLOYED, { areas: zones })), say).requests).toEqual([]);
    const { geography: _, ...facts } = EMPLOYED.facts as Record<string, unknown>;
    expect(runPlan(ask(want({ ...EMPLOYED, facts }, { areas: [BELFAST] })), say).requests).toEqual([]);
  });

  test("one table that fails does not spoil the other; beyond the rate nothing is made up", () => {
    const limited = fromStandIn(standIn({ calls: 1 }));
    const { result } = runPlan(
      ask(want(indicator(1), { areas: northern(1) }), want(indicator(41), { areas: northern(1) })),
      limited,
    );
    expect(new Set(result.cells.map((cell) => cell.indicator))).toEqual(new Set(["MADE01/S1"]));
    expect(result.failed).toEqual([
      { fault: expect.objectContaining({ code: "RATE_LIMITED" }), indicators: ["MADE02/S41"] },
    ]);
  });

  test("the catalogue pages, passes over tables that are gone, describes what the stand-in serves, and goes on from a cursor", () => {
    const listed = ["AAA", ...Array.from({ length: 12 }, (_, place) => `B${10 + place}`), "MADE015"];
    const paged = fromStandIn(standIn({ listed }));
    const found: RemoteIndicator[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = runPlan(list(cursor), paged).result;
      found.push(...page.indicators);
      cursor = page.next;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(2);
    expect(found).toEqual(Array.from({ length: 41 }, (_, place) => indicator(place + 1)));
    expect(runPlan(list("MADE015"), paged).result.indicators).toEqual([indicator(41)]);
  });

  test("a catalogue beyond the rate says when to come back, and loses nothing", () => {
    const limited = fromStandIn(standIn({ calls: 1 }));
    expect(() => runPlan(list(), limited)).toThrow(
      expect.objectContaining({ code: "RATE_LIMITED", retryAfterMs: 180_000 }),
    );
  });

  test.each(["page.html", "empty.json", "cut-short.json", "no-result.json"])(
    "a catalogue out of %s is refused",
    (file) => {
      expect(() => runPlan(list(), saying(bodyNamed(bodies, file)))).toThrow(
        expect.objectContaining({ code: "BAD_SHAPE" }),
      );
    },
  );
});

test("whatever comes, there are figures from good answers only", () => {
  const good = JSON.parse(bodyNamed(bodies, "rest.json").text);
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .tuple(fc.constantFrom("value", "size", "id", "dimension"), fc.jsonValue())
      .map(([key, value]) => JSON.stringify({ ...good, [key]: value })),
  );
  fc.assert(
    fc.property(junk, (text) => {
      const said: Said = { body: text };
      expect(outcome(ask(want(EMPLOYED)), () => said).cells.filter(({ value }) => value !== null)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
