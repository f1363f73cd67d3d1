import fc from "fast-check";
import { INCOMPARABILITIES } from "../../../src/schema/values/enums";
import type { ChangePoint } from "../../../src/statistics/change";
import {
  type ComparedPoint,
  comparability,
  differenceUnit,
  hasPercentageChange,
} from "../../../src/statistics/comparability";
import { groupStatistics } from "../../../src/statistics/group-statistics";
import { wilsonLimits } from "../../../src/statistics/limits";
import { missingCounts } from "../../../src/statistics/missing";
import { interquartileRange, quantileCuts } from "../../../src/statistics/quantiles";
import { overlapRanks, type RankedMember, simulatedRanks } from "../../../src/statistics/rank-interval";
import { againstReference, differenceOf, type Interval } from "../../../src/statistics/significance";

const interval = (value: number | null, lower95: number | null = null, upper95: number | null = null): Interval => ({
  value,
  lower95,
  upper95,
});

// Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10: differences of proportions from Wilson's limits
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339, "SIGNIFICANT_95"],
  [9, 10, 3, 10, 0.1705, 0.809, "SIGNIFICANT_95"],
  [6, 7, 2, 7, 0.0582, 0.8062, "SIGNIFICANT_95"],
  [5, 56, 0, 29, -0.0381, 0.1926, "NOT_SIGNIFICANT"],
])("difference of %i/%i and %i/%i, as Newcombe published", (x, n, y, m, lower, upper, significance) => {
  const figure = (count: number, of: number) => {
    const limits = wilsonLimits(count, of);
    return interval(count / of, limits?.lower ?? null, limits?.upper ?? null);
  };
  const found = differenceOf(figure(x, n), figure(y, m));
  expect(found.lower95).toBeCloseTo(lower, 4);
  expect(found.upper95).toBeCloseTo(upper, 4);
  expect(found.significance).toBe(significance);
});

test("two figures: intervals that do not overlap differ, those that do may, and the other way about it is the same", () => {
  const margin = fc.double({ min: 0.01, max: 20, noNaN: true });
  const figure = fc
    .record({ value: fc.double({ min: -50, max: 50, noNaN: true }), down: margin, up: margin })
    .map(({ value, down, up }) => interval(value, value - down, value + up));
  fc.assert(
    fc.property(figure, figure, (a, b) => {
      const [there, back] = [differenceOf(a, b), differenceOf(b, a)];
      if (there.overlap === false) expect(there.significance).not.toBe("NOT_SIGNIFICANT");
      expect(back.significance).toBe(there.significance);
      expect(back.difference).toBe(there.difference === null ? null : -there.difference + 0);
      expect(there.significance === "NOT_SIGNIFICANT").toBe((there.lower95 ?? 1) <= 0 && (there.upper95 ?? -1) >= 0);
    }),
  );
  // overlapping and yet different: 10 (9 to 11) and 11.5 (10.6 to 12.4)
  expect(differenceOf(interval(11.5, 10.6, 12.4), interval(10, 9, 11))).toMatchObject({
    overlap: true,
    significance: "SIGNIFICANT_95",
  });
  expect(differenceOf(interval(5), interval(3, 2, 4))).toMatchObject({
    difference: 2,
    significance: "NOT_TESTED",
    overlap: null,
    why: expect.stringContaining("limits"),
  });
  expect(differenceOf(interval(null), interval(3, 2, 4))).toMatchObject({ difference: null, lower95: null });
});

test("a figure against a reference: 99.8 % before 95 %, words by polarity, and why not", () => {
  const figure: Interval = { value: 10, lower95: 9, upper95: 11, lower998: 8.5, upper998: 11.5 };
  const outcome = (reference: number, polarity: "HIGH_IS_GOOD" | "LOW_IS_GOOD" | "NO_JUDGEMENT") => {
    const found = againstReference(figure, reference, polarity);
    return [found.outcome, found.significance];
  };
  expect(outcome(8, "HIGH_IS_GOOD")).toEqual(["BETTER", "SIGNIFICANT_99_8"]);
  expect(outcome(8.7, "LOW_IS_GOOD")).toEqual(["WORSE", "SIGNIFICANT_95"]);
  expect(outcome(12, "NO_JUDGEMENT")).toEqual(["LOWER", "SIGNIFICANT_99_8"]);
  expect(outcome(11, "HIGH_IS_GOOD")).toEqual(["SIMILAR", "NOT_SIGNIFICANT"]);
  for (const [odd, reference] of [[interval(null), 5] as const, [interval(5), 5] as const, [figure, null] as const]) {
    const found = againstReference(odd, reference, "HIGH_IS_GOOD");
    expect(found).toMatchObject({ outcome: "NOT_COMPARED", method: "NONE", significance: "NOT_TESTED" });
    expect(found.why).toMatch(/\.$/);
  }
});

const members = fc.array(
  fc
    .record({
      value: fc.option(fc.integer({ min: 0, max: 30 }), { nil: null, freq: 8 }),
      down: fc.nat(6),
      up: fc.nat(6),
      limits: fc.boolean(),
    })
    .map(
      ({ value, down, up, limits }): RankedMember =>
        value === null || !limits
          ? { value, lower: null, upper: null }
          : { value, lower: value - down, upper: value + up },
    ),
  { maxLength: 25 },
);

