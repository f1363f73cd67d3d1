import { Arg, Ctx, FieldResolver, Float, ID, Int, Query, Resolver, Root } from "type-graphql";
import { checkFirst } from "../datasources/core/page";
import type { DatasetRecord, IndicatorRecord, ReleaseRecord, SourceRecord } from "../datasources/core/records";
import { SourceState } from "../schema/enums";
import { Indicator } from "../schema/indicator.type";
import { DateTimeScalar } from "../schema/scalars";
import { Dataset, Release, Source } from "../schema/source.type";
import type * as v from "../schema/values/enums";
import { keyOf } from "../schema/values/global-id";
import { type Context, paid } from "./context";

@Resolver(() => Source)
export class SourceResolver {
  @Query(() => Source, { nullable: true, description: "One source, by slug or id; null where none is meant." })
  source(
    @Arg("id", () => ID, { description: "Its slug, or its global id." }) id: string,
    @Ctx() { reads }: Context,
  ): SourceRecord | undefined {
    return reads.catalogue.sourceBySlug(keyOf("Source", id));
  }

  @Query(() => [Source], { description: "All sources, by slug." })
  sources(
    @Arg("state", () => [SourceState], { nullable: true, description: "Only those in one of these states." })
    states: v.SourceState[] | undefined,
    @Ctx() context: Context,
  ): readonly SourceRecord[] {
    const { reads } = context;
    const all = reads.catalogue.sources;
    const wanted =
      states === undefined || states === null
        ? all
        : all.filter((source) => states.includes(reads.healthOf(source).state));
    return paid(context, "Query.sources", wanted);
  }

  @FieldResolver(() => SourceState, {
    description: "How it is doing: of a publisher's service, as this hub has measured since it began.",
  })
  status(@Root() source: SourceRecord, @Ctx() { reads }: Context): v.SourceState {
    return reads.healthOf(source).state;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What is to be said about its state, where it is not OK.",
  })
  statusMessage(@Root() source: SourceRecord, @Ctx() { reads }: Context): string | undefined {
    return reads.healthOf(source).message;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: "Since when; null where it was never otherwise.",
  })
  statusSince(@Root() source: SourceRecord, @Ctx() { reads }: Context): string | undefined {
    return reads.healthOf(source).since;
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true, description: "When figures last came from it." })
  lastSuccess(@Root() source: SourceRecord, @Ctx() { reads }: Context): string | undefined {
    return reads.healthOf(source).lastSuccess;
  }

  @FieldResolver(() => Float, { nullable: true, description: "Hours since figures last came from it." })
  freshnessHours(@Root() source: SourceRecord, @Ctx() { reads }: Context): number | undefined {
    return reads.healthOf(source).freshnessHours;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "Milliseconds that 95 of 100 requests to it stayed within, of the last 500; null before the first.",
  })
  p95Millis(@Root() source: SourceRecord, @Ctx() { reads }: Context): number | undefined {
    return reads.healthOf(source).p95Millis;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: "Part of its figures that is blank for a stated reason, from 0 to 1; null where none was counted.",
  })
  suppressedShare(@Root() source: SourceRecord, @Ctx() { reads }: Context): number | undefined {
    return reads.healthOf(source).suppressedShare;
  }

  @FieldResolver(() => String, { description: "The body behind it." })
  publisher(@Root() source: SourceRecord): string {
    return source.publisher ?? source.name;
  }

  @FieldResolver(() => [Dataset], { description: "Its data sets." })
  datasets(
    @Root() source: SourceRecord,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 50,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
  ): readonly DatasetRecord[] {
    return source.datasets.slice(0, checkFirst(first ?? 50));
  }
}

@Resolver(() => Release)
export class ReleaseResolver {
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: "When it was published, where known; midnight UTC where only the day is known.",
  })
  publishedAt(@Root() release: ReleaseRecord): string | undefined {
    return startOf(release.publishedAt);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: "When it is announced for; midnight UTC where only the day is known.",
  })
  scheduledFor(@Root() release: ReleaseRecord): string | undefined {
    return startOf(release.scheduledFor);
  }
}

function startOf(day: string | undefined): string | undefined {
  return day === undefined ? undefined : `${day}T00:00:00.000Z`;
}

@Resolver(() => Dataset)
export class DatasetResolver {
  @FieldResolver(() => [Release], { description: "Its releases, newest first." })
  releases(
    @Root() dataset: DatasetRecord,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 10,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
  ): readonly ReleaseRecord[] {
    return dataset.releases.slice(0, checkFirst(first ?? 10));
  }

  @FieldResolver(() => [Indicator], { description: "The indicators in it." })
  indicators(@Root() dataset: DatasetRecord, @Ctx() context: Context): readonly IndicatorRecord[] {
    return paid(context, "Dataset.indicators", dataset.indicators);
  }
}
