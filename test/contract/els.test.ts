import * as fc from "fast-check";
import type { Cell, Want } from "../../src/datasources/core/source";
import { dimensionListed, indicatorListed, WELL_KNOWN } from "../../src/datasources/national/els/indicators";
import els from "../../src/datasources/national/els.source";
import { bodyNamed, fromStandIn, outcome, recorded, saying, specimens } from "../support/bodies";
import { fixture, indicator, standIn, WITHHELD, workloads } from "../support/publishers/els";
import { madeFigure } from "../support/publishers/workloads";
import { runPlan, type Said } from "../support/run-plan";

const own = specimens("els");
const said = (file: string): Said => saying(bodyNamed(own, file))();
const observe = (wants: readonly Want[]) =>
  els.observe?.(wants) as NonNullable<ReturnType<NonNullable<typeof els.observe>>>;
const named = (slug: string) => {
  const found = WELL_KNOWN.find((one) => one.upstreamId === slug);
  if (found === undefined) throw new Error(`No well-known ${slug}.`);
  return found;
};
const area = (code: string): Want["areas"][number] => ({ code, kind: "UA", name: code });
const want = (slug: string, ...codes: string[]): Want => ({
  indicator: named(slug),
  areas: codes.map(area),
  period: { latest: 1 },
  breakdown: [],
});
const EMPLOYMENT: readonly Cell[] = [
  { indicator: "employment-rate", area: "E06000053", period: "2023-01-01/P1Y", value: null, missing: "NOT_AVAILABLE" },
  { indicator: "employment-rate", area: "E07000148", period: "2022-01-01/P1Y", value: 81.5, lower: 74.5, upper: 88.5 },
  { indicator: "employment-rate", area: "E07000148", period: "2023-01-01/P1Y", value: 82.7, lower: 75, upper: 90.4 },
  {
    indicator: "employment-rate",
    area: "E09000001",
    period: "2022-01-01/P1Y",
    value: null,
    missing: "NOT_AVAILABLE",
    statuses: ["LOW_RELIABILITY"],
  },
];
const THREE = ["E06000053", "E07000148", "E09000001"];

describe("cells", () => {
  test.each(["one-ungrouped.json", "one-grouped.json"])("%s: values, limits, marks", (file) => {
    const { result, requests } = runPlan(observe([want("employment-rate", ...THREE)]), () => said(file));
    expect(result).toEqual({ cells: EMPLOYMENT, failed: [] });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.query).toMatchObject({ time: "all", includeStatus: "true", indicator: "employment-rate" });
  });

  test("several indicators; 0 is a value; pairs that nobody wanted are left out", () => {
    const wants = [want("employment-rate", "E07000148"), want("claimant-count", "E07000148")];
    const { cells, faults } = outcome(observe(wants), () => said("grouped.json"));
    expect(faults).toEqual([]);
    expect(cells.map((cell) => [cell.indicator, cell.area, cell.value])).toEqual([
      ["employment-rate", "E07000148", 81.5],
      ["employment-rate", "E07000148", 82.7],
      ["claimant-count", "E07000148", 0],
    ]);
  });

  test("free text beside a figure is a note; c and z say why there is none", () => {
    const { cells } = outcome(observe([want("employment-rate", "E06000052", "E06000053", "E06000054")]), () =>
      said("free-text-status.json"),
    );
    expect(cells).toMatchObject([
      { value: 77.1, notes: ["Value for Cornwall and Isles of Scilly combined"] },
      { value: null, missing: "CONFIDENTIAL" },
      { value: null, missing: "NOT_APPLICABLE" },
    ]);
  });

  test("sex and age come as labels and leave as codes; their indicator is asked for alone", () => {
    const sexAndAge = {
      ...named("population-count"),
      upstreamId: "population-by-age-and-sex",
      dimensions: [
        {
          code: "sex",
          label: "Sex",
          members: [
            { code: "all", label: "All", isTotal: true },
            { code: "female", label: "Female" },
          ],
        },
        {
          code: "age",
          label: "Age band",
          members: [
            { code: "0-4", label: "0 to 4" },
            { code: "85+", label: "85+" },
          ],
        },
      ],
    };
    const wants = [
      { ...want("population-count", "E07000148"), indicator: sexAndAge },
      want("claimant-count", "E07000148"),
    ];
    const { result, requests } = runPlan(observe(wants), (request) =>
      request.query?.indicator === "claimant-count"
        ? said("no-data.json")
        : said(request.path === "metadata/indicators" ? "metadata-list.json" : "by-sex-and-age.json"),
    );
    expect(result.cells.map((cell) => [cell.breakdown, cell.period, cell.value])).toEqual([
      [{ sex: "all", age: "0-4" }, "2024-06-30", 4.9],
      [{ sex: "female", age: "85+" }, "2024-06-30", 1.4],
    ]);
    expect(requests.filter((request) => request.path === "data.cols.json")).toHaveLength(2);
  });

  test("periods of three years, a day and a month", () => {
    const { cells } = outcome(observe([want("healthy-life-expectancy-female", "E10000020")]), () =>
      said("period-kinds.json"),
    );
    expect(cells.map((cell) => cell.period)).toEqual(["2022-01-01/P3Y", "2025-04-30", "2025-12-01/P1M"]);
  });
});

