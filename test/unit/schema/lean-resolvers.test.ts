import "reflect-metadata";
import { graphql, isObjectType } from "graphql";
import {
  Arg,
  buildSchemaSync,
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  UseMiddleware,
} from "type-graphql";
import { leanResolvers } from "../../../src/schema/lean-resolvers";

@ObjectType()
class Thing {
  @Field(() => Int)
  size: number;
}

@Resolver(() => Thing)
class ThingResolver {
  readonly #factor = 2;

  @Query(() => Thing)
  thing(): Thing {
    return { size: 3 };
  }

  @FieldResolver(() => [Int])
  scaled(
    @Ctx() context: { extra: number },
    @Arg("by", () => Int, { defaultValue: 5 }) by: number,
    @Root() thing: Thing,
  ) {
    return [thing.size * by * this.#factor, context.extra];
  }

  @FieldResolver(() => Int)
  @UseMiddleware(async (_data, next) => Number(await next()) + 100)
  watched(@Root() thing: Thing): number {
    return thing.size;
  }
}

test("a lean field gets its parameters wherever they stand and its own instance; middleware keeps its wrapper", async () => {
  const resolvers = [ThingResolver] as const;
  const schema = buildSchemaSync({ resolvers, validate: false });
  const type = schema.getType("Thing");
  if (!isObjectType(type)) throw new Error("no type");
  const { scaled, watched } = type.getFields();
  const before = [scaled?.resolve, watched?.resolve];
  leanResolvers(schema, resolvers);
  expect(scaled?.resolve).not.toBe(before[0]);
  expect(watched?.resolve).toBe(before[1]);
  const answer = await graphql({
    schema,
    source: "{ thing { scaled again: scaled(by: 7) watched } }",
    contextValue: { extra: 9 },
  });
  expect(answer).toEqual({ data: { thing: { scaled: [30, 9], again: [42, 9], watched: 103 } } });
});
