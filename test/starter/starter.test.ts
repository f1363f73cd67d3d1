import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { AREA_CHANGE_KINDS, AREA_TYPE_CODES, COUNCIL_TIERS, MISSING_REASONS } from "../../src/schema/values/enums";
import { figure, plain, type Row, STARTER, table } from "./read";

interface Manifest {
  readonly layout: string;
  readonly files: Record<string, { readonly rows: number; readonly sha256: string }>;
}
const manifest = JSON.parse(readFileSync(join(STARTER, "manifest.json"), "utf8")) as Manifest;
const observationFiles = Object.keys(manifest.files).filter((name) => name.startsWith("observations/"));
const areas = new Map(table("areas").map((row) => [row.code, row]));
const changes = table("area_changes");
const indicators = table("indicators");

/** Lower-tier authorities that stood on a day, by the first three letters of their codes. */
function liveOn(day: string, prefixes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code = "", start_date = "", end_date = "" } of areas.values()) {
    const prefix = code.slice(0, 3);
    if (!prefixes.includes(prefix) || start_date > day || (end_date !== "" && end_date < day)) continue;
    counts[prefix] = (counts[prefix] ?? 0) + 1;
  }
  return counts;
}

describe("figures known to be true", () => {
  test.each([
    ["population-indicators", "population-count", "K02000001", "2024-06-30", "69281437"],
    ["population-indicators", "population-count", "E92000001", "2024-06-30", "58620101"],
    ["population-indicators", "population-count", "E08000003", "2024-06-30", "589670"],
    ["population-indicators", "population-count", "E08000003", "1991-06-30", "432676"],
    ["population-indicators", "population-count", "E06000066", "2011-06-30", "531581"],
    ["claimant-count", "claimant-count", "E08000003", "2019-01-01/P1Y", "4.2"],
    ["claimant-count", "claimant-count", "E08000003", "2020-01-01/P1Y", "7.7"],
    ["claimant-count", "claimant-count", "E08000003", "2021-01-01/P1Y", "8.2"],
    ["claimant-count", "claimant-count", "E08000025", "2025-01-01/P1Y", "10.1"],
    ["gross-median-weekly-pay", "gross-median-weekly-pay", "K02000001", "2025-04-30", "642.5"],
    ["healthy-life-expectancy", "healthy-life-expectancy-male", "E06000009", "2022-01-01/P3Y", "50.9"],
    ["housing-affordability-ratio", "housing-affordability-ratio", "E09000020", "2025-04-01", "21.87"],
    ["greenhouse-gas-emissions", "greenhouse-gas-emissions", "E06000052", "2023-01-01/P1Y", "5.3"],
    ["adult-obesity-prevalence", "adult-obesity-prevalence", "E92000001", "2024-11-16/P1Y", "26.6429"],
    ["indices-of-deprivation", "imd-rank", "E01021988", "2015-01-01/P1Y", "1"],
    ["indices-of-deprivation", "imd-rank", "E01021988", "2019-01-01/P1Y", "1"],
    ["indices-of-deprivation", "imd-rank", "E01021988", "2025-01-01/P1Y", "1"],
    ["indices-of-deprivation", "imd-average-score", "E06000009", "2025-01-01/P1Y", "43.467"],
  ])("%s: %s of %s for %s is %s", (dataset, indicator, area, period, value) => {
    expect(Number(figure(dataset, indicator, area, period)?.value)).toBeCloseTo(Number(value), 4);
  });

  test("limits of 95% come along", () => {
    const pay = figure("gross-median-weekly-pay", "gross-median-weekly-pay", "K02000001", "2025-04-30");
    expect([Number(pay?.lower_ci95).toFixed(2), Number(pay?.upper_ci95).toFixed(2)]).toEqual(["641.24", "643.76"]);
    const life = figure("healthy-life-expectancy", "healthy-life-expectancy-male", "E06000009", "2022-01-01/P3Y");
    expect([life?.lower_ci95, life?.upper_ci95]).toEqual(["47.3", "54.4"]);
  });

  test("the extremes are where they should be", () => {
    const extreme = (dataset: string, indicator: string, period: string, sign: 1 | -1): string | undefined => {
      const rows = table(`observations/${dataset}`).filter(
        (row) =>
          row.indicator === indicator && row.period === period && row.value !== "" && /^[EWSN]0/.test(row.area ?? ""),
      );
      return rows.sort((a, b) => sign * (Number(b.value) - Number(a.value)))[0]?.area;
    };
    expect(extreme("claimant-count", "claimant-count", "2025-01-01/P1Y", 1)).toBe("E08000025");
    expect(extreme("healthy-life-expectancy", "healthy-life-expectancy-male", "2022-01-01/P3Y", -1)).toBe("E06000009");
    expect(extreme("indices-of-deprivation", "imd-average-score", "2025-01-01/P1Y", 1)).toBe("E06000009");
  });
});