describe("nothing, and what went wrong", () => {
  test.each(["empty.json", "no-data.json"])("%s is an absence of an indicator that the service lists", (file) => {
    const { result, lookups } = runPlan(observe([want("employment-rate", "E07000148")]), (request) =>
      said(request.path === "metadata/indicators" ? "metadata-list.json" : file),
    );
    expect(result).toEqual({ cells: [], failed: [] });
    expect(lookups).toEqual({ slugs: 1 });
  });

  test("silence about an indicator that the service does not list is a refusal; the others stand", () => {
    const gone = { ...named("claimant-count"), upstreamId: "renamed-since" };
    const { result } = runPlan(
      observe([want("employment-rate", ...THREE), { ...want("claimant-count", ...THREE), indicator: gone }]),
      (request) => said(request.path === "metadata/indicators" ? "metadata-list.json" : "one-grouped.json"),
    );
    expect(result.cells).toEqual(EMPLOYMENT);
    expect(result.failed).toMatchObject([{ fault: { code: "REFUSED" }, indicators: ["renamed-since"] }]);
  });

  test.each([
    ["invalid-parameters.json", "REFUSED"],
    ["too-much.json", "REFUSED"],
    ["not-found.json", "REFUSED"],
    ["error-with-200.json", "UNAVAILABLE"],
    ["internal-error.json", "UNAVAILABLE"],
    ["page.html", "BAD_SHAPE"],
    ["nothing.txt", "BAD_SHAPE"],
    ["cut-short.txt", "BAD_SHAPE"],
    ["uneven-columns.json", "BAD_SHAPE"],
    ["twice.json", "BAD_SHAPE"],
    ["marked-figure.json", "BAD_SHAPE"],
    ["text-figure.json", "BAD_SHAPE"],
    ["json-stat.json", "BAD_SHAPE"],
  ])("%s is %s, never cells", (file, code) => {
    expect(outcome(observe([want("employment-rate", "E07000148")]), () => said(file))).toEqual({
      cells: [],
      faults: [code],
    });
  });

  test("one bad indicator is found by halving and the rest kept", () => {
    const wants = ["employment-rate", "claimant-count", "population-count"].map((slug) => want(slug, "E07000148"));
    const row = { areacd: ["E07000148"], period: ["2023-01-01/P1Y"], value: [1], status: [null] };
    const { result } = runPlan(observe(wants), (request) => {
      const slugs = String(request.query?.indicator).split(",");
      if (slugs.includes("claimant-count")) return said("invalid-parameters.json");
      return { body: Object.fromEntries(slugs.map((slug) => [slug, row])) };
    });
    expect(result.cells.map((cell) => cell.indicator).sort()).toEqual(["employment-rate", "population-count"]);
    expect(result.failed).toMatchObject([{ fault: { code: "REFUSED" }, indicators: ["claimant-count"] }]);
  });

  test("junk never gives cells, nor anything but a fault", () => {
    const wants = [want("employment-rate", "E07000148")];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((each) => JSON.stringify({ "employment-rate": each })),
        ),
        (body) => {
          const { cells } = outcome(observe(wants), (request) =>
            request.path === "metadata/indicators" ? said("metadata-list.json") : { body },
          );
          expect(cells).toEqual([]);
        },
      ),
    );
  });
});

