import { Arg, Ctx, FieldResolver, Float, Int, Resolver, Root } from "type-graphql";
import { confidenceLimits } from "../datasources/core/own-limits";
import type { IndicatorRecord, ObservationRecord, PeriodRecord } from "../datasources/core/records";
import type {
  ComparisonRecord,
  ConfidenceLimitsRecord,
  GroupStatisticsRecord,
  MemberDifferenceRecord,
  RankIntervalRecord,
  TrendRecord,
  WeightedMeanRecord,
} from "../datasources/core/statistics-ports";
import { Comparison, GroupStatistics, MemberDifference, RankInterval, WeightedMean } from "../schema/comparison.type";
import { ConfidenceLevel, NearestPeriod, RankMethod } from "../schema/enums";
import { Indicator } from "../schema/indicator.type";
import { AreaSelector, DimensionFilter, PeriodInput, ValueOptions } from "../schema/inputs";
import { ConfidenceLimits, Observation, Trend } from "../schema/observation.type";
import { Period } from "../schema/period.type";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { chosenAreas } from "./chosen-areas";
import { type Context, paid } from "./context";
import { oneIndicator } from "./names";
import { seriesRequest } from "./observation-arguments";

/** Looking through a group's members costs about as much as so many plain values. */
const GROUP_COST = 20;
const MOST_POINTS = 50;
/** A group of 361 members is drawn in 0.1 seconds, once: it counts as 7,220 series. */
const DRAWS_TO_A_SERIES = 50;

@Resolver(() => Observation)
export class TrendResolver {
  @FieldResolver(() => ConfidenceLimits, {
    nullable: true,
    description:
      "Its confidence limits: the publisher's, or, where it gives none at that level, the hub's own from the counts behind the figure. Null where neither can be had.",
  })
  confidenceLimits(
    @Root() observation: ObservationRecord,
    @Arg("level", () => ConfidenceLevel, { nullable: true, defaultValue: "LEVEL_95", description: "The level." })
    level: v.ConfidenceLevel | null,
  ): ConfidenceLimitsRecord | null {
    return confidenceLimits(observation, level ?? "LEVEL_95");
  }

  @FieldResolver(() => Trend, {
    nullable: true,
    complexity: ({ childComplexity, args }) => GROUP_COST + childComplexity * Math.max(1, Number(args.points ?? 5)),
    description:
      "The recent trend of its series up to this figure, by the rules of Fingertips. Says why where none can be calculated.",
  })
  trend(
    @Root() observation: ObservationRecord,
    @Arg("points", () => Int, {
      nullable: true,
      defaultValue: 5,
      description: `How many of the latest figures to use: a number from 5 to ${MOST_POINTS}.`,
    })
    points: number | null,
    @Ctx() { reads }: Context,
  ): Promise<TrendRecord> {
    const most = points ?? 5;
    if (most < 5 || most > MOST_POINTS)
      throw new CallerError(
        `\`points\` is ${most}.`,
        "points",
        `a number from 5 to ${MOST_POINTS}: fewer tell no trend`,
      );
    return reads.statistics.trend(observation, most);
  }
}

@Resolver(() => Comparison)
export class ComparisonPartsResolver {
  @FieldResolver(() => RankInterval, { description: "The places that it could have, allowing for confidence limits." })
  rankInterval(
    @Root() comparison: ComparisonRecord,
    @Arg("method", () => RankMethod, {
      nullable: true,
      defaultValue: "OWN_LIMITS",
      description: "How to work them out.",
    })
    method: v.RankMethod | null,
    @Ctx() { allowance }: Context,
  ): RankIntervalRecord {
    if (method === "SIMULATED") allowance?.lookThrough(comparison.drawsToMake / DRAWS_TO_A_SERIES);
    return comparison.rankInterval(method ?? "OWN_LIMITS");
  }

  @FieldResolver(() => [MemberDifference], {
    description:
      "This figure against each other member in turn, in the group's order; of neighbours the nearest first.",
  })
  async differences(
    @Root() comparison: ComparisonRecord,
    @Ctx() context: Context,
  ): Promise<readonly MemberDifferenceRecord[]> {
    return paid(context, "Comparison.differences", await context.reads.statistics.differences(comparison));
  }
}

