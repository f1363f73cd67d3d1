import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type {
  CircumstanceRecord,
  IndicatorRecord,
  LifeEventRecord,
  NeedRecord,
  PowerOrDutyRecord,
  ServiceRecord,
} from "../datasources/core/records";
import { Circumstance, LifeEvent, Need, PowerOrDuty } from "../schema/duty.type";
import { LegalBasis } from "../schema/enums";
import { Indicator } from "../schema/indicator.type";
import { Service } from "../schema/service.type";
import type * as v from "../schema/values/enums";
import { type Context, paid } from "./context";

/** What obliges councils to provide a service, whom it is for, and what stands near it. */
@Resolver(() => Service)
export class ServiceDutiesResolver {
  @FieldResolver(() => [PowerOrDuty], {
    description: "What lets or makes councils provide it; empty where nothing is entered.",
  })
  powersAndDuties(
    @Root() service: ServiceRecord,
    @Arg("kind", () => [LegalBasis], { nullable: true, description: "Only of these kinds." }) kind:
      | v.LegalBasis[]
      | undefined,
    @Ctx() context: Context,
  ): readonly PowerOrDutyRecord[] {
    const chosen = service.powersAndDuties.filter((each) => kind?.includes(each.kind) ?? true);
    return paid(context, "Service.powersAndDuties", chosen);
  }

  @FieldResolver(() => [Need], { description: "The needs that it meets." })
  needs(@Root() service: ServiceRecord, @Ctx() context: Context): readonly NeedRecord[] {
    return paid(context, "Service.needs", service.needs);
  }

  @FieldResolver(() => [Circumstance], {
    description:
      "The circumstances that call for it, either stated so or because it meets a need that arises from them.",
  })
  circumstances(@Root() service: ServiceRecord, @Ctx() context: Context): readonly CircumstanceRecord[] {
    return paid(context, "Service.circumstances", service.circumstances);
  }

  @FieldResolver(() => [LifeEvent], {
    description: "The life events that call for it, either stated so or because they bring circumstances that do.",
  })
  lifeEvents(@Root() service: ServiceRecord, @Ctx() context: Context): readonly LifeEventRecord[] {
    return paid(context, "Service.lifeEvents", service.lifeEvents);
  }

  @FieldResolver(() => [Service], {
    description:
      "Services that stand near it: first those stated to, then at most 20 that share a function with it, those that share most first.",
  })
  related(@Root() service: ServiceRecord, @Ctx() context: Context): readonly ServiceRecord[] {
    return paid(context, "Service.related", service.related);
  }
}

@Resolver(() => PowerOrDuty)
export class PowerOrDutyResolver {
  @Query(() => [PowerOrDuty], { description: "Every power and duty that is entered, by its key." })
  powersAndDuties(
    @Arg("kind", () => [LegalBasis], { nullable: true, description: "Only of these kinds." }) kind:
      | v.LegalBasis[]
      | undefined,
    @Ctx() context: Context,
  ): readonly PowerOrDutyRecord[] {
    const chosen = context.reads.catalogue.powersAndDuties.filter((each) => kind?.includes(each.kind) ?? true);
    return paid(context, "Query.powersAndDuties", chosen);
  }

  @FieldResolver(() => [Service], { description: "The services that rest on it." })
  services(@Root() duty: PowerOrDutyRecord, @Ctx() context: Context): readonly ServiceRecord[] {
    return paid(context, "PowerOrDuty.services", duty.services);
  }
}

@Resolver(() => Need)
export class NeedResolver {
  @Query(() => [Need], { description: "Every need that is entered, by its key." })
  needs(@Ctx() context: Context): readonly NeedRecord[] {
    return paid(context, "Query.needs", context.reads.catalogue.needs);
  }

  @FieldResolver(() => [Service], { description: "The services that meet it." })
  services(@Root() need: NeedRecord, @Ctx() context: Context): readonly ServiceRecord[] {
    return paid(context, "Need.services", need.services);
  }

  @FieldResolver(() => [Indicator], {
    description: "The indicators that tell of it; one that the hub has not harvested yet is left out.",
  })
  indicators(@Root() need: NeedRecord, @Ctx() context: Context): readonly IndicatorRecord[] {
    return paid(context, "Need.indicators", need.indicators);
  }
}

@Resolver(() => Circumstance)
export class CircumstanceResolver {
  @Query(() => [Circumstance], { description: "Every circumstance that is entered, by its key." })
  circumstances(@Ctx() context: Context): readonly CircumstanceRecord[] {
    return paid(context, "Query.circumstances", context.reads.catalogue.circumstances);
  }

  @FieldResolver(() => [Need], { description: "The needs that arise from it." })
  needs(@Root() circumstance: CircumstanceRecord, @Ctx() context: Context): readonly NeedRecord[] {
    return paid(context, "Circumstance.needs", circumstance.needs);
  }

  @FieldResolver(() => [Service], {
    description: "The services that it calls for: those stated first, then those that meet its needs.",
  })
  services(@Root() circumstance: CircumstanceRecord, @Ctx() context: Context): readonly ServiceRecord[] {
    return paid(context, "Circumstance.services", circumstance.services);
  }

  @FieldResolver(() => [Indicator], { description: "The indicators that tell of its needs." })
  indicators(@Root() circumstance: CircumstanceRecord, @Ctx() context: Context): readonly IndicatorRecord[] {
    return paid(context, "Circumstance.indicators", circumstance.indicators);
  }
}

@Resolver(() => LifeEvent)
export class LifeEventResolver {
  @Query(() => [LifeEvent], { description: "Every life event that is entered, by its key." })
  lifeEvents(@Ctx() context: Context): readonly LifeEventRecord[] {
    return paid(context, "Query.lifeEvents", context.reads.catalogue.lifeEvents);
  }

  @FieldResolver(() => [Circumstance], { description: "The circumstances that it brings." })
  circumstances(@Root() event: LifeEventRecord, @Ctx() context: Context): readonly CircumstanceRecord[] {
    return paid(context, "LifeEvent.circumstances", event.circumstances);
  }

  @FieldResolver(() => [Service], {
    description: "The services that it calls for: those stated first, then those of its circumstances.",
  })
  services(@Root() event: LifeEventRecord, @Ctx() context: Context): readonly ServiceRecord[] {
    return paid(context, "LifeEvent.services", event.services);
  }
}
