/** What most people would run: Apollo's standalone server, type-graphql's defaults, TypeORM repositories, DataLoader. */
import "reflect-metadata";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Arg, buildSchema, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import { In } from "typeorm";
import { Area } from "../../src/entities/area.entity";
import { openBenchStore, PORT } from "./environment";
import { type StockContext, stockContext } from "./stock-loaders";
import {
  StockArea,
  StockAreaConnection,
  StockAreaSelector,
  StockCode,
  StockDataset,
  StockIndicator,
  StockObservation,
  StockObservationConnection,
  StockPeriod,
  StockSource,
  StockUnit,
} from "./stock-types";

@Resolver(() => StockArea)
class AreaResolver {
  @Query(() => StockAreaConnection)
  async areas(
    @Arg("select", () => StockAreaSelector) select: StockAreaSelector,
    @Arg("first", () => Int) first: number,
    @Ctx() { db }: StockContext,
  ) {
    return {
      nodes: await db
        .getRepository(Area)
        .find({ where: { code: In(select.gssCodes ?? []) }, order: { code: "ASC" }, take: first }),
    };
  }

  @FieldResolver(() => StockCode)
  gssCode(@Root() area: StockArea): string {
    return area.code;
  }

  @FieldResolver(() => StockObservationConnection)
  async observations(
    @Root() area: StockArea,
    @Arg("indicators", () => [String]) indicators: string[],
    @Arg("first", () => Int) first: number,
    @Ctx() context: StockContext,
  ) {
    return { nodes: (await context.observations(indicators).load(area.id)).slice(0, first) };
  }
}

@Resolver(() => StockObservation)
class ObservationResolver {
  @FieldResolver(() => StockPeriod)
  period(@Root() observation: StockObservation, @Ctx() { periods }: StockContext) {
    return periods.load(observation.periodId);
  }

  @FieldResolver(() => StockIndicator)
  indicator(@Root() observation: StockObservation, @Ctx() { indicators }: StockContext) {
    return indicators.load(observation.indicatorId);
  }
}

@Resolver(() => StockIndicator)
class IndicatorResolver {
  @FieldResolver(() => StockUnit)
  unit(@Root() indicator: StockIndicator): StockUnit {
    return { label: indicator.unitLabel };
  }

  @FieldResolver(() => StockDataset)
  dataset(@Root() indicator: StockIndicator, @Ctx() { datasets }: StockContext) {
    return datasets.load(indicator.datasetId);
  }
}

@Resolver(() => StockDataset)
class DatasetResolver {
  @FieldResolver(() => StockSource)
  source(@Root() dataset: StockDataset, @Ctx() { sources }: StockContext) {
    return sources.load(dataset.sourceId);
  }
}

async function main(): Promise<void> {
  const { db } = await openBenchStore();
  const schema = await buildSchema({
    resolvers: [AreaResolver, ObservationResolver, IndicatorResolver, DatasetResolver],
  });
  const server = new ApolloServer<StockContext>({ schema });
  await startStandaloneServer(server, {
    listen: { port: PORT, host: "127.0.0.1" },
    context: async () => stockContext(db),
  });
}

void main();
