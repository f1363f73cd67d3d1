import "reflect-metadata";
import { registerEnumType } from "type-graphql";
import * as v from "./values/enums";

type Described<T extends string> = Readonly<Record<T, string>>;

/** Registers a closed list as a GraphQL enum; the compiler sees to it that every value has its description. */
function enumType<const T extends string>(
  name: string,
  description: string,
  values: readonly T[],
  described: Described<T>,
): { readonly [K in T]: K } {
  const members = Object.fromEntries(values.map((value) => [value, value])) as { readonly [K in T]: K };
  const valuesConfig = Object.fromEntries(values.map((value) => [value, { description: described[value] }]));
  registerEnumType(members, { name, description, valuesConfig: valuesConfig as never });
  return members;
}

export const AreaTypeCode = enumType(
  "AreaTypeCode",
  "A kind of area, or a class of kinds (LTLA, UTLA, LAD).",
  v.AREA_TYPE_CODES,
  {
    UK: "The United Kingdom.",
    CTRY: "A country of the United Kingdom, or a group of them (Great Britain; England and Wales).",
    RGN: "An English region.",
    CAUTH: "A combined authority or combined county authority.",
    CTY: "A county: shire counties with a county council, and the metropolitan counties.",
    UTLA: "Upper-tier and single-tier local authority areas: counties, unitary, metropolitan and London areas, and those of Scotland, Wales and Northern Ireland.",
    LTLA: "Lower-tier and single-tier local authority areas: districts, unitary, metropolitan and London areas, and those of Scotland, Wales and Northern Ireland.",
    LAD: "Local authority districts: the same areas as LTLA.",
    UA: "A unitary authority area of England or Wales.",
    NMD: "A non-metropolitan district of England.",
    MD: "A metropolitan district of England.",
    LONB: "A London borough, or the City of London.",
    CA: "A council area of Scotland.",
    LGD: "A local government district of Northern Ireland.",
    LSIP: "A local skills improvement plan area.",
    PCON: "A parliamentary constituency.",
    WD: "An electoral ward or division.",
    PAR: "A civil parish or community.",
    CED: "A county electoral division.",
    LSOA: "A lower layer super output area of England or Wales: about 1,500 residents.",
    MSOA: "A middle layer super output area of England or Wales: about 8,000 residents.",
    OA: "An output area: about 300 residents.",
    DATA_ZONE: "A data zone of Scotland or Northern Ireland.",
    ICB: "An integrated care board area.",
    SICBL: "A sub-ICB location.",
    PFA: "A police force area.",
    FRA: "A fire and rescue authority area.",
    SENEDD_CONSTITUENCY: "A constituency of the Senedd.",
    NATURAL_NEIGHBOURHOOD: "A neighbourhood as its residents draw it.",
    ITL1: "An international territorial level 1 area: a region or country. No GSS code.",
    ITL2: "An international territorial level 2 area. No GSS code.",
    ITL3: "An international territorial level 3 area. No GSS code.",
    CUSTOM: "An area that a member has drawn or put together.",
  },
);

export const HierarchyName = enumType(
  "HierarchyName",
  "The family of boundaries that a kind of area belongs to.",
  v.HIERARCHY_NAMES,
  {
    ADMINISTRATIVE: "Areas that councils and governments run.",
    STATISTICAL: "Areas that exist for statistics.",
    ELECTORAL: "Areas that elect somebody.",
    HEALTH: "Areas of the health service.",
    POLICE_AND_FIRE: "Areas of police forces and fire services.",
    CUSTOM: "Areas that members have made.",
  },
);

export const AreaStatus = enumType("AreaStatus", "Whether an area is in being.", v.AREA_STATUSES, {
  LIVE: "In being today.",
  TERMINATED: "Ended: see `endDate` and `successors`.",
  PROPOSED: "Not yet in being.",
});

export const AreaChangeKind = enumType("AreaChangeKind", "What happened to an area.", v.AREA_CHANGE_KINDS, {
  MERGED: "Joined with others into one.",
  SPLIT: "Divided among several.",
  RENAMED: "Given another name; the same ground and code.",
  RECODED: "Given another code; the same ground.",
  BOUNDARY_CHANGE: "Its boundary moved.",
  CREATED: "Came into being.",
  ABOLISHED: "Ended without a successor of its own kind.",
});

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

