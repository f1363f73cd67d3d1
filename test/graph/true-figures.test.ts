import { describeOnBothStores } from "../support/stores";
import { type Asking, startAsking } from "./ask";

/** Published figures known to be true; each comes back through the graph with all the digits that its file has. */
const FIGURES: readonly (readonly [
  area: string,
  indicator: string,
  period: string,
  value: number,
  lower?: number,
  upper?: number,
])[] = [
  ["K02000001", "population-count", "2024-06-30", 69_281_437],
  ["E92000001", "population-count", "2024-06-30", 58_620_101],
  ["E08000003", "population-count", "2024-06-30", 589_670],
  ["E08000003", "population-count", "1991-06-30", 432_676],
  ["E06000066", "population-count", "2011-06-30", 531_581],
  ["E08000003", "claimant-count", "2019-01-01/P1Y", 4.2],
  ["E08000003", "claimant-count", "2020-01-01/P1Y", 7.7],
  ["E08000003", "claimant-count", "2021-01-01/P1Y", 8.2],
  ["E08000025", "claimant-count", "2025-01-01/P1Y", 10.1],
  ["K02000001", "gross-median-weekly-pay", "2025-04-30", 642.5, 641.2407, 643.7593],
  ["E06000009", "healthy-life-expectancy-male", "2022-01-01/P3Y", 50.9, 47.3, 54.4],
  ["E09000020", "housing-affordability-ratio", "2025-04-01", 21.87],
  ["E06000052", "greenhouse-gas-emissions", "2023-01-01/P1Y", 5.3],
  ["E92000001", "adult-obesity-prevalence", "2024-11-16/P1Y", 26.64292],
  ["E01021988", "imd-rank", "2015-01-01/P1Y", 1],
  ["E01021988", "imd-rank", "2019-01-01/P1Y", 1],
  ["E01021988", "imd-rank", "2025-01-01/P1Y", 1],
  ["E06000009", "imd-average-score", "2025-01-01/P1Y", 43.467],
];

const FIGURE = `query Figure($area: GSSCode!, $indicator: String!, $period: ID!) {
  area(gssCode: $area) { observation(indicator: $indicator, period: { ids: [$period] }) { value missing lowerCI95 upperCI95 period { id } area { gssCode } } }
}`;

