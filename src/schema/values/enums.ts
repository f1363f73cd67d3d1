/**
 * The closed lists of the field, as plain values: the store, the importer and the graph share them.
 * Order matters where it is stated; names are those that publishers and councils use (docs/vocabulary in README).
 */
export * from "./knowledge-enums";

/** Kinds of area. UTLA, LTLA and LAD are classes of kinds (see area-types.ts): an area's own kind is never one of them. */
export const AREA_TYPE_CODES = [
  "UK",
  "CTRY",
  "RGN",
  "CAUTH",
  "CTY",
  "MCTY",
  "UTLA",
  "LTLA",
  "LAD",
  "UA",
  "NMD",
  "MD",
  "LONB",
  "CA",
  "LGD",
  "LSIP",
  "PCON",
  "WD",
  "PAR",
  "CED",
  "LSOA",
  "MSOA",
  "OA",
  "DATA_ZONE",
  "ICB",
  "SICBL",
  "PFA",
  "FRA",
  "SENEDD_CONSTITUENCY",
  "NATURAL_NEIGHBOURHOOD",
  "ITL1",
  "ITL2",
  "ITL3",
  "CUSTOM",
] as const;
export type AreaTypeCode = (typeof AREA_TYPE_CODES)[number];

export const HIERARCHY_NAMES = [
  "ADMINISTRATIVE",
  "STATISTICAL",
  "ELECTORAL",
  "HEALTH",
  "POLICE_AND_FIRE",
  "CUSTOM",
] as const;
export type HierarchyName = (typeof HIERARCHY_NAMES)[number];

export const AREA_STATUSES = ["LIVE", "TERMINATED", "PROPOSED"] as const;
export type AreaStatus = (typeof AREA_STATUSES)[number];

export const AREA_CHANGE_KINDS = [
  "MERGED",
  "SPLIT",
  "RENAMED",
  "RECODED",
  "BOUNDARY_CHANGE",
  "CREATED",
  "ABOLISHED",
] as const;
export type AreaChangeKind = (typeof AREA_CHANGE_KINDS)[number];

export const COUNCIL_TIERS = [
  "COUNTY",
  "DISTRICT",
  "UNITARY",
  "METROPOLITAN",
  "LONDON_BOROUGH",
  "COMBINED_AUTHORITY",
  "STRATEGIC_AUTHORITY",
  "FIRE",
  "POLICE",
  "PARISH",
  "WELSH_UNITARY",
  "SCOTTISH_COUNCIL",
  "NI_DISTRICT",
] as const;
export type CouncilTier = (typeof COUNCIL_TIERS)[number];

export const COMPARISON_GROUP_KINDS = [
  "ALL_IN_COUNTRY",
  "ALL_IN_REGION",
  "SAME_TYPE",
  "NEAREST_NEIGHBOURS",
  "STATISTICAL_NEIGHBOURS_CHILDRENS_SERVICES",
  "CLUSTER",
  "FAMILY_GROUP",
  "DEPRIVATION_DECILE",
  "RURAL_URBAN",
  "CORE_CITIES",
  "CUSTOM",
] as const;
export type ComparisonGroupKind = (typeof COMPARISON_GROUP_KINDS)[number];

export const NEIGHBOUR_MODELS = [
  "ONS_GLOBAL",
  "ONS_ECONOMIC",
  "ONS_DEMOGRAPHIC",
  "CIPFA",
  "CHILDRENS_SERVICES",
  "CUSTOM_WEIGHTS",
] as const;
export type NeighbourModel = (typeof NEIGHBOUR_MODELS)[number];

export const POLARITIES = ["HIGH_IS_GOOD", "LOW_IS_GOOD", "NO_JUDGEMENT", "NOT_APPLICABLE", "UNKNOWN"] as const;
export type Polarity = (typeof POLARITIES)[number];

export const VALUE_TYPES = [
  "COUNT",
  "PROPORTION",
  "PERCENTAGE",
  "CRUDE_RATE",
  "DIRECTLY_STANDARDISED_RATE",
  "INDIRECTLY_STANDARDISED_RATIO",
  "RATIO",
  "MEAN",
  "MEDIAN",
  "SCORE",
  "INDEX_NUMBER",
  "LIFE_EXPECTANCY",
  "CURRENCY",
  "DURATION_VALUE",
  "RANK_VALUE",
] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

export const FREQUENCIES = [
  "DAILY",
  "WEEKLY",
  "MONTHLY",
  "QUARTERLY",
  "TERMLY",
  "SIX_MONTHLY",
  "ANNUALLY",
  "TWO_YEARLY",
  "THREE_YEARLY",
  "DECENNIAL",
  "IRREGULAR",
] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export const PERIOD_TYPES = [
  "CALENDAR_YEAR",
  "FINANCIAL_YEAR",
  "ACADEMIC_YEAR",
  "QUARTER",
  "FINANCIAL_QUARTER",
  "MONTH",
  "WEEK",
  "DAY",
  "YEAR_ENDING",
  "ROLLING_TWO_YEAR",
  "ROLLING_THREE_YEAR",
  "ROLLING_FIVE_YEAR",
  "CENSUS_DAY",
  "SNAPSHOT",
] as const;
export type PeriodType = (typeof PERIOD_TYPES)[number];

