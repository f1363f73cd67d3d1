import type { Wording } from "./wording";

const share = (
  slug: string,
  name: string,
  short: string,
  definition: string,
  good: boolean,
  because: string,
): Wording => ({
  slug,
  name,
  short,
  definition,
  unit: "percent",
  places: 1,
  polarity: good ? "HIGH_IS_GOOD" : "LOW_IS_GOOD",
  because,
  type: "PERCENTAGE",
  period: "ACADEMIC_YEAR",
});
const rate = (
  slug: string,
  name: string,
  short: string,
  definition: string,
  period: "ACADEMIC_YEAR" | "FINANCIAL_YEAR",
): Wording => ({
  slug,
  name,
  short,
  definition,
  unit: "per-100000",
  places: 0,
  polarity: "HIGH_IS_GOOD",
  because: "More people gaining skills raises what they can earn.",
  type: "CRUDE_RATE",
  period,
});
const learned = "Young children who do well early tend to do well later at school.";
const early = (slug: string, subject: string): Wording => ({
  ...share(
    slug,
    `Five-year-olds on track in ${subject}`,
    `Early years: ${subject}`,
    `Percentage of children in state schools who, at the end of reception, reach the expected level in every goal of ${subject}.`,
    true,
    learned,
  ),
  numerator: "children at the expected level",
  denominator: "children assessed",
});
const absence = (slug: string, whom: string, short: string): Wording => ({
  ...share(
    slug,
    `Often absent: ${whom}`,
    short,
    `Percentage of ${whom} in state schools who missed a tenth or more of the sessions they could attend.`,
    false,
    "Pupils who miss much school learn less.",
  ),
  numerator: `${whom} who missed at least a tenth`,
  denominator: whom,
});
const qualified = (slug: string, name: string, short: string, definition: string, good: boolean): Wording => ({
  ...share(
    slug,
    name,
    short,
    definition,
    good,
    good
      ? "Higher qualifications bring better work and pay."
      : "People without qualifications find work harder to get.",
  ),
  period: "CALENDAR_YEAR",
});

export const EDUCATION: readonly Wording[] = [
  early("early-years-communication-language", "communication and language"),
  early("early-years-literacy", "literacy"),
  early("early-years-mathematics", "mathematics"),
  {
    ...share(
      "pupils-at-expected-standards-end-primary-school",
      "Eleven-year-olds who read, write and do mathematics as expected",
      "End of primary school",
      "Percentage of state-school pupils who reach the expected standard in all three subjects when they leave primary school.",
      true,
      "Pupils who leave primary school at the standard cope better with what follows.",
    ),
    places: 0,
  },
  share(
    "gcses-equivalent-english-maths",
    "English and maths passed by 19",
    "GCSE English and maths",
    "Percentage of 19-year-olds who hold a good pass, or its like, in both English and mathematics.",
    true,
    "Most further study and many jobs ask for both.",
  ),
  absence("persistent-absences-all-pupils", "pupils", "Persistent absence"),
  absence(
    "persistent-absences-pupils-free-school-meals",
    "pupils eligible for free school meals at some time in the last six years",
    "Absence: free school meals",
  ),
  {
    ...absence(
      "persistent-absences-pupils-looked-after-by-local-authorities",
      "pupils in council care for a year or more",
      "Absence: children in care",
    ),
    period: "FINANCIAL_YEAR",
  },
  rate(
    "further-education-skills-participation",
    "Adults in further education or training",
    "Further education: taking part",
    "Learners aged 19 and over on at least one course or apprenticeship in the academic year, for every 100,000 residents.",
    "ACADEMIC_YEAR",
  ),
  rate(
    "further-education-skills-learner-achievements",
    "Adults who completed further education or training",
    "Further education: completed",
    "Learners aged 19 and over who finished at least one course or apprenticeship with success in the academic year, for every 100,000 residents.",
    "ACADEMIC_YEAR",
  ),
  rate(
    "apprenticeship-starts",
    "Apprenticeships begun (England)",
    "Apprenticeship starts",
    "Apprenticeships that residents aged 16 and over began in the academic year, for every 100,000 residents.",
    "ACADEMIC_YEAR",
  ),
  rate(
    "apprenticeship-achievements",
    "Apprenticeships completed (England)",
    "Apprenticeship achievements",
    "Apprenticeships that residents aged 16 and over completed in the academic year, for every 100,000 residents.",
    "ACADEMIC_YEAR",
  ),
  rate(
    "apprenticeship-starts-ni",
    "Apprenticeships begun (Northern Ireland)",
    "Apprenticeship starts",
    "Apprenticeships that residents of Northern Ireland aged 16 and over began in the academic year, for every 100,000 residents.",
    "ACADEMIC_YEAR",
  ),
  rate(
    "apprenticeship-starts-scotland",
    "Modern apprenticeships begun (Scotland)",
    "Apprenticeship starts",
    "Modern apprenticeships that residents of Scotland aged 16 and over began in the financial year, for every 100,000 residents.",
    "FINANCIAL_YEAR",
  ),
  rate(
    "apprenticeship-achievements-scotland",
    "Modern apprenticeships completed (Scotland)",
    "Apprenticeship achievements",
    "Modern apprenticeships that residents of Scotland aged 16 and over completed in the financial year, for every 100,000 residents.",
    "FINANCIAL_YEAR",
  ),
  qualified(
    "level-3-or-above-qualifications",
    "Adults qualified to A level or higher (Great Britain)",
    "Level 3 or above",
    "Percentage of residents aged 16 to 64 with a qualification at level 3 (A level and its like) or higher.",
    true,
  ),
  qualified(
    "level-3-or-above-qualifications-ni",
    "Adults qualified to A level or higher (Northern Ireland)",
    "Level 3 or above",
    "Percentage of Northern Ireland's residents aged 16 to 64 with a qualification at level 3 (A level and its like) or higher.",
    true,
  ),
  qualified(
    "no-qualifications-great-britain",
    "Adults without any qualification",
    "No qualifications",
    "Percentage of residents aged 16 to 64 who hold no qualification at all.",
    false,
  ),
];
