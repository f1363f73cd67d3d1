import fc from "fast-check";
import type { UpstreamRequest } from "../../src/datasources/core/plan";
import { SourceFault } from "../../src/datasources/core/source";
import source from "../../src/datasources/national/postcodes-io.source";
import { type Body, bodyNamed, fromStandIn, recorded, saying, specimens } from "../support/bodies";
import { fixture, standIn } from "../support/publishers/postcodes-io";
import { runPlan, type Said } from "../support/run-plan";

const bodies = specimens("postcodes-io");
const { postcodes } = source;

function look(codes: readonly string[]) {
  if (postcodes === undefined) throw new Error("It knows postcodes.");
  return postcodes(codes);
}

/** Our bodies: what a bulk look-up answers, and what is said of the ended postcode and of any other. */
function say(bulk: Body, ended = bodyNamed(bodies, "ended.json"), other = bodyNamed(bodies, "not-found.json")) {
  return ({ path }: UpstreamRequest): Said =>
    saying(path === "postcodes" ? bulk : path === "terminated_postcodes/E1W1UU" ? ended : other)();
}

function faultOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return error.code;
  }
}

describe("postcodes, over our own bodies", () => {
  const asked = ["m32 0jg", "E1W 1UU", "IM1 1AA", "EH1 2QZ", "ZZ99 9ZZ", "not one", "M320JG"];

  test("each is answered in the order asked: in use, ended, without a place, unknown, no postcode at all", () => {
    const { result, requests } = runPlan(look(asked), say(bodyNamed(bodies, "bulk.json")));
    const trafford = {
      postcode: "M32 0JG",
      status: "LIVE",
      latitude: 53.455654,
      longitude: -2.302836,
      areas: [
        "E92000001",
        "E12000002",
        "E08000009",
        "E05000829",
        "E43000163",
        "E00030760",
        "E38000187",
        "E23000005",
        "E14001520",
        "E01006075",
        "E02001261",
      ],
    };
    const ended = { postcode: "E1W 1UU", status: "TERMINATED", ended: "2015-02", latitude: 51.508007, areas: [] };
    expect(result).toEqual([
      { query: "m32 0jg", found: trafford },
      { query: "E1W 1UU", found: { ...ended, longitude: -0.073732 } },
      { query: "IM1 1AA", found: { postcode: "IM1 1AA", status: "LIVE", areas: [] } },
      {
        query: "EH1 2QZ",
        found: {
          postcode: "EH1 2QZ",
          status: "LIVE",
          latitude: 55.9483,
          longitude: -3.1985,
          areas: ["S92000003", "S12000036", "S13002931", "S14000023"],
        },
      },
      { query: "ZZ99 9ZZ" },
      { query: "not one" },
      { query: "M320JG", found: trafford },
    ]);
    expect(requests[0]).toMatchObject({ json: { postcodes: ["M320JG", "E1W1UU", "IM11AA", "EH12QZ", "ZZ999ZZ"] } });
    expect(requests.slice(1).map(({ path }) => path)).toEqual([
      "terminated_postcodes/E1W1UU",
      "terminated_postcodes/ZZ999ZZ",
    ]);
  });

  test.each(["OX49 5NU", "M320TH"])("nothing is asked for what is no postcode, nor twice for one (%s)", (code) => {
    expect(runPlan(look(["", "M32", "💥"]), say(bodyNamed(bodies, "bulk.json"))).requests).toEqual([]);
    const { requests } = runPlan(look([code, code.toLowerCase(), ` ${code} `]), fromStandIn(standIn()));
    expect(requests).toHaveLength(1);
  });

  test.each([
    ["ten-of-many.json", "BAD_SHAPE"],
    ["too-many.json", "REFUSED"],
    ["error-500-with-200.json", "UNAVAILABLE"],
    ["ended.json", "BAD_SHAPE"],
  ])("%s is a fault, never an unknown postcode", (file, code) => {
    expect(faultOf(() => runPlan(look(asked), say(bodyNamed(bodies, file))))).toBe(code);
  });

  const bulk = bodyNamed(bodies, "bulk.json");
  test.each([
    ["a page", { ...bulk, text: "<!doctype html><p>Sorry</p>", contentType: "text/html" }],
    ["nothing", { ...bulk, text: "" }],
    ["a body cut short", { ...bulk, text: bulk.text.slice(0, -20) }],
    ["another shape", { ...bulk, text: '{"status":200,"result":{"query":"M320JG"}}' }],
    ["a result left out", { ...bulk, text: bulk.text.replace(/"result": ?null/, '"res": null') }],
    ["coordinates as text", { ...bulk, text: bulk.text.replace("53.455654", '"53.455654"') }],
  ])("%s is a fault", (_what, body) => {
    expect(faultOf(() => runPlan(look(asked), say(body)))).toBe("BAD_SHAPE");
  });

  test("an ended postcode that cannot be looked up is a fault, not an unknown one", () => {
    const broken = { ...bodyNamed(bodies, "ended.json"), status: 503 };
    expect(faultOf(() => runPlan(look(asked), say(bulk, broken)))).toBe("UNAVAILABLE");
    const page = { ...broken, status: 404, text: "<html>no such host</html>" };
    expect(faultOf(() => runPlan(look(asked), say(bulk, page)))).toBe("BAD_SHAPE");
  });
});

