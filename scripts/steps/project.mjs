/** Where the checkout is and what its package.json says. Node built-ins only: this runs before anything is installed. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the checkout. */
export const at = (...parts) => join(ROOT, ...parts);

/** package.json, parsed. */
export const manifest = () => JSON.parse(readFileSync(at("package.json"), "utf8"));

/** Stops with one line on stderr and exit code 1. */
export function stop(line) {
  console.error(line);
  process.exit(1);
}
