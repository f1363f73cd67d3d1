/** What the graph asks of its stores. Resolvers know these and nothing beneath them. */
import type * as v from "../../schema/values/enums";
import type { Alignment } from "../../statistics/align";
import type { Box, Drawing, Position } from "./drawing";
import type { KnowledgeReads, KnowledgeWrites } from "./knowledge-ports";
import type { OutcomeReads } from "./outcome-ports";
import type * as r from "./records";
import type { RevisionRecord } from "./revisions";
import type { ServiceReads } from "./service-ports";
import type { ChangeRecord, ComparisonRecord, StatisticsReads } from "./statistics-ports";
import type { SupplierReads } from "./supplier-ports";

/** All that changes only when something is loaded: areas, councils, indicators, periods, sources … linked, in memory, one version. */
export interface Catalogue {
  /** The store's version that this was read at. */
  readonly version: number;
  readonly areas: readonly r.AreaRecord[]; // by code, ascending
  readonly areaTypes: readonly r.AreaTypeRecord[];
  readonly councils: readonly r.CouncilRecord[]; // by key, ascending
  readonly indicators: readonly r.IndicatorRecord[]; // by slug, ascending
  /** Those whose figures are in the hub's own tables: what "every indicator" means where none is named. By slug. */
  readonly ownIndicators: readonly r.IndicatorRecord[];
  readonly topics: readonly r.TopicRecord[];
  readonly datasets: readonly r.DatasetRecord[];
  readonly releases: readonly r.ReleaseRecord[];
  readonly sources: readonly r.SourceRecord[];
  readonly groups: readonly r.ComparisonGroupRecord[];
  readonly services: readonly r.ServiceRecord[]; // by lgslId, ascending
  readonly functions: readonly r.ServiceFunctionRecord[];
  // by slug, ascending
  readonly powersAndDuties: readonly r.PowerOrDutyRecord[];
  readonly needs: readonly r.NeedRecord[];
  readonly circumstances: readonly r.CircumstanceRecord[];
  readonly lifeEvents: readonly r.LifeEventRecord[];
  /** Names of interactions by LGIL number. */
  readonly interactionTypes: ReadonlyMap<number, string>;
  readonly frameworks: readonly r.OutcomeFrameworkRecord[]; // by slug, ascending
  readonly suppliers: readonly r.SupplierRecord[]; // by slug, ascending
  readonly observationCount: number;
  /** By end, then start, then id. */
  readonly periods: readonly r.PeriodRecord[];

  /** Today, yyyy-mm-dd, by the clock that the catalogue was given. */
  today(): string;

  areaByCode(code: string): r.AreaRecord | undefined;
  /** By name in small letters with hyphens; of several, an area in being first, a council's area first. */
  areaBySlug(slug: string): r.AreaRecord | undefined;
  areaById(id: number): r.AreaRecord | undefined;
  indicatorBySlug(slug: string): r.IndicatorRecord | undefined;
  indicatorById(id: number): r.IndicatorRecord | undefined;
  indicatorByIdentifier(scheme: v.IdScheme, value: string): r.IndicatorRecord | undefined;
  councilByKey(key: string): r.CouncilRecord | undefined;
  periodById(id: number): r.PeriodRecord | undefined;
  periodByIso(iso: string): r.PeriodRecord | undefined;
  breakdownById(id: number): r.BreakdownRecord | undefined;
  releaseById(id: number): r.ReleaseRecord | undefined;
  noteById(id: number): string | undefined;
  /** By store id or worked out: see groups.ts. */
  groupByKey(key: string): r.ComparisonGroupRecord | undefined;
  serviceByLgsl(lgslId: number): r.ServiceRecord | undefined;
  functionByEsd(esdId: number): r.ServiceFunctionRecord | undefined;
  powerOrDutyBySlug(slug: string): r.PowerOrDutyRecord | undefined;
  needBySlug(slug: string): r.NeedRecord | undefined;
  circumstanceBySlug(slug: string): r.CircumstanceRecord | undefined;
  lifeEventBySlug(slug: string): r.LifeEventRecord | undefined;
  supplierBySlug(slug: string): r.SupplierRecord | undefined;
  /** Those whose source it is, by slug. */
  suppliersOf(source: r.SourceRecord): readonly r.SupplierRecord[];
  frameworkBySlug(slug: string): r.OutcomeFrameworkRecord | undefined;
  /** By `<framework slug>/<outcome slug>`. */
  outcomeByKey(key: string): r.OutcomeRecord | undefined;
  /** The outcomes that an indicator speaks for, and how. */
  outcomeLinksOf(indicator: r.IndicatorRecord): readonly r.OutcomeIndicatorRecord[];
  topicBySlug(slug: string): r.TopicRecord | undefined;
  sourceBySlug(slug: string): r.SourceRecord | undefined;
  /** The source that a national service is, by the service's id. */
  sourceOfService(id: string): r.SourceRecord | undefined;
  datasetBySlug(slug: string): r.DatasetRecord | undefined;
  neighbours(area: r.AreaRecord, model: v.NeighbourModel): readonly r.NeighbourRecord[]; // nearest first
  /** What an area held of something, newest first. */
  weightsOf(area: r.AreaRecord, basis: v.WeightBasis): readonly r.AreaWeightRecord[];
}

