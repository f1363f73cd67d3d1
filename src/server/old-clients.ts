import { GraphQLDirective, GraphQLEnumType, GraphQLSchema } from "graphql";

/** Places that a directive may stand which graphql-js names since 16.14; a client built on an older one refuses the whole schema. */
const NEWER_PLACES: ReadonlySet<string> = new Set(["DIRECTIVE_DEFINITION"]);

/**
 * The same graph, readable by clients of older GraphQL libraries: what introspection says of `@deprecated` and of
 * `__DirectiveLocation` lacks the newer places. No directive here stands there, so nothing is hidden. Both are single objects for all
 * schemas of the process, hence copies in a schema of its own; the types are those of `schema`, which stays as it is.
 */
export function readableByOldClients(schema: GraphQLSchema): GraphQLSchema {
  const directives = schema.getDirectives().map((directive) => {
    const locations = directive.locations.filter((place) => !NEWER_PLACES.has(place));
    return locations.length === directive.locations.length
      ? directive
      : new GraphQLDirective({ ...directive.toConfig(), locations });
  });
  const readable = new GraphQLSchema({ ...schema.toConfig(), directives });
  const types = readable.getTypeMap();
  const places = types.__DirectiveLocation;
  if (places instanceof GraphQLEnumType) {
    const { values, ...config } = places.toConfig();
    const kept = Object.entries(values).filter(([name]) => !NEWER_PLACES.has(name));
    types.__DirectiveLocation = new GraphQLEnumType({ ...config, values: Object.fromEntries(kept) });
  }
  return readable;
}
