import { Field, Int, ObjectType } from "type-graphql";
import { Frequency, Freshness, QualityDesignation, ReleaseStatus, SourceKind, SourceState, VersionType } from "./enums";
import { Node } from "./node.type";
import { DateTimeScalar, URLScalar } from "./scalars";
import type * as v from "./values/enums";

@ObjectType({ description: "The terms under which figures may be used again.", simpleResolvers: true })
export class Licence {
  @Field(() => String, { description: "Short name: `OGL-UK-3.0`." })
  code: string;

  @Field(() => String, { description: "Full name." })
  label: string;

  @Field(() => URLScalar, { nullable: true, description: "Where to read it." })
  url?: string | undefined;

  @Field(() => String, { nullable: true, description: "The words of attribution that it asks for." })
  attribution?: string | undefined;
}

@ObjectType({
  implements: Node,
  description: "Who publishes figures, and how they reach the hub.",
  simpleResolvers: true,
})
export class Source extends Node {
  @Field(() => String, { description: "The name that arguments take." })
  slug: string;

  @Field(() => String, { description: "Its name." })
  name: string;

  @Field(() => URLScalar, { nullable: true, description: "Its website." })
  homepage?: string | undefined;

  @Field(() => URLScalar, { nullable: true, description: "Its service for machines, where there is one." })
  api?: string | undefined;

  @Field(() => SourceKind, { description: "How its figures reach the hub." })
  kind: v.SourceKind;

  @Field(() => Licence, { description: "The terms for its figures." })
  licence: Licence;

  @Field(() => String, { nullable: true, description: "The limits that it sets on those who ask." })
  limits?: string | undefined;
}

@ObjectType({ description: "What one source did for this answer.", simpleResolvers: true })
export class SourceOutcome {
  @Field(() => Source, { description: "The source." })
  source: Source;

  @Field(() => SourceState, { description: "How it did." })
  state: v.SourceState;

  @Field(() => Freshness, { description: "Where the answer came from." })
  servedFrom: v.Freshness;

  @Field(() => Int, {
    description: "Requests made to the publisher for this answer: a number, 0 for the hub's own tables.",
  })
  upstreamCalls: number;

  @Field(() => Int, { description: "Time spent on it, in milliseconds." })
  millis: number;

  @Field(() => String, { nullable: true, description: "What a person should know or do." })
  message?: string | undefined;
}

@ObjectType({
  description: "Rules by which the hub shows the figures of a data set, so that no small count is given away.",
  simpleResolvers: true,
})
export class DisclosureRules {
  @Field(() => Int, {
    nullable: true,
    description:
      "Number of people or things: counts from 1 up to below it are withheld, and as many others as it takes that they cannot be worked out; null for no such rule.",
  })
  minimumCount: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Number of people or things: counts are shown to its nearest multiple; null where they are shown as they are.",
  })
  roundingBase: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Number of members with a value: statistics over fewer are withheld; null for no such rule.",
  })
  minimumGroup: number | null;

  @Field(() => String, { description: "Whose rules they are, and why." })
  reason: string;
}

@ObjectType({ implements: Node, description: "A set of figures that are published together.", simpleResolvers: true })
export class Dataset extends Node {
  @Field(() => String, { description: "The name that arguments take." })
  slug: string;

  @Field(() => String, { description: "Its title." })
  title: string;

  @Field(() => String, { nullable: true, description: "What is in it." })
  description?: string | undefined;

  @Field(() => Source, { description: "Who publishes it." })
  source: Source;

  @Field(() => QualityDesignation, { description: "The standing of its statistics." })
  designation: v.QualityDesignation;

  @Field(() => Frequency, { description: "How often it appears." })
  frequency: v.Frequency;

  @Field(() => Licence, { description: "The terms for its figures." })
  licence: Licence;

  @Field(() => URLScalar, { nullable: true, description: "The publisher's page about it." })
  homepage?: string | undefined;

  @Field(() => URLScalar, { nullable: true, description: "How it is made." })
  methodologyUrl?: string | undefined;

  @Field(() => DisclosureRules, {
    nullable: true,
    description:
      "By which rules its figures are withheld or rounded; null where the hub shows them as they were published.",
  })
  disclosure?: DisclosureRules | undefined;
}

@ObjectType({ implements: Node, description: "One publication of a data set.", simpleResolvers: true })
export class Release extends Node {
  @Field(() => Dataset, { description: "The data set." })
  dataset: Dataset;

  @Field(() => String, { description: "Its title." })
  title: string;

  @Field(() => String, { description: "Its number among the data set's releases." })
  version: string;

  @Field(() => VersionType, { description: "How much it changed." })
  type: v.VersionType;

  @Field(() => ReleaseStatus, { description: "Where it stands." })
  status: v.ReleaseStatus;

  @Field(() => DateTimeScalar, { description: "When the hub learnt it." })
  learntAt: string;
}
