import {
  type DifferenceUnit,
  INCOMPARABILITIES,
  type Incomparability,
  OBSERVATION_STATUSES,
  type ValueType,
} from "../schema/values/enums";
import type { ChangePoint } from "./change";

/** What must be alike for two figures of one indicator to be compared; undefined where the publisher does not say. */
export interface ComparedPoint extends ChangePoint {
  /** Date of the boundaries that the figure is on (yyyy-mm-dd). */
  readonly boundariesAt?: string;
  /** Name or version of the method that made the figure. */
  readonly methodVersion?: string;
  readonly unit?: string;
}

const WORDS: Readonly<Record<Incomparability, string>> = {
  NO_VALUE: "One of the two figures has no value.",
  OTHER_UNIT: "The two figures are in different units.",
  OTHER_KIND_OF_PERIOD: "The two periods are not of the same kind and length.",
  BREAK_IN_SERIES: "The publisher marks a break in the series between the two figures.",
  REVISED_METHOD: "The publisher changed the method between the two figures.",
  OTHER_BOUNDARIES: "The two figures are for the area's ground on different dates, between which its boundary changed.",
};

const BREAK = 1 << OBSERVATION_STATUSES.indexOf("BREAK_IN_SERIES");

export interface Comparability {
  readonly isComparable: boolean;
  /** Every reason against it, the gravest first. */
  readonly reasons: readonly Incomparability[];
  /** The gravest in one sentence; null where the two are comparable. */
  readonly why: string | null;
}

/**
 * Whether two figures of one indicator and area may be compared. `between` says what lies between them: a break marked on a figure in
 * between, and whether the area's boundary changed from the one date to the other (undefined: not known, which is no reason).
 */
export function comparability(
  to: ComparedPoint,
  from: ComparedPoint,
  between: { readonly broken?: boolean; readonly boundaryChanged?: boolean } = {},
): Comparability {
  const later = from.period.start > to.period.start ? from : to;
  const holds: Readonly<Record<Incomparability, boolean>> = {
    NO_VALUE: to.value === null || from.value === null,
    OTHER_UNIT: differ(to.unit, from.unit),
    OTHER_KIND_OF_PERIOD: to.period.type !== from.period.type || to.period.duration !== from.period.duration,
    BREAK_IN_SERIES: between.broken === true || (later.statusMask & BREAK) !== 0,
    REVISED_METHOD: differ(to.methodVersion, from.methodVersion),
    OTHER_BOUNDARIES: between.boundaryChanged === true && differ(to.boundariesAt, from.boundariesAt),
  };
  const reasons = INCOMPARABILITIES.filter((reason) => holds[reason]);
  const first = reasons[0];
  return { isComparable: first === undefined, reasons, why: first === undefined ? null : WORDS[first] };
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** The unit of a difference between two figures of this kind: of two percentages it is percentage points, never per cent. */
export function differenceUnit(valueType: ValueType): DifferenceUnit {
  if (valueType === "PERCENTAGE") return "PERCENTAGE_POINTS";
  return valueType === "RANK_VALUE" ? "PLACES" : "UNIT_OF_THE_INDICATOR";
}

/** Whether a percentage change of such figures says anything: not of ranks and scores, which have no natural zero. */
export function hasPercentageChange(valueType: ValueType): boolean {
  return valueType !== "RANK_VALUE" && valueType !== "SCORE";
}
