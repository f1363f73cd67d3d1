import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { GraphQLDateTimeISO, GraphQLISO8601Duration, GraphQLJSON, GraphQLLocalDate } from "graphql-scalars";
import { keyOf } from "./values/global-id";

/** A published scalar under the name that the graph promises. */
function named(scalar: GraphQLScalarType, name: string, description: string): GraphQLScalarType {
  return new GraphQLScalarType({ ...scalar.toConfig(), name, description });
}

export const DateScalar = named(GraphQLLocalDate, "Date", "A day of the calendar, ISO 8601: `2024-06-30`.");
export const DateTimeScalar = named(
  GraphQLDateTimeISO,
  "DateTime",
  "An instant, ISO 8601 in UTC: `2026-06-26T09:30:00.000Z`.",
);
export const DurationScalar = named(
  GraphQLISO8601Duration,
  "Duration",
  "A length of time, ISO 8601: `P1Y` a year, `P3M` three months.",
);

export const JSONScalar = named(GraphQLJSON, "JSON", "Any JSON value; the field says which.");

const LONGEST_CODE = 40;

/** Codes are taken as people paste them (blanks around, small letters), and as global ids of areas; whether one exists is answered as data, not as an error. */
function toCode(value: unknown): string {
  if (typeof value !== "string") throw new GraphQLError("A GSS code is a text of nine characters, such as E08000003.");
  const code = keyOf("Area", value.trim()).toUpperCase();
  if (code.length === 0 || code.length > LONGEST_CODE || !/^[\w.-]+$/.test(code)) {
    throw new GraphQLError("A GSS code is a letter and eight digits, such as E08000003.");
  }
  return code;
}

export const GSSCodeScalar = new GraphQLScalarType({
  name: "GSSCode",
  description:
    "The code that the Government Statistical Service gives an area: a letter and eight digits, `E08000003`. Codes of ended areas are understood. As an argument it also takes the code of an area that has no GSS code (ITL areas: `TLC31`), and the global id of an area.",
  serialize: (value) => value,
  parseValue: toCode,
  parseLiteral: (node: ValueNode) => toCode(node.kind === Kind.STRING ? node.value : undefined),
});

export const URLScalar = new GraphQLScalarType({
  name: "URL",
  description: "An absolute address on the web, as its publisher writes it.",
  serialize: (value) => value,
  parseValue: (value) => value,
});
