import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { UpstreamPlanRecord } from "../datasources/core/ports";
import { ObservationSelector } from "../schema/inputs";
import { RateLimit, UpstreamPlan } from "../schema/upstream.type";
import { namedIndicators } from "./arguments";
import { chosenAreas } from "./chosen-areas";
import type { Context } from "./context";
import { seriesRequest } from "./observation-arguments";

@Resolver()
export class UpstreamResolver {
  @Query(() => UpstreamPlan, {
    description: "What `observations(select:)` would ask of publishers, without asking: look before you leap.",
  })
  async plan(
    @Arg("select", () => ObservationSelector, { description: "Which figures." }) select: ObservationSelector,
    @Ctx() context: Context,
  ): Promise<UpstreamPlanRecord> {
    const { reads } = context;
    const { indicators } = namedIndicators(reads, select.indicators, "select.indicators");
    const { areas } = await chosenAreas(reads, select.areas, "select.areas", select.options?.boundaries);
    context.allowance?.lookThrough(indicators.length * areas.length);
    return reads.plan({ indicators, areas, ...seriesRequest(select, "select.period") });
  }

  @Query(() => RateLimit, {
    description:
      "What this very operation costs. It waits for the operation's other fields, so that it can count their requests.",
  })
  async rateLimit(@Ctx() { reads, allowance }: Context): Promise<RateLimit> {
    const upstreamCalls = await reads.upstreamCalls();
    const limit = allowance?.limit ?? 0;
    const cost = Math.ceil(allowance?.cost ?? 0);
    return { limit, cost, remaining: Math.max(0, limit - cost), upstreamCalls, upstreamLimit: reads.upstreamLimit };
  }
}
