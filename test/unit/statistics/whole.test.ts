import { performance } from "node:perf_hooks";
import { benchmark } from "../../../src/statistics/benchmark";
import { changeBetween } from "../../../src/statistics/change";
import { standInFunnel } from "../../../src/statistics/funnel";
import { groupStatistics, percentileOf } from "../../../src/statistics/group-statistics";
import { improversAmong } from "../../../src/statistics/improvers";
import { missingCounts } from "../../../src/statistics/missing";
import { customNeighbours } from "../../../src/statistics/neighbours";
import { percentile, quantileGroup, rank, tied } from "../../../src/statistics/order";
import { interquartileRange, quantileCuts } from "../../../src/statistics/quantiles";
import { overlapRanks, simulatedRanks } from "../../../src/statistics/rank-interval";
import { againstReference, differenceOf } from "../../../src/statistics/significance";
import { weightedMean, zScore } from "../../../src/statistics/spread";
import { trendOf } from "../../../src/statistics/trend";
import { table } from "../../starter/read";

/** Figures of one indicator for all lower-tier areas, as a group statistic takes them. */
const obesity = table("observations/adult-obesity-prevalence")
  .filter(({ period, area = "" }) => period === "2024-11-16/P1Y" && /^E0[6-9]/.test(area))
  .map(({ value, lower_ci95: lower, upper_ci95: upper }) => ({
    value: value === "" ? null : Number(value),
    lower: lower === "" ? null : Number(lower),
    upper: upper === "" ? null : Number(upper),
  }));
const members = Array.from(
  { length: 361 },
  (_x, place) => obesity[place % obesity.length] ?? { value: null, lower: null, upper: null },
);

/** All that a comparison says of each member of a group, worked out once for the group. */
function everything() {
  const group = groupStatistics(members.map(({ value }) => value));
  const places = overlapRanks(members);
  return {
    group,
    missing: missingCounts(members.map(({ value }) => (value === null ? "NOT_AVAILABLE" : null))),
    deciles: quantileCuts(group, 10),
    range: interquartileRange(group),
    ninetieth: percentileOf(group, 0.9),
    weighted: weightedMean(members.map(({ value }) => ({ value, weight: 1 }))),
    rows: members.flatMap((member, place) => {
      const { value } = member;
      if (value === null) return [];
      return {
        rank: rank(group.sorted, value),
        tied: tied(group.sorted, value),
        percentile: percentile(group.sorted, value),
        fifth: quantileGroup(group.sorted, value, 5),
        z: zScore(value, group.mean ?? 0, group.standardDeviation ?? 0),
        interval: places[place],
        outcome: benchmark({ value, lower: member.lower, upper: member.upper }, group, "LOW_IS_GOOD").outcome,
      };
    }),
  };
}

test("group statistics of 361 members agree with each other; the time they take is printed (goal: under 5 ms)", () => {
  const found = everything();
  expect(found.rows).toHaveLength(found.group.count);
  expect(found.missing.withValue).toBe(found.group.count);
  expect(found.deciles[4]).toBeCloseTo(found.group.median ?? -1, 10);
  expect(found.weighted).toBeCloseTo(found.group.mean ?? -1, 10);
  for (const row of found.rows)
    expect((row.interval?.best ?? 999) <= row.rank && row.rank <= (row.interval?.worst ?? 0)).toBe(true);
  for (let warm = 0; warm < 20; warm++) everything();
  const times = Array.from({ length: 21 }, () => {
    const start = performance.now();
    everything();
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  const start = performance.now();
  simulatedRanks(members);
  const simulated = performance.now() - start;
  console.info(
    `Group statistics of 361 members: ${times[10]?.toFixed(2)} ms; places by 1,000 draws besides: ${simulated.toFixed(0)} ms.`,
  );
});

test("an indicator of which nothing can be said says so everywhere, and nothing throws", () => {
  for (const values of [[null, null], [1, null], [5, 5], []]) {
    const group = groupStatistics(values);
    const [value = null] = values;
    const bare = { value, lower: null, upper: null };
    expect(benchmark(bare, group, "UNKNOWN")).toEqual({ outcome: "NOT_COMPARED", method: "NONE" });
    expect(quantileCuts(group, 4)).toHaveLength(group.count === 0 ? 0 : 3);
    expect(overlapRanks(values.map((x) => ({ value: x, lower: null, upper: null })))).toHaveLength(values.length);
    const interval = { value, lower95: null, upper95: null };
    expect(againstReference(interval, group.mean, "UNKNOWN")).toMatchObject({
      outcome: "NOT_COMPARED",
      why: expect.any(String),
    });
    expect(differenceOf(interval, interval)).toMatchObject({ significance: "NOT_TESTED", why: expect.any(String) });
    expect(standInFunnel("RATE", { count: value, denominator: null }, null, "UNKNOWN").outcome).toBe("NOT_COMPARED");
    const period = { type: "CALENDAR_YEAR", duration: "P1Y", start: "2024-01-01", end: "2024-12-31" } as const;
    const point = { value, lowerCI95: null, upperCI95: null, statusMask: 0, period };
    expect(trendOf([point], "PERCENTAGE", "UNKNOWN")).toMatchObject({
      marker: "CANNOT_BE_CALCULATED",
      significance: "NOT_TESTED",
    });
    expect(changeBetween({ ...point, value: null }, point, "UNKNOWN")).toMatchObject({
      direction: "NOT_COMPARABLE",
      why: expect.any(String),
    });
    const area = { key: "a", values: [null] };
    expect(customNeighbours(area, [area], [{ key: "x", weight: 1 }])).toMatchObject({
      neighbours: [],
      why: expect.any(String),
    });
    const member = { key: "a", start: interval, end: { ...interval, value: null }, notComparable: null };
    expect(improversAmong([member], "LOW_IS_GOOD", "a")).toMatchObject({ improvers: [], why: expect.any(String) });
  }
});
