import fc from "fast-check";
import { TREND_MARKERS } from "../../../src/schema/values/enums";
import { mannKendall } from "../../../src/statistics/mann-kendall";
import { type TrendPoint, trendOf } from "../../../src/statistics/trend";
import { limitsTrend, proportionTrend } from "../../../src/statistics/trend-tests";
import { table } from "../../starter/read";

const point = (year: number, value: number | null, more: Partial<TrendPoint> = {}): TrendPoint => ({
  value,
  lowerCI95: null,
  upperCI95: null,
  statusMask: 0,
  period: { type: "CALENDAR_YEAR", start: `${year}-01-01`, end: `${year}-12-31` },
  ...more,
});

/** numerator, denominator, value, lower and upper limit, from the newest year back. */
type Row = readonly [number, number, number, number?, number?];
const series = (newest: number, rows: readonly Row[]): readonly TrendPoint[] =>
  rows
    .map(([numerator, denominator, value, lower, upper], back) =>
      point(newest - back, value, { numerator, denominator, lowerCI95: lower ?? null, upperCI95: upper ?? null }),
    )
    .toReversed();

// Figures of Fingertips and the markers on its site, as the tests of FingertipsNext keep them (trend-analysis, IndicatorTestData.cs)
const DIABETES = series(2024, [
  [3938080, 51441896, 7.6554, 7.6481, 7.6669],
  [3774801, 50649129, 7.4528, 7.4456, 7.4643],
  [3625401, 49956777, 7.2571, 7.2499, 7.2684],
  [3491868, 49122259, 7.1085, 7.1013, 7.1199],
  [3455176, 48783947, 7.0826, 7.0754, 7.094],
]);
const MMR_YORKSHIRE = series(2024, [
  [53185, 59028, 90.1013, 89.8578, 90.3396],
  [51767, 57508, 90.017, 89.7694, 90.2594],
  [53681, 59074, 90.8708, 90.6358, 91.1004],
  [55865, 60511, 92.3221, 92.1072, 92.5315],
  [57274, 61834, 92.6254, 92.4168, 92.8288],
]);
const EYE_DISEASE = series(2024, [
  [1502, 49866388, 3.0121, 2.8616, 3.1683],
  [1415, 49300918, 2.8701, 2.7225, 3.0237],
  [1344, 48753376, 2.7567, 2.6113, 2.9082],
  [935, 48440507, 1.93028, 1.8085, 2.058],
  [1416, 48246126, 2.935, 2.7841, 3.0919],
]);
const CANCER = series(2023, [
  [59423, 52380101, 120.7742, 119.8035, 121.7507],
  [60192, 51966274, 122.3782, 121.4012, 123.361],
  [60202, 51653460, 121.5234, 120.5533, 122.4993],
  [61740, 51530437, 125.829, 124.8371, 126.8268],
  [61807, 51510878, 126.9341, 125.9343, 127.94],
]);
// and of the older service (TrendMarkerCalculatorTest.cs): χ² 47.9 by counts and 46.77 by limits for the first, no trend for the second
const RISING = series(2018, [
  [1367, 44701, 30.6, 28.98, 32.25],
  [1332, 44064, 30.2, 28.63, 31.9],
  [1199, 42811, 28, 26.44, 29.64],
  [1023, 41527, 24.6, 23.15, 26.19],
  [994, 40299, 24.67, 23.16, 26.25],
]);
const LEVEL = series(2018, [
  [210, 1139, 18.4372, 16.2925, 20.7941],
  [239, 1117, 21.3966, 19.0918, 23.8975],
  [213, 1119, 19.0349, 16.8421, 21.4394],
  [213, 1087, 19.5952, 17.3444, 22.0602],
  [209, 1017, 20.5506, 18.1803, 23.1427],
]);

test.each([
  ["diabetes, England", DIABETES, "PERCENTAGE", "UNKNOWN", "INCREASING", "CHI_SQUARE_PROPORTIONS"],
  [
    "MMR, Yorkshire and The Humber",
    MMR_YORKSHIRE,
    "PERCENTAGE",
    "HIGH_IS_GOOD",
    "DECREASING_GETTING_WORSE",
    "CHI_SQUARE_PROPORTIONS",
  ],
  ["sight loss, England", EYE_DISEASE, "CRUDE_RATE", "LOW_IS_GOOD", "INCREASING_GETTING_WORSE", "CHI_SQUARE_LIMITS"],
  [
    "cancer mortality, England",
    CANCER,
    "DIRECTLY_STANDARDISED_RATE",
    "LOW_IS_GOOD",
    "DECREASING_GETTING_BETTER",
    "CHI_SQUARE_LIMITS",
  ],
  ["an older rise", RISING, "CRUDE_RATE", "NO_JUDGEMENT", "INCREASING", "CHI_SQUARE_LIMITS"],
  ["an older level", LEVEL, "PERCENTAGE", "LOW_IS_GOOD", "NO_SIGNIFICANT_CHANGE", "CHI_SQUARE_PROPORTIONS"],
] as const)("Fingertips' marker: %s", (_name, points, valueType, polarity, marker, method) => {
  expect(trendOf(points, valueType, polarity)).toMatchObject({ marker, method, used: [0, 1, 2, 3, 4] });
});

