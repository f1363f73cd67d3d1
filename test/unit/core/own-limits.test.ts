import { confidenceLimits } from "../../../src/datasources/core/own-limits";
import type { ObservationRecord } from "../../../src/datasources/core/records";

/** As much of a figure as its limits are worked out from. */
function figure(valueType: string, label: string, [value, numerator, denominator]: readonly [number, number, number]) {
  const indicator = { valueType, unit: { code: "u", label }, decimalPlaces: 1 };
  const made = { value, numerator, denominator, lowerCI95: null, upperCI95: null, indicator };
  return made as unknown as ObservationRecord;
}

test.each([
  ["no events of 51 have Wilson's limits", "PERCENTAGE", "per cent", [0, 0, 51], 0, 7.0],
  ["no events of 70 have exact ones", "CRUDE_RATE", "per 100,000", [0, 0, 70], 0, (3.688879454 / 70) * 1e5],
  ["a percentage rounded to one place keeps its limits", "PERCENTAGE", "per cent", [0.1, 1, 700], 0.0252, 0.8046],
] as const)("%s", (_, kind, unit, numbers, lower, upper) => {
  const found = confidenceLimits(figure(kind, unit, numbers), "LEVEL_95");
  expect(found?.madeByHub).toBe(true);
  expect(found?.lower).toBeCloseTo(lower, 2);
  expect(found?.upper).toBeCloseTo(upper, 1);
});

test("a value that its counts do not make has no limits, nor a rate of no events whose unit does not say what it is per", () => {
  expect(confidenceLimits(figure("PERCENTAGE", "per cent", [5, 0, 51]), "LEVEL_95")).toBeNull();
  expect(confidenceLimits(figure("CRUDE_RATE", "rate", [0, 0, 70]), "LEVEL_95")).toBeNull();
  expect(confidenceLimits(figure("CRUDE_RATE", "rate", [0, 1, 70]), "LEVEL_95")).toBeNull();
});