/** Which periods of a series are asked for. Exactly the rules of `PeriodInput` in the schema. */
export interface PeriodSelection {
  readonly latest?: number;
  readonly on?: string;
  readonly from?: string;
  readonly to?: string;
  readonly ids?: readonly string[];
  /** With `ids`: labels that mean a period too, as the hub prints them ("2023/24" is a financial year in one series, an academic one in another). */
  readonly labels?: readonly string[];
  /** With one of `ids`: of each series the period that stands for it (`alignPeriod`), whatever kind of year it is. */
  readonly aligned?: true;
  readonly nearest?: v.NearestPeriod;
  readonly type?: v.PeriodType;
}

export interface BreakdownFilter {
  readonly dimension: string;
  readonly members: readonly string[];
}

/** How figures are to be had, beside which. What is absent is as the publisher has it. */
export interface ValueOptions {
  /** Slug of the source that they must come from, where several are declared to publish the same thing. */
  readonly source?: string;
  /** Whether a copy past its time may stand in for a publisher that cannot be reached. */
  readonly allowStale: boolean;
  /** yyyy-mm-dd: on the boundaries of this day, past or proposed. */
  readonly boundaries?: string;
  /** What areas that split are shared out by; the first that all their parts have, of residents, households, addresses and land, where absent. */
  readonly boundaryWeight?: v.WeightBasis;
  /** Counts and sums of money as rates per so many people. */
  readonly perPopulation?: number;
  /** yyyy-mm-dd: money in the prices of the year that contains it. */
  readonly adjustForInflationTo?: string;
  /** ISO 8601 instant, UTC, with milliseconds: as the hub knew them then. What it knows now where absent. */
  readonly asOf?: string;
  /** Whether smaller areas are added up where an indicator has no figure for an area's kind. */
  readonly rollUp?: boolean;
}

export interface ObservationSelection {
  readonly options?: ValueOptions;
  readonly indicators: readonly r.IndicatorRecord[];
  readonly areas: readonly r.AreaRecord[];
  readonly period: PeriodSelection;
  readonly breakdown: readonly BreakdownFilter[];
}

/** Reads figures. Every area x indicator asked for is answered: with figures, or with one explained absence. */
export interface ObservationReader {
  /**
   * In the order area (as given), then indicator (as given), then breakdown code, then period end ascending.
   * Area codes of the same ground (recodings) answer for each other; the record says so in `publishedFor`.
   */
  read(catalogue: Catalogue, selection: ObservationSelection): Promise<readonly r.ObservationRecord[]>;
}

export interface SearchHit {
  readonly record:
    | r.AreaRecord
    | r.CouncilRecord
    | r.IndicatorRecord
    | r.ServiceRecord
    | r.ServiceFunctionRecord
    | r.DatasetRecord
    | r.SupplierRecord
    | r.OutcomeRecord;
  readonly score: number;
}

/** Finds things by name: old names, Welsh names and typing slips included. */
export interface Search {
  search(
    text: string,
    kinds: readonly r.AreaRecord["nodeType"][] | readonly string[] | undefined,
    limit: number,
  ): readonly SearchHit[];
  /** Nearest codes or slugs to one that names nothing: what an `UnknownReference` suggests. */
  suggest(kind: "area" | "indicator" | "period" | "council", value: string): readonly string[];
}

