import fc from "fast-check";
import { countLimits, dobsonLimits, exactCountLimits, rateLimits, wilsonLimits } from "../../../src/statistics/limits";

// Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (score without continuity correction), to its four places
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("Wilson: %i of %i, as Newcombe published", (count, of, lower, upper) => {
  const limits = wilsonLimits(count, of);
  expect(Number(limits?.lower.toFixed(4))).toBe(lower);
  expect(Number(limits?.upper.toFixed(4))).toBe(upper);
  expect(limits).toMatchObject({ method: "WILSON", madeBy: "HUB", level: 95 });
});

// Sums of Poisson probabilities with 60 decimal digits (Python's decimal), halved to the limits
test.each([
  [0, 95, 0, 3.6888794541139363],
  [1, 95, 0.025317807984289876, 5.571643390938899],
  [5, 95, 1.6234863901184204, 11.668332079322669],
  [9, 95, 4.115373097378332, 17.08480345141917],
  [100, 95, 81.36399125092314, 121.62679379242638],
  [1000, 95, 938.9730184076952, 1063.952136016302],
  [10, 99.8, 2.9605203727437597, 24.133971145417586],
  [1, 99.8, 0.0010005003335835335, 9.233413476451586],
] as const)("exact Poisson limits of %i at %f %%", (count, level, lower, upper) => {
  const limits = exactCountLimits(count, level);
  expect(limits?.lower ?? -1).toBeCloseTo(lower, 8);
  expect(limits?.upper ?? -1).toBeCloseTo(upper, 8);
});

test("counts: exact below ten, Byar's from ten, close to the exact ones", () => {
  expect([0, 9, 10].map((count) => countLimits(count)?.method)).toEqual(["EXACT_POISSON", "EXACT_POISSON", "BYAR"]);
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 5000 }), fc.constantFrom(95 as const, 99.8 as const), (count, level) => {
      const byar = countLimits(count, level);
      const exact = exactCountLimits(count, level);
      expect((byar?.lower ?? 0) / (exact?.lower ?? 1)).toBeCloseTo(1, 1);
      expect((byar?.upper ?? 0) / (exact?.upper ?? 1)).toBeCloseTo(1, 1);
    }),
  );
});

test("limits hold the value, widen with the level, narrow with the count, and are never given for what is no figure", () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.nat(2000), (count, more) => {
      const of = count + more + 1;
      const [at95, at998] = [wilsonLimits(count, of), wilsonLimits(count, of, 99.8)];
      const p = count / of;
      expect((at95?.lower ?? 2) <= p && p <= (at95?.upper ?? -1)).toBe(true);
      expect((at998?.lower ?? 2) <= (at95?.lower ?? -1) && (at998?.upper ?? -1) >= (at95?.upper ?? 2)).toBe(true);
      expect((at998?.lower ?? -1) >= 0 && (at998?.upper ?? 2) <= 1).toBe(true);
    }),
  );
  expect(wilsonLimits(3, 2)).toBeNull();
  expect(wilsonLimits(0, 0)).toBeNull();
  expect(wilsonLimits(Number.NaN, 5)).toBeNull();
  expect(countLimits(-1)).toBeNull();
  expect(countLimits(Number.POSITIVE_INFINITY)).toBeNull();
  expect(rateLimits(5, 0)).toBeNull();
});

test("Dobson's limits: an independent calculation, one stratum is a crude rate, few events are refused", () => {
  const strata = [
    { count: 12, population: 3000, standard: 5500 },
    { count: 40, population: 2500, standard: 6500 },
    { count: 150, population: 1200, standard: 2500 },
  ];
  const rate = dobsonLimits(strata); // figures worked out apart, in Python, from the formula of the paper
  expect(rate?.value).toBeCloseTo(3024.137931034483, 8);
  expect(rate?.lower).toBeCloseTo(2619.3533842035445, 8);
  expect(rate?.upper).toBeCloseTo(3473.4985219480527, 8);
  const one = dobsonLimits([{ count: 40, population: 2500, standard: 6500 }]);
  const crude = rateLimits(40, 2500, 95, 100_000);
  expect(one?.lower).toBeCloseTo(crude?.lower ?? 0, 8);
  expect(one?.upper).toBeCloseTo(crude?.upper ?? 0, 8);
  expect(dobsonLimits([{ count: 9, population: 2500, standard: 6500 }])).toBeNull();
  expect(dobsonLimits([])).toBeNull();
  expect(dobsonLimits([{ count: 40, population: 0, standard: 1 }])).toBeNull();
});
