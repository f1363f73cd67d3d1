import { existsSync } from "node:fs";
import { runQuietly } from "./processes.mjs";
import { at } from "./project.mjs";

const tool = (path) => at("node_modules", path);

/** Format and lint, types of sources, tests and benches, and generated operations: each with the words it is announced by. */
function checks() {
  const all = [
    ["format and lint", tool("@biomejs/biome/bin/biome"), ["ci", "--colors=off", "--log-level=warn", "."]],
    ["types", tool("typescript/bin/tsc"), ["-p", "tsconfig.test.json"]],
  ];
  if (existsSync(at("codegen.yml")))
    all.push(["generated operations", tool("@graphql-codegen/cli/cjs/bin.js"), ["--config", "codegen.yml", "--check"]]);
  return all;
}

/** Runs the checks that need no test, side by side; prints what a failed one said. Resolves to whether all passed. */
export async function standingChecks(more = []) {
  const running = [...checks(), ...more].map(([name, script, args, env]) =>
    runQuietly(name, process.execPath, [script, ...args], { env: { ...process.env, ...env } }),
  );
  const results = await Promise.all(running);
  for (const { name, code, output, seconds } of results) {
    if (code !== 0) console.error(output.trimEnd());
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds.toFixed(1)} s)`);
  }
  return results.every((result) => result.code === 0);
}
