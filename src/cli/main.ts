import { writeFile } from "node:fs/promises";
import { ConfigError, loadConfig } from "../config";
import { openStore } from "../datasources/local/store";
import { importPath } from "../ingest/import";
import { FileProblem } from "../ingest/reading/file-problem";
import { progressOn } from "./progress";
import { summary } from "./summary";

const USAGE = `Usage: outturn import <folder-or-file> [--report <file.json>]

Loads figures into the store that DATABASE_URL names (by default the embedded one):
  a folder of tidy tables (docs/tidy-tables.md), one tidy observations file,
  or a file or folder of the "Explore Local Statistics" layout, a .json beside each .csv.

Exit codes: 0 loaded or unchanged; 1 some rows or files were refused; 2 nothing could be loaded;
64 wrong use; 70 the store failed.
`;

interface Asked {
  readonly path: string;
  readonly report?: string;
}

/** The command line. Answers the exit code that USAGE states; writes results to stdout and troubles to stderr. */
export async function main(args: readonly string[]): Promise<number> {
  const asked = read(args);
  if (asked === undefined) {
    const wanted = args.length === 0 || args.includes("--help") || args.includes("-h");
    (wanted ? process.stdout : process.stderr).write(USAGE);
    return args.includes("--help") || args.includes("-h") ? 0 : 64;
  }
  const progress = progressOn(process.stderr);
  try {
    const store = await openStore(loadConfig().store);
    try {
      const report = await importPath(store, asked.path, { onProgress: progress.step });
      progress.stop();
      if (asked.report !== undefined) await writeFile(asked.report, `${JSON.stringify(report, null, 2)}\n`);
      process.stdout.write(summary(report));
      if (report.files.every((file) => file.state === "REFUSED")) return 2;
      return report.files.some((file) => file.refused > 0) ? 1 : 0;
    } finally {
      await store.db.destroy();
    }
  } catch (error) {
    progress.stop();
    if (error instanceof FileProblem) {
      process.stderr.write(`${error.found === "" ? "" : `${error.found}: `}${error.message}\n`);
      return 2;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof ConfigError ? 64 : 70;
  }
}

function read(args: readonly string[]): Asked | undefined {
  const [command, path, ...rest] = args;
  if (command !== "import" || path === undefined || path.startsWith("--")) return undefined;
  if (rest.length === 0) return { path };
  const [flag, report, ...more] = rest;
  return flag === "--report" && report !== undefined && more.length === 0 ? { path, report } : undefined;
}
