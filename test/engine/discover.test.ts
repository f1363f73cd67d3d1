import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { discoverSources } from "../../src/datasources/engine/discover";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outturn-sources-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const good = {
  id: "one",
  name: "One",
  publisher: "One",
  homepage: "https://one.example/",
  documentation: "https://one.example/",
  baseUrl: "https://one.example/api/",
  licence: {},
  limits: {},
  freshness: {},
  areaTypes: [],
  nations: [],
  revision: 1,
  wellKnown: [{ upstreamId: "a" }],
  quirks: [],
};

function put(file: string, source: unknown): void {
  writeFileSync(join(folder, file), `exports.default = ${JSON.stringify(source)};`);
}

test("loads every source of a folder, and nothing else of it", () => {
  put("two-b.source.js", { ...good, id: "two-b" });
  put("one.source.js", good);
  put("one.facts.js", { not: "a source" });
  expect(discoverSources(folder).map((source) => source.id)).toEqual(["one", "two-b"]);
});

test.each<[string, string, unknown, RegExp]>([
  ["an id that is not the file's", "two.source.js", good, /^two\.source\.js: its id must be two/],
  ["a name with capitals", "Two.source.js", good, /^Two\.source\.js: its name must be/],
  ["no default export", "one.source.js", undefined, /^one\.source\.js: it has no default export/],
  ["no publisher", "one.source.js", { ...good, publisher: "" }, /one\.source\.js: it must say its publisher/],
  ["no limits", "one.source.js", { ...good, limits: undefined }, /it must say its limits/],
  ["an address without its slash", "one.source.js", { ...good, baseUrl: "https://one.example/api" }, /end in a slash/],
  [
    "two indicators with one id",
    "one.source.js",
    { ...good, wellKnown: [{ upstreamId: "a" }, { upstreamId: "a" }] },
    /two of its indicators/,
  ],
  ["an id with a bar", "one.source.js", { ...good, wellKnown: [{ upstreamId: "a|b" }] }, /holds a space or a bar/],
])("a file with %s stops the start, and is named", (_name, file, source, message) => {
  put(file, source);
  expect(() => discoverSources(folder)).toThrow(message);
});

test("a file that does not load stops the start, and is named", () => {
  writeFileSync(join(folder, "one.source.js"), "throw new Error('broken inside')");
  expect(() => discoverSources(folder)).toThrow(/^one\.source\.js: it does not load: broken inside/);
});

test("the hub's own sources load", () => {
  const sources = discoverSources();
  expect(new Set(sources.map((source) => source.id)).size).toBe(sources.length);
});
