import * as fc from "fast-check";
import { type AreaBoundary, type AreaPage, type AreaRef, SourceFault } from "../../src/datasources/core/source";
import { areaIn, boundariesIn, rowsIn } from "../../src/datasources/national/open-geography/answers";
import {
  BOUNDARY_THEMES,
  boundaryServices,
  LOOK_UPS,
  lookUpServices,
} from "../../src/datasources/national/open-geography/layers";
import source from "../../src/datasources/national/open-geography.source";
import { type Body, bodyNamed, fromStandIn, recorded, saying, specimens } from "../support/bodies";
import { squareOf, standIn } from "../support/publishers/open-geography";
import { answerOf, runPlan, type Said } from "../support/run-plan";

const own = specimens("open-geography");
const area = (code: string, kind: AreaRef["kind"] = "NMD"): AreaRef => ({ code, kind, name: code });
const boundaries = (areas: readonly AreaRef[], say: Parameters<typeof runPlan>[1]) => {
  const plan = source.boundaries?.(areas);
  if (plan === undefined) throw new Error("The source has no boundaries.");
  return runPlan(plan, say);
};
const page = (cursor: string | undefined, say: Parameters<typeof runPlan>[1]) => {
  const plan = source.areas?.(cursor);
  if (plan === undefined) throw new Error("The source has no areas.");
  return runPlan(plan, say);
};
const answerTo = (body: Body) =>
  answerOf({ path: "", accept: "" }, { body: body.text, status: body.status, contentType: body.contentType });
/** The stand-in, but for queries. */
const querying = (file: string) => {
  const listed = fromStandIn(standIn());
  return (request: Parameters<typeof listed>[0]): Said =>
    request.path.endsWith("/query") ? saying(bodyNamed(own, file))() : listed(request);
};
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof SourceFault) return error.code;
    throw error;
  }
  return "none";
};
const districts = (count: number, last = 8): readonly AreaRef[] =>
  Array.from({ length: count }, (_, place) => area(`E0700${String(place).padStart(3, "0")}${last}`));

