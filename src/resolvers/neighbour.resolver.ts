import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { checkFirst } from "../datasources/core/page";
import type { AreaRecord, NeighbourRecord } from "../datasources/core/records";
import type { NeighbourhoodRecord } from "../datasources/core/statistics-ports";
import { Area, Neighbour } from "../schema/area.type";
import { NeighbourModel } from "../schema/enums";
import { AreaSelector, IndicatorWeight } from "../schema/inputs";
import { Neighbourhood } from "../schema/neighbourhood.type";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { type Context, paid } from "./context";
import { neighbourWeights } from "./neighbour-arguments";

@ArgsType()
class NeighbourArgs {
  @Field(() => NeighbourModel, { nullable: true, defaultValue: "ONS_GLOBAL", description: "The model." })
  model: v.NeighbourModel | null;

  @Field(() => [IndicatorWeight], {
    nullable: true,
    description:
      "With CUSTOM_WEIGHTS: the indicators to be alike in, each at its newest period, and their weights; 20 at most.",
  })
  weights?: IndicatorWeight[];

  @Field(() => AreaSelector, {
    nullable: true,
    description:
      "With CUSTOM_WEIGHTS: the areas to look through; all of its tier or kind in its country where not given.",
  })
  among?: AreaSelector;
}

const FIRST = { nullable: true, defaultValue: 10, description: "How many at most: a number from 1." };

@Resolver(() => Area)
export class AreaNeighboursResolver {
  @FieldResolver(() => [Neighbour], {
    description:
      "The areas most like it, nearest first; never itself. Where the list is empty, `neighbourhood` says why.",
  })
  async neighbours(
    @Root() area: AreaRecord,
    @Args(() => NeighbourArgs) args: NeighbourArgs,
    @Arg("first", () => Int, FIRST) first: number | null,
    @Ctx() context: Context,
  ): Promise<readonly NeighbourRecord[]> {
    const most = checkFirst(first ?? 10);
    return (await neighbourhoodOf(area, args, context)).neighbours.slice(0, most);
  }

  @FieldResolver(() => Neighbourhood, {
    description: "The areas most like it, with what was not used to find them, and why there are none.",
  })
  neighbourhood(
    @Root() area: AreaRecord,
    @Args(() => NeighbourArgs) args: NeighbourArgs,
    @Ctx() context: Context,
  ): Promise<NeighbourhoodRecord> {
    return neighbourhoodOf(area, args, context);
  }
}

@Resolver(() => Neighbourhood)
export class NeighbourhoodResolver {
  @FieldResolver(() => [Neighbour], { description: "The areas most like it, nearest first; never itself." })
  neighbours(
    @Root() { neighbours }: NeighbourhoodRecord,
    @Arg("first", () => Int, FIRST) first: number | null,
  ): readonly NeighbourRecord[] {
    return neighbours.slice(0, checkFirst(first ?? 10));
  }

  @FieldResolver(() => Int, { description: "Number of areas that have a distance, and so a place." })
  ranked(@Root() { neighbours }: NeighbourhoodRecord): number {
    return neighbours.length;
  }

  @FieldResolver(() => [Area], {
    description: "With CUSTOM_WEIGHTS: areas without a figure of every indicator used; they have no distance.",
  })
  incomplete(@Root() { incomplete }: NeighbourhoodRecord, @Ctx() context: Context): readonly AreaRecord[] {
    return paid(context, "Neighbourhood.incomplete", incomplete);
  }
}

async function neighbourhoodOf(
  area: AreaRecord,
  { model, weights, among }: NeighbourArgs,
  { reads, allowance }: Context,
): Promise<NeighbourhoodRecord> {
  if (model === "CUSTOM_WEIGHTS") {
    const request = await neighbourWeights(reads, weights, among);
    allowance?.lookThrough(request.weights.length * (request.among?.length ?? 300));
    return reads.statistics.neighboursBy(area, request);
  }
  if (Array.isArray(weights))
    throw new CallerError("`weights` stands beside a published model.", "weights", "`model: CUSTOM_WEIGHTS` beside it");
  const named = model ?? "ONS_GLOBAL";
  const neighbours = reads.catalogue.neighbours(area, named);
  const why = neighbours.length > 0 ? null : `The model ${named} ranks no neighbours of ${area.name} (${area.code}).`;
  return { neighbours, leftOut: [], incomplete: [], why };
}
