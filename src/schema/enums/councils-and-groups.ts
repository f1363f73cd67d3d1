import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const CouncilTier = enumType("CouncilTier", "The kind of legal body that a council is.", v.COUNCIL_TIERS, {
  COUNTY: "A county council: the upper tier.",
  DISTRICT: "A district council: the lower tier, within a county.",
  UNITARY: "A unitary council of England outside the metropolitan counties and London: one tier.",
  METROPOLITAN: "A metropolitan district council.",
  LONDON_BOROUGH: "A London borough council, or the City of London Corporation.",
  COMBINED_AUTHORITY: "A combined authority or combined county authority.",
  STRATEGIC_AUTHORITY: "A strategic authority, such as the Greater London Authority.",
  FIRE: "A fire and rescue authority.",
  POLICE: "A police and crime commissioner or police authority.",
  PARISH: "A parish, town or community council.",
  WELSH_UNITARY: "A principal council of Wales.",
  SCOTTISH_COUNCIL: "A council of Scotland.",
  NI_DISTRICT: "A district council of Northern Ireland.",
});

export const ComparisonGroupKind = enumType(
  "ComparisonGroupKind",
  "How a comparison group is made up.",
  v.COMPARISON_GROUP_KINDS,
  {
    ALL_IN_COUNTRY: "Every area of the same class in the same country.",
    ALL_IN_REGION: "Every area of the same class in the same region.",
    SAME_TYPE: "Every area of the same kind in the same country.",
    NEAREST_NEIGHBOURS: "The area's statistical nearest neighbours.",
    STATISTICAL_NEIGHBOURS_CHILDRENS_SERVICES: "The statistical neighbours used in children's services.",
    CLUSTER: "A cluster of areas found alike by its publisher's method.",
    FAMILY_GROUP: "A family group of Scotland's benchmarking framework.",
    DEPRIVATION_DECILE: "Areas in the same tenth by deprivation.",
    RURAL_URBAN: "Areas of the same rural and urban class.",
    CORE_CITIES: "The Core Cities.",
    CUSTOM: "A list that the caller or a member gives.",
  },
);

export const NeighbourModel = enumType(
  "NeighbourModel",
  "A model of statistical nearest neighbours.",
  v.NEIGHBOUR_MODELS,
  {
    ONS_GLOBAL: "ONS: alike over all its themes.",
    ONS_ECONOMIC: "ONS: alike in economy.",
    ONS_DEMOGRAPHIC: "ONS: alike in population.",
    CIPFA: "CIPFA nearest neighbours; loaded by members who hold them.",
    CHILDRENS_SERVICES: "Statistical neighbours for children's services.",
    CUSTOM_WEIGHTS: "Worked out from indicators and weights of the caller's own.",
  },
);

export const Visibility = enumType("Visibility", "Who may see a thing.", v.VISIBILITIES, {
  PRIVATE: "Its owner alone.",
  ORGANISATION: "Its owner's organisation.",
  GROUP: "The members of a group.",
  MEMBERS: "All members.",
  PUBLIC: "Everybody.",
});