describe("the service of postcodes, as the stand-in plays it", () => {
  test("the fixture", () => {
    expect(runPlan(look(fixture.postcodes), fromStandIn(standIn())).result).toEqual(fixture.expected);
  });

  const many = Array.from({ length: 250 }, (_, place) => {
    const letters = String.fromCharCode(65 + (place % 26), 65 + Math.floor(place / 26));
    return `ZZ1 ${place % 10}${letters}`;
  });

  test("a hundred a request", () => {
    const { result, requests } = runPlan(look(many), fromStandIn(standIn()));
    expect(requests).toHaveLength(3); // 250 / 100
    expect(result.map(({ query }) => query)).toEqual(many);
    expect(result.every(({ query, found }) => found?.postcode === query)).toBe(true);
  });

  test("a bulk look-up that answers 500 is asked again in halves, once", () => {
    const { result, requests } = runPlan(look(many.slice(0, 100)), fromStandIn(standIn({ failBulks: 1 })));
    expect(requests).toHaveLength(3);
    expect(result.every(({ found }) => found !== undefined)).toBe(true);
    expect(faultOf(() => runPlan(look(many.slice(0, 100)), fromStandIn(standIn({ failBulks: 9 }))))).toBe(
      "UNAVAILABLE",
    );
  });

  test("an answer that is silent about some is a fault", () => {
    expect(faultOf(() => runPlan(look(many), fromStandIn(standIn({ answerAtMost: 10 }))))).toBe("BAD_SHAPE");
  });
});

