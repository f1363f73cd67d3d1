import { checkPeriods, choosePeriods } from "../../../src/datasources/core/period-choice";
import type { PeriodSelection } from "../../../src/datasources/core/ports";
import { readIsoPeriod } from "../../../src/schema/values/period";

/** Years 2019, 2020 and 2023, the quarter that ends 2023, and mid-2024; in time order. */
const SERIES = ["2019-01-01/P1Y", "2020-01-01/P1Y", "2023-01-01/P1Y", "2023-10-01/P3M", "2024-06-30"].map((iso) => {
  const period = readIsoPeriod(iso);
  if (period === undefined) throw new Error(iso);
  return period;
});

const chosen = (selection: PeriodSelection) => choosePeriods(SERIES, selection).map((place) => SERIES[place]?.id);

test.each<[string, PeriodSelection, readonly string[]]>([
  ["nothing is the newest", {}, ["2024-06-30"]],
  ["the newest of a type", { type: "CALENDAR_YEAR", latest: 2 }, ["2020-01-01/P1Y", "2023-01-01/P1Y"]],
  ["more than there are", { latest: 99, type: "QUARTER" }, ["2023-10-01/P3M"]],
  ["the shortest that contains the day", { on: "2023-11-05" }, ["2023-10-01/P3M"]],
  ["the year where no quarter contains it", { on: "2023-02-05" }, ["2023-01-01/P1Y"]],
  ["its last day is inside", { on: "2020-12-31" }, ["2020-01-01/P1Y"]],
  ["a gap has nothing", { on: "2021-06-01" }, []],
  ["a gap has nothing for EARLIEST and LATEST", { on: "2021-06-01", nearest: "EARLIEST" }, []],
  ["before the series, EARLIEST", { on: "1999-06-01", nearest: "EARLIEST" }, ["2019-01-01/P1Y"]],
  ["before the series, LATEST", { on: "1999-06-01", nearest: "LATEST" }, []],
  ["after the series, LATEST", { on: "2031-06-01", nearest: "LATEST" }, ["2024-06-30"]],
  ["after the series, EARLIEST", { on: "2031-06-01", nearest: "EARLIEST" }, []],
  ["the nearer side of a gap", { on: "2022-12-01", nearest: "ANY" }, ["2023-01-01/P1Y"]],
  ["equally near: the earlier", { on: "2024-03-31", nearest: "ANY" }, ["2023-01-01/P1Y"]],
  ["starts between, both days inside", { from: "2020-01-01", to: "2023-01-01" }, ["2020-01-01/P1Y", "2023-01-01/P1Y"]],
  ["open at the end, newest of these", { from: "2020-01-01", latest: 1 }, ["2024-06-30"]],
  ["open at the start", { to: "2019-12-31" }, ["2019-01-01/P1Y"]],
  ["a stretch after the series, LATEST", { from: "2030-01-01", nearest: "LATEST" }, ["2024-06-30"]],
  ["exactly these", { ids: ["2020-01-01/P1Y", "1066-10-14"] }, ["2020-01-01/P1Y"]],
])("%s", (_name, selection, expected) => {
  expect(() => checkPeriods(selection)).not.toThrow();
  expect(chosen(selection)).toEqual(expected);
});

test.each<[string, PeriodSelection]>([
  ["latest", { latest: 0 }],
  ["latest", { latest: 1.5 }],
  ["on", { on: "2023-02-30" }],
  ["from", { from: "June" }],
  ["to", { from: "2024-01-01", to: "2023-01-01" }],
  ["ids", { ids: ["2023/24"] }],
  ["on", { on: "2023-01-01", from: "2023-01-01" }],
  ["latest", { on: "2023-01-01", latest: 2 }],
])("refuses %s in %j and says what would be right", (field, selection) => {
  expect(() => checkPeriods(selection)).toThrow(
    expect.objectContaining({ argument: `period.${field}`, expected: expect.stringMatching(/.{10}/) }),
  );
});

test("an empty series has nothing", () => {
  expect(choosePeriods([], { on: "2020-01-01", nearest: "ANY" })).toEqual([]);
});
