import { Field, Float, Int, ObjectType } from "type-graphql";
import { Area } from "./area.type";
import { connectionOf, edgeOf, UnknownReference } from "./connection";
import {
  BoundaryMethod,
  ConfidenceLevel,
  DifferenceUnit,
  DirectionOfTravel,
  Freshness,
  Incomparability,
  LimitsMethod,
  MissingReason,
  Significance,
  TrendMarker,
  ValueMethod,
} from "./enums";
import { Indicator } from "./indicator.type";
import { Node } from "./node.type";
import { Period } from "./period.type";
import { DateScalar, DateTimeScalar, URLScalar } from "./scalars";
import { Dataset, Licence, Release, Source, SourceOutcome } from "./source.type";
import type * as v from "./values/enums";

@ObjectType({
  implements: Node,
  description: "One figure for one area and period, or the reason why there is none.",
  simpleResolvers: true,
})
export class Observation extends Node {
  @Field(() => Indicator, { description: "What is measured." })
  indicator: Indicator;

  @Field(() => Area, { description: "The area that was asked for." })
  area: Area;

  @Field(() => Period, { description: "The period that the figure is for." })
  period: Period;

  @Field(() => Float, {
    nullable: true,
    description:
      "The figure, in the indicator's unit, for the period. Null exactly when `missing` says why; 0 is a value.",
  })
  value: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "The number of cases behind the figure in the period, where published.",
  })
  count: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "What stands above the line of a rate: a number of things or people over the period, where published.",
  })
  numerator: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "What stands below the line of a rate: a number of things or people over the period, where published.",
  })
  denominator: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Lower 95 % confidence limit, in the indicator's unit, where published.",
  })
  lowerCI95: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Upper 95 % confidence limit, in the indicator's unit, where published.",
  })
  upperCI95: number | null;

  @Field(() => MissingReason, { nullable: true, description: "Why the value is blank; null when there is a value." })
  missing: v.MissingReason | null;

  @Field(() => [String], { description: "What the publisher or the hub says beside the figure." })
  notes: readonly string[];
}

/** Price of a text of several hundred characters, where a plain value is 1. */
const LONG_TEXT = 5;

@ObjectType({ description: "Where a figure comes from: its receipt.", simpleResolvers: true })
export class Provenance {
  @Field(() => ValueMethod, { description: "How it came about." })
  method: v.ValueMethod;

  @Field(() => Source, { description: "Who publishes it." })
  source: Source;

  @Field(() => Dataset, { description: "The data set it is part of." })
  dataset: Dataset;

  @Field(() => Release, {
    nullable: true,
    description: "The release that told it; null for a blank that no release told of.",
  })
  release?: Release | undefined;

  @Field(() => URLScalar, {
    nullable: true,
    description:
      "The publisher's own page or file; of a service's figure, the request that fetched it, without any key.",
  })
  upstreamUrl?: string | undefined;

  @Field(() => DateTimeScalar, { description: "When the hub learnt it." })
  retrievedAt: string;

  @Field(() => Freshness, { description: "How fresh it is." })
  freshness: v.Freshness;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The date whose boundaries the figure is on, where it is known to be other than the publisher's own.",
  })
  boundariesAt?: string | undefined;

  @Field(() => BoundaryMethod, { description: "How it comes to be on these boundaries." })
  boundaryMethod: v.BoundaryMethod;

  @Field(() => String, {
    nullable: true,
    description: "How the hub worked it out: the formula as it was asked, or in words. Null for a published figure.",
  })
  formula?: string | undefined;

  @Field(() => Int, { description: "Number of figures that the hub made it from; 0 for a published one." })
  inputCount: number;

  @Field(() => Licence, { description: "The terms under which it may be used." })
  licence: Licence;

  @Field(() => String, { complexity: LONG_TEXT, description: "One sentence to paste under a chart." })
  citation: string;

  @Field(() => URLScalar, {
    complexity: LONG_TEXT,
    description:
      "Opens this figure again, as a query in the playground: always as the hub knew it at this answer, whatever is published later.",
  })
  permalink: string;
}

