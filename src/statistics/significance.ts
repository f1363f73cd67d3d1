import type { BenchmarkMethod, BenchmarkOutcome, Polarity, Significance } from "../schema/values/enums";
import { sideInWords } from "./funnel";
import { deviateOf } from "./levels";
import { withoutNoise } from "./precision";

/** A figure with the limits that it has; null where the publisher gives none (or none at that level). In the indicator's unit. */
export interface Interval {
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
  readonly lower998?: number | null;
  readonly upper998?: number | null;
}

/**
 * The same figure with 99.8 % limits where it has but 95 % ones: each margin widened by 3.09 ÷ 1.96, as if it were of a normal
 * distribution, which most published margins nearly are.
 */
export function withWiderLimits(figure: Interval): Interval {
  const { value, lower95, upper95 } = figure;
  if (value === null || lower95 === null || upper95 === null) return figure;
  const wider = deviateOf(99.8) / deviateOf(95);
  const [lower998, upper998] = [value - (value - lower95) * wider, value + (upper95 - value) * wider];
  return { ...figure, lower998: figure.lower998 ?? lower998, upper998: figure.upper998 ?? upper998 };
}

export interface Compared {
  readonly outcome: BenchmarkOutcome;
  readonly method: BenchmarkMethod;
  readonly significance: Significance;
  /** Why it was not compared; null where it was. */
  readonly why: string | null;
}

/**
 * A figure against a reference value that counts as exact, such as England's: better or worse (higher or lower without polarity) where
 * its interval lies wholly beyond the reference, at 99.8 % if it does so there and at 95 % else; SIMILAR where the 95 % interval holds
 * it. OHID technical guidance, "Comparisons to a benchmark"; enum CIOverlappingReferenceValue95 and 99_8 of Fingertips.
 */
export function againstReference(figure: Interval, reference: number | null, polarity: Polarity): Compared {
  const { value, lower95, upper95, lower998 = null, upper998 = null } = figure;
  if (value === null) return notCompared("The figure has no value.");
  if (reference === null) return notCompared("There is no value to compare with.");
  if (lower95 === null || upper95 === null) return notCompared(NO_LIMITS);
  const at95 = beyond(reference, lower95, upper95);
  const at998 = lower998 === null || upper998 === null ? 0 : beyond(reference, lower998, upper998);
  const method95 = "CI_OVERLAPPING_REFERENCE_VALUE_95";
  if (at998 !== 0) {
    const method = "CI_OVERLAPPING_REFERENCE_VALUE_99_8";
    return { outcome: sideInWords(at998, polarity), method, significance: "SIGNIFICANT_99_8", why: null };
  }
  if (at95 === 0) return { outcome: "SIMILAR", method: method95, significance: "NOT_SIGNIFICANT", why: null };
  return { outcome: sideInWords(at95, polarity), method: method95, significance: "SIGNIFICANT_95", why: null };
}

/** 1 where the interval lies above the reference, −1 where it lies below. */
function beyond(reference: number, lower: number, upper: number): 1 | -1 | 0 {
  if (lower > reference) return 1;
  return upper < reference ? -1 : 0;
}

const NO_LIMITS =
  "The figure has no published confidence limits; limits that the hub works out from counts are shown, but not tested with.";

function notCompared(why: string): Compared {
  return { outcome: "NOT_COMPARED", method: "NONE", significance: "NOT_TESTED", why };
}

/** The difference of two figures, with what can be said of it. */
export interface Difference {
  /** a − b, in the unit; null where either has no value. */
  readonly difference: number | null;
  /** 95 % limits of the difference. */
  readonly lower95: number | null;
  readonly upper95: number | null;
  readonly significance: Significance;
  /** Whether the two 95 % intervals share a value; null without limits. They may and the difference still be significant. */
  readonly overlap: boolean | null;
  /** Why nothing was tested; null where it was. */
  readonly why: string | null;
}

/**
 * Two figures with limits against each other, taken as independent. Limits of the difference by variance recovered from the limits:
 * d ∓ √((a − lₐ)² + (u_b − b)²) below, and the mirror above (Zou and Donner 2008, Statistics in Medicine 27; for equal margins it is
 * Altman and Bland 2003, BMJ 326:219). Significant where they leave out 0. The 99.8 % test widens the same margins by 3.09 ÷ 1.96,
 * as if they were normal, which they nearly are.
 */
export function differenceOf(a: Interval, b: Interval): Difference {
  const nothing = { lower95: null, upper95: null, overlap: null, significance: "NOT_TESTED" } as const;
  if (a.value === null || b.value === null)
    return { ...nothing, difference: null, why: "One of the figures has no value." };
  const difference = withoutNoise(a.value - b.value);
  if (a.lower95 === null || a.upper95 === null || b.lower95 === null || b.upper95 === null)
    return {
      ...nothing,
      difference,
      why: "One of the figures has no published confidence limits; limits that the hub works out from counts are shown, but not tested with.",
    };
  const down = Math.hypot(a.value - a.lower95, b.upper95 - b.value);
  const up = Math.hypot(a.upper95 - a.value, b.value - b.lower95);
  const towardsZero = difference > 0 ? down : up;
  const wider = deviateOf(99.8) / deviateOf(95);
  const size = Math.abs(difference);
  const significance =
    size > towardsZero * wider ? "SIGNIFICANT_99_8" : size > towardsZero ? "SIGNIFICANT_95" : "NOT_SIGNIFICANT";
  return {
    difference,
    lower95: withoutNoise(difference - down),
    upper95: withoutNoise(difference + up),
    significance,
    overlap: a.lower95 <= b.upper95 && b.lower95 <= a.upper95,
    why: null,
  };
}
