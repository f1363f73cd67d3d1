import "reflect-metadata";
import { Field, ID, InterfaceType } from "type-graphql";

/** Every record that is a node says of which type; see datasources/core/records.ts. */
export interface NodeRecord {
  readonly nodeType: string;
  readonly key: string;
}

@InterfaceType({
  description: "A thing that has an id in the whole graph and can be asked for by it.",
  resolveType: (record: NodeRecord) => record.nodeType,
})
export abstract class Node {
  /** Resolved for every node type in build.ts: records keep ids of their own, which mean nothing outside the store. */
  @Field(() => ID, { name: "id", description: "Global object id: opaque, good for ever, resolvable by `node`." })
  globalId?: string;
}
