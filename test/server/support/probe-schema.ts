/** A small graph with every construct that the real one uses, and resolvers that fail in every way. */
import "reflect-metadata";
import { GraphQLError, type GraphQLSchema } from "graphql";
import { GraphQLDateTimeISO } from "graphql-scalars";
import {
  Arg,
  buildSchema,
  createUnionType,
  Field,
  FieldResolver,
  Float,
  ID,
  InputType,
  Int,
  InterfaceType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import { GSSCodeScalar } from "../../../src/schema/scalars";
import { CallerError } from "../../../src/schema/values/caller-error";

export const SQL_FAULT =
  "ER_PARSE_ERROR near 'select secret from member' at mysql://root:hunter2@10.0.0.1:3306/outturn";
export const counters = { mutations: 0, hellos: 0 };

enum Colour {
  RED = "r",
  GREEN = "g",
}
registerEnumType(Colour, { name: "Colour" });

@InterfaceType()
abstract class Node {
  @Field(() => ID)
  id: string;
}

@ObjectType({ implements: Node, simpleResolvers: true })
class Place extends Node {
  @Field(() => String)
  name: string;

  @Field(() => Float, { nullable: true })
  value: number | null;

  @Field(() => Colour, { nullable: true })
  colour: string | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true })
  at: Date | null;

  @Field(() => GSSCodeScalar, { nullable: true })
  code: string | null;
}

@ObjectType({ implements: Node })
class Thing extends Node {
  @Field(() => Int, { nullable: true })
  size: number | null;

  @Field(() => Place)
  place: Place;

  @Field(() => [Place], { nullable: true })
  places: Place[];

  @Field(() => [Place], { nullable: "itemsAndList" })
  loosePlaces: (Place | Error | null)[];
}

@ObjectType()
class PlaceConnection {
  @Field(() => [Place])
  nodes: Place[];

  @Field(() => Int)
  totalCount: number;
}

const Either = createUnionType({ name: "Either", types: () => [Place, Thing] as const });

@InputType()
class Range {
  @Field(() => Int, { nullable: true })
  from?: number;

  @Field(() => Int, { defaultValue: 10 })
  to: number;

  @Field(() => [Colour], { nullable: true })
  colours?: string[];
}

function make<T extends object>(type: new () => T, fields: Partial<T>): T {
  return Object.assign(new type(), fields);
}

function place(id: string, fields: Partial<Place> = {}): Place {
  return make(Place, {
    id,
    name: `Place ${id}`,
    value: Number(id) / 2,
    colour: "r",
    at: new Date(0),
    code: "E08000003",
    ...fields,
  });
}

function thing(id: string): Thing {
  return make(Thing, {
    id,
    size: Number(id),
    place: place("1"),
    places: [place("1"), place("2")],
    loosePlaces: [place("1"), null, new Error(SQL_FAULT), place("4")],
  });
}

@Resolver(() => Thing)
class ThingResolver {
  @Query(() => String)
  hello(@Arg("name", () => String, { defaultValue: "world" }) name: string): string {
    counters.hellos += 1;
    return `hello ${name}`;
  }

  @Query(() => Thing, { nullable: true })
  async thing(@Arg("id", () => ID, { nullable: true }) id?: string): Promise<Thing | null> {
    return id === "0" ? null : thing(id ?? "7");
  }

  @Query(() => [Thing])
  things(@Arg("ids", () => [ID]) ids: string[]): Thing[] {
    return ids.map(thing);
  }

  @Query(() => PlaceConnection)
  async places(@Arg("first", () => Int, { defaultValue: 50 }) first: number): Promise<PlaceConnection> {
    if (first < 1 || first > 100) throw new CallerError(`first is ${first}.`, "first", "a whole number from 1 to 100");
    return make(PlaceConnection, {
      nodes: Array.from({ length: first }, (_, i) => place(String(i))),
      totalCount: 1000,
    });
  }

  @Query(() => [Either])
  either(): (Place | Thing)[] {
    return [place("1"), thing("2")];
  }

  @Query(() => Node, { nullable: true })
  node(@Arg("id", () => ID) id: string): Place | Thing | null {
    return id.startsWith("p") ? place("3") : id.startsWith("t") ? thing("4") : null;
  }

  @Query(() => [Node])
  nodes(): (Place | Thing)[] {
    return [thing("5"), place("6")];
  }

  @Query(() => String)
  range(@Arg("range", () => Range) range: Range): string {
    return JSON.stringify([range.from, range.to, range.colours]);
  }

  @Query(() => String, { nullable: true })
  code(@Arg("code", () => GSSCodeScalar) code: string): string {
    return code;
  }

  @Query(() => Float, { nullable: true })
  sum(@Arg("of", () => [Float]) of: number[]): number {
    return of.reduce((a, b) => a + b, 0);
  }

  @Query(() => String, { nullable: true })
  colour(@Arg("colour", () => Colour, { defaultValue: Colour.GREEN }) colour: string): string {
    return colour;
  }

  @Query(() => String, { nullable: true })
  at(@Arg("at", () => GraphQLDateTimeISO) at: Date): string {
    return at.toISOString();
  }

  @Query(() => Boolean, { nullable: true })
  flag(@Arg("flag", () => Boolean, { nullable: true }) flag?: boolean): boolean | null {
    return flag ?? null;
  }

  @Query(() => String, { nullable: true })
  async fault(): Promise<string> {
    throw new Error(SQL_FAULT);
  }

  @Query(() => String)
  hardFault(): string {
    throw new Error(SQL_FAULT);
  }

  @Query(() => String, { nullable: true })
  refused(): string {
    throw Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:3311"), { code: "ECONNREFUSED" });
  }

  @Query(() => String, { nullable: true })
  coded(): string {
    throw new GraphQLError("no", { extensions: { code: "BAD_USER_INPUT", argument: "x", stack: SQL_FAULT } });
  }

  @Query(() => String, { nullable: true })
  strangeCode(): string {
    throw new GraphQLError(SQL_FAULT, { extensions: { code: "ER_PARSE_ERROR" } });
  }

  @Query(() => String, { nullable: true })
  throwsText(): string {
    throw SQL_FAULT;
  }

  @Query(() => Place, { nullable: true })
  wrongLeaf(): Place {
    return place("x", { colour: "no such colour" });
  }

  @Query(() => Place, { nullable: true })
  missingName(): Place {
    return make(Place, { id: "1" });
  }

  @Mutation(() => Int)
  count(): number {
    counters.mutations += 1;
    return counters.mutations;
  }

  @FieldResolver(() => Int, { nullable: true })
  async doubled(@Root() root: Thing, @Arg("by", () => Int, { defaultValue: 2 }) by: number): Promise<number | null> {
    if (root.id === "13") throw new CallerError("13 has no double.", "ids", "any other number");
    return root.size === null ? null : root.size * by;
  }
}

/** The graph above, built anew: tests may change it. */
export function probeSchema(): Promise<GraphQLSchema> {
  return buildSchema({ resolvers: [ThingResolver], validate: false, orphanedTypes: [Place, Thing] });
}
