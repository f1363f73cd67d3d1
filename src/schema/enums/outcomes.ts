import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const OutcomeRole = enumType("OutcomeRole", "How an indicator speaks for an outcome.", v.OUTCOME_ROLES, {
  OUTCOME: "It measures the outcome itself.",
  OUTPUT: "It measures what is done to bring the outcome about.",
  CONTEXT: "It tells of the setting, which nobody answers for alone.",
});

export const WordingState = enumType("WordingState", "How sure the words of an outcome are.", v.WORDING_STATES, {
  PUBLISHED: "As the owner published them.",
  DRAFT: "From a draft, or from hearsay: to be checked against the publication by whoever runs the hub.",
});

export const OutcomeDirection = enumType(
  "OutcomeDirection",
  "Where a figure goes: its change from the year before, by the framework's judgement or, where it has none, the indicator's polarity.",
  v.OUTCOME_DIRECTIONS,
  {
    IMPROVING: "It moved to the good side; where confidence limits allow a test, significantly so (95 %).",
    WORSENING: "It moved to the bad side; where confidence limits allow a test, significantly so (95 %).",
    NO_CHANGE: "It did not move, or its move was tested and is not significant (95 %).",
    UNDECIDED:
      "It has no figure a year before that it may be compared with, or nobody says whether high or low is good.",
    MISSING: "It has no value; the figure says why.",
  },
);