describe("boundaries", () => {
  test("the newest suitable layer is found, its codes asked for and its date told", () => {
    const { result, requests, lookups } = boundaries([area("E07000148")], fromStandIn(standIn()));
    expect(result).toEqual([{ code: "E07000148", on: "2024-05-31", polygons: squareOf("E07000148") }]);
    expect(lookups).toEqual({ services: 1, "boundaries:LAD": 3 });
    expect(requests.at(-1)).toMatchObject({
      path: "services/Local_Authority_Districts_May_2024_Boundaries_UK_BGC/FeatureServer/0/query",
      query: { where: "LAD24CD IN ('E07000148')", outSR: "4326", f: "geojson", orderByFields: "FID" },
    });
  });

  test("areas of a kind that has no drawing, or whose request fails, leave the others theirs", () => {
    const wanted = [area("E08000001", "MD"), area("E10000010", "CTY"), area("E47000001", "CAUTH")];
    const listed = fromStandIn(standIn());
    const failing = (request: Parameters<typeof listed>[0]): Said =>
      request.path.includes("Combined_Authorities") ? new SourceFault("TIMEOUT", "Too slow.") : listed(request);
    expect(boundaries(wanted, listed).result.map(({ code }) => code)).toEqual(["E08000001", "E47000001"]);
    expect(boundaries(wanted, failing).result.map(({ code }) => code)).toEqual(["E08000001"]);
    expect(boundaries(wanted.slice(1, 2), listed).result).toEqual([]);
    expect(codeOf(() => boundaries(wanted.slice(1), failing))).toBe("TIMEOUT");
  });

  test("a service whose content is newer than its name is the newest; its name's date is not told", () => {
    const { result, requests } = boundaries([area("E47000001", "CAUTH")], fromStandIn(standIn()));
    expect(requests.at(-1)?.path).toContain("Combined_Authorities_May_2023");
    expect(result[0]).not.toHaveProperty("on");
  });

  test("polygons with holes and of several parts", () => {
    const { result } = boundaries([area("E07000148"), area("E06000053", "UA")], querying("polygons.geojson"));
    expect(result.map(({ code, polygons }) => [code, polygons.map((rings) => rings.length)])).toEqual([
      ["E07000148", [2]],
      ["E06000053", [1, 1]],
    ]);
  });

  test.each(["without-crs.geojson", "crs84.geojson"])("%s is longitude and latitude", (file) => {
    expect(boundaries([area("E07000148")], querying(file)).result).toHaveLength(1);
  });

  test("one request for 60 districts, posted where the list is long; unknown ones are left out", () => {
    const wanted = [...districts(60), area("E07000149"), area("not a code"), area("K02000001", "UK")];
    const { result, requests } = boundaries(wanted, fromStandIn(standIn()));
    const queries = requests.filter((request) => request.path.endsWith("/query"));
    expect(queries).toHaveLength(2); // 61 codes of districts, 60 a request
    expect(queries.map((request) => [request.method, request.form?.f])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(result.map(({ code }) => code).sort()).toEqual(districts(60).map(({ code }) => code));
    const posted = boundaries(
      districts(500).map(({ code }) => area(code.replace("E07", "E01"), "LSOA")),
      fromStandIn(standIn()),
    );
    const [post, ...more] = posted.requests.filter((request) => request.path.endsWith("/query"));
    expect(more).toEqual([]);
    expect([post?.method, post?.form?.outSR, post?.query]).toEqual(["POST", "4326", undefined]);
    expect(posted.result).toHaveLength(500);
  });

  test.each([
    ["a layer that gives 7 rows a page", { most: 7 }],
    ["pages too heavy for more than 5 boundaries", { heavy: 5 }],
  ])("pages: %s", (_, options) => {
    const wanted = districts(40);
    const { result } = boundaries(wanted, fromStandIn(standIn(options)));
    expect(result.map(({ code }) => code)).toEqual(wanted.map(({ code }) => code));
    for (const { code, polygons } of result) expect(polygons).toEqual(squareOf(code));
  });

  test("an answer too large for the hub is asked for in halves", () => {
    const listed = fromStandIn(standIn());
    const { result } = boundaries(districts(20), (request) =>
      String(request.query?.where ?? request.form?.where).split(",").length > 6
        ? new SourceFault("TOO_LARGE", "Too large.")
        : listed(request),
    );
    expect(result).toHaveLength(20);
  });

  test("busy once is asked again, after a pause; busy twice is a fault", () => {
    expect(boundaries([area("E07000148")], fromStandIn(standIn({ busyEvery: 2 }))).result).toHaveLength(1);
    expect(codeOf(() => boundaries([area("E07000148")], fromStandIn(standIn({ busyEvery: 1 }))))).toBe("RATE_LIMITED");
  });

  test.each([
    ["epsg27700.geojson", "BAD_SHAPE"],
    ["metres-unnamed.geojson", "BAD_SHAPE"],
    ["swapped.geojson", "BAD_SHAPE"],
    ["open-ring.geojson", "BAD_SHAPE"],
    ["no-geometry.geojson", "BAD_SHAPE"],
    ["no-code.geojson", "BAD_SHAPE"],
    ["point.geojson", "BAD_SHAPE"],
    ["other-area.geojson", "BAD_SHAPE"],
    ["twice.geojson", "BAD_SHAPE"],
    ["more-under-properties.geojson", "BAD_SHAPE"], // the same page for ever: an area twice
    ["rows.json", "BAD_SHAPE"],
    ["error-400.json", "REFUSED"],
    ["error-429.json", "RATE_LIMITED"],
    ["error-498.json", "MISCONFIGURED"],
    ["error-503.json", "UNAVAILABLE"],
    ["page.html", "BAD_SHAPE"],
    ["nothing.txt", "BAD_SHAPE"],
    ["cut-short.txt", "BAD_SHAPE"],
  ])("%s is %s", (file, code) => {
    expect(codeOf(() => boundaries([area("E07000148")], querying(file)))).toBe(code);
  });

  test("junk is a fault, never a boundary", () => {
    const listed = fromStandIn(standIn());
    const junk = fc.oneof(
      fc.string(),
      fc.json(),
      fc.anything().map((features) => JSON.stringify({ type: "FeatureCollection", features: [features] })),
    );
    fc.assert(
      fc.property(junk, (body) => {
        const run = () =>
          boundaries([area("E07000148")], (request) => (request.path.endsWith("/query") ? { body } : listed(request)));
        expect(codeOf(run)).not.toBe("none");
      }),
    );
  });
});

describe("areas", () => {
  const harvest = (from: string | undefined, most: number): readonly AreaPage[] => {
    const pages: AreaPage[] = [];
    for (let cursor = from; pages.length === 0 || cursor !== undefined; ) {
      const { result } = page(cursor, fromStandIn(standIn({ most })));
      pages.push(result);
      cursor = result.next;
    }
    return pages;
  };

  test("every look-up, page by page, with names, kinds and parents; resumed from a cursor", () => {
    const pages = harvest(undefined, 2);
    expect(pages).toHaveLength(LOOK_UPS.length * 3); // 5 rows, 2 a page
    expect(pages[0]).toEqual({
      areas: [
        { code: "E06000000", name: "Name of E06000000", kind: "UA" },
        { code: "E12000000", name: "Name of E12000000", kind: "RGN" },
        { code: "E06000001", name: "Name of E06000001", kind: "UA" },
        { code: "E12000001", name: "Name of E12000001", kind: "RGN" },
      ],
      memberships: [
        { child: "E06000000", parent: "E12000000", hierarchy: "ADMINISTRATIVE" },
        { child: "E06000001", parent: "E12000001", hierarchy: "ADMINISTRATIVE" },
      ],
      changes: [],
      next: "0:2",
    });
    expect(harvest("3:2", 2)).toEqual(pages.slice(10));
    expect(harvest(undefined, 1_000)).toHaveLength(LOOK_UPS.length);
  });

  test("blanks and pseudo codes are no areas; a blank is no Welsh name", () => {
    const { rows } = rowsIn(answerTo(bodyNamed(own, "rows.json")));
    expect(rows.map((row) => [areaIn(row, "LAD24CD"), areaIn(row, "RGN24CD")])).toEqual([
      [{ code: "W06000015", name: "Cardiff", nameWelsh: "Caerdydd", kind: "UA" }, undefined],
      [
        { code: "E07000148", name: "Norwich", kind: "NMD" },
        { code: "E12000006", name: "East of England", kind: "RGN" },
      ],
      [{ code: "E06000001", name: "Hartlepool", kind: "UA" }, undefined],
    ]);
  });

  test.each(["error-400.json", "page.html", "nothing.txt", "cut-short.txt", "polygons.geojson"])(
    "%s is refused",
    (file) => {
      expect(codeOf(() => page(undefined, querying(file)))).not.toBe("none");
    },
  );
});

const bodies = recorded("open-geography");

(bodies === undefined ? describe.skip : describe)("recorded bodies", () => {
  const all = bodies ?? [];
  const drawn = all.filter(({ file }) => /_B(UC|SC)(\.pretty)?\.geojson$/.test(file));
  const undrawn = all.filter(({ file }) => /_LU\.geojson$|attributes-only/.test(file));

  test("every body is read here or has its reason", () => {
    const reasons = /\.csv$/; // look-ups as downloads: the query service is asked instead; the catalogue is read below
    const rest = all.filter((body) => !drawn.includes(body) && !undrawn.includes(body) && !reasons.test(body.file));
    expect(rest.map(({ file }) => file).sort()).toEqual([
      "cty22_buc.epsg27700.geojson",
      "reconstructed-error-400-invalid-url.json",
      "reconstructed-error-429.json",
      "reconstructed-query-geojson-page1.geojson",
      "reconstructed-query-json-page1.json",
      "reconstructed-query-json-page2.json",
    ]);
  });

  test.each([
    ["Combined_Authorities_May_2023_Boundaries_EN_BUC.geojson", "CAUTH24CD", 11],
    ["Countries_December_2024_Boundaries_UK_BUC.geojson", "CTRY24CD", 1],
    ["Local_Authority_Districts_December_2016_GB_BUC.geojson", "LAD16CD", 380],
    ["Regions_December_2023_Boundaries_EN_BUC.pretty.geojson", "RGN23CD", 9],
  ])("%s: real boundaries", (file, column, count) => {
    const { boundaries: read, exceeded } = boundariesIn(answerTo(bodyNamed(all, file)), column);
    expect([read.length, new Set(read.map(({ code }) => code)).size, exceeded]).toEqual([count, count, false]);
    const features = JSON.parse(bodyNamed(all, file).text).features as {
      geometry: { type: string; coordinates: unknown };
    }[];
    for (const [place, { geometry }] of features.entries()) {
      const polygons: AreaBoundary["polygons"] | undefined = read[place]?.polygons;
      expect(geometry.type === "Polygon" ? polygons?.[0] : polygons).toEqual(geometry.coordinates);
    }
    expect(drawn.map((body) => body.file)).toContain(file);
  });

  test("the recording in EPSG:27700 is refused", () => {
    expect(codeOf(() => boundariesIn(answerTo(bodyNamed(all, "cty22_buc.epsg27700.geojson")), "CTY22CD"))).toBe(
      "BAD_SHAPE",
    );
  });

  test.each(undrawn.map(({ file }) => file))("%s: no geometry, so no boundary, but areas", (file) => {
    const answer = answerTo(bodyNamed(all, file));
    const [first] = JSON.parse(answer.text).features as { properties: Record<string, unknown> }[];
    const column = Object.keys(first?.properties ?? {}).find((name) => /CD$/.test(name)) ?? "";
    expect(codeOf(() => boundariesIn(answer, column))).toBe("BAD_SHAPE");
    expect(areaIn(first?.properties ?? {}, column)?.kind).toMatch(/^(UA|MD|LONB)$/);
  });

  test("rows with the flag of more at the top, then under properties, then none; errors inside 200", () => {
    const first = rowsIn(answerTo(bodyNamed(all, "reconstructed-query-json-page1.json")));
    const second = rowsIn(answerTo(bodyNamed(all, "reconstructed-query-json-page2.json")));
    expect([first.rows.length, first.exceeded, second.rows.length, second.exceeded]).toEqual([200, true, 96, false]);
    expect(areaIn(first.rows[0] ?? {}, "RGN23CD")).toEqual({ code: "E12000001", name: "North East", kind: "RGN" });
    expect(
      JSON.parse(bodyNamed(all, "reconstructed-query-geojson-page1.geojson").text).properties.exceededTransferLimit,
    ).toBe(true);
    expect(codeOf(() => rowsIn(answerTo(bodyNamed(all, "reconstructed-error-400-invalid-url.json"))))).toBe("REFUSED");
    expect(codeOf(() => rowsIn(answerTo(bodyNamed(all, "reconstructed-error-429.json"))))).toBe("RATE_LIMITED");
  });

  test("in the catalogue of 2,101 services every theme and look-up finds its newest", () => {
    const names =
      bodyNamed(all, "derived-services-schema.csv").text.match(/(?<=services\/)[^,]+(?=\/FeatureServer)/g) ?? [];
    expect(names.length).toBeGreaterThan(2_000);
    const newest = BOUNDARY_THEMES.map((theme) => [theme.field, boundaryServices(names, theme)[0]?.service]);
    expect(Object.fromEntries(newest)).toMatchObject({
      LAD: "Local_Authority_Districts_May_2024_Boundaries_UK_BGC",
      CTY: "Counties_December_2023_Boundaries_EN_BGC",
      RGN: "Regions_December_2023_Boundaries_EN_BUC",
      PFA: "Police_Force_Areas_December_2023_EW_BGC",
      WD: "Wards_May_2024_Boundaries_UK_BGC",
      LSOA: "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5",
      MSOA: "Middle_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V3",
    });
    expect(LOOK_UPS.map((table) => lookUpServices(names, table)[0])).toEqual([
      "LAD23_RGN23_EN_LU",
      "LAD23_CTY23_EN_LU",
      "LAD24_CAUTH24_EN_LU",
      "LAD23_CTRY23_UK_LU_v1",
      "LAD23_CSP23_PFA23_EW_LU",
      "WD24_LAD24_UK_LU",
      "MSOA21_WD24_LAD24_EW_LU",
      "LSOA21_WD24_LAD24_EW_LU",
    ]);
  });
});
