import fc from "fast-check";
import { type PeriodValue, parsePeriod, readIsoPeriod } from "../../../src/schema/values/period";
import { alignPeriod, latestCommon } from "../../../src/statistics/align";
import { midYearsOf, perHead } from "../../../src/statistics/per-head";
import { inRealTerms } from "../../../src/statistics/real-terms";
import { figure } from "../../starter/read";

function period(text: string, hint?: PeriodValue["type"]): PeriodValue {
  const read = readIsoPeriod(text) ?? parsePeriod(text, hint);
  if (read === undefined) throw new Error(`${text} is no period`);
  return read;
}
const periods = (...texts: string[]) => texts.map((text) => period(text));
const academic = (...years: number[]) => years.map((year) => period(`${year}-08-01/P1Y`));

// what stands for calendar 2024, and how many of its 366 days it shares
test.each([
  ["calendar years", periods("2023", "2024"), "2024", "SAME_PERIOD", 366],
  ["financial years", periods("2022/23", "2023/24", "2024/25"), "2024/25", "LARGEST_OVERLAP", 275],
  ["academic years", academic(2022, 2023, 2024), "2023/24", "LARGEST_OVERLAP", 213],
  ["rolling years", periods("2021-23", "2022-24", "2023-25"), "2023–25", "LARGEST_OVERLAP", 366],
  ["rolling years, the last not out yet", periods("2021-23", "2022-24"), "2022–24", "LARGEST_OVERLAP", 366],
  ["mid-years", periods("2023-06-30", "2024-06-30"), "mid-2024", "DAY_INSIDE", 1],
  ["April of each year", periods("2023-04-16", "2024-04-16"), "16 April 2024", "DAY_INSIDE", 1],
] as const)("for 2024 among %s", (_name, available, label, rule, shared) => {
  const found = alignPeriod(available, period("2024"));
  expect([found.period?.label, found.rule, found.sharedDays, found.days]).toEqual([label, rule, shared, 366]);
  expect(found.why).toContain(label);
});

test("nothing is invented: no month for a year, no year far away, unless the nearest is asked for", () => {
  const wanted = period("2024");
  expect(alignPeriod(periods("2024-06-01/P1M"), wanted)).toMatchObject({ period: null, rule: "NONE" });
  expect(alignPeriod(academic(2024), wanted).period).toBeNull(); // 153 of 366 days are less than half
  const old = periods("2018", "2020", "2021");
  expect(alignPeriod(old, wanted).period).toBeNull();
  expect(alignPeriod(old, wanted, "EARLIEST").period).toBeNull();
  expect(alignPeriod(old, wanted, "LATEST")).toMatchObject({
    period: { id: "2021-01-01/P1Y" },
    rule: "NEAREST_EARLIER",
  });
  expect(alignPeriod(old, period("2019"), "LATEST").period).toBeNull(); // a gap inside the series is no end of it
  expect(alignPeriod(old, period("2019"), "ANY").period?.label).toBe("2018");
  expect(alignPeriod(old, period("2017"), "EARLIEST")).toMatchObject({
    period: { label: "2018" },
    rule: "NEAREST_LATER",
  });
  expect(alignPeriod([], wanted, "ANY")).toMatchObject({ period: null, why: "The series has no period." });
});

test("an answer is always one of the periods given, and the same whatever their order", () => {
  const year = fc.integer({ min: 1990, max: 2030 });
  const any = fc.oneof(
    year.map((y) => period(`${y}-01-01/P1Y`)),
    year.map((y) => period(`${y}-04-01/P1Y`)),
    year.map((y) => period(`${y}-01-01/P3Y`)),
    year.map((y) => period(`${y}-06-30`)),
    year.map((y) => period(`${y}-04-01/P3M`)),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(any, { selector: ({ id }) => id, maxLength: 12 }),
      any,
      fc.constantFrom("NONE" as const, "LATEST" as const, "EARLIEST" as const, "ANY" as const),
      (available, wanted, nearest) => {
        const found = alignPeriod(available, wanted, nearest);
        expect(found.period === null || available.includes(found.period)).toBe(true);
        expect(found.period === null).toBe(found.rule === "NONE");
        const back = alignPeriod(available.toReversed(), wanted, nearest);
        expect([back.rule, back.sharedDays]).toEqual([found.rule, found.sharedDays]);
      },
    ),
  );
});

