import type { FileReport, ImportReport } from "../ingest/import";

const SHOWN = 5;

/** What an import did, as lines to read: one a file, the first refusals and the warnings below it, and the sum. */
export function summary(report: ImportReport): string {
  const lines = report.files.flatMap(linesOf);
  const sum = (of: (file: FileReport) => number) =>
    report.files.reduce((total, file) => total + of(file), 0).toLocaleString("en-GB");
  const what = report.changed ? "The store has changed." : "The store is as it was.";
  lines.push(
    `${sum(() => 1)} files: ${sum((file) => file.rowsRead)} rows read, ${sum((file) => file.added)} added, ${sum((file) => file.changed)} changed, ` +
      `${sum((file) => file.withdrawn)} withdrawn, ${sum((file) => file.duplicates)} repeated, ${sum((file) => file.refused)} refused. ${what}`,
  );
  return `${lines.join("\n")}\n`;
}

function linesOf(file: FileReport): readonly string[] {
  const counts = [
    [file.added, "added"],
    [file.changed, "changed"],
    [file.withdrawn, "withdrawn"],
    [file.duplicates, "repeated"],
    [file.refused, "refused"],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const head = `${file.state.toLowerCase()}  ${file.file}: ${file.rowsRead} rows read${told.length === 0 ? "" : `, ${told.join(", ")}`}`;
  const refusals = file.refusals.slice(0, SHOWN).map((refusal) => {
    const where = [
      refusal.row > 0 ? `row ${refusal.row}` : "",
      refusal.column === "" ? "" : `column ${refusal.column}`,
    ].filter((part) => part !== "");
    const found = refusal.found === "" ? "" : ` found "${refusal.found}".`;
    return `    ${where.join(", ")}:${found} ${refusal.reason}`;
  });
  const rest = file.refused - refusals.length;
  return [
    head,
    ...refusals,
    ...(rest > 0 ? [`    … and ${rest} more refused`] : []),
    ...file.warnings.map((warning) => `    note: ${warning}`),
  ];
}