describe("dirt", () => {
  test("free text in the status column is a note, and the figure stands", () => {
    const rows = table("observations/preventable-cardiovascular-mortality-england").filter(
      (row) => row.area === "E67000001",
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toMatchObject({ missing: "", note: expect.stringContaining("Hackney and City of London") });
      expect(row.value).not.toBe("");
    }
  });

  test("marks of missing figures keep apart", () => {
    const rows = table("observations/persistent-absences-for-pupils-looked-after-by-local-authorities");
    const count = (reason: string) => rows.filter((row) => row.missing === reason).length;
    expect([count("CONFIDENTIAL"), count("NOT_APPLICABLE"), count("NOT_AVAILABLE")]).toEqual([13, 11, 163]);
  });

  test("codes that ended keep the figures that were published under them, beside the new codes", () => {
    const rows = table("observations/claimant-count");
    expect(rows.filter((row) => row.area === "E08000016")).toHaveLength(25);
    const homes = table("observations/net-additions-to-the-housing-stock");
    const known = (area: string) => homes.filter((row) => row.area === area).length;
    expect([known("E07000187") > 0, known("E06000066") > 0]).toEqual([true, true]);
  });

  test("codes that stand for no area are in no table", () => {
    expect([areas.has("na"), areas.has("K99000004")]).toEqual([false, false]);
  });
});

