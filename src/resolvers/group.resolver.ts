import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { AreaRecord, ComparisonGroupRecord } from "../datasources/core/records";
import { Area } from "../schema/area.type";
import { ComparisonGroup } from "../schema/group.type";
import { keyOf } from "../schema/values/global-id";
import { type Context, paid } from "./context";

@Resolver(() => ComparisonGroup)
export class ComparisonGroupResolver {
  @Query(() => ComparisonGroup, {
    nullable: true,
    description: "One comparison group, by id; null where none is meant.",
  })
  comparisonGroup(
    @Arg("id", () => ID, { description: "Its global id." }) id: string,
    @Ctx() { reads }: Context,
  ): ComparisonGroupRecord | undefined {
    return reads.catalogue.groupByKey(keyOf("ComparisonGroup", id));
  }

  @FieldResolver(() => [Area], { description: "Its members." })
  members(@Root() group: ComparisonGroupRecord, @Ctx() context: Context): readonly AreaRecord[] {
    return paid(context, "ComparisonGroup.members", group.members);
  }
}
