/**
 * What the stores answer with: plain, linked, read-only objects in the field's own words. They know nothing of tables and
 * nothing of GraphQL; `nodeType` names the kind of thing and, with `key`, makes its global id.
 * An optional property that is absent means "not known".
 * One file, though a long one: these records name each other in a circle, and a reader looks for all of them in one place.
 */
import type * as v from "../../schema/values/enums";
import type { DisclosurePolicy } from "../../statistics/disclosure";
import type { ServiceIndicatorRecord } from "./service-records";
import type { RemoteIndicator } from "./source";

export type * from "./knowledge-records";
export type * from "./outcome-records";
export type * from "./service-records";
export type * from "./supplier-records";

export interface LicenceRecord {
  readonly code: string;
  readonly label: string;
  readonly url?: string;
  readonly attribution?: string;
}

export interface SourceRecord {
  readonly nodeType: "Source";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly name: string;
  readonly publisher?: string;
  readonly homepage?: string;
  readonly api?: string;
  readonly kind: v.SourceKind;
  /** Id of the national source whose service this is; its slug differs where a source of the hub's own tables has that slug. */
  readonly service?: string;
  readonly licence: LicenceRecord;
  readonly limits?: string;
  readonly datasets: readonly DatasetRecord[];
}

export interface DatasetRecord {
  readonly nodeType: "Dataset";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly title: string;
  readonly description?: string;
  readonly source: SourceRecord;
  readonly licence: LicenceRecord;
  readonly designation: v.QualityDesignation;
  readonly frequency: v.Frequency;
  readonly homepage?: string;
  readonly methodologyUrl?: string;
  /** Set where figures of it are withheld or rounded. */
  readonly disclosure?: DisclosureRecord;
  /** Moves with every load that changed a figure: part of every cache key. */
  readonly version: number;
  /** Newest first; those to come are `announced`. */
  readonly releases: readonly ReleaseRecord[];
  /** Releases to come, the next one first; absent where none is announced. */
  readonly announced?: readonly ReleaseRecord[];
  readonly indicators: readonly IndicatorRecord[];
}

/** Rules that a data set's figures are shown by, and why. */
export interface DisclosureRecord extends DisclosurePolicy {
  readonly reason: string;
  /** What the figures shown depend on beside the figures themselves: part of the key of everything kept. */
  readonly stamp: string;
}

export interface ReleaseRecord {
  readonly nodeType: "Release";
  readonly id: number;
  readonly key: string;
  readonly dataset: DatasetRecord;
  readonly title: string;
  readonly version: string;
  readonly type: v.VersionType;
  readonly status: v.ReleaseStatus;
  /** yyyy-mm-dd */
  readonly publishedAt?: string;
  readonly scheduledFor?: string;
  /** When the hub learnt it: ISO 8601 instant, UTC. */
  readonly learntAt: string;
  readonly upstreamUrl?: string;
  /** How many figures the load of it moved, where the hub loaded any. */
  readonly moved?: { readonly added: number; readonly changed: number; readonly withdrawn: number };
}

export interface TopicRecord {
  readonly nodeType: "Topic";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly label: string;
  readonly parent?: TopicRecord;
  readonly children: readonly TopicRecord[];
  readonly indicators: readonly IndicatorRecord[];
}

export interface UnitRecord {
  readonly code: string;
  readonly label: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly multiplier?: number;
}

export interface IndicatorRecord {
  readonly nodeType: "Indicator";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly name: string;
  readonly shortName?: string;
  readonly definition?: string;
  readonly rationale?: string;
  readonly caveats: readonly string[];
  readonly identifiers: readonly { readonly scheme: v.IdScheme; readonly value: string; readonly url?: string }[];
  readonly unit: UnitRecord;
  readonly decimalPlaces: number;
  readonly polarity: v.Polarity;
  /** One line: why high or low is good, or why nothing can be said. */
  readonly polarityReason: string;
  readonly valueType: v.ValueType;
  readonly numerator?: string;
  readonly denominator?: string;
  readonly frequency: v.Frequency;
  readonly periodType: v.PeriodType;
  readonly isAggregatable: boolean;
  readonly isStandardised: boolean;
  readonly hasConfidenceIntervals: boolean;
  readonly dimensions: readonly DimensionRecord[];
  readonly topics: readonly TopicRecord[];
  readonly dataset: DatasetRecord;
  readonly services: readonly ServiceIndicatorRecord[];
  /** From the tables indicator_coverage and remote_coverage; by area type code. */
  readonly coverage: readonly CoverageRecord[];
  /** Slugs of indicators that are declared to be the same thing. */
  readonly sameAs: readonly string[];
  /** Set where its figures come from a national service when they are asked for. */
  readonly remote?: RemoteLink;
}

