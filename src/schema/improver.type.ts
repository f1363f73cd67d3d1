import { Field, Float, Int, ObjectType } from "type-graphql";
import { Area } from "./area.type";
import { Change, Observation } from "./observation.type";

@ObjectType({ description: "An area whose figure improved between two periods.", simpleResolvers: true })
export class Improver {
  @Field(() => Area, { description: "The area." })
  area: Area;

  @Field(() => Int, { description: "Place by improvement: 1 improved most; equal improvements share a place." })
  rank: number;

  @Field(() => Observation, { description: "Its figure at the start." })
  start: Observation;

  @Field(() => Observation, { description: "Its figure at the end." })
  end: Observation;

  @Field(() => Float, {
    description:
      "The change in the good direction, in the indicator's unit (percentage points where that is per cent): above 0.",
  })
  improvement: number;

  @Field(() => Change, { description: "The change from start to end, with its significance." })
  change: Change;

  @Field(() => Int, {
    description:
      "Number of areas compared: with a similar start where that was asked for, and two figures that may be compared.",
  })
  compared: number;
}
