import { Area, AreaChange, AreaMembership, AreaName, AreaType } from "./area.entity";
import { AreaWeight, Boundary } from "./boundary.entity";
import { Breakdown, BreakdownMember, Dimension, DimensionMember } from "./breakdown.entity";
import { ComparisonGroup, ComparisonGroupMember, Neighbour } from "./comparison.entity";
import { Council, CouncilSuccession } from "./council.entity";
import { DisclosurePolicyRow } from "./disclosure.entity";
import {
  Circumstance,
  CircumstanceNeed,
  CircumstanceService,
  Interaction,
  InteractionType,
  LifeEvent,
  LifeEventCircumstance,
  LifeEventService,
  Need,
  NeedIndicator,
  NeedService,
  PowerOrDuty,
  PowerOrDutyService,
  PowerOrDutyTier,
  ServiceRelation,
} from "./duty.entity";
import { Indicator, IndicatorCoverage, IndicatorIdentifier, IndicatorTopic, Topic } from "./indicator.entity";
import { Knowledge, KnowledgeEvidence, KnowledgeSubject, KnowledgeText, KnowledgeVersion } from "./knowledge.entity";
import { AnnouncedRelease, LearntFigure, ReleaseChange } from "./learnt.entity";
import { Store1764000000000 } from "./migrations/1764000000000-store";
import { NationalSources1765000000000 } from "./migrations/1765000000000-national-sources";
import { Boundaries1766000000000 } from "./migrations/1766000000000-boundaries";
import { TwoClocks1767000000000 } from "./migrations/1767000000000-two-clocks";
import { Disclosure1768000000000 } from "./migrations/1768000000000-disclosure";
import { Services1769000000000 } from "./migrations/1769000000000-services";
import { Outcomes1770000000000 } from "./migrations/1770000000000-outcomes";
import { Knowledge1771000000000 } from "./migrations/1771000000000-knowledge";
import { Suppliers1772000000000 } from "./migrations/1772000000000-suppliers";
import {
  CataloguePageRow,
  CatalogueSync,
  IndicatorEquivalent,
  KeptAnswer,
  RemoteDatasetRow,
  RemoteDimensions,
  RemoteIndicatorRow,
  RemoteSource,
} from "./national.entity";
import { Observation } from "./observation.entity";
import {
  ClassTotal,
  Outcome,
  OutcomeFramework,
  OutcomeIndicator,
  OutcomeNeed,
  OutcomeService,
  SpendLine,
  SpendLineService,
} from "./outcome.entity";
import { Period, PeriodWording } from "./period.entity";
import { Dataset, Licence, Note, Release, Source } from "./publication.entity";
import { Service, ServiceFunction, ServiceFunctionLink, ServiceIndicator, ServiceTier } from "./service.entity";
import { StoreVersion } from "./store-version.entity";
import { SourceTally, Supplier, SupplierService, SupplierSource, SupplierUser } from "./supplier.entity";

/** Every table of the store. */
export const ENTITIES = [
  Licence,
  Source,
  Dataset,
  Release,
  Note,
  Topic,
  Indicator,
  IndicatorTopic,
  IndicatorIdentifier,
  IndicatorCoverage,
  Dimension,
  DimensionMember,
  Breakdown,
  BreakdownMember,
  Period,
  PeriodWording,
  AreaType,
  Area,
  AreaName,
  AreaChange,
  AreaMembership,
  Council,
  CouncilSuccession,
  ComparisonGroup,
  ComparisonGroupMember,
  Neighbour,
  ServiceFunction,
  Service,
  ServiceFunctionLink,
  ServiceTier,
  ServiceIndicator,
  Observation,
  StoreVersion,
  RemoteSource,
  RemoteDatasetRow,
  RemoteDimensions,
  RemoteIndicatorRow,
  IndicatorEquivalent,
  CatalogueSync,
  CataloguePageRow,
  KeptAnswer,
  Boundary,
  AreaWeight,
  LearntFigure,
  ReleaseChange,
  AnnouncedRelease,
  DisclosurePolicyRow,
  ServiceRelation,
  PowerOrDuty,
  PowerOrDutyTier,
  PowerOrDutyService,
  Need,
  NeedService,
  NeedIndicator,
  Circumstance,
  CircumstanceNeed,
  CircumstanceService,
  LifeEvent,
  LifeEventCircumstance,
  LifeEventService,
  InteractionType,
  Interaction,
  OutcomeFramework,
  Outcome,
  OutcomeIndicator,
  OutcomeService,
  OutcomeNeed,
  SpendLine,
  SpendLineService,
  ClassTotal,
  Knowledge,
  KnowledgeText,
  KnowledgeSubject,
  KnowledgeEvidence,
  KnowledgeVersion,
  Supplier,
  SupplierSource,
  SupplierService,
  SupplierUser,
  SourceTally,
];

/** In the order in which they run; forward only. */
export const MIGRATIONS = [
  Store1764000000000,
  NationalSources1765000000000,
  Boundaries1766000000000,
  TwoClocks1767000000000,
  Disclosure1768000000000,
  Services1769000000000,
  Outcomes1770000000000,
  Knowledge1771000000000,
  Suppliers1772000000000,
];
