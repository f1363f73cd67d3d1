import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { checkFirst } from "../datasources/core/page";
import type { AreaRecord } from "../datasources/core/records";
import type { ImprovementRecord, ImproverRecord } from "../datasources/core/statistics-ports";
import { Area } from "../schema/area.type";
import { Improvement, Improver, LeftOutAreas } from "../schema/improver.type";
import { AreaSelector, DimensionFilter, PeriodInput } from "../schema/inputs";
import { CallerError } from "../schema/values/caller-error";
import { breakdownFilters, periodSelection } from "./arguments";
import { chosenAreas } from "./chosen-areas";
import { type Context, paid } from "./context";
import { areaNamed, oneIndicator } from "./names";

type LeftOut = ImprovementRecord["leftOut"][number];

@ArgsType()
class ImprovementArgs {
  @Field(() => String, { description: "Slug or id of the indicator." })
  indicator: string;

  @Field(() => AreaSelector, { description: "The areas that are looked through." })
  among: AreaSelector;

  @Field(() => PeriodInput, { description: "The period of the start; of several the newest." })
  from: PeriodInput;

  @Field(() => PeriodInput, {
    nullable: true,
    description: "The period of the end; the latest where not given.",
  })
  to?: PeriodInput;

  @Field(() => ID, {
    nullable: true,
    description:
      "Code or id of an area: only areas that started within half a robust standard deviation of its start are compared, because those who start furthest from the middle move back by chance alone.",
  })
  similarStartTo?: string;

  @Field(() => [DimensionFilter], {
    nullable: true,
    description: "Which members of dimensions, so that one series is left; totals where not given.",
  })
  breakdown?: DimensionFilter[];
}

const FIRST = { nullable: true, defaultValue: 10, description: "How many at most: a number from 1 to 1,000." };

@Resolver(() => Improvement)
export class ImprovementResolver {
  @Query(() => [Improver], {
    description:
      "Which areas improved most between two periods, the most first. Where the list is empty, `improvement` says why.",
  })
  async improvers(
    @Args(() => ImprovementArgs) args: ImprovementArgs,
    @Arg("first", () => Int, FIRST) first: number | null,
    @Ctx() context: Context,
  ): Promise<readonly ImproverRecord[]> {
    const most = checkFirst(first ?? 10);
    return (await improvementOf(args, context)).improvers.slice(0, most);
  }

  @Query(() => Improvement, {
    description:
      "Which areas improved most between two periods, with how many were compared, and why the others were not, or nobody could be.",
  })
  improvement(@Args(() => ImprovementArgs) args: ImprovementArgs, @Ctx() context: Context): Promise<ImprovementRecord> {
    return improvementOf(args, context);
  }

  @FieldResolver(() => [LeftOutAreas], { description: "Who was not compared, by reason, the most frequent first." })
  leftOut(@Root() improvement: ImprovementRecord, @Ctx() context: Context): readonly LeftOut[] {
    return paid(context, "Improvement.leftOut", improvement.leftOut);
  }
}

/** Its fields; the queries above have a field of the same name. */
@Resolver(() => Improvement)
export class ImprovementImproversResolver {
  @FieldResolver(() => [Improver], { description: "Who improved, the most first." })
  improvers(
    @Root() improvement: ImprovementRecord,
    @Arg("first", () => Int, FIRST) first: number | null,
  ): readonly ImproverRecord[] {
    return improvement.improvers.slice(0, checkFirst(first ?? 10));
  }
}

@Resolver(() => LeftOutAreas)
export class LeftOutAreasResolver {
  @FieldResolver(() => [Area], { description: "The areas." })
  areas(@Root() { areas }: LeftOut, @Ctx() context: Context): readonly AreaRecord[] {
    return paid(context, "LeftOutAreas.areas", areas);
  }

  @FieldResolver(() => Int, { description: "How many: a number of areas." })
  count(@Root() { areas }: LeftOut): number {
    return areas.length;
  }
}

async function improvementOf(args: ImprovementArgs, { reads, allowance }: Context): Promise<ImprovementRecord> {
  const { among, from, to, similarStartTo, breakdown } = args;
  const indicator = oneIndicator(reads, args.indicator, "indicator");
  const { areas } = await chosenAreas(reads, among, "among");
  allowance?.lookThrough(3 * areas.length);
  const like = typeof similarStartTo === "string" ? areaNamed(reads.catalogue, similarStartTo) : undefined;
  if (typeof similarStartTo === "string" && like === undefined)
    throw new CallerError(
      `\`similarStartTo\` names no area: ${similarStartTo.slice(0, 80)}.`,
      "similarStartTo",
      "the code or id of an area",
    );
  return reads.statistics.improvement({
    indicator,
    areas,
    from: periodSelection(from, "from"),
    to: periodSelection(to, "to"),
    breakdown: breakdownFilters(breakdown),
    ...(like === undefined ? {} : { similarStartTo: like }),
  });
}
