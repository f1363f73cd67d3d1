import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import type { ObservationPage } from "../datasources/core/ports";
import { AreaSelector, PeriodInput, ValueOptions } from "../schema/inputs";
import { ObservationConnection } from "../schema/observation.type";
import { chosenAreas } from "./chosen-areas";
import type { Context } from "./context";
import { seriesRequest } from "./observation-arguments";
import { pageRequest } from "./page-arguments";

@Resolver()
export class CalculateResolver {
  @Query(() => ObservationConnection, {
    description:
      "Figures worked out from others by a formula, one for each area and period: `{population-count-female} / {population-count} * 100`. Units are checked; a suppressed figure suppresses the result; `provenance.inputs` has every figure that went in.",
  })
  async calculate(
    @Arg("formula", () => String, {
      description:
        "Indicators by slug in braces, numbers, + - * / ( ), `per` with a number, and sum, min, max, abs, round, share, change. The first indicator's periods are the result's.",
    })
    formula: string,
    @Arg("label", () => String, { description: "What to call the result." }) label: string,
    @Arg("areas", () => AreaSelector, { description: "The areas." }) areas: AreaSelector,
    @Arg("period", () => PeriodInput, {
      nullable: true,
      description: "Which periods; the newest that every indicator has where not given.",
    })
    period: PeriodInput | undefined,
    @Arg("options", () => ValueOptions, { nullable: true, description: "How the figures that go in are to be had." })
    options: ValueOptions | undefined,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 100,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "The cursor to go on after." }) after:
      | string
      | undefined,
    @Ctx() context: Context,
  ): Promise<ObservationPage> {
    const { reads } = context;
    const chosen = await chosenAreas(reads, areas, "areas");
    context.allowance?.lookThrough(chosen.areas.length * (1 + formula.split("{").length));
    const { breakdown: _none, ...series } = seriesRequest({ period, options });
    return reads.statistics.calculate({
      formula,
      label,
      areas: chosen.areas,
      unknown: chosen.unknown,
      lookUps: chosen.lookUps,
      ...series,
      ...pageRequest(first, 100, after),
    });
  }
}
