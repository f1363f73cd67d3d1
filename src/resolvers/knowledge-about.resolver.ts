import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { readPinnedKey } from "../datasources/core/as-known";
import { checkFirst } from "../datasources/core/page";
import type {
  AreaRecord,
  CouncilRecord,
  IndicatorRecord,
  KnowledgeRecord,
  ObservationRecord,
  OutcomeRecord,
  ServiceRecord,
  SubjectReference,
  SupplierRecord,
} from "../datasources/core/records";
import type { ImproverRecord } from "../datasources/core/statistics-ports";
import { Area } from "../schema/area.type";
import { Council } from "../schema/council.type";
import { KnowledgeKind } from "../schema/enums";
import { Improver } from "../schema/improver.type";
import { Indicator } from "../schema/indicator.type";
import { Discussion, KnowledgeItem, KnowledgeItemConnection } from "../schema/knowledge.type";
import { Observation } from "../schema/observation.type";
import { Outcome } from "../schema/outcome.type";
import { Service } from "../schema/service.type";
import { Supplier } from "../schema/supplier.type";
import type * as v from "../schema/values/enums";
import type { Context } from "./context";
import { subjectsOfArea, subjectsOfCouncil } from "./knowledge-subjects";
import { pageRequest } from "./page-arguments";

const OF_THESE_KINDS = { nullable: true, description: "Only of these kinds." } as const;
const HOW_MANY = {
  nullable: true,
  defaultValue: 10,
  description: "How many at most: a number from 1 to 1,000.",
} as const;
const GO_ON = { nullable: true, description: "The cursor to go on after." } as const;

@Resolver(() => Area)
export class AreaKnowledgeResolver {
  @FieldResolver(() => KnowledgeItemConnection, {
    description: "What was written about it, or about the councils that serve it, or by them; the freshest first.",
  })
  knowledge(
    @Root() area: AreaRecord,
    @Arg("kind", () => [KnowledgeKind], OF_THESE_KINDS) kind: v.KnowledgeKind[] | undefined,
    @Arg("first", () => Int, HOW_MANY) first: number | null,
    @Arg("after", () => String, GO_ON) after: string | undefined,
    @Ctx() context: Context,
  ) {
    return about(context, subjectsOfArea(area), kind, first, after);
  }
}

@Resolver(() => Council)
export class CouncilKnowledgeResolver {
  @FieldResolver(() => KnowledgeItemConnection, {
    description: "What was written about it or the area that it serves, or by it; the freshest first.",
  })
  knowledge(
    @Root() council: CouncilRecord,
    @Arg("kind", () => [KnowledgeKind], OF_THESE_KINDS) kind: v.KnowledgeKind[] | undefined,
    @Arg("first", () => Int, HOW_MANY) first: number | null,
    @Arg("after", () => String, GO_ON) after: string | undefined,
    @Ctx() context: Context,
  ) {
    return about(context, subjectsOfCouncil(council), kind, first, after);
  }
}

@Resolver(() => Indicator)
export class IndicatorKnowledgeResolver {
  @FieldResolver(() => KnowledgeItemConnection, { description: "What was written about it; the freshest first." })
  knowledge(
    @Root() indicator: IndicatorRecord,
    @Arg("kind", () => [KnowledgeKind], OF_THESE_KINDS) kind: v.KnowledgeKind[] | undefined,
    @Arg("first", () => Int, HOW_MANY) first: number | null,
    @Arg("after", () => String, GO_ON) after: string | undefined,
    @Ctx() context: Context,
  ) {
    return about(context, [{ nodeType: "Indicator", key: indicator.key }], kind, first, after);
  }
}

@Resolver(() => Service)
export class ServiceKnowledgeResolver {
  @FieldResolver(() => KnowledgeItemConnection, { description: "What was written about it; the freshest first." })
  knowledge(
    @Root() service: ServiceRecord,
    @Arg("kind", () => [KnowledgeKind], OF_THESE_KINDS) kind: v.KnowledgeKind[] | undefined,
    @Arg("first", () => Int, HOW_MANY) first: number | null,
    @Arg("after", () => String, GO_ON) after: string | undefined,
    @Ctx() context: Context,
  ) {
    return about(context, [{ nodeType: "Service", key: service.key }], kind, first, after);
  }
}

@Resolver(() => Outcome)
export class OutcomeKnowledgeResolver {
  @FieldResolver(() => KnowledgeItemConnection, { description: "What was written about it; the freshest first." })
  knowledge(
    @Root() outcome: OutcomeRecord,
    @Arg("kind", () => [KnowledgeKind], OF_THESE_KINDS) kind: v.KnowledgeKind[] | undefined,
    @Arg("first", () => Int, HOW_MANY) first: number | null,
    @Arg("after", () => String, GO_ON) after: string | undefined,
    @Ctx() context: Context,
  ) {
    return about(context, [{ nodeType: "Outcome", key: outcome.key }], kind, first, after);
  }
}

@Resolver(() => Supplier)
export class SupplierReviewsResolver {
  @FieldResolver(() => [Discussion], { description: "Discussions about it, the freshest first." })
  reviews(
    @Root() supplier: SupplierRecord,
    @Arg("first", () => Int, HOW_MANY) first: number | null,
    @Ctx() { reads }: Context,
  ): Promise<readonly KnowledgeRecord[]> {
    const subject: SubjectReference = { nodeType: "Supplier", key: supplier.key };
    return reads.knowledge.about([subject], subject, ["DISCUSSION"], checkFirst(first ?? 10));
  }
}

@Resolver(() => Improver)
export class ImproverKnowledgeResolver {
  @FieldResolver(() => [KnowledgeItem], {
    description:
      "What was written about the area or its councils, or by them: what is about the indicator as well comes first, then the freshest.",
  })
  knowledge(
    @Root() { area, start }: ImproverRecord,
    @Arg("kind", () => [KnowledgeKind], OF_THESE_KINDS) kind: v.KnowledgeKind[] | undefined,
    @Arg("first", () => Int, HOW_MANY) first: number | null,
    @Ctx() { reads }: Context,
  ): Promise<readonly KnowledgeRecord[]> {
    const indicator: SubjectReference = { nodeType: "Indicator", key: start.indicator.key };
    return reads.knowledge.about(subjectsOfArea(area), indicator, kind ?? undefined, checkFirst(first ?? 10));
  }
}

/** What evidence is now: a field of every observation, because any may be pinned. */
@Resolver(() => Observation)
export class CurrentObservationResolver {
  @FieldResolver(() => Observation, {
    nullable: true,
    description:
      "The same figure as the hub knows it now: itself, where this one is not pinned to an earlier instant; null where the hub has it no more.",
  })
  async current(@Root() observation: ObservationRecord, @Ctx() { reads }: Context) {
    const { asOf, key } = readPinnedKey(observation.key);
    return asOf === undefined ? observation : reads.observationByKey(key);
  }
}

function about(
  { reads }: Context,
  subjects: readonly SubjectReference[],
  kind: v.KnowledgeKind[] | null | undefined,
  first: number | null,
  after: string | undefined,
) {
  const filter = { about: subjects, ...(Array.isArray(kind) ? { kinds: kind } : {}) };
  return reads.knowledge.page(filter, pageRequest(first, 10, after));
}
