import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import { checkFirst } from "../datasources/core/page";
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
  @Query(() => [PowerOrDuty], {
    description: "Powers and duties, by key. What stands below the list costs as often as `first` says.",
  })
  powersAndDuties(
    @Arg("kind", () => [LegalBasis], { nullable: true, description: "Only of these kinds." }) kind:
      | v.LegalBasis[]
      | undefined,
    @Arg("search", () => String, {
      nullable: true,
      description: "Only those whose title, legislation or key holds these words, in capitals or not.",
    })
    search: string | undefined,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 50,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
    @Ctx() { reads }: Context,
  ): readonly PowerOrDutyRecord[] {
    const words = (search ?? "")
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    const holds = ({ title, legislation, slug }: PowerOrDutyRecord) => {
      const text = `${title} ${legislation} ${slug}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    return reads.catalogue.powersAndDuties
      .filter((each) => (kind?.includes(each.kind) ?? true) && holds(each))
      .slice(0, checkFirst(first ?? 50));
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

  @FieldResolver(() => [Circumstance], { description: "The circumstances that it arises from." })
  circumstances(@Root() need: NeedRecord, @Ctx() context: Context): readonly CircumstanceRecord[] {
    return paid(context, "Need.circumstances", need.circumstances);
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

  @FieldResolver(() => [LifeEvent], { description: "The life events that bring it." })
  lifeEvents(@Root() circumstance: CircumstanceRecord, @Ctx() context: Context): readonly LifeEventRecord[] {
    return paid(context, "Circumstance.lifeEvents", circumstance.lifeEvents);
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

@Resolver(() => Indicator)
export class IndicatorNeedsResolver {
  @FieldResolver(() => [Need], { description: "The needs that it tells of." })
  needs(@Root() indicator: IndicatorRecord, @Ctx() context: Context): readonly NeedRecord[] {
    const told = needsByIndicator(context.reads.catalogue.needs).get(indicator.slug) ?? [];
    return paid(context, "Indicator.needs", told);
  }
}

const byIndicator = new WeakMap<readonly NeedRecord[], ReadonlyMap<string, readonly NeedRecord[]>>();

/** Needs by the slugs of the indicators that tell of them. Worked out once for a catalogue, and let go with it. */
function needsByIndicator(needs: readonly NeedRecord[]): ReadonlyMap<string, readonly NeedRecord[]> {
  const found = byIndicator.get(needs);
  if (found !== undefined) return found;
  const told = new Map<string, NeedRecord[]>();
  for (const need of needs) for (const { slug } of need.indicators) told.set(slug, [...(told.get(slug) ?? []), need]);
  byIndicator.set(needs, told);
  return told;
}
