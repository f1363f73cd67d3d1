import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf, edgeOf } from "./connection";
import { CouncilTier } from "./enums";
import { Node } from "./node.type";
import type * as v from "./values/enums";

@ObjectType({
  implements: Node,
  description: "A service that councils provide, from the Local Government Service List.",
  simpleResolvers: true,
})
export class Service extends Node {
  @Field(() => Int, {
    nullable: true,
    description:
      "Its number in the Local Government Service List (LGSL). A function may have the same number: they are different things.",
  })
  lgslId?: number | undefined;

  @Field(() => String, { description: "Its name." })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: "What it is; null until the operator loads the publisher's descriptions.",
  })
  description?: string | undefined;

  @Field(() => [ServiceFunction], { description: "The functions it is part of." })
  functions: readonly ServiceFunction[];

  @Field(() => [CouncilTier], { description: "The tiers of council that provide it; empty where not stated." })
  responsibleTiers: readonly v.CouncilTier[];
}

@ObjectType({ implements: Node, description: "A branch of the tree of what councils do.", simpleResolvers: true })
export class ServiceFunction extends Node {
  @Field(() => Int, {
    nullable: true,
    description: "Its number in the esd function list. A service may have the same number: they are different things.",
  })
  esdId?: number | undefined;

  @Field(() => String, { description: "Its name." })
  label: string;

  @Field(() => ServiceFunction, { nullable: true, description: "The branch it grows from." })
  parent?: ServiceFunction | undefined;
}

@ObjectType({ description: "A service in a list.", simpleResolvers: true })
export class ServiceEdge extends edgeOf(() => Service, "service") {}

@ObjectType({ description: "A page of services.", simpleResolvers: true })
export class ServiceConnection extends connectionOf(
  () => Service,
  () => ServiceEdge,
  "services",
) {}
