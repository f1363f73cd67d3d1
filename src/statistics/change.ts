import type {
  DifferenceUnit,
  DirectionOfTravel,
  Incomparability,
  PeriodType,
  Polarity,
  Significance,
  ValueType,
} from "../schema/values/enums";
import { goodSide } from "./benchmark";
import { type ComparedPoint, comparability, differenceUnit, hasPercentageChange } from "./comparability";
import { withoutNoise } from "./precision";
import { differenceOf } from "./significance";

/** One end of a change: an observation has this shape. */
export interface ChangePoint {
  readonly value: number | null;
  /** Limits of the 95 % confidence interval; null where the publisher gives none. */
  readonly lowerCI95: number | null;
  readonly upperCI95: number | null;
  /** Bit n is the n-th of OBSERVATION_STATUSES. */
  readonly statusMask: number;
  readonly period: { readonly type: PeriodType; readonly duration: string; readonly start: string };
}

/** What lies between the two figures, beside what each says of itself. */
export interface Between {
  /** A break in the series is marked on a figure after the one, up to the other. */
  readonly broken?: boolean;
  /** The area's boundary changed from the one date to the other; see `comparability`. */
  readonly boundaryChanged?: boolean;
}

export interface ChangeFigures {
  /** Later value less earlier value, in the indicator's unit; null where they cannot be subtracted. */
  readonly difference: number | null;
  /** What the difference is in. */
  readonly unit: DifferenceUnit;
  /** 95 % limits of the difference; null without limits on both. */
  readonly lower95: number | null;
  readonly upper95: number | null;
  /** 100 × difference ÷ earlier value; null from 0 or from below, and for ranks and scores, where a percentage would say nothing or the opposite. */
  readonly percentage: number | null;
  readonly direction: DirectionOfTravel;
  /** Whether the limits of the difference leave out 0 (`differenceOf`); NOT_TESTED without limits on both. */
  readonly significance: Significance;
  readonly isComparable: boolean;
  /** Every reason against comparing, the gravest first. */
  readonly reasons: readonly Incomparability[];
  /** The gravest in one sentence; null where the two are comparable. */
  readonly why: string | null;
}

/**
 * The change to a figure from another of its series. Figures without a value, or of different kinds or lengths of period, have no
 * difference. Other reasons against comparing, such as a break in the series, leave the difference, but its direction is not told.
 */
export function changeBetween(
  to: ComparedPoint,
  from: ComparedPoint,
  polarity: Polarity,
  between: Between = {},
  valueType: ValueType = "COUNT",
): ChangeFigures {
  const { isComparable, reasons, why } = comparability(to, from, between);
  const unit = differenceUnit(valueType);
  const nothing = {
    unit,
    lower95: null,
    upper95: null,
    direction: "NOT_COMPARABLE",
    significance: "NOT_TESTED",
  } as const;
  if (
    to.value === null ||
    from.value === null ||
    reasons.includes("OTHER_KIND_OF_PERIOD") ||
    reasons.includes("OTHER_UNIT")
  )
    return { ...nothing, difference: null, percentage: null, isComparable, reasons, why };
  const { difference, lower95, upper95, significance } = differenceOf(intervalOf(to), intervalOf(from));
  const moved = difference ?? 0; // both have a value
  const percentage = from.value > 0 && hasPercentageChange(valueType) ? withoutNoise((100 * moved) / from.value) : null;
  if (!isComparable) return { ...nothing, difference, percentage, isComparable, reasons, why };
  const direction = directionOf(Math.sign(moved), goodSide(polarity));
  return { difference, unit, lower95, upper95, percentage, direction, significance, isComparable, reasons, why };
}

function directionOf(sign: number, good: number): DirectionOfTravel {
  if (sign === 0) return "NO_CHANGE";
  if (good === 0) return sign > 0 ? "INCREASING" : "DECREASING";
  return sign === good ? "IMPROVING" : "WORSENING";
}

function intervalOf({ value, lowerCI95, upperCI95 }: ChangePoint) {
  return { value, lower95: lowerCI95, upper95: upperCI95 };
}
