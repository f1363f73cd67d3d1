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
    BEST_FIT: "Taken from the areas that fit best.",
    APPORTIONED_BY_POPULATION: "Shared out by population.",
    SUCCESSOR_LINK: "Published under another code of the same ground, before or after a recoding.",
  },
);

export const Freshness = enumType("Freshness", "How fresh an answer is.", v.FRESHNESSES, {
  LIVE: "Fetched for this request.",
  CACHED: "Fetched before and still fresh.",
  STALE: "Fetched before and past its time; the publisher did not answer.",
  LOCAL: "Held in the hub's own tables.",
  SNAPSHOT: "Pinned to an earlier moment.",
});