export const Polarity = enumType(
  "Polarity",
  "Whether a high value is good. Nothing is called better or worse where it is not known.",
  v.POLARITIES,
  {
    HIGH_IS_GOOD: "High value is good.",
    LOW_IS_GOOD: "Low value is good.",
    NO_JUDGEMENT: "Neither high nor low is good in itself.",
    NOT_APPLICABLE: "The question makes no sense for this indicator.",
    UNKNOWN: "Nobody has said.",
  },
);

export const ValueType = enumType("ValueType", "The kind of figure that an indicator is.", v.VALUE_TYPES, {
  COUNT: "A number of things or people.",
  PROPORTION: "A part of a whole, from 0 to 1.",
  PERCENTAGE: "A part of a whole, out of 100.",
  CRUDE_RATE: "A number per so many people or things, as counted.",
  DIRECTLY_STANDARDISED_RATE: "A rate weighted to a standard population.",
  INDIRECTLY_STANDARDISED_RATIO: "Observed over expected, times 100.",
  RATIO: "One quantity divided by another.",
  MEAN: "An average.",
  MEDIAN: "The middle value.",
  SCORE: "A score on a scale of its publisher's.",
  INDEX_NUMBER: "A figure relative to a base.",
  LIFE_EXPECTANCY: "Years of life, or of healthy life.",
  CURRENCY: "Money.",
  DURATION_VALUE: "A length of time.",
  RANK_VALUE: "A place in an order.",
});

export const Frequency = enumType("Frequency", "How often figures appear.", v.FREQUENCIES, {
  DAILY: "Every day.",
  WEEKLY: "Every week.",
  MONTHLY: "Every month.",
  QUARTERLY: "Every three months.",
  TERMLY: "Every school term.",
  SIX_MONTHLY: "Every six months.",
  ANNUALLY: "Every year.",
  TWO_YEARLY: "Every two years.",
  THREE_YEARLY: "Every three years.",
  DECENNIAL: "Every ten years.",
  IRREGULAR: "At no fixed interval.",
});

export const PeriodType = enumType("PeriodType", "The kind of period that a figure is for.", v.PERIOD_TYPES, {
  CALENDAR_YEAR: "1 January to 31 December.",
  FINANCIAL_YEAR: "1 April to 31 March.",
  ACADEMIC_YEAR: "A school or academic year, from August or September.",
  QUARTER: "A quarter of a calendar year.",
  FINANCIAL_QUARTER: "A quarter of a financial year.",
  MONTH: "A month.",
  WEEK: "A week.",
  DAY: "A day.",
  YEAR_ENDING: "Twelve months that end at another time of the year.",
  ROLLING_TWO_YEAR: "Two years together.",
  ROLLING_THREE_YEAR: "Three years together.",
  ROLLING_FIVE_YEAR: "Five years together.",
  CENSUS_DAY: "The day of a census.",
  SNAPSHOT: "The state on one day.",
});

export const NearestPeriod = enumType(
  "NearestPeriod",
  "What to answer when no period of a series contains the date asked for. The answer's own period is always told.",
  v.NEAREST_PERIODS,
  {
    NONE: "Nothing: the blank is explained.",
    EARLIEST: "A date before the series begins answers its first period.",
    LATEST: "A date after the series ends answers its last period.",
    ANY: "The period nearest to the date, gaps included; of two equally near, the earlier.",
  },
);

export const ComparePeriod = enumType("ComparePeriod", "What a change is measured from.", v.COMPARE_PERIODS, {
  PREVIOUS: "The period before in the same series.",
  SAME_PERIOD_LAST_YEAR: "The period a year before.",
  FIRST: "The first period of the series.",
  SPECIFIED: "The period given in `period`.",
});

export const ObservationStatus = enumType(
  "ObservationStatus",
  "Marks that a publisher put on a figure.",
  v.OBSERVATION_STATUSES,
  {
    NORMAL: "No mark.",
    PROVISIONAL: "[p] May still be revised.",
    REVISED: "[r] Differs from what was published before.",
    ESTIMATED: "[e] Estimated.",
    FORECAST: "[f] Forecast.",
    BREAK_IN_SERIES: "[b] Not comparable with what came before.",
    LOW_RELIABILITY: "[u] Of low reliability.",
    LOW_FIGURE: "[low] Too small to show at this precision.",
    ROUNDED: "Rounded by the publisher.",
    AVERAGE: "[a] An average of others.",
    TOTAL: "[t] A total of others.",
    IMPUTED: "Filled in by the publisher's method.",
    NOT_STATISTICALLY_SIGNIFICANT: "[ns] Not statistically significant.",
  },
);