test("places by overlap: counted one by one, and no draw falls outside them by more than its tail", () => {
  fc.assert(
    fc.property(members, (list) => {
      const bounds = overlapRanks(list);
      const there = list.filter(({ value }) => value !== null);
      const low = (m: RankedMember) => m.lower ?? m.value ?? 0;
      const high = (m: RankedMember) => m.upper ?? m.value ?? 0;
      list.forEach((member, place) => {
        const found = bounds[place];
        if (member.value === null) {
          expect(found).toBeNull();
          return;
        }
        expect(found?.best).toBe(1 + there.filter((other) => low(other) > high(member)).length);
        expect(found?.worst).toBe(there.length - there.filter((other) => high(other) < low(member)).length);
        const rank = 1 + there.filter((other) => (other.value ?? 0) > (member.value ?? 0)).length;
        expect((found?.best ?? 99) <= rank && rank <= (found?.worst ?? 0)).toBe(true);
      });
    }),
  );
});

test("places by simulation: the same each time, exact without limits, wide with wide ones", () => {
  const bare = [3, 1, 2, null].map((value): RankedMember => ({ value, lower: null, upper: null }));
  expect(simulatedRanks(bare)).toEqual([{ best: 1, worst: 1 }, { best: 3, worst: 3 }, { best: 2, worst: 2 }, null]);
  const close = [10, 10.1, 9.9, 30].map((value): RankedMember => ({ value, lower: value - 4, upper: value + 4 }));
  const first = simulatedRanks(close);
  expect(simulatedRanks(close)).toEqual(first);
  expect(first.slice(0, 3)).toEqual([
    { best: 2, worst: 4 },
    { best: 2, worst: 4 },
    { best: 2, worst: 4 },
  ]);
  expect(first[3]).toEqual({ best: 1, worst: 1 });
  expect(simulatedRanks([])).toEqual([]);
  // Two members d apart, each with SE 1: the lower one leads in Φ(−d/√2) of the draws; at d = 3.2 that is 1.2 %, at d = 2.2 it is 6 %
  const pair = (d: number) =>
    simulatedRanks([0, d].map((value) => ({ value, lower: value - 1.96, upper: value + 1.96 })));
  expect(pair(3.2)[0]).toEqual({ best: 2, worst: 2 });
  expect(pair(2.2)[0]).toEqual({ best: 1, worst: 2 });
});

test("cuts: R's type 7 for any number of parts", () => {
  const group = groupStatistics([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, null]);
  expect(quantileCuts(group, 4)).toEqual([3.25, 5.5, 7.75]); // R: quantile(1:10)
  expect(quantileCuts(group, 5).map((cut) => Number(cut.toFixed(10)))).toEqual([2.8, 4.6, 6.4, 8.2]);
  expect(interquartileRange(group)).toBe(4.5);
  expect(quantileCuts(groupStatistics([null]), 10)).toEqual([]);
  expect(interquartileRange(groupStatistics([]))).toBeNull();
  expect(() => quantileCuts(group, 1)).toThrow(RangeError);
});

test("how many are missing, and why", () => {
  expect(missingCounts([null, "NOT_AVAILABLE", "CONFIDENTIAL", null, "NOT_AVAILABLE"])).toEqual({
    withValue: 2,
    missing: 3,
    reasons: [
      { reason: "CONFIDENTIAL", count: 1 },
      { reason: "NOT_AVAILABLE", count: 2 },
    ],
  });
  expect(missingCounts([])).toEqual({ withValue: 0, missing: 0, reasons: [] });
});

test("what stands against comparing two figures, the gravest first", () => {
  const period: ChangePoint["period"] = { type: "CALENDAR_YEAR", duration: "P1Y", start: "2023-01-01" };
  const from: ComparedPoint = { value: 1, lowerCI95: null, upperCI95: null, statusMask: 0, period };
  const to: ComparedPoint = { ...from, period: { ...period, start: "2024-01-01" } };
  expect(comparability(to, from)).toEqual({ isComparable: true, reasons: [], why: null });
  const old = { ...from, boundariesAt: "2023-04-01", methodVersion: "1", unit: "gbp" };
  const now = {
    ...to,
    boundariesAt: "2024-04-01",
    methodVersion: "2",
    unit: "gbp-million",
    value: null,
    statusMask: 1 << 5,
  };
  const quarter = { ...now, period: { type: "QUARTER", duration: "P3M", start: "2024-01-01" } as const };
  const found = comparability(quarter, old, { boundaryChanged: true });
  expect(found.reasons).toEqual(INCOMPARABILITIES);
  expect(found.why).toBe("One of the two figures has no value.");
  expect(comparability({ ...to, boundariesAt: "2024-04-01" }, old, { boundaryChanged: false }).isComparable).toBe(true);
  expect(comparability(to, from, { broken: true }).reasons).toEqual(["BREAK_IN_SERIES"]);
  expect(comparability(from, { ...to, statusMask: 1 << 5 }).reasons).toEqual(["BREAK_IN_SERIES"]); // the later one bears it
  expect(comparability(to, { ...from, statusMask: 1 << 5 }).isComparable).toBe(true);
  expect((["PERCENTAGE", "COUNT", "RANK_VALUE", "PROPORTION"] as const).map(differenceUnit)).toEqual([
    "PERCENTAGE_POINTS",
    "UNIT_OF_THE_INDICATOR",
    "PLACES",
    "UNIT_OF_THE_INDICATOR",
  ]);
  expect(hasPercentageChange("RANK_VALUE")).toBe(false);
});
