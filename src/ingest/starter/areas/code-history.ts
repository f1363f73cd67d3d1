import type { SourceFolder } from "../files";

/** One stretch of an area's history in the Code History Database: its name between two days. */
export interface Stretch {
  readonly date: { readonly s: string; readonly e?: string };
  readonly nm: string;
  readonly nm_alt?: readonly string[];
  readonly parent?: string;
  readonly status: "live" | "terminated";
}

/** The stretches of each code, newest first. */
export type CodeHistory = ReadonlyMap<string, readonly Stretch[]>;

/**
 * By first day, then by last, a stretch that goes on before one that ended: E05011401 (Kippax & Methley) has a stretch of one day, its
 * very first, beside the one that still runs.
 */
function newestFirst(a: Stretch, b: Stretch): number {
  if (a.date.s !== b.date.s) return a.date.s < b.date.s ? 1 : -1;
  const [last, other] = [a.date.e ?? "9999", b.date.e ?? "9999"];
  return last === other ? 0 : last < other ? 1 : -1;
}

/** Reads the areas of one GSS prefix, such as `E07`, from the ONS Code History Database of July 2024. */
export function codeHistory(folder: SourceFolder, prefix: string): CodeHistory {
  const file = `areas/chd2024/${prefix}.json`;
  const content = folder.json<{ areas: Record<string, Stretch[]> }>(file, (each) => Object.keys(each.areas).length);
  return new Map(Object.entries(content.areas).map(([code, stretches]) => [code, [...stretches].sort(newestFirst)]));
}