/** Which areas: all conditions hold at once. Codes count whether ended or not. */
export interface AreaSpecification {
  readonly codes?: readonly string[];
  readonly type?: v.AreaTypeCode;
  /** Code of an area that they lie in. */
  readonly within?: string;
  readonly group?: GroupSpecification;
  /** Only these. */
  readonly oneOf?: readonly r.AreaRecord[];
  readonly includeEnded?: boolean;
  /** yyyy-mm-dd: as areas stood on that day; today where absent. */
  readonly on?: string;
}

/** A group by key, by kind and area, or by its members' codes. */
export interface GroupSpecification {
  readonly key?: string;
  readonly kind?: v.ComparisonGroupKind;
  readonly ofArea?: string;
  readonly members?: readonly string[];
  readonly includeSelf: boolean;
}

export type UnknownReferenceRecord = r.UnknownReferenceRecord;

export interface AreaChoice {
  readonly areas: readonly r.AreaRecord[];
  readonly unknown: readonly UnknownReferenceRecord[];
}

export interface GroupChoice {
  readonly group: r.ComparisonGroupRecord;
  readonly unknown: readonly UnknownReferenceRecord[];
}

/** What one source did for an answer. */
export interface SourceOutcomeRecord {
  readonly source: r.SourceRecord;
  readonly state: v.SourceState;
  readonly servedFrom: v.Freshness;
  readonly upstreamCalls: number;
  readonly millis: number;
  readonly message?: string;
}

/** What a request would ask of publishers, before anything is asked. */
export interface UpstreamPlanRecord {
  readonly upstreamCalls: number;
  readonly limit: number;
  readonly sources: readonly PlannedSourceRecord[];
}

export interface PlannedSourceRecord {
  readonly source: r.SourceRecord;
  readonly upstreamCalls: number;
  /** Series (one indicator, one area) wanted, and of those at hand. */
  readonly series: number;
  readonly atHand: number;
}

/** How a source is doing. Of a publisher's service as measured by this hub; of the hub's own tables by what is in them. */
export interface SourceHealthRecord {
  readonly state: v.SourceState;
  /** ISO 8601 instants, UTC. */
  readonly since?: string;
  readonly lastSuccess?: string;
  readonly p95Millis?: number;
  /** Hours since a figure last came in. */
  readonly freshnessHours?: number;
  /** 0 to 1. */
  readonly suppressedShare?: number;
  readonly message?: string;
}

export interface PostcodeRecord {
  /** Written with its space. */
  readonly code: string;
  /** Null where it could not be looked up. */
  readonly status: v.AreaStatus | null;
  /** yyyy-mm */
  readonly ended?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly areas: readonly r.AreaRecord[];
  readonly outcome: SourceOutcomeRecord;
}

export interface SeriesRequest {
  readonly options?: ValueOptions;
  readonly period: PeriodSelection;
  readonly breakdown: readonly BreakdownFilter[];
}

export interface ObservationRequest extends SeriesRequest {
  readonly indicators: readonly r.IndicatorRecord[];
  readonly areas: readonly r.AreaRecord[];
  readonly unknown: readonly UnknownReferenceRecord[];
  /** What was asked of publishers to find the areas. */
  readonly lookUps?: readonly SourceOutcomeRecord[];
  readonly orderBy: v.ObservationOrder;
  readonly direction: v.SortDirection;
  readonly first: number;
  readonly after?: string;
}

export interface AreaObservationRequest extends SeriesRequest {
  readonly indicators: readonly r.IndicatorRecord[];
  readonly unknown: readonly UnknownReferenceRecord[];
  readonly onlyPublished: boolean;
  readonly first: number;
  readonly after?: string;
}

