import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, parse, validate } from "graphql";
import { sourcePages } from "../../src/cli/source-pages";
import { sourceQuery } from "../../src/cli/source-query";
import { addressVariables, sourceSettings } from "../../src/config";
import { discoverSources } from "../../src/datasources/engine/discover";
import { inventedSource } from "../ingest/support/invented-source";

const root = join(__dirname, "../..");
const folder = join(root, "docs/sources");
const sources = discoverSources(undefined, require);
const pages = sourcePages(sources);

test("the committed pages are what the sources declare (npm run docs:sources writes them)", () => {
  const committed = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".md")) : [];
  expect(committed.toSorted()).toEqual([...pages.keys()].toSorted());
  for (const [name, text] of pages) expect(readFileSync(join(folder, name), "utf8")).toBe(text);
});

test("every page's query is one that the schema takes", () => {
  const schema = buildSchema(readFileSync(join(root, "src/schema/schema.graphql"), "utf8"));
  const queries = [...sources, inventedSource()].flatMap((source) => sourceQuery(source) ?? []);
  expect(queries.length).toBeGreaterThan(0);
  for (const query of queries) expect(validate(schema, parse(query))).toEqual([]);
});

test("the variables that pages name are those that are read", () => {
  const source = inventedSource({ id: "two-words", otherBases: { "old-tables": "https://example.org/old/" } });
  const names = addressVariables(source);
  expect(names.map(([name]) => name)).toEqual(["OUTTURN_TWO_WORDS_URL", "OUTTURN_TWO_WORDS_OLD_TABLES_URL"]);
  const env = Object.fromEntries(names.map(([name]) => [name, "https://example.com/"]));
  expect(sourceSettings([source], env).get("two-words")?.bases).toEqual({
    "": "https://example.com/",
    "old-tables": "https://example.com/",
  });
});

test("links of pages lead to files that there are", () => {
  for (const text of pages.values()) {
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      expect([target, existsSync(join(folder, target)) || pages.has(target)]).toEqual([target, true]);
    }
  }
});
