import fc from "fast-check";
import type { PeriodType } from "../../../src/schema/values/enums";
import {
  equivalentLastYear,
  parsePeriod,
  periodLabel,
  previousPeriod,
  readIsoPeriod,
} from "../../../src/schema/values/period";

describe("periods in the words of publishers", () => {
  const read: readonly [string, PeriodType | undefined, string][] = [
    ["2016-2017", undefined, "2016-04-01/P1Y"],
    ["2016/17", undefined, "2016-04-01/P1Y"],
    ["2016-17", undefined, "2016-04-01/P1Y"],
    ["2016-17", "ACADEMIC_YEAR", "2016-09-01/P1Y"],
    ["2016/17 academic year", undefined, "2016-09-01/P1Y"],
    ["1999/00", undefined, "1999-04-01/P1Y"],
    ["1999-2000", undefined, "1999-04-01/P1Y"],
    ["2014-16", undefined, "2014-01-01/P3Y"],
    ["2015 - 17", undefined, "2015-01-01/P3Y"],
    ["2020 – 24", undefined, "2020-01-01/P5Y"],
    ["2016-17", "ROLLING_TWO_YEAR", "2016-01-01/P2Y"],
    ["2021/22-23/24", undefined, "2021-04-01/P3Y"],
    ["2021/22 to 2023/24", undefined, "2021-04-01/P3Y"],
    ["2024", undefined, "2024-01-01/P1Y"],
    ["2010-11", undefined, "2010-04-01/P1Y"],
    ["2010-11", "MONTH", "2010-11-01/P1M"],
    ["2024-03", undefined, "2024-03-01/P1M"],
    ["year ending June 2025", undefined, "2024-07-01/P1Y"],
    ["Year ending 15 November 2016", undefined, "2015-11-16/P1Y"],
    ["12 months to 31 March 2025", undefined, "2024-04-01/P1Y"],
    ["Q1 2025/26", undefined, "2025-04-01/P3M"],
    ["2025-26 Q4", undefined, "2026-01-01/P3M"],
    ["2025 Q2", undefined, "2025-04-01/P3M"],
    ["February to April 2025", undefined, "2025-02-01/P3M"],
    ["Dec-Feb 2025", undefined, "2024-12-01/P3M"],
    ["January 2025", undefined, "2025-01-01/P1M"],
    ["mid-2024", undefined, "2024-06-30"],
    ["Mid-year 2024", undefined, "2024-06-30"],
    ["30 June 2024", undefined, "2024-06-30"],
    ["Census 2021", undefined, "2021-03-21"],
    ["week ending 12 January 2025", undefined, "2025-01-06/P1W"],
    ["2013-01-01T00:00:00/P1Y", undefined, "2013-01-01/P1Y"],
    ["2013-01-01/P12M", undefined, "2013-01-01/P1Y"],
  ];
  test.each(read)("%s (%s) is %s", (text, hint, id) => {
    expect(parsePeriod(text, hint)?.id).toBe(id);
  });

  test("suffixes become marks and remarks, and leave the dates alone", () => {
    expect(parsePeriod("2022 (Rev)")).toMatchObject({ id: "2022-01-01/P1Y", marks: ["REVISED"], remarks: [] });
    expect(parsePeriod("2025 (prov)")).toMatchObject({ id: "2025-01-01/P1Y", marks: ["PROVISIONAL"] });
    expect(parsePeriod("2017-18 (OT)")).toMatchObject({ id: "2017-04-01/P1Y", marks: [], remarks: ["outturn"] });
  });

  test.each([
    "0",
    "",
    "2016/18/20",
    "2024 (draft 3)",
    "Jan-25",
    "03/04/2024",
    "30 February 2024",
    "2024-13",
    "2017-14",
    "2010-20",
    "2024-02-30",
    "2024-01-01/P7Y",
    "2024-01-01/P1H",
    "0999-01-01",
    "2024/25-23/24",
    "2021/23-23/24",
    "Q5 2024",
    "banana 2024",
    "12",
  ])("%s is refused", (text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });

  test("a bare year is refused where the indicator's years are financial: it could mean either of two", () => {
    expect(parsePeriod("2024", "FINANCIAL_YEAR")).toBeUndefined();
  });
});