export const MissingReason = enumType("MissingReason", "Why a value is blank.", v.MISSING_REASONS, {
  CONFIDENTIAL: "[c] Withheld so that nobody can be identified.",
  NOT_AVAILABLE: "[x] The publisher has no figure.",
  NOT_APPLICABLE: "[z] The question does not arise here.",
  NONE_RECORDED_IN_SURVEY: "[w] The survey met no case.",
  NOT_COLLECTED_AT_THIS_GEOGRAPHY: "The indicator is not published for areas of this kind or in this country.",
  NOT_YET_RELEASED: "To be released.",
  NOT_SUBMITTED: "The council made no return.",
  EMBARGOED: "Not yet public.",
  NOT_PERMITTED: "You may not see it.",
  AREA_DID_NOT_EXIST: "The area was not in being in that period; the note names its successor.",
  SOURCE_UNAVAILABLE: "The publisher's service did not answer.",
});

export const DirectionOfTravel = enumType(
  "DirectionOfTravel",
  "Which way a figure moved; in words of better and worse only where polarity is known.",
  v.DIRECTIONS_OF_TRAVEL,
  {
    IMPROVING: "Moved the good way.",
    WORSENING: "Moved the bad way.",
    NO_CHANGE: "The same.",
    INCREASING: "Up; whether that is good is not known.",
    DECREASING: "Down; whether that is good is not known.",
    NOT_COMPARABLE: "Cannot be compared: see `why`.",
  },
);

export const Significance = enumType("Significance", "Whether a difference is more than chance.", v.SIGNIFICANCES, {
  SIGNIFICANT_95: "Significant at the 95 % level.",
  SIGNIFICANT_99_8: "Significant at the 99.8 % level.",
  NOT_SIGNIFICANT: "Not significant.",
  NOT_TESTED: "Could not be tested.",
});

export const BenchmarkOutcome = enumType(
  "BenchmarkOutcome",
  "How a figure stands in its group.",
  v.BENCHMARK_OUTCOMES,
  {
    NOT_COMPARED: "Not compared: no value, or a group too small.",
    BETTER: "Better than the reference value, allowing for the 95 % confidence limits.",
    SIMILAR: "Not different from the reference value.",
    WORSE: "Worse than the reference value, allowing for the 95 % confidence limits.",
    HIGHER: "Higher than the reference value; no judgement.",
    LOWER: "Lower than the reference value; no judgement.",
    BEST_QUINTILE: "In the best fifth.",
    WORST_QUINTILE: "In the worst fifth.",
    LOWEST: "In the fifth with the lowest values; no judgement.",
    LOW: "In the second lowest fifth.",
    MIDDLE: "In the middle fifth.",
    HIGH: "In the second highest fifth.",
    HIGHEST: "In the fifth with the highest values; no judgement.",
  },
);

export const BenchmarkMethod = enumType("BenchmarkMethod", "How an outcome was arrived at.", v.BENCHMARK_METHODS, {
  NONE: "No comparison was made.",
  CI_OVERLAPPING_REFERENCE_VALUE_95:
    "Whether the 95 % confidence limits take in the reference value, which is the group's median.",
  CI_OVERLAPPING_REFERENCE_VALUE_99_8: "Whether the 99.8 % confidence limits take in the reference value.",
  QUINTILES: "By fifths of the group.",
  QUARTILES: "By quarters of the group.",
  SPC_FUNNEL: "By control limits that widen as the denominator falls.",
  TARGET: "Against a target.",
});

export const ValueMethod = enumType("ValueMethod", "How a figure came about.", v.VALUE_METHODS, {
  PUBLISHED: "Published by its source, unchanged.",
  SUBMITTED: "Submitted by a council.",
  CALCULATED: "Worked out by the hub from other figures.",
  AGGREGATED: "Added up by the hub from smaller areas.",
  APPORTIONED: "Shared out by the hub from a larger area.",
  IMPUTED: "Filled in by the hub.",
});

export const BoundaryMethod = enumType(
  "BoundaryMethod",
  "How a figure comes to be on these boundaries.",
  v.BOUNDARY_METHODS,
  {
    AS_PUBLISHED: "Published for this very code.",
    EXACT_AGGREGATION: "Added up from whole areas.",
    BEST_FIT: "Taken from the areas that fit best.",
    APPORTIONED_BY_POPULATION: "Shared out by population.",
    SUCCESSOR_LINK: "Published under another code of the same ground, before or after a recoding.",
  },
);

