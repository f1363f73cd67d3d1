import { Field, ObjectType } from "type-graphql";
import { CouncilTier, LegalBasis } from "./enums";
import { Node } from "./node.type";
import { URLScalar } from "./scalars";
import type * as v from "./values/enums";

@ObjectType({
  implements: Node,
  description: "What lets or makes councils provide services: a power, a duty, or a matter of their discretion.",
  simpleResolvers: true,
})
export class PowerOrDuty extends Node {
  @Field(() => LegalBasis, { description: "Whether the law lets, makes or leaves it to councils." })
  kind: v.LegalBasis;

  @Field(() => String, {
    description: "What it comes to, in the words of whoever entered it: not the words of the law.",
  })
  title: string;

  @Field(() => String, { description: "Act or regulations, with the section: `Care Act 2014, section 9`." })
  legislation: string;

  @Field(() => URLScalar, {
    nullable: true,
    description: "The provision on the publisher's site; null where its address is not known for certain.",
  })
  legislationUrl?: string | undefined;

  @Field(() => [CouncilTier], { description: "The tiers of council that it is given to." })
  appliesTo: readonly v.CouncilTier[];

  @Field(() => String, { description: "Where it says so." })
  source: string;
}

@ObjectType({
  implements: Node,
  description: "Something that people need and services meet.",
  simpleResolvers: true,
})
export class Need extends Node {
  @Field(() => String, { description: "What is needed." })
  label: string;
}

@ObjectType({
  implements: Node,
  description: "A situation of a person or household, from which needs arise.",
  simpleResolvers: true,
})
export class Circumstance extends Node {
  @Field(() => String, { description: "The situation." })
  label: string;
}

@ObjectType({
  implements: Node,
  description: "Something that happens to people and changes their circumstances.",
  simpleResolvers: true,
})
export class LifeEvent extends Node {
  @Field(() => String, { description: "What happens." })
  label: string;
}
