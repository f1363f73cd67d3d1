import { Field, ID, Int, ObjectType } from "type-graphql";
import { AlignmentRule, PeriodType } from "./enums";
import { DateScalar, DurationScalar } from "./scalars";
import type * as v from "./values/enums";

@ObjectType({ description: "A stretch of time that a figure is for.", simpleResolvers: true })
export class Period {
  @Field(() => ID, { description: "ISO 8601 interval `2024-04-01/P1Y`; a plain date for a figure of one day." })
  id: string;

  @Field(() => String, { description: "As people write it: `2024/25`, `2022–24`." })
  label: string;

  @Field(() => PeriodType, { description: "The kind of period." })
  type: v.PeriodType;

  @Field(() => DateScalar, { description: "Its first day." })
  start: string;

  @Field(() => DateScalar, { description: "Its last day." })
  end: string;

  @Field(() => DurationScalar, { description: "Its length." })
  duration: string;
}

@ObjectType({
  description: "How the period of a figure came to stand for the one that was asked for with `alignedTo`.",
  simpleResolvers: true,
})
export class PeriodAlignment {
  @Field(() => AlignmentRule, { description: "The rule that held." })
  rule: v.AlignmentRule;

  @Field(() => Int, { description: "Days that the two periods share: a number." })
  sharedDays: number;

  @Field(() => Int, { description: "Days of the period that was asked for: a number." })
  days: number;

  @Field(() => String, { description: "The rule in one sentence, with both periods." })
  why: string;
}
