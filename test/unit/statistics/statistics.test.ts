import fc from "fast-check";
import { benchmark } from "../../../src/statistics/benchmark";
import { type ChangePoint, changeBetween } from "../../../src/statistics/change";
import { groupStatistics, percentileOf } from "../../../src/statistics/group-statistics";
import { percentile, quantileGroup, rank, rankRange, tied } from "../../../src/statistics/order";
import {
  benchmarkDistance,
  robustZScore,
  scaledMedianAbsoluteDeviation,
  weightedMean,
  zScore,
} from "../../../src/statistics/spread";

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const values = fc.array(value, { minLength: 1, maxLength: 60 });
const few = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 30 }); // many ties

test("rank: 1 is the highest, equal values share a place, tied counts the others", () => {
  const { sorted } = groupStatistics([4.2, 7.7, 8.2, 7.7, null]);
  expect([8.2, 7.7, 4.2].map((x) => rank(sorted, x))).toEqual([1, 2, 4]);
  expect([8.2, 7.7, 4.2].map((x) => tied(sorted, x))).toEqual([0, 1, 0]);
  expect(percentile(sorted, 4.2)).toBe(25);
  fc.assert(
    fc.property(few, (list) => {
      const { sorted: order } = groupStatistics(list);
      for (const x of list) {
        expect(rank(order, x)).toBe(1 + list.filter((other) => other > x).length);
        expect(tied(order, x)).toBe(list.filter((other) => other === x).length - 1);
        expect(percentile(order, x)).toBeCloseTo((100 * list.filter((other) => other <= x).length) / list.length, 10);
      }
    }),
  );
});

