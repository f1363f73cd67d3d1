import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { PostcodeRecord } from "../datasources/core/ports";
import type { AreaRecord, CouncilRecord } from "../datasources/core/records";
import { Area } from "../schema/area.type";
import { Council } from "../schema/council.type";
import { AreaTypeCode } from "../schema/enums";
import { Postcode } from "../schema/postcode.type";
import { DateScalar } from "../schema/scalars";
import { kindsOf } from "../schema/values/area-types";
import type * as v from "../schema/values/enums";
import type { Context } from "./context";
import { areasAround, postcodeWritten } from "./postcode-areas";

@Resolver(() => Postcode)
export class PostcodeResolver {
  @Query(() => Postcode, {
    nullable: true,
    description: "A postcode, in any case and with or without its space; null where none of the name is known.",
  })
  postcode(
    @Arg("code", () => String, { description: "The postcode: `M32 0TH`." }) code: string,
    @Ctx() { reads }: Context,
  ): Promise<PostcodeRecord | undefined> {
    return reads.postcode(postcodeWritten(code, "code"));
  }

  @FieldResolver(() => [Area], {
    description: "The areas that it lies in: the deepest kinds of their hierarchies first, the country last.",
  })
  areas(
    @Root() postcode: PostcodeRecord,
    @Arg("type", () => [AreaTypeCode], { nullable: true, description: "Only these kinds, or classes of kinds." })
    types: v.AreaTypeCode[] | undefined,
    @Arg("on", () => DateScalar, { nullable: true, description: "As areas stood on this day; today where not given." })
    on: string | undefined,
    @Ctx() { reads }: Context,
  ): readonly AreaRecord[] {
    const kinds =
      types === undefined || types === null ? undefined : new Set(types.flatMap((type) => [...kindsOf(type)]));
    return areasAround(reads, postcode, on ?? undefined).filter(
      (area) => kinds === undefined || kinds.has(area.areaType.code),
    );
  }

  @FieldResolver(() => [Council], {
    description: "The councils in being that serve it, the nearest to the ground first.",
  })
  councils(@Root() postcode: PostcodeRecord, @Ctx() { reads }: Context): readonly CouncilRecord[] {
    const councils = areasAround(reads, postcode, undefined).flatMap((area) => area.councils);
    return [...new Set(councils)].filter((council) => council.endDate === undefined || council.endDate >= reads.today);
  }
}
