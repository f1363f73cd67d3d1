import { Field, ObjectType } from "type-graphql";
import { Indicator } from "./indicator.type";

@ObjectType({ description: "An indicator that was not used, and why.", simpleResolvers: true })
export class LeftOutIndicator {
  @Field(() => Indicator, { description: "The indicator." })
  indicator: Indicator;

  @Field(() => String, { description: "The reason." })
  why: string;
}

@ObjectType({
  description: "The areas most like one, with what was not used to find them, and why there are none.",
  simpleResolvers: true,
})
export class Neighbourhood {
  @Field(() => [LeftOutIndicator], { description: "With CUSTOM_WEIGHTS: indicators that were not used, and why." })
  leftOut: readonly LeftOutIndicator[];

  @Field(() => String, { nullable: true, description: "Why there are no neighbours; null where there are." })
  why: string | null;
}
