import type { Frequency, QualityDesignation } from "../../schema/values/enums";
import type { PublishedIndicator } from "./metadata";
import { SOURCES, sourceNamed } from "./sources";
import type { Wording } from "./wording/wording";

/** A data set with its one release. */
export interface DraftDataset {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly source: string;
  readonly designation: QualityDesignation;
  readonly frequency: Frequency;
  readonly homepage: string;
  readonly publishedAt: string;
}

/** Titles of the data sets that hold more than one indicator; the others are called after theirs. */
const TITLES: Readonly<Record<string, string>> = {
  apprenticeships: "Apprenticeships in England",
  "apprenticeships-scotland": "Modern apprenticeships in Scotland",
  "average-travel-time": "Journey times to places of work",
  "child-weight": "Weight of children at school",
  "children-in-relative-poverty": "Children in low-income families",
  "early-years": "Early years outcomes",
  "employment-rate": "Work and economic inactivity in Great Britain",
  "employment-rate-ni": "Work and economic inactivity in Northern Ireland",
  "engagement-with-culture-and-heritage": "Taking part in culture and heritage",
  "foreign-direct-investment": "Foreign direct investment",
  "gdp-per-head": "Economic output a resident",
  "healthy-life-expectancy": "Healthy life expectancy",
  "personal-wellbeing-estimates": "How people feel about their lives",
  "population-indicators": "Population estimates",
};

/** The data set of the Indices of Deprivation, whose files name no indicator of Explore Local Statistics. */
export const DEPRIVATION_DATASET: DraftDataset = {
  slug: "indices-of-deprivation",
  title: "English Indices of Deprivation",
  description:
    "Neighbourhood ranks of 2015, 2019 and 2025, and summaries of 2025 for the lower-tier authorities of England.",
  source: "mhclg",
  designation: "OFFICIAL",
  frequency: "IRREGULAR",
  homepage: "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025",
  publishedAt: "2025-10-30",
};

/** The data set of one file, from the indicators that it holds: the source is the first that the publisher names, the others are told. */
export function datasetOf(
  slug: string,
  published: readonly PublishedIndicator[],
  words: readonly Wording[],
): DraftDataset {
  const sources = [...new Map(published.flatMap((each) => each.source).map((each) => [each.name, each])).values()];
  const [first, ...others] = sources;
  if (first === undefined) throw new Error(`The data set ${slug} has no source.`);
  const also = [...new Set(others.map((each) => tellingName(each.name)))].filter(
    (name) => name !== sourceNamed(first.name).name,
  );
  const title = TITLES[slug] ?? words[0]?.name;
  if (title === undefined) throw new Error(`The data set ${slug} has no title.`);
  const told = also.length === 0 ? "" : ` Also from: ${also.join("; ")}.`;
  return {
    slug,
    title,
    description: `Figures produced by ${sourceNamed(first.name).name}, as gathered by ONS Explore Local Statistics.${told}`,
    source: sourceNamed(first.name).slug,
    designation: published.some((each) => each.experimentalStatistic) ? "OFFICIAL_IN_DEVELOPMENT" : "OFFICIAL",
    frequency: words[0]?.frequency ?? "ANNUALLY",
    homepage: first.href,
    publishedAt:
      sources
        .map((each) => each.date)
        .sort()
        .at(-1) ?? first.date,
  };
}

/** Bodies that only ever stand beside another are not listed as sources: they keep the publisher's name. */
function tellingName(name: string): string {
  return SOURCES.find((each) => each.known.includes(name))?.name ?? name;
}
