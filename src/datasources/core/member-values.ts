import type { PeriodSelection } from "./ports";
import type * as r from "./records";

/** What a group's members must be asked for so that one figure can be compared with them: the same period and breakdown. */
export function comparedWith({
  indicator,
  period,
  breakdownOf,
}: Pick<r.ObservationRecord, "indicator" | "period" | "breakdownOf">): {
  readonly indicators: readonly r.IndicatorRecord[];
  readonly period: PeriodSelection;
  readonly breakdown: readonly { readonly dimension: string; readonly members: readonly string[] }[];
} {
  return {
    indicators: [indicator],
    period: { ids: [period.id] },
    breakdown: breakdownOf.members.map((member) => ({ dimension: member.dimension.code, members: [member.code] })),
  };
}
