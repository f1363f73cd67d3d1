/** The closed lists of the graph as GraphQL enums, a file a subject. */
export * from "./areas";
export * from "./comparison";
export * from "./councils-and-groups";
export * from "./indicators";
export * from "./knowledge";
export * from "./observations";
export * from "./outcomes";
export * from "./periods";
export * from "./provenance";
export * from "./services";
export * from "./sources";