test("the newest period that all series can answer", () => {
  const found = latestCommon(
    [periods("2022", "2023", "2024"), periods("2021/22", "2022/23"), periods("2021-23", "2022-24")],
    0,
  );
  expect(found?.wanted.label).toBe("2022");
  expect(found?.alignments.map(({ period: chosen }) => chosen?.label)).toEqual(["2022", "2022/23", "2021–23"]);
  expect(latestCommon([periods("2024"), periods("1999")], 0)).toBeUndefined();
  expect(latestCommon([[]], 0)).toBeUndefined();
});

test("real terms: £100 of 2014/15 in prices of 2024/25, by an index of 80 and 104", () => {
  const deflators = [
    { period: period("2014/15"), index: 80 },
    { period: period("2024/25"), index: 104 },
    { period: period("2014"), index: 79 },
  ];
  const found = inRealTerms(100, period("2014/15"), period("2024/25"), deflators);
  expect(found).toMatchObject({ value: 130, factor: 1.3, from: { index: 80 }, base: { index: 104 } });
  const calendar = inRealTerms(100, period("2014"), period("2024"), deflators);
  expect(calendar.factor).toBeCloseTo(104 / 79, 12); // 2024 only as 2024/25, which the answer says
  expect(calendar.why).toContain("2024/25 shares 275 of the 366 days of 2024");
  expect(inRealTerms(100, period("2019"), period("2024/25"), deflators)).toMatchObject({
    value: null,
    why: "The deflator has no figure for 2019.",
  });
  expect(inRealTerms(null, period("2014"), period("2024"), deflators).value).toBeNull();
  expect(inRealTerms(1, period("2014"), period("2024"), [{ period: period("2014"), index: 0 }]).value).toBeNull();
});

test("per head: the mid-year whose day lies in the period", () => {
  const years = (text: string) => midYearsOf(period(text));
  expect(years("2024")).toEqual([2024]);
  expect(years("2024/25")).toEqual([2024]);
  expect(midYearsOf(period("2024-08-01/P1Y"))).toEqual([2025]);
  expect(years("2022-24")).toEqual([2022, 2023, 2024]);
  expect(midYearsOf(period("2023-07-01/P1Y"))).toEqual([2024]); // its last day is 30 June 2024
  expect(years("2024-01-01/P3M")).toEqual([2024]);
  expect(years("2024-10-01/P3M")).toEqual([2024]);
  expect(years("2025-01-01/P1M")).toEqual([2025]);
  expect(years("2024-12-31")).toEqual([2025]);
  const populations = new Map(
    [2022, 2023, 2024].map((year) => [
      year,
      Number(figure("population-indicators", "population-count", "E08000003", `${year}-06-30`)?.value),
    ]),
  );
  expect(populations.get(2024)).toBe(589_670); // Manchester, ONS mid-2024 estimate
  const one = perHead(1000, period("2024/25"), populations, 1000);
  expect(one).toMatchObject({ denominator: 589_670, years: [2024] });
  expect(one.value).toBeCloseTo(1.6958638, 6);
  const three = perHead(3000, period("2022-24"), populations, 1000);
  expect(three.denominator).toBe(569_103 + 581_302 + 589_670);
  expect(perHead(5, period("2025"), populations, 1000)).toMatchObject({
    value: null,
    why: "There is no mid-2025 population, which 2025 needs.",
  });
  expect(perHead(null, period("2024"), populations, 1000).value).toBeNull();
  expect(perHead(5, period("2024"), populations, 0).value).toBeNull();
});