export const NEAREST_PERIODS = ["NONE", "EARLIEST", "LATEST", "ANY"] as const;
export type NearestPeriod = (typeof NEAREST_PERIODS)[number];

/** How the period of a series that stands for another was found. */
export const ALIGNMENT_RULES = [
  "SAME_PERIOD",
  "LARGEST_OVERLAP",
  "DAY_INSIDE",
  "NEAREST_EARLIER",
  "NEAREST_LATER",
  "NONE",
] as const;
export type AlignmentRule = (typeof ALIGNMENT_RULES)[number];

export const COMPARE_PERIODS = ["PREVIOUS", "SAME_PERIOD_LAST_YEAR", "FIRST", "SPECIFIED"] as const;
export type ComparePeriod = (typeof COMPARE_PERIODS)[number];

/** Marks on a value that stands. Bit n of `observation.status_mask` is the n-th name: append only, never reorder. */
export const OBSERVATION_STATUSES = [
  "NORMAL",
  "PROVISIONAL",
  "REVISED",
  "ESTIMATED",
  "FORECAST",
  "BREAK_IN_SERIES",
  "LOW_RELIABILITY",
  "LOW_FIGURE",
  "ROUNDED",
  "AVERAGE",
  "TOTAL",
  "IMPUTED",
  "NOT_STATISTICALLY_SIGNIFICANT",
] as const;
export type ObservationStatus = (typeof OBSERVATION_STATUSES)[number];

/** Why a value is null. */
export const MISSING_REASONS = [
  "CONFIDENTIAL",
  "NOT_AVAILABLE",
  "NOT_APPLICABLE",
  "NONE_RECORDED_IN_SURVEY",
  "NOT_COLLECTED_AT_THIS_GEOGRAPHY",
  "NOT_YET_RELEASED",
  "NOT_SUBMITTED",
  "EMBARGOED",
  "NOT_PERMITTED",
  "AREA_DID_NOT_EXIST",
  "SOURCE_UNAVAILABLE",
] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

export const DIRECTIONS_OF_TRAVEL = [
  "IMPROVING",
  "WORSENING",
  "NO_CHANGE",
  "INCREASING",
  "DECREASING",
  "NOT_COMPARABLE",
] as const;
export type DirectionOfTravel = (typeof DIRECTIONS_OF_TRAVEL)[number];

export const SIGNIFICANCES = ["SIGNIFICANT_95", "SIGNIFICANT_99_8", "NOT_SIGNIFICANT", "NOT_TESTED"] as const;
export type Significance = (typeof SIGNIFICANCES)[number];

export const BENCHMARK_OUTCOMES = [
  "NOT_COMPARED",
  "BETTER",
  "SIMILAR",
  "WORSE",
  "HIGHER",
  "LOWER",
  "BEST_QUINTILE",
  "WORST_QUINTILE",
  "LOWEST",
  "LOW",
  "MIDDLE",
  "HIGH",
  "HIGHEST",
] as const;
export type BenchmarkOutcome = (typeof BENCHMARK_OUTCOMES)[number];

export const BENCHMARK_METHODS = [
  "NONE",
  "CI_OVERLAPPING_REFERENCE_VALUE_95",
  "CI_OVERLAPPING_REFERENCE_VALUE_99_8",
  "QUINTILES",
  "QUARTILES",
  "SPC_FUNNEL",
  "TARGET",
] as const;
export type BenchmarkMethod = (typeof BENCHMARK_METHODS)[number];

/** The words for a recent trend, as Fingertips has them. */
export const TREND_MARKERS = [
  "INCREASING",
  "DECREASING",
  "NO_SIGNIFICANT_CHANGE",
  "INCREASING_GETTING_BETTER",
  "INCREASING_GETTING_WORSE",
  "DECREASING_GETTING_BETTER",
  "DECREASING_GETTING_WORSE",
  "CANNOT_BE_CALCULATED",
] as const;
export type TrendMarker = (typeof TREND_MARKERS)[number];

/** Reasons against comparing two figures, the gravest first. */
export const INCOMPARABILITIES = [
  "NO_VALUE",
  "OTHER_UNIT",
  "OTHER_KIND_OF_PERIOD",
  "BREAK_IN_SERIES",
  "REVISED_METHOD",
  "OTHER_BOUNDARIES",
] as const;
export type Incomparability = (typeof INCOMPARABILITIES)[number];

