import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";

/** Source files by path relative to `src/`, with forward slashes. */
export type SourceTree = Readonly<Record<string, string>>;

export const ROOT = join(__dirname, "..", "..");

/** Every TypeScript file under a folder of the repository. */
export function readTree(folder: string): SourceTree {
  const top = join(ROOT, folder);
  const files = readdirSync(top, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.tsx?$/.test(entry.name),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(top, path).split(sep).join("/"), readFileSync(path, "utf8")];
    }),
  );
}

/** What an import names, as a path relative to `src/` (without ending) for a relative one, else the package. */
export function resolveImport(from: string, specifier: string): string {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : specifier;
}
