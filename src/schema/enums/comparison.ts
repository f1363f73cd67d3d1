import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const DirectionOfTravel = enumType(
  "DirectionOfTravel",
  "Which way a figure moved; in words of better and worse only where polarity is known.",
  v.DIRECTIONS_OF_TRAVEL,
  {
    IMPROVING: "Moved the good way.",
    WORSENING: "Moved the bad way.",
    NO_CHANGE: "The same.",
    INCREASING: "Up; whether that is good is not known.",
    DECREASING: "Down; whether that is good is not known.",
    NOT_COMPARABLE: "Cannot be compared: see `why`.",
  },
);

export const Significance = enumType("Significance", "Whether a difference is more than chance.", v.SIGNIFICANCES, {
  SIGNIFICANT_95: "Significant at the 95 % level.",
  SIGNIFICANT_99_8: "Significant at the 99.8 % level.",
  NOT_SIGNIFICANT: "Not significant.",
  NOT_TESTED: "Could not be tested.",
});

export const BenchmarkOutcome = enumType(
  "BenchmarkOutcome",
  "How a figure stands in its group.",
  v.BENCHMARK_OUTCOMES,
  {
    NOT_COMPARED: "Not compared: no value, or a group too small.",
    BETTER: "Better than the reference value, allowing for the 95 % confidence limits.",
    SIMILAR: "Not different from the reference value.",
    WORSE: "Worse than the reference value, allowing for the 95 % confidence limits.",
    HIGHER: "Higher than the reference value; no judgement.",
    LOWER: "Lower than the reference value; no judgement.",
    BEST_QUINTILE: "In the best fifth.",
    WORST_QUINTILE: "In the worst fifth.",
    LOWEST: "In the fifth with the lowest values; no judgement.",
    LOW: "In the second lowest fifth.",
    MIDDLE: "In the middle fifth.",
    HIGH: "In the second highest fifth.",
    HIGHEST: "In the fifth with the highest values; no judgement.",
  },
);

export const BenchmarkMethod = enumType("BenchmarkMethod", "How an outcome was arrived at.", v.BENCHMARK_METHODS, {
  NONE: "No comparison was made.",
  CI_OVERLAPPING_REFERENCE_VALUE_95:
    "Whether the 95 % confidence limits take in the reference value, which is the group's median.",
  CI_OVERLAPPING_REFERENCE_VALUE_99_8: "Whether the 99.8 % confidence limits take in the reference value.",
  QUINTILES: "By fifths of the group.",
  QUARTILES: "By quarters of the group.",
  SPC_FUNNEL: "By control limits that widen as the denominator falls.",
  TARGET: "Against a target.",
});

export const TrendMarker = enumType(
  "TrendMarker",
  "The recent trend of a series; better and worse only where polarity is known.",
  v.TREND_MARKERS,
  {
    INCREASING: "Going up; whether that is good is not known.",
    DECREASING: "Going down; whether that is good is not known.",
    NO_SIGNIFICANT_CHANGE: "No trend that could not be chance.",
    INCREASING_GETTING_BETTER: "Going up, which is good.",
    INCREASING_GETTING_WORSE: "Going up, which is bad.",
    DECREASING_GETTING_BETTER: "Going down, which is good.",
    DECREASING_GETTING_WORSE: "Going down, which is bad.",
    CANNOT_BE_CALCULATED: "Nothing can be said: see `why`.",
  },
);

export const Incomparability = enumType(
  "Incomparability",
  "A reason against comparing two figures.",
  v.INCOMPARABILITIES,
  {
    NO_VALUE: "One of them has no value.",
    OTHER_UNIT: "They are in different units.",
    OTHER_KIND_OF_PERIOD: "Their periods are not of the same kind and length.",
    BREAK_IN_SERIES: "The publisher marks a break in the series between them.",
    REVISED_METHOD: "The publisher changed the method between them.",
    OTHER_BOUNDARIES: "They are for the area's ground on different dates, between which its boundary changed.",
  },
);

export const DifferenceUnit = enumType(
  "DifferenceUnit",
  "What a difference of two figures is in.",
  v.DIFFERENCE_UNITS,
  {
    PERCENTAGE_POINTS: "Percentage points: the figures are in per cent.",
    PLACES: "Places: the figures are ranks.",
    UNIT_OF_THE_INDICATOR: "The unit of the figures.",
  },
);

export const RankMethod = enumType(
  "RankMethod",
  "How the places that a figure could have are worked out.",
  v.RANK_METHODS,
  {
    OWN_LIMITS: "The value anywhere between its own 95 % limits, the other members staying where they are.",
    SIMULATED:
      "1,000 draws of every member from its own 95 % limits, with a fixed seed: the 2.5th to the 97.5th per cent of the places. At most 500 members.",
    OVERLAP:
      "Only members whose whole interval lies beyond this one's count as certainly above or below: wide, and sure.",
    NONE: "Cannot be told: see `why`.",
  },
);

export const ConfidenceLevel = enumType("ConfidenceLevel", "A confidence level.", v.CONFIDENCE_LEVELS, {
  LEVEL_95: "95 %.",
  LEVEL_99_8: "99.8 %.",
});

export const LimitsMethod = enumType(
  "LimitsMethod",
  "Whose confidence limits, and how they were worked out.",
  v.LIMITS_METHODS,
  {
    PUBLISHED: "The publisher's own.",
    WILSON: "The hub's own, of a proportion: Wilson's score.",
    BYAR: "The hub's own, of 10 or more events: Byar's approximation.",
    EXACT_POISSON: "The hub's own, of fewer than 10 events: exact Poisson limits.",
    DOBSON: "The hub's own, of a directly standardised rate: Dobson's.",
    MOVER: "The hub's own, from the limits of the figures that this one was made from, taken as independent.",
  },
);