describe("periods as intervals", () => {
  const typed: readonly [string, PeriodType, string, string][] = [
    ["2024-01-01/P1Y", "CALENDAR_YEAR", "2024-12-31", "2024"],
    ["2024-04-01/P1Y", "FINANCIAL_YEAR", "2025-03-31", "2024/25"],
    ["1999-04-01/P1Y", "FINANCIAL_YEAR", "2000-03-31", "1999/2000"],
    ["2022-08-01/P1Y", "ACADEMIC_YEAR", "2023-07-31", "2022/23"],
    ["2015-11-16/P1Y", "YEAR_ENDING", "2016-11-15", "year ending 15 November 2016"],
    ["2012-02-01/P1Y", "YEAR_ENDING", "2013-01-31", "year ending January 2013"],
    ["2022-01-01/P3Y", "ROLLING_THREE_YEAR", "2024-12-31", "2022–24"],
    ["2014-04-01/P3Y", "ROLLING_THREE_YEAR", "2017-03-31", "2014/15–16/17"],
    ["2020-01-01/P5Y", "ROLLING_FIVE_YEAR", "2024-12-31", "2020–24"],
    ["2023-07-01/P1M", "MONTH", "2023-07-31", "July 2023"],
    ["2025-04-01/P3M", "QUARTER", "2025-06-30", "Q2 2025"],
    ["2024-06-30", "SNAPSHOT", "2024-06-30", "mid-2024"],
    ["2025-04-30", "SNAPSHOT", "2025-04-30", "30 April 2025"],
    ["2021-03-21", "CENSUS_DAY", "2021-03-21", "Census 2021"],
    ["2024-02-29", "SNAPSHOT", "2024-02-29", "29 February 2024"],
  ];
  test.each(typed)("%s is a %s to %s, %s", (id, type, end, label) => {
    expect(readIsoPeriod(id)).toMatchObject({ id, type, end, label });
  });

  test("the quarter of a financial year has its own number", () => {
    expect(periodLabel("2026-01-01/P3M", "FINANCIAL_QUARTER")).toBe("Q4 2025/26");
  });

  test("the period before, and the same one a year before", () => {
    const both = (id: string) => {
      const period = readIsoPeriod(id);
      return period && [previousPeriod(period)?.id, equivalentLastYear(period)?.id];
    };
    expect(both("2024-04-01/P1Y")).toEqual(["2023-04-01/P1Y", "2023-04-01/P1Y"]);
    expect(both("2022-01-01/P3Y")).toEqual(["2019-01-01/P3Y", "2021-01-01/P3Y"]);
    expect(both("2025-01-01/P3M")).toEqual(["2024-10-01/P3M", "2024-01-01/P3M"]);
    expect(both("2025-01-06/P1W")).toEqual(["2024-12-30/P1W", "2024-01-08/P1W"]);
    expect(both("2024-06-30")).toEqual(["2023-06-30", "2023-06-30"]);
    expect(both("2024-02-29")).toEqual(["2023-02-28", "2023-02-28"]);
  });

  const ids = fc
    .tuple(fc.integer({ min: 1900, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .chain(([year, month, day]) => {
      const start = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
      return fc.constantFrom("", "/P1Y", "/P2Y", "/P3Y", "/P5Y", "/P3M", "/P1M", "/P1W").map((rest) => start + rest);
    });

  test("every label is read back to the dates that it was written for", () => {
    fc.assert(
      fc.property(ids, fc.constantFrom<PeriodType | undefined>(undefined, "FINANCIAL_QUARTER"), (id, hint) => {
        const period = readIsoPeriod(id, hint);
        if (period === undefined) throw new Error(`${id} was not read`);
        const back = parsePeriod(period.label, period.type);
        // Schools' years and colleges' years begin in September and August, and are written alike.
        const start = period.type === "ACADEMIC_YEAR" ? period.start.replace("-08-", "-09-") : period.start;
        expect(back?.start).toBe(start);
        expect(back?.duration).toBe(period.duration);
      }),
      { numRuns: 3000 },
    );
  });

  test("the period before touches this one and no more", () => {
    fc.assert(
      fc.property(
        ids.filter((id) => id.includes("/")),
        (id) => {
          const period = readIsoPeriod(id);
          const before = period && previousPeriod(period);
          if (period === undefined || before === undefined) throw new Error(id);
          const next = new Date(`${before.end}T00:00:00Z`);
          next.setUTCDate(next.getUTCDate() + 1);
          expect(next.toISOString().slice(0, 10)).toBe(period.start);
          expect(before.duration).toBe(period.duration);
        },
      ),
    );
  });
});
