import type { Wording } from "./wording";

const money = (
  slug: string,
  name: string,
  short: string,
  definition: string,
  unit: "gbp" | "gbp-million",
): Wording => ({
  slug,
  name,
  short,
  definition,
  unit,
  places: 0,
  polarity: "HIGH_IS_GOOD",
  because: "More income a head means more to live on.",
  type: "CURRENCY",
  period: "CALENDAR_YEAR",
});
const investment = (each: Wording): Wording => ({
  ...each,
  polarity: "NO_JUDGEMENT",
  because: "A total in pounds grows with the size of the area, so it cannot be judged between areas.",
  sums: true,
});
const labour = (slug: string, name: string, short: string, definition: string, good: boolean): Wording => ({
  slug,
  name,
  short,
  definition,
  unit: "percent",
  places: 1,
  polarity: good ? "HIGH_IS_GOOD" : "LOW_IS_GOOD",
  because: good
    ? "Paid work is tied to income and health."
    : "People without work they want have less income and worse health.",
  type: "PERCENTAGE",
  period: "CALENDAR_YEAR",
  caveats: ["A survey estimate: read it with its 95% limits, above all in small areas."],
});
const inactivity = (slug: string, name: string): Wording => ({
  ...labour(
    slug,
    name,
    "Economic inactivity",
    "Share of residents aged 16 to 64 who neither work nor look for work, as a percentage.",
    false,
  ),
  polarity: "NO_JUDGEMENT",
  because: "It counts students, carers and the early retired with people kept from work by illness.",
});
/** Output is made where work is done and divided by those who sleep there: the City of London has £8 million a head. */
const output = (each: Wording): Wording => ({
  ...each,
  polarity: "NO_JUDGEMENT",
  because:
    "Output counts where work is done, heads where people live; commuting moves it, so it is not what residents have.",
  caveats: ["Places that many commute into, the City of London above all, show far more than their residents earn."],
});
const poverty = (slug: string, when: string): Wording => ({
  slug,
  name: `Children in low-income families, ${when} housing costs`,
  short: `Child poverty, ${when} housing costs`,
  definition: `Percentage of under-16s whose family, ${when} paying for housing, has less than 60% of the national middle income.`,
  unit: "percent",
  places: 1,
  polarity: "LOW_IS_GOOD",
  because: "Growing up in poverty harms health, schooling and later income.",
  type: "PERCENTAGE",
  numerator: "children under 16 in families below the line",
  denominator: "all children under 16",
  period: "FINANCIAL_YEAR",
  caveats: ["Provisional: the publisher may revise these figures."],
});

export const ECONOMY: readonly Wording[] = [
  labour(
    "employment-rate",
    "People aged 16 to 64 in work (Great Britain)",
    "Employment rate",
    "Share of residents aged 16 to 64 who have a paid job, those briefly away from it included, as a percentage.",
    true,
  ),
  labour(
    "employment-rate-ni",
    "People aged 16 to 64 in work (Northern Ireland)",
    "Employment rate",
    "Share of Northern Ireland's residents aged 16 to 64 who have a paid job, as a percentage.",
    true,
  ),
  inactivity("economic-inactivity-rate", "People aged 16 to 64 neither in work nor seeking it (Great Britain)"),
  inactivity("economic-inactivity-rate-ni", "People aged 16 to 64 neither in work nor seeking it (Northern Ireland)"),
  {
    ...labour(
      "modelled-unemployment",
      "Unemployment rate from a model",
      "Unemployment",
      "Share of those aged 16 and over in work or seeking it who have no job, as a percentage; a model steadies the survey in small areas.",
      false,
    ),
    numerator: "people without a job who look for one",
    denominator: "people in work or looking for it",
  },
  {
    slug: "claimant-count",
    name: "Residents claiming benefit because they are out of work",
    short: "Claimant count",
    definition:
      "People who claim benefit mainly for being unemployed, out of every 100 residents between 16 and 64 (a percentage); average of the year.",
    unit: "percent",
    places: 1,
    polarity: "LOW_IS_GOOD",
    because: "Fewer people out of work and on benefit is better for them and the place.",
    type: "PERCENTAGE",
    numerator: "claimants",
    denominator: "residents aged 16 to 64",
    period: "CALENDAR_YEAR",
    caveats: ["Rules on who must seek work changed as Universal Credit came in, so years are not wholly alike."],
  },
  money(
    "gross-disposable-household-income-per-head",
    "Household income after tax and benefits, a person",
    "Disposable income per head",
    "What households have to spend or save once taxes are paid and benefits received, in pounds a resident a year, at that year's prices.",
    "gbp",
  ),
  {
    ...money(
      "gross-median-weekly-pay",
      "Weekly pay before tax, middle employee",
      "Weekly pay",
      "The weekly pay, in pounds and before tax, that half of employees living in the area earn less than; part-time and full-time jobs together, for one pay week in April.",
      "gbp",
    ),
    places: 1,
    because: "Higher pay for the middle employee leaves households better off.",
    type: "MEDIAN",
    period: "SNAPSHOT",
    caveats: ["A survey estimate: the 95% limits are wide in small areas.", "Not adjusted for prices."],
  },
  poverty("children-in-relative-poverty-before-housing", "before"),
  poverty("children-in-relative-poverty-after-housing", "after"),
  output(
    money(
      "gross-domestic-product-per-head-current-market-price",
      "Economic output a resident, prices of the year",
      "GDP per head",
      "Value of all goods and services made in the area over the year, in pounds a resident, at that year's prices.",
      "gbp",
    ),
  ),
  output(
    money(
      "gross-domestic-product-per-head-chained-volume-measure",
      "Economic output a resident, constant prices",
      "Real GDP per head",
      "Value of all goods and services made in the area over the year, in pounds of 2019 a resident: the rise in prices is taken out.",
      "gbp",
    ),
  ),
  investment(
    money(
      "inward-foreign-direct-investment",
      "Stock of investment held by owners abroad",
      "Inward foreign investment",
      "Value at the end of the year, in million pounds, of stakes in the area's firms that owners in other countries hold.",
      "gbp-million",
    ),
  ),
  investment(
    money(
      "outward-foreign-direct-investment",
      "Stock of investment held in firms abroad",
      "Outward foreign investment",
      "Value at the end of the year, in million pounds, of stakes that the area's firms hold in other countries.",
      "gbp-million",
    ),
  ),
  {
    ...investment(
      money(
        "expenditure-research-and-development-public",
        "Public money spent on research and development",
        "Public R&D",
        "What public bodies paid for research and development in the area over the financial year, in million pounds.",
        "gbp-million",
      ),
    ),
    period: "FINANCIAL_YEAR",
  },
  investment(
    money(
      "expenditure-research-and-development-business",
      "Business spending on research and development",
      "Business R&D",
      "What firms spent on research and development in the area over the year, in million pounds.",
      "gbp-million",
    ),
  ),
  {
    slug: "food-outlets",
    name: "Restaurants, cafés, pubs and takeaways",
    short: "Food outlets",
    definition: "Active food and drink firms for every 1,000 residents, in the middle of March.",
    unit: "per-1000",
    places: 1,
    polarity: "NO_JUDGEMENT",
    because: "It counts good places to eat and poor ones alike.",
    type: "CRUDE_RATE",
    numerator: "food and drink firms",
    denominator: "residents",
    period: "SNAPSHOT",
  },
];
