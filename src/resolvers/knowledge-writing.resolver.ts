import { Arg, Ctx, ID, Int, Mutation, Resolver } from "type-graphql";
import { ABOUT_LISTS, type AboutList, type KnowledgeDraft } from "../datasources/core/knowledge-draft";
import type { KnowledgeRecord } from "../datasources/core/records";
import { ModerationState } from "../schema/enums";
import { KnowledgeItem } from "../schema/knowledge.type";
import { KnowledgeInput } from "../schema/knowledge-inputs";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import type { Context } from "./context";
import { knowledgeKey } from "./knowledge.resolver";

const WHY = {
  nullable: true,
  description: "Why, in a sentence: kept in the history. At most 1,000 characters.",
} as const;

@Resolver(() => KnowledgeItem)
export class KnowledgeWritingResolver {
  @Mutation(() => KnowledgeItem, {
    description:
      "Writes an item: a new one, as a draft, or with `id` a new version of one, in the state that it has. Only the administrator may.",
  })
  async writeKnowledge(
    @Arg("item", () => KnowledgeInput, { description: "The whole item." }) item: KnowledgeInput,
    @Arg("id", () => ID, { nullable: true, description: "The item that is changed: its id or key." }) id:
      | string
      | undefined,
    @Arg("expectedVersion", () => Int, {
      nullable: true,
      description:
        "With `id`: the number of the version that you have seen. Where somebody wrote another since, nothing is changed.",
    })
    expectedVersion: number | undefined,
    @Arg("reason", () => String, WHY) reason: string | undefined,
    @Ctx() context: Context,
  ): Promise<KnowledgeRecord> {
    context.writes.knowledge.check();
    if (typeof id === "string" && typeof expectedVersion !== "number")
      throw new CallerError(
        "`expectedVersion` is missing.",
        "expectedVersion",
        "the `version` of the item as you have seen it",
      );
    const standing =
      typeof id === "string" && typeof expectedVersion === "number"
        ? { key: knowledgeKey(id), expectedVersion }
        : undefined;
    return written(context, await context.writes.knowledge.write(draftOf(item), standing, reason ?? undefined));
  }

  @Mutation(() => KnowledgeItem, {
    description:
      "Moves an item to another state: DRAFT to SUBMITTED or APPROVED, SUBMITTED to APPROVED, REJECTED or DRAFT, APPROVED to SUBMITTED, REJECTED and WITHDRAWN to DRAFT, all but WITHDRAWN to WITHDRAWN. Only the administrator may.",
  })
  async moderateKnowledge(
    @Arg("id", () => ID, { description: "The item: its id or key." }) id: string,
    @Arg("state", () => ModerationState, { description: "The state that it is moved to." }) state: v.ModerationState,
    @Arg("reason", () => String, {
      nullable: true,
      description:
        "Why, in a sentence: kept in the history. REJECTED and WITHDRAWN need one. At most 1,000 characters.",
    })
    reason: string | undefined,
    @Arg("expectedVersion", () => Int, {
      nullable: true,
      description: "The number of the version that you have read; any where not given.",
    })
    expectedVersion: number | undefined,
    @Ctx() context: Context,
  ): Promise<KnowledgeRecord> {
    const { knowledge } = context.writes;
    return written(
      context,
      await knowledge.moderate(knowledgeKey(id), state, reason ?? undefined, expectedVersion ?? undefined),
    );
  }

  @Mutation(() => KnowledgeItem, {
    description:
      "Takes an item back: readers see it no more, its history is kept, and it can come back as a draft. Only the administrator may.",
  })
  async withdrawKnowledge(
    @Arg("id", () => ID, { description: "The item: its id or key." }) id: string,
    @Arg("reason", () => String, { description: "Why, in a sentence: kept in the history. At most 1,000 characters." })
    reason: string,
    @Ctx() context: Context,
  ): Promise<KnowledgeRecord> {
    const { knowledge } = context.writes;
    return written(context, await knowledge.moderate(knowledgeKey(id), "WITHDRAWN", reason, undefined));
  }
}

/** The item as it stands after a write. */
async function written({ reads }: Context, key: string): Promise<KnowledgeRecord> {
  const item = await reads.knowledge.byKey(key);
  if (item === undefined) throw new Error("An item that was just written is not there.");
  return item;
}

/** An input without its absent parts: a null is as good as nothing. */
function draftOf({ about, evidence, visibility, ...input }: KnowledgeInput): KnowledgeDraft {
  const { kind, title, ...others } = input;
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== null && value !== undefined));
  const lists = (Object.keys(ABOUT_LISTS) as AboutList[]).flatMap((list) => {
    const names = about?.[list];
    return Array.isArray(names) ? [[list, names] as const] : [];
  });
  return {
    ...given,
    kind,
    title,
    visibility,
    about: Object.fromEntries(lists),
    evidence: (evidence ?? []).map(({ breakdown, ...names }) => ({
      ...names,
      ...(typeof breakdown === "string" ? { breakdown } : {}),
    })),
  };
}
