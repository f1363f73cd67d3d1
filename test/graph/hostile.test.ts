/** Odd and wrong arguments: refused by name, or answered as data; never a fault of ours, whichever engine runs. */
import { describeOnBothStores } from "../support/stores";
import { type Asking, startAsking } from "./ask";

const EVERY = 'gssCodes: ["E08000009"]';
const figures = (rest: string) =>
  `{ observations(select: { indicators: ["claimant-count"], areas: { ${EVERY} } ${rest} }) { totalCount } }`;
const compared = (group: string) =>
  `{ area(slug: "trafford") { observation(indicator: "claimant-count") { comparison(with: ${group}) { rank } } } }`;

/** What is refused, and the argument that the refusal names. */
const REFUSED: readonly (readonly [query: string, argument: string])[] = [
  ["{ area { name } }", "gssCode"],
  ["{ area(gssCode: null, slug: null, id: null) { name } }", "gssCode"],
  ["{ council { name } }", "gssCode"],
  ["{ indicator { name } }", "slug"],
  ["{ service(lgslId: null) { name } }", "lgslId"],
  ["{ serviceFunction { label } }", "esdId"],
  ['{ services(function: "x") { totalCount } }', "function"],
  ["{ areas(select: {}) { totalCount } }", "select"],
  ["{ areas(select: { gssCodes: null, type: null, within: null, group: null }) { totalCount } }", "select"],
  ["{ areas(select: { type: LTLA }, first: 0) { totalCount } }", "first"],
  ["{ areas(select: { type: LTLA }, first: -2147483648) { totalCount } }", "first"],
  ["{ areas(select: { type: LTLA }, first: 1001) { totalCount } }", "first"],
  ['{ areas(select: { type: LTLA }, after: "x") { totalCount } }', "after"],
  ['{ areas(select: { type: LTLA }, after: "WzVd") { totalCount } }', "after"],
  ['{ councils(search: "council", after: "Wy01XQ") { totalCount } }', "after"],
  ['{ councils(search: "council", after: "WyJFMDgwMDAwMDkiXQ") { totalCount } }', "after"],
  ['{ search(text: "x", kinds: ["area"]) { __typename } }', "kinds"],
  [`{ search(text: "${"x".repeat(201)}") { __typename } }`, "text"],
  [`{ nodes(ids: [${'"x" '.repeat(101)}]) { id } }`, "ids"],
  ["{ areas(select: { group: {} }) { totalCount } }", "select.group"],
  ['{ areas(select: { group: { members: ["E08000009"], kind: SAME_TYPE } }) { totalCount } }', "select.group"],
  ['{ areas(select: { group: { kind: SAME_TYPE, ofArea: "E99999999" } }) { totalCount } }', "select.group.ofArea"],
  [figures('period: { from: "2025-01-01", to: "2020-01-01" }'), "select.period.from"],
  [figures('period: { on: "2025-01-01", latest: 2 }'), "select.period.latest"],
  [figures('period: { on: "2025-01-01", ids: ["2024"] }'), "select.period.on"],
  [figures('period: { to: "2025-01-01", ids: ["2024"] }'), "select.period.ids"],
  [figures('period: { on: "2025-01-01", from: "2024-01-01" }'), "select.period.on"],
  [figures("period: { latest: 0 }"), "select.period.latest"],
  [figures('period: { ids: ["last year"] }'), "select.period.ids"],
  [compared("{}"), "with"],
  [compared('{ groupId: "x" }'), "with.groupId"],
  [
    '{ area(slug: "trafford") { observation(indicator: "claimant-count") { change(from: SPECIFIED) { direction } } } }',
    "period",
  ],
  ['{ area(slug: "trafford") { neighbours(first: 0) { rank } } }', "first"],
];

