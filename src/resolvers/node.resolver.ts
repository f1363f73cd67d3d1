import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { Node, type NodeRecord } from "../schema/node.type";
import { CallerError } from "../schema/values/caller-error";
import { readGlobalId } from "../schema/values/global-id";
import type { Context } from "./context";
import { findNode } from "./find-node";

const MOST_NODES = 100;

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "The thing that has this global id; null where none has it." })
  async node(
    @Arg("id", () => ID, { description: "Global object id." }) id: string,
    @Ctx() { reads }: Context,
  ): Promise<NodeRecord | undefined> {
    const read = readGlobalId(id);
    return read === undefined ? undefined : findNode(reads, read.type, read.key);
  }

  @Query(() => [Node], {
    nullable: "items",
    description: "The things that have these global ids, in their order; null in the place of an id that none has.",
  })
  async nodes(
    @Arg("ids", () => [ID], { description: `Global object ids; at most ${MOST_NODES}.` }) ids: string[],
    @Ctx() { reads }: Context,
  ): Promise<(NodeRecord | undefined)[]> {
    if (ids.length > MOST_NODES)
      throw new CallerError(`\`ids\` holds ${ids.length} ids.`, "ids", `at most ${MOST_NODES} ids at a time`);
    return Promise.all(
      ids.map((id) => {
        const read = readGlobalId(id);
        return read === undefined ? undefined : findNode(reads, read.type, read.key);
      }),
    );
  }
}
