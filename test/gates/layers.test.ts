import ts from "typescript";
import { readTree, resolveImport, type SourceTree } from "./source-tree";

/** Which layers each layer may reach, by folder. A file in `src/` itself puts the others together and may reach all. */
const MAY_REACH: readonly (readonly [layer: string, reaches: readonly string[]])[] = [
  ["schema/values", []],
  ["schema", ["schema/values"]],
  ["entities", ["schema/values"]],
  ["statistics", ["schema/values"]],
  ["datasources/core", ["schema/values", "statistics"]],
  ["datasources/formats", ["datasources/core", "schema/values"]],
  ["datasources/national", ["datasources/core", "datasources/formats", "schema/values"]],
  ["datasources/engine", ["datasources/core", "schema/values"]],
  ["datasources/remote", ["datasources/core", "schema/values", "statistics"]],
  ["datasources/local", ["datasources/core", "entities", "schema/values", "statistics"]],
  [
    "datasources/joined",
    ["datasources/core", "datasources/local", "datasources/remote", "schema/values", "statistics"],
  ],
  ["resolvers", ["schema", "schema/values", "datasources/core"]],
  ["ingest", ["datasources/core", "datasources/local", "entities", "schema/values"]],
  ["server", ["schema", "schema/values", "datasources/core"]],
  ["cli", ["", "ingest", "datasources/local", "datasources/core", "schema/values"]],
];

/** Packages that only some layers may know. */
const PACKAGES: readonly (readonly [pattern: RegExp, layers: readonly string[]])[] = [
  [/^typeorm$|^libsql$|^mysql2/, ["entities", "datasources/local", "ingest"]],
  [/^type-graphql$/, ["schema", "resolvers"]],
  [/^graphql$|^graphql-scalars$|^@apollo\//, ["schema", "resolvers", "server"]],
  [/^undici$|^ioredis$|^ipaddr/, ["datasources/engine"]],
  [/^fastify$|^@as-integrations\//, ["server"]],
];

const LAYERS = MAY_REACH.map(([layer]) => layer).toSorted((a, b) => b.length - a.length);

function layerOf(path: string): string {
  return LAYERS.find((layer) => layer !== "" && path.startsWith(`${layer}/`)) ?? "";
}

function violations(tree: SourceTree): string[] {
  return Object.entries(tree).flatMap(([file, text]) => {
    const layer = layerOf(file);
    if (layer === "") return [];
    const reaches = MAY_REACH.find(([name]) => name === layer)?.[1] ?? [];
    return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
      const target = resolveImport(file, fileName);
      if (!fileName.startsWith(".")) {
        const owners = PACKAGES.find(([pattern]) => pattern.test(fileName))?.[1];
        return owners === undefined || owners.includes(layer) ? [] : [`${file}: ${layer} must not import ${fileName}`];
      }
      const reached = layerOf(`${target}/`) === "" ? layerOf(target) : layerOf(`${target}/`);
      if (target === "config" && layer === "server") return []; // the shape of the settings, handed in at the start
      return reached === layer || reaches.includes(reached)
        ? []
        : [`${file}: ${layer} must not reach ${reached === "" ? target : reached}`];
    });
  });
}

/** Files of one national source that reach another's: each source stands alone, so that it can be added, changed and removed alone. */
function entangled(tree: SourceTree): string[] {
  const sourceOf = (path: string) => /^datasources\/national\/([a-z0-9-]+)/.exec(path)?.[1];
  return Object.entries(tree).flatMap(([file, text]) => {
    const own = sourceOf(file);
    if (own === undefined) return [];
    return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
      const other = sourceOf(resolveImport(file, fileName));
      return other === undefined || other === own ? [] : [`${file} reaches ${other}`];
    });
  });
}

function cycles(tree: SourceTree): string[] {
  const imports = new Map(
    Object.entries(tree).map(([file, text]) => [
      file,
      ts
        .preProcessFile(text.replace(/^import type .*$/gm, ""), true, true)
        .importedFiles.map(({ fileName }) => resolveImport(file, fileName))
        .flatMap((target) => [`${target}.ts`, `${target}/index.ts`].filter((path) => path in tree)),
    ]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" > "));
    else if (!done.has(file)) {
      for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    }
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}

describe("layers", () => {
  const tree = readTree("src");

  test("point one way", () => {
    expect(Object.keys(tree).length).toBeGreaterThan(50);
    expect(violations(tree)).toEqual([]);
  });

  test("do not run in circles, but for object types that name each other through thunks", () => {
    const thunks = /^schema\/[a-z]+\.type\.ts$/;
    expect(cycles(tree).filter((cycle) => !cycle.split(" > ").every((file) => thunks.test(file)))).toEqual([]);
  });

  test("no national source reaches another", () => {
    expect(entangled(tree)).toEqual([]);
    expect(entangled({ "datasources/national/a/b.ts": 'import { c } from "../c/d"' })).toEqual([
      "datasources/national/a/b.ts reaches c",
    ]);
  });

  test("only the configuration reads the environment", () => {
    expect(Object.keys(tree).filter((file) => file !== "config.ts" && /process\.env\b/.test(tree[file] ?? ""))).toEqual(
      [],
    );
  });

  test("the gate bites", () => {
    expect(violations({ "resolvers/a.resolver.ts": 'import { B } from "../entities/b.entity"' })).toEqual([
      "resolvers/a.resolver.ts: resolvers must not reach entities",
    ]);
    expect(violations({ "schema/values/a.ts": 'import { B } from "../b.type"' })).toEqual([
      "schema/values/a.ts: schema/values must not reach schema",
    ]);
    expect(violations({ "statistics/a.ts": 'import { B } from "../server"' })).toEqual([
      "statistics/a.ts: statistics must not reach server",
    ]);
    expect(violations({ "datasources/local/a.ts": 'import { ObjectType } from "type-graphql"' })).toEqual([
      "datasources/local/a.ts: datasources/local must not import type-graphql",
    ]);
    expect(violations({ "resolvers/a.ts": 'import { In } from "typeorm"' })).toEqual([
      "resolvers/a.ts: resolvers must not import typeorm",
    ]);
    expect(cycles({ "a.ts": 'import { b } from "./b"', "b.ts": 'import { a } from "./a"' })).toEqual([
      "a.ts > b.ts > a.ts",
    ]);
  });
});
