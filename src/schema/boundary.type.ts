import { Field, Float, ObjectType } from "type-graphql";
import { Area } from "./area.type";
import { GeometryDetail, WeightBasis } from "./enums";
import { DateScalar, JSONScalar } from "./scalars";
import type * as v from "./values/enums";

/** Price of a drawing, which has thousands of characters, where a plain value is 1. */
const DRAWING = 30;

@ObjectType({ description: "A drawing of an area.", simpleResolvers: true })
export class Geometry {
  @Field(() => String, { description: "The form of `geojson`: `GeoJSON`." })
  format: string;

  @Field(() => String, {
    description: "The system of coordinates: `OGC:CRS84`, degrees of WGS 84, longitude before latitude.",
  })
  crs: string;

  @Field(() => DateScalar, { description: "The day whose boundaries are drawn." })
  boundariesAt: string;

  @Field(() => GeometryDetail, {
    description: "How finely it is drawn: as asked for, or the nearest that the hub has.",
  })
  detail: v.GeometryDetail;

  @Field(() => [Float], { description: "The box around it: west, south, east, north, in degrees." })
  bbox: readonly number[];

  @Field(() => [Float], {
    description: "Its centre of gravity: longitude, latitude, in degrees. It may lie outside a bent area.",
  })
  centroid: readonly number[];

  @Field(() => String, { description: "Who drew it, and under which terms." })
  source: string;

  @Field(() => JSONScalar, {
    nullable: true,
    complexity: DRAWING,
    description: "A GeoJSON Polygon or MultiPolygon (RFC 7946).",
  })
  geojson: unknown;
}

@ObjectType({ description: "A part of an area on other boundaries.", simpleResolvers: true })
export class AreaShare {
  @Field(() => Area, { description: "The area of those boundaries." })
  area: Area;

  @Field(() => Float, {
    description: "The part of the first area that lies in it, from 0 to 1; all parts add up to 1.",
  })
  weight: number;

  @Field(() => WeightBasis, { description: "What the part is measured by." })
  basis: v.WeightBasis;
}

@ObjectType({ description: "By how much the figure of one area went into another figure.", simpleResolvers: true })
export class InputWeight {
  @Field(() => Area, { description: "The area whose figure it is." })
  area: Area;

  @Field(() => Float, { description: "The part of its figure that was taken, from 0 to 1." })
  weight: number;

  @Field(() => WeightBasis, { description: "What the part is measured by; EXACT for a whole figure." })
  basis: v.WeightBasis;

  @Field(() => DateScalar, { nullable: true, description: "The day on which it was so measured." })
  weighedAt?: string | undefined;

  @Field(() => String, { nullable: true, description: "Who measured it." })
  source?: string | undefined;
}
