import { MISSING_REASONS, type MissingReason } from "../../schema/values/enums";
import { packStatuses } from "../../schema/values/marks";
import { withoutNoise } from "../precision";
import { exactly, isExact, type Limited, minus, over, plus, times, unknown } from "./limited";
import type { Formula } from "./parse";

/** A figure that goes into a formula: one indicator's, for one area, period and breakdown. */
export interface FormulaInput {
  readonly value: number | null;
  /** Set exactly when `value` is null. */
  readonly missing: MissingReason | null;
  /** Limits of the 95 % confidence interval; null where the publisher gives none: the figure then counts as exact. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Bit n is the n-th of OBSERVATION_STATUSES. */
  readonly statusMask: number;
}

/** What one input was, and what became of it. */
export interface Receipt extends FormulaInput {
  readonly indicator: string;
  readonly treatment: "USED" | "LEFT_OUT_AS_NOT_APPLICABLE" | "SUPPRESSES_THE_RESULT" | "MISSING";
}

export interface Calculated {
  /** In the unit that `checkUnits` gives; null exactly when `missing` says why. */
  readonly value: number | null;
  readonly missing: MissingReason | null;
  /** 95 % limits recovered from those of the inputs (MOVER), marked as the hub's own; null where they cannot be told. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** The marks of all inputs that say how far a figure can be trusted. */
  readonly statusMask: number;
  /** One for each indicator, in the order of their first mention. */
  readonly receipts: readonly Receipt[];
  /** Why there is no value; null where there is one. */
  readonly why: string | null;
  /** What the limits allow for, or why there are none; null where there is no value. */
  readonly aboutLimits: string | null;
}

/** Reasons that close a figure to the reader: any of them closes the result, or differences would open it. The first that holds is given. */
const CLOSED: readonly MissingReason[] = ["CONFIDENTIAL", "EMBARGOED", "NOT_PERMITTED"];
/** Marks that pass to what is made from a figure; TOTAL, AVERAGE and the publisher's own significance do not. */
const PASSED_ON = packStatuses([
  "PROVISIONAL",
  "REVISED",
  "ESTIMATED",
  "FORECAST",
  "BREAK_IN_SERIES",
  "LOW_RELIABILITY",
  "LOW_FIGURE",
  "ROUNDED",
  "IMPUTED",
]);

/**
 * The result of a formula for one set of inputs, by LG Inform's rule: any suppressed input suppresses the result, also beside missing
 * ones; a missing input leaves it missing; an input that is not applicable is left out of sums (and of what is subtracted), and makes a
 * product or quotient not applicable. An indicator that `inputs` lacks is NOT_AVAILABLE. Dividing by 0 is NOT_APPLICABLE. Never throws.
 */
export function calculate(
  formula: Formula,
  indicators: readonly string[],
  inputs: ReadonlyMap<string, FormulaInput>,
): Calculated {
  const receipts = indicators.map((indicator): Receipt => {
    const input = inputs.get(indicator) ?? ABSENT;
    return { ...input, indicator, treatment: treatmentOf(input) };
  });
  const statusMask = receipts.reduce((mask, receipt) => mask | receipt.statusMask, 0) & PASSED_ON;
  const without = (missing: MissingReason, why: string): Calculated => ({
    value: null,
    missing,
    lower: null,
    upper: null,
    statusMask,
    receipts,
    why,
    aboutLimits: null,
  });
  const closed = CLOSED.find((reason) => receipts.some(({ missing }) => missing === reason));
  if (closed !== undefined) return without(closed, "An input is not open, so the result is not either.");
  const absent = receipts.flatMap(({ missing }) => (missing === null || missing === "NOT_APPLICABLE" ? [] : [missing]));
  if (absent.length > 0) return without(oneReason(absent), "An input has no value.");
  const result = evaluate(formula, inputs);
  if (result === null) return without("NOT_APPLICABLE", "An input is not applicable to the area.");
  if (Number.isNaN(result.value) || !Number.isFinite(result.value))
    return without("NOT_APPLICABLE", dividesByZero(formula, inputs) ? DIVIDES_BY_ZERO : TOO_LARGE);
  const limits = limitsOf(result, formula, inputs);
  const value = Number.isInteger(result.value) ? result.value : withoutNoise(result.value); // sums of whole numbers stay exact
  return { value, missing: null, statusMask, receipts, why: null, ...limits };
}

const DIVIDES_BY_ZERO = "The formula divides by 0.";
const TOO_LARGE = "The result, or a step on the way to it, is too large for a number.";

/** Whether any part of a formula divides by 0: a quotient, `share` or `change`. */
function dividesByZero(node: Formula, inputs: ReadonlyMap<string, FormulaInput>): boolean {
  const isZero = (part: Formula | undefined) => part !== undefined && evaluate(part, inputs)?.value === 0;
  switch (node.kind) {
    case "NUMBER":
    case "INDICATOR":
      return false;
    case "BINARY":
      return (
        (node.operator === "/" && isZero(node.right)) ||
        dividesByZero(node.left, inputs) ||
        dividesByZero(node.right, inputs)
      );
    case "CALL":
      return (
        ((node.name === "share" || node.name === "change") && isZero(node.of[1])) ||
        node.of.some((part) => dividesByZero(part, inputs))
      );
    default:
      return dividesByZero(node.of, inputs);
  }
}

