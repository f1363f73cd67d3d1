import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { checkFirst } from "../datasources/core/page";
import type { ObservationRecord } from "../datasources/core/records";
import { Observation, Provenance } from "../schema/observation.type";
import type { Context } from "./context";

@Resolver(() => Provenance)
export class ProvenanceResolver {
  @FieldResolver(() => [Observation], {
    description:
      "The same thing, for the same area and period, from indicators that are declared equivalent: another publisher's figure, or the same publisher's by another way.",
  })
  alternatives(
    @Root() provenance: { readonly observation: ObservationRecord },
    @Ctx() { reads }: Context,
  ): Promise<readonly ObservationRecord[]> {
    return reads.alternatives(provenance.observation);
  }

  @FieldResolver(() => [Observation], {
    description:
      "The figures that the hub made it from, in the order in which they were used; none for a published figure.",
  })
  inputs(
    @Root() provenance: { readonly observation: ObservationRecord },
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 100,
      description: "How many at most: a number from 1 to 1,000. `inputCount` tells how many there are.",
    })
    first: number | null,
  ): readonly ObservationRecord[] {
    return provenance.observation.derived?.inputs.slice(0, checkFirst(first ?? 100)) ?? [];
  }
}
