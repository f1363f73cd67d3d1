import type { Wording } from "./wording";

type Weight = "healthy" | "obese" | "overweight" | "underweight";
const WEIGHTS: Readonly<Record<Weight, readonly [words: string, because: string]>> = {
  healthy: ["a healthy weight", "A healthy weight in childhood goes with better health."],
  obese: ["obese, severely so included", "Obesity in childhood harms health then and later."],
  overweight: ["overweight but not obese", "Excess weight in childhood often grows into obesity."],
  underweight: ["underweight", "Too low a weight can show poor nutrition or illness."],
};
const child = (weight: Weight, year: "reception" | "year-6"): Wording => {
  const [words, because] = WEIGHTS[weight];
  const whom = year === "reception" ? "four- and five-year-olds" : "ten- and eleven-year-olds";
  const label = weight === "healthy" ? "healthy weight" : weight;
  const title = label.charAt(0).toUpperCase() + label.slice(1);
  return {
    slug: weight === "healthy" ? `healthy-weight-children-${year}` : `${weight}-children-${year}`,
    name: `${title}: ${whom}`,
    short: `${title}, ${year === "reception" ? "reception" : "year 6"}`,
    definition: `Percentage of ${whom} weighed and measured at state schools in England who were found to be ${words}.`,
    unit: "percent",
    places: 1,
    polarity: weight === "healthy" ? "HIGH_IS_GOOD" : "LOW_IS_GOOD",
    because,
    type: "PERCENTAGE",
    numerator: `children found to be ${words}`,
    denominator: "children measured",
    period: "ACADEMIC_YEAR",
  };
};
const wellbeing = (slug: string, name: string, short: string, question: string, good: boolean): Wording => ({
  slug,
  name,
  short,
  definition: `Mean answer, from 0 (not at all) to 10 (completely), that people aged 16 and over gave when asked ${question}.`,
  unit: "score-10",
  places: 2,
  polarity: good ? "HIGH_IS_GOOD" : "LOW_IS_GOOD",
  because: good
    ? "A higher score means people feel better about their lives."
    : "A lower score means people feel less anxious.",
  type: "MEAN",
  period: "FINANCIAL_YEAR",
});
const mortality = (
  slug: string,
  name: string,
  short: string,
  definition: string,
  period: "ROLLING_THREE_YEAR" | "CALENDAR_YEAR",
  deaths = "preventable deaths under 75",
): Wording => ({
  slug,
  name,
  short,
  definition,
  unit: "per-100000",
  places: 1,
  polarity: "LOW_IS_GOOD",
  because: "The fewer die before 75 of diseases that care and healthy lives hold off, the better.",
  type: "DIRECTLY_STANDARDISED_RATE",
  numerator: deaths,
  denominator: "residents under 75",
  period,
});
const expectancy = (sex: "male" | "female", whom: string): Wording => ({
  slug: `healthy-life-expectancy-${sex}`,
  name: `Years of good health to expect at birth, ${whom}`,
  short: `Healthy life expectancy, ${sex}`,
  definition: `Years that ${whom} born in the three years could expect to live in good or very good health, if rates of death and of health stayed as they were.`,
  unit: "years",
  places: 1,
  polarity: "HIGH_IS_GOOD",
  because: "More years in good health is what health care and public health aim at.",
  type: "LIFE_EXPECTANCY",
  period: "ROLLING_THREE_YEAR",
});

export const HEALTH: readonly Wording[] = [
  expectancy("female", "girls"),
  expectancy("male", "boys"),
  ...(["healthy", "obese", "overweight", "underweight"] as const).flatMap((weight) => [
    child(weight, "reception"),
    child(weight, "year-6"),
  ]),
  {
    slug: "adult-obesity-prevalence",
    name: "Adults who are obese",
    short: "Adult obesity",
    definition:
      "Percentage of people aged 18 and over whose height and weight, as they stated them and then adjusted, give a body mass index of 30 or more.",
    unit: "percent",
    places: 1,
    polarity: "LOW_IS_GOOD",
    because: "Obesity raises the risk of many illnesses.",
    type: "PERCENTAGE",
    numerator: "adults with a body mass index of 30 or more",
    denominator: "adults asked",
    period: "YEAR_ENDING",
  },
  {
    slug: "cigarette-smokers",
    name: "Adults who smoke cigarettes",
    short: "Smokers",
    definition:
      "Smoking: adults of 18 or more who say that they smoke cigarettes now, as a percentage of those asked; electronic ones do not count. Mean of five years.",
    unit: "percent",
    places: 1,
    polarity: "LOW_IS_GOOD",
    because: "Smoking is the largest cause of death that can be avoided.",
    type: "PERCENTAGE",
    numerator: "adults who smoke cigarettes",
    denominator: "adults asked",
    period: "ROLLING_FIVE_YEAR",
  },
  {
    slug: "cancer-diagnosis-stage-1-and-2",
    name: "Cancers found early",
    short: "Early cancer diagnosis",
    definition: "Cancers found at stage 1 or 2 as a percentage of all found in the year whose stage is known.",
    unit: "percent",
    places: 1,
    polarity: "HIGH_IS_GOOD",
    because: "Cancers found early are more often cured.",
    type: "PERCENTAGE",
    numerator: "cancers found at stage 1 or 2",
    denominator: "cancers of known stage",
    period: "CALENDAR_YEAR",
  },
  mortality(
    "cardiovascular-mortality-persons-aged-under-75",
    "Early deaths from heart disease and stroke that were preventable (England)",
    "Preventable cardiovascular deaths",
    "Preventable deaths of under-75s from diseases of the heart and vessels, for every 100,000 such residents a year, averaged over three years and adjusted for age.",
    "ROLLING_THREE_YEAR",
  ),
  mortality(
    "cardiovascular-mortality-persons-aged-under-75-ni",
    "Early deaths from heart disease and stroke that were preventable (Northern Ireland)",
    "Preventable cardiovascular deaths",
    "Preventable deaths of Northern Ireland's under-75s from diseases of the circulation, for every 100,000 such residents a year, averaged over three years and adjusted for age.",
    "ROLLING_THREE_YEAR",
  ),
  mortality(
    "mortality-rate-coronary-heart-disease-scotland",
    "Early deaths from heart disease and stroke (Scotland)",
    "Heart disease and stroke deaths",
    "Deaths of Scotland's under-75s from coronary heart disease or stroke in the year, for every 100,000 such residents, adjusted for age.",
    "CALENDAR_YEAR",
    "deaths under 75 from coronary heart disease or stroke",
  ),
  wellbeing(
    "wellbeing-anxiety",
    "Anxiety felt the day before",
    "Anxiety",
    "how anxious they had felt the day before",
    false,
  ),
  wellbeing(
    "wellbeing-happiness",
    "Happiness felt the day before",
    "Happiness",
    "how happy they had felt the day before",
    true,
  ),
  wellbeing(
    "wellbeing-satisfaction",
    "Satisfaction with life",
    "Life satisfaction",
    "how satisfied they were with life",
    true,
  ),
  wellbeing(
    "wellbeing-worthwhile",
    "Feeling that what one does is worthwhile",
    "Worthwhile",
    "how far the things they do are worthwhile",
    true,
  ),
];
