import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { pageByKey } from "../datasources/core/page";
import type { AreaRecord, ComparisonGroupRecord, CouncilRecord } from "../datasources/core/records";
import { Area, AreaConnection } from "../schema/area.type";
import { Council } from "../schema/council.type";
import { AreaTypeCode, ComparisonGroupKind, CouncilTier } from "../schema/enums";
import { ComparisonGroup } from "../schema/group.type";
import { AreaSelector } from "../schema/inputs";
import { DateScalar, GSSCodeScalar } from "../schema/scalars";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { chosenAreas } from "./chosen-areas";
import { type Context, paid } from "./context";
import { areaNamed } from "./names";
import { keyRequest } from "./page-arguments";

@Resolver(() => Area)
export class AreaResolver {
  @Query(() => Area, {
    nullable: true,
    description:
      "One area, by code, slug or id; null where none is meant. An ended code answers its area, with `successors`.",
  })
  area(
    @Arg("gssCode", () => GSSCodeScalar, { nullable: true, description: "Its code, old or new." }) gssCode:
      | string
      | undefined,
    @Arg("slug", () => String, {
      nullable: true,
      description:
        "Its name in small letters with hyphens: `manchester`. Where several have the name: an area in being first, a council's area first.",
    })
    slug: string | undefined,
    @Arg("id", () => ID, { nullable: true, description: "Its global id." }) id: string | undefined,
    @Ctx() { reads }: Context,
  ): AreaRecord | undefined {
    if (typeof gssCode === "string") return reads.catalogue.areaByCode(gssCode);
    if (typeof slug === "string") return reads.catalogue.areaBySlug(slug.trim().toLowerCase());
    if (typeof id === "string") return areaNamed(reads.catalogue, id);
    throw new CallerError("`area` was asked for without a name.", "gssCode", "one of `gssCode`, `slug` or `id`");
  }

  @Query(() => AreaConnection, { description: "Areas, ordered by code; those given by code in `gssCodes` too." })
  async areas(
    @Arg("select", () => AreaSelector, { description: "Which areas." }) select: AreaSelector,
    @Arg("on", () => DateScalar, { nullable: true, description: "As areas stood on this day; today where not given." })
    on: string | undefined,
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
    const { areas, unknown, lookUps } = await chosenAreas(reads, select, "select", on);
    const page = pageByKey(areas, (area) => area.code, keyRequest(first, 50, after));
    return Object.assign(page, { unknown, sources: lookUps });
  }

  @FieldResolver(() => [Area], { description: "The areas that it lies in, nearest first." })
  parents(
    @Root() area: AreaRecord,
    @Arg("type", () => [AreaTypeCode], { nullable: true, description: "Only of these kinds." }) type:
      | v.AreaTypeCode[]
      | undefined,
    @Arg("on", () => DateScalar, {
      nullable: true,
      description: "As areas stood on this day; today, or the area's last day, where not given.",
    })
    on: string | undefined,
    @Ctx() context: Context,
  ): readonly AreaRecord[] {
    return paid(context, "Area.parents", context.reads.relatives(area, "up", type ?? undefined, on ?? undefined));
  }

  @FieldResolver(() => [Area], {
    description: "The areas that lie in it: those directly beneath, or all of the kinds asked for however deep.",
  })
  children(
    @Root() area: AreaRecord,
    @Arg("type", () => [AreaTypeCode], { nullable: true, description: "Only of these kinds, at any depth." }) type:
      | v.AreaTypeCode[]
      | undefined,
    @Arg("on", () => DateScalar, {
      nullable: true,
      description: "As areas stood on this day; today, or the area's last day, where not given.",
    })
    on: string | undefined,
    @Ctx() context: Context,
  ): readonly AreaRecord[] {
    return paid(context, "Area.children", context.reads.relatives(area, "down", type ?? undefined, on ?? undefined));
  }

  @FieldResolver(() => [Area], { description: "The other areas of its kind in the same parent." })
  siblings(
    @Root() area: AreaRecord,
    @Arg("within", () => AreaTypeCode, {
      nullable: true,
      description: "The kind of parent; the nearest where not given.",
    })
    within: v.AreaTypeCode | undefined,
    @Ctx() context: Context,
  ): readonly AreaRecord[] {
    const { reads } = context;
    const parent = reads.relatives(
      area,
      "up",
      within === undefined || within === null ? undefined : [within],
      undefined,
    )[0];
    if (parent === undefined) return [];
    const alike = reads.relatives(parent, "down", [area.areaType.code], undefined);
    return paid(
      context,
      "Area.siblings",
      alike.filter((sibling) => sibling !== area),
    );
  }

  @FieldResolver(() => [Council], {
    description: "The councils that serve this ground: its own, and for a district the county council above it.",
  })
  councils(
    @Root() area: AreaRecord,
    @Arg("tier", () => [CouncilTier], { nullable: true, description: "Only of these tiers." }) tier:
      | v.CouncilTier[]
      | undefined,
  ): readonly CouncilRecord[] {
    const councils = new Set<CouncilRecord>();
    for (const council of area.councils) {
      councils.add(council);
      if (council.upperTier !== undefined) councils.add(council.upperTier);
    }
    return [...councils].filter((council) => tier?.includes(council.tier) ?? true);
  }

  @FieldResolver(() => [ComparisonGroup], { description: "The groups that it can be compared with." })
  comparisonGroups(
    @Root() area: AreaRecord,
    @Arg("kind", () => [ComparisonGroupKind], { nullable: true, description: "Only of these kinds." }) kind:
      | v.ComparisonGroupKind[]
      | undefined,
    @Ctx() context: Context,
  ): readonly ComparisonGroupRecord[] {
    return paid(context, "Area.comparisonGroups", context.reads.groupsOf(area, kind ?? undefined));
  }
}
