import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { pageByKey, pageByPlace } from "../datasources/core/page";
import type { IndicatorRecord, ServiceFunctionRecord, ServiceRecord } from "../datasources/core/records";
import { CouncilTier, IndicatorRole } from "../schema/enums";
import { Indicator } from "../schema/indicator.type";
import { Service, ServiceConnection, ServiceFunction } from "../schema/service.type";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { type Context, paid } from "./context";
import { numberNamed } from "./names";
import { keyRequest, placeRequest } from "./page-arguments";
import { circumstanceNamed, functionNamed, liesIn, lifeEventNamed } from "./service-names";

@Resolver(() => Service)
export class ServiceResolver {
  @Query(() => Service, {
    nullable: true,
    description: "One service, by its LGSL number or id; null where none is meant.",
  })
  service(
    @Arg("lgslId", () => Int, { nullable: true, description: "Its number in the Local Government Service List." })
    lgslId: number | undefined,
    @Arg("id", () => ID, { nullable: true, description: "Its global id." }) id: string | undefined,
    @Ctx() { reads }: Context,
  ): ServiceRecord | undefined {
    if (typeof lgslId === "number") return reads.catalogue.serviceByLgsl(lgslId);
    if (typeof id === "string") return reads.catalogue.serviceByLgsl(numberNamed("Service", id));
    throw new CallerError("`service` was asked for without a name.", "lgslId", "one of `lgslId` or `id`");
  }

  @Query(() => ServiceConnection, { description: "Services, by LGSL number; with `search`, the best match first." })
  services(
    @Arg("search", () => String, { nullable: true, description: "Words from the name; typing slips are forgiven." })
    search: string | undefined,
    @Arg("function", () => ID, {
      nullable: true,
      description: "esd number or id of a function that they are part of, however deep.",
    })
    functionId: string | undefined,
    @Arg("lifeEvent", () => ID, {
      nullable: true,
      description: "Key or id of a life event that calls for them, such as `having-a-child`.",
    })
    lifeEvent: string | undefined,
    @Arg("circumstance", () => ID, {
      nullable: true,
      description: "Key or id of a circumstance that calls for them, such as `low-income`.",
    })
    circumstance: string | undefined,
    @Arg("tier", () => CouncilTier, {
      nullable: true,
      description:
        "Only those that this tier provides, by the service list or, where it states no tier or never speaks of this one, by powers and duties.",
    })
    tier: v.CouncilTier | undefined,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 50,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "The cursor to go on after." }) after:
      | string
      | undefined,
    @Ctx() { reads }: Context,
  ) {
    const { catalogue } = reads;
    const within = typeof functionId === "string" ? functionNamed(catalogue, functionId, "function") : undefined;
    const event = typeof lifeEvent === "string" ? lifeEventNamed(catalogue, lifeEvent, "lifeEvent") : undefined;
    const situation =
      typeof circumstance === "string" ? circumstanceNamed(catalogue, circumstance, "circumstance") : undefined;
    const keep = (service: ServiceRecord) =>
      (within === undefined || service.functions.some((each) => liesIn(each, within))) &&
      (event === undefined || service.lifeEvents.includes(event)) &&
      (situation === undefined || service.circumstances.includes(situation)) &&
      (typeof tier !== "string" || reads.services.tiersOf(service).tiers.includes(tier));
    if (typeof search !== "string") {
      return pageByKey(
        reads.catalogue.services.filter(keep),
        (service) => String(service.lgslId).padStart(8, "0"),
        keyRequest(first, 50, after),
      );
    }
    const hits = reads.search.search(search, ["Service"], reads.catalogue.services.length);
    return pageByPlace(hits.map((hit) => hit.record as ServiceRecord).filter(keep), placeRequest(first, 50, after));
  }

  @FieldResolver(() => [Indicator], { description: "The indicators that speak for it." })
  indicators(
    @Root() service: ServiceRecord,
    @Arg("role", () => [IndicatorRole], { nullable: true, description: "Only in these roles." }) role:
      | v.IndicatorRole[]
      | undefined,
    @Ctx() context: Context,
  ): readonly IndicatorRecord[] {
    const links = service.indicatorLinks.filter((link) => role?.includes(link.role) ?? true);
    return paid(context, "Service.indicators", [...new Set(links.map((link) => link.indicator))]);
  }
}

@Resolver(() => ServiceFunction)
export class ServiceFunctionResolver {
  @Query(() => [ServiceFunction], { description: "The trunks of the tree of functions: those without a parent." })
  serviceFunctions(@Ctx() context: Context): readonly ServiceFunctionRecord[] {
    const trunks = context.reads.catalogue.functions.filter((each) => each.parent === undefined);
    return paid(context, "Query.serviceFunctions", trunks);
  }

  @Query(() => ServiceFunction, {
    nullable: true,
    description: "One function, by its esd number or id; null where none is meant.",
  })
  serviceFunction(
    @Arg("esdId", () => Int, { nullable: true, description: "Its number in the esd function list." }) esdId:
      | number
      | undefined,
    @Arg("id", () => ID, { nullable: true, description: "Its global id." }) id: string | undefined,
    @Ctx() { reads }: Context,
  ): ServiceFunctionRecord | undefined {
    if (typeof esdId === "number") return reads.catalogue.functionByEsd(esdId);
    if (typeof id === "string") return reads.catalogue.functionByEsd(numberNamed("ServiceFunction", id));
    throw new CallerError("`serviceFunction` was asked for without a name.", "esdId", "one of `esdId` or `id`");
  }

  @FieldResolver(() => [ServiceFunction], { description: "The branches that grow from it." })
  children(@Root() branch: ServiceFunctionRecord, @Ctx() context: Context): readonly ServiceFunctionRecord[] {
    return paid(context, "ServiceFunction.children", branch.children);
  }

  @FieldResolver(() => [Service], { description: "The services that belong to it." })
  services(@Root() branch: ServiceFunctionRecord, @Ctx() context: Context): readonly ServiceRecord[] {
    return paid(context, "ServiceFunction.services", branch.services);
  }

  @FieldResolver(() => [Indicator], { description: "The indicators of its services." })
  indicators(@Root() branch: ServiceFunctionRecord, @Ctx() context: Context): readonly IndicatorRecord[] {
    const links = branch.services.flatMap((service) => service.indicatorLinks);
    return paid(context, "ServiceFunction.indicators", [...new Set(links.map((link) => link.indicator))]);
  }
}
