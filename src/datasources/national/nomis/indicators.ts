import type { RemoteDimension, RemoteIndicator } from "../../core/source";
import { type NomisFacts, PEOPLE, PERCENT } from "./facts";

const SITE = "https://www.nomisweb.co.uk/datasets/";

const SEX: RemoteDimension = {
  code: "sex",
  label: "Sex",
  members: [
    { code: "persons", label: "Total", isTotal: true },
    { code: "male", label: "Male" },
    { code: "female", label: "Female" },
  ],
};
const GENDER = { concept: "gender", codes: { persons: "0", male: "1", female: "2" } };

function ages(...members: readonly (readonly [string, string])[]): RemoteDimension {
  return {
    code: "age",
    label: "Age",
    members: members.map(([code, label], place) => (place === 0 ? { code, label, isTotal: true } : { code, label })),
  };
}

function nomisIndicator(indicator: Omit<RemoteIndicator, "facts"> & { readonly facts: NomisFacts }): RemoteIndicator {
  const { dataset } = indicator.facts;
  const url = indicator.dataset.homepage;
  const identifier = { scheme: "NOMIS_DATASET" as const, value: dataset, ...(url === undefined ? {} : { url }) };
  return { ...indicator, facts: { ...indicator.facts }, identifiers: [identifier] };
}

const CLAIMANTS = {
  upstreamId: "NM_162_1",
  title: "Claimant count by sex and age",
  description: "Claimants of Universal Credit who must seek work, and of Jobseeker's Allowance, by sex and age.",
  designation: "OFFICIAL_IN_DEVELOPMENT",
  homepage: `${SITE}ucjsa`,
} as const;
const CLAIMANT_AGES = ages(["0", "All categories: Age 16+"], ["1", "Age unknown (clerical claims)"]);

function claimants(measure: string, rest: Pick<RemoteIndicator, "upstreamId" | "name" | "definition" | "unit">) {
  const isCount = rest.unit === PEOPLE;
  return nomisIndicator({
    ...rest,
    decimalPlaces: isCount ? 0 : 1,
    valueType: isCount ? "COUNT" : "PERCENTAGE",
    frequency: "MONTHLY",
    periodType: "MONTH",
    isAggregatable: isCount,
    caveats: [
      "Who must seek work changed as Universal Credit came in, so that years are not wholly alike.",
      "Counted on one day in the month. Not adjusted for the seasons.",
    ],
    dimensions: [SEX, CLAIMANT_AGES],
    dataset: CLAIMANTS,
    facts: {
      dataset: "NM_162_1",
      fixed: { measure },
      value: "20100",
      dimensions: { sex: GENDER, age: { concept: "age" } },
    },
  });
}

const SURVEY = {
  upstreamId: "NM_17_5",
  title: "Annual population survey",
  description: "A survey of households over twelve months, published each quarter.",
  designation: "OFFICIAL_IN_DEVELOPMENT",
  homepage: `${SITE}apsnew`,
} as const;

function survey(variable: string, rest: Pick<RemoteIndicator, "name" | "definition" | "sameAs">): RemoteIndicator {
  return nomisIndicator({
    ...rest,
    upstreamId: `NM_17_5/${variable}`,
    unit: PERCENT,
    decimalPlaces: 1,
    valueType: "PERCENTAGE",
    frequency: "QUARTERLY",
    periodType: "YEAR_ENDING",
    hasConfidenceIntervals: true,
    caveats: ["A survey estimate: read it with its 95% limits, above all in small areas."],
    dataset: SURVEY,
    facts: {
      dataset: "NM_17_5",
      fixed: { variable },
      value: "20599",
      confidence: "21003",
      numerator: "21001",
      denominator: "21002",
      dimensions: {},
    },
  });
}

/**
 * Indicators that are in the graph before any harvest. Codes and names as seen in answers of 2026-08 (claimants, survey), in the
 * recorded answers of 2020-04 and 2023-06 (population estimates) and in the definition of 2026-02 (census).
 */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  claimants("1", {
    upstreamId: "NM_162_1",
    name: "Claimant count",
    definition: "People who claim benefit mainly for being unemployed, by where they live.",
    unit: PEOPLE,
  }),
  claimants("2", {
    upstreamId: "NM_162_1/2",
    name: "Claimants as a proportion of residents aged 16-64",
    definition: "People who claim benefit mainly for being unemployed, out of every 100 residents aged 16 to 64.",
    unit: PERCENT,
  }),
  survey("45", {
    name: "Employment rate - aged 16-64",
    definition: "Share of residents aged 16 to 64 who are in employment.",
    sameAs: ["employment-rate"],
  }),
  survey("83", {
    name: "Unemployment rate - aged 16+",
    definition: "Share of economically active residents aged 16 and over who are unemployed.",
  }),
  survey("111", {
    name: "% who are economically inactive - aged 16-64",
    definition: "Share of residents aged 16 to 64 who neither work nor look for work.",
    sameAs: ["economic-inactivity-rate"],
  }),
  nomisIndicator({
    upstreamId: "NM_2002_1",
    name: "Population estimates",
    definition: "Estimated number of people who usually live in the area on 30 June of the year.",
    unit: PEOPLE,
    decimalPlaces: 0,
    valueType: "COUNT",
    frequency: "ANNUALLY",
    periodType: "SNAPSHOT",
    isAggregatable: true,
    dimensions: [
      SEX,
      ages(
        ["200", "All Ages"],
        ["201", "Aged 0 to 15"],
        ["202", "Aged 16+"],
        ["203", "Aged 16 to 64"],
        ["250", "Aged 16 to 24"],
        ["207", "Aged 25 to 49"],
        ["208", "Aged 50 to 64"],
        ["209", "Aged 65+"],
        ["210", "Aged 85+"],
      ),
    ],
    areaTypes: ["UK", "CTRY", "RGN", "CAUTH", "MCTY", "CTY", "LAD"],
    dataset: {
      upstreamId: "NM_2002_1",
      title: "Population estimates - local authority based by single year of age",
      designation: "ACCREDITED_OFFICIAL",
      homepage: `${SITE}pestsyoala`,
    },
    sameAs: ["population-count"],
    facts: {
      dataset: "NM_2002_1",
      fixed: {},
      value: "20100",
      dimensions: { sex: GENDER, age: { concept: "c_age" } },
      day: "06-30",
    },
  }),
  nomisIndicator({
    upstreamId: "NM_2021_1",
    name: "Number of usual residents in households and communal establishments",
    definition:
      "Usual residents of England and Wales on Census Day, 21 March 2021, by whether they lived in households or communal establishments.",
    caveats: ["Records were swapped and counts changed a little to protect people: small areas do not add up exactly."],
    unit: PEOPLE,
    decimalPlaces: 0,
    valueType: "COUNT",
    frequency: "DECENNIAL",
    periodType: "CENSUS_DAY",
    dimensions: [
      {
        code: "restype",
        label: "Residence type",
        members: [
          { code: "0", label: "Total: All usual residents", isTotal: true },
          { code: "1", label: "Lives in a household" },
          { code: "2", label: "Lives in a communal establishment" },
        ],
      },
    ],
    dataset: {
      upstreamId: "NM_2021_1",
      title: "TS001 - Number of usual residents in households and communal establishments",
      designation: "ACCREDITED_OFFICIAL",
      homepage: `${SITE}c2021ts001`,
      version: "2022-11-02 09:30:00",
      publishedAt: "2022-11-02",
    },
    facts: {
      dataset: "NM_2021_1",
      fixed: {},
      value: "20100",
      dimensions: { restype: { concept: "c2021_restype_3" } },
      day: "03-21",
    },
  }),
];
