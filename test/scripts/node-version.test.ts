import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const RANGE: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).engines.node;

/** Asks the script in a Node of its own: it is a module of the kind that Jest's own loader does not run. */
function satisfies(version: string, range: string): string {
  const code = `import { satisfies } from ${JSON.stringify(`file://${ROOT}/scripts/steps/node-version.mjs`)};
    try { console.log(satisfies(${JSON.stringify(version)}, ${JSON.stringify(range)})) } catch (error) { console.log(error.message) }`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" }).trim();
}

test.each([
  ["20.18.9", "false"],
  ["20.19.0", "true"],
  ["20.20.2", "true"],
  ["21.7.0", "false"],
  ["22.12.9", "false"],
  ["22.23.3", "true"],
  ["23.11.0", "false"],
  ["24.10.0", "false"],
  ["24.11.0", "true"],
  ["26.0.0", "true"],
])("Node %s is accepted: %s", (version, expected) => {
  expect(satisfies(version, RANGE)).toBe(expected);
});

test("a form of range that it cannot read is refused, not taken as no limit", () => {
  expect(satisfies("20.19.0", "~20.19.0")).toContain('cannot read the range "~20.19.0"');
});
