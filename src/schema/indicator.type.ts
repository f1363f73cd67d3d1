import { Field, Float, Int, ObjectType } from "type-graphql";
import { AreaType } from "./area.type";
import { connectionOf, edgeOf, UnknownReference } from "./connection";
import { Frequency, IdScheme, PeriodType, Polarity, ValueType } from "./enums";
import { Node } from "./node.type";
import { Period } from "./period.type";
import { URLScalar } from "./scalars";
import { Dataset } from "./source.type";
import type * as v from "./values/enums";

@ObjectType({ description: "The name of an indicator in another body's scheme.", simpleResolvers: true })
export class ExternalId {
  @Field(() => IdScheme, { description: "The scheme." })
  scheme: v.IdScheme;

  @Field(() => String, { description: "The name in it." })
  value: string;

  @Field(() => URLScalar, { nullable: true, description: "Its page there." })
  url?: string | undefined;
}

@ObjectType({ description: "The unit that an indicator's values are in.", simpleResolvers: true })
export class Unit {
  @Field(() => String, { description: "Short name: `percent`." })
  code: string;

  @Field(() => String, { description: "In words." })
  label: string;

  @Field(() => String, { nullable: true, description: "Printed before a value: `£`." })
  prefix?: string | undefined;

  @Field(() => String, { nullable: true, description: "Printed after a value: `%`." })
  suffix?: string | undefined;

  @Field(() => Float, {
    nullable: true,
    description: "How many of the plain unit one of these is: 1,000,000 for £ million; null for 1.",
  })
  multiplier?: number | undefined;
}

@ObjectType({ description: "One value of a dimension.", simpleResolvers: true })
export class DimensionMember {
  @Field(() => String, { description: "Its code, as filters take it." })
  code: string;

  @Field(() => String, { description: "In words." })
  label: string;

  @Field(() => Boolean, { description: "Whether it stands for all the others together." })
  isTotal: boolean;

  @Field(() => Int, { nullable: true, description: "Place in the publisher's order, from 1." })
  sequence?: number | undefined;
}

@ObjectType({ description: "A way in which an indicator is broken down.", simpleResolvers: true })
export class Dimension {
  @Field(() => String, { description: "Its code, as filters take it." })
  code: string;

  @Field(() => String, { description: "In words." })
  label: string;

  @Field(() => [DimensionMember], { description: "Its values, in the publisher's order." })
  members: readonly DimensionMember[];
}

@ObjectType({ implements: Node, description: "A subject that indicators are filed under.", simpleResolvers: true })
export class Topic extends Node {
  @Field(() => String, { description: "The name that arguments take." })
  slug: string;

  @Field(() => String, { description: "In words." })
  label: string;

  @Field(() => Topic, { nullable: true, description: "The topic it is part of." })
  parent?: Topic | undefined;

  @Field(() => [Topic], { description: "The topics that are part of it." })
  children: readonly Topic[];
}

@ObjectType({ description: "How far an indicator's figures reach for one kind of area.", simpleResolvers: true })
export class Coverage {
  @Field(() => AreaType, { description: "The kind of area." })
  areaType: AreaType;

  @Field(() => Period, { nullable: true, description: "The earliest period with a figure." })
  earliest?: Period | undefined;

  @Field(() => Period, { nullable: true, description: "The latest period with a figure." })
  latest?: Period | undefined;

  @Field(() => Int, {
    nullable: true,
    description:
      "Number of areas with at least one figure; null for a national service, whose catalogue does not count.",
  })
  areaCount?: number | undefined;

  @Field(() => Float, {
    nullable: true,
    description: "Part of the figures that is blank for a stated reason, from 0 to 1.",
  })
  suppressedShare?: number | undefined;
}

@ObjectType({
  implements: Node,
  description: "What is measured. (LG Inform says metric type, the Local Outcomes Framework says metric.)",
  simpleResolvers: true,
})
export class Indicator extends Node {
  @Field(() => String, { description: "The name that arguments take: `claimant-count`." })
  slug: string;

  @Field(() => String, { description: "Its name." })
  name: string;

  @Field(() => String, { nullable: true, description: "A short name for a column heading." })
  shortName?: string | undefined;

  @Field(() => String, { nullable: true, description: "What exactly is measured." })
  definition?: string | undefined;

  @Field(() => String, { nullable: true, description: "Why it is measured." })
  rationale?: string | undefined;

  @Field(() => [String], { description: "What to bear in mind when reading it." })
  caveats: readonly string[];

  @Field(() => [ExternalId], { description: "Its names in other bodies' schemes." })
  identifiers: readonly ExternalId[];

  @Field(() => Unit, { description: "The unit that its values are in." })
  unit: Unit;

  @Field(() => Int, { description: "Number of decimal places to print." })
  decimalPlaces: number;

  @Field(() => Polarity, { description: "Whether a high value is good." })
  polarity: v.Polarity;

  @Field(() => String, { description: "Why, in one line. Polarity is set by the hub, not by the publisher." })
  polarityReason: string;

  @Field(() => ValueType, { description: "The kind of figure." })
  valueType: v.ValueType;

  @Field(() => String, { nullable: true, description: "What is counted above the line." })
  numerator?: string | undefined;

  @Field(() => String, { nullable: true, description: "What is counted below the line." })
  denominator?: string | undefined;

  @Field(() => Frequency, { description: "How often figures appear." })
  frequency: v.Frequency;

  @Field(() => PeriodType, { description: "The kind of period that its figures are for." })
  periodType: v.PeriodType;

  @Field(() => Boolean, { description: "Whether values of areas may be added up." })
  isAggregatable: boolean;

  @Field(() => Boolean, { description: "Whether values of areas of different size may be compared." })
  isStandardised: boolean;

  @Field(() => Boolean, { description: "Whether its figures come with confidence limits." })
  hasConfidenceIntervals: boolean;

  @Field(() => [Dimension], { description: "The ways in which it is broken down." })
  dimensions: readonly Dimension[];

  @Field(() => [Topic], { description: "The topics it is filed under." })
  topics: readonly Topic[];

  @Field(() => Dataset, { description: "The data set it is part of." })
  dataset: Dataset;
}

@ObjectType({ description: "An indicator in a list.", simpleResolvers: true })
export class IndicatorEdge extends edgeOf(() => Indicator, "indicator") {}

@ObjectType({ description: "A page of indicators.", simpleResolvers: true })
export class IndicatorConnection extends connectionOf(
  () => Indicator,
  () => IndicatorEdge,
  "indicators",
) {
  @Field(() => [UnknownReference], { description: "Codes and slugs in the arguments that name nothing." })
  unknown: readonly UnknownReference[];
}
