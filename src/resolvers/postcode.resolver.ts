import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { GraphReads, PostcodeRecord } from "../datasources/core/ports";
import type { AreaRecord, CouncilRecord } from "../datasources/core/records";
import { Area } from "../schema/area.type";
import { Council } from "../schema/council.type";
import { AreaTypeCode } from "../schema/enums";
import { Postcode } from "../schema/postcode.type";
import { DateScalar } from "../schema/scalars";
import { kindsOf } from "../schema/values/area-types";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import type { Context } from "./context";

/** Area, district, space, sector, unit: the shape that all British postcodes have, GIR 0AA apart. Source: the Post Office's own guide. */
const POSTCODE = /^([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})$/;

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
    const parts = POSTCODE.exec(code.trim().toUpperCase());
    if (parts === null)
      throw new CallerError(`“${code.slice(0, 20)}” is not a postcode.`, "code", "a full postcode, such as M32 0TH");
    return reads.postcode(`${parts[1]} ${parts[2]}`);
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
    return around(reads, postcode, on).filter((area) => kinds === undefined || kinds.has(area.areaType.code));
  }

  @FieldResolver(() => [Council], {
    description: "The councils in being that serve it, the nearest to the ground first.",
  })
  councils(@Root() postcode: PostcodeRecord, @Ctx() { reads }: Context): readonly CouncilRecord[] {
    const councils = around(reads, postcode, undefined).flatMap((area) => area.councils);
    return [...new Set(councils)].filter((council) => council.endDate === undefined || council.endDate >= reads.today);
  }
}

/** The postcode's areas and all that they lie in, each once. */
function around(reads: GraphReads, postcode: PostcodeRecord, on: string | null | undefined): readonly AreaRecord[] {
  const day = on ?? undefined;
  const above = postcode.areas.flatMap((area) => reads.relatives(area, "up", undefined, day));
  const depth = ({ areaType }: AreaRecord) => areaType.level ?? -1;
  return [...new Set([...postcode.areas, ...above])].sort((a, b) => depth(b) - depth(a) || (a.code < b.code ? -1 : 1));
}
