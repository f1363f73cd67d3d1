import { Field, Int, ObjectType } from "type-graphql";
import { Source } from "./source.type";

@ObjectType({ description: "What a question would ask of one publisher.", simpleResolvers: true })
export class PlannedSource {
  @Field(() => Source, { description: "The publisher's service." })
  source: Source;

  @Field(() => Int, {
    description: "Number of requests that the first round would make; pages and splits of large answers may add to it.",
  })
  upstreamCalls: number;

  @Field(() => Int, { description: "Number of series (one indicator for one area) that are wanted." })
  series: number;

  @Field(() => Int, { description: "Number of those that are at hand already." })
  atHand: number;
}

@ObjectType({
  description:
    "What a question would ask of publishers, found out without asking for figures. With options it is the most that can be asked: figures that `rollUp` would add up, or that areas of other boundaries would be made of, count as wanted.",
  simpleResolvers: true,
})
export class UpstreamPlan {
  @Field(() => Int, { description: "Number of requests to publishers in all." })
  upstreamCalls: number;

  @Field(() => Int, { description: "Number of requests above which such a question is refused." })
  limit: number;

  @Field(() => [PlannedSource], { description: "By publisher; the hub's own tables are not among them." })
  sources: readonly PlannedSource[];
}

@ObjectType({ description: "What this operation costs, and may cost.", simpleResolvers: true })
export class RateLimit {
  @Field(() => Int, { description: "The dearest operation allowed: a number of values in its answer." })
  limit: number;

  @Field(() => Int, { description: "What this operation was priced at: a number of values in its answer." })
  cost: number;

  @Field(() => Int, { description: "What is left of the limit: a number of values." })
  remaining: number;

  @Field(() => Int, { description: "Number of requests to publishers that this operation made, look-ups among them." })
  upstreamCalls: number;

  @Field(() => Int, { description: "Number of requests to publishers that one operation may make." })
  upstreamLimit: number;
}
