import { Arg, Ctx, ID, Int, Query, Resolver } from "type-graphql";
import { pageByKey, pageByPlace } from "../datasources/core/page";
import type { CouncilRecord } from "../datasources/core/records";
import { Council, CouncilConnection } from "../schema/council.type";
import { CouncilTier } from "../schema/enums";
import { GSSCodeScalar } from "../schema/scalars";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { keyOf } from "../schema/values/global-id";
import type { Context } from "./context";
import { keyRequest, placeRequest } from "./page-arguments";

@Resolver(() => Council)
export class CouncilResolver {
  @Query(() => Council, {
    nullable: true,
    description:
      "One council, by id or organisation code, or by the code of the area it serves; null where none is meant.",
  })
  council(
    @Arg("id", () => ID, { nullable: true, description: "Its global id, or its organisation code." }) id:
      | string
      | undefined,
    @Arg("gssCode", () => GSSCodeScalar, { nullable: true, description: "Code of its area." }) gssCode:
      | string
      | undefined,
    @Ctx() { reads }: Context,
  ): CouncilRecord | undefined {
    if (typeof id === "string") return reads.catalogue.councilByKey(keyOf("Council", id.trim()));
    if (typeof gssCode === "string") return reads.catalogue.areaByCode(gssCode)?.councils[0];
    throw new CallerError("`council` was asked for without a name.", "gssCode", "one of `id` or `gssCode`");
  }

  @Query(() => CouncilConnection, {
    description: "Councils, by organisation code; with `search`, the best match first.",
  })
  councils(
    @Arg("search", () => String, { nullable: true, description: "Words from the name; typing slips are forgiven." })
    search: string | undefined,
    @Arg("tier", () => [CouncilTier], { nullable: true, description: "Only of these tiers." }) tier:
      | v.CouncilTier[]
      | undefined,
    @Arg("includeEnded", () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: "Whether councils that have ended are taken in.",
    })
    includeEnded: boolean | null,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 50,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "The cursor to go on after." }) after:
      | string
      | undefined,
    @Ctx() { reads }: Context,
  ) {
    const keep = (council: CouncilRecord) =>
      (includeEnded === true || council.endDate === undefined || council.endDate >= reads.today) &&
      (tier?.includes(council.tier) ?? true);
    if (typeof search !== "string")
      return pageByKey(reads.catalogue.councils.filter(keep), (council) => council.key, keyRequest(first, 50, after));
    const hits = reads.search.search(search, ["Council"], reads.catalogue.councils.length);
    return pageByPlace(hits.map((hit) => hit.record as CouncilRecord).filter(keep), placeRequest(first, 50, after));
  }
}
