import { Field, Int, ObjectType } from "type-graphql";
import { Area } from "./area.type";
import { connectionOf, edgeOf } from "./connection";
import { Council } from "./council.type";
import { CouncilTier } from "./enums";
import { Node } from "./node.type";
import { DateTimeScalar, URLScalar } from "./scalars";
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

  @Field(() => [CouncilTier], {
    description: "The tiers of council that the service list says provide it; empty where it states none.",
  })
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

@ObjectType({ description: "A service as one council provides it.", simpleResolvers: true })
export class ServiceProvision {
  @Field(() => Service, { description: "The service." })
  service: Service;

  @Field(() => Council, { description: "The council that provides it today." })
  council: Council;

  @Field(() => Area, {
    nullable: true,
    description:
      "The ground that the council provides it for: the area that was asked for, the one that took it over, or the council's part of it. Null where a council was asked what it provides.",
  })
  place?: Area | undefined;

  @Field(() => String, {
    description:
      "How this council comes to be the answer: its tier, who says that the tier provides the service, and what became of an area that ended.",
  })
  reason: string;
}

@ObjectType({ description: "One thing that people can do with a council about a service.", simpleResolvers: true })
export class Interaction {
  @Field(() => Int, { description: "Its number in the Local Government Interaction List (LGIL)." })
  lgilId: number;

  @Field(() => String, { description: "Its name; `Interaction` and the number where the hub has no name for it." })
  label: string;

  @Field(() => URLScalar, { nullable: true, description: "Where to do it." })
  url?: string | undefined;

  @Field(() => String, {
    nullable: true,
    description: "What the publisher found when it checked the link, in its own word; null where it does not say.",
  })
  status?: string | undefined;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the publisher last checked the link; null where it does not say.",
  })
  lastChecked?: string | undefined;
}
