import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { checkFirst, pageByKey, pageByPlace } from "../datasources/core/page";
import type { Catalogue, GraphReads, UnknownReferenceRecord } from "../datasources/core/ports";
import type {
  CoverageRecord,
  IndicatorRecord,
  ReleaseRecord,
  ServiceRecord,
  TopicRecord,
} from "../datasources/core/records";
import { AreaTypeCode } from "../schema/enums";
import { Coverage, Indicator, IndicatorConnection, Topic } from "../schema/indicator.type";
import { ExternalIdInput } from "../schema/inputs";
import { GSSCodeScalar, URLScalar } from "../schema/scalars";
import { Service } from "../schema/service.type";
import { Release } from "../schema/source.type";
import { kindsOf } from "../schema/values/area-types";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { keyOf } from "../schema/values/global-id";
import { type Context, paid } from "./context";
import { indicatorNamed, numberNamed } from "./names";
import { outcomeNamed } from "./outcome-names";
import { keyRequest, placeRequest } from "./page-arguments";

@Resolver(() => Indicator)
export class IndicatorResolver {
  @Query(() => Indicator, {
    nullable: true,
    description: "One indicator, by slug, id or its name in another scheme; null where none is meant.",
  })
  indicator(
    @Arg("id", () => ID, { nullable: true, description: "Its global id, or its slug." }) id: string | undefined,
    @Arg("slug", () => String, { nullable: true, description: "Its slug." }) slug: string | undefined,
    @Arg("external", () => ExternalIdInput, { nullable: true, description: "Its name in another body's scheme." })
    external: ExternalIdInput | undefined,
    @Ctx() { reads }: Context,
  ): IndicatorRecord | undefined {
    const name = slug ?? id;
    if (typeof name === "string") return indicatorNamed(reads.catalogue, name);
    if (external !== undefined && external !== null)
      return reads.catalogue.indicatorByIdentifier(external.scheme, external.value);
    throw new CallerError("`indicator` was asked for without a name.", "slug", "one of `slug`, `id` or `external`");
  }

  @Query(() => IndicatorConnection, {
    description: "Indicators, by slug; with `search`, the best match first. Several conditions all hold at once.",
  })
  indicators(
    @Arg("search", () => String, {
      nullable: true,
      description: "Words from the name or definition; typing slips are forgiven.",
    })
    search: string | undefined,
    @Arg("topic", () => ID, { nullable: true, description: "Slug or id of a topic; topics beneath it count." }) topic:
      | string
      | undefined,
    @Arg("service", () => ID, { nullable: true, description: "LGSL number or id of a service that they speak for." })
    service: string | undefined,
    @Arg("outcome", () => ID, {
      nullable: true,
      description: "Key or id of an outcome that they speak for, such as `local-outcomes-framework/housing-supply`.",
    })
    outcome: string | undefined,
    @Arg("availableFor", () => GSSCodeScalar, {
      nullable: true,
      description: "Only those with figures for areas of this one's kind.",
    })
    availableFor: string | undefined,
    @Arg("areaType", () => AreaTypeCode, {
      nullable: true,
      description: "Only those with figures for this kind of area.",
    })
    areaType: v.AreaTypeCode | undefined,
    @Arg("source", () => ID, { nullable: true, description: "Slug or id of their source." }) source: string | undefined,
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
    const unknown: UnknownReferenceRecord[] = [];
    const wanted = [
      topicFilter(reads.catalogue, topic, unknown),
      serviceFilter(reads.catalogue, service, unknown),
      outcomeFilter(reads.catalogue, outcome, unknown),
      sourceFilter(reads.catalogue, source, unknown),
      areaFilter(reads, availableFor, unknown),
      typeof areaType === "string"
        ? (indicator: IndicatorRecord) => coversAny(indicator, kindsOf(areaType))
        : undefined,
    ].filter((filter) => filter !== undefined);
    const keep = (indicator: IndicatorRecord) => wanted.every((filter) => filter(indicator));
    if (typeof search === "string") {
      const hits = reads.search.search(search, ["Indicator"], reads.catalogue.indicators.length);
      return Object.assign(
        pageByPlace(hits.map((hit) => hit.record as IndicatorRecord).filter(keep), placeRequest(first, 50, after)),
        {
          unknown,
        },
      );
    }
    return Object.assign(
      pageByKey(reads.catalogue.indicators.filter(keep), (indicator) => indicator.slug, keyRequest(first, 50, after)),
      { unknown },
    );
  }

