import { CsvError, parse } from "csv-parse/sync"; // the error class of "csv-parse" itself is another one
import { FileProblem } from "./file-problem";
import { type Survey, textOf } from "./survey";

/** One row of a table: its line in the file, counting the first as 1 (the last one, where a cell holds line breaks), and its cells without the spaces around them. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export type Delimiter = "," | ";" | "\t";

export interface CsvText {
  readonly delimiter: Delimiter;
  /** The rows, the header among them, some thousand at a time. */
  readonly blocks: AsyncGenerator<readonly CsvRow[]>;
}

/** Characters that one row may hold: a quote that is never closed must not swallow the file. */
const MAX_ROW = 256 * 1024;
const MAX_CELL = 32 * 1024;
const MAX_COLUMNS = 200;
/** For files that are known to be wide: MHCLG's revenue outturn had 2,587 columns in September 2026. */
export const WIDE_COLUMNS = 5000;
const BLOCK = 64 * 1024;

/**
 * The rows of a delimited text. Quotes are RFC 4180's, strictly; line ends may be LF, CRLF or CR; empty lines are passed over. The delimiter is
 * the one that the first line with any holds most of. `mostColumns` is 200 where the layout does not know its files to be wider.
 * Throws FileProblem, with the line, for a quote out of place or never closed and for rows, cells or columns past their limits.
 *
 * The text is cut into blocks at line ends outside quotes. A block with no quote in it is split at line ends and delimiters, which for such
 * text is what RFC 4180 says; any other goes through csv-parse. That halves the time of a first load.
 */
export async function openCsv(path: string, survey: Survey, mostColumns = MAX_COLUMNS): Promise<CsvText> {
  const text = textOf(path, survey.encoding);
  let head = "";
  while (head.length < 4096) {
    const next = await text.next();
    if (next.done === true) break;
    head += next.value;
  }
  const delimiter = delimiterOf(head);
  return { delimiter, blocks: blocksOf(head, text, delimiter, mostColumns) };
}

async function* blocksOf(
  head: string,
  rest: AsyncGenerator<string>,
  delimiter: Delimiter,
  mostColumns: number,
): AsyncGenerator<CsvRow[]> {
  let line = 1;
  let waiting = head;
  for await (const piece of rest) {
    waiting += piece;
    if (waiting.length < BLOCK) continue;
    const cut = cutAt(waiting);
    if (cut === 0 && waiting.length > MAX_ROW) break;
    const block = waiting.slice(0, cut);
    waiting = waiting.slice(cut);
    yield rowsOf(block, line, delimiter, mostColumns);
    line += lineEnds(block);
  }
  await rest.return(undefined);
  if (waiting !== "") yield rowsOf(waiting, line, delimiter, mostColumns);
}

/** Where the last line ends that ends outside quotes. A CR at the very end may be half of a CRLF and is left. */
function cutAt(text: string): number {
  if (!text.includes('"')) {
    const cr = text.lastIndexOf("\r", text.length - 2);
    return Math.max(text.lastIndexOf("\n"), cr) + 1;
  }
  let cut = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (!quoted && (code === 10 || (code === 13 && at < text.length - 1))) cut = at + 1;
  }
  return cut;
}

function lineEnds(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function rowsOf(block: string, firstLine: number, delimiter: Delimiter, mostColumns: number): CsvRow[] {
  const rows = block.includes('"') ? parsed(block, firstLine, delimiter) : split(block, firstLine, delimiter);
  for (const row of rows) checkSizes(row, mostColumns);
  return rows;
}

function split(block: string, firstLine: number, delimiter: Delimiter): CsvRow[] {
  const rows: CsvRow[] = [];
  const lines = block.includes("\r") ? block.split(/\r\n|\n|\r/) : block.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const text = lines[at] ?? "";
    if (text !== "") rows.push({ line: firstLine + at, cells: text.split(delimiter).map(trimmed) });
  }
  return rows;
}

interface Located {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parsed(block: string, firstLine: number, delimiter: Delimiter): CsvRow[] {
  try {
    const records = parse(block, {
      delimiter,
      info: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true, // widths are checked by the layouts, which can refuse one row and say which
      skip_empty_lines: true,
      max_record_size: MAX_ROW,
    });
    // csv-parse types rows without their line, which `info` adds.
    return (records as unknown as readonly Located[]).map(({ record, info }) => ({
      line: firstLine - 1 + info.lines,
      cells: record.map(trimmed),
    }));
  } catch (error) {
    throw error instanceof CsvError ? problemOf(error, firstLine) : error;
  }
}

/** Trims only where there is something to trim, which is rare. */
function trimmed(cell: string): string {
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  return first <= 32 || last <= 32 || first === 160 || last === 160 ? cell.trim() : cell;
}

function checkSizes(row: CsvRow, mostColumns: number): void {
  const { cells, line } = row;
  if (cells.length > mostColumns) {
    throw new FileProblem(`The row has ${cells.length} columns; ${mostColumns} is the most.`, { row: line });
  }
  const huge = cells.findIndex((cell) => cell.length > MAX_CELL);
  if (huge < 0) return;
  const reason = `Cell ${huge + 1} holds more than ${MAX_CELL} characters. A quote may be missing before it.`;
  throw new FileProblem(reason, { row: line, found: cells[huge] ?? "" });
}

function problemOf(error: CsvError, firstLine: number): FileProblem {
  const line = typeof error.lines === "number" ? firstLine - 1 + error.lines : firstLine;
  const reasons: Readonly<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: "A quote is opened and never closed: it is still open at this line.",
    INVALID_OPENING_QUOTE: 'A quote stands inside a cell that does not begin with one. Write "" inside a quoted cell.',
    CSV_INVALID_CLOSING_QUOTE: "Text follows a closing quote. Put the delimiter after it, or double the quote.",
    CSV_MAX_RECORD_SIZE: `A row holds more than ${MAX_ROW} characters. A quote may have been opened and never closed.`,
  };
  return new FileProblem(reasons[error.code] ?? "The row is not well formed CSV.", { row: line });
}

function delimiterOf(head: string): Delimiter {
  for (const line of head.split(/\r\n|\n|\r/, 40)) {
    const bare = line.replace(/"[^"]*"/g, "");
    const counts = ([",", ";", "\t"] as const).map((mark) => [mark, bare.split(mark).length - 1] as const);
    const best = counts.reduce((left, right) => (right[1] > left[1] ? right : left));
    if (best[1] > 0) return best[0];
  }
  return ",";
}