test("parts: distinct values fall into parts of equal size, ties into one, and higher values never into a lower part", () => {
  const ten = groupStatistics([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).sorted;
  expect(Array.from(ten, (x) => quantileGroup(ten, x, 5))).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  expect(quantileGroup(groupStatistics([3, 3, 3, 3]).sorted, 3, 4)).toBe(3);
  fc.assert(
    fc.property(few, fc.integer({ min: 2, max: 10 }), (list, groups) => {
      const { sorted } = groupStatistics(list);
      const parts = Array.from(sorted, (x) => quantileGroup(sorted, x, groups));
      expect(parts).toEqual(parts.toSorted((a, b) => a - b));
      expect(parts.every((part) => part >= 1 && part <= groups)).toBe(true);
    }),
  );
  expect(() => quantileGroup(ten, 1, 1)).toThrow(RangeError);
});

test("a range of places holds the place, and is the place alone where the limits are the value", () => {
  fc.assert(
    fc.property(few, fc.nat(3), fc.nat(3), (list, below, above) => {
      const { sorted } = groupStatistics(list);
      for (const x of list) {
        const { best, worst } = rankRange(sorted, x, x - below, x + above);
        expect(best).toBeLessThanOrEqual(rank(sorted, x));
        expect(worst).toBeGreaterThanOrEqual(rank(sorted, x));
        expect(worst).toBeLessThanOrEqual(list.length);
        expect(rankRange(sorted, x, x, x)).toEqual({ best: rank(sorted, x), worst: rank(sorted, x) });
      }
    }),
  );
});

test("group statistics of known values", () => {
  const figures = groupStatistics([2, 4, 4, 4, 5, 5, 7, 9, null, null]);
  expect(figures).toMatchObject({
    count: 8,
    missing: 2,
    mean: 5,
    median: 4.5,
    minimum: 2,
    maximum: 9,
    standardDeviation: 2,
  });
  expect([figures.lowerQuartile, figures.upperQuartile, figures.medianAbsoluteDeviation]).toEqual([4, 5.5, 0.5]);
  expect(percentileOf(figures, 0.5)).toBe(4.5);
  expect(groupStatistics([null])).toMatchObject({
    count: 0,
    missing: 1,
    mean: null,
    median: null,
    standardDeviation: null,
  });
  expect(groupStatistics([0, 0])).toMatchObject({ mean: 0, median: 0, standardDeviation: 0 });
  expect(() => groupStatistics([Number.NaN])).toThrow(RangeError);
});

test("group statistics stand in order and do not depend on the order of the members", () => {
  fc.assert(
    fc.property(values, (list) => {
      const a = groupStatistics(list);
      expect(groupStatistics(list.toReversed()).median).toBe(a.median);
      const line = [a.minimum, a.lowerQuartile, a.median, a.upperQuartile, a.maximum] as number[];
      expect(line).toEqual(line.toSorted((x, y) => x - y));
      const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
      expect(a.mean).toBeCloseTo(mean, 4);
    }),
  );
});

test("distances: z-scores, unscaled and scaled deviations, weighted mean", () => {
  expect(zScore(9, 5, 2)).toBe(2);
  expect(zScore(5, 5, 0)).toBeNull();
  const list = [1, 1, 2, 2, 4, 6, 9];
  expect(benchmarkDistance(6, list)).toBe(4); // median 2, MAD 1
  expect(scaledMedianAbsoluteDeviation(list)).toBeCloseTo(1.4826, 10);
  expect(robustZScore(6, list, -1)).toBeCloseTo(-4 / 1.4826, 10);
  expect(robustZScore(6, [3, 3, 3, 6])).toBeNull();
  expect(
    weightedMean([
      { value: 10, weight: 1 },
      { value: 0, weight: 3 },
      { value: null, weight: 9 },
    ]),
  ).toBe(2.5);
  expect(weightedMean([{ value: 10, weight: 0 }])).toBeNull();
  expect(() => weightedMean([{ value: 1, weight: -1 }])).toThrow(RangeError);
});

test("benchmarks speak of good and bad only where polarity is known", () => {
  const group = groupStatistics([50.9, 55, 58, 60, 61, 62, 64, 66, 68, 70]);
  const blackpool = { value: 50.9, lower: 47.3, upper: 54.4 };
  expect(benchmark(blackpool, group, "HIGH_IS_GOOD")).toEqual({
    outcome: "WORSE",
    method: "CI_OVERLAPPING_REFERENCE_VALUE_95",
  });
  expect(benchmark(blackpool, group, "UNKNOWN").outcome).toBe("LOWER");
  expect(benchmark({ value: 61, lower: 59, upper: 63 }, group, "HIGH_IS_GOOD").outcome).toBe("SIMILAR");
  const bare = (x: number) => ({ value: x, lower: null, upper: null });
  const outcomes = (polarity: "HIGH_IS_GOOD" | "LOW_IS_GOOD" | "UNKNOWN") =>
    [50.9, 58, 61, 64, 70].map((x) => benchmark(bare(x), group, polarity).outcome);
  expect(outcomes("HIGH_IS_GOOD")).toEqual(["WORST_QUINTILE", "LOW", "MIDDLE", "HIGH", "BEST_QUINTILE"]);
  expect(outcomes("LOW_IS_GOOD")).toEqual(["BEST_QUINTILE", "LOW", "MIDDLE", "HIGH", "WORST_QUINTILE"]);
  expect(outcomes("UNKNOWN")).toEqual(["LOWEST", "LOW", "MIDDLE", "HIGH", "HIGHEST"]);
  expect(benchmark(bare(2), groupStatistics([1, 2, 3, 4]), "HIGH_IS_GOOD")).toEqual({
    outcome: "NOT_COMPARED",
    method: "NONE",
  });
  expect(benchmark(bare(0), groupStatistics([0, 1, 2, 3, 4]), "LOW_IS_GOOD").outcome).toBe("BEST_QUINTILE");
});

test("changes: Manchester's claimants from 2020 to 2021, and what cannot be compared", () => {
  const point = (x: number | null, more: Partial<ChangePoint> = {}): ChangePoint => ({
    value: x,
    lowerCI95: null,
    upperCI95: null,
    statusMask: 0,
    period: { type: "CALENDAR_YEAR", duration: "P1Y", start: "2020-01-01" },
    ...more,
  });
  const moved = changeBetween(point(8.2), point(7.7), "LOW_IS_GOOD");
  expect(moved).toMatchObject({ direction: "WORSENING", isComparable: true, why: null, significance: "NOT_TESTED" });
  expect(moved.difference).toBeCloseTo(0.5, 10);
  expect(moved.percentage).toBeCloseTo(6.4935, 4);
  expect(changeBetween(point(8.2), point(7.7), "UNKNOWN").direction).toBe("INCREASING");
  expect(changeBetween(point(7.7), point(7.7), "LOW_IS_GOOD").direction).toBe("NO_CHANGE");
  expect(changeBetween(point(5), point(0), "UNKNOWN")).toMatchObject({ difference: 5, percentage: null });
  expect(changeBetween(point(5), point(-2), "UNKNOWN").percentage).toBeNull();
  expect(changeBetween(point(5), point(null), "UNKNOWN")).toMatchObject({
    difference: null,
    direction: "NOT_COMPARABLE",
    isComparable: false,
  });
  const broken = changeBetween(point(5, { statusMask: 1 << 5 }), point(4), "HIGH_IS_GOOD");
  expect(broken).toMatchObject({ difference: 1, direction: "NOT_COMPARABLE", why: expect.stringContaining("break") });
  const quarter = { type: "QUARTER", duration: "P3M", start: "2021-01-01" } as const;
  expect(changeBetween(point(5, { period: quarter }), point(4), "UNKNOWN").difference).toBeNull();
  const limits = (lower: number, upper: number) => ({ lowerCI95: lower, upperCI95: upper });
  expect(changeBetween(point(5, limits(4.5, 5.5)), point(3, limits(2, 4)), "UNKNOWN").significance).toBe(
    "SIGNIFICANT_99_8",
  );
  expect(changeBetween(point(5, limits(3.5, 5.5)), point(3, limits(2, 4)), "UNKNOWN").significance).toBe(
    "SIGNIFICANT_95", // the intervals overlap: 2 is more than √(1.5² + 1²)
  );
  expect(changeBetween(point(5, limits(3.2, 5.5)), point(3, limits(2, 4)), "UNKNOWN").significance).toBe(
    "NOT_SIGNIFICANT",
  );
});
