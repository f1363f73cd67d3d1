import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from "type-graphql";
import type { GraphReads } from "../datasources/core/ports";
import type {
  AreaRecord,
  CouncilRecord,
  InteractionRecord,
  ServiceProvisionRecord,
  ServiceRecord,
} from "../datasources/core/records";
import { Council } from "../schema/council.type";
import { Interaction, Service, ServiceProvision } from "../schema/service.type";
import { CallerError } from "../schema/values/caller-error";
import { type Context, paid } from "./context";
import { areaNamed } from "./names";
import { functionNamed, liesIn } from "./service-names";

@Resolver(() => Service)
export class ProvisionResolver {
  @FieldResolver(() => [ServiceProvision], {
    description:
      "The councils that provide it to an area today: those that serve all of the area first, then those that serve a part of it. In a county with districts each tier provides its own services; of an area that ended, the councils of the ground that took it over answer, and `reason` says so. Empty where nobody says which tiers provide the service, or no such council is there.",
  })
  provision(
    @Root() service: ServiceRecord,
    @Arg("area", () => ID, {
      description: "Code, slug or id of an area of any kind: a ward, a council's area, a region.",
    })
    area: string,
    @Ctx() context: Context,
  ): readonly ServiceProvisionRecord[] {
    return paid(
      context,
      "Service.provision",
      context.reads.services.provision(service, oneArea(context.reads, area, "area")),
    );
  }
}

@Resolver(() => Council)
export class CouncilServicesResolver {
  @FieldResolver(() => [ServiceProvision], {
    description:
      "The services that its tier provides, by LGSL number; none for a council that has ended: see `succeededBy`. Services of which nobody says who provides them are left out.",
  })
  services(
    @Root() council: CouncilRecord,
    @Arg("functions", () => [ID], {
      nullable: true,
      description: "Only those that are part of one of these functions, however deep: esd numbers or ids.",
    })
    functions: string[] | undefined,
    @Arg("lgsl", () => [Int], { nullable: true, description: "Only those of these LGSL numbers." }) lgsl:
      | number[]
      | undefined,
    @Ctx() context: Context,
  ): readonly ServiceProvisionRecord[] {
    const { catalogue, services } = context.reads;
    const within = functions?.map((name) => functionNamed(catalogue, name, "functions"));
    for (const number of lgsl ?? []) {
      if (catalogue.serviceByLgsl(number) !== undefined) continue;
      throw new CallerError(
        `\`lgsl\` holds ${number}, which is no service.`,
        "lgsl",
        "LGSL numbers of services; numbers of functions are other things",
      );
    }
    const chosen = services
      .providedBy(council)
      .filter(({ service }) => lgsl?.includes(service.lgslId) ?? true)
      .filter(
        ({ service }) => within?.some((root) => service.functions.some((branch) => liesIn(branch, root))) ?? true,
      );
    return paid(context, "Council.services", chosen);
  }
}

@Resolver(() => ServiceProvision)
export class ServiceProvisionResolver {
  @FieldResolver(() => [Interaction], {
    description:
      "What people can do with the council about it and where, by LGIL number; empty until such a list is loaded.",
  })
  async interactions(
    @Root() provision: ServiceProvisionRecord,
    @Ctx() context: Context,
  ): Promise<readonly InteractionRecord[]> {
    return paid(context, "ServiceProvision.interactions", await context.reads.services.interactions(provision));
  }
}

/** The area of a code, slug or id. Throws CallerError with the nearest that exist. */
function oneArea(reads: GraphReads, name: string, argument: string): AreaRecord {
  const area = areaNamed(reads.catalogue, name) ?? reads.catalogue.areaBySlug(name.trim().toLowerCase());
  if (area !== undefined) return area;
  const nearest = reads.search.suggest("area", name).join(", ");
  throw new CallerError(
    `\`${argument}\` names no area: ${name.slice(0, 100)}.`,
    argument,
    `the code, slug or id of an area${nearest && `, such as ${nearest}`}`,
  );
}