/** What is answered, and with what. */
const ANSWERED: readonly (readonly [query: string, data: unknown])[] = [
  [
    "{ areas(select: { type: LTLA }, first: null, after: null, on: null) { totalCount } }",
    { areas: { totalCount: 361 } },
  ],
  ["{ areas(select: { gssCodes: [] }) { totalCount unknown { value } } }", { areas: { totalCount: 0, unknown: [] } }],
  ["{ councils(tier: []) { totalCount } }", { councils: { totalCount: 0 } }],
  ["{ nodes(ids: []) { id } }", { nodes: [] }],
  [compared("{ kind: CORE_CITIES }"), { area: { observation: { comparison: { rank: null } } } }],
  ['{ nodes(ids: ["x", "", "QXJlYTpFOTk5OTk5OTk"]) { id } }', { nodes: [null, null, null] }],
  ['{ search(text: " ") { __typename } }', { search: [] }],
  ['{ area(gssCode: " e08000009 ") { name } }', { area: { name: "Trafford" } }],
  ['{ area(gssCode: "QXJlYTpFMDgwMDAwMDk") { name } }', { area: { name: "Trafford" } }],
  ['{ area(id: "e08000009") { name } }', { area: { name: "Trafford" } }],
  ['{ area(slug: " Trafford ") { name } }', { area: { name: "Trafford" } }],
  ['{ area(gssCode: "TLC31") { gssCode code } }', { area: { gssCode: null, code: "TLC31" } }],
  ['{ indicator(slug: "SW5kaWNhdG9yOmNsYWltYW50LWNvdW50") { slug } }', { indicator: { slug: "claimant-count" } }],
  ['{ indicator(id: " Claimant-Count") { slug } }', { indicator: { slug: "claimant-count" } }],
  ['{ service(id: "1e1") { name } }', { service: null }],
  ['{ service(id: "") { name } }', { service: null }],
  [
    '{ areas(select: { gssCodes: ["E08000016", "E08000038", "e08000016", "E08000016"] }) { nodes { code } } }',
    { areas: { nodes: [{ code: "E08000016" }, { code: "E08000038" }] } },
  ],
  [
    '{ area(slug: "trafford") { observations(indicators: ["claimant-count"], breakdown: [{ dimension: "nonsense", members: [] }]) { unknown { argument value } } } }',
    { area: { observations: { unknown: [{ argument: "breakdown", value: "nonsense" }] } } },
  ],
];

describeOnBothStores("odd arguments", (store) => {
  describe.each(["jit", "graphql-js"])("%s", (executor) => {
    let hub: Asking;
    beforeAll(async () => {
      hub = await startAsking(store, { OUTTURN_EXECUTOR: executor, OUTTURN_RESPONSE_CACHE_MB: "0" });
    });
    afterAll(() => hub?.close());

    test.each(REFUSED)("%s", async (query, argument) => {
      for (const _ of [1, 2]) {
        const { status, body } = await hub.post(query);
        expect(status).toBe(200);
        expect(body.errors).toHaveLength(1);
        expect(body.errors[0].extensions).toEqual({ code: "BAD_USER_INPUT", argument, expected: expect.any(String) });
      }
    });

    test.each(ANSWERED)("%s", async (query, data) => {
      for (const _ of [1, 2]) expect(await hub.ask(query)).toEqual(data);
    });

    test.each([
      ["query($c: GSSCode) { area(gssCode: $c) { name } }", { c: 5 }, "$c"],
      ["query($f: Int!) { areas(select: { type: LTLA }, first: $f) { totalCount } }", {}, "$f"],
      [
        "query($s: AreaSelector!) { areas(select: $s) { totalCount } }",
        { s: { gssCodes: ["E08000009", ""] } },
        "$s.gssCodes[1]",
      ],
    ])("%s with wrong variables", async (query, variables, argument) => {
      const { status, body } = await hub.post(query, variables);
      expect(status).toBe(400);
      expect(body.errors[0].extensions).toEqual({ code: "BAD_USER_INPUT", argument, expected: expect.any(String) });
    });

    test.each([
      '{ area(gssCode: "E92000001") { children(type: [LSOA]) { name code status startDate } } }',
      '{ area(gssCode: "E92000001") { children(type: [LSOA]) { observation(indicator: "claimant-count") { formatted } } } }',
      "{ areas(select: { type: LSOA }, first: null) { nodes { siblings { siblings { siblings { siblings { code } } } } } } }",
      "{ indicators(first: 100) { nodes { observations(areas: { type: LSOA }, first: 1) { totalCount } } } }",
    ])("%s is stopped, and says how to ask for less", async (query) => {
      for (const _ of [1, 2]) {
        const { body } = await hub.post(query);
        expect(body.errors[0]).toMatchObject({
          message: expect.stringContaining("Ask for less at a time"),
          extensions: { code: "QUERY_TOO_COSTLY", limit: 100_000 },
        });
      }
    });

    test("errors early and late in one list leave no rejection behind", async () => {
      const strays: unknown[] = [];
      const note = (error: unknown) => void strays.push(error);
      process.on("unhandledRejection", note);
      try {
        const late = "observations(period: { latest: 0 }) { totalCount }";
        const query = `{ search(text: "trafford", first: 20) { ... on Council { area { ${late} } } ... on Indicator { id } ... on Area { neighbours(first: 0) { rank } } } }`;
        const members =
          '{ areas(select: { type: LTLA }, first: 20) { nodes { comparisonGroups { members { comparisonGroups { id label kind } observation(indicator: "claimant-count") { value } } } } } }';
        for (const asked of [query, query, members, members]) expect((await hub.post(asked)).body.errors).toBeDefined();
        await new Promise((resolve) => setTimeout(resolve, 50));
      } finally {
        process.off("unhandledRejection", note);
      }
      expect(strays).toEqual([]);
    });
  });
});
