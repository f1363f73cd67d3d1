import type { MissingReason, ValueType } from "../schema/values/enums";

/** What must be known of an indicator to say whether its figures can be added. */
export interface Addable {
  readonly valueType: ValueType;
  readonly isAggregatable: boolean;
  readonly isStandardised: boolean;
}

/** The figure of one area that is to be added up with others of its indicator, period and breakdown. */
export interface AreaFigure {
  readonly value: number | null;
  readonly missing: MissingReason | null;
  readonly count: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** SUM: values are added. RATIO: numerators and denominators are, then divided. NONE: neither would be true, and why. */
export type WayOfAdding = { readonly way: "SUM" | "RATIO" } | { readonly way: "NONE"; readonly why: string };

/** The figure of a whole made of areas, or why there is none. `value` is in the indicator's unit. */
export type WholeFigure =
  | {
      readonly value: number;
      readonly missing: null;
      readonly count: number | null;
      readonly numerator: number | null;
      readonly denominator: number | null;
    }
  | { readonly value: null; readonly missing: MissingReason; readonly why: string };

const RATIOS: ReadonlySet<ValueType> = new Set(["PERCENTAGE", "PROPORTION", "CRUDE_RATE", "RATIO", "MEAN"]);
const AMOUNTS: ReadonlySet<ValueType> = new Set(["COUNT", "CURRENCY"]);

const NEVER: Readonly<Partial<Record<ValueType, string>>> = {
  MEDIAN:
    "Medians of areas do not make the median of them all: the figures of the people or things themselves would be needed.",
  RANK_VALUE: "Ranks cannot be added up: what was ranked would be needed.",
  SCORE: "Scores cannot be added up: the publisher's method and what went into it would be needed.",
  INDEX_NUMBER: "Index numbers cannot be added up: the amounts behind them would be needed.",
  LIFE_EXPECTANCY: "Life expectancies cannot be added up: deaths and people by age would be needed.",
  DIRECTLY_STANDARDISED_RATE: "Standardised rates cannot be added up: cases and people by age group would be needed.",
  INDIRECTLY_STANDARDISED_RATIO: "Standardised ratios cannot be added up: observed and expected cases would be needed.",
};

/** How figures of an indicator may be added over areas, whatever the areas. */
export function wayOfAdding({ valueType, isAggregatable, isStandardised }: Addable): WayOfAdding {
  const never = NEVER[valueType] ?? (isStandardised ? NEVER.DIRECTLY_STANDARDISED_RATE : undefined);
  if (never !== undefined) return { way: "NONE", why: never };
  if (isAggregatable) return { way: "SUM" };
  if (RATIOS.has(valueType)) return { way: "RATIO" };
  const why = AMOUNTS.has(valueType)
    ? "Its figures are not said to add up: the same thing may be counted in several areas."
    : "Its figures cannot be added up, and no numerator and denominator stand behind them.";
  return { way: "NONE", why };
}

/**
 * The figure of a whole from the figures of all its areas: values added, or numerators and denominators, then divided in the unit that
 * the areas' own values are in (per one, hundred, thousand …). A mean of percentages is never given. Blank with the reason where one area
 * has no figure, because the rest is not the whole; `what` names the areas in that reason ("57 LSOAs").
 */
export function addUp(addable: Addable, areas: readonly AreaFigure[], what: string): WholeFigure {
  const chosen = wayOfAdding(addable);
  if (chosen.way === "NONE") return { value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY", why: chosen.why };
  const blank = areas.filter(({ value }) => value === null);
  if (blank.length > 0 || areas.length === 0) {
    const known = areas.length - blank.length;
    const why = `${known} of ${what} ${known === 1 ? "has" : "have"} a figure: what they make together is not the whole.`;
    return { value: null, missing: reasonOf(blank), why };
  }
  const numerator = total(areas, "numerator");
  const denominator = total(areas, "denominator");
  const count = total(areas, "count");
  if (chosen.way === "SUM") return { value: total(areas, "value") ?? 0, missing: null, count, numerator, denominator };
  if (numerator === null || denominator === null) {
    const why =
      "A rate of the whole needs the numerator and the denominator of each area, and they are not published; a mean of the areas' rates would be another figure.";
    return { value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY", why };
  }
  if (denominator <= 0) return { value: null, missing: "NOT_APPLICABLE", why: "The denominators add up to 0." };
  const per = numerator === 0 ? 1 : unitOf(areas, numerator);
  if (per === undefined) {
    const why =
      "The areas' rates are not their numerators over their denominators, so that those of the whole would not make its rate.";
    return { value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY", why };
  }
  return { value: (per * numerator) / denominator, missing: null, count, numerator, denominator };
}

/** Whatever is withheld decides: a whole that lacks only withheld parts would give them away beside a published total. */
function reasonOf(blank: readonly AreaFigure[]): MissingReason {
  const reasons = new Set(blank.map(({ missing }) => missing));
  if (reasons.has("CONFIDENTIAL")) return "CONFIDENTIAL";
  if (reasons.has("SOURCE_UNAVAILABLE")) return "SOURCE_UNAVAILABLE";
  const [only] = reasons;
  return reasons.size === 1 && only != null ? only : "NOT_AVAILABLE";
}

/** Sum of a part over the areas; null where one lacks it. Whole numbers add up exactly. */
function total(areas: readonly AreaFigure[], part: "value" | "count" | "numerator" | "denominator"): number | null {
  let sum = 0;
  for (const area of areas) {
    const its = area[part];
    if (its === null) return null;
    sum += its;
  }
  return sum;
}

/** Rates are published per one, hundred, thousand … things or people. */
const PER = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
/** Values and numerators are often rounded. */
const TOLERANCE = 0.02;

/** What the areas' values are per, by all of them together; undefined where it is no power of ten. */
function unitOf(areas: readonly AreaFigure[], numerator: number): number | undefined {
  const implied = areas.reduce((sum, { value, denominator }) => sum + (value ?? 0) * (denominator ?? 0), 0) / numerator;
  return PER.find((per) => Math.abs(implied / per - 1) <= TOLERANCE);
}
