import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { checkFirst } from "../datasources/core/page";
import type { DatasetRecord, IndicatorRecord, ReleaseRecord, SourceRecord } from "../datasources/core/records";
import { Indicator } from "../schema/indicator.type";
import { DateTimeScalar } from "../schema/scalars";
import { Dataset, Release, Source } from "../schema/source.type";
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
  sources(@Ctx() context: Context): readonly SourceRecord[] {
    return paid(context, "Query.sources", context.reads.catalogue.sources);
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
