import { Field, Float, Int, ObjectType } from "type-graphql";
import { connectionOf, edgeOf } from "./connection";
import { Council } from "./council.type";
import { Node } from "./node.type";
import { DateScalar, URLScalar } from "./scalars";

@ObjectType({ description: "One thing that a supplier offers.", simpleResolvers: true })
export class SupplierService {
  @Field(() => String, { description: "Its name." })
  name: string;

  @Field(() => String, { nullable: true, description: "What it is." })
  description?: string | undefined;

  @Field(() => URLScalar, { nullable: true, description: "Where to read of it." })
  url?: string | undefined;
}

@ObjectType({ description: "A council that uses a supplier.", simpleResolvers: true })
export class SupplierUser {
  @Field(() => Council, { description: "The council." })
  council: Council;

  @Field(() => DateScalar, { nullable: true, description: "Since when, where known." })
  since?: string | undefined;

  @Field(() => String, { description: "Who says so." })
  toldBy: string;
}

@ObjectType({
  description: "How often a service answered, counted request by request by every hub on this store.",
  simpleResolvers: true,
})
export class Uptime {
  @Field(() => DateScalar, { description: "The first day that counts (UTC)." })
  from: string;

  @Field(() => DateScalar, { description: "The last day that counts: today (UTC)." })
  to: string;

  @Field(() => Int, { description: "Requests made: a number." })
  asked: number;

  @Field(() => Int, {
    description:
      "Requests that were answered: a number. A refusal is an answer; no answer in time, a broken connection or a fault of the server (5xx) is none.",
  })
  answered: number;

  @Field(() => Int, { description: "Answers that asked the hub to wait: a number." })
  refused: number;

  @Field(() => Float, {
    nullable: true,
    description: "Part of the requests that was answered, from 0 to 1; null where nothing was asked.",
  })
  share: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Mean time of a request, in milliseconds; null where nothing was asked.",
  })
  meanMillis: number | null;
}

@ObjectType({
  description:
    "How long after the end of a period its figures are published, over the newest release of each data set; worked out from what the hub has loaded.",
  simpleResolvers: true,
})
export class ReleaseLag {
  @Field(() => Int, { description: "Data sets that tell both days: a number." })
  datasets: number;

  @Field(() => Float, {
    nullable: true,
    description: "The middle one: a number of days; null where nothing can be said.",
  })
  medianDays: number | null;

  @Field(() => Int, { nullable: true, description: "The shortest: a number of days; null where nothing can be said." })
  shortestDays: number | null;

  @Field(() => Int, { nullable: true, description: "The longest: a number of days; null where nothing can be said." })
  longestDays: number | null;

  @Field(() => String, { nullable: true, description: "Why nothing can be said; null where it can." })
  why: string | null;
}

@ObjectType({
  implements: Node,
  description:
    "Somebody who offers councils services of information. What can be measured of them is measured: see `sources`.",
  simpleResolvers: true,
})
export class Supplier extends Node {
  @Field(() => String, { description: "The name that arguments take." })
  slug: string;

  @Field(() => String, { description: "Its name." })
  name: string;

  @Field(() => URLScalar, { nullable: true, description: "Its website." })
  homepage?: string | undefined;

  @Field(() => String, { nullable: true, description: "How to reach it." })
  contact?: string | undefined;

  @Field(() => String, { description: "Who says all this." })
  toldBy: string;

  @Field(() => [SupplierService], { description: "What it offers, by name." })
  services: readonly SupplierService[];
}

@ObjectType({ description: "A supplier in a list.", simpleResolvers: true })
export class SupplierEdge extends edgeOf(() => Supplier, "supplier") {}

@ObjectType({ description: "A page of suppliers.", simpleResolvers: true })
export class SupplierConnection extends connectionOf(
  () => Supplier,
  () => SupplierEdge,
  "suppliers",
) {}
