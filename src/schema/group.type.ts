import { Field, ObjectType } from "type-graphql";
import { Area } from "./area.type";
import { ComparisonGroupKind, Visibility } from "./enums";
import { Node } from "./node.type";
import { Licence } from "./source.type";
import type * as v from "./values/enums";

@ObjectType({ implements: Node, description: "A set of areas to compare with.", simpleResolvers: true })
export class ComparisonGroup extends Node {
  @Field(() => String, { description: "What the group is, in words." })
  label: string;

  @Field(() => ComparisonGroupKind, { description: "How it is made up." })
  kind: v.ComparisonGroupKind;

  @Field(() => Area, { nullable: true, description: "The area that it is the group of, where there is one." })
  owner?: Area | undefined;

  @Field(() => String, { nullable: true, description: "The method or decision behind it." })
  basis?: string | undefined;

  @Field(() => Licence, {
    nullable: true,
    description: "The terms under which the grouping may be used; null for groups that the hub works out.",
  })
  licence?: Licence | undefined;

  @Field(() => Visibility, { description: "Who may see it." })
  visibility: v.Visibility;
}
