import type { Wording } from "./wording";

const additions = (slug: string, where: string): Wording => ({
  slug,
  name: `Homes gained, less homes lost (${where})`,
  short: "Net additional homes",
  definition:
    "New, converted and regained homes less those pulled down or lost over the financial year, for every 1,000 dwellings that stood.",
  unit: "per-1000-dwellings",
  places: 0,
  polarity: "UNKNOWN",
  because: "More homes ease shortage, but need differs from place to place and the figure does not state it.",
  type: "CRUDE_RATE",
  numerator: "dwellings added less dwellings lost",
  denominator: "dwellings that stood",
  period: "FINANCIAL_YEAR",
});

export const HOUSING: readonly Wording[] = [
  {
    slug: "average-house-price",
    name: "Price of a typical home sold",
    short: "House price",
    definition: "Geometric mean of prices paid for homes, in pounds, as the UK House Price Index works it out.",
    unit: "gbp",
    places: 0,
    polarity: "NO_JUDGEMENT",
    because: "High prices suit owners and hurt buyers.",
    type: "CURRENCY",
    period: "CALENDAR_YEAR",
    caveats: [
      "The publisher's file has one figure a year and does not say for which month; the monthly series is not in it.",
    ],
  },
  {
    slug: "housing-affordability-ratio",
    name: "House price as a multiple of yearly pay",
    short: "Price to earnings",
    definition:
      "Middle price paid for a home over a year divided by the middle yearly pay of full-time employees who live in the area; a ratio.",
    unit: "ratio",
    places: 2,
    polarity: "LOW_IS_GOOD",
    because: "The fewer years of pay a home costs, the more people can buy one.",
    type: "RATIO",
    numerator: "median price paid",
    denominator: "median yearly pay of residents who work full time",
    period: "SNAPSHOT",
    caveats: ["The publisher's file gives the unit as a percentage; the figures are ratios and are shown as such."],
  },
  additions("net-additions-housing-stock", "England"),
  additions("net-additions-housing-stock-wales", "Wales"),
  additions("net-additions-housing-stock-northern-ireland", "Northern Ireland"),
  {
    slug: "average-length-of-short-term-let-stay",
    name: "Nights a guest stays at a short-term let",
    short: "Length of short lets",
    definition: "Mean number of nights of a stay booked on the large letting platforms, by month.",
    unit: "nights",
    places: 1,
    polarity: "NO_JUDGEMENT",
    because: "Long and short stays each have uses; neither is better.",
    type: "MEAN",
    numerator: "nights stayed",
    denominator: "stays",
    period: "MONTH",
    frequency: "MONTHLY",
  },
];
