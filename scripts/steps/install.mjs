import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { npm } from "./processes.mjs";
import { at, stop } from "./project.mjs";

const STAMP = at("node_modules", ".outturn-lock");

/** Installs what package-lock.json names, when node_modules is missing or holds something else. Quick when nothing changed. */
export async function install() {
  const hash = createHash("sha256")
    .update(readFileSync(at("package-lock.json")))
    .digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) return;
  if (!holdsTheLock()) {
    console.log("Installing dependencies (once; about a minute) …");
    // Nothing needs install scripts: every native part comes inside a package of its own.
    const code = await npm([
      "ci",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      "--loglevel=error",
    ]);
    if (code !== 0)
      stop(
        `Dependencies could not be installed (npm ci ended with ${code}). Its message above says why; a first start needs the package registry.`,
      );
  }
  writeFileSync(STAMP, hash);
}

/**
 * Whether node_modules was filled from this very lock by npm itself (someone ran `npm install`): npm keeps what it installed in
 * node_modules/.package-lock.json. Packages for other machines stand in the lock as optional and need not be there.
 */
function holdsTheLock() {
  const record = at("node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(at("package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" ||
      (installed[path] === undefined
        ? entry.optional === true || entry.devOptional === true
        : installed[path].version === entry.version),
  );
}
