import type { BuildReport, ReportedReason } from "./report";
import type { WrittenTable } from "./tidy";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const number = (value: number): string => value.toLocaleString("en-GB");

function reasons(title: string, list: readonly ReportedReason[]): string[] {
  return list.map((each) => {
    const examples = each.examples.length === 0 ? "" : ` (for example ${each.examples.map(cell).join("; ")})`;
    return `- ${title}: ${number(each.count)} × ${cell(each.reason)}${examples}`;
  });
}

/** The build's report as a Markdown page: what was read, kept and refused per file, and what was written. */
export function reportPage(
  finished: ReturnType<BuildReport["finish"]>,
  tables: readonly WrittenTable[],
  rules: readonly string[],
): string {
  const { files, unread } = finished;
  const sum = (pick: (file: (typeof files)[number]) => number) => number(files.reduce((a, file) => a + pick(file), 0));
  const lines = [
    "# How the starter set was built",
    "",
    "Written by `npm run starter:build`. Do not edit by hand.",
    "",
    `Rows read ${sum((f) => f.rowsRead)}, kept ${sum((f) => f.rowsKept)}, refused ${sum((f) => f.rowsRefused)}.`,
    "A row is kept when it was used, as a figure or to make or check one of our tables.",
    "",
    "## Rules",
    "",
    ...rules.map((rule) => `- ${rule}`),
    "",
    "## Tables written",
    "",
    "| table | rows | bytes, compressed |",
    "|---|---:|---:|",
    ...tables.map((table) => `| ${table.name} | ${number(table.rows)} | ${number(table.bytes)} |`),
    "",
    "## Publishers' files",
    "",
    "| file | read | kept | refused |",
    "|---|---:|---:|---:|",
    ...files.map((f) => `| ${f.file} | ${number(f.rowsRead)} | ${number(f.rowsKept)} | ${number(f.rowsRefused)} |`),
    "",
    "## What was refused, and what was noticed",
    "",
  ];
  for (const file of files) {
    if (file.refused.length === 0 && file.notes.length === 0) continue;
    lines.push(`### ${file.file}`, "", ...reasons("refused", file.refused), ...reasons("noticed", file.notes), "");
  }
  lines.push("## Files not read", "", ...unread.map((each) => `- ${each.file}: ${each.reason}`), "");
  return lines.join("\n");
}