  @FieldResolver(() => [Service], { description: "The services that it speaks for." })
  services(@Root() indicator: IndicatorRecord): readonly ServiceRecord[] {
    return [...new Set(indicator.services.map((link) => link.service))];
  }

  @FieldResolver(() => [Coverage], { description: "How far its figures reach, by kind of area." })
  coverage(@Root() indicator: IndicatorRecord, @Ctx() context: Context): readonly CoverageRecord[] {
    return paid(context, "Indicator.coverage", indicator.coverage);
  }

  @FieldResolver(() => URLScalar, { nullable: true, description: "Where the publisher defines what is measured." })
  definitionUrl(@Root() indicator: IndicatorRecord): string | undefined {
    return indicator.remote?.indicator.definitionUrl ?? indicator.dataset.methodologyUrl ?? indicator.dataset.homepage;
  }

  @FieldResolver(() => Release, { nullable: true, description: "The newest release of its data set." })
  latestRelease(@Root() indicator: IndicatorRecord): ReleaseRecord | undefined {
    return indicator.dataset.releases[0];
  }
}

@Resolver(() => Topic)
export class TopicResolver {
  @Query(() => [Topic], { description: "All topics." })
  topics(@Ctx() context: Context): readonly TopicRecord[] {
    return paid(context, "Query.topics", context.reads.catalogue.topics);
  }

  @FieldResolver(() => [Indicator], { description: "The indicators filed under it." })
  indicators(
    @Root() topic: TopicRecord,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 50,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
  ): readonly IndicatorRecord[] {
    return topic.indicators.slice(0, checkFirst(first ?? 50));
  }
}

type Filter = ((indicator: IndicatorRecord) => boolean) | undefined;

const none = () => false;

function coversAny(indicator: IndicatorRecord, kinds: readonly v.AreaTypeCode[]): boolean {
  return indicator.coverage.some((coverage) => kinds.includes(coverage.areaType.code));
}

function topicFilter(catalogue: Catalogue, name: string | null | undefined, unknown: UnknownReferenceRecord[]): Filter {
  if (typeof name !== "string") return undefined;
  const topic = catalogue.topicBySlug(keyOf("Topic", name));
  if (topic === undefined) {
    unknown.push({
      argument: "topic",
      value: name,
      suggestions: catalogue.topics.map((each) => each.slug).slice(0, 5),
    });
    return none;
  }
  return (indicator) => indicator.topics.some((each) => each === topic || each.parent === topic);
}

function serviceFilter(
  catalogue: Catalogue,
  name: string | null | undefined,
  unknown: UnknownReferenceRecord[],
): Filter {
  if (typeof name !== "string") return undefined;
  const service = catalogue.serviceByLgsl(numberNamed("Service", name));
  if (service === undefined) {
    unknown.push({ argument: "service", value: name, suggestions: [] });
    return none;
  }
  return (indicator) => indicator.services.some((link) => link.service === service);
}

function outcomeFilter(
  catalogue: Catalogue,
  name: string | null | undefined,
  unknown: UnknownReferenceRecord[],
): Filter {
  if (typeof name !== "string") return undefined;
  const outcome = outcomeNamed(catalogue, name);
  if (outcome === undefined) {
    const suggestions = catalogue.frameworks.flatMap(({ outcomes }) => outcomes.map(({ key }) => key)).slice(0, 5);
    unknown.push({ argument: "outcome", value: name, suggestions });
    return none;
  }
  return (indicator) => outcome.indicatorLinks.some((link) => link.indicator === indicator);
}

function sourceFilter(
  catalogue: Catalogue,
  name: string | null | undefined,
  unknown: UnknownReferenceRecord[],
): Filter {
  if (typeof name !== "string") return undefined;
  const source = catalogue.sourceBySlug(keyOf("Source", name));
  if (source === undefined) {
    unknown.push({
      argument: "source",
      value: name,
      suggestions: catalogue.sources.map((each) => each.slug).slice(0, 5),
    });
    return none;
  }
  return (indicator) => indicator.dataset.source === source;
}

function areaFilter(reads: GraphReads, code: string | null | undefined, unknown: UnknownReferenceRecord[]): Filter {
  if (typeof code !== "string") return undefined;
  const area = reads.catalogue.areaByCode(code);
  if (area === undefined) {
    unknown.push({ argument: "availableFor", value: code, suggestions: reads.search.suggest("area", code) });
    return none;
  }
  return (indicator) => coversAny(indicator, [area.areaType.code]);
}
