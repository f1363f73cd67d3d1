import "reflect-metadata";
import { type ClassType, Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "Where a page stands in its list (Relay specification).", simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more follows: ask again with `after: endCursor`." })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: "Whether something comes before this page." })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the first item; null on an empty page." })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: "The cursor of the last item; null on an empty page." })
  endCursor: string | null;
}

@ObjectType({
  description:
    "A code or slug in the arguments that names nothing, with the nearest that exist. The rest of the request is answered all the same.",
  simpleResolvers: true,
})
export class UnknownReference {
  @Field(() => String, { description: "The argument that held it, such as `select.gssCodes`." })
  argument: string;

  @Field(() => String, { description: "What was asked for." })
  value: string;

  @Field(() => [String], { description: "The nearest codes or slugs that exist, best first; at most five." })
  suggestions: readonly string[];
}

/** The edge type of a connection over `node`; `name` is the node's type name. */
export function edgeOf<T extends object>(node: () => ClassType<T>, name: string) {
  @ObjectType({ description: `One ${name} in a list, with its cursor.`, simpleResolvers: true })
  abstract class Edge {
    @Field(() => node(), { description: `The ${name}.` })
    node: T;

    @Field(() => String, {
      description: "Marks this place in the list: pass it as `after`. Stays good while rows are added.",
    })
    cursor: string;
  }
  return Edge;
}

/** The fields that every connection over `node` has; `edge` is its edge type. */
export function connectionOf<T extends object>(node: () => ClassType<T>, edge: () => ClassType<object>, name: string) {
  @ObjectType({ description: `A page of ${name}.`, simpleResolvers: true })
  abstract class Connection {
    @Field(() => [edge()], { description: "The items of the page, each with its cursor." })
    edges: readonly { readonly node: T; readonly cursor: string }[];

    @Field(() => [node()], { description: "The items of the page, without cursors." })
    nodes: readonly T[];

    @Field(() => PageInfo, { description: "Where this page stands in the list." })
    pageInfo: PageInfo;

    @Field(() => Int, { description: "How many items the whole list has, over all pages." })
    totalCount: number;
  }
  return Connection;
}
