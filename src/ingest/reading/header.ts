import type { CsvRow } from "./csv";
import { FileProblem } from "./file-problem";

/** Where each column stands. */
export interface Header {
  readonly line: number;
  readonly width: number;
  /** Cells of the header row, the empty ones at its end among them. */
  readonly paddedWidth: number;
  /** Names in their order, as the file has them. */
  readonly names: readonly string[];
  /** Positions by name: more than one only for names that may repeat. */
  readonly positions: ReadonlyMap<string, readonly number[]>;
  /** Rows that stood before the header, such as a title. */
  readonly preamble: readonly CsvRow[];
  /** Rows below the header that were read along with it. */
  readonly following: readonly CsvRow[];
}

const LONGEST_PREAMBLE = 20;

/**
 * Finds the header: the first of the first 21 rows that has every required name. Trailing empty columns are left out.
 * Throws FileProblem when there is none (naming what the likeliest row lacks), and for an empty, repeated or `__proto__` name.
 */
export async function readHeader(
  blocks: AsyncGenerator<readonly CsvRow[]>,
  required: readonly string[],
  mayRepeat: ReadonlySet<string> = new Set(),
): Promise<Header> {
  let rows: readonly CsvRow[] = [];
  while (rows.length <= LONGEST_PREAMBLE) {
    const next = await blocks.next();
    if (next.done === true) break;
    rows = [...rows, ...next.value];
  }
  const first = rows.slice(0, LONGEST_PREAMBLE + 1);
  const lacks = (row: CsvRow) => required.filter((name) => !row.cells.includes(name));
  const [likeliest] = [...first].sort((a, b) => lacks(a).length - lacks(b).length);
  if (likeliest === undefined) throw new FileProblem("The file has no row.");
  const missing = lacks(likeliest);
  if (missing.length > 0) {
    const reason = `No header was found. It must name these columns as well: ${missing.join(", ")}.`;
    throw new FileProblem(reason, { row: likeliest.line, found: likeliest.cells.join(",") });
  }
  const at = rows.indexOf(likeliest);
  return headerOf(likeliest, rows.slice(0, at), rows.slice(at + 1), mayRepeat);
}

function headerOf(
  row: CsvRow,
  preamble: readonly CsvRow[],
  following: readonly CsvRow[],
  mayRepeat: ReadonlySet<string>,
): Header {
  const names = [...row.cells];
  while (names.at(-1) === "") names.pop();
  const positions = new Map<string, number[]>();
  names.forEach((name, at) => {
    const reason =
      name === ""
        ? `Column ${at + 1} has no name.`
        : ["__proto__", "constructor", "prototype"].includes(name)
          ? `A column may not be called "${name}".`
          : positions.has(name) && !mayRepeat.has(name)
            ? `The column "${name}" stands twice. Each name may stand once.`
            : undefined;
    if (reason !== undefined) throw new FileProblem(reason, { row: row.line, column: name });
    positions.set(name, [...(positions.get(name) ?? []), at]);
  });
  const [width, paddedWidth] = [names.length, row.cells.length];
  return { line: row.line, width, paddedWidth, names, positions, preamble, following };
}

/**
 * A row's cells; undefined when they are not as many as the header has names. Where the header ends in empty cells, a row may end in as
 * many. No other surplus is let through, not even an empty one: a comma too many inside a row ("1,5" for 1.5) moves the cells after it.
 */
export function fitted(row: CsvRow, header: Pick<Header, "width" | "paddedWidth">): readonly string[] | undefined {
  if (row.cells.length === header.width) return row.cells;
  const isPadded = row.cells.length === header.paddedWidth;
  return isPadded && row.cells.slice(header.width).every((cell) => cell === "") ? row.cells : undefined;
}
