import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const Polarity = enumType(
  "Polarity",
  "Whether a high value is good. Nothing is called better or worse where it is not known.",
  v.POLARITIES,
  {
    HIGH_IS_GOOD: "High value is good.",
    LOW_IS_GOOD: "Low value is good.",
    NO_JUDGEMENT: "Neither high nor low is good in itself.",
    NOT_APPLICABLE: "The question makes no sense for this indicator.",
    UNKNOWN: "Nobody has said.",
  },
);

export const ValueType = enumType("ValueType", "The kind of figure that an indicator is.", v.VALUE_TYPES, {
  COUNT: "A number of things or people.",
  PROPORTION: "A part of a whole, from 0 to 1.",
  PERCENTAGE: "A part of a whole, out of 100.",
  CRUDE_RATE: "A number per so many people or things, as counted.",
  DIRECTLY_STANDARDISED_RATE: "A rate weighted to a standard population.",
  INDIRECTLY_STANDARDISED_RATIO: "Observed over expected, times 100.",
  RATIO: "One quantity divided by another.",
  MEAN: "An average.",
  MEDIAN: "The middle value.",
  SCORE: "A score on a scale of its publisher's.",
  INDEX_NUMBER: "A figure relative to a base.",
  LIFE_EXPECTANCY: "Years of life, or of healthy life.",
  CURRENCY: "Money.",
  DURATION_VALUE: "A length of time.",
  RANK_VALUE: "A place in an order.",
});

export const Frequency = enumType("Frequency", "How often figures appear.", v.FREQUENCIES, {
  DAILY: "Every day.",
  WEEKLY: "Every week.",
  MONTHLY: "Every month.",
  QUARTERLY: "Every three months.",
  TERMLY: "Every school term.",
  SIX_MONTHLY: "Every six months.",
  ANNUALLY: "Every year.",
  TWO_YEARLY: "Every two years.",
  THREE_YEARLY: "Every three years.",
  DECENNIAL: "Every ten years.",
  IRREGULAR: "At no fixed interval.",
});

export const IndicatorRole = enumType("IndicatorRole", "What an indicator says of a service.", v.INDICATOR_ROLES, {
  OUTCOME: "What the service is for.",
  OUTPUT: "What the service does.",
  INPUT: "What goes into it.",
  SPEND: "What it costs.",
  DEMAND: "How much of it is wanted.",
  CONTEXT: "What bears on it.",
  SATISFACTION: "What people think of it.",
});

export const IdScheme = enumType("IdScheme", "A body's scheme of names for indicators.", v.ID_SCHEMES, {
  ESD_METRIC_TYPE: "Metric type number of the LGA's esd standards.",
  FINGERTIPS_INDICATOR: "Indicator number of OHID Fingertips.",
  NOMIS_DATASET: "Data set name in Nomis.",
  ONS_DATASET: "Data set name in the ONS dataset service.",
  ELS_INDICATOR: "Slug in ONS Explore Local Statistics.",
  EES_INDICATOR: "Indicator id in DfE Explore Education Statistics.",
  STATSWALES_DATASET: "Data set id in StatsWales.",
  DATA_COMMONS_DCID: "Variable name in Data Commons.",
  LOCAL: "A name of the hub's own.",
});
