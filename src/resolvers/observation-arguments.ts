import type { ValueOptions as Options, SeriesRequest } from "../datasources/core/ports";
import type { DimensionFilter, PeriodInput, ValueOptions } from "../schema/inputs";
import { keyOf } from "../schema/values/global-id";
import { breakdownFilters, periodSelection } from "./arguments";

/** The arguments that every field with figures spells the same way. */
export interface SeriesArguments {
  readonly period?: PeriodInput | null | undefined;
  readonly breakdown?: readonly DimensionFilter[] | null | undefined;
  readonly options?: ValueOptions | null | undefined;
}

/** The part of an observation request that every field spells the same way. `place` is where `period` stands among the arguments. */
export function seriesRequest({ period, breakdown, options }: SeriesArguments, place = "period"): SeriesRequest {
  const chosen = valueOptions(options);
  return {
    period: periodSelection(period, place),
    breakdown: breakdownFilters(breakdown),
    ...(chosen === undefined ? {} : { options: chosen }),
  };
}

/** Undefined where every option is what it is without being said: such a request takes the short way. */
function valueOptions(input: ValueOptions | null | undefined): Options | undefined {
  const source = input?.source ?? undefined;
  const allowStale = input?.allowStale ?? true;
  if (source === undefined && allowStale) return undefined;
  return { allowStale, ...(source === undefined ? {} : { source: keyOf("Source", source) }) };
}
