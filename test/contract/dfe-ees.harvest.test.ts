import type { UpstreamRequest } from "../../src/datasources/core/plan";
import type { RemoteIndicator } from "../../src/datasources/core/source";
import { indicatorsOf } from "../../src/datasources/national/dfe-ees/indicators";
import { readMeta } from "../../src/datasources/national/dfe-ees/meta";
import { periodOf } from "../../src/datasources/national/dfe-ees/periods";
import { type Body, bodyNamed, fromStandIn, outcome, recorded, saying } from "../support/bodies";
import {
  ABSENCE,
  answering,
  ask,
  bodies,
  dataset,
  HARVESTED,
  harvested,
  list,
  NEWEST,
  named,
  want,
} from "../support/dfe-ees-questions";
import { MADE, standIn } from "../support/publishers/dfe-ees";
import { runPlan, type Said } from "../support/run-plan";

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