/** What the engine needs to ask a publisher for an indicator. */
export interface RemoteLink {
  /** Id of the national service. */
  readonly source: string;
  /** As it was harvested. */
  readonly indicator: RemoteIndicator;
}

/** How far an indicator's current figures reach for one kind of area. */
export interface CoverageRecord {
  readonly areaType: AreaTypeRecord;
  /** Counts and share are absent for a national service, whose catalogue does not count. */
  readonly areaCount?: number;
  readonly observationCount?: number;
  /** Part of the figures that is blank for a stated reason, 0 to 1. */
  readonly suppressedShare?: number;
  readonly earliest?: PeriodRecord;
  readonly latest?: PeriodRecord;
}

export interface DimensionRecord {
  readonly id: number;
  readonly code: string;
  readonly label: string;
  readonly members: readonly DimensionMemberRecord[];
}

export interface DimensionMemberRecord {
  readonly id: number;
  readonly code: string;
  readonly label: string;
  readonly isTotal: boolean;
  readonly sequence?: number;
  readonly dimension: DimensionRecord;
}

/** A combination of dimension members; id 0 and the empty code are "no breakdown". */
export interface BreakdownRecord {
  readonly id: number;
  readonly code: string;
  readonly members: readonly DimensionMemberRecord[];
}

export interface PeriodRecord {
  /** Id within the store; absent for a period that no figure has. */
  readonly storeId?: number;
  /** ISO 8601 interval: what GraphQL calls `id`. */
  readonly id: string;
  readonly label: string;
  readonly type: v.PeriodType;
  /** First and last day, both inside. */
  readonly start: string;
  readonly end: string;
  /** ISO 8601 duration. */
  readonly duration: string;
}

export interface AreaTypeRecord {
  readonly code: v.AreaTypeCode;
  readonly label: string;
  readonly gssPrefixes: readonly string[];
  readonly level?: number;
  readonly hierarchy: v.HierarchyName;
}

export interface AreaRecord {
  readonly nodeType: "Area";
  /** Id within the store. */
  readonly id: number;
  /** GSS code, or ITL code where the area has no GSS code. */
  readonly key: string;
  readonly code: string;
  readonly gssCode?: string;
  readonly name: string;
  readonly nameWelsh?: string;
  readonly alternativeNames: readonly string[];
  readonly areaType: AreaTypeRecord;
  readonly status: v.AreaStatus;
  readonly startDate?: string;
  readonly endDate?: string;
  /** Changes that made this area: `to` is this area. */
  readonly predecessors: readonly AreaChangeRecord[];
  /** Changes that ended or altered it: `from` is this area. */
  readonly successors: readonly AreaChangeRecord[];
  readonly parentLinks: readonly AreaMembershipRecord[];
  readonly childLinks: readonly AreaMembershipRecord[];
  readonly councils: readonly CouncilRecord[];
  readonly groups: readonly ComparisonGroupRecord[];
  /** The same ground under its other codes (recodings only), nearest first; figures published under them are this area's. */
  readonly sameGround: readonly AreaRecord[];
}

export interface AreaChangeRecord {
  readonly from: AreaRecord;
  readonly to: AreaRecord;
  readonly kind: v.AreaChangeKind;
  readonly operativeDate: string;
  readonly instrument?: string;
  readonly instrumentUrl?: string;
  readonly share?: number;
}

export interface AreaMembershipRecord {
  readonly child: AreaRecord;
  readonly parent: AreaRecord;
  readonly hierarchy: v.HierarchyName;
  readonly startDate?: string;
  readonly endDate?: string;
}

/** How much of something an area held on a day: people, households, addresses, or square kilometres. */
export interface AreaWeightRecord {
  readonly value: number;
  /** yyyy-mm-dd */
  readonly weighedAt: string;
  readonly source: string;
}

