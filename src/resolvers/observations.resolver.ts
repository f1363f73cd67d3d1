import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { ObservationPage } from "../datasources/core/ports";
import type { AreaRecord, IndicatorRecord, ObservationRecord } from "../datasources/core/records";
import { Area } from "../schema/area.type";
import { ObservationOrder, SortDirection } from "../schema/enums";
import { Indicator } from "../schema/indicator.type";
import { AreaSelector, DimensionFilter, ObservationSelector, PeriodInput, ValueOptions } from "../schema/inputs";
import { Observation, ObservationConnection } from "../schema/observation.type";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { namedIndicators, unknownDimensions } from "./arguments";
import { chosenAreas } from "./chosen-areas";
import type { Context } from "./context";
import { indicatorNamed } from "./names";
import { seriesRequest } from "./observation-arguments";
import { pageRequest } from "./page-arguments";

const MOST_INDICATORS = 200;

@Resolver()
export class ObservationsResolver {
  @Query(() => ObservationConnection, {
    description:
      "Figures of several indicators for several areas. Every area and indicator asked for is answered: with figures, or with one blank that says why.",
  })
  async observations(
    @Arg("select", () => ObservationSelector, { description: "Which figures." }) select: ObservationSelector,
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
    if (select.indicators.length > MOST_INDICATORS) {
      throw new CallerError(
        `\`select.indicators\` holds ${select.indicators.length} slugs.`,
        "select.indicators",
        `at most ${MOST_INDICATORS} at a time`,
      );
    }
    const named = namedIndicators(reads, select.indicators, "select.indicators");
    const chosen = await chosenAreas(reads, select.areas, "select.areas", select.options?.boundaries);
    context.allowance?.lookThrough(named.indicators.length * chosen.areas.length);
    return reads.observations({
      indicators: named.indicators,
      areas: chosen.areas,
      lookUps: chosen.lookUps,
      unknown: [
        ...named.unknown,
        ...chosen.unknown,
        ...unknownDimensions(named.indicators, select.breakdown, "select.breakdown"),
      ],
      ...seriesRequest(select, "select.period"),
      orderBy: select.orderBy ?? "AREA",
      direction: select.direction ?? "ASC",
      ...pageRequest(first, 100, after),
    });
  }
}

@Resolver(() => Area)
export class AreaObservationsResolver {
  @FieldResolver(() => Observation, {
    nullable: true,
    complexity: ({ childComplexity }) => 2 + childComplexity,
    description:
      "The figure of one indicator: the latest, or the first that `period` means. A blank says why; null only where no indicator has the name.",
  })
  async observation(
    @Root() area: AreaRecord,
    @Arg("indicator", () => String, { description: "Slug or id." }) slug: string,
    @Arg("period", () => PeriodInput, { nullable: true, description: "Which period." }) period: PeriodInput | undefined,
    @Arg("breakdown", () => [DimensionFilter], { nullable: true, description: "Which members of dimensions." })
    breakdown: DimensionFilter[] | undefined,
    @Arg("options", () => ValueOptions, { nullable: true, description: "How the figures are to be had." })
    options: ValueOptions | undefined,
    @Ctx() { reads }: Context,
  ): Promise<ObservationRecord | undefined> {
    const indicator = indicatorNamed(reads.catalogue, slug);
    if (indicator === undefined) return undefined;
    return (await reads.figuresOf(area, [indicator], seriesRequest({ period, breakdown, options })))[0];
  }

  @FieldResolver(() => ObservationConnection, {
    description: "Its figures. Every indicator asked for is answered: with figures, or with one blank that says why.",
  })
  async observations(
    @Root() area: AreaRecord,
    @Arg("indicators", () => [String], {
      nullable: true,
      description:
        "Slugs or ids; every indicator of the hub's own tables that has a figure for the area where not given.",
    })
    slugs: string[] | undefined,
    @Arg("period", () => PeriodInput, {
      nullable: true,
      description: "Which periods; the latest of each series where not given.",
    })
    period: PeriodInput | undefined,
    @Arg("breakdown", () => [DimensionFilter], {
      nullable: true,
      description: "Which members of dimensions; totals where not given.",
    })
    breakdown: DimensionFilter[] | undefined,
    @Arg("options", () => ValueOptions, { nullable: true, description: "How the figures are to be had." })
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
    const all = slugs === undefined || slugs === null;
    const named = all
      ? { indicators: reads.catalogue.ownIndicators, unknown: [] }
      : namedIndicators(reads, slugs, "indicators");
    context.allowance?.lookThrough(named.indicators.length);
    return reads.observationsOf(area, {
      indicators: named.indicators,
      unknown: [...named.unknown, ...unknownDimensions(named.indicators, breakdown, "breakdown")],
      onlyPublished: all,
      ...seriesRequest({ period, breakdown, options }),
      ...pageRequest(first, 100, after),
    });
  }
}

@Resolver(() => Indicator)
export class IndicatorObservationsResolver {
  @FieldResolver(() => ObservationConnection, {
    description: "Its figures. Every area asked for is answered: with figures, or with one blank that says why.",
  })
  async observations(
    @Root() indicator: IndicatorRecord,
    @Arg("areas", () => AreaSelector, { description: "The areas." }) areas: AreaSelector,
    @Arg("period", () => PeriodInput, {
      nullable: true,
      description: "Which periods; the latest of each series where not given.",
    })
    period: PeriodInput | undefined,
    @Arg("breakdown", () => [DimensionFilter], {
      nullable: true,
      description: "Which members of dimensions; totals where not given.",
    })
    breakdown: DimensionFilter[] | undefined,
    @Arg("options", () => ValueOptions, { nullable: true, description: "How the figures are to be had." })
    options: ValueOptions | undefined,
    @Arg("orderBy", () => ObservationOrder, { nullable: true, defaultValue: "AREA", description: "What to order by." })
    orderBy: v.ObservationOrder | null,
    @Arg("direction", () => SortDirection, { nullable: true, defaultValue: "ASC", description: "Which way round." })
    direction: v.SortDirection | null,
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
    const chosen = await chosenAreas(reads, areas, "areas", options?.boundaries);
    context.allowance?.lookThrough(chosen.areas.length);
    return reads.observations({
      indicators: [indicator],
      areas: chosen.areas,
      lookUps: chosen.lookUps,
      unknown: [...chosen.unknown, ...unknownDimensions([indicator], breakdown, "breakdown")],
      ...seriesRequest({ period, breakdown, options }),
      orderBy: orderBy ?? "AREA",
      direction: direction ?? "ASC",
      ...pageRequest(first, 100, after),
    });
  }
}
