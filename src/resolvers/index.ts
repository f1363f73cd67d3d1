import { AreaResolver } from "./area.resolver";
import { AreaBoundaryResolver, PointResolver, ProvenanceWeightsResolver } from "./boundary.resolver";
import { CalculateResolver } from "./calculate.resolver";
import { CouncilResolver } from "./council.resolver";
import {
  CircumstanceResolver,
  IndicatorNeedsResolver,
  LifeEventResolver,
  NeedResolver,
  PowerOrDutyResolver,
  ServiceDutiesResolver,
} from "./duty.resolver";
import { ComparisonGroupResolver } from "./group.resolver";
import { ImprovementImproversResolver, ImprovementResolver, LeftOutAreasResolver } from "./improvement.resolver";
import { IndicatorResolver, TopicResolver } from "./indicator.resolver";
import { KnowledgeResolver } from "./knowledge.resolver";
import {
  AreaKnowledgeResolver,
  CouncilKnowledgeResolver,
  CurrentObservationResolver,
  ImproverKnowledgeResolver,
  IndicatorKnowledgeResolver,
  OutcomeKnowledgeResolver,
  ServiceKnowledgeResolver,
  SupplierReviewsResolver,
} from "./knowledge-about.resolver";
import { KnowledgeWritingResolver } from "./knowledge-writing.resolver";
import { AreaNeighboursResolver, NeighbourhoodResolver } from "./neighbour.resolver";
import { NodeResolver } from "./node.resolver";
import { ComparisonResolver, ObservationResolver } from "./observation.resolver";
import { ObservationPageResolver } from "./observation-page.resolver";
import { AreaObservationsResolver, IndicatorObservationsResolver, ObservationsResolver } from "./observations.resolver";
import {
  AreaOutcomesResolver,
  IndicatorOutcomesResolver,
  NeedOutcomesResolver,
  OutcomeFrameworkResolver,
  OutcomeProgressResolver,
  OutcomeResolver,
  ServiceOutcomesResolver,
} from "./outcome.resolver";
import { PeriodAlignmentResolver, PeriodResolver } from "./period.resolver";
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
import { SpendResolver } from "./spend.resolver";
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
  OutcomeFrameworkResolver,
  OutcomeResolver,
  IndicatorNeedsResolver,
  IndicatorOutcomesResolver,
  ServiceOutcomesResolver,
  NeedOutcomesResolver,
  AreaOutcomesResolver,
  OutcomeProgressResolver,
  ProvisionResolver,
  CouncilServicesResolver,
  ServiceProvisionResolver,
  SpendResolver,
  SourceResolver,
  KnowledgeResolver,
  KnowledgeWritingResolver,
  AreaKnowledgeResolver,
  CouncilKnowledgeResolver,
  IndicatorKnowledgeResolver,
  ServiceKnowledgeResolver,
  OutcomeKnowledgeResolver,
  SupplierReviewsResolver,
  ImproverKnowledgeResolver,
  CurrentObservationResolver,
  SupplierResolver,
  MeasuredSourceResolver,
  DatasetResolver,
  ReleaseResolver,
  PeriodResolver,
  PeriodAlignmentResolver,
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
  ImprovementResolver,
  ImprovementImproversResolver,
  LeftOutAreasResolver,
  AreaNeighboursResolver,
  NeighbourhoodResolver,
] as const;
