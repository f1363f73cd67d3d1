import { Field, Float, ObjectType } from "type-graphql";
import { AreaStatus } from "./enums";
import { SourceOutcome } from "./source.type";
import type * as v from "./values/enums";

@ObjectType({ description: "A postcode, and what it lies in.", simpleResolvers: true })
export class Postcode {
  @Field(() => String, { description: "Written with its space: `M32 0TH`." })
  code: string;

  @Field(() => AreaStatus, {
    nullable: true,
    description: "Whether it is in use; null where it could not be looked up, which `outcome` explains.",
  })
  status: v.AreaStatus | null;

  @Field(() => String, { nullable: true, description: "Month in which it went out of use, as `2015-02`." })
  ended?: string | undefined;

  @Field(() => Float, { nullable: true, description: "Latitude of its middle, in degrees (WGS 84)." })
  latitude?: number | undefined;

  @Field(() => Float, { nullable: true, description: "Longitude of its middle, in degrees (WGS 84)." })
  longitude?: number | undefined;

  @Field(() => SourceOutcome, { description: "What the source of postcodes did for this look-up." })
  outcome: SourceOutcome;
}
