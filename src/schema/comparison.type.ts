import { Field, Float, Int, ObjectType } from "type-graphql";
import { BenchmarkMethod, BenchmarkOutcome } from "./enums";
import { ComparisonGroup } from "./group.type";
import type * as v from "./values/enums";

@ObjectType({
  description:
    "Statistics over the members of a group, for one indicator and period. Every member counts alike: means are unweighted.",
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
}