describe("the catalogue", () => {
  test("units, periods, kinds of area, further dimensions; one page", () => {
    const { result, requests } = runPlan(els.catalogue?.(undefined) as never, (request) =>
      said(request.path === "metadata/indicators" ? "metadata-list.json" : "dimension-sex.json"),
    ) as {
      result: { indicators: readonly Record<string, unknown>[]; next?: string };
      requests: readonly { path: string }[];
    };
    expect(requests.map((request) => request.path)).toEqual([
      "metadata/indicators",
      "metadata/indicators/population-by-sex/dimensions/sex",
    ]);
    expect(result.next).toBeUndefined();
    expect(result.indicators).toMatchObject([
      {
        upstreamId: "employment-rate",
        unit: { code: "percent" },
        periodType: "CALENDAR_YEAR",
        areaTypes: ["UA", "CTRY", "CUSTOM"],
        sameAs: ["employment-rate"],
        caveats: ["One caveat."],
        dataset: { designation: "OFFICIAL_IN_DEVELOPMENT", version: "2026-01-12", publishedAt: "2024-04-16" },
      },
      { upstreamId: "housing-affordability-ratio", unit: { code: "ratio" }, periodType: "SNAPSHOT" },
      { upstreamId: "average-house-price", unit: { code: "gbp" }, frequency: "MONTHLY", facts: { periods: 264 } },
      {
        upstreamId: "population-by-sex",
        dimensions: [{ code: "sex", members: [{ code: "all", isTotal: true }, {}, {}] }],
      },
    ]);
  });

  test.each(["empty.json", "page.html", "nothing.txt", "error-with-200.json"])("%s is refused", (file) => {
    expect(() => runPlan(els.catalogue?.(undefined) as never, () => said(file))).toThrow(/could not be read/);
  });
});

describe("packing", () => {
  test.each(Object.entries(workloads))("%s takes the least possible number of requests", (_, workload) => {
    const { wants, least, lookups } = workload();
    const { result, requests } = runPlan(observe(wants), fromStandIn(standIn()));
    expect(requests).toHaveLength(least + lookups);
    expect(result.failed).toEqual([]);
    const areas = wants.reduce((sum, one) => sum + one.areas.length, 0);
    expect(new Set(result.cells.map((cell) => `${cell.indicator} ${cell.area}`)).size).toBe(areas);
    const wrong = result.cells.filter((cell) =>
      cell.area === WITHHELD
        ? cell.missing !== "NOT_AVAILABLE"
        : cell.value !== madeFigure(cell.indicator, cell.area, cell.period),
    );
    expect(wrong).toEqual([]);
  });

  test("no address is longer than 8,000 characters, whatever is asked", () => {
    const areas = Array.from({ length: 900 }, (_, place) => area(`E06${String(place).padStart(6, "0")}`));
    const wants = Array.from({ length: 40 }, (_, place) => ({
      ...want("employment-rate"),
      indicator: indicator(place + 1),
      areas,
    }));
    const { result, requests } = runPlan(observe(wants), fromStandIn(standIn()));
    expect(requests.map((request) => Object.values(request.query ?? {}).join("").length < 7_900)).toEqual([true, true]);
    expect(result.cells).toHaveLength(40 * 900 * 10);
  });

  test.each([false, true])("the fixture is answered (grouped: %s)", (grouped) => {
    const { result } = runPlan(observe(fixture.wants), fromStandIn(standIn({ grouped })));
    expect(result.cells).toEqual(fixture.expected);
  });

  test("429 is a fault of the whole call", () => {
    expect(outcome(observe(fixture.wants), fromStandIn(standIn({ allow: 0 })))).toEqual({
      cells: [],
      faults: ["RATE_LIMITED"],
    });
  });
});

/** What each recorded body is for; a body that no call of ours could bring has its reason. */
const bodies = recorded("els");
const figuresOf = (file: string): string => /indicator-([^_]+)_/.exec(file)?.[1] ?? "";

