import { Arg, Ctx, FieldResolver, Float, Query, Resolver, Root } from "type-graphql";
import type { GeometryRecord } from "../datasources/core/ports";
import type { AreaRecord, AreaShareRecord, InputWeightRecord, ObservationRecord } from "../datasources/core/records";
import { Area } from "../schema/area.type";
import { AreaShare, Geometry, InputWeight } from "../schema/boundary.type";
import { AreaTypeCode, GeometryDetail } from "../schema/enums";
import { Provenance } from "../schema/observation.type";
import { DateScalar } from "../schema/scalars";
import { kindsOf } from "../schema/values/area-types";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { type Context, paid } from "./context";

@Resolver(() => Area)
export class AreaBoundaryResolver {
  @FieldResolver(() => [AreaShare], {
    description:
      "The areas that hold its ground on the boundaries of a day, past or proposed, with the part of it in each. Empty where the hub has nothing to share it out by.",
  })
  rebasedTo(
    @Root() area: AreaRecord,
    @Arg("boundaries", () => DateScalar, { description: "The day." }) boundaries: string,
    @Ctx() context: Context,
  ): readonly AreaShareRecord[] {
    return paid(context, "Area.rebasedTo", context.reads.boundaries.rebased(area, boundaries));
  }

  @FieldResolver(() => Geometry, {
    nullable: true,
    description:
      "A drawing of it; null where the hub has none. A proposed area is drawn from the areas that it is to be made of.",
  })
  async geometry(
    @Root() area: AreaRecord,
    @Arg("detail", () => GeometryDetail, {
      nullable: true,
      defaultValue: "GENERALISED",
      description: "How finely; the nearest that the hub has where it is not drawn so.",
    })
    detail: v.GeometryDetail | null,
    @Ctx() { reads }: Context,
  ) {
    const drawn = await reads.boundaries.geometry(area, detail ?? "GENERALISED");
    return drawn === undefined ? undefined : asGeometry(drawn);
  }
}

@Resolver()
export class PointResolver {
  @Query(() => [Area], {
    description:
      "The areas that hold a point: those that are drawn, and what they lie in; smallest kinds first. Drawings are generalised: near a line the neighbour may be told.",
  })
  async areasAt(
    @Arg("latitude", () => Float, { description: "Degrees north of the equator (WGS 84)." }) latitude: number,
    @Arg("longitude", () => Float, { description: "Degrees east of Greenwich; negative to its west." })
    longitude: number,
    @Arg("type", () => [AreaTypeCode], { nullable: true, description: "Only these kinds, or classes of kinds." })
    type: v.AreaTypeCode[] | undefined,
    @Arg("on", () => DateScalar, { nullable: true, description: "As areas stood on this day; today where not given." })
    on: string | undefined,
    @Ctx() context: Context,
  ): Promise<readonly AreaRecord[]> {
    check("latitude", latitude, 90);
    check("longitude", longitude, 180);
    const found = await context.reads.boundaries.areasAt([longitude, latitude], on ?? undefined);
    const kinds = type?.flatMap((each) => [...kindsOf(each)]);
    return paid(
      context,
      "Query.areasAt",
      kinds === undefined ? found : found.filter(({ areaType }) => kinds.includes(areaType.code)),
    );
  }
}

@Resolver(() => Provenance)
export class ProvenanceWeightsResolver {
  @FieldResolver(() => [InputWeight], {
    description:
      "By how much each input counts where a figure was moved to other boundaries, in the order of `inputs`; empty for other figures.",
  })
  weights(@Root() provenance: { readonly observation: ObservationRecord }): readonly InputWeightRecord[] {
    return provenance.observation.derived?.weights ?? [];
  }
}

function check(argument: string, degrees: number, most: number): void {
  if (Math.abs(degrees) > most)
    throw new CallerError(`\`${argument}\` is ${degrees}.`, argument, `a number of degrees from -${most} to ${most}`);
}

function asGeometry({ drawing, ...drawn }: GeometryRecord) {
  return { ...drawn, format: "GeoJSON", crs: "OGC:CRS84", geojson: drawing };
}
