import { Field, Float, ObjectType } from "type-graphql";
import { MissingReason } from "./enums";
import { DateTimeScalar } from "./scalars";
import { Release } from "./source.type";
import type * as v from "./values/enums";

@ObjectType({ description: "What a figure was, from one instant to another.", simpleResolvers: true })
export class Revision {
  @Field(() => Float, {
    nullable: true,
    description: "The figure, in the indicator's unit; null exactly when `missing` says why.",
  })
  value: number | null;

  @Field(() => MissingReason, { nullable: true, description: "Why it was blank; null when there was a value." })
  missing: v.MissingReason | null;

  @Field(() => DateTimeScalar, { description: "When the hub learnt it." })
  learntAt: string;

  @Field(() => DateTimeScalar, { nullable: true, description: "When another took its place; null while it stands." })
  supersededAt?: string | undefined;

  @Field(() => Release, {
    nullable: true,
    description: "The release that told it; null for a national service's figure.",
  })
  release?: Release | undefined;

  @Field(() => String, {
    nullable: true,
    description:
      "Why it no longer stands: what took its place, what moved, and the publisher's note; null while it stands.",
  })
  reason?: string | undefined;
}
