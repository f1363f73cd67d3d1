import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { filesUnder, stampOf } from "./files.mjs";
import { run } from "./processes.mjs";
import { at } from "./project.mjs";

const STAMP = "dist/.stamp";
const INPUTS = ["src", "tsconfig.json", "package-lock.json", "scripts/build-playground.mjs"];
/** Folders of src that the browser's bundle is made from and the server never loads. */
const BROWSER_ONLY = /^playground[\\/]/;

/**
 * Compiles src to dist and bundles the playground, when a source changed since the last good build.
 * Returns true when dist is up to date, false when the compiler refused (its messages are on the terminal) and dist is as it was or part-built.
 */
export async function build({ quiet = false } = {}) {
  const stamp = stampOf(INPUTS);
  if (existsSync(at(STAMP)) && readFileSync(at(STAMP), "utf8") === stamp) return true;
  if (!quiet) console.log("Building …");
  rmSync(at(STAMP), { force: true });
  // The compiler's record of what it wrote lies outside dist: without dist it would believe that nothing is left to write.
  if (!existsSync(at("dist"))) rmSync(at("var/tsc/src.tsbuildinfo"), { force: true });
  if ((await run(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"])) !== 0) return false;
  removeOrphans();
  copyAssets();
  if (
    existsSync(at("scripts/build-playground.mjs")) &&
    (await run(process.execPath, [at("scripts/build-playground.mjs")])) !== 0
  )
    return false;
  writeFileSync(at(STAMP), stamp);
  return true;
}

/** A compiled file whose source is gone would still be found by an import. */
function removeOrphans() {
  for (const file of filesUnder("dist")) {
    if (!file.endsWith(".js") || BROWSER_ONLY.test(file)) continue;
    if (!existsSync(at("src", file.replace(/\.js$/, ".ts")))) rmSync(at("dist", file));
  }
}

/** Style sheets, pictures, SDL: whatever lies among the sources and is not TypeScript. */
function copyAssets() {
  for (const file of filesUnder("src")) {
    if (/\.tsx?$/.test(file) || BROWSER_ONLY.test(file)) continue;
    mkdirSync(dirname(at("dist", file)), { recursive: true });
    copyFileSync(at("src", file), at("dist", file));
  }
}
