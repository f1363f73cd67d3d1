import { Field, ID, ObjectType } from "type-graphql";
import { PeriodType } from "./enums";
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
