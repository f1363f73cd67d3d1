import { writeFile } from "node:fs/promises";
import { importPath } from "../ingest/import";
import { FileProblem } from "../ingest/reading/file-problem";
import type { Command } from "./parts";
import { WrongUse } from "./parts";
import { progressOn } from "./progress";
import { summary } from "./summary";

/** `outturn import <folder-or-file> [--report <file.json>]` */
export const importCommand: Command = async (args, parts) => {
  const { path, report: reportFile } = read(args);
  const progress = progressOn(process.stderr);
  try {
    const store = await parts.openStore(parts.config().store);
    try {
      const report = await importPath(store, path, { onProgress: progress.step });
      progress.stop();
      if (reportFile !== undefined) await writeFile(reportFile, `${JSON.stringify(report, null, 2)}\n`);
      parts.out.write(summary(report));
      if (report.files.every((file) => file.state === "REFUSED")) return 2;
      return report.files.some((file) => file.refused > 0) ? 1 : 0;
    } finally {
      await store.db.destroy();
    }
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    progress.stop();
    parts.err.write(`${error.found === "" ? "" : `${error.found}: `}${error.message}\n`);
    return 2;
  } finally {
    progress.stop();
  }
};

function read(args: readonly string[]): { readonly path: string; readonly report?: string } {
  const [path, flag, report, ...more] = args;
  if (path === undefined || path.startsWith("--")) throw new WrongUse("Name the folder or file to import.");
  if (flag === undefined) return { path };
  if (flag !== "--report" || report === undefined || more.length > 0)
    throw new WrongUse("After the path, only --report and the name of a file may stand.");
  return { path, report };
}
