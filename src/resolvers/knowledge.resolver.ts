import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import type { KnowledgeFilter } from "../datasources/core/knowledge-ports";
import type {
  CouncilRecord,
  KnowledgeRecord,
  KnowledgeVersionRecord,
  ObservationRecord,
} from "../datasources/core/records";
import { Council } from "../schema/council.type";
import { KnowledgeKind, ModerationState } from "../schema/enums";
import { KnowledgeItem, KnowledgeItemConnection, KnowledgeVersion } from "../schema/knowledge.type";
import type { NodeRecord } from "../schema/node.type";
import { Observation } from "../schema/observation.type";
import { Subject } from "../schema/subject.type";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { readGlobalId } from "../schema/values/global-id";
import { type Context, paid } from "./context";
import { findNode } from "./find-node";
import { knowledgeHtml } from "./knowledge-html";
import { subjectsNamed } from "./knowledge-subjects";
import { pageRequest } from "./page-arguments";

const LONGEST_SEARCH = 200;
/** What reading and sending a text costs: as much as so many values. Two hundred texts of the greatest length are some 40 MB. */
const TEXT_COST = 500;

@Resolver(() => KnowledgeItem)
export class KnowledgeResolver {
  @Query(() => KnowledgeItem, {
    nullable: true,
    description: "One item of knowledge, by key or id; null where none is meant, or none that you may see.",
  })
  async knowledgeItem(
    @Arg("id", () => ID, { description: "Its key, or its global id." }) id: string,
    @Ctx() { reads }: Context,
  ): Promise<KnowledgeRecord | undefined> {
    return reads.knowledge.byKey(knowledgeKey(id));
  }

  @Query(() => KnowledgeItemConnection, {
    description: "What councils and others wrote, the freshest first; with `search`, the best match first.",
  })
  async knowledge(
    @Arg("search", () => String, {
      nullable: true,
      description: `Words from title, summary, text or author, and beginnings of words from three letters on; at least half of them are in what is found. At most ${LONGEST_SEARCH} characters.`,
    })
    search: string | undefined,
    @Arg("kind", () => [KnowledgeKind], { nullable: true, description: "Only of these kinds." }) kind:
      | v.KnowledgeKind[]
      | undefined,
    @Arg("about", () => ID, {
      nullable: true,
      description:
        "Only what is about this: the global id of an area, a council, an indicator, a service, an outcome, a data set, a function or a supplier. An area's councils count as the area, and a council's area as the council.",
    })
    about: string | undefined,
    @Arg("state", () => [ModerationState], {
      nullable: true,
      description: "Only in these states. Readers are shown approved items whatever they ask for.",
    })
    state: v.ModerationState[] | undefined,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 10,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "The cursor to go on after." }) after:
      | string
      | undefined,
    @Ctx() { reads }: Context,
  ) {
    if (typeof search === "string" && search.length > LONGEST_SEARCH)
      throw new CallerError(
        `\`search\` has ${search.length} characters.`,
        "search",
        `at most ${LONGEST_SEARCH} characters`,
      );
    const filter: KnowledgeFilter = {
      ...(typeof search === "string" ? { search } : {}),
      ...(Array.isArray(kind) ? { kinds: kind } : {}),
      ...(Array.isArray(state) ? { states: state } : {}),
      ...(typeof about === "string" ? { about: subjectsNamed(reads, about) } : {}),
    };
    return reads.knowledge.page(filter, pageRequest(first, 10, after));
  }

  @FieldResolver(() => String, {
    complexity: TEXT_COST,
    description: "Its text: Markdown as it was written, which nobody has made safe; empty where there is none.",
  })
  text(@Root() item: KnowledgeRecord, @Ctx() { reads }: Context): Promise<string> {
    return reads.knowledge.textOf(item);
  }

  @FieldResolver(() => String, {
    complexity: TEXT_COST,
    description:
      "Its text as HTML that is safe to put into a page: no scripts, no styles, no pictures, and links only to web and mail addresses.",
  })
  async html(@Root() item: KnowledgeRecord, @Ctx() { reads }: Context): Promise<string> {
    return knowledgeHtml(await reads.knowledge.textOf(item));
  }

  @FieldResolver(() => Council, { nullable: true, description: "The council whose it is, where it is a council's." })
  council(@Root() item: KnowledgeRecord, @Ctx() { reads }: Context): CouncilRecord | undefined {
    return item.councilKey === undefined ? undefined : reads.catalogue.councilByKey(item.councilKey);
  }

  @FieldResolver(() => [Subject], {
    description: "What it is about, as far as that is still there; see `aboutMissing`.",
  })
  async about(@Root() item: KnowledgeRecord, @Ctx() context: Context): Promise<readonly NodeRecord[]> {
    return paid(context, "KnowledgeItem.about", (await subjects(item, context)).found);
  }

  @FieldResolver(() => Int, {
    description: "How many things it is about that the hub no longer has: an indicator that was withdrawn.",
  })
  async aboutMissing(@Root() item: KnowledgeRecord, @Ctx() context: Context): Promise<number> {
    return (await subjects(item, context)).missing;
  }

  @FieldResolver(() => [Observation], {
    description:
      "The figures that it leans on, as they were known when it was written; `current` of each has what the hub knows now.",
  })
  async evidence(@Root() item: KnowledgeRecord, @Ctx() context: Context): Promise<readonly ObservationRecord[]> {
    return paid(context, "KnowledgeItem.evidence", (await evidence(item, context)).found);
  }

  @FieldResolver(() => Int, {
    description: "How many figures it leans on that the hub no longer has: the number left out of `evidence`.",
  })
  async evidenceMissing(@Root() item: KnowledgeRecord, @Ctx() context: Context): Promise<number> {
    return (await evidence(item, context)).missing;
  }

  @FieldResolver(() => [KnowledgeVersion], {
    description: "Its versions, the newest first. Readers see those that readers were shown.",
  })
  async history(@Root() item: KnowledgeRecord, @Ctx() context: Context): Promise<readonly KnowledgeVersionRecord[]> {
    return paid(context, "KnowledgeItem.history", await context.reads.knowledge.historyOf(item));
  }
}

interface Resolved<T> {
  readonly found: readonly T[];
  /** Those that mean nothing any more. */
  readonly missing: number;
}

async function subjects(item: KnowledgeRecord, { reads }: Context): Promise<Resolved<NodeRecord>> {
  const references = await reads.knowledge.subjectsOf(item);
  const found = await Promise.all(references.map(({ nodeType, key }) => findNode(reads, nodeType, key)));
  return counted(found);
}

async function evidence(item: KnowledgeRecord, { reads }: Context): Promise<Resolved<ObservationRecord>> {
  const keys = await reads.knowledge.evidenceOf(item);
  return counted(await Promise.all(keys.map((key) => reads.observationByKey(key))));
}

function counted<T>(items: readonly (T | undefined)[]): Resolved<T> {
  const found = items.filter((item) => item !== undefined);
  return { found, missing: items.length - found.length };
}

/** The key that an argument means: a key, or the global id of an item of any type. */
export function knowledgeKey(id: string): string {
  const text = id.trim();
  return readGlobalId(text)?.key ?? text;
}
