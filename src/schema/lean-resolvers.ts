import { type GraphQLSchema, isObjectType } from "graphql";
import { type BuildSchemaOptions, getMetadataStorage } from "type-graphql";

type Metadata = ReturnType<typeof getMetadataStorage>["fieldResolvers"][number];
type Param = NonNullable<Metadata["params"]>[number];
type Pick = (root: object, args: Readonly<Record<string, unknown>>, context: object) => unknown;

/**
 * Field resolvers called with the root, the arguments and the context themselves. type-graphql's own wrapper sorts the parameters
 * anew and copies every input object for each call, which is a third of the cost of a field on hundreds of figures. Inputs arrive
 * as the plain objects that GraphQL made of them: resolvers read properties and never ask for a class. Fields with middleware,
 * roles or other kinds of parameters keep their wrapper.
 */
export function leanResolvers(schema: GraphQLSchema, resolvers: BuildSchemaOptions["resolvers"]): void {
  const instances = new Map<unknown, object>(resolvers.map((resolver) => [resolver, Reflect.construct(resolver, [])]));
  const storage = getMetadataStorage();
  for (const metadata of storage.fieldResolvers) {
    const instance = instances.get(metadata.target);
    const picks = metadata.params === undefined ? [] : picksOf(metadata.params);
    const isPlain = (metadata.middlewares?.length ?? 0) === 0 && metadata.roles === undefined;
    if (instance === undefined || picks === undefined || !isPlain) continue;
    const target = storage.objectTypes.find((type) => type.target === metadata.getObjectType?.());
    const type = schema.getType(target?.name ?? "");
    const field = isObjectType(type) ? type.getFields()[metadata.schemaName] : undefined;
    const method: unknown = Reflect.get(instance, metadata.methodName);
    if (field === undefined || typeof method !== "function") continue;
    field.resolve = (root, args, context) =>
      Reflect.apply(
        method,
        instance,
        picks.map((pick) => pick(root, args, context)),
      );
  }
}

/** How each parameter is come by, in order; undefined where one is of a kind that only the wrapper knows. */
function picksOf(params: readonly Param[]): readonly Pick[] | undefined {
  const picks = [...params].sort((a, b) => a.index - b.index).map(pickOf);
  return picks.every((pick) => pick !== undefined) ? picks : undefined;
}

function pickOf(param: Param): Pick | undefined {
  if (param.kind === "root" && param.getType === undefined && param.propertyName === undefined) return (root) => root;
  if (param.kind === "context" && param.propertyName === undefined) return (_root, _args, context) => context;
  if (param.kind === "arg") return (_root, args) => args[param.name];
  return undefined;
}
