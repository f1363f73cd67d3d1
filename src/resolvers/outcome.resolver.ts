import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import type {
  AreaRecord,
  IndicatorRecord,
  NeedRecord,
  ObservationRecord,
  OutcomeFigureRecord,
  OutcomeFrameworkRecord,
  OutcomeIndicatorRecord,
  OutcomeProgressRecord,
  OutcomeRecord,
  ServiceRecord,
} from "../datasources/core/records";
import { Area } from "../schema/area.type";
import { Need } from "../schema/duty.type";
import { OutcomeRole } from "../schema/enums";
import { Indicator } from "../schema/indicator.type";
import { PeriodInput } from "../schema/inputs";
import { Observation } from "../schema/observation.type";
import { Outcome, OutcomeFigure, OutcomeFramework, OutcomeIndicator, OutcomeProgress } from "../schema/outcome.type";
import { Service } from "../schema/service.type";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { periodSelection } from "./arguments";
import { type Context, paid } from "./context";
import { frameworkNamed, outcomeNamed } from "./outcome-names";

/** Roles whose figures tell whether an outcome comes about; the setting does not. */
const TELLING: readonly v.OutcomeRole[] = ["OUTCOME", "OUTPUT"];

@Resolver(() => OutcomeFramework)
export class OutcomeFrameworkResolver {
  @Query(() => [OutcomeFramework], { description: "Every outcome framework that is loaded, by slug." })
  frameworks(@Ctx() context: Context): readonly OutcomeFrameworkRecord[] {
    return paid(context, "Query.frameworks", context.reads.catalogue.frameworks);
  }

  @Query(() => OutcomeFramework, {
    nullable: true,
    description: "One outcome framework, by slug or id; null where none is meant.",
  })
  framework(
    @Arg("id", () => ID, { description: "Its slug, such as `local-outcomes-framework`, or its global id." }) id: string,
    @Ctx() { reads }: Context,
  ): OutcomeFrameworkRecord | undefined {
    return frameworkNamed(reads.catalogue, id);
  }

  @FieldResolver(() => [Outcome], { description: "Its outcomes, in its own order." })
  outcomes(@Root() framework: OutcomeFrameworkRecord, @Ctx() context: Context): readonly OutcomeRecord[] {
    return paid(context, "OutcomeFramework.outcomes", framework.outcomes);
  }
}

@Resolver(() => Outcome)
export class OutcomeResolver {
  @Query(() => Outcome, { nullable: true, description: "One outcome, by key or id; null where none is meant." })
  outcome(
    @Arg("id", () => ID, {
      description: "Its key, such as `local-outcomes-framework/housing-supply`, or its global id.",
    })
    id: string,
    @Ctx() { reads }: Context,
  ): OutcomeRecord | undefined {
    return outcomeNamed(reads.catalogue, id);
  }

  @FieldResolver(() => [OutcomeIndicator], {
    description: "The indicators that speak for it, in the framework's order, each with how and why.",
  })
  links(
    @Root() outcome: OutcomeRecord,
    @Arg("role", () => [OutcomeRole], { nullable: true, description: "Only in these roles." }) role:
      | v.OutcomeRole[]
      | undefined,
    @Ctx() context: Context,
  ): readonly OutcomeIndicatorRecord[] {
    return paid(
      context,
      "Outcome.links",
      outcome.indicatorLinks.filter((link) => role?.includes(link.role) ?? true),
    );
  }

  @FieldResolver(() => [Indicator], { description: "The indicators that measure it." })
  outcomeIndicators(@Root() outcome: OutcomeRecord, @Ctx() context: Context): readonly IndicatorRecord[] {
    return paid(context, "Outcome.outcomeIndicators", inRole(outcome, "OUTCOME"));
  }

  @FieldResolver(() => [Indicator], { description: "The indicators that measure what is done to bring it about." })
  outputIndicators(@Root() outcome: OutcomeRecord, @Ctx() context: Context): readonly IndicatorRecord[] {
    return paid(context, "Outcome.outputIndicators", inRole(outcome, "OUTPUT"));
  }

  @FieldResolver(() => [Indicator], { description: "The indicators that tell of the setting." })
  contextIndicators(@Root() outcome: OutcomeRecord, @Ctx() context: Context): readonly IndicatorRecord[] {
    return paid(context, "Outcome.contextIndicators", inRole(outcome, "CONTEXT"));
  }

  @FieldResolver(() => [String], {
    description:
      "Slugs of indicators that the framework names and the hub does not know: of a national service that was not harvested, or of a file that was not loaded. They count as soon as they are there.",
  })
  unknownIndicators(@Root() outcome: OutcomeRecord, @Ctx() context: Context): readonly string[] {
    return paid(context, "Outcome.unknownIndicators", outcome.unresolved);
  }

  @FieldResolver(() => [Service], { description: "The services that work towards it." })
  services(@Root() outcome: OutcomeRecord, @Ctx() context: Context): readonly ServiceRecord[] {
    return paid(context, "Outcome.services", outcome.services);
  }

  @FieldResolver(() => [Need], { description: "The needs that are met where it comes about." })
  needs(@Root() outcome: OutcomeRecord, @Ctx() context: Context): readonly NeedRecord[] {
    return paid(context, "Outcome.needs", outcome.needs);
  }
}

@Resolver(() => Indicator)
export class IndicatorOutcomesResolver {
  @FieldResolver(() => [Outcome], { description: "The outcomes that it speaks for." })
  outcomes(
    @Root() indicator: IndicatorRecord,
    @Arg("role", () => [OutcomeRole], { nullable: true, description: "Only those for which it has these roles." }) role:
      | v.OutcomeRole[]
      | undefined,
    @Ctx() context: Context,
  ): readonly OutcomeRecord[] {
    const links = context.reads.catalogue.outcomeLinksOf(indicator);
    const chosen = links.filter((link) => role?.includes(link.role) ?? true).map((link) => link.outcome);
    return paid(context, "Indicator.outcomes", chosen);
  }
}

