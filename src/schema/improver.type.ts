import { Field, Float, Int, ObjectType } from "type-graphql";
import { Area } from "./area.type";
import { Indicator } from "./indicator.type";
import { Change, Observation } from "./observation.type";
import { Period } from "./period.type";

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

@ObjectType({ description: "Start values that count as similar, both ends inside.", simpleResolvers: true })
export class SimilarStart {
  @Field(() => Float, { description: "The lowest, in the indicator's unit." })
  lowest: number;

  @Field(() => Float, { description: "The highest, in the indicator's unit." })
  highest: number;
}

@ObjectType({ description: "Areas that were not compared, and why.", simpleResolvers: true })
export class LeftOutAreas {
  @Field(() => String, { description: "The reason." })
  reason: string;
}

@ObjectType({
  description: "Who improved most between two periods, among whom, and why others did not count.",
  simpleResolvers: true,
})
export class Improvement {
  @Field(() => Indicator, { description: "The indicator." })
  indicator: Indicator;

  @Field(() => Period, { nullable: true, description: "The period of the start; null where no area has a figure." })
  start?: Period | undefined;

  @Field(() => Period, { nullable: true, description: "The period of the end; null where no area has a figure." })
  end?: Period | undefined;

  @Field(() => Int, {
    description:
      "Number of areas compared: with a similar start where that was asked for, and two figures that may be compared.",
  })
  compared: number;

  @Field(() => SimilarStart, {
    nullable: true,
    description: "Which starts count as similar; null where all areas were taken.",
  })
  similarStart: SimilarStart | null;

  @Field(() => String, { nullable: true, description: "Why nobody is named; null where somebody is." })
  why: string | null;
}
