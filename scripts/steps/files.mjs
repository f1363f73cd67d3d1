import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { at } from "./project.mjs";

/** Paths of every file under a folder of the checkout, relative to it, in order; empty when the folder is missing. */
export function filesUnder(folder) {
  const walk = (inner) =>
    readdirSync(at(folder, inner), { withFileTypes: true }).flatMap((entry) => {
      const path = join(inner, entry.name);
      return entry.isDirectory() ? walk(path) : [path];
    });
  return existsSync(at(folder)) ? walk("").sort() : [];
}

/** A hash over the names, sizes and times of files and folders of the checkout: changes when any of them is written. */
export function stampOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    if (!existsSync(at(path))) continue;
    const files = statSync(at(path)).isDirectory() ? filesUnder(path).map((file) => join(path, file)) : [path];
    for (const file of files) {
      const { size, mtimeMs } = statSync(at(file));
      hash.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}