describeOnBothStores("true figures", (store) => {
  let hub: Asking;
  beforeAll(async () => {
    hub = await startAsking(store);
  });
  afterAll(() => hub?.close());

  test.each(
    FIGURES.map(([area, indicator, period, value, lower, upper]) => ({ area, indicator, period, value, lower, upper })),
  )("$area $indicator $period is $value", async ({ area, indicator, period, value, lower, upper }) => {
    const { area: found } = await hub.ask(FIGURE, { area, indicator, period });
    expect(found.observation).toMatchObject({ value, missing: null, period: { id: period }, area: { gssCode: area } });
    if (lower !== undefined) expect(found.observation).toMatchObject({ lowerCI95: lower, upperCI95: upper });
  });

  test("the extremes are where they were published", async () => {
    const top = `query Top($indicator: String!, $direction: SortDirection!, $period: ID!) {
      indicator(slug: $indicator) { observations(areas: { type: LTLA }, period: { ids: [$period] }, orderBy: VALUE, direction: $direction, first: 1) { nodes { area { gssCode } value } } }
    }`;
    const first = async (indicator: string, direction: string, period: string) =>
      (await hub.ask(top, { indicator, direction, period })).indicator.observations.nodes[0];
    expect(await first("claimant-count", "DESC", "2025-01-01/P1Y")).toEqual({
      area: { gssCode: "E08000025" },
      value: 10.1,
    });
    expect(await first("healthy-life-expectancy-male", "ASC", "2022-01-01/P3Y")).toEqual({
      area: { gssCode: "E06000009" },
      value: 50.9,
    });
    expect(await first("imd-average-score", "DESC", "2025-01-01/P1Y")).toEqual({
      area: { gssCode: "E06000009" },
      value: 43.467,
    });
  });

  const count = `query Count($select: AreaSelector!, $on: Date) { areas(select: $select, on: $on, first: 1) { totalCount } }`;
  test.each([
    [{ type: "LSOA" }, "2024-12-31", 35_672],
    [{ type: "MSOA" }, "2024-12-31", 7_264],
    [{ type: "WD", includeEnded: true }, "2024-12-31", 7_536],
    [{ type: "LTLA", within: "K04000001" }, "2024-12-31", 318],
    [{ type: "LTLA" }, "2025-05-01", 361],
    [{ type: "UTLA" }, "2025-05-01", 218],
    [{ type: "NMD" }, "2025-05-01", 164],
    [{ type: "UA", within: "E92000001" }, "2025-05-01", 63],
    [{ type: "UA", within: "W92000004" }, "2025-05-01", 22],
    [{ type: "MD" }, "2025-05-01", 36],
    [{ type: "LONB" }, "2025-05-01", 33],
    [{ type: "CA" }, "2025-05-01", 32],
    [{ type: "LGD" }, "2025-05-01", 11],
  ])("%j on %s are %d", async (select, on, expected) => {
    expect((await hub.ask(count, { select, on })).areas.totalCount).toBe(expected);
  });

  test("changes carry their date and instrument, step by step", async () => {
    const { mendip, taunton } = await hub.ask(`{
      mendip: area(gssCode: "E07000187") { status endDate successors { to { gssCode status } kind operativeDate instrument } }
      taunton: area(gssCode: "E07000190") { successors { to { gssCode successors { to { gssCode } operativeDate } } operativeDate } }
    }`);
    expect(mendip).toEqual({
      status: "TERMINATED",
      endDate: "2023-03-31",
      successors: [
        {
          to: { gssCode: "E06000066", status: "LIVE" },
          kind: "MERGED",
          operativeDate: "2023-04-01",
          instrument: "The Somerset (Structural Changes) Order 2022",
        },
      ],
    });
    expect(taunton.successors).toEqual([
      {
        to: { gssCode: "E07000246", successors: [{ to: { gssCode: "E06000066" }, operativeDate: "2023-04-01" }] },
        operativeDate: "2019-04-01",
      },
    ]);
  });

  test("old codes reach new figures and new codes old figures, and say so", async () => {
    const both = `query Both($old: GSSCode!, $new: GSSCode!) {
      old: area(gssCode: $old) { status successors { to { gssCode } kind operativeDate } ...Figures }
      new: area(gssCode: $new) { status ...Figures }
    }
    fragment Figures on Area {
      claimants: observation(indicator: "claimant-count") { value provenance { boundaryMethod citation } area { gssCode } }
      people: observation(indicator: "population-count") { value provenance { boundaryMethod } area { gssCode } }
    }`;
    for (const [old, now] of [
      ["E08000016", "E08000038"],
      ["E08000019", "E08000039"],
    ]) {
      const answer = await hub.ask(both, { old, new: now });
      expect(answer.old.status).toBe("TERMINATED");
      expect(answer.old.successors).toEqual([{ to: { gssCode: now }, kind: "RECODED", operativeDate: "2025-04-01" }]);
      for (const figure of ["claimants", "people"]) {
        expect(answer.old[figure].value).toEqual(expect.any(Number));
        expect(answer.new[figure].value).toBe(answer.old[figure].value);
        expect(answer.old[figure].area.gssCode).toBe(old);
        expect(answer.new[figure].area.gssCode).toBe(now);
        expect(
          [answer.old[figure], answer.new[figure]].map((each) => each.provenance.boundaryMethod).toSorted(),
        ).toEqual(["AS_PUBLISHED", "SUCCESSOR_LINK"]);
      }
    }
  });
});