@Resolver(() => Service)
export class ServiceOutcomesResolver {
  @FieldResolver(() => [Outcome], { description: "The outcomes that it works towards." })
  outcomes(@Root() service: ServiceRecord, @Ctx() context: Context): readonly OutcomeRecord[] {
    return paid(context, "Service.outcomes", service.outcomes);
  }
}

@Resolver(() => Need)
export class NeedOutcomesResolver {
  @FieldResolver(() => [Outcome], { description: "The outcomes that come about where it is met." })
  outcomes(@Root() need: NeedRecord, @Ctx() context: Context): readonly OutcomeRecord[] {
    return paid(context, "Need.outcomes", need.outcomes);
  }
}

@Resolver(() => Area)
export class AreaOutcomesResolver {
  @FieldResolver(() => [OutcomeProgress], {
    description:
      "How it does on each outcome of a framework, in the framework's order; on those of all frameworks where none is named. Only what is asked for below is read.",
  })
  outcomes(
    @Root() area: AreaRecord,
    @Arg("framework", () => ID, {
      nullable: true,
      description: "Slug or id of the framework, such as `local-outcomes-framework`.",
    })
    name: string | undefined,
    @Arg("roles", () => [OutcomeRole], {
      nullable: true,
      description: "Indicators in these roles; OUTCOME and OUTPUT where not given, because the setting is no progress.",
    })
    roles: v.OutcomeRole[] | undefined,
    @Arg("period", () => PeriodInput, {
      nullable: true,
      description: "Which period of each indicator, of several the newest; the latest where not given.",
    })
    period: PeriodInput | undefined,
    @Ctx() context: Context,
  ): readonly OutcomeProgressRecord[] {
    const { catalogue } = context.reads;
    const chosen = typeof name === "string" ? [frameworkNamed(catalogue, name, "framework")] : catalogue.frameworks;
    if (roles?.length === 0)
      throw new CallerError("`roles` is empty.", "roles", "at least one role, or no `roles` at all");
    const asked = { area, roles: roles ?? TELLING, period: periodSelection(period) };
    const progress = chosen.flatMap(({ outcomes }) => outcomes.map((outcome) => ({ ...asked, outcome })));
    const series = new Set(progress.flatMap(({ outcome }) => outcome.indicatorLinks.map((link) => link.indicator)));
    context.allowance?.lookThrough(series.size);
    return paid(context, "Area.outcomes", progress);
  }
}

@Resolver(() => OutcomeProgress)
export class OutcomeProgressResolver {
  @FieldResolver(() => [Observation], {
    description: "The newest figure of each indicator, in the framework's order; blanks say why.",
  })
  async indicators(
    @Root() progress: OutcomeProgressRecord,
    @Ctx() context: Context,
  ): Promise<readonly ObservationRecord[]> {
    const { figures } = await context.reads.outcomes.standing(progress);
    return paid(
      context,
      "OutcomeProgress.indicators",
      figures.map(({ observation }) => observation),
    );
  }

  @FieldResolver(() => [OutcomeFigure], {
    description: "The same figures, each with where it goes, by whose judgement, and why it speaks for the outcome.",
  })
  async figures(
    @Root() progress: OutcomeProgressRecord,
    @Ctx() context: Context,
  ): Promise<readonly OutcomeFigureRecord[]> {
    return paid(context, "OutcomeProgress.figures", (await context.reads.outcomes.standing(progress)).figures);
  }

  @FieldResolver(() => Int, { description: "Number of figures that improve." })
  async improving(@Root() progress: OutcomeProgressRecord, @Ctx() { reads }: Context): Promise<number> {
    return (await reads.outcomes.standing(progress)).improving;
  }

  @FieldResolver(() => Int, { description: "Number of figures that worsen." })
  async worsening(@Root() progress: OutcomeProgressRecord, @Ctx() { reads }: Context): Promise<number> {
    return (await reads.outcomes.standing(progress)).worsening;
  }

  @FieldResolver(() => Int, {
    description: "Number of figures that stay as they are, or whose change was tested and is not significant.",
  })
  async noChange(@Root() progress: OutcomeProgressRecord, @Ctx() { reads }: Context): Promise<number> {
    return (await reads.outcomes.standing(progress)).noChange;
  }

  @FieldResolver(() => Int, {
    description:
      "Number of figures of which it cannot be said: without a comparable figure a year before, or where nobody says whether high or low is good.",
  })
  async undecided(@Root() progress: OutcomeProgressRecord, @Ctx() { reads }: Context): Promise<number> {
    return (await reads.outcomes.standing(progress)).undecided;
  }

  @FieldResolver(() => Int, { description: "Number of indicators without a value." })
  async missing(@Root() progress: OutcomeProgressRecord, @Ctx() { reads }: Context): Promise<number> {
    return (await reads.outcomes.standing(progress)).missing;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Why there is no figure at all to count; null where there is one.",
  })
  async note(@Root() progress: OutcomeProgressRecord, @Ctx() { reads }: Context): Promise<string | undefined> {
    return (await reads.outcomes.standing(progress)).note;
  }
}

function inRole(outcome: OutcomeRecord, role: v.OutcomeRole): readonly IndicatorRecord[] {
  return outcome.indicatorLinks.filter((link) => link.role === role).map((link) => link.indicator);
}
