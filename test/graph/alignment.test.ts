import { describeOnBothStores } from "../support/stores";
import { type Answer, type Asking, startAsking } from "./ask";

describeOnBothStores("periods of several indicators that belong together", (store) => {
  let asking: Asking;
  beforeAll(async () => {
    asking = await startAsking(store);
  });
  afterAll(() => asking?.close());

  const NODES = "nodes { indicator { slug } period { id type } value missing alignment { rule sharedDays days why } }";
  /** Mid-year day, calendar year, academic year, three years together. */
  const SLUGS = [
    "population-count",
    "claimant-count",
    "persistent-absences-all-pupils",
    "healthy-life-expectancy-female",
  ];

  async function aligned(period: string): Promise<ReadonlyMap<string, Answer>> {
    const query = `query($slugs: [String!]!) { observations(select: { indicators: $slugs, areas: { gssCodes: ["E08000009"] }, period: ${period} }) { ${NODES} } }`;
    const { observations } = await asking.ask(query, { slugs: SLUGS });
    return new Map(observations.nodes.map((node: Answer) => [node.indicator.slug, node]));
  }

  /** By hand: of all periods of the series the one that shares most days with the year, and at least half, else a day inside it. */
  async function byHand(slug: string, start: string, end: string): Promise<string | undefined> {
    const rows: { iso: string; s: string; e: string }[] = await asking.store.db.query(
      `SELECT DISTINCT p.iso AS iso, p.start_date AS s, p.end_date AS e FROM observation o JOIN indicator i ON i.id = o.indicator_id
       JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id WHERE i.slug = ? AND a.code = 'E08000009' AND o.superseded_at IS NULL`,
      [slug],
    );
    const day = (text: string) => Date.parse(text) / 86_400_000;
    const wanted = day(end) - day(start) + 1;
    const middle = (from: string, to: string) => (day(from) + day(to)) / 2;
    return rows
      .map((row) => ({
        ...row,
        shared: Math.max(0, Math.min(day(row.e), day(end)) - Math.max(day(row.s), day(start)) + 1),
        apart: Math.abs(middle(row.s, row.e) - middle(start, end)),
      }))
      .filter(({ shared, s, e }) => shared > 0 && (2 * shared >= wanted || s === e))
      .sort((a, b) => b.shared - a.shared || a.apart - b.apart || (a.e < b.e ? 1 : -1))[0]?.iso;
  }

  test.each([
    ["2023", "2023-01-01", "2023-12-31"],
    ["2019", "2019-01-01", "2019-12-31"],
    ["2021-04-01/P1Y", "2021-04-01", "2022-03-31"],
  ])(
    "%s: each series answers with the period that stands for it, and says by which rule",
    async (period, start, end) => {
      const found = await aligned(`{ alignedTo: "${period}" }`);
      for (const slug of SLUGS) {
        const node = found.get(slug);
        const expected = await byHand(slug, start, end);
        if (expected === undefined) expect([slug, node.value, node.alignment.rule]).toEqual([slug, null, "NONE"]);
        else {
          expect([slug, node.period.id]).toEqual([slug, expected]);
          const { rule, sharedDays, days, why } = node.alignment;
          expect(days).toBe((Date.parse(end) - Date.parse(start)) / 86_400_000 + 1);
          expect(rule).toBe(
            sharedDays === days ? rule : node.period.type === "SNAPSHOT" ? "DAY_INSIDE" : "LARGEST_OVERLAP",
          );
          expect(why.length).toBeGreaterThan(20);
        }
      }
    },
  );

  test("nothing is invented: outside a series there is a blank, or with `nearest` the publisher's own nearest period", async () => {
    const none = await aligned('{ alignedTo: "1901" }');
    for (const node of none.values())
      expect(node).toMatchObject({ value: null, missing: "NOT_AVAILABLE", alignment: { rule: "NONE", sharedDays: 0 } });
    const nearest = await aligned('{ alignedTo: "1901", nearest: EARLIEST }');
    for (const node of nearest.values()) expect(node.alignment.rule).toBe("NEAREST_LATER");
    const plain = await aligned("{ latest: 1 }");
    for (const node of plain.values()) expect(node.alignment).toBeNull();
  });

  test("with options, for formulas' inputs and one area alike; beside another way of choosing it is refused", async () => {
    const { area } = await asking.ask(`{ area(gssCode: "E08000009") {
      observation(indicator: "claimant-count", period: { alignedTo: "2021/22" }) { period { id } alignment { rule } }
      then: observation(indicator: "population-count", period: { alignedTo: "2021/22" }, options: { boundaries: "2020-01-01" }) { period { id } alignment { rule } } } }`);
    expect(area.observation.alignment.rule).toBe("LARGEST_OVERLAP");
    expect(area.then).toEqual({ period: { id: "2021-06-30" }, alignment: { rule: "DAY_INSIDE" } });
    const { body } = await asking.post(
      '{ area(gssCode: "E08000009") { observation(indicator: "claimant-count", period: { alignedTo: "2021", on: "2021-05-01" }) { value } } }',
    );
    expect(body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "period.alignedTo" });
  });
});
