import { loadCatalogue } from "../../../src/datasources/local/catalogue";
import { Comparisons } from "../../../src/datasources/local/comparison";
import { LocalComparison } from "../../../src/datasources/local/local-comparison";
import { LocalObservations } from "../../../src/datasources/local/observations";
import { smallStore } from "./small-store";

test("figures are compared within their own period, ties and blanks counted, from inside and outside the group", async () => {
  const store = await smallStore();
  const catalogue = await loadCatalogue(store, { now: () => new Date("2026-07-01") });
  const reader = new LocalObservations(store);
  const comparisons = new Comparisons(reader);
  const group = catalogue.groupByKey("same-type:MD:E92000001");
  const areas = ["E08000003", "E08000009", "E08000016"]
    .map((code) => catalogue.areaByCode(code))
    .filter((one) => one !== undefined);
  if (group === undefined) throw new Error("the small store lacks its group");
  const indicators = catalogue.indicators.filter((one) => one.slug === "claimant-count");
  const figures = await reader.read(catalogue, { indicators, areas, period: { on: "2021-06-01" }, breakdown: [] });
  const operation = comparisons.over(catalogue);
  const [manchester, trafford, barnsley] = figures.map((figure) => {
    const comparison = operation.compare(figure, group);
    if (!(comparison instanceof LocalComparison)) throw new Error("not at once");
    return comparison;
  });
  // The group's values of 2021: Manchester 8.2, Barnsley 5.1 under the code of today, Trafford blank.
  expect(manchester?.statistics).toMatchObject({ count: 2, missing: 1, minimum: 5.1, maximum: 8.2 });
  expect([manchester?.rank, manchester?.rankOf, manchester?.tied, manchester?.percentile]).toEqual([1, 2, 0, 100]);
  expect(manchester?.differenceFromMedian).toBeCloseTo(1.55, 10);
  expect([manchester?.zScore, manchester?.quantile(2)]).toEqual([expect.closeTo(1, 10), 2]);
  expect([manchester?.outcome, manchester?.method]).toEqual(["NOT_COMPARED", "NONE"]);
  expect([trafford?.rank, trafford?.zScore, trafford?.quantile(4), trafford?.rankOf]).toEqual([null, null, null, 2]);
  expect(barnsley?.statistics).toBe(manchester?.statistics); // worked out once
  const outside = catalogue.groupByKey("core-cities");
  const record = figures[2];
  if (outside === undefined || record === undefined) throw new Error("the small store lacks its core cities");
  const stranger = await operation.compare(record, outside);
  expect([stranger.rank, stranger.rankOf, stranger.statistics.count]).toEqual([2, 2, 1]);
  expect(reader.state.statements).toBe(1);
  await store.db.destroy();
});
