import { jStat } from "jstat";
import type { BenchmarkMethod, BenchmarkOutcome, Polarity, Significance } from "../schema/values/enums";
import { goodSide } from "./benchmark";
import { type ConfidenceLevel, deviateOf } from "./levels";
import { tailOf } from "./limits";

/** What a funnel is drawn for: x of n people (a proportion), or events over a denominator (a crude rate or a ratio to expected events). */
export type FunnelKind = "PROPORTION" | "RATE";

export interface FunnelMember {
  readonly count: number | null;
  readonly denominator: number | null;
}

/** Control limits at one denominator, in the unit of count ÷ denominator. */
export interface ControlLimits {
  readonly lower: number;
  readonly upper: number;
}

/** Σ count ÷ Σ denominator over the members that have both: the line in the middle of a funnel. Null where nothing is left. */
export function funnelCentre(members: readonly FunnelMember[]): number | null {
  let [counts, denominators] = [0, 0];
  for (const { count, denominator } of members) {
    if (count === null || denominator === null || !(denominator > 0)) continue;
    counts += count;
    denominators += denominator;
  }
  return denominators > 0 ? counts / denominators : null;
}

/**
 * Control limits about `centre` for a member of this denominator. A member beyond them differs from the centre at that level.
 * - PROPORTION: π ± z√(π(1 − π)/n), cut at 0 and 1: the score test, of which Wilson's limits are the other side.
 * - RATE: the counts that lie just on the exact Poisson limits of the expected count E = centre × n, over n: x with P(x + 1, E) = 1 − α/2
 *   and P(x, E) = α/2, P being the regularised gamma function. A lower limit below 0 events is 0.
 * Both reproduce the funnel tables of OHID's R package PHEindicatormethods (testdata_funnel_prop_outputs.csv,
 * testdata_funnel_ratio_outputs.csv). Source: Spiegelhalter 2005, Statistics in Medicine 24. Null where nothing can be drawn.
 */
export function controlLimits(
  kind: FunnelKind,
  centre: number,
  denominator: number,
  level: ConfidenceLevel = 95,
): ControlLimits | null {
  if (!(denominator > 0 && centre >= 0 && Number.isFinite(centre * denominator))) return null;
  if (kind === "PROPORTION") {
    if (centre > 1) return null;
    const margin = deviateOf(level) * Math.sqrt((centre * (1 - centre)) / denominator);
    return { lower: Math.max(0, centre - margin), upper: Math.min(1, centre + margin) };
  }
  const expected = centre * denominator;
  const tail = tailOf(level);
  const lower = expected === 0 ? 0 : shapeWith(expected, 1 - tail) - 1;
  const upper = expected === 0 ? 0 : shapeWith(expected, tail);
  return { lower: Math.max(0, lower) / denominator, upper: upper / denominator };
}

/** Expected counts from here on use the cube-root approximation below: the series for the exact value grows with the count. */
const EXACT_UP_TO = 10_000;

/** The shape a with P(a, x) = p, by halving: P falls as a grows. Above 10,000 by Wilson and Hilferty's cube root, true there to 1e-7 of x. */
function shapeWith(x: number, p: number): number {
  const below = x > EXACT_UP_TO ? (a: number) => cubeRoot(a, p) < x : (a: number) => jStat.lowRegGamma(a, x) > p;
  const spread = 5 * Math.sqrt(x) + 20;
  let low = Math.max(Number.MIN_VALUE, x - spread);
  let high = x + spread;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Wilson and Hilferty's quantile of the gamma distribution of shape a, for the tails of the two levels. */
function cubeRoot(a: number, p: number): number {
  const z = deviateOf(Math.min(p, 1 - p) < 0.01 ? 99.8 : 95) * (p > 0.5 ? 1 : -1);
  return a * (1 - 1 / (9 * a) + z / (3 * Math.sqrt(a))) ** 3;
}

export interface FunnelStanding {
  readonly outcome: BenchmarkOutcome;
  readonly method: BenchmarkMethod;
  readonly significance: Significance;
}

/** How a member stands to the centre of its funnel. NOT_COMPARED where count, denominator or centre is missing or makes no funnel. */
export function standInFunnel(
  kind: FunnelKind,
  member: FunnelMember,
  centre: number | null,
  polarity: Polarity,
): FunnelStanding {
  const { count, denominator } = member;
  const nothing: FunnelStanding = { outcome: "NOT_COMPARED", method: "NONE", significance: "NOT_TESTED" };
  if (count === null || denominator === null || centre === null || !(count >= 0)) return nothing;
  const at95 = controlLimits(kind, centre, denominator, 95);
  const at998 = controlLimits(kind, centre, denominator, 99.8);
  if (at95 === null || at998 === null || (kind === "PROPORTION" && count > denominator)) return nothing;
  const value = count / denominator;
  const method = "SPC_FUNNEL";
  const side = beyond(value, at95);
  if (side === 0) return { outcome: "SIMILAR", method, significance: "NOT_SIGNIFICANT" };
  const significance = beyond(value, at998) === 0 ? "SIGNIFICANT_95" : "SIGNIFICANT_99_8";
  return { outcome: sideInWords(side, polarity), method, significance };
}

function beyond(value: number, { lower, upper }: ControlLimits): 1 | -1 | 0 {
  if (value > upper) return 1;
  return value < lower ? -1 : 0;
}

/** HIGHER or LOWER; BETTER or WORSE where polarity says which side is good. */
export function sideInWords(side: 1 | -1, polarity: Polarity): BenchmarkOutcome {
  const good = goodSide(polarity);
  if (good === 0) return side > 0 ? "HIGHER" : "LOWER";
  return side === good ? "BETTER" : "WORSE";
}
