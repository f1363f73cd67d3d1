import {
  type DirectionOfTravel,
  OBSERVATION_STATUSES,
  type PeriodType,
  type Polarity,
  type Significance,
} from "../schema/values/enums";
import { goodSide } from "./benchmark";
import { withoutNoise } from "./precision";

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

const BREAK = 1 << OBSERVATION_STATUSES.indexOf("BREAK_IN_SERIES");

export interface ChangeFigures {
  /** Later value less earlier value, in the indicator's unit; null where they cannot be subtracted. */
  readonly difference: number | null;
  /** 100 × difference ÷ earlier value; null from 0 or from below, where a percentage would say nothing or the opposite. */
  readonly percentage: number | null;
  readonly direction: DirectionOfTravel;
  /**
   * NOT_SIGNIFICANT where the 95 % intervals overlap, SIGNIFICANT_95 where they do not (a cautious test: intervals may overlap a
   * little and the change still be significant), NOT_TESTED without limits on both.
   */
  readonly significance: Significance;
  readonly isComparable: boolean;
  /** Why not, where it is not comparable. */
  readonly why: string | null;
}

/**
 * The change to a figure from another of its series. Figures of different kinds or lengths of period have no difference. A break
 * in the series, marked on the later of the two or (`broken`) on one between them, leaves the difference, but its direction is
 * not told.
 */
export function changeBetween(to: ChangePoint, from: ChangePoint, polarity: Polarity, broken = false): ChangeFigures {
  if (from.period.type !== to.period.type || from.period.duration !== to.period.duration) {
    return incomparable("The two periods are not of the same kind and length.");
  }
  if (from.value === null) return incomparable("The figure that it is compared with has no value.");
  if (to.value === null) return incomparable("The figure has no value.");
  const difference = withoutNoise(to.value - from.value);
  const percentage = from.value > 0 ? withoutNoise((100 * difference) / from.value) : null;
  const later = from.period.start > to.period.start ? from : to;
  if (broken || (later.statusMask & BREAK) !== 0) {
    const why = "The publisher marks a break in the series between the two figures.";
    return { ...incomparable(why), difference, percentage };
  }
  const direction = directionOf(Math.sign(difference), goodSide(polarity));
  return { difference, percentage, direction, significance: significanceOf(from, to), isComparable: true, why: null };
}

function incomparable(why: string): ChangeFigures {
  const nothing = { difference: null, percentage: null, isComparable: false } as const;
  return { ...nothing, direction: "NOT_COMPARABLE", significance: "NOT_TESTED", why };
}

function directionOf(sign: number, good: number): DirectionOfTravel {
  if (sign === 0) return "NO_CHANGE";
  if (good === 0) return sign > 0 ? "INCREASING" : "DECREASING";
  return sign === good ? "IMPROVING" : "WORSENING";
}

function significanceOf(from: ChangePoint, to: ChangePoint): Significance {
  const [fromLower, fromUpper, toLower, toUpper] = [from.lowerCI95, from.upperCI95, to.lowerCI95, to.upperCI95];
  if (fromLower === null || fromUpper === null || toLower === null || toUpper === null) return "NOT_TESTED";
  return toLower > fromUpper || toUpper < fromLower ? "SIGNIFICANT_95" : "NOT_SIGNIFICANT";
}