@Resolver(() => GroupStatistics)
export class GroupStatisticsResolver {
  @FieldResolver(() => Period, {
    nullable: true,
    description: "The period that the statistics are of; null where there is no group.",
  })
  period(@Root() { subject }: GroupStatisticsRecord): PeriodRecord | undefined {
    return subject?.period;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "The value below which a part of the members lie, in the indicator's unit, linear between two values (Hyndman and Fan's definition 7); null without values.",
  })
  percentile(
    @Root() statistics: GroupStatisticsRecord,
    @Arg("p", () => Float, { description: "Percentage of the members: a number from 0 to 100." }) p: number,
  ): number | null {
    if (!(p >= 0 && p <= 100)) throw new CallerError(`\`p\` is ${p}.`, "p", "a number from 0 to 100");
    return statistics.percentile(p);
  }

  @FieldResolver(() => [Float], {
    description:
      "The values that part the members into `of` equal parts, ascending, in the indicator's unit, by the same definition; empty without values.",
  })
  cuts(
    @Root() statistics: GroupStatisticsRecord,
    @Arg("of", () => Int, {
      nullable: true,
      defaultValue: 4,
      description: "How many parts: 4 for quartiles, 10 for deciles; from 2 to 100.",
    })
    of: number | null,
  ): readonly number[] {
    const parts = of ?? 4;
    if (parts < 2 || parts > 100) throw new CallerError(`\`of\` is ${parts}.`, "of", "a number from 2 to 100");
    return statistics.cuts(parts);
  }

  @FieldResolver(() => WeightedMean, {
    complexity: ({ childComplexity }) => GROUP_COST + childComplexity,
    description:
      "The mean weighted by another indicator, such as `population-count`, over the members that have both. The weights are of the period that shares most days with the statistics' own, and at least half of them, or of a day inside it.",
  })
  weighted(
    @Root() statistics: GroupStatisticsRecord,
    @Arg("by", () => String, { description: "Slug or id of the indicator that is the weight." }) by: string,
    @Arg("nearest", () => NearestPeriod, {
      nullable: true,
      defaultValue: "NONE",
      description: "Whether weights of an earlier or later time may stand in where there are none of that period.",
    })
    nearest: v.NearestPeriod | null,
    @Ctx() { reads }: Context,
  ): Promise<WeightedMeanRecord> {
    return reads.statistics.weightedBy(statistics, oneIndicator(reads, by, "by"), nearest ?? "NONE");
  }

  @FieldResolver(() => Observation, {
    nullable: true,
    complexity: ({ childComplexity }) => GROUP_COST + childComplexity,
    description:
      "The figure of the smallest area in which all members lie and that has one: of the group as a whole, where the group is all of it. Null where there is none.",
  })
  parent(@Root() statistics: GroupStatisticsRecord, @Ctx() { reads }: Context): Promise<ObservationRecord | undefined> {
    return reads.statistics.parentOf(statistics);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    complexity: GROUP_COST,
    description: "The value of `parent`, in the indicator's unit: England's for a group of English councils.",
  })
  async parentValue(@Root() statistics: GroupStatisticsRecord, @Ctx() { reads }: Context): Promise<number | null> {
    return (await reads.statistics.parentOf(statistics))?.value ?? null;
  }
}

@Resolver(() => Indicator)
export class IndicatorSummaryResolver {
  @FieldResolver(() => GroupStatistics, {
    nullable: true,
    complexity: ({ childComplexity }) => GROUP_COST + childComplexity,
    description:
      "Statistics of it over areas, for the newest of the chosen periods for which any of them has a value. Null where no area is chosen.",
  })
  async summary(
    @Root() indicator: IndicatorRecord,
    @Arg("areas", () => AreaSelector, { description: "The areas." }) areas: AreaSelector,
    @Arg("period", () => PeriodInput, {
      nullable: true,
      description: "Which period; the latest where not given. Of several the newest.",
    })
    period: PeriodInput | undefined,
    @Arg("breakdown", () => [DimensionFilter], {
      nullable: true,
      description: "Which members of dimensions, so that one series is left; totals where not given.",
    })
    breakdown: DimensionFilter[] | undefined,
    @Arg("options", () => ValueOptions, { nullable: true, description: "How the figures are to be had." })
    options: ValueOptions | undefined,
    @Ctx() context: Context,
  ): Promise<GroupStatisticsRecord | null> {
    const { areas: chosen } = await chosenAreas(context.reads, areas, "areas");
    context.allowance?.lookThrough(chosen.length);
    return context.reads.statistics.summary(indicator, chosen, seriesRequest({ period, breakdown, options }));
  }
}
