import { type Addable, type AreaFigure, addUp, wayOfAdding } from "../../../src/statistics/adding-up";

const COUNT: Addable = { valueType: "COUNT", isAggregatable: true, isStandardised: false };
const PERCENT: Addable = { valueType: "PERCENTAGE", isAggregatable: false, isStandardised: false };
const figure = (
  value: number | null,
  numerator: number | null = null,
  denominator: number | null = null,
): AreaFigure => ({
  value,
  missing: value === null ? "CONFIDENTIAL" : null,
  count: null,
  numerator,
  denominator,
});

test("counts add up; 0 is one of them", () => {
  expect(addUp(COUNT, [figure(2), figure(0), figure(40)], "3 wards")).toMatchObject({ value: 42, missing: null });
});

test("a rate is the summed numerators over the summed denominators, and not the mean of the rates", () => {
  // 10 of 100 and 1 of 1,000: the mean of 10 % and 0.1 % would be 5.05 %.
  expect(addUp(PERCENT, [figure(10, 10, 100), figure(0.1, 1, 1000)], "2 wards")).toMatchObject({
    value: 1,
    numerator: 11,
    denominator: 1100,
  });
  const per1000: Addable = { ...PERCENT, valueType: "CRUDE_RATE" };
  expect(addUp(per1000, [figure(100, 10, 100), figure(1, 1, 1000)], "2 wards")).toMatchObject({ value: 10 });
  expect(addUp(PERCENT, [figure(0, 0, 100), figure(0, 0, 7)], "2 wards")).toMatchObject({ value: 0 });
});

test.each([
  ["one is withheld", COUNT, [figure(2), figure(null)], "CONFIDENTIAL", /^1 of 2 wards has a figure/],
  ["none is there", COUNT, [], "NOT_AVAILABLE", /^0 of 2 wards have a figure/],
  [
    "no counts behind a rate",
    PERCENT,
    [figure(5), figure(6)],
    "NOT_COLLECTED_AT_THIS_GEOGRAPHY",
    /numerator and the denominator of each/,
  ],
  ["denominators of nobody", PERCENT, [figure(5, 0, 0)], "NOT_APPLICABLE", /denominators add up to 0/],
  [
    "counts that are not the rate's",
    PERCENT,
    [figure(37, 10, 100)],
    "NOT_COLLECTED_AT_THIS_GEOGRAPHY",
    /are not their numerators over/,
  ],
] as const)("blank where %s", (_why, addable, areas, missing, why) => {
  expect(addUp(addable, areas, "2 wards")).toEqual({ value: null, missing, why: expect.stringMatching(why) });
});

test.each(["MEDIAN", "RANK_VALUE", "SCORE", "INDEX_NUMBER", "LIFE_EXPECTANCY", "DIRECTLY_STANDARDISED_RATE"] as const)(
  "a %s is never added, and it is said what would be needed",
  (valueType) => {
    const way = wayOfAdding({ valueType, isAggregatable: true, isStandardised: false });
    expect(way).toEqual({ way: "NONE", why: expect.stringMatching(/would be needed/) });
  },
);

test("a count that may be of the same people twice is not added", () => {
  expect(wayOfAdding({ ...COUNT, isAggregatable: false })).toMatchObject({ way: "NONE" });
});
