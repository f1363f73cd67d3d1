import { Field, Int, ObjectType } from "type-graphql";
import { Area } from "./area.type";
import { OutcomeDirection, OutcomeRole, Polarity, WordingState } from "./enums";
import { Indicator } from "./indicator.type";
import { Node } from "./node.type";
import { Change, Observation } from "./observation.type";
import { DateScalar, URLScalar } from "./scalars";
import type * as v from "./values/enums";

@ObjectType({
  implements: Node,
  description: "A list of outcomes that somebody owns and publishes, such as the Local Outcomes Framework.",
  simpleResolvers: true,
})
export class OutcomeFramework extends Node {
  @Field(() => String, { description: "The name that arguments take: `local-outcomes-framework`." })
  slug: string;

  @Field(() => String, { description: "Its name." })
  title: string;

  @Field(() => String, { description: "Who owns it." })
  owner: string;

  @Field(() => String, {
    description:
      "Its edition, as the owner calls it. An edition loaded under the same slug takes the place of this one.",
  })
  version: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Day on which the owner published it; null where not known.",
  })
  publishedOn?: string | undefined;

  @Field(() => URLScalar, { nullable: true, description: "Where its words come from; null where not said." })
  source?: string | undefined;

  @Field(() => String, { nullable: true, description: "The licence of its words; null where not said." })
  licence?: string | undefined;
}

@ObjectType({
  implements: Node,
  description: "Something that is to come about. (The Local Outcomes Framework says priority outcome.)",
  simpleResolvers: true,
})
export class Outcome extends Node {
  @Field(() => String, {
    name: "key",
    description: "The name that arguments take: `local-outcomes-framework/housing-supply`.",
  })
  key: string;

  @Field(() => OutcomeFramework, { description: "The framework that it is part of." })
  framework: OutcomeFramework;

  @Field(() => String, { description: "Its name." })
  title: string;

  @Field(() => String, {
    nullable: true,
    description: "What is aimed at (ambition statement); null where it is not known for certain.",
  })
  ambition?: string | undefined;

  @Field(() => WordingState, { description: "Whether its words are as published or still to be checked." })
  wording: v.WordingState;

  @Field(() => Int, { nullable: true, description: "Its number in the framework, from 1." })
  sequence?: number | undefined;
}

@ObjectType({ description: "An indicator that speaks for an outcome, how and why.", simpleResolvers: true })
export class OutcomeIndicator {
  @Field(() => Outcome, { description: "The outcome." })
  outcome: Outcome;

  @Field(() => Indicator, { description: "The indicator." })
  indicator: Indicator;

  @Field(() => OutcomeRole, { description: "How it speaks for the outcome." })
  role: v.OutcomeRole;

  @Field(() => String, { description: "Why, in one line." })
  reason: string;

  @Field(() => Polarity, {
    nullable: true,
    description: "The framework's own judgement of what is good; null where the indicator's holds.",
  })
  polarity?: v.Polarity | undefined;
}

@ObjectType({ description: "A figure that speaks for an outcome, and where it goes.", simpleResolvers: true })
export class OutcomeFigure {
  @Field(() => OutcomeIndicator, { description: "How its indicator speaks for the outcome, and why." })
  link: OutcomeIndicator;

  @Field(() => Observation, { description: "The figure, or the blank with its reason." })
  observation: Observation;

  @Field(() => OutcomeDirection, { description: "Where it goes." })
  direction: v.OutcomeDirection;

  @Field(() => Polarity, {
    description:
      "The judgement that the direction was told by: the framework's where it has one, else the indicator's.",
  })
  polarity: v.Polarity;

  @Field(() => Change, {
    nullable: true,
    description:
      "The change that it was told from: from the same period a year before or, where a figure of one day has none, from the newest that is 9 to 15 months older. Its own `direction` is by the indicator's polarity. Null where there is no such figure.",
  })
  change?: Change | undefined;
}

@ObjectType({
  description:
    "How an area does on one outcome: its newest figures, counted by where they go. The five counts add up to the number of figures.",
  simpleResolvers: true,
})
export class OutcomeProgress {
  @Field(() => Outcome, { description: "The outcome." })
  outcome: Outcome;

  @Field(() => Area, { description: "The area." })
  area: Area;
}
