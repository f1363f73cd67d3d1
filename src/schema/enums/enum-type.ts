import "reflect-metadata";
import { registerEnumType } from "type-graphql";

type Described<T extends string> = Readonly<Record<T, string>>;

/** Registers a closed list as a GraphQL enum; the compiler sees to it that every value has its description. */
export function enumType<const T extends string>(
  name: string,
  description: string,
  values: readonly T[],
  described: Described<T>,
): { readonly [K in T]: K } {
  const members = Object.fromEntries(values.map((value) => [value, value])) as { readonly [K in T]: K };
  const valuesConfig = Object.fromEntries(values.map((value) => [value, { description: described[value] }]));
  registerEnumType(members, { name, description, valuesConfig: valuesConfig as never });
  return members;
}
