import fc from "fast-check";
import { controlLimits, funnelCentre, standInFunnel } from "../../../src/statistics/funnel";
import { exactCountLimits, wilsonLimits } from "../../../src/statistics/limits";

// OHID, R package PHEindicatormethods, tests/testthat/testdata_funnel_prop_outputs.csv: per cent, six decimals
test.each([
  [10, 56.154344, 100, 42.03259, 100],
  [20, 63.326743, 97.958152, 53.341156, 100],
  [1008, 78.203374, 83.081521, 76.796814, 84.488082],
  [110000, 80.408963, 80.875933, 80.274317, 81.010578],
])("funnel of proportions at n = %i, as PHEindicatormethods tables it", (n, low95, high95, low998, high998) => {
  const centre = 0.80642448;
  const [at95, at998] = [controlLimits("PROPORTION", centre, n), controlLimits("PROPORTION", centre, n, 99.8)];
  const found = [at95?.lower, at95?.upper, at998?.lower, at998?.upper].map((x) => 100 * (x ?? Number.NaN));
  for (const [place, published] of [low95, high95, low998, high998].entries())
    expect(found[place]).toBeCloseTo(published, 5);
});

// The same package, testdata_funnel_ratio_outputs.csv: observed events, expected events and ratio in per cent of four limits
test.each([
  [1, 5.571644585, 0.025317898, 9.233410143, 0.001000547],
  [10, 18.39035799, 4.795387629, 24.13397235, 2.960519925],
  [100, 121.6268111, 81.36400699, 134.9243187, 71.92139974],
  [716, 770.4222128, 664.5083011, 802.60414, 636.1521174],
])(
  "funnel of ratios: %i events lie on the limits where PHEindicatormethods says",
  (events, low95, high95, low998, high998) => {
    const at = (expected: number, level: 95 | 99.8) => controlLimits("RATE", 1, expected, level);
    expect((at(low95, 95)?.lower ?? 0) * low95).toBeCloseTo(events, 2);
    expect((at(high95, 95)?.upper ?? 0) * high95).toBeCloseTo(events, 2);
    expect((at(low998, 99.8)?.lower ?? 0) * low998).toBeCloseTo(events, 2);
    expect((at(high998, 99.8)?.upper ?? 0) * high998).toBeCloseTo(events, 2);
  },
);

test("a member is beyond the funnel exactly when its own limits leave out the centre", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.nat(400),
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      (count, more, centre) => {
        const n = count + more;
        const own = wilsonLimits(count, n);
        const limits = controlLimits("PROPORTION", centre, n);
        const inside = count / n >= (limits?.lower ?? 2) && count / n <= (limits?.upper ?? -1);
        if (Math.min(Math.abs(centre - (own?.lower ?? 0)), Math.abs(centre - (own?.upper ?? 0))) > 1e-9)
          expect(inside).toBe(centre >= (own?.lower ?? 2) && centre <= (own?.upper ?? -1));
      },
    ),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 1, max: 400, noNaN: true }), (count, expected) => {
      const own = exactCountLimits(count);
      const limits = controlLimits("RATE", 1, expected);
      const inside = count / expected >= (limits?.lower ?? 2) && count / expected <= (limits?.upper ?? -1);
      if (Math.min(Math.abs(expected - (own?.lower ?? 0)), Math.abs(expected - (own?.upper ?? 0))) > 1e-6)
        expect(inside).toBe(expected >= (own?.lower ?? 1e9) && expected <= (own?.upper ?? -1));
    }),
    { numRuns: 50 },
  );
});

test("limits of large counts go on from the exact ones", () => {
  const [below, above] = [9_999.5, 10_000.5].map((expected) => controlLimits("RATE", 1, expected, 99.8));
  expect((above?.lower ?? 0) / (below?.lower ?? 1)).toBeCloseTo(1, 5);
  expect((above?.upper ?? 0) / (below?.upper ?? 1)).toBeCloseTo(1, 5);
});

test("standing: words by polarity, both levels, and nothing said of what has no figure", () => {
  const members = [
    { count: 150, denominator: 1000 },
    { count: 90, denominator: 1000 },
    { count: null, denominator: 1000 },
    { count: 60, denominator: 1000 },
  ];
  const centre = funnelCentre(members);
  expect(centre).toBe(0.1);
  const stand = (polarity: "HIGH_IS_GOOD" | "LOW_IS_GOOD" | "UNKNOWN") =>
    members.map((member) => standInFunnel("PROPORTION", member, centre, polarity));
  expect(stand("LOW_IS_GOOD")).toEqual([
    { outcome: "WORSE", method: "SPC_FUNNEL", significance: "SIGNIFICANT_99_8" },
    { outcome: "SIMILAR", method: "SPC_FUNNEL", significance: "NOT_SIGNIFICANT" },
    { outcome: "NOT_COMPARED", method: "NONE", significance: "NOT_TESTED" },
    { outcome: "BETTER", method: "SPC_FUNNEL", significance: "SIGNIFICANT_99_8" },
  ]);
  expect(stand("UNKNOWN").map(({ outcome }) => outcome)).toEqual(["HIGHER", "SIMILAR", "NOT_COMPARED", "LOWER"]);
  expect(standInFunnel("RATE", { count: 120, denominator: 1000 }, 0.1, "HIGH_IS_GOOD")).toMatchObject({
    outcome: "SIMILAR",
  });
  for (const odd of [Number.NaN, -1, Number.POSITIVE_INFINITY])
    expect(standInFunnel("PROPORTION", { count: 5, denominator: odd }, 0.1, "UNKNOWN").outcome).toBe("NOT_COMPARED");
  expect(standInFunnel("PROPORTION", { count: 5, denominator: 3 }, 0.1, "UNKNOWN").outcome).toBe("NOT_COMPARED");
  expect(funnelCentre([])).toBeNull();
});
