import { Field, ObjectType } from "type-graphql";
import { Area } from "./area.type";
import { connectionOf, edgeOf } from "./connection";
import { CouncilTier } from "./enums";
import { Node } from "./node.type";
import { DateScalar, URLScalar } from "./scalars";
import type * as v from "./values/enums";

@ObjectType({
  implements: Node,
  description: "A council: the legal body, not the ground it serves.",
  simpleResolvers: true,
})
export class Council extends Node {
  @Field(() => String, { description: "Its full name." })
  name: string;

  @Field(() => String, { description: "Its code in the register of organisations: `local-authority:MAN`." })
  organisationCode: string;

  @Field(() => CouncilTier, { description: "What kind of body it is." })
  tier: v.CouncilTier;

  @Field(() => Area, { description: "The ground it serves." })
  area: Area;

  @Field(() => Council, { nullable: true, description: "The county council above it, for a district council." })
  upperTier?: Council | undefined;

  @Field(() => URLScalar, { nullable: true, description: "Its website." })
  homepage?: string | undefined;

  @Field(() => DateScalar, { nullable: true, description: "The day it came into being, where known." })
  startDate?: string | undefined;

  @Field(() => DateScalar, { nullable: true, description: "The day it ended; null while it is in being." })
  endDate?: string | undefined;

  @Field(() => [Council], { description: "The councils that took over from it." })
  succeededBy: readonly Council[];
}

@ObjectType({ description: "A council in a list.", simpleResolvers: true })
export class CouncilEdge extends edgeOf(() => Council, "council") {}

@ObjectType({ description: "A page of councils.", simpleResolvers: true })
export class CouncilConnection extends connectionOf(
  () => Council,
  () => CouncilEdge,
  "councils",
) {}
