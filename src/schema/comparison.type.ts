import { Field, Float, Int, ObjectType } from "type-graphql";
import { Area } from "./area.type";
import { BenchmarkMethod, BenchmarkOutcome, MissingReason, RankMethod, Significance } from "./enums";
import { ComparisonGroup } from "./group.type";
import { Indicator } from "./indicator.type";
import { Observation } from "./observation.type";
import type * as v from "./values/enums";

@ObjectType({ description: "How many members have no value for one reason.", simpleResolvers: true })
export class MissingCount {
  @Field(() => MissingReason, { description: "The reason." })
  reason: v.MissingReason;

  @Field(() => Int, { description: "Number of members." })
  count: number;
}

@ObjectType({ description: "A mean weighted by another indicator.", simpleResolvers: true })
export class WeightedMean {
  @Field(() => Float, {
    nullable: true,
    description:
      "Sum of value times weight over the sum of the weights, in the unit of the values; null where no member has both.",
  })
  value: number | null;

  @Field(() => Indicator, { description: "The indicator that is the weight." })
  weight: Indicator;

  @Field(() => Int, { description: "Number of members that have both." })
  members: number;

  @Field(() => Int, { description: "Number of members that have a value and no weight: they are left out." })
  without: number;

  @Field(() => String, { description: "Which period of the weight was taken, and why; or why there is no mean." })
  why: string;
}

@ObjectType({
  description:
    "Statistics over the members of a group, for one indicator and period. Every member counts alike, but for the weighted means.",
  simpleResolvers: true,
})
export class GroupStatistics {
  @Field(() => Int, { description: "Number of members with a value." })
  count: number;

  @Field(() => Int, { description: "Number of members without one." })
  missing: number;

  @Field(() => Float, {
    nullable: true,
    description: "Unweighted mean of the values, in the indicator's unit; null without values.",
  })
  mean: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Median of the values, in the indicator's unit; null without values.",
  })
  median: number | null;

  @Field(() => Float, { nullable: true, description: "Lowest value, in the indicator's unit; null without values." })
  minimum: number | null;

  @Field(() => Float, { nullable: true, description: "Highest value, in the indicator's unit; null without values." })
  maximum: number | null;

  @Field(() => Float, { nullable: true, description: "Lower quartile, in the indicator's unit; null without values." })
  lowerQuartile: number | null;

  @Field(() => Float, { nullable: true, description: "Upper quartile, in the indicator's unit; null without values." })
  upperQuartile: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Standard deviation of the members, in the indicator's unit; null without values.",
  })
  standardDeviation: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Median absolute deviation from the median, unscaled, in the indicator's unit; null without values.",
  })
  medianAbsoluteDeviation: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "The same times 1.4826, which makes it the standard deviation of normal data; in the indicator's unit, null without values.",
  })
  scaledMedianAbsoluteDeviation: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Upper quartile less lower quartile, in the indicator's unit; null without values.",
  })
  interquartileRange: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Mean weighted by the members' own `denominator`, in the indicator's unit; null unless every member with a value has one. For another weight see `weighted`.",
  })
  weightedMean: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Sum of the values, in the indicator's unit, of an indicator whose figures add up over areas; null unless every member has one, and see `whyNoTotal`.",
  })
  total: number | null;

  @Field(() => String, { nullable: true, description: "Why there is no total, and what would be needed for one." })
  whyNoTotal: string | null;

  @Field(() => [MissingCount], { description: "Why members have no value; the counts add up to `missing`." })
  missingReasons: readonly MissingCount[];
}

@ObjectType({
  description:
    "Control limits at a figure's own denominator: where a figure would lie by chance if the area were like the whole group. In the indicator's unit.",
  simpleResolvers: true,
})
export class Funnel {
  @Field(() => Float, {
    description: "Sum of the group's counts over the sum of its denominators, in the indicator's unit.",
  })
  centre: number;

  @Field(() => Float, { description: "Lower 95 % control limit, in the indicator's unit." })
  lower95: number;

  @Field(() => Float, { description: "Upper 95 % control limit, in the indicator's unit." })
  upper95: number;

  @Field(() => Float, { description: "Lower 99.8 % control limit, in the indicator's unit." })
  lower998: number;

  @Field(() => Float, { description: "Upper 99.8 % control limit, in the indicator's unit." })
  upper998: number;

  @Field(() => BenchmarkOutcome, { description: "How the figure stands to the centre, at the 95 % limits." })
  outcome: v.BenchmarkOutcome;