/** What an ObservationConnection is made from. */
export interface ObservationPage {
  readonly nodes: readonly r.ObservationRecord[];
  readonly edges: readonly { readonly node: r.ObservationRecord; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number | Promise<number>;
  readonly unknown: readonly UnknownReferenceRecord[];
  readonly sources: readonly SourceOutcomeRecord[];
}

/** A drawing of an area. */
export interface GeometryRecord {
  /** yyyy-mm-dd: the day whose boundaries are drawn. */
  readonly boundariesAt: string;
  readonly detail: v.GeometryDetail;
  /** West, south, east, north, in degrees. */
  readonly bbox: Box;
  /** Longitude, latitude. */
  readonly centroid: Position;
  /** Who drew it, and under which terms. */
  readonly source: string;
  readonly drawing: Drawing;
}

/** Drawings of areas, and areas on other boundaries. */
export interface BoundaryReads {
  /** The areas of a day with the part of this one's ground that lies in each; empty where that cannot be told. */
  rebased(area: r.AreaRecord, day: string): readonly r.AreaShareRecord[];
  /** Undefined for an area that is not drawn. Batched over the operation. */
  geometry(area: r.AreaRecord, detail: v.GeometryDetail): Promise<GeometryRecord | undefined>;
  /** The areas that hold a point on a day (today where absent), smallest kinds first. */
  areasAt(point: Position, on: string | undefined): Promise<readonly r.AreaRecord[]>;
}

/** All that resolvers may write, bound to one operation and who asks for it. */
export interface GraphWrites {
  readonly knowledge: KnowledgeWrites;
}

/** All that resolvers may ask, bound to one operation: one catalogue, one day, batches shared by the whole operation. */
export interface GraphReads {
  readonly catalogue: Catalogue;
  readonly search: Search;
  readonly boundaries: BoundaryReads;
  readonly services: ServiceReads;
  readonly outcomes: OutcomeReads;
  readonly suppliers: SupplierReads;
  readonly knowledge: KnowledgeReads;
  /** yyyy-mm-dd */
  readonly today: string;
  selectAreas(specification: AreaSpecification, argument: string): AreaChoice;
  selectGroup(specification: GroupSpecification, argument: string): GroupChoice;
  groupsOf(area: r.AreaRecord, kinds: readonly v.ComparisonGroupKind[] | undefined): readonly r.ComparisonGroupRecord[];
  relatives(
    area: r.AreaRecord,
    direction: "up" | "down",
    types: readonly v.AreaTypeCode[] | undefined,
    on: string | undefined,
  ): readonly r.AreaRecord[];
  observations(request: ObservationRequest): Promise<ObservationPage>;
  /** Batched over the operation: the figures of one area. */
  figuresOf(
    area: r.AreaRecord,
    indicators: readonly r.IndicatorRecord[],
    series: SeriesRequest,
  ): Promise<readonly r.ObservationRecord[]>;
  /** The figures of one area, as a page; `onlyPublished` leaves out blanks that no release told of. */
  observationsOf(area: r.AreaRecord, request: AreaObservationRequest): Promise<ObservationPage>;
  /** When the hub learnt a figure, or last looked for one that is blank: ISO 8601 instant, UTC. */
  learntAt(observation: r.ObservationRecord): string;
  /** The options that a figure was asked for with; undefined without any. */
  optionsOf(observation: r.ObservationRecord): ValueOptions | undefined;
  /** An instant (ISO 8601, UTC) as of which the hub will always answer with this figure. */
  pinOf(observation: r.ObservationRecord): string;
  /** How a figure's period came to stand for the one that was asked for; undefined where none was asked to be stood for. */
  alignmentOf(observation: r.ObservationRecord): Alignment<r.PeriodRecord> | undefined;
  /** What a figure was before, newest first: batched over the operation. */
  revisions(observation: r.ObservationRecord): Promise<readonly RevisionRecord[]>;
  observationByKey(key: string): Promise<r.ObservationRecord | undefined>;
  change(
    observation: r.ObservationRecord,
    from: v.ComparePeriod,
    period: PeriodSelection | undefined,
  ): Promise<ChangeRecord | undefined>;
  readonly statistics: StatisticsReads;
  /** What a request would ask of publishers; nothing is asked for its figures. */
  plan(request: ObservationSelection): Promise<UpstreamPlanRecord>;
  /** Upstream requests of this operation, once all that its fields asked for is answered; and how many it may make. */
  upstreamCalls(): Promise<number>;
  readonly upstreamLimit: number;
  /** The same thing, area and period from indicators that are declared equivalent: figures only, no blanks. */
  alternatives(observation: r.ObservationRecord): Promise<readonly r.ObservationRecord[]>;
  healthOf(source: r.SourceRecord): SourceHealthRecord;
  /** Undefined where no such postcode is known, nor has been. */
  postcode(code: string): Promise<PostcodeRecord | undefined>;
  /** At once where the group's statistics are at hand. */
  compare(
    observation: r.ObservationRecord,
    group: r.ComparisonGroupRecord,
  ): ComparisonRecord | Promise<ComparisonRecord>;
}