const ABSENT: FormulaInput = { value: null, missing: "NOT_AVAILABLE", lower: null, upper: null, statusMask: 0 };

function treatmentOf({ value, missing }: FormulaInput): Receipt["treatment"] {
  if (value !== null) return "USED";
  if (missing === "NOT_APPLICABLE") return "LEFT_OUT_AS_NOT_APPLICABLE";
  return missing !== null && CLOSED.includes(missing) ? "SUPPRESSES_THE_RESULT" : "MISSING";
}

/** The reason that all share; NOT_AVAILABLE where they differ, which the receipts then tell apart. */
function oneReason(reasons: readonly MissingReason[]): MissingReason {
  const [first, ...others] = MISSING_REASONS.filter((reason) => reasons.includes(reason));
  return first === undefined || others.length > 0 ? "NOT_AVAILABLE" : first;
}

function limitsOf(
  result: Limited,
  formula: Formula,
  inputs: ReadonlyMap<string, FormulaInput>,
): Pick<Calculated, "lower" | "upper" | "aboutLimits"> {
  const mentioned = mentions(formula);
  const limited = [...mentioned].filter(([slug]) => (inputs.get(slug) ?? ABSENT).lower !== null);
  const none = (aboutLimits: string) => ({ lower: null, upper: null, aboutLimits });
  if (limited.length === 0) return none("None of the inputs has confidence limits.");
  if (limited.some(([, times]) => times > 1))
    return none("An input with limits stands in the formula more than once, so its parts are not independent.");
  if (result.lower === null || result.upper === null || isExact(result))
    return none("The limits of the inputs tell none for this formula.");
  const exact = mentioned.size - limited.length;
  const aboutLimits =
    exact === 0
      ? "95 % limits from those of the inputs, taken as independent."
      : "95 % limits from those of the inputs that have any, taken as independent; the others count as exact.";
  return { lower: withoutNoise(result.lower), upper: withoutNoise(result.upper), aboutLimits };
}

/** How often each indicator stands in a formula. */
function mentions(formula: Formula): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const walk = (node: Formula): void => {
    if (node.kind === "INDICATOR") found.set(node.slug, (found.get(node.slug) ?? 0) + 1);
    else if (node.kind === "BINARY") for (const side of [node.left, node.right]) walk(side);
    else if (node.kind === "CALL") node.of.forEach(walk);
    else if (node.kind !== "NUMBER") walk(node.of);
  };
  walk(formula);
  return found;
}

/** The value of a formula; null is "not applicable". */
function evaluate(node: Formula, inputs: ReadonlyMap<string, FormulaInput>): Limited | null {
  switch (node.kind) {
    case "NUMBER":
      return exactly(node.value);
    case "INDICATOR":
      return figureOf(inputs.get(node.slug) ?? ABSENT);
    case "NEGATED": {
      const of = evaluate(node.of, inputs);
      return of && minus(of);
    }
    case "PER": {
      const of = evaluate(node.of, inputs);
      return of && times(of, exactly(node.per));
    }
    case "BINARY":
      return binary(node.operator, evaluate(node.left, inputs), evaluate(node.right, inputs));
    case "CALL":
      return call(
        node.name,
        node.of.map((part) => evaluate(part, inputs)),
      );
  }
}

function figureOf({ value, lower, upper }: FormulaInput): Limited | null {
  if (value === null) return null;
  return lower === null || upper === null ? exactly(value) : { value, lower, upper };
}

function binary(
  operator: (Formula & { kind: "BINARY" })["operator"],
  left: Limited | null,
  right: Limited | null,
): Limited | null {
  if (operator === "+" && (left === null || right === null)) return left ?? right;
  if (operator === "-" && right === null) return left;
  if (left === null || right === null) return null;
  if (operator === "+") return plus(left, right);
  if (operator === "-") return plus(left, minus(right));
  return operator === "*" ? times(left, right) : over(left, right);
}

function call(name: (Formula & { kind: "CALL" })["name"], of: readonly (Limited | null)[]): Limited | null {
  const there = of.filter((part) => part !== null);
  const [first, second] = of;
  switch (name) {
    case "sum":
      return there.length === 0 ? null : there.reduce(plus);
    case "min":
    case "max": {
      if (there.length === 0) return null;
      const value = Math[name](...there.map((part) => part.value));
      return there.every(isExact) ? exactly(value) : unknown(value);
    }
    case "abs":
      return first ? absolute(first) : null;
    case "round":
      return first ? rounded(first, second?.value ?? 0) : null;
    case "share":
      return first && second ? times(over(first, second), exactly(100)) : null;
    case "change":
      return first && second ? times(plus(over(first, second), exactly(-1)), exactly(100)) : null;
  }
}

function absolute(of: Limited): Limited {
  if (of.lower !== null && of.lower >= 0) return of;
  if (of.upper !== null && of.upper <= 0) return minus(of);
  return unknown(Math.abs(of.value));
}

/** Halves go away from 0; noise is taken off first, so that 1.005 becomes 1.01. `places` is a whole number from 0 to 10. */
function rounded({ value, lower, upper }: Limited, places: number): Limited {
  const power = 10 ** places;
  const round = (x: number) => (Math.sign(x) * Math.round(withoutNoise(Math.abs(x) * power))) / power;
  return {
    value: round(value),
    lower: lower === null ? null : round(lower),
    upper: upper === null ? null : round(upper),
  };
}