  @Field(() => Significance, { description: "The strictest limits that it lies beyond." })
  significance: v.Significance;
}

@ObjectType({
  description: "The places that a figure could have, allowing for confidence limits.",
  simpleResolvers: true,
})
export class RankInterval {
  @Field(() => RankMethod, { description: "How they were worked out; NONE where they cannot be." })
  method: v.RankMethod;

  @Field(() => Int, { nullable: true, description: "The best place (the highest value); 1 is the highest." })
  best: number | null;

  @Field(() => Int, { nullable: true, description: "The worst place (the lowest value)." })
  worst: number | null;

  @Field(() => String, { nullable: true, description: "Why they cannot be told." })
  why?: string | null | undefined;
}

@ObjectType({
  description: "A figure against one member of its group, the two taken as independent.",
  simpleResolvers: true,
})
export class MemberDifference {
  @Field(() => Area, { description: "The member." })
  area: Area;

  @Field(() => Observation, { nullable: true, description: "The member's figure." })
  observation?: Observation | undefined;

  @Field(() => Float, {
    nullable: true,
    description:
      "This figure less the member's, in the indicator's unit (percentage points where that is per cent); null where either has no value.",
  })
  difference: number | null;

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

  @Field(() => Significance, { description: "Whether the limits of the difference leave out 0." })
  significance: v.Significance;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the two 95 % intervals share a value. They may, and the difference still be significant.",
  })
  overlap: boolean | null;

  @Field(() => BenchmarkOutcome, {
    description: "How this figure stands to the member's; in words of better and worse only where polarity is known.",
  })
  outcome: v.BenchmarkOutcome;

  @Field(() => String, { nullable: true, description: "Why they were not tested." })
  why?: string | null | undefined;
}

@ObjectType({
  description: "How a figure stands in a group, for its own indicator, period and breakdown.",
  simpleResolvers: true,
})
export class Comparison {
  @Field(() => ComparisonGroup, {
    nullable: true,
    description: "The group; null where the area has no group of the kind asked for.",
  })
  group?: ComparisonGroup | undefined;

  @Field(() => GroupStatistics, { description: "Statistics over the group." })
  statistics: GroupStatistics;

  @Field(() => Int, {
    nullable: true,
    description:
      "Place by value: 1 is the highest value, whether that is good or not; equal values share a place. Null without a value.",
  })
  rank: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Best place that the value could have within its own 95 % confidence limits, the others staying as they are; null without limits.",
  })
  rankLower: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Worst place that the value could have within its own 95 % confidence limits, the others staying as they are; null without limits.",
  })
  rankUpper: number | null;

  @Field(() => Int, { description: "Number of members ranked." })
  rankOf: number;

  @Field(() => Int, {
    nullable: true,
    description: "Number of other members with the very same value; null without a value.",
  })
  tied: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Percentage of the ranked members whose value is at or below this one, from 0 to 100; null without a value.",
  })
  percentile: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Standard deviations above (or, negative, below) the mean; null where they do not vary.",
  })
  zScore: number | null;

  @Field(() => Float, { nullable: true, description: "This value less the unweighted mean, in the indicator's unit." })
  differenceFromMean: number | null;

  @Field(() => Float, { nullable: true, description: "This value less the median, in the indicator's unit." })
  differenceFromMedian: number | null;

  @Field(() => BenchmarkOutcome, {
    description: "How it stands; in words of better and worse only where polarity is known.",
  })
  outcome: v.BenchmarkOutcome;

  @Field(() => BenchmarkMethod, { description: "How the outcome was arrived at." })
  method: v.BenchmarkMethod;

  @Field(() => Significance, {
    description:
      "The strictest level at which the figure's confidence limits leave out the group's median; the 99.8 % limits are the 95 % ones widened. NOT_TESTED without limits: see `why`.",
  })
  significance: v.Significance;

  @Field(() => String, { nullable: true, description: "Why it was not tested." })
  why?: string | null | undefined;

  @Field(() => Float, {
    nullable: true,
    description:
      "Distance from the median in scaled median absolute deviations, plus for the good side where polarity is known, else for high values; null where more than half of the values are equal.",
  })
  robustZScore: number | null;

  @Field(() => Funnel, {
    nullable: true,
    description:
      "Control limits at this figure's denominator; null where the counts behind the figures of the whole group are not published, or the figures are neither proportions nor rates.",
  })
  funnel?: Funnel | null | undefined;
}
