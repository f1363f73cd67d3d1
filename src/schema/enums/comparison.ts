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
