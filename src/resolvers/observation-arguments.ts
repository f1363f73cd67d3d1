import type { ValueOptions as Options, SeriesRequest } from "../datasources/core/ports";
import type { DimensionFilter, PeriodInput, ValueOptions } from "../schema/inputs";
import { CallerError } from "../schema/values/caller-error";
import type { WeightBasis } from "../schema/values/enums";
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
  const asOf = input?.asOf?.toISOString();
  const rollUp = input?.rollUp ?? false;
  const perPopulation = input?.perPopulation ?? undefined;
  const adjustForInflationTo = input?.adjustForInflationTo ?? undefined;
  const boundaries = input?.boundaries ?? undefined;
  const boundaryWeight = boundaryWeightOf(input);
  const made = perPopulation !== undefined || adjustForInflationTo !== undefined || boundaries !== undefined;
  if (!made && source === undefined && asOf === undefined && allowStale && !rollUp) return undefined;
  return {
    allowStale,
    ...(source === undefined ? {} : { source: keyOf("Source", source) }),
    ...(perPopulation === undefined ? {} : { perPopulation }),
    ...(adjustForInflationTo === undefined ? {} : { adjustForInflationTo }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(rollUp ? { rollUp } : {}),
    ...(boundaries === undefined ? {} : { boundaries }),
    ...(boundaryWeight === undefined ? {} : { boundaryWeight }),
  };
}

/** Throws CallerError where a weight is named that nothing is shared out by. */
function boundaryWeightOf(input: ValueOptions | null | undefined): WeightBasis | undefined {
  const basis = input?.boundaryWeight ?? undefined;
  const right = "RESIDENT_POPULATION, HOUSEHOLDS, ADDRESSES or LAND_AREA, beside `boundaries`";
  if (basis === "EXACT")
    throw new CallerError("`options.boundaryWeight` is EXACT, which is no weight.", "options.boundaryWeight", right);
  if (basis !== undefined && typeof input?.boundaries !== "string")
    throw new CallerError("`options.boundaryWeight` was given without `boundaries`.", "options.boundaryWeight", right);
  return basis;
}