const real = recorded("postcodes-io");
(real === undefined ? describe.skip : describe)("recorded bodies", () => {
  /** One postcode's result, as the single look-up gives it, put where a bulk look-up has it. */
  const inBulk = (body: Body, whole = true): Body => {
    const read = JSON.parse(body.text) as { result?: unknown };
    const result = whole ? read.result : read;
    return {
      ...body,
      text: JSON.stringify({ status: 200, result: [{ query: (result as { postcode: string }).postcode, result }] }),
    };
  };
  const lookedUp = (body: Body, code: string) => runPlan(look([code]), say(body)).result[0]?.found;

  const bulks: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
    "merlin-postcodes-bulk-lookup.json": [
      ["PR3 0SG", "E07000128", "E12000002"],
      ["M45 6GN", "E08000002", "E12000002"],
      ["EX165BL", "E07000042", "E12000009"],
    ],
    "java-postcodeLookupViaPOST.json": [
      ["OX49 5NU", "E07000179", "E12000008"],
      ["M32 0JG", "E08000009", "E12000002"],
      ["NE30 1DP", "E08000022", "E12000001"],
    ],
    // Its codes stand nowhere: an old answer without `codes`.
    "ruby-lookup_multi_response.json": [
      ["OX49 5NU", "", "E12000008"],
      ["M32 0JG", "", "E12000002"],
      ["NE30 1DP", "", "E12000001"],
    ],
  };
  const singles: Readonly<Record<string, readonly [code: string, district: string, region: string]>> = {
    "java-postcodeLookup.json": ["BS34 7NP", "E06000025", "E12000009"],
    "merlin-postcode-ha0-2tf.json": ["HA0 2TF", "E09000005", "E12000007"],
  };
  /** Shapes of version 18 whose values are not to be trusted. */
  const shapes: Readonly<Record<string, string>> = {
    "v18-doc-get-postcode-br87re.json": "BR8 7RE",
    "v18-doc-get-scotland-eh12qz.json": "EH1 2QZ",
  };
  const ended: Readonly<Record<string, readonly [code: string, month: string]>> = {
    "merlin-postcode-terminated.json": ["E1W 1UU", "2015-02"],
    "ruby-lookup_terminated_response.json": ["SO23 9DD", "2001-08"],
  };
  const missing = [
    "merlin-postcode-not-found.json",
    "merlin-invalid-post-code.json",
    "v18-doc-get-postcode-terminated-404.json",
  ];
  /** Bodies of endpoints that the source never asks. */
  const other =
    /^(merlin-(outcode|places|postcode-(long-lat|nearest|failed))|java-reverse|laravel-Bulk|ruby-(reverse|no_results)|nhsuk-|v18-doc-get-outcode)/;

  test.each((real ?? []).map((body) => [body.file, body] as const))("%s", (file, body) => {
    if (bulks[file] !== undefined) {
      const asked = bulks[file];
      const { result, requests } = runPlan(look(asked.map(([code]) => code)), say(body));
      expect(requests).toHaveLength(1);
      for (const [place, [, district, region]] of asked.entries()) {
        const areas = result[place]?.found?.areas ?? [];
        expect(areas).toContain(region);
        expect(areas.includes(district)).toBe(district !== "");
        expect(areas.every((code) => /^[EWSN]\d{8}$/.test(code) && !code.endsWith("99999999"))).toBe(true);
      }
    } else if (singles[file] !== undefined) {
      const [code, district, region] = singles[file];
      expect(lookedUp(inBulk(body), code)).toMatchObject({ postcode: code, status: "LIVE" });
      expect(lookedUp(inBulk(body), code)?.areas).toEqual(expect.arrayContaining([district, region]));
    } else if (shapes[file] !== undefined) {
      expect(lookedUp(inBulk(body), shapes[file])?.postcode).toBe(shapes[file]);
    } else if (file === "v18-doc-post-postcodes-bulk.json") {
      const { result } = runPlan(look(["PR3 0SG", "M45 6GN", "EX16 5BL"]), say(body));
      expect(result.map(({ found }) => found?.postcode)).toEqual(["PR3 0SG", "M45 6GN", "EX16 5BL"]);
    } else if (file === "nhsuk-gpfinder-postcodeResponse_HG50JL.result-only.json") {
      expect(lookedUp(inBulk(body, false), "HG5 0JL")?.postcode).toBe("HG5 0JL");
    } else if (ended[file] !== undefined) {
      const [code, month] = ended[file];
      const unknown = { ...body, text: JSON.stringify({ status: 200, result: [{ query: code, result: null }] }) };
      expect(runPlan(look([code]), say(unknown, body, body)).result[0]?.found).toMatchObject({
        postcode: code,
        status: "TERMINATED",
        ended: month,
        areas: [],
      });
    } else if (missing.includes(file)) {
      const unknown = { ...body, status: 200, text: '{"status":200,"result":[{"query":"AB1 0AA","result":null}]}' };
      expect(runPlan(look(["AB1 0AA"]), say(unknown, body, body)).result).toEqual([{ query: "AB1 0AA" }]);
    } else {
      expect(file).toMatch(other);
      expect(faultOf(() => runPlan(look(["M32 0TH"]), say(body)))).toBe("BAD_SHAPE");
    }
  });
});

test("whatever comes, only good answers find a postcode", () => {
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify({ status: 200, result: value })),
    fc.jsonValue().map((value) => JSON.stringify({ status: 200, result: [{ query: "M320TH", result: value }] })),
  );
  fc.assert(
    fc.property(junk, (text) => {
      try {
        const { result } = runPlan(look(["M32 0TH"]), () => ({ body: text }));
        expect(result).toEqual([{ query: "M32 0TH" }]);
      } catch (error) {
        expect(error).toBeInstanceOf(SourceFault);
      }
    }),
    { numRuns: 300 },
  );
});
