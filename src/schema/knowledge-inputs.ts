import { Field, ID, InputType } from "type-graphql";
import { KnowledgeKind, Visibility } from "./enums";
import { DateScalar } from "./scalars";
import type * as v from "./values/enums";

@InputType({
  description: "What an item is about: things by their codes, slugs, numbers or global ids; at most 100 in all.",
})
export class KnowledgeAboutInput {
  @Field(() => [ID], { nullable: true, description: "Areas by code: `E08000009`." })
  areas?: string[];

  @Field(() => [ID], { nullable: true, description: "Councils by organisation code: `local-authority:TRF`." })
  councils?: string[];

  @Field(() => [ID], { nullable: true, description: "Indicators by slug." })
  indicators?: string[];

  @Field(() => [ID], { nullable: true, description: "Services by LGSL number." })
  services?: string[];

  @Field(() => [ID], { nullable: true, description: "Outcomes by key: `<framework>/<outcome>`." })
  outcomes?: string[];

  @Field(() => [ID], { nullable: true, description: "Data sets by slug." })
  datasets?: string[];

  @Field(() => [ID], { nullable: true, description: "Functions by esd number." })
  functions?: string[];

  @Field(() => [ID], { nullable: true, description: "Suppliers by slug." })
  suppliers?: string[];
}

@InputType({
  description: "A figure that an item leans on. It is kept as the hub knows it now, whatever is published later.",
})
export class KnowledgeEvidenceInput {
  @Field(() => ID, { description: "The indicator, by slug or id." })
  indicator: string;

  @Field(() => ID, { description: "The area, by code or id." })
  area: string;

  @Field(() => String, { description: "The period, by label or as an ISO 8601 interval: `2024/25`, `2024-09-01/P1Y`." })
  period: string;

  @Field(() => String, {
    nullable: true,
    description: "Which breakdown, as `dimension=member`, joined by `|`; totals where not given.",
  })
  breakdown?: string;
}

@InputType({
  description: "An item as somebody writes it. What is left out is empty: a new version replaces the whole item.",
})
export class KnowledgeInput {
  @Field(() => String, {
    nullable: true,
    description: "The lasting name of a new item, in small letters with hyphens; made from the title where not given.",
  })
  key?: string;

  @Field(() => KnowledgeKind, { description: "What sort of thing it is." })
  kind: v.KnowledgeKind;

  @Field(() => String, { description: "Its title: one line of at most 300 characters." })
  title: string;

  @Field(() => String, { nullable: true, description: "What it says, in at most 2,000 characters of plain text." })
  summary?: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Its text: Markdown of at most 200,000 characters. A request holds 256 KB; a longer text is loaded from a file.",
  })
  text?: string;

  @Field(() => String, { nullable: true, description: "Where it was published: an http or https address." })
  url?: string;

  @Field(() => DateScalar, { nullable: true, description: "The day of publication." })
  publishedOn?: string;

  @Field(() => String, { nullable: true, description: "Who wrote it." })
  author?: string;

  @Field(() => String, { nullable: true, description: "Of guidance: how binding it is." })
  status?: string;

  @Field(() => String, { nullable: true, description: "Of a discussion: where it is held." })
  group?: string;

  @Field(() => ID, { nullable: true, description: "The council whose it is, by organisation code or id." })
  council?: string;

  @Field(() => Visibility, {
    description: "Who may see it once it is approved: nothing becomes public because somebody forgot to say.",
  })
  visibility: v.Visibility;

  @Field(() => KnowledgeAboutInput, { nullable: true, description: "What it is about." })
  about?: KnowledgeAboutInput;

  @Field(() => [KnowledgeEvidenceInput], { nullable: true, description: "Figures that it leans on; at most 50." })
  evidence?: KnowledgeEvidenceInput[];
}
