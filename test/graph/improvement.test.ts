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

  test("custom neighbours without figures say so in an error that names the argument, or are empty with a reason", async () => {
    const { body } = await asking.post(
      `{ area(gssCode: "E08000009") { neighbours(model: CUSTOM_WEIGHTS, weights: [{ indicator: "modern" }]) { rank } } }`,
    );
    expect(body.errors[0].extensions.argument).toBe("weights[0].indicator");
  });
});
