import { describeOnBothStores } from "../support/stores";
import { type Answer, type Asking, startAsking } from "./ask";

describeOnBothStores("who improved, and why others did not count", (store) => {
  let asking: Asking;
  beforeAll(async () => {
    asking = await startAsking(store);
  });
  afterAll(() => asking?.close());

  test("the same list as `improvers`, with everybody else accounted for", async () => {
    const args = `indicator: "persistent-absences-all-pupils", among: { type: UTLA, within: "E92000001" }, from: { on: "2021-10-01" }, similarStartTo: "E08000009"`;
    const { improvers, improvement } = await asking.ask(`{
      improvers(${args}, first: 3) { area { gssCode } rank compared }
      improvement(${args}) { start { label } end { label } compared similarStart { lowest highest } why
        improvers(first: 3) { area { gssCode } rank } leftOut { reason count areas { gssCode } } } }`);
    expect(improvement.improvers).toEqual(improvers.map(({ area, rank }: Answer) => ({ area, rank })));
    expect(improvement.compared).toBe(improvers[0].compared);
    expect(improvement.why).toBeNull();
    const left = improvement.leftOut.flatMap((each: Answer) => each.areas);
    for (const { areas, count } of improvement.leftOut) expect(areas).toHaveLength(count);
    const { areas } = await asking.ask('{ areas(select: { type: UTLA, within: "E92000001" }) { totalCount } }');
    expect(left.length + improvement.compared).toBe(areas.totalCount);
    // By hand: Trafford's start, half of 1.4826 x MAD of all starts to either side.
    const { starts } =
      await asking.ask(`{ starts: observations(first: 1000, select: { indicators: ["persistent-absences-all-pupils"],
      areas: { type: UTLA, within: "E92000001" }, period: { on: "2021-10-01" } }) { nodes { value } } }`);
    const middle = (values: readonly number[]): number => {
      const sorted = [...values].sort((a, b) => a - b);
      return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
    };
    const values = starts.nodes.flatMap(({ value }: Answer) => (value === null ? [] : [value]));
    const centre = middle(values);
    const margin = 0.5 * 1.4826 * middle(values.map((value: number) => Math.abs(value - centre)));
    expect(improvement.similarStart.highest - improvement.similarStart.lowest).toBeCloseTo(2 * margin, 6);
  });

  test("where nobody is named it says why: no judgement, no figure at an end, one area", async () => {
    const { unknown, never, alone } = await asking.ask(`{
      unknown: improvement(indicator: "population-count", among: { type: RGN }, from: { on: "2015-06-30" }) { improvers { rank } why indicator { polarityReason } }
      never: improvement(indicator: "claimant-count", among: { type: RGN }, from: { on: "1950-01-01" }) { improvers { rank } start { id } end { label } why }
      alone: improvement(indicator: "claimant-count", among: { gssCodes: ["E08000009"] }, from: { on: "2024-06-30" }) { compared improvers { rank } why } }`);
    expect(unknown).toMatchObject({ improvers: [], why: "It is not known whether high or low values are good." });
    expect(never).toMatchObject({
      improvers: [],
      start: null,
      why: "No area that was asked for has a figure at the start.",
    });
    expect(alone.compared).toBe(1);
    expect(alone.why === null).toBe(alone.improvers.length > 0);
  });

  test("neighbours by weights: what was not used, who has no distance, and why there are none", async () => {
    const args = (weights: string) => `model: CUSTOM_WEIGHTS, weights: [${weights}]`;
    const pay = `{ indicator: "gross-median-weekly-pay" }`;
    const some = `{ indicator: "healthy-life-expectancy-male" }`; // upper tiers only: many districts have none
    const wales = `{ indicator: "net-additions-housing-stock-wales" }`;
    const fields =
      "ranked why leftOut { indicator { slug } why } incomplete { gssCode } neighbours(first: 2) { area { gssCode } rank }";
    const { area, region } = await asking.ask(`{ area(gssCode: "E08000009") {
      neighbours(${args(`${pay}, ${wales}`)}, first: 2) { area { gssCode } rank }
      both: neighbourhood(${args(`${pay}, ${wales}`)}) { ${fields} }
      partly: neighbourhood(${args(some)}) { ${fields} }
      none: neighbourhood(${args(wales)}) { ${fields} }
      alone: neighbourhood(${args(pay)}, among: { gssCodes: ["E08000009"] }) { ${fields} }
      model: neighbourhood { ${fields} }
      } region: area(gssCode: "E12000002") { neighbours { rank } model: neighbourhood { ${fields} } } }`);
    expect(area.both.neighbours).toEqual(area.neighbours);
    expect(area.both).toMatchObject({
      why: null,
      leftOut: [{ indicator: { slug: "net-additions-housing-stock-wales" }, why: "The area has no value." }],
    });
    // Everybody who was looked through is ranked or named.
    const { areas } = await asking.ask('{ areas(select: { type: LTLA, within: "E92000001" }) { totalCount } }');
    for (const each of [area.both, area.partly])
      expect(each.ranked + each.incomplete.length).toBe(areas.totalCount - 1);
    expect(area.partly.incomplete.length).toBeGreaterThan(100);
    expect(area.none).toMatchObject({ ranked: 0, neighbours: [], why: "None of the indicators can be used." });
    expect(area.alone).toMatchObject({ ranked: 0, why: "There is no other area to look through." });
    expect(area.model).toMatchObject({ why: null, leftOut: [], incomplete: [] });
    expect(region.neighbours).toEqual([]);
    expect(region.model.why).toBe("The model ONS_GLOBAL ranks no neighbours of North West (E12000002).");
  });

  test("weights of another year: refused with what would do, or taken where that is allowed", async () => {
    const fields = "value members without why";
    const { indicator } =
      await asking.ask(`{ indicator(slug: "claimant-count") { summary(areas: { type: RGN }, period: { ids: ["2025"] }) {
      refused: weighted(by: "population-count") { ${fields} } taken: weighted(by: "population-count", nearest: LATEST) { ${fields} }
      early: weighted(by: "population-count", nearest: EARLIEST) { value }
      other: weighted(by: "net-additions-housing-stock-wales") { value why } } } }`);
    const { refused, taken, early, other } = indicator.summary;
    expect(refused).toMatchObject({ value: null, members: 0, without: 9 });
    expect(refused.why).toMatch(
      /^No period of population-count shares enough days with 2025: it reaches from .+ to .*2024.*\. Ask for a period within that, or give `nearest: LATEST`/,
    );
    expect(early.value).toBeNull();
    expect(other).toEqual({
      value: null,
      why: "net-additions-housing-stock-wales has no figures for this kind of area.",
    });
    const rows = async (slug: string, iso: string): Promise<Map<string, number>> => {
      const found: { code: string; value: number }[] = await asking.store.db.query(
        `SELECT a.code AS code, o.value AS value FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id
         JOIN period p ON p.id = o.period_id WHERE i.slug = ? AND p.iso = ? AND a.area_type = 'RGN' AND o.superseded_at IS NULL`,
        [slug, iso],
      );
      return new Map(found.map(({ code, value }) => [code, value]));
    };
    const [values, people] = [
      await rows("claimant-count", "2025-01-01/P1Y"),
      await rows("population-count", "2024-06-30"),
    ];
    const sum = (of: (code: string) => number) => [...values.keys()].reduce((total, code) => total + of(code), 0);
    const mean =
      sum((code) => (values.get(code) ?? 0) * (people.get(code) ?? 0)) / sum((code) => people.get(code) ?? 0);
    expect(taken).toMatchObject({ members: 9, without: 0, why: expect.stringContaining("2024") });
    expect(taken.value).toBeCloseTo(mean, 10);
  });
});