describe("areas", () => {
  test("counts of the small areas", () => {
    const of = (type: string, status?: string) =>
      [...areas.values()].filter((row) => row.area_type === type && (status === undefined || row.status === status))
        .length;
    expect(of("LSOA", "LIVE")).toBe(35_672);
    expect(of("MSOA", "LIVE")).toBe(7_264);
    expect(of("MSOA", "TERMINATED")).toBe(121); // 7,201 of 2011 less the 7,080 codes that go on
    expect(of("WD")).toBe(7_536);
  });

  test("361 lower-tier authorities in 2025, 318 of England and Wales in 2024", () => {
    const all = ["E06", "E07", "E08", "E09", "W06", "S12", "N09"];
    expect(liveOn("2025-05-01", all)).toEqual({ E06: 63, E07: 164, E08: 36, E09: 33, W06: 22, S12: 32, N09: 11 });
    const before = Object.values(liveOn("2024-05-01", all.slice(0, 5))).reduce((a, b) => a + b, 0);
    expect(before).toBe(318);
  });

  test.each([
    ["E07000187", "E06000066", "MERGED", "2023-04-01", "The Somerset (Structural Changes) Order 2022"],
    [
      "E07000190",
      "E07000246",
      "MERGED",
      "2019-04-01",
      "The Somerset West and Taunton (Local Government Changes) Order 2018",
    ],
    ["E07000246", "E06000066", "MERGED", "2023-04-01", "The Somerset (Structural Changes) Order 2022"],
    ["E08000016", "E08000038", "RECODED", "2025-04-01", ""],
    ["E08000019", "E08000039", "RECODED", "2025-04-01", ""],
    ["E10000027", "E06000066", "RECODED", "2023-04-01", "The Somerset (Structural Changes) Order 2022"],
  ])("%s became %s (%s)", (from, to, kind, date, instrument) => {
    const row = changes.find((each) => each.from === from && each.to === to);
    expect(row).toMatchObject({ kind, operative_date: date, instrument });
    expect(areas.get(from)?.status).toBe("TERMINATED");
  });

  test("the codes of Barnsley and Sheffield meet without a gap", () => {
    for (const [old, now] of [
      ["E08000016", "E08000038"],
      ["E08000019", "E08000039"],
    ] as const) {
      expect(areas.get(old)).toMatchObject({ status: "TERMINATED", end_date: "2025-03-31" });
      expect(areas.get(now)).toMatchObject({ status: "LIVE", start_date: "2025-04-01", end_date: "" });
    }
  });

  test("no change leads back to where it came from", () => {
    const circles: string[] = [];
    const next = new Map<string, string[]>();
    for (const { from = "", to = "" } of changes) next.set(from, [...(next.get(from) ?? []), to]);
    for (const start of next.keys()) {
      const seen = new Set<string>();
      const walk = (code: string): void => {
        for (const to of next.get(code) ?? []) {
          if (seen.has(to)) continue;
          seen.add(to);
          walk(to);
        }
      };
      walk(start);
      if (seen.has(start)) circles.push(start);
    }
    expect(circles).toEqual([]);
  });

  test("names: Welsh, old with dates, none damaged or a mere part", () => {
    expect(areas.get("W06000001")?.name_welsh).toBe("Ynys Môn");
    expect(areas.get("W92000004")?.name_welsh).toBe("Cymru");
    const names = table("area_names");
    expect(names).toContainEqual({
      area: "E07000112",
      name: "Shepway",
      kind: "OLD",
      start_date: "2009-01-01",
      end_date: "2018-03-31",
    });
    expect(
      names.map((row) => row.name).filter((name = "") => /\uFFFD|ï[¿¾]|^City of$|^Cynon$|boro$/.test(name)),
    ).toEqual([]);
  });

  test("every lower-tier authority lies in its region, county or country, and every LSOA in an MSOA and a ward", () => {
    const parents = new Map<string, Row[]>();
    for (const row of table("area_memberships")) {
      const child = row.child ?? "";
      const known = parents.get(child);
      if (known === undefined) parents.set(child, [row]);
      else known.push(row);
    }
    const homeless: string[] = [];
    const needs = (code: string, ...types: string[]): void => {
      const within = (parents.get(code) ?? []).map((row) => areas.get(row.parent)?.area_type);
      if (!types.some((type) => within.includes(type))) homeless.push(`${code} ${types.join()}`);
    };
    for (const { code = "", area_type = "", status } of areas.values()) {
      if (/^E0[6-9]/.test(code)) needs(code, "RGN");
      if (area_type === "NMD") needs(code, "CTY");
      if (area_type === "MD") needs(code, "MCTY");
      if (/^(W06|S12|N09)/.test(code)) needs(code, "CTRY");
      if ((area_type === "MSOA" && status === "LIVE") || area_type === "WD") needs(code, "UA", "NMD", "MD", "LONB");
      if (area_type !== "LSOA" || status !== "LIVE") continue;
      needs(code, "MSOA");
      needs(code, "WD");
    }
    expect(homeless).toEqual([]);
    const sheffield = (parents.get("E08000039") ?? []).map((row) => [row.parent, row.start_date]);
    expect(sheffield).toEqual(
      expect.arrayContaining([
        ["E47000002", "2025-04-01"],
        ["E12000003", "2025-04-01"],
        ["E11000003", "2025-04-01"],
      ]),
    );
    const wards = table("area_memberships").filter(
      (row) => row.parent === "E08000039" && row.hierarchy === "ELECTORAL",
    );
    expect(wards.length).toBeGreaterThan(20);
  });

  test("what became of MSOAs follows the LSOAs in them", () => {
    const from = (code: string) => changes.filter((row) => row.from === code).map(({ to, kind }) => [to, kind]);
    const kinds = changes.filter((row) => /^[EW]02/.test(row.from ?? "")).map((row) => row.kind);
    const counts = (kind: string) => kinds.filter((each) => each === kind).length;
    expect([counts("SPLIT"), counts("MERGED"), counts("BOUNDARY_CHANGE")]).toEqual([159, 38, 9]);
    const ended = [...areas.values()].filter((row) => row.area_type === "MSOA" && row.status === "TERMINATED");
    expect(ended.filter(({ code = "" }) => from(code).length === 0)).toEqual([]);
  });

  test("weights of the parts of Somerset add up to the county", () => {
    const weights = table("area_weights").filter((row) => row.basis === "RESIDENT_POPULATION");
    const residents = (code: string) => Number(weights.find((row) => row.area === code)?.value);
    const parts = ["E07000187", "E07000188", "E07000189", "E07000246"].map(residents);
    expect(parts).toEqual([116288, 123446, 168696, 155421]);
    expect(parts.reduce((sum, part) => sum + part)).toBe(residents("E10000027"));
  });

  test("every local authority in being is drawn", () => {
    const { objects } = JSON.parse(plain("boundaries/uk.topojson").toString("utf8"));
    const drawn = new Set(
      Object.values<{ geometries: { properties: { code: string } }[] }>(objects).flatMap((level) =>
        level.geometries.map((geometry) => geometry.properties.code),
      ),
    );
    const kinds = ["CTRY", "RGN", "CAUTH", "MCTY", "CTY", "UA", "NMD", "MD", "LONB", "CA", "LGD"];
    const wanting = [...areas.values()].filter(
      ({ code = "", status, area_type = "" }) => status === "LIVE" && kinds.includes(area_type) && !drawn.has(code),
    );
    expect(wanting.map((row) => row.code)).toEqual([]);
  });

  test("memberships last only while both areas stand", () => {
    const wrong = table("area_memberships").filter(({ child, parent, start_date = "", end_date = "" }) => {
      const ends = [areas.get(child)?.end_date ?? "", areas.get(parent)?.end_date ?? ""].filter((end) => end !== "");
      const outlives = ends.some((end) => end_date === "" || end_date > end);
      return outlives || (start_date !== "" && end_date !== "" && start_date > end_date);
    });
    expect(wrong).toEqual([]);
  });
});

