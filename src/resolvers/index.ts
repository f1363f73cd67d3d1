import { AreaResolver } from "./area.resolver";
import { AreaBoundaryResolver, PointResolver, ProvenanceWeightsResolver } from "./boundary.resolver";
import { CalculateResolver } from "./calculate.resolver";
import { CouncilResolver } from "./council.resolver";
import {
  CircumstanceResolver,
  LifeEventResolver,
  NeedResolver,
  PowerOrDutyResolver,
  ServiceDutiesResolver,
} from "./duty.resolver";
import { ComparisonGroupResolver } from "./group.resolver";
import { IndicatorResolver, TopicResolver } from "./indicator.resolver";
import { NodeResolver } from "./node.resolver";
import { ComparisonResolver, ObservationResolver } from "./observation.resolver";
import { ObservationPageResolver } from "./observation-page.resolver";
import { AreaObservationsResolver, IndicatorObservationsResolver, ObservationsResolver } from "./observations.resolver";
import { PeriodResolver } from "./period.resolver";
import { PostcodeResolver } from "./postcode.resolver";
import { ProvenanceResolver } from "./provenance.resolver";
import { CouncilServicesResolver, ProvisionResolver, ServiceProvisionResolver } from "./provision.resolver";
import {
  NextReleaseResolver,
  ObservationRevisionsResolver,
  ReleasesResolver,
  RevisionResolver,
} from "./revisions.resolver";
import { SearchResolver } from "./search.resolver";
import { ServiceFunctionResolver, ServiceResolver } from "./service.resolver";
import { DatasetResolver, ReleaseResolver, SourceResolver } from "./source.resolver";
import {
  ComparisonPartsResolver,
  GroupStatisticsResolver,
  IndicatorSummaryResolver,
  TrendResolver,
} from "./statistics.resolver";
import { MeasuredSourceResolver, SupplierResolver } from "./supplier.resolver";
import { UpstreamResolver } from "./upstream.resolver";

/** Every resolver of the graph. */
export const RESOLVERS = [
  NodeResolver,
  AreaResolver,
  AreaObservationsResolver,
  AreaBoundaryResolver,
  PointResolver,
  ProvenanceWeightsResolver,
  CouncilResolver,
  IndicatorResolver,
  IndicatorObservationsResolver,
  TopicResolver,
  ObservationsResolver,
  ObservationResolver,
  ObservationPageResolver,
  ComparisonResolver,
  ProvenanceResolver,
  ServiceResolver,
  ServiceFunctionResolver,
  ServiceDutiesResolver,
  PowerOrDutyResolver,
  NeedResolver,
  CircumstanceResolver,
  LifeEventResolver,
  ProvisionResolver,
  CouncilServicesResolver,
  ServiceProvisionResolver,
  SourceResolver,
  SupplierResolver,
  MeasuredSourceResolver,
  DatasetResolver,
  ReleaseResolver,
  PeriodResolver,
  SearchResolver,
  ComparisonGroupResolver,
  PostcodeResolver,
  UpstreamResolver,
  ObservationRevisionsResolver,
  RevisionResolver,
  ReleasesResolver,
  NextReleaseResolver,
  TrendResolver,
  ComparisonPartsResolver,
  GroupStatisticsResolver,
  IndicatorSummaryResolver,
  CalculateResolver,
] as const;
