import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { KNOWLEDGE_TYPES } from "../datasources/core/knowledge-records";
import { checkFirst } from "../datasources/core/page";
import type { NodeRecord } from "../schema/node.type";
import { Subject } from "../schema/subject.type";
import { CallerError } from "../schema/values/caller-error";
import type { Context } from "./context";
import { mergeFound } from "./search-merge";

const KINDS = [
  "Area",
  "Council",
  "Indicator",
  "Service",
  "ServiceFunction",
  "Outcome",
  "Dataset",
  "Supplier",
  ...KNOWLEDGE_TYPES,
];
const LONGEST_TEXT = 200;

@Resolver()
export class SearchResolver {
  @Query(() => [Subject], {
    description:
      "Things by name, the best match first: old names, Welsh names and typing slips included; and by turns with them what was written that holds every word.",
  })
  async search(
    @Arg("text", () => String, { description: `What to look for; at most ${LONGEST_TEXT} characters.` }) text: string,
    @Arg("kinds", () => [String], { nullable: true, description: `Only of these kinds: ${KINDS.join(", ")}.` }) kinds:
      | string[]
      | undefined,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 20,
      description: "How many at most: a number from 1 to 1,000.",
    })
    first: number | null,
    @Ctx() { reads }: Context,
  ): Promise<readonly NodeRecord[]> {
    const strange = kinds?.find((kind) => !KINDS.includes(kind));
    if (strange !== undefined)
      throw new CallerError(`\`kinds\` holds “${strange.slice(0, 40)}”.`, "kinds", `some of ${KINDS.join(", ")}`);
    if (text.length > LONGEST_TEXT)
      throw new CallerError(`\`text\` has ${text.length} characters.`, "text", `at most ${LONGEST_TEXT} characters`);
    const most = checkFirst(first ?? 20);
    const things = reads.search.search(text, kinds ?? undefined, most);
    const types = KNOWLEDGE_TYPES.filter((type) => kinds?.includes(type) ?? true);
    const items = types.length === 0 ? [] : await reads.knowledge.found(text, types, most);
    return mergeFound(things, items).slice(0, most);
  }
}