describe("tables hold together", () => {
  test("every table is what the manifest says, and all are small", () => {
    expect(manifest.layout).toBe("outturn-tidy-1");
    for (const [name, { rows, sha256 }] of Object.entries(manifest.files)) {
      expect([name, createHash("sha256").update(plain(name)).digest("hex")]).toEqual([name, sha256]);
      if (!name.startsWith("boundaries/")) expect([name, table(name).length]).toEqual([name, rows]);
    }
    const size = (folder: string): number =>
      readdirSync(folder, { withFileTypes: true }).reduce(
        (sum, each) =>
          sum + (each.isDirectory() ? size(join(folder, each.name)) : statSync(join(folder, each.name)).size),
        0,
      );
    expect(size(STARTER)).toBeLessThan(6 * 1024 * 1024);
  });

  test("every key that a table names is there", () => {
    const keys = (name: string, column: string) => new Set(table(name).map((row) => row[column]));
    const councils = keys("councils", "code");
    const services = keys("services", "lgsl_id");
    const functions = keys("service_functions", "esd_id");
    const slugs = new Set(indicators.map((row) => row.slug));
    const lost: string[] = [];
    const need = (name: string, column: string, known: { has(key: string | undefined): boolean }): void => {
      for (const row of table(name))
        if (row[column] !== "" && !known.has(row[column])) lost.push(`${name}.${column} ${row[column]}`);
    };
    for (const [name, column] of [
      ["area_names", "area"],
      ["area_changes", "from"],
      ["area_changes", "to"],
      ["area_memberships", "child"],
      ["area_memberships", "parent"],
      ["councils", "area"],
      ["comparison_group_members", "area"],
      ["neighbours", "area"],
      ["neighbours", "neighbour"],
    ] as const)
      need(name, column, areas);
    need("councils", "upper_tier", councils);
    need("council_successions", "council", councils);
    need("council_successions", "successor", councils);
    need("datasets", "source", keys("sources", "slug"));
    need("datasets", "licence", keys("licences", "code"));
    need("releases", "dataset", keys("datasets", "slug"));
    need("indicators", "dataset", keys("datasets", "slug"));
    need("comparison_group_members", "group", keys("comparison_groups", "slug"));
    need("service_function_links", "service", services);
    need("service_function_links", "function", functions);
    need("service_functions", "parent", functions);
    need("service_indicators", "service", services);
    need("service_indicators", "indicator", slugs);
    need("topics", "parent", keys("topics", "slug"));
    for (const name of observationFiles) {
      need(name, "area", areas);
      need(name, "indicator", slugs);
    }
    expect(lost).toEqual([]);
  });

  test("closed lists are kept to", () => {
    const outside = (rows: readonly Row[], column: string, list: readonly string[]) =>
      rows.map((row) => row[column] ?? "").filter((value) => value !== "" && !list.includes(value));
    expect(outside([...areas.values()], "area_type", AREA_TYPE_CODES)).toEqual([]);
    expect(outside(changes, "kind", AREA_CHANGE_KINDS)).toEqual([]);
    expect(outside(table("councils"), "tier", COUNCIL_TIERS)).toEqual([]);
    for (const name of observationFiles) expect(outside(table(name), "missing", MISSING_REASONS)).toEqual([]);
  });

  test("a figure is empty exactly when a reason is given, and stands once", () => {
    const seen = new Set<string>();
    const bad: string[] = [];
    for (const name of observationFiles)
      for (const row of table(name)) {
        const key = `${row.indicator}|${row.area}|${row.period}|${row.breakdown}`;
        if ((row.value === "") !== (row.missing !== "") || seen.has(key)) bad.push(key);
        seen.add(key);
      }
    expect(bad).toEqual([]);
    expect(seen.size).toBeGreaterThan(480_000);
  });

  test("twenty neighbours for every authority in each model, never itself", () => {
    const lists = new Map<string, string[]>();
    for (const { area = "", model = "", neighbour = "" } of table("neighbours"))
      lists.set(`${model}|${area}`, [...(lists.get(`${model}|${area}`) ?? []), neighbour]);
    for (const model of ["ONS_GLOBAL", "ONS_ECONOMIC", "ONS_DEMOGRAPHIC"])
      for (const { code = "", status } of areas.values()) {
        if (!/^(E0[6-9]|W06|S12|N09)/.test(code) || status !== "LIVE") continue;
        const list = lists.get(`${model}|${code}`) ?? [];
        expect([code, new Set(list).size, list.includes(code)]).toEqual([code, 20, false]);
      }
  });

  test("councils: every live authority has one, districts have their county, groups are whole", () => {
    const councils = table("councils");
    const live = new Set(councils.filter((row) => row.end_date === "").map((row) => row.area));
    for (const { code = "", status } of areas.values())
      if (status === "LIVE" && /^(E0[6-9]|E10|W06|S12|N09)/.test(code))
        expect([code, live.has(code)]).toEqual([code, true]);
    expect(councils.filter((row) => row.tier === "DISTRICT" && row.upper_tier === "").map((row) => row.code)).toEqual(
      [],
    );
    const members = table("comparison_group_members");
    expect(members.filter((row) => row.group === "core-cities-uk")).toHaveLength(11);
    expect(table("services")).toHaveLength(1_127);
    expect(table("service_functions")).toHaveLength(113);
  });
});
