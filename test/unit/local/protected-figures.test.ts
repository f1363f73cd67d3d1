import type { IndicatorRecord } from "../../../src/datasources/core/records";
import { shownRows } from "../../../src/datasources/local/protected-figures";
import type { ObservationRow } from "../../../src/datasources/local/series-block";
import { unpackStatuses } from "../../../src/schema/values/marks";

const ROW: ObservationRow = {
  indicator_id: 1,
  area_id: 2,
  period_id: 3,
  breakdown_id: 0,
  release_id: 4,
  value: 38.46153846153847,
  missing: null,
  lower_ci95: 30,
  upper_ci95: 45,
  count_value: 13,
  numerator: 13,
  denominator: 33.8,
  status_mask: 0,
  note_id: null,
};
const POLICY = { minimumCount: 5, roundingBase: 5, minimumGroup: null, reason: "", stamp: "" };
const indicator = (valueType: string, dataset: object = { disclosure: POLICY }) =>
  ({ valueType, dataset }) as unknown as IndicatorRecord;

test("without rules the very same rows come back", () => {
  const rows = [ROW];
  expect(shownRows(indicator("COUNT", {}), rows, new Set(["1 2 3 0"]))).toBe(rows);
});

test("a withheld row has nothing left that could tell its figure", () => {
  const [row] = shownRows(indicator("PERCENTAGE"), [ROW], new Set(["1 2 3 0"]));
  expect(row).toMatchObject({ value: null, missing: "CONFIDENTIAL", status_mask: 0 });
  expect([row?.lower_ci95, row?.upper_ci95, row?.count_value, row?.numerator, row?.denominator]).toEqual(
    new Array(5).fill(null),
  );
});

test("counts are rounded, and a rate is made of the rounded counts, so that it does not tell the others", () => {
  const [count] = shownRows(indicator("COUNT"), [{ ...ROW, value: 13, numerator: null, denominator: null }], new Set());
  expect(count).toMatchObject({ value: 15, count_value: 15, lower_ci95: null, upper_ci95: null });
  expect(unpackStatuses(count?.status_mask ?? 0)).toContain("ROUNDED");
  const [rate] = shownRows(indicator("PERCENTAGE"), [ROW], new Set());
  expect(rate).toMatchObject({ numerator: 15, denominator: 35 });
  expect(rate?.value).toBeCloseTo((100 * 15) / 35, 9);
  const [none] = shownRows(indicator("PERCENTAGE"), [{ ...ROW, value: 0, numerator: 0 }], new Set());
  expect(none?.value).toBe(0);
});

test("a rate with its count in the column count alone is made of the rounded count; one whose count nobody knows is withheld", () => {
  const counted = { ...ROW, value: 1.5, numerator: null, count_value: 3, denominator: 200 };
  const [rate] = shownRows(indicator("PERCENTAGE"), [counted], new Set());
  expect(rate).toMatchObject({ count_value: 5, denominator: 200 });
  expect(rate?.value).toBeCloseTo(2.5, 9);
  const [unknown] = shownRows(indicator("PERCENTAGE"), [{ ...counted, count_value: null }], new Set());
  expect(unknown).toMatchObject({ value: null, missing: "CONFIDENTIAL", denominator: null });
});