export const Freshness = enumType("Freshness", "How fresh an answer is.", v.FRESHNESSES, {
  LIVE: "Fetched for this request.",
  CACHED: "Fetched before and still fresh.",
  STALE: "Fetched before and past its time; the publisher did not answer.",
  LOCAL: "Held in the hub's own tables.",
  SNAPSHOT: "Pinned to an earlier moment.",
});

export const SourceKind = enumType("SourceKind", "How figures reach the hub.", v.SOURCE_KINDS, {
  LOCAL_TABLE: "Loaded from the publisher's files into the hub's tables.",
  MEMBER_COLLECTION: "Collected from councils.",
  REMOTE_API: "Asked of the publisher's service.",
  REMOTE_FILE: "Read from the publisher's file when asked.",
});

export const SourceState = enumType("SourceState", "How a source is doing.", v.SOURCE_STATES, {
  OK: "Answering.",
  DEGRADED: "Answering slowly or in part.",
  RATE_LIMITED: "Over its limit; waiting.",
  DOWN: "Not answering.",
  CHANGED_SCHEMA: "Answering in a shape that the hub does not know.",
});

export const QualityDesignation = enumType(
  "QualityDesignation",
  "The standing of the statistics.",
  v.QUALITY_DESIGNATIONS,
  {
    ACCREDITED_OFFICIAL: "Accredited official statistics.",
    OFFICIAL: "Official statistics.",
    OFFICIAL_IN_DEVELOPMENT: "Official statistics in development.",
    NO_ACCREDITATION: "Statistics without accreditation.",
    MANAGEMENT_INFORMATION: "Management information.",
    MEMBER_SUPPLIED: "Supplied by members.",
  },
);

export const VersionType = enumType("VersionType", "How much a release changed.", v.VERSION_TYPES, {
  MAJOR: "Figures or indicators went or changed meaning.",
  MINOR: "Figures were added.",
  PATCH: "Figures were corrected.",
});

export const ReleaseStatus = enumType("ReleaseStatus", "Where a release stands.", v.RELEASE_STATUSES, {
  SCHEDULED: "Announced for a day.",
  PROVISIONAL_DATE: "Announced for a day that may move.",
  PUBLISHED: "Out.",
  DEPRECATED: "Out, and replaced.",
  WITHDRAWN: "Taken back.",
});

export const IndicatorRole = enumType("IndicatorRole", "What an indicator says of a service.", v.INDICATOR_ROLES, {
  OUTCOME: "What the service is for.",
  OUTPUT: "What the service does.",
  INPUT: "What goes into it.",
  SPEND: "What it costs.",
  DEMAND: "How much of it is wanted.",
  CONTEXT: "What bears on it.",
  SATISFACTION: "What people think of it.",
});

export const Visibility = enumType("Visibility", "Who may see a thing.", v.VISIBILITIES, {
  PRIVATE: "Its owner alone.",
  ORGANISATION: "Its owner's organisation.",
  GROUP: "The members of a group.",
  MEMBERS: "All members.",
  PUBLIC: "Everybody.",
});

export const ObservationOrder = enumType(
  "ObservationOrder",
  "What observations are ordered by; what is equal stands by area code, indicator, breakdown and period.",
  v.OBSERVATION_ORDERS,
  {
    AREA: "Area code.",
    VALUE: "Value; blanks come last either way.",
    PERIOD: "Start of the period.",
    RANK: "Rank among the observations of the answer, 1 being the highest value; blanks come last.",
    CHANGE: "Difference from the period before; blanks come last.",
  },
);

export const SortDirection = enumType("SortDirection", "Which way round.", v.SORT_DIRECTIONS, {
  ASC: "Smallest or earliest first.",
  DESC: "Largest or latest first.",
});

export const IdScheme = enumType("IdScheme", "A body's scheme of names for indicators.", v.ID_SCHEMES, {
  ESD_METRIC_TYPE: "Metric type number of the LGA's esd standards.",
  FINGERTIPS_INDICATOR: "Indicator number of OHID Fingertips.",
  NOMIS_DATASET: "Data set name in Nomis.",
  ONS_DATASET: "Data set name in the ONS dataset service.",
  ELS_INDICATOR: "Slug in ONS Explore Local Statistics.",
  EES_INDICATOR: "Indicator id in DfE Explore Education Statistics.",
  STATSWALES_DATASET: "Data set id in StatsWales.",
  DATA_COMMONS_DCID: "Variable name in Data Commons.",
  LOCAL: "A name of the hub's own.",
});
