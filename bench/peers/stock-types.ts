/** The part of the graph that the workload asks for, as a newcomer to type-graphql would write it: defaults throughout. */
import { GraphQLScalarType } from "graphql";
import { Field, Float, InputType, ObjectType } from "type-graphql";

export const StockCode = new GraphQLScalarType({ name: "GSSCode" });

@InputType("AreaSelector")
export class StockAreaSelector {
  @Field(() => [StockCode], { nullable: true })
  gssCodes?: string[];
}

@ObjectType("Unit")
export class StockUnit {
  @Field(() => String)
  label: string;
}

@ObjectType("Source")
export class StockSource {
  @Field(() => String)
  name: string;
}

@ObjectType("Dataset")
export class StockDataset {
  id: number;
  sourceId: number;
}

@ObjectType("Indicator")
export class StockIndicator {
  datasetId: number;
  unitLabel: string;

  @Field(() => String)
  slug: string;

  @Field(() => String)
  name: string;
}

@ObjectType("Period")
export class StockPeriod {
  @Field(() => String)
  label: string;
}

@ObjectType("Observation")
export class StockObservation {
  indicatorId: number;
  periodId: number;

  @Field(() => Float, { nullable: true })
  value: number | null;
}

@ObjectType("ObservationConnection")
export class StockObservationConnection {
  @Field(() => [StockObservation])
  nodes: StockObservation[];
}

@ObjectType("Area")
export class StockArea {
  id: number;
  code: string;

  @Field(() => String)
  name: string;
}

@ObjectType("AreaConnection")
export class StockAreaConnection {
  @Field(() => [StockArea])
  nodes: StockArea[];
}
