import type { RemoteDataset, RemoteIndicator } from "../../core/source";

/** The category that stands for all. */
export const ALL = "all-crime";
const RATE = "-rate";

/** What an indicator counts, and whether for every 1,000 residents. */
export function countedBy(upstreamId: string): { readonly category: string; readonly isRate: boolean } {
  return upstreamId.endsWith(RATE)
    ? { category: upstreamId.slice(0, -RATE.length), isRate: true }
    : { category: upstreamId, isRate: false };
}

/** The ids of the count and the rate of a category. */
export function idsOf(category: string): readonly [count: string, rate: string] {
  return [category, `${category}${RATE}`];
}

const DATASET: RemoteDataset = {
  upstreamId: "street-level-crime",
  title: "Street-level crime",
  description: "Crimes and anti-social behaviour recorded by police forces, month by month, at anonymised points.",
  homepage: "https://data.police.uk/about/",
  methodologyUrl: "https://data.police.uk/about/#location-anonymisation",
};

const CAVEATS: readonly string[] = [
  "Each crime is placed at an anonymised point near where it happened, so the count of a small area is not exact.",
  "The hub counts the points inside an area's boundary. Crimes that were given no place are not counted.",
  "Forces send what they have each month and correct it later. Where a force sent nothing, its crimes are missing: Greater Manchester " +
    "Police has sent no whole figures from July 2019 on (reported until 2023-09).",
  "Crimes in Northern Ireland come without their outcomes; counts are not affected.",
];

/** The count of a category, and its rate. `name` is the category's name in the service's own list. */
export function indicatorsOfCategory(category: string, name: string, version?: string): readonly RemoteIndicator[] {
  const [count, rate] = idsOf(category);
  const whole = category === ALL ? "All crime and anti-social behaviour" : name;
  const counted = category === "anti-social-behaviour" ? "incidents" : "crimes";
  const definition =
    category === ALL
      ? "Crimes of every category, and incidents of anti-social behaviour, that police forces placed inside the area."
      : `${counted === "crimes" ? "Crimes" : "Incidents"} in the police's category “${name}” that forces placed inside the area.`;
  const common = {
    definitionUrl: "https://www.police.uk/pu/about-police.uk-crime-data/",
    caveats: CAVEATS,
    frequency: "MONTHLY",
    periodType: "MONTH",
    polarity: "UNKNOWN",
    dataset: version === undefined ? DATASET : { ...DATASET, version },
  } as const;
  return [
    {
      ...common,
      upstreamId: count,
      name: whole,
      definition,
      unit: { code: counted, label: counted },
      decimalPlaces: 0,
      valueType: "COUNT",
      isAggregatable: true,
    },
    {
      ...common,
      upstreamId: rate,
      name: `${whole}: rate`,
      definition:
        `${definition} For every 1,000 residents, in one month: worked out by the hub with the newest mid-year estimate of residents that ` +
        "is not after the month's year.",
      unit: {
        code: `${counted}-per-1000-residents`,
        label: `${counted} per 1,000 residents`,
        suffix: "per 1,000 residents",
      },
      decimalPlaces: 2,
      valueType: "CRUDE_RATE",
      numerator: `${counted === "crimes" ? "Crimes" : "Incidents"} counted inside the area in the month`,
      denominator: "Usual residents, mid-year estimate",
    },
  ];
}

/** The categories in use since 2013, as the service listed them for July 2026. */
const CATEGORIES: readonly (readonly [string, string])[] = [
  [ALL, "All crime"],
  ["anti-social-behaviour", "Anti-social behaviour"],
  ["bicycle-theft", "Bicycle theft"],
  ["burglary", "Burglary"],
  ["criminal-damage-arson", "Criminal damage and arson"],
  ["drugs", "Drugs"],
  ["other-theft", "Other theft"],
  ["possession-of-weapons", "Possession of weapons"],
  ["public-order", "Public order"],
  ["robbery", "Robbery"],
  ["shoplifting", "Shoplifting"],
  ["theft-from-the-person", "Theft from the person"],
  ["vehicle-crime", "Vehicle crime"],
  ["violent-crime", "Violence and sexual offences"],
  ["other-crime", "Other crime"],
];

/** Count and rate of every category that the service lists; the hub works them all out from the same answers. */
export const EVERY_KNOWN: readonly RemoteIndicator[] = CATEGORIES.flatMap(([category, name]) =>
  indicatorsOfCategory(category, name),
);
const WELL: readonly string[] = [ALL, "anti-social-behaviour", "burglary", "violent-crime"].flatMap(idsOf);

/** The best known of them. */
export const WELL_KNOWN: readonly RemoteIndicator[] = EVERY_KNOWN.filter((each) => WELL.includes(each.upstreamId));
