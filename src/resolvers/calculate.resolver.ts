import { Arg, Ctx, ID, Int, Query, Resolver } from "type-graphql";
import { checkFirst } from "../datasources/core/page";
import type { ObservationPage } from "../datasources/core/ports";
import type { ImproverRecord } from "../datasources/core/statistics-ports";
import { Improver } from "../schema/improver.type";
import { AreaSelector, DimensionFilter, PeriodInput, ValueOptions } from "../schema/inputs";
import { ObservationConnection } from "../schema/observation.type";
import { CallerError } from "../schema/values/caller-error";
import { breakdownFilters, periodSelection } from "./arguments";
import { chosenAreas } from "./chosen-areas";
import type { Context } from "./context";
import { areaNamed, oneIndicator } from "./names";
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

  @Query(() => [Improver], {
    description:
      "Which areas improved most between two periods, the most first. Empty where it is not known whether high or low values are good (`indicator { polarity polarityReason }`), or where nobody improved.",
  })
  async improvers(
    @Arg("indicator", () => String, { description: "Slug or id of the indicator." }) slug: string,
    @Arg("among", () => AreaSelector, { description: "The areas that are looked through." }) among: AreaSelector,
    @Arg("from", () => PeriodInput, { description: "The period of the start; of several the newest." })
    from: PeriodInput,
    @Arg("to", () => PeriodInput, { nullable: true, description: "The period of the end; the latest where not given." })
    to: PeriodInput | undefined,
    @Arg("similarStartTo", () => ID, {
      nullable: true,
      description:
        "Code or id of an area: only areas that started within half a robust standard deviation of its start are compared, because those who start furthest from the middle move back by chance alone.",
    })
    similarStartTo: string | undefined,
    @Arg("breakdown", () => [DimensionFilter], {
      nullable: true,
      description: "Which members of dimensions, so that one series is left; totals where not given.",
    })
    breakdown: DimensionFilter[] | undefined,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 10,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
    @Ctx() context: Context,
  ): Promise<readonly ImproverRecord[]> {
    const { reads } = context;
    const most = checkFirst(first ?? 10);
    const indicator = oneIndicator(reads, slug, "indicator");
    const { areas } = await chosenAreas(reads, among, "among");
    context.allowance?.lookThrough(3 * areas.length);
    const like = typeof similarStartTo === "string" ? areaNamed(reads.catalogue, similarStartTo) : undefined;
    if (typeof similarStartTo === "string" && like === undefined)
      throw new CallerError(
        `\`similarStartTo\` names no area: ${similarStartTo}.`,
        "similarStartTo",
        "the code or id of an area",
      );
    return reads.statistics
      .improvers({
        indicator,
        areas,
        from: periodSelection(from, "from"),
        to: periodSelection(to, "to"),
        breakdown: breakdownFilters(breakdown),
        ...(like === undefined ? {} : { similarStartTo: like }),
      })
      .then((found) => found.slice(0, most));
  }
}
