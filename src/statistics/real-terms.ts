import type { PeriodValue } from "../schema/values/period";
import { alignPeriod } from "./align";

type Span = Pick<PeriodValue, "id" | "type" | "start" | "end" | "label">;

/** A deflator's index for a period, such as HM Treasury's GDP deflator; any base, above 0. */
export interface DeflatorPoint {
  readonly period: Span;
  readonly index: number;
}

export interface RealTerms {
  /** The value in prices of the base period, in the same unit; null where it cannot be said. */
  readonly value: number | null;
  /** What the value was multiplied by: index of the base period ÷ index of the value's period. */
  readonly factor: number | null;
  /** The two points of the deflator that were used. */
  readonly from: DeflatorPoint | null;
  readonly base: DeflatorPoint | null;
  /** How the periods met, or why there is no value. */
  readonly why: string;
}

/**
 * A sum of money of `period` in prices of the period `base`: value × index(base) ÷ index(period) (HM Treasury, "GDP deflators: user
 * guide"). A series of the value's own kind of period is preferred: the deflator of financial years for money of financial years. Where
 * the deflator has only other years, the one that shares most days is taken, and `why` says so; a period outside the series gets none.
 */
export function inRealTerms(
  value: number | null,
  period: Span,
  base: Span,
  deflators: readonly DeflatorPoint[],
): RealTerms {
  const nothing = { value: null, factor: null, from: null, base: null };
  if (value === null) return { ...nothing, why: "The figure has no value." };
  const from = indexFor(period, deflators);
  const to = indexFor(base, deflators);
  if (from === undefined) return { ...nothing, why: `The deflator has no figure for ${period.label}.` };
  if (to === undefined) return { ...nothing, from: from.point, why: `The deflator has no figure for ${base.label}.` };
  const factor = to.point.index / from.point.index;
  return { value: value * factor, factor, from: from.point, base: to.point, why: `${from.why} ${to.why}` };
}

function indexFor(
  period: Span,
  deflators: readonly DeflatorPoint[],
): { readonly point: DeflatorPoint; readonly why: string } | undefined {
  const usable = deflators.filter(({ index }) => index > 0 && Number.isFinite(index));
  for (const points of [usable.filter((point) => point.period.type === period.type), usable]) {
    const aligned = alignPeriod(
      points.map((point) => point.period),
      period,
    );
    const point = points.find((candidate) => candidate.period === aligned.period);
    if (point !== undefined) return { point, why: aligned.why };
  }
  return undefined;
}
