import { cellsIn, itemsIn, periodIn } from "../../src/datasources/national/ons/cmd";
import ons from "../../src/datasources/national/ons.source";
import { type Body, bodyNamed, outcome, recorded, saying } from "../support/bodies";
import { area, cpih, observe, said, want } from "../support/ons-wants";
import { answerOf, runPlan, type Said } from "../support/run-plan";

const bodies = recorded("ons-api");

(bodies === undefined ? describe.skip : describe)("recorded bodies", () => {
  const all = bodies ?? [];
  const answerTo = (body: Body) =>
    answerOf({ path: "", accept: "" }, { body: body.text, status: body.status, contentType: body.contentType });
  const REASONS: readonly (readonly [RegExp, string])[] = [
    [/filter/, "filters are not used: they make things on the publisher's side and wait for files"],
    [/contract-(area-type|area-types|base-variables|categorisations|area-\d)/, "a route that is not asked"],
    [/contract-population-types-(3|4)/, "one population alone is not asked for"],
  ];
  const ask = (body: Body, fixed: Record<string, string>, times: readonly string[], open?: string) => {
    const cube = {
      dataset: "x",
      edition: "x",
      version: "1",
      dimensions: [],
      times: times.map((label) => ({ option: label, label, period: periodIn(label)?.id ?? "" })),
    };
    return cellsIn(answerTo(body), {
      indicator: "x",
      cube,
      fixed,
      codes: { week: "week" },
      ...(open === undefined ? {} : { open }),
    });
  };
  const used: string[] = [];
  const body = (file: string) => {
    used.push(file);
    return bodyNamed(all, file);
  };

  test("real observations, by value", () => {
    const week = { geography: "E92000001", time: "2026", week: "week-24" };
    expect(ask(body("observations-weekly-deaths-region-v121.json"), week, ["2026"])).toMatchObject([
      { area: "E92000001", period: "2026-01-01/P1Y", value: 10471, breakdown: { week: "week-24" } },
    ]);
    const march = { geography: "K02000001", time: "Mar-18" };
    expect(ask(body("observations-cpih01-v6-Mar-18.json"), march, ["Mar-18"])).toMatchObject([
      { value: 105.1, period: "2018-03-01/P1M" },
    ]);
    const open = ask(
      body("observations-cpih01-time-wildcard.trimmed.json"),
      { geography: "K02000001" },
      ["Sep-15", "Sep-16", "Sep-17"],
      "time",
    );
    expect(open.map((cell) => [cell.period, cell.value])).toEqual([
      ["2016-09-01/P1M", 101.5],
      ["2017-09-01/P1M", 104.3],
      ["2015-09-01/P1M", 100.2],
    ]);
    const marked = body("contract-expectedDocWithSingleObservationAndRewriting.json");
    expect(ask(marked, { geography: "K02000001", time: "16-Aug" }, ["16-Aug"])).toMatchObject([
      { value: 146.3, statuses: ["PROVISIONAL"], notes: ["confidence_interval: 2"] },
    ]);
  });

  test("the census by age, and its errors", () => {
    const age = { ...want("census/UR/resident_age_7b", { latest: 1 }, "E06000001"), areas: [area("E06000001")] };
    const ltla = ({ path }: { readonly path: string }, file: string): Said => {
      if (path.includes("/ltla23/")) return { status: 404, body: '{"errors":["not found"]}' };
      return path.endsWith("/areas") ? said("census-areas.json") : saying(body(file))();
    };
    const { cells, faults } = outcome(observe([age]), (request) =>
      ltla(request, "contract-census-observations-1.json"),
    );
    expect(faults).toEqual([]);
    expect(cells.map((cell) => [cell.breakdown?.["resident-age-7b"], cell.value])).toEqual([
      ["aged-64-years-and-under", 57326],
      ["aged-65-to-69-years", 4376],
      ["aged-70-to-74-years", 4311],
      ["aged-75-to-79-years", 4355],
      ["aged-80-to-84-years", 4345],
      ["aged-85-to-89-years", 4449],
      ["aged-90-years-and-over", 22878],
    ]);
    expect(outcome(observe([age]), (request) => ltla(request, "contract-census-observations-3.json")).faults).toEqual([
      "REFUSED",
    ]);
  });

  test("lists: of populations, classifications and areas, one of them null", () => {
    expect(itemsIn(answerTo(body("contract-population-types-1.json"))).rows.map((row) => row.name)).toEqual([
      "dataset_1",
      "dataset_2",
    ]);
    expect(itemsIn(answerTo(body("contract-dimensions-1.json"))).rows.map((row) => row.id)).toEqual([
      "hh_size",
      "hh_tenure",
    ]);
    expect(itemsIn(answerTo(body("contract-areas-1.json"))).total).toBe(3);
    expect(itemsIn(answerTo(body("contract-areas-3.json"))).total).toBe(5);
    expect(itemsIn(answerTo(body("contract-areas-5.json")))).toEqual({ rows: [], total: 0 });
  });

  test("the 337 data sets of 2026-02: those that are no census table go on to be described", () => {
    const items = JSON.parse(body("datasets-all-337.pruned.json").text).items as { id: string }[];
    const plan = ons.catalogue?.(undefined) as NonNullable<ReturnType<NonNullable<typeof ons.catalogue>>>;
    const described: string[] = [];
    runPlan(plan, ({ path }) => {
      if (path === "datasets") return { body: { items, count: 337, offset: 0, limit: 1000, total_count: 337 } };
      described.push(path);
      return { status: 404, body: "dataset not found\n" };
    });
    expect(items).toHaveLength(337);
    expect(described.length).toBeGreaterThan(40);
    expect(described.length).toBeLessThan(60);
    expect(described).toContain("datasets/cpih01/editions/time-series/versions/66/dimensions");
  });

  test.each(
    all
      .filter(({ file }) =>
        /^error-|contract-(areas-[46]|dimensions-[23]|dimension-categories|population-types-2)/.test(file),
      )
      .map((one) => [one.file]),
  )("%s is an absence or a fault, as observations and as a list", (file) => {
    const error = body(file);
    const { cells, faults } = outcome(observe([want("cpih01", { latest: 1 }, "K02000001")]), (request) =>
      request.path.endsWith("/observations") ? saying(error)() : cpih("none.txt")(request),
    );
    expect(cells).toEqual([]);
    if (error.status >= 200) expect(faults).toHaveLength(file === "error-no-observations.txt" ? 0 : 1);
    expect(() => itemsIn(answerTo(error))).toThrow();
  });

  test("every body is read here or has its reason", () => {
    const rest = all
      .map(({ file }) => file)
      .filter((file) => !used.includes(file) && !REASONS.some(([pattern]) => pattern.test(file)));
    expect(rest).toEqual([]);
  });
});
