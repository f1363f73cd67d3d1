import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { GraphReads } from "../datasources/core/ports";
import type {
  IndicatorRecord,
  ObservationRecord,
  ServiceProvisionRecord,
  ServiceRecord,
} from "../datasources/core/records";
import { PeriodInput } from "../schema/inputs";
import { Observation } from "../schema/observation.type";
import { ServiceProvision } from "../schema/service.type";
import type { Context } from "./context";
import { type SeriesArguments, seriesRequest } from "./observation-arguments";

/** Slug of the mid-year populations that unit costs are made with. */
const POPULATION = "population-count";

@Resolver(() => ServiceProvision)
export class SpendResolver {
  @FieldResolver(() => Observation, {
    nullable: true,
    complexity: ({ childComplexity }) => 2 + childComplexity,
    description:
      "What the council spent on it, in the unit of the indicator that speaks for the service in the role SPEND (of the revenue outturn: thousands of pounds in a financial year). Where several do, the one that the fewest services share; its name says what else it covers. A blank says why. Null where no indicator speaks for the spending.",
  })
  spend(
    @Root() provision: ServiceProvisionRecord,
    @Arg("period", () => PeriodInput, { nullable: true, description: "Which period; the latest where not given." })
    period: PeriodInput | undefined,
    @Ctx() { reads }: Context,
  ): Promise<ObservationRecord | undefined> | undefined {
    return figureOf(reads, provision, { period });
  }

  @FieldResolver(() => Observation, {
    nullable: true,
    complexity: ({ childComplexity }) => 2 + childComplexity,
    description:
      "What the council spent on it for each resident, in pounds: `spend` over the mid-year population of its area in the same period, as `provenance.formula` says. Its `comparison` ranks it among the unit costs of other councils. Null where `spend` is, and where the hub holds no populations.",
  })
  unitCost(
    @Root() provision: ServiceProvisionRecord,
    @Arg("period", () => PeriodInput, { nullable: true, description: "Which period; the latest where not given." })
    period: PeriodInput | undefined,
    @Ctx() { reads }: Context,
  ): Promise<ObservationRecord | undefined> | undefined {
    if (reads.catalogue.indicatorBySlug(POPULATION) === undefined) return undefined;
    return figureOf(reads, provision, { period, options: { perPopulation: 1 } });
  }
}

/** The figure of the council's own area; areas that ask the same of one indicator are read together. */
function figureOf(
  reads: GraphReads,
  { service, council }: ServiceProvisionRecord,
  series: SeriesArguments,
): Promise<ObservationRecord | undefined> | undefined {
  const indicator = spendIndicator(service);
  return indicator && reads.figuresOf(council.area, [indicator], seriesRequest(series)).then(([figure]) => figure);
}

/** Of the indicators of spending that speak for a service, the one that speaks for the fewest services; by slug where several do. */
function spendIndicator(service: ServiceRecord): IndicatorRecord | undefined {
  const shares = ({ services }: IndicatorRecord) => services.filter(({ role }) => role === "SPEND").length;
  return service.indicatorLinks
    .filter(({ role }) => role === "SPEND")
    .map(({ indicator }) => indicator)
    .toSorted((a, b) => shares(a) - shares(b) || (a.slug < b.slug ? -1 : 1))[0];
}