test("Fingertips' statistics: 47.9 from counts, 46.8 from limits", () => {
  const counts = RISING.map(({ numerator, denominator }, at) => ({
    at,
    count: numerator ?? 0,
    denominator: denominator ?? 0,
  }));
  expect(proportionTrend(counts)?.chiSquare).toBeCloseTo(47.9, 2);
  const limited = RISING.map(({ value, lowerCI95, upperCI95 }, at) => ({
    at,
    value: value ?? 0,
    lower: lowerCI95 ?? 0,
    upper: upperCI95 ?? 0,
  }));
  expect(limitsTrend(limited)?.chiSquare).toBeCloseTo(46.77, 1); // theirs divides by 3.92, ours by 2 × 1.959964
});

test("where the hub differs from Fingertips: a share without limits is tested from its counts all the same", () => {
  // 93468, registered patients aged 65 and over, England; Fingertips shows no change, because its code leaves out points without limits
  const patients = series(2024, [
    [11246440, 63227624, 17.7872],
    [11034431, 62418295, 17.6782],
    [10851467, 61625745, 17.6087],
    [10547929, 60744002, 17.3646],
    [10588957, 60458658, 17.5144],
  ]);
  expect(trendOf(patients, "PERCENTAGE", "NO_JUDGEMENT")).toMatchObject({
    marker: "INCREASING",
    method: "CHI_SQUARE_PROPORTIONS",
  });
});

test("a trend that one point makes is none", () => {
  const rows = [50, 49, 48, 47, 90].map((value, at) =>
    point(2020 + at, value, { lowerCI95: value - 1, upperCI95: value + 1 }),
  );
  expect(trendOf(rows, "CRUDE_RATE", "HIGH_IS_GOOD")).toMatchObject({
    marker: "NO_SIGNIFICANT_CHANGE",
    significance: "SIGNIFICANT_99_8",
    why: expect.stringContaining("one point"),
  });
});

test("without counts or limits: Mann-Kendall, which five points meet only by going one way", () => {
  const rows = (...values: number[]) => values.map((value, at) => point(2020 + at, value));
  expect(trendOf(rows(1, 2, 3, 4, 5), "COUNT", "LOW_IS_GOOD")).toMatchObject({
    marker: "INCREASING_GETTING_WORSE",
    method: "MANN_KENDALL",
    significance: "SIGNIFICANT_95",
    statistic: 10,
  });
  expect(trendOf(rows(1, 3, 2, 4, 5), "COUNT", "LOW_IS_GOOD").marker).toBe("NO_SIGNIFICANT_CHANGE");
  expect(trendOf(rows(9, 1, 2, 3, 4, 5, 6, 7, 8), "COUNT", "UNKNOWN", 8)).toMatchObject({
    marker: "INCREASING",
    significance: "SIGNIFICANT_99_8",
    used: [1, 2, 3, 4, 5, 6, 7, 8],
  });
  expect(trendOf(rows(5, 5, 5, 5, 5), "COUNT", "LOW_IS_GOOD").marker).toBe("NO_SIGNIFICANT_CHANGE");
});

test("what cannot be calculated says why", () => {
  const years = [2020, 2021, 2022, 2023, 2024];
  const why = (points: readonly TrendPoint[]) => {
    const { marker, significance, statistic, why: reason } = trendOf(points, "PERCENTAGE", "LOW_IS_GOOD");
    expect([marker, significance, statistic]).toEqual(["CANNOT_BE_CALCULATED", "NOT_TESTED", null]);
    return reason;
  };
  expect(why([])).toContain("at least 5 points");
  expect(why(years.slice(1).map((year) => point(year, 1)))).toContain("at least 5 points.");
  expect(why(years.map((year) => point(year, year === 2023 ? null : year)))).toContain("no value");
  expect(why(years.map((year) => point(year, year, { statusMask: year === 2022 ? 1 << 5 : 0 })))).toContain("break");
  const quarter = (at: number) => ({ type: "QUARTER" as const, start: `202${at}-01-01`, end: `202${at}-03-31` });
  expect(why(years.map((year, at) => point(year, at, { period: quarter(at) })))).toContain("seasons");
});

