import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const ValueMethod = enumType("ValueMethod", "How a figure came about.", v.VALUE_METHODS, {
  PUBLISHED: "Published by its source, unchanged.",
  SUBMITTED: "Submitted by a council.",
  CALCULATED: "Worked out by the hub from other figures.",
  AGGREGATED: "Added up by the hub from smaller areas.",
  APPORTIONED: "Shared out by the hub from a larger area.",
  IMPUTED: "Filled in by the hub.",
});

export const BoundaryMethod = enumType(
  "BoundaryMethod",
  "How a figure comes to be on these boundaries.",
  v.BOUNDARY_METHODS,
  {
    AS_PUBLISHED: "Published for this very code.",
    EXACT_AGGREGATION: "Added up from whole areas.",
    BEST_FIT:
      "Taken from the areas that fit best: a boundary moved by an unknown strip, or a change states which part went.",
    APPORTIONED_BY_POPULATION: "Shared out by population.",
    SUCCESSOR_LINK: "Published under another code of the same ground, before or after a recoding.",
    APPORTIONED_BY_HOUSEHOLDS: "Shared out by the number of households.",
    APPORTIONED_BY_ADDRESSES: "Shared out by the number of addresses.",
    APPORTIONED_BY_LAND_AREA: "Shared out by land area: a rough way, where no people were counted.",
  },
);

export const WeightBasis = enumType("WeightBasis", "What a part of an area is measured by.", v.WEIGHT_BASES, {
  RESIDENT_POPULATION: "Usual residents.",
  HOUSEHOLDS: "Households.",
  ADDRESSES: "Addresses.",
  LAND_AREA: "Square kilometres of land.",
  EXACT: "Not measured: the whole area, or a part that the change itself states.",
});

export const Freshness = enumType("Freshness", "How fresh an answer is.", v.FRESHNESSES, {
  LIVE: "Fetched for this request.",
  CACHED: "Fetched before and still fresh.",
  STALE: "Fetched before and past its time; the publisher did not answer.",
  LOCAL: "Held in the hub's own tables.",
  SNAPSHOT: "Pinned to an earlier moment.",
  NONE: "Nothing came, or nothing was asked: the outcome's state and message say which.",
});
