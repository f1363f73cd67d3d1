import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ObservationRecord } from "../datasources/core/records";
import { Observation } from "../schema/observation.type";
import { Period, PeriodAlignment } from "../schema/period.type";
import { equivalentLastYear, type PeriodValue, previousPeriod } from "../schema/values/period";
import type { Context } from "./context";

@Resolver(() => Period)
export class PeriodResolver {
  @FieldResolver(() => Period, {
    nullable: true,
    description: "The period of the same length just before it; null for a figure of one day.",
  })
  previous(@Root() period: PeriodValue): PeriodValue | undefined {
    return previousPeriod(period);
  }

  @FieldResolver(() => Period, { nullable: true, description: "The same period a year before." })
  equivalentLastYear(@Root() period: PeriodValue): PeriodValue | undefined {
    return equivalentLastYear(period);
  }
}

@Resolver(() => Observation)
export class PeriodAlignmentResolver {
  @FieldResolver(() => PeriodAlignment, {
    nullable: true,
    description: "How its period stands for the one that was asked for with `alignedTo`; null where none was.",
  })
  alignment(@Root() observation: ObservationRecord, @Ctx() { reads }: Context): PeriodAlignment | undefined {
    return reads.alignmentOf(observation);
  }
}
