import { type ClassType, Field, Int, InterfaceType, ObjectType } from "type-graphql";
import { connectionOf, edgeOf } from "./connection";
import { KnowledgeKind, ModerationState, Visibility } from "./enums";
import { Node } from "./node.type";
import { DateScalar, DateTimeScalar, URLScalar } from "./scalars";
import type * as v from "./values/enums";

@InterfaceType({
  implements: Node,
  description:
    "What councils and others wrote about areas, councils, indicators, services, outcomes, data sets, functions and suppliers. Readers are shown what is approved and public; the rest is as if it were not there.",
  resolveType: (record: { readonly nodeType: string }) => record.nodeType,
})
export abstract class KnowledgeItem extends Node {
  @Field(() => String, { description: "Its lasting name in small letters, which `knowledgeItem(id:)` takes." })
  key: string;

  @Field(() => KnowledgeKind, { description: "What sort of thing it is." })
  kind: v.KnowledgeKind;

  @Field(() => String, { description: "Its title." })
  title: string;

  @Field(() => String, { nullable: true, description: "What it says, in some sentences of plain text." })
  summary?: string | undefined;

  @Field(() => URLScalar, { nullable: true, description: "Where it was published, where it was published elsewhere." })
  url?: string | undefined;

  @Field(() => DateScalar, { nullable: true, description: "The day of publication." })
  publishedOn?: string | undefined;

  @Field(() => String, { nullable: true, description: "Who wrote it." })
  author?: string | undefined;

  @Field(() => Visibility, { description: "Who may see it." })
  visibility: v.Visibility;

  @Field(() => ModerationState, { description: "Where it stands between being written and being shown." })
  state: v.ModerationState;

  @Field(() => Int, {
    description: "The number of its newest version, counted from 1; `expectedVersion` of a change takes it.",
  })
  version: number;

  @Field(() => DateTimeScalar, { description: "When it was last changed." })
  updatedAt: string;
}

@ObjectType({
  implements: KnowledgeItem,
  description: "What a council did, and what came of it.",
  simpleResolvers: true,
})
export class CaseStudy extends KnowledgeItem {}

@ObjectType({
  implements: KnowledgeItem,
  description: "What somebody with a say in the matter advises or requires.",
  simpleResolvers: true,
})
export class Guidance extends KnowledgeItem {
  @Field(() => String, {
    nullable: true,
    description: "How binding it is, in its author's words: statutory, good practice.",
  })
  status?: string | undefined;
}

@ObjectType({
  implements: KnowledgeItem,
  description: "People asking and answering each other; what was said is where `url` leads.",
  simpleResolvers: true,
})
export class Discussion extends KnowledgeItem {
  @Field(() => String, { nullable: true, description: "Where it is held: a forum, a group, a list." })
  group?: string | undefined;
}

/** One type for the kinds that have no field of their own: a type each would promise differences that are not there. */
@ObjectType({
  implements: KnowledgeItem,
  description: "A report, a method, an event or a tool: `kind` says which.",
  simpleResolvers: true,
})
export class KnowledgeDocument extends KnowledgeItem {}

@ObjectType({ description: "A version of an item: what it said, who made it so, and why.", simpleResolvers: true })
export class KnowledgeVersion {
  @Field(() => Int, { description: "Its number, counted from 1." })
  version: number;

  @Field(() => ModerationState, { description: "The state that it was in." })
  state: v.ModerationState;

  @Field(() => Visibility, { description: "Who could see it." })
  visibility: v.Visibility;

  @Field(() => String, { description: "The title that it had." })
  title: string;

  @Field(() => String, { nullable: true, description: "The summary that it had." })
  summary?: string | undefined;

  @Field(() => String, {
    nullable: true,
    description: "The text that it had: Markdown as it was written.",
    complexity: 500,
  })
  text?: string | undefined;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  changedAt: string;

  @Field(() => String, { description: "Whose key made it: `administrator`, or `import` for a file that was loaded." })
  changedBy: string;

  @Field(() => String, { nullable: true, description: "Why, in the words of who made it." })
  reason?: string | undefined;
}

/** type-graphql takes interface classes where it takes object classes; its types speak of the latter. */
const Item = KnowledgeItem as unknown as ClassType<KnowledgeItem>;

@ObjectType({ description: "An item of knowledge in a list.", simpleResolvers: true })
export class KnowledgeItemEdge extends edgeOf(() => Item, "item") {}

@ObjectType({ description: "A page of knowledge.", simpleResolvers: true })
export class KnowledgeItemConnection extends connectionOf(
  () => Item,
  () => KnowledgeItemEdge,
  "items",
) {}