test("rolling periods: only those that share no year are points, so that Trafford's male healthy life expectancy has too few", () => {
  const rows = table("observations/healthy-life-expectancy").filter(
    ({ indicator, area }) => indicator === "healthy-life-expectancy-male" && area === "E08000009",
  );
  const points = rows.map(({ period = "", value, lower_ci95: lower, upper_ci95: upper }): TrendPoint => {
    const first = Number(period.slice(0, 4));
    return {
      value: Number(value),
      lowerCI95: Number(lower),
      upperCI95: Number(upper),
      statusMask: 0,
      period: { type: "ROLLING_THREE_YEAR", start: `${first}-01-01`, end: `${first + 2}-12-31` },
    };
  });
  const trend = trendOf(points, "LIFE_EXPECTANCY", "HIGH_IS_GOOD");
  expect(points).toHaveLength(12);
  expect(trend).toMatchObject({ marker: "CANNOT_BE_CALCULATED", used: [2, 5, 8, 11] });
  expect(trend.why).toContain("do not overlap");
});

test("Mann-Kendall counts every order of the points", () => {
  const orders = (list: readonly number[]): number[][] =>
    list.length === 0 ? [[]] : list.flatMap((x) => orders(list.filter((y) => y !== x)).map((rest) => [x, ...rest]));
  const sOf = (list: readonly number[]) => mannKendall(list.map((value, at) => ({ at, value })))?.s ?? Number.NaN;
  for (const n of [3, 4, 5, 6]) {
    const all = orders(Array.from({ length: n }, (_x, at) => at));
    const sums = all.map(sOf);
    for (const order of all.slice(0, 40)) {
      const test = mannKendall(order.map((value, at) => ({ at, value })));
      const share = sums.filter((s) => Math.abs(s) >= Math.abs(test?.s ?? 0)).length / all.length;
      expect(test?.p).toBeCloseTo(share, 12);
      expect(test?.exact).toBe(true);
    }
  }
  // Gilbert 1987, Statistical Methods for Environmental Pollution Monitoring, table A18: one-sided 0.016 for n = 8 and S = 18
  const eight = mannKendall([2, 1, 3, 5, 4, 8, 7, 6].map((value, at) => ({ at, value })));
  expect(eight?.s).toBe(18);
  expect((eight?.p ?? 0) / 2).toBeCloseTo(0.016, 3);
  const tied = mannKendall([1, 1, 2, 2, 3, 3, 4, 4].map((value, at) => ({ at, value })));
  // S = 24, V = (8·7·21 − 4·2·1·9)/18 = 61.33, Z = 23/7.832 = 2.9368
  expect(tied).toMatchObject({ s: 24, exact: false });
  expect(tied?.p).toBeCloseTo(0.003317, 4);
  expect(mannKendall([{ at: 0, value: 1 }])).toBeNull();
});

test("turned about, a series goes the other way; whatever it holds, it has a marker and nothing is thrown", () => {
  const opposite: Record<string, string> = { INCREASING: "DECREASING", DECREASING: "INCREASING" };
  const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null, freq: 10 });
  const row = fc.record({ value, margin: fc.double({ min: 0, max: 10, noNaN: true }), limits: fc.boolean() });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 9 }), (rows) => {
      const build = (list: typeof rows, sign: 1 | -1) =>
        list.map(({ value: x, margin, limits }, at) => {
          const turned = x === null ? null : sign * x;
          const ends = turned === null || !limits ? {} : { lowerCI95: turned - margin, upperCI95: turned + margin };
          return point(2000 + at, turned, ends);
        });
      const there = trendOf(build(rows, 1), "MEAN", "UNKNOWN");
      const back = trendOf(build(rows, -1), "MEAN", "UNKNOWN");
      expect(TREND_MARKERS).toContain(there.marker);
      expect(there.why).not.toBe("");
      expect(back.marker).toBe(opposite[there.marker] ?? there.marker);
    }),
  );
});

test("a crude rate with its events and no published limits is tested by chi-square, as one with limits is", () => {
  const series = [400, 430, 470, 500, 560].map((numerator, at) => ({
    value: (numerator / 250_000) * 100_000,
    lowerCI95: null,
    upperCI95: null,
    numerator,
    denominator: 250_000,
    statusMask: 0,
    period: { type: "CALENDAR_YEAR" as const, start: `${2019 + at}-01-01`, end: `${2019 + at}-12-31` },
  }));
  expect(trendOf(series, "CRUDE_RATE", "LOW_IS_GOOD")).toMatchObject({
    method: "CHI_SQUARE_LIMITS",
    significance: "SIGNIFICANT_99_8",
    marker: "INCREASING_GETTING_WORSE",
  });
  // A rate whose parts do not make it is not given limits that are not its own.
  const strange = series.map((point, at) => ({ ...point, value: point.value * (1 + at) }));
  expect(trendOf(strange, "CRUDE_RATE", "LOW_IS_GOOD").method).toBe("MANN_KENDALL");
});
