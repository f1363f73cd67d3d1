import type { DimensionFilter, PeriodInput } from "../schema/inputs";
import { breakdownFilters, periodSelection } from "./arguments";

/** The part of an observation request that every field spells the same way. */
export function seriesRequest(
  period: PeriodInput | null | undefined,
  breakdown: readonly DimensionFilter[] | null | undefined,
  argument = "period",
) {
  return { period: periodSelection(period, argument), breakdown: breakdownFilters(breakdown) };
}
