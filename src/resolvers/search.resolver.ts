import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { checkFirst } from "../datasources/core/page";
import type { NodeRecord } from "../schema/node.type";
import { Subject } from "../schema/subject.type";
import { CallerError } from "../schema/values/caller-error";
import type { Context } from "./context";

const KINDS = ["Area", "Council", "Indicator", "Service", "ServiceFunction", "Outcome", "Dataset", "Supplier"];
const LONGEST_TEXT = 200;

@Resolver()
export class SearchResolver {
  @Query(() => [Subject], {
    description: "Things by name, the best match first: old names, Welsh names and typing slips included.",
  })
  search(
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
  ): readonly NodeRecord[] {
    const strange = kinds?.find((kind) => !KINDS.includes(kind));
    if (strange !== undefined)
      throw new CallerError(`\`kinds\` holds “${strange.slice(0, 40)}”.`, "kinds", `some of ${KINDS.join(", ")}`);
    if (text.length > LONGEST_TEXT)
      throw new CallerError(`\`text\` has ${text.length} characters.`, "text", `at most ${LONGEST_TEXT} characters`);
    return reads.search.search(text, kinds ?? undefined, checkFirst(first ?? 20)).map((hit) => hit.record);
  }
}
