import { FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { ObservationPage } from "../datasources/core/ports";
import { ObservationConnection } from "../schema/observation.type";

@Resolver(() => ObservationConnection)
export class ObservationPageResolver {
  /**
   * A resolver of its own, though it only hands on a property: the count may be a promise, which a compiled query awaits from a
   * resolver and takes for a wrong number from a property.
   */
  @FieldResolver(() => Int, { description: "How many items the whole list has, over all pages." })
  totalCount(@Root() page: ObservationPage): number | Promise<number> {
    return page.totalCount;
  }
}
