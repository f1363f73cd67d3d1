import { FieldResolver, Resolver, Root } from "type-graphql";
import { Period } from "../schema/period.type";
import { equivalentLastYear, type PeriodValue, previousPeriod } from "../schema/values/period";

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