@ObjectType({ description: "How a figure moved from another of the same series.", simpleResolvers: true })
export class Change {
  @Field(() => Observation, { description: "The figure that it moved from." })
  from: Observation;

  @Field(() => Float, {
    nullable: true,
    description:
      "This value less the other, in the indicator's unit (percentage points where the unit is per cent); null where not comparable.",
  })
  difference: number | null;

  @Field(() => DifferenceUnit, { description: "What the difference is in." })
  unit: v.DifferenceUnit;

  @Field(() => Float, {
    nullable: true,
    description: "Lower 95 % limit of the difference, in its unit; null without limits on both.",
  })
  lower95: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Upper 95 % limit of the difference, in its unit; null without limits on both.",
  })
  upper95: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "The difference as a percentage of the other value; null where that is 0 or less, for ranks and scores, or not comparable.",
  })
  percentage: number | null;

  @Field(() => DirectionOfTravel, { description: "Which way it moved." })
  direction: v.DirectionOfTravel;

  @Field(() => Significance, {
    description:
      "Whether the 95 % (or 99.8 %) limits of the difference leave out 0, the two figures taken as independent. NOT_TESTED without limits on both.",
  })
  significance: v.Significance;

  @Field(() => Boolean, { description: "Whether the two may be compared." })
  isComparable: boolean;

  @Field(() => String, { nullable: true, description: "Why they may not be." })
  why?: string | null | undefined;

  @Field(() => [Incomparability], { description: "Every reason against comparing them, the gravest first." })
  reasons: readonly v.Incomparability[];
}

@ObjectType({ description: "Confidence limits of a figure, the publisher's or the hub's own.", simpleResolvers: true })
export class ConfidenceLimits {
  @Field(() => Float, { description: "Lower limit, in the indicator's unit." })
  lower: number;

  @Field(() => Float, { description: "Upper limit, in the indicator's unit." })
  upper: number;

  @Field(() => ConfidenceLevel, { description: "The level." })
  level: v.ConfidenceLevel;

  @Field(() => LimitsMethod, { description: "Whose they are, and how they were worked out." })
  method: v.LimitsMethod;

  @Field(() => Boolean, { description: "Whether the hub worked them out: never to be shown as the publisher's." })
  madeByHub: boolean;
}

@ObjectType({ description: "The recent trend of a series, up to a figure.", simpleResolvers: true })
export class Trend {
  @Field(() => TrendMarker, { description: "The trend in the standard words." })
  marker: v.TrendMarker;

  @Field(() => String, {
    description:
      "The test: CHI_SQUARE_PROPORTIONS (counts and denominators), CHI_SQUARE_LIMITS (confidence limits), MANN_KENDALL (neither), or NONE.",
  })
  method: string;

  @Field(() => Significance, { description: "The strictest level at which the test finds a trend." })
  significance: v.Significance;

  @Field(() => Float, {
    nullable: true,
    description:
      "Chi-square with one degree of freedom, or S of Mann-Kendall, without unit; null where nothing was tested.",
  })
  statistic: number | null;

  @Field(() => Int, { description: "Number of figures that the test used." })
  pointsUsed: number;

  @Field(() => [Observation], { description: "These figures, in time order." })
  series: readonly Observation[];

  @Field(() => String, { description: "Why the marker is what it is." })
  why: string;
}

@ObjectType({ description: "An observation in a list.", simpleResolvers: true })
export class ObservationEdge extends edgeOf(() => Observation, "observation") {}

@ObjectType({ description: "A page of observations.", simpleResolvers: true })
export class ObservationConnection extends connectionOf(
  () => Observation,
  () => ObservationEdge,
  "observations",
) {
  @Field(() => [UnknownReference], { description: "Codes and slugs in the arguments that name nothing." })
  unknown: readonly UnknownReference[];

  @Field(() => [SourceOutcome], { description: "What each source did for this page." })
  sources: readonly SourceOutcome[];
}
