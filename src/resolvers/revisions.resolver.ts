import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { IndicatorRecord, ObservationRecord, ReleaseRecord } from "../datasources/core/records";
import type { RevisionRecord } from "../datasources/core/revisions";
import { Indicator } from "../schema/indicator.type";
import { Observation } from "../schema/observation.type";
import { Revision } from "../schema/revision.type";
import { DateScalar, DateTimeScalar } from "../schema/scalars";
import { Release } from "../schema/source.type";
import { CallerError } from "../schema/values/caller-error";
import { keyOf } from "../schema/values/global-id";
import { namedIndicators } from "./arguments";
import { type Context, paid } from "./context";

@Resolver(() => Observation)
export class ObservationRevisionsResolver {
  @FieldResolver(() => [Revision], {
    description:
      "What it was before, newest first; the first is what stands. Of a figure asked for as of an instant, as known then. Empty for a blank that nobody told of, and for a figure that the hub made (see `provenance.inputs`).",
  })
  async revisions(@Root() observation: ObservationRecord, @Ctx() context: Context): Promise<readonly RevisionRecord[]> {
    return paid(context, "Observation.revisions", await context.reads.revisions(observation));
  }
}

@Resolver(() => Revision)
export class RevisionResolver {
  @FieldResolver(() => DateTimeScalar, {
    description:
      "When it was published: midnight UTC of the release's day; when the hub learnt it, where that day is not known.",
  })
  publishedAt(@Root() { release, learntAt }: RevisionRecord): string {
    return release?.publishedAt === undefined ? learntAt : `${release.publishedAt}T00:00:00.000Z`;
  }
}

@Resolver(() => Release)
export class ReleasesResolver {
  @Query(() => [Release], {
    description:
      "Releases published, or announced, for days of this span (both ends included), by day. Of all data sets, or of those of some indicators or topics.",
  })
  releases(
    @Arg("from", () => DateScalar, { description: "First day." }) from: string,
    @Arg("to", () => DateScalar, { description: "Last day." }) to: string,
    @Arg("indicators", () => [String], { nullable: true, description: "Slugs or ids: releases of their data sets." })
    indicators: string[] | null | undefined,
    @Arg("topics", () => [ID], {
      nullable: true,
      description: "Slugs or ids: releases with indicators filed under one.",
    })
    topics: string[] | null | undefined,
    @Ctx() context: Context,
  ): readonly ReleaseRecord[] {
    if (from > to)
      throw new CallerError(`\`from\` (${from}) comes after \`to\` (${to}).`, "from", "a day that is not after `to`");
    const { catalogue } = context.reads;
    const wanted = [
      ...(indicators === undefined || indicators === null ? [] : [datasetsOf(indicatorsNamed(context, indicators))]),
      ...(topics === undefined || topics === null ? [] : [datasetsOf(indicatorsUnder(context, topics))]),
    ];
    const found = catalogue.releases.filter((release) => {
      const day = dayOf(release);
      return from <= day && day <= to && wanted.every((datasets) => datasets.has(release.dataset));
    });
    const key = (release: ReleaseRecord) => `${dayOf(release)} ${release.key}`;
    return paid(
      context,
      "Query.releases",
      found.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
    );
  }

  @FieldResolver(() => [String], {
    description: "What the hub's load of it moved, counted; empty where nothing was loaded of it.",
  })
  changes(@Root() { moved }: ReleaseRecord): readonly string[] {
    if (moved === undefined) return [];
    const said = [
      [moved.added, "added"],
      [moved.changed, "changed"],
      [moved.withdrawn, "withdrawn"],
    ] as const;
    return said.flatMap(([count, how]) =>
      count === 0 ? [] : [`${count.toLocaleString("en-GB")} ${count === 1 ? "figure" : "figures"} ${how}`],
    );
  }
}

@Resolver(() => Indicator)
export class NextReleaseResolver {
  @FieldResolver(() => Release, {
    nullable: true,
    description: "The next release of its data set that is announced; null where none is.",
  })
  nextRelease(@Root() indicator: IndicatorRecord): ReleaseRecord | undefined {
    return indicator.dataset.announced?.[0];
  }
}

/** The day that a release came out on, or is to; where the publisher's day is not known, the day on which the hub learnt it. */
function dayOf({ publishedAt, scheduledFor, learntAt }: ReleaseRecord): string {
  return publishedAt ?? scheduledFor ?? learntAt.slice(0, 10);
}

function datasetsOf(indicators: readonly IndicatorRecord[]) {
  return new Set(indicators.map((indicator) => indicator.dataset));
}

function indicatorsNamed({ reads }: Context, slugs: readonly string[]): readonly IndicatorRecord[] {
  const { indicators, unknown } = namedIndicators(reads, slugs, "indicators");
  const [first] = unknown;
  if (first === undefined) return indicators;
  const nearest = first.suggestions.length === 0 ? "" : `, such as ${first.suggestions.join(", ")}`;
  throw new CallerError(
    `\`indicators\` names no indicator: ${first.value}.`,
    "indicators",
    `slugs or ids of indicators${nearest}`,
  );
}

function indicatorsUnder({ reads }: Context, names: readonly string[]): readonly IndicatorRecord[] {
  const { catalogue } = reads;
  return names.flatMap((name) => {
    const topic = catalogue.topicBySlug(keyOf("Topic", name));
    if (topic === undefined)
      throw new CallerError(
        `\`topics\` names no topic: ${name}.`,
        "topics",
        `slugs or ids of topics, such as ${catalogue.topics
          .slice(0, 5)
          .map(({ slug }) => slug)
          .join(", ")}`,
      );
    return [topic, ...topic.children].flatMap(({ indicators }) => indicators);
  });
}
