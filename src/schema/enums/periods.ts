import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const PeriodType = enumType("PeriodType", "The kind of period that a figure is for.", v.PERIOD_TYPES, {
  CALENDAR_YEAR: "1 January to 31 December.",
  FINANCIAL_YEAR: "1 April to 31 March.",
  ACADEMIC_YEAR: "A school or academic year, from August or September.",
  QUARTER: "A quarter of a calendar year.",
  FINANCIAL_QUARTER: "A quarter of a financial year.",
  MONTH: "A month.",
  WEEK: "A week.",
  DAY: "A day.",
  YEAR_ENDING: "Twelve months that end at another time of the year.",
  ROLLING_TWO_YEAR: "Two years together.",
  ROLLING_THREE_YEAR: "Three years together.",
  ROLLING_FIVE_YEAR: "Five years together.",
  CENSUS_DAY: "The day of a census.",
  SNAPSHOT: "The state on one day.",
});

export const NearestPeriod = enumType(
  "NearestPeriod",
  "What to answer when no period of a series contains the date asked for. The answer's own period is always told.",
  v.NEAREST_PERIODS,
  {
    NONE: "Nothing: the blank is explained.",
    EARLIEST: "A date before the series begins answers its first period.",
    LATEST: "A date after the series ends answers its last period.",
    ANY: "The period nearest to the date, gaps included; of two equally near, the earlier.",
  },
);

export const ComparePeriod = enumType("ComparePeriod", "What a change is measured from.", v.COMPARE_PERIODS, {
  PREVIOUS: "The period before in the same series.",
  SAME_PERIOD_LAST_YEAR: "The period a year before.",
  FIRST: "The first period of the series.",
  SPECIFIED: "The period given in `period`.",
});

export const AlignmentRule = enumType(
  "AlignmentRule",
  "How a figure's period came to stand for another.",
  v.ALIGNMENT_RULES,
  {
    SAME_PERIOD: "It has the same days.",
    LARGEST_OVERLAP: "It shares more of its days than any other period of the series, and at least half.",
    DAY_INSIDE: "It is a day inside it, the nearest to its middle.",
    NEAREST_EARLIER: "Asked for with `nearest`: the nearest that there is, before it.",
    NEAREST_LATER: "Asked for with `nearest`: the nearest that there is, after it.",
    NONE: "No period of the series stands for it.",
  },
);
