import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import { type AreaRef, SourceFault, type Want } from "../../src/datasources/core/source";
import { metricType, WELL_KNOWN } from "../../src/datasources/national/lg-inform-plus/metrics";
import source from "../../src/datasources/national/lg-inform-plus.source";
import { bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { fixture, indicator, standIn, workloads } from "../support/publishers/lg-inform-plus";
import { areasByCode, madeFigure } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const bodies = specimens("lg-inform-plus");
const { observe, catalogue } = source;
const LEWISHAM: AreaRef = { code: "E09000023", kind: "LONB", name: "Lewisham" };

function want(id = "3281", codes: readonly string[] = [LEWISHAM.code], period: Want["period"] = { latest: 1 }): Want {
  const known = WELL_KNOWN.find((each) => each.upstreamId === id) ?? { ...indicator(1), upstreamId: id };
  return { indicator: known, areas: codes.map((code) => ({ ...LEWISHAM, code })), period, breakdown: [] };
}

function ask(wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

function list(cursor?: string) {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(cursor);
}

describe("LG Inform Plus figures, over our own bodies", () => {
  const say = (file: string) => saying(bodyNamed(bodies, file));
  const withPeriods =
    (file: string) =>
    (request: UpstreamRequest): Said =>
      say(request.path === "periods" ? "periods.json" : file)();

  test("values go with their columns, raw ones only, for the areas asked for", () => {
    const areas = ["E09000023", "E08000019"];
    expect(outcome(ask([want("3281", areas), want("176", areas)]), say("figures.json"))).toEqual({
      cells: [
        { indicator: "3281", area: "E09000023", period: "2022-01-01/P1Y", value: 298653 },
        { indicator: "3281", area: "E09000023", period: "2023-01-01/P1Y", value: 0 },
        { indicator: "176", area: "E09000023", period: "2022-01-01/P1Y", value: 84.97 },
        { indicator: "3281", area: "E08000019", period: "2022-01-01/P1Y", value: null, missing: "NOT_AVAILABLE" },
        { indicator: "3281", area: "E08000019", period: "2023-01-01/P1Y", value: 566242 },
        { indicator: "176", area: "E08000019", period: "2022-01-01/P1Y", value: 14.9 },
      ],
      faults: [],
    });
  });

  test("why there is no figure, in the service's words or in ours", () => {
    const codes = ["E09000023", ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `E0900000${n}`)];
    const { cells } = outcome(ask([want("3281", codes)]), say("missing.json"));
    expect(cells.map(({ value, missing, notes }) => [value, missing, notes])).toEqual([
      [null, "CONFIDENTIAL", undefined],
      [null, "NOT_AVAILABLE", undefined],
      [null, "NOT_APPLICABLE", ["Not applicable"]],
      [null, "CONFIDENTIAL", undefined],
      [null, "NOT_AVAILABLE", ["Awaiting audit"]],
      [null, "CONFIDENTIAL", ["Suppressed to avoid disclosure"]],
      [null, "CONFIDENTIAL", undefined],
      [null, "NOT_AVAILABLE", undefined],
      [12, undefined, ["Provisional figure"]],
    ]);
  });

  test("periods by name, by the list, and half-years left out", () => {
    const { result, lookups } = runPlan(ask([want()]), withPeriods("other-periods.json"));
    expect(result.cells.map(({ period, value }) => [period, value])).toEqual([
      ["2022-04-01/P3M", 1],
      ["2021-03-21", 3],
      ["2020-01-01/P3Y", 4],
      ["2021-04-01/P1Y", 5],
    ]);
    expect(lookups).toEqual({ periods: 1 });
  });

  test("periods wanted are asked for by the service's own names, of the indicator's own kind", () => {
    const asked = (period: Want["period"]) =>
      runPlan(ask([want("3281", ["E09000023"], period)]), withPeriods("no-rows.json"))
        .requests.filter((request) => request.path === "data.json")
        .map((request) => request.query?.period);
    expect(asked({ latest: 1 })).toEqual(["latest"]);
    expect(asked({ latest: 8 })).toEqual(["latest:8"]);
    expect(asked({ from: "2020-01-01", to: "2022-12-31" })).toEqual(["cal_2022"]);
    expect(asked({ ids: ["2022-01-01/P1Y", "1999-01-01/P1Y"] })).toEqual(["cal_2022"]);
    expect(asked({ ids: ["1999-01-01/P1Y"] })).toEqual([]);
  });

  test("an answer without rows is an answer", () => {
    expect(outcome(ask([want()]), say("no-rows.json"))).toEqual({ cells: [], faults: [] });
  });

  test.each([
    ["unknown-period.json", "BAD_SHAPE"],
    ["uneven.json", "BAD_SHAPE"],
    ["twice.json", "BAD_SHAPE"],
    ["text-figure.json", "BAD_SHAPE"],
    ["error-401.json", "MISCONFIGURED"],
    ["error-10-200.json", "MISCONFIGURED"],
    ["error-quota.json", "RATE_LIMITED"],
    ["error-400.json", "REFUSED"],
    ["error-400.html", "REFUSED"],
    ["error.json", "BAD_SHAPE"],
    ["page.html", "BAD_SHAPE"],
    ["empty.json", "BAD_SHAPE"],
    ["cut-short.json", "BAD_SHAPE"],
  ])("%s is a fault, never figures", (file, code) => {
    expect(outcome(ask([want()]), withPeriods(file))).toEqual({ cells: [], faults: [code] });
  });
});

test("the whole address is signed, decoded, with the key in it", () => {
  const url = "https://webservices.esd.org.uk/data.json?metricType=3281%2C176&area=E09000023";
  const keys = { OUTTURN_LG_INFORM_PLUS_KEY: "ABC", OUTTURN_LG_INFORM_PLUS_SECRET: "top secret" };
  // openssl dgst -sha1 -hmac "top secret" over ...?metricType=3281,176&area=E09000023&ApplicationKey=ABC
  expect(source.key?.sign({ url, headers: {} }, keys)).toEqual({
    url: `${url}&ApplicationKey=ABC&Signature=${encodeURIComponent("YgrQgBSzPNYwkq78X5v2sLc5H+s=")}`,
    headers: {},
  });
  expect(source.key?.required).toBe(true);
  const signed = source.key?.sign({ url: "https://x.test/periods", headers: {} }, keys).url ?? "";
  expect(signed).not.toContain("top");
});

describe("the LG Inform Plus service, as the stand-in plays it", () => {
  const say = fromStandIn(standIn());

  test.each(Object.entries(workloads))("%s: as few requests as can be, every value right", (_name, make) => {
    const { wants, least, lookups } = make();
    const { result, requests } = runPlan(ask(wants), say);
    expect(requests).toHaveLength(least + lookups);
    expect(result.failed).toEqual([]);
    const answered = new Set(result.cells.map((cell) => `${cell.indicator} ${cell.area}`));
    for (const { indicator: each, areas } of wants)
      for (const area of areas) if (!answered.has(`${each.upstreamId} ${area.code}`)) throw new Error(area.code);
    for (const cell of result.cells) expect(cell.value).toBe(madeFigure(cell.indicator, cell.area, cell.period));
  });

  test("the fixture", () => {
    expect(runPlan(ask(fixture.wants), say).result.cells).toEqual(fixture.expected);
  });

  test("five years of calendar and financial years together", () => {
    const both = [1, 2].map((n) => ({
      indicator: indicator(n),
      areas: areasByCode("E09000023"),
      period: { from: "2020-01-01", to: "2024-12-31" },
      breakdown: [],
    }));
    const { result } = runPlan(ask(both), say);
    expect(result.cells.filter((cell) => cell.period.endsWith("-01-01/P1Y"))).toHaveLength(5);
    expect(result.cells.filter((cell) => cell.period.endsWith("-04-01/P1Y"))).toHaveLength(5);
  });

  test("one unknown metric type fails alone", () => {
    const wants = [want(indicator(1).upstreamId), want("777"), want(indicator(3).upstreamId)];
    const { result } = runPlan(ask(wants), say);
    expect(result.failed).toMatchObject([{ indicators: ["777"], fault: { code: "REFUSED" } }]);
    expect(result.cells.map((cell) => cell.indicator)).toEqual([indicator(1).upstreamId, indicator(3).upstreamId]);
  });

  test("a key that is refused and an allowance that is used up are told apart", () => {
    expect(outcome(ask([want()]), fromStandIn(standIn({ signed: true }))).faults).toEqual(["MISCONFIGURED"]);
    expect(outcome(ask([want()]), fromStandIn(standIn({ usedUp: true }))).faults).toEqual(["RATE_LIMITED"]);
  });

  test("the catalogue pages, and goes on from a cursor", () => {
    const first = runPlan(list(), say).result;
    expect(first).toMatchObject({ next: "2" });
    const second = runPlan(list("2"), say).result;
    expect(second.next).toBeUndefined();
    const ids = [...first.indicators, ...second.indicators].map((each) => each.upstreamId);
    expect(ids).toHaveLength(41);
    expect(first.indicators[1]).toEqual(indicator(2));
  });
});

describe("the catalogue", () => {
  test("says unit, kind of period and polarity as the service does, and no more", () => {
    const { result } = runPlan(list(), saying(bodyNamed(bodies, "metric-types.json")));
    expect(result.next).toBe("2");
    expect(result.indicators).toMatchObject([
      {
        upstreamId: "213",
        unit: { label: "£ 000s" },
        valueType: "CURRENCY",
        polarity: "LOW_IS_GOOD",
        periodType: "FINANCIAL_YEAR",
        caveats: [
          "Published by Ministry of Housing, Communities and Local Government.",
          "The service counts a blank as nought in its own sums; the hub shows it as not available.",
        ],
      },
      {
        upstreamId: "12108",
        unit: { code: "percent" },
        polarity: "HIGH_IS_GOOD",
        frequency: "MONTHLY",
        periodType: "MONTH",
      },
    ]);
  });

  test("refuses a list that tells no units", () => {
    expect(() => runPlan(list(), saying(bodyNamed(bodies, "metric-types-short.json")))).toThrow(SourceFault);
  });
});

const real = recorded("lginform");
(real === undefined ? describe.skip : describe)("recorded bodies", () => {
  test.each((real ?? []).map((body) => [body.file, body] as const))("%s", (file, body) => {
    if (file === "error-401-not-authorized.json") {
      expect(outcome(ask([want()]), saying(body))).toEqual({ cells: [], faults: ["MISCONFIGURED"] });
      return;
    }
    // The others are the beginnings of bodies: cut short, so refused; what stands before the cut is read below.
    expect(file).toMatch(/\.json\.txt$/);
    expect(outcome(ask([want()]), saying(body))).toEqual({ cells: [], faults: ["BAD_SHAPE"] });
    expect(() => runPlan(list(), saying(body))).toThrow(SourceFault);
  });

  test("a recorded description makes the indicator that is known without harvesting", () => {
    const { text } = bodyNamed(real ?? [], "metricTypes-3281-filterOff.json.txt");
    const whole = `${text.slice(0, text.indexOf('"earliestTimePeriod"')).trim().replace(/,$/, "")}}}`;
    const { definition, ...rest } = metricType(JSON.parse(whole).metricType) ?? {};
    expect(definition).toMatch(/^This is the total resident population/);
    expect(rest).toEqual(WELL_KNOWN[0]);
    const density = bodyNamed(real ?? [], "metricTypeCalculationMethods-176.json.txt").text;
    const from = density.indexOf('"metricType": ') + '"metricType": '.length;
    const second = `${density.slice(from, density.indexOf('"earliestTimePeriod"')).trim().replace(/,$/, "")}}`;
    expect(metricType(JSON.parse(second))).toEqual(WELL_KNOWN[2]);
  });
});

test("whatever comes, there are figures from good answers only", () => {
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify({ columns: [value], rows: [value] })),
  );
  fc.assert(
    fc.property(junk, (text) => {
      expect(outcome(ask([want()]), () => ({ body: text })).cells).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
