import { Field, Float, Int, ObjectType } from "type-graphql";
import { connectionOf, edgeOf, UnknownReference } from "./connection";
import { AreaChangeKind, AreaStatus, AreaTypeCode, HierarchyName, NeighbourModel } from "./enums";
import { Indicator } from "./indicator.type";
import { Node } from "./node.type";
import { Observation } from "./observation.type";
import { DateScalar, GSSCodeScalar, URLScalar } from "./scalars";
import { SourceOutcome } from "./source.type";
import type * as v from "./values/enums";

@ObjectType({ description: "A kind of area.", simpleResolvers: true })
export class AreaType {
  @Field(() => AreaTypeCode, { description: "The kind." })
  code: v.AreaTypeCode;

  @Field(() => String, { description: "The kind in words: `Metropolitan district`." })
  label: string;

  @Field(() => [String], { description: "First three characters of the GSS codes of this kind: `E08`." })
  gssPrefixes: readonly string[];

  @Field(() => Int, {
    nullable: true,
    description: "Depth in its hierarchy: 0 for the whole country, growing downwards.",
  })
  level?: number | undefined;

  @Field(() => HierarchyName, { description: "The family of boundaries it belongs to." })
  hierarchy: v.HierarchyName;
}

@ObjectType({
  implements: Node,
  description: "A piece of ground that figures are about. The body that runs it is a Council.",
  simpleResolvers: true,
})
export class Area extends Node {
  @Field(() => GSSCodeScalar, { nullable: true, description: "GSS code; null for areas that have none (ITL areas)." })
  gssCode?: string | undefined;

  @Field(() => String, { description: "The code that the area is known by: its GSS code, or its ITL code." })
  code: string;

  @Field(() => String, { description: "Name, in English." })
  name: string;

  @Field(() => String, { nullable: true, description: "Name in Welsh, where the publisher gives one." })
  nameWelsh?: string | undefined;

  @Field(() => [String], { description: "Other names it goes by or went by." })
  alternativeNames: readonly string[];

  @Field(() => AreaType, { description: "What kind of area it is." })
  areaType: AreaType;

  @Field(() => AreaStatus, { description: "Whether it is in being." })
  status: v.AreaStatus;

  @Field(() => DateScalar, { nullable: true, description: "First day of its code; null where not known." })
  startDate?: string | undefined;

  @Field(() => DateScalar, { nullable: true, description: "Last day of its code; null while it is in being." })
  endDate?: string | undefined;

  @Field(() => [AreaChange], { description: "The changes that made it what it is; `to` is this area." })
  predecessors: readonly AreaChange[];

  @Field(() => [AreaChange], { description: "The changes that it went on in; `from` is this area." })
  successors: readonly AreaChange[];
}

@ObjectType({ description: "One change from one area to another.", simpleResolvers: true })
export class AreaChange {
  @Field(() => Area, { description: "The area before." })
  from: Area;

  @Field(() => Area, { description: "The area after." })
  to: Area;

  @Field(() => AreaChangeKind, { description: "What happened." })
  kind: v.AreaChangeKind;

  @Field(() => DateScalar, { description: "First day on which it held." })
  operativeDate: string;

  @Field(() => String, { nullable: true, description: "The legal instrument that made it, by title." })
  instrument?: string | undefined;

  @Field(() => URLScalar, { nullable: true, description: "Where to read the instrument." })
  instrumentUrl?: string | undefined;

  @Field(() => Float, {
    nullable: true,
    description: "Part of the old area that went, from 0 to 1; null where not stated.",
  })
  share?: number | undefined;
}

@ObjectType({ description: "What one indicator adds to the distance of a neighbour.", simpleResolvers: true })
export class DistancePart {
  @Field(() => Indicator, { description: "The indicator." })
  indicator: Indicator;

  @Field(() => Float, {
    description:
      "How many standard deviations of all areas looked through the neighbour lies above (or, negative, below) the area.",
  })
  difference: number;

  @Field(() => Float, {
    description: "Part of the squared distance, from 0 to 1; the parts of one neighbour add up to 1.",
  })
  share: number;

  @Field(() => Observation, { description: "The area's own figure." })
  own: Observation;

  @Field(() => Observation, { description: "The neighbour's figure, for the same period." })
  neighbours: Observation;
}

@ObjectType({ description: "An area that is statistically like another.", simpleResolvers: true })
export class Neighbour {
  @Field(() => Area, { description: "The neighbour." })
  area: Area;

  @Field(() => Int, { description: "Place in the order of likeness; 1 is the most alike." })
  rank: number;

  @Field(() => Float, {
    nullable: true,
    description: "Distance in the model's own measure, without unit; null where the publisher gives none.",
  })
  distance?: number | undefined;

  @Field(() => NeighbourModel, { description: "The model that says so." })
  model: v.NeighbourModel;

  @Field(() => [DistancePart], {
    nullable: true,
    description:
      "With CUSTOM_WEIGHTS: what each indicator adds to the distance, in the order given. Null for published models.",
  })
  parts?: readonly DistancePart[] | undefined;

  @Field(() => [String], {
    nullable: true,
    description: "With CUSTOM_WEIGHTS: indicators that were not used, each with the reason. Null for published models.",
  })
  leftOut?: readonly string[] | undefined;
}

@ObjectType({ description: "An area in a list.", simpleResolvers: true })
export class AreaEdge extends edgeOf(() => Area, "area") {}

@ObjectType({ description: "A page of areas.", simpleResolvers: true })
export class AreaConnection extends connectionOf(
  () => Area,
  () => AreaEdge,
  "areas",
) {
  @Field(() => [UnknownReference], { description: "Codes and postcodes in the arguments that name nothing." })
  unknown: readonly UnknownReference[];

  @Field(() => [SourceOutcome], {
    description: "What a source did to find the areas: empty unless a postcode was looked up.",
  })
  sources: readonly SourceOutcome[];
}
