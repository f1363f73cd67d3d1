import { Area, AreaChange, AreaMembership, AreaName, AreaType } from "./area.entity";
import { Breakdown, BreakdownMember, Dimension, DimensionMember } from "./breakdown.entity";
import { ComparisonGroup, ComparisonGroupMember, Neighbour } from "./comparison.entity";
import { Council, CouncilSuccession } from "./council.entity";
import { Indicator, IndicatorCoverage, IndicatorIdentifier, IndicatorTopic, Topic } from "./indicator.entity";
import { Store1764000000000 } from "./migrations/1764000000000-store";
import { NationalSources1765000000000 } from "./migrations/1765000000000-national-sources";
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
import { Period, PeriodWording } from "./period.entity";
import { Dataset, Licence, Note, Release, Source } from "./publication.entity";
import { Service, ServiceFunction, ServiceFunctionLink, ServiceIndicator, ServiceTier } from "./service.entity";
import { StoreVersion } from "./store-version.entity";

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
];

/** In the order in which they run; forward only. */
export const MIGRATIONS = [Store1764000000000, NationalSources1765000000000];
