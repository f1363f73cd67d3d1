import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const ObservationStatus = enumType(
  "ObservationStatus",
  "Marks that a publisher put on a figure.",
  v.OBSERVATION_STATUSES,
  {
    NORMAL: "No mark.",
    PROVISIONAL: "[p] May still be revised.",
    REVISED: "[r] Differs from what was published before.",
    ESTIMATED: "[e] Estimated.",
    FORECAST: "[f] Forecast.",
    BREAK_IN_SERIES: "[b] Not comparable with what came before.",
    LOW_RELIABILITY: "[u] Of low reliability.",
    LOW_FIGURE: "[low] Too small to show at this precision.",
    ROUNDED: "Rounded by the publisher.",
    AVERAGE: "[a] An average of others.",
    TOTAL: "[t] A total of others.",
    IMPUTED: "Filled in by the publisher's method.",
    NOT_STATISTICALLY_SIGNIFICANT: "[ns] Not statistically significant.",
  },
);

export const MissingReason = enumType("MissingReason", "Why a value is blank.", v.MISSING_REASONS, {
  CONFIDENTIAL: "[c] Withheld so that nobody can be identified.",
  NOT_AVAILABLE: "[x] The publisher has no figure.",
  NOT_APPLICABLE: "[z] The question does not arise here.",
  NONE_RECORDED_IN_SURVEY: "[w] The survey met no case.",
  NOT_COLLECTED_AT_THIS_GEOGRAPHY: "The indicator is not published for areas of this kind or in this country.",
  NOT_YET_RELEASED: "To be released.",
  NOT_SUBMITTED: "The council made no return.",
  EMBARGOED: "Not yet public.",
  NOT_PERMITTED: "You may not see it.",
  AREA_DID_NOT_EXIST: "The area was not in being in that period; the note names its successor.",
  SOURCE_UNAVAILABLE: "The publisher's service did not answer.",
});

export const ObservationOrder = enumType(
  "ObservationOrder",
  "What observations are ordered by; what is equal stands by area code, indicator, breakdown and period.",
  v.OBSERVATION_ORDERS,
  {
    AREA: "Area code.",
    VALUE: "Value; blanks come last either way.",
    PERIOD: "Start of the period.",
    RANK: "Rank among the observations of the answer, 1 being the highest value; blanks come last.",
    CHANGE: "Difference from the period before; blanks come last.",
  },
);

export const SortDirection = enumType("SortDirection", "Which way round.", v.SORT_DIRECTIONS, {
  ASC: "Smallest or earliest first.",
  DESC: "Largest or latest first.",
});
