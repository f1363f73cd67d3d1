import type { Wording } from "./wording";

const SPREAD = "The index compares areas within England only, and its editions are not a measure of change.";
const base = {
  period: "CALENDAR_YEAR",
  frequency: "IRREGULAR",
  caveats: [SPREAD],
} as const;

export const DEPRIVATION: readonly Wording[] = [
  {
    ...base,
    slug: "imd-rank",
    name: "Rank of the neighbourhood on the Index of Multiple Deprivation",
    short: "Deprivation rank",
    definition: "Place of the lower layer super output area among all of England's, where 1 is the most deprived.",
    unit: "rank",
    places: 0,
    polarity: "HIGH_IS_GOOD",
    because: "Rank 1 is the most deprived, so a higher number means less deprivation.",
    type: "RANK_VALUE",
  },
  {
    ...base,
    slug: "imd-decile",
    name: "Tenth of the neighbourhood on the Index of Multiple Deprivation",
    short: "Deprivation tenth",
    definition:
      "Tenth of England's lower layer super output areas that the area falls in, where 1 is the most deprived tenth.",
    unit: "decile",
    places: 0,
    polarity: "HIGH_IS_GOOD",
    because: "The first tenth is the most deprived.",
    type: "RANK_VALUE",
  },
  {
    ...base,
    slug: "imd-average-score",
    name: "Mean deprivation score of the authority's neighbourhoods",
    short: "Deprivation score",
    definition:
      "Mean of the index's scores of the authority's lower layer super output areas, weighted by residents; a higher score means more deprivation.",
    unit: "score",
    places: 3,
    polarity: "LOW_IS_GOOD",
    because: "A higher score means more deprivation.",
    type: "SCORE",
  },
  {
    ...base,
    slug: "imd-average-rank",
    name: "Mean deprivation rank of the authority's neighbourhoods",
    short: "Mean deprivation rank",
    definition:
      "Mean of the ranks of the authority's lower layer super output areas, weighted by residents; here, unlike the neighbourhood rank, a higher number means more deprivation.",
    unit: "rank",
    places: 2,
    polarity: "LOW_IS_GOOD",
    because: "In this summary ranks run the other way: the higher, the more deprived.",
    type: "MEAN",
  },
  {
    ...base,
    slug: "imd-rank-of-average-score",
    name: "Rank of the authority by mean deprivation score",
    short: "Rank by score",
    definition:
      "Place of the authority among England's lower-tier authorities by its mean score, where 1 is the most deprived.",
    unit: "rank",
    places: 0,
    polarity: "HIGH_IS_GOOD",
    because: "Rank 1 is the most deprived authority.",
    type: "RANK_VALUE",
  },
  {
    ...base,
    slug: "imd-most-deprived-tenth",
    name: "Share of neighbourhoods among England's most deprived tenth",
    short: "Most deprived tenth",
    definition:
      "Share of the authority's lower layer super output areas that are among the most deprived tenth of England, from 0 to 1.",
    unit: "share",
    places: 4,
    polarity: "LOW_IS_GOOD",
    because: "The fewer neighbourhoods are among the most deprived, the better.",
    type: "PROPORTION",
    numerator: "neighbourhoods in England's most deprived tenth",
    denominator: "all neighbourhoods of the authority",
  },
  {
    ...base,
    slug: "imd-extent",
    name: "Share of residents in the more deprived neighbourhoods",
    short: "Extent of deprivation",
    definition:
      "Share of residents, from 0 to 1, who live in England's three most deprived tenths of neighbourhoods; those of the first tenth count whole, the rest less and less.",
    unit: "share",
    places: 4,
    polarity: "LOW_IS_GOOD",
    because: "The fewer residents live in deprived neighbourhoods, the better.",
    type: "PROPORTION",
  },
  {
    ...base,
    slug: "imd-local-concentration",
    name: "How deprived the authority's most deprived neighbourhoods are",
    short: "Local concentration",
    definition:
      "Mean rank, weighted by residents, of the most deprived neighbourhoods that hold a tenth of the authority's residents; a higher number means more deprivation.",
    unit: "rank",
    places: 2,
    polarity: "LOW_IS_GOOD",
    because: "In this summary ranks run the other way: the higher, the more deprived.",
    type: "MEAN",
  },
];
