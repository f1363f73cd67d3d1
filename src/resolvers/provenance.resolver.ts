import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
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
}