/** A part of an area on other boundaries. */
export interface AreaShareRecord {
  readonly area: AreaRecord;
  /** Part of the first area that lies in this one, 0 to 1. */
  readonly weight: number;
  readonly basis: v.WeightBasis;
}

export interface CouncilRecord {
  readonly nodeType: "Council";
  readonly id: number;
  readonly key: string;
  readonly organisationCode: string;
  readonly name: string;
  readonly tier: v.CouncilTier;
  readonly area: AreaRecord;
  readonly upperTier?: CouncilRecord;
  readonly homepage?: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly succeededBy: readonly CouncilRecord[];
}

export interface ComparisonGroupRecord {
  readonly nodeType: "ComparisonGroup";
  /** Store id; absent for groups that are worked out (all in a region, same type). */
  readonly id?: number;
  readonly key: string;
  readonly label: string;
  readonly kind: v.ComparisonGroupKind;
  readonly owner?: AreaRecord;
  readonly members: readonly AreaRecord[];
  readonly basis?: string;
  readonly licence?: LicenceRecord;
  readonly visibility: v.Visibility;
  /** Codes in a caller's own list that name no area. */
  readonly unknown?: readonly UnknownReferenceRecord[];
}

/** A code or slug in a request that names nothing, with the nearest that exist, best first. */
export interface UnknownReferenceRecord {
  readonly argument: string;
  readonly value: string;
  readonly suggestions: readonly string[];
}

export interface NeighbourRecord {
  readonly area: AreaRecord;
  /** 1 is the nearest. */
  readonly rank: number;
  readonly distance?: number;
  readonly model: v.NeighbourModel;
}

/**
 * One figure, or one explained absence of a figure, ready to answer with. `area` is the area that was asked for;
 * `publishedFor` the one whose code the publisher used, where that is another code of the same ground.
 */
export interface ObservationRecord {
  readonly nodeType: "Observation";
  readonly key: string;
  readonly indicator: IndicatorRecord;
  readonly area: AreaRecord;
  readonly publishedFor?: AreaRecord;
  readonly period: PeriodRecord;
  readonly breakdownOf: BreakdownRecord;
  /** In the indicator's unit; null exactly when `missing` is set. 0 is a value. */
  readonly value: number | null;
  readonly missing: v.MissingReason | null;
  readonly lowerCI95: number | null;
  readonly upperCI95: number | null;
  readonly count: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly statusMask: number;
  readonly notes: readonly string[];
  /** Absent for an absence that no release told of. */
  readonly release?: ReleaseRecord;
  /** How a figure of a national service came here; absent for the hub's own figures. */
  readonly fetched?: FetchedRecord;
  /** How the hub made the figure from others; absent for a published one. */
  readonly derived?: DerivedRecord;
  /** The instant that the question was about (`options.asOf`): ISO 8601, UTC. Absent for what is known now. */
  readonly asOf?: string;
}

/** How the hub made a figure, and what from. */
export interface DerivedRecord {
  readonly method: v.ValueMethod;
  readonly boundaryMethod?: v.BoundaryMethod;
  /** yyyy-mm-dd: the date whose boundaries the figure is on. */
  readonly boundariesAt?: string;
  /** As the caller wrote it, or in words. */
  readonly formula?: string;
  /** What the caller asked to be calculated, where that is how the figure came about. */
  readonly asked?: { readonly formula: string; readonly label: string };
  readonly inputs: readonly ObservationRecord[];
  /** By how much each input counts, where the figure was moved to other boundaries. */
  readonly weights?: readonly InputWeightRecord[];
}

/** The part of an area's figure that went into another. */
export interface InputWeightRecord {
  readonly area: AreaRecord;
  /** 0 to 1. */
  readonly weight: number;
  readonly basis: v.WeightBasis;
  /** yyyy-mm-dd and words: of when the weights are, and who published them. */
  readonly weighedAt?: string;
  readonly source?: string;
}

/** The receipt of a figure that came from a publisher's service. */
export interface FetchedRecord {
  /** ISO 8601 instant, UTC. */
  readonly at: string;
  readonly servedFrom: v.Freshness;
  /** The address that it came from, without any key. */
  readonly requestUrl?: string;
}