/** What a difference of two figures is in. */
export const DIFFERENCE_UNITS = ["PERCENTAGE_POINTS", "PLACES", "UNIT_OF_THE_INDICATOR"] as const;
export type DifferenceUnit = (typeof DIFFERENCE_UNITS)[number];

export const CONFIDENCE_LEVELS = ["LEVEL_95", "LEVEL_99_8"] as const;
export type ConfidenceLevel = (typeof CONFIDENCE_LEVELS)[number];

/** Whose confidence limits, and how they were worked out. */
export const LIMITS_METHODS = ["PUBLISHED", "WILSON", "BYAR", "EXACT_POISSON", "DOBSON", "MOVER"] as const;
export type LimitsMethod = (typeof LIMITS_METHODS)[number];

/** How the places that a figure could have are worked out; NONE where they cannot be. */
export const RANK_METHODS = ["OWN_LIMITS", "SIMULATED", "OVERLAP", "NONE"] as const;
export type RankMethod = (typeof RANK_METHODS)[number];

export const VALUE_METHODS = ["PUBLISHED", "SUBMITTED", "CALCULATED", "AGGREGATED", "APPORTIONED", "IMPUTED"] as const;
export type ValueMethod = (typeof VALUE_METHODS)[number];

export const BOUNDARY_METHODS = [
  "AS_PUBLISHED",
  "EXACT_AGGREGATION",
  "BEST_FIT",
  "APPORTIONED_BY_POPULATION",
  "SUCCESSOR_LINK",
  "APPORTIONED_BY_HOUSEHOLDS",
  "APPORTIONED_BY_ADDRESSES",
  "APPORTIONED_BY_LAND_AREA",
] as const;
export type BoundaryMethod = (typeof BOUNDARY_METHODS)[number];

/** What a figure is shared out by; EXACT where nothing is shared out. */
export const WEIGHT_BASES = ["RESIDENT_POPULATION", "HOUSEHOLDS", "ADDRESSES", "LAND_AREA", "EXACT"] as const;
export type WeightBasis = (typeof WEIGHT_BASES)[number];

/** How finely a boundary is drawn. */
export const GEOMETRY_DETAILS = ["FULL", "GENERALISED", "ULTRA_GENERALISED"] as const;
export type GeometryDetail = (typeof GEOMETRY_DETAILS)[number];

export const FRESHNESSES = ["LIVE", "CACHED", "STALE", "LOCAL", "SNAPSHOT", "NONE"] as const;
export type Freshness = (typeof FRESHNESSES)[number];

export const SOURCE_KINDS = ["LOCAL_TABLE", "MEMBER_COLLECTION", "REMOTE_API", "REMOTE_FILE"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const SOURCE_STATES = ["OK", "DEGRADED", "RATE_LIMITED", "DOWN", "CHANGED_SCHEMA"] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

export const QUALITY_DESIGNATIONS = [
  "ACCREDITED_OFFICIAL",
  "OFFICIAL",
  "OFFICIAL_IN_DEVELOPMENT",
  "NO_ACCREDITATION",
  "MANAGEMENT_INFORMATION",
  "MEMBER_SUPPLIED",
] as const;
export type QualityDesignation = (typeof QUALITY_DESIGNATIONS)[number];

export const VERSION_TYPES = ["MAJOR", "MINOR", "PATCH"] as const;
export type VersionType = (typeof VERSION_TYPES)[number];

export const RELEASE_STATUSES = ["SCHEDULED", "PROVISIONAL_DATE", "PUBLISHED", "DEPRECATED", "WITHDRAWN"] as const;
export type ReleaseStatus = (typeof RELEASE_STATUSES)[number];

export const INDICATOR_ROLES = ["OUTCOME", "OUTPUT", "INPUT", "SPEND", "DEMAND", "CONTEXT", "SATISFACTION"] as const;
export type IndicatorRole = (typeof INDICATOR_ROLES)[number];

export const VISIBILITIES = ["PRIVATE", "ORGANISATION", "GROUP", "MEMBERS", "PUBLIC"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export const OBSERVATION_ORDERS = ["AREA", "VALUE", "PERIOD", "RANK", "CHANGE"] as const;
export type ObservationOrder = (typeof OBSERVATION_ORDERS)[number];

export const SORT_DIRECTIONS = ["ASC", "DESC"] as const;
export type SortDirection = (typeof SORT_DIRECTIONS)[number];

export const ID_SCHEMES = [
  "ESD_METRIC_TYPE",
  "FINGERTIPS_INDICATOR",
  "NOMIS_DATASET",
  "ONS_DATASET",
  "ELS_INDICATOR",
  "EES_INDICATOR",
  "STATSWALES_DATASET",
  "DATA_COMMONS_DCID",
  "LOCAL",
] as const;
export type IdScheme = (typeof ID_SCHEMES)[number];