(bodies === undefined ? describe.skip : describe)("recorded bodies", () => {
  const REASONS: readonly (readonly [RegExp, string])[] = [
    [/^(gen|rec)-geo-|areas-in-data/, "areas are not asked of this service: the hub has its own"],
    [/\.csv$/, "CSV is not asked for"],
    [/rows\.json$/, "rows.json is not asked for"],
    [/data\.json|BUG/, "JSON-stat is not asked for: its values were wrong"],
    [/postcode|data\.xml|rec-error-format/, "a route that is not asked"],
    [/taxonomy|summary/, "the list of indicators says all that is needed"],
    [/^source-/, "a file of the data repository, not of the service"],
  ];
  const all = bodies ?? [];
  const reason = (file: string) => REASONS.find(([pattern]) => pattern.test(file))?.[1];
  const used = all.filter(({ file }) => reason(file) === undefined);
  const data = used.filter(({ file }) => /data\.cols|cols\.json/.test(file));

  test("every body is read here or has its reason", () => {
    const read = new Set([...data, ...used.filter(({ file }) => /metadata|rec-error/.test(file))]);
    expect(used.filter((body) => !read.has(body)).map((body) => body.file)).toEqual([]);
  });

  test.each(data.filter((body) => body.status === 200).map((body) => [body.file, body] as const))(
    "%s gives cells with values",
    (_, body) => {
      const parsed = JSON.parse(body.text) as Record<string, Record<string, unknown[]>>;
      const series =
        "areacd" in parsed ? { [figuresOf(body.file)]: parsed as unknown as Record<string, unknown[]> } : parsed;
      const wants = Object.entries(series).map(([slug, columns]) => ({
        ...want("employment-rate"),
        indicator: { ...named("employment-rate"), upstreamId: slug },
        areas: [...new Set(columns.areacd as string[])].map(area),
      }));
      const { cells, faults } = outcome(observe(wants), saying(body));
      expect(faults).toEqual([]);
      for (const [slug, columns] of Object.entries(series)) {
        const of = cells.filter((cell) => cell.indicator === slug);
        expect(of.map((cell) => cell.value)).toEqual(columns.value);
        expect(of.map((cell) => cell.lower ?? null)).toEqual(columns.lci_95 ?? of.map(() => null));
        expect(of.map((cell) => cell.period)).toEqual(columns.period);
      }
    },
  );

  test.each(
    [...data, ...used.filter((body) => /rec-error/.test(body.file))]
      .filter((body) => body.status !== 200)
      .map((body) => [body.file, body] as const),
  )("%s is an absence or a fault", (_, body) => {
    const { cells, faults } = outcome(observe([want("employment-rate", "E07000148")]), (request) =>
      request.path === "metadata/indicators" ? said("metadata-list.json") : saying(body)(),
    );
    expect(cells).toEqual([]);
    expect(faults).toEqual(/No data/.test(body.text) ? [] : [body.status === 500 ? "UNAVAILABLE" : "REFUSED"]);
  });

  test("the metadata of all 108 indicators can be read, and sex and age", () => {
    const file = JSON.parse(bodyNamed(all, "file-json-stat-metadata.json").text);
    const read = file.link.item.map((item: Record<string, Record<string, unknown>>) =>
      indicatorListed({ label: item.label, updated: item.updated, caveats: item.note, ...item.extension }),
    );
    expect(read).toHaveLength(108);
    expect(read).not.toContain(undefined);
    expect(new Set(read.map((one: { unit: { code: string } }) => one.unit.code))).not.toContain("number");
    const [crime] = JSON.parse(bodyNamed(all, "gen-metadata-indicators__topic-crime.json").text);
    expect(indicatorListed(crime)).toMatchObject({
      upstreamId: "homicide-offences",
      unit: { code: "per-million" },
      periodType: "ROLLING_THREE_YEAR",
    });
    for (const known of WELL_KNOWN) {
      const live = read.find((one: { upstreamId: string }) => one.upstreamId === known.upstreamId);
      const { unit, valueType, frequency, periodType, areaTypes, earliest, latest, decimalPlaces } = live;
      expect(known).toMatchObject({ unit, valueType, frequency, periodType, earliest, latest, decimalPlaces });
      expect([...(known.areaTypes ?? [])].sort()).toEqual([...areaTypes].sort());
    }
    const age = dimensionListed(
      JSON.parse(bodyNamed(all, "gen-metadata-indicators-population-by-age-and-sex-dimensions-age.json").text),
    );
    expect(age.members).toHaveLength(18);
  });
});
