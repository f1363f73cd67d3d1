import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { TextDecoder } from "node:util";
import { plainBytes } from "./bytes";
import { FileProblem } from "./file-problem";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** What a first pass over a file's bytes tells. */
export interface Survey {
  readonly encoding: Encoding;
  /** SHA-256 of the plain bytes, in hex. */
  readonly sha256: string;
  /** Number of plain bytes. */
  readonly bytes: number;
  readonly warnings: readonly string[];
}

/**
 * Letters above ASCII that British tables hold, as Windows-1252 has them: £ § ° ± ² ³ · ½ ¼ ¾ © ® ™, dashes, curly quotes, bullet, ellipsis,
 * no-break space, and the accented letters of Welsh, Gaelic and French names.
 */
const BRITISH_1252 = new Set([
  0xa3, 0xa7, 0xb0, 0xb1, 0xb2, 0xb3, 0xb7, 0xbd, 0xbc, 0xbe, 0xa9, 0xae, 0x99, 0x96, 0x97, 0x91, 0x92, 0x93, 0x94,
  0x95, 0x85, 0xa0, 0x80, 0xe0, 0xe1, 0xe2, 0xe4, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed, 0xee, 0xef, 0xf1, 0xf2,
  0xf3, 0xf4, 0xf6, 0xf9, 0xfa, 0xfb, 0xfc, 0xff, 0xc0, 0xc1, 0xc2, 0xc9, 0xca, 0xd3, 0xd4, 0xd6, 0xdc,
]);

/**
 * Reads a file once from end to end: its hash, and how its bytes are to be read. UTF-8 (with a byte order mark or without), UTF-16 with a
 * byte order mark, Windows-1252 when `declared`, or when no other reading is possible: every byte above ASCII stands alone and is a
 * Windows-1252 letter of BRITISH_1252. The last is told in `warnings`.
 * Throws FileProblem for an empty file, for NUL bytes, for a workbook, web page, PDF or JSON in place of a table, and for bytes that
 * cannot be read, with the line.
 */
export async function surveyFile(path: string, declared?: Encoding): Promise<Survey> {
  const hash = createHash("sha256");
  let bytes = 0;
  let lines = 1;
  let encoding: Encoding | undefined;
  let decoder: TextDecoder | undefined;
  let badLine = 0;
  for await (const chunk of plainBytes(path)) {
    hash.update(chunk);
    if (bytes === 0) {
      refuseOtherKinds(chunk);
      encoding = declared ?? markedEncoding(chunk);
      decoder = new TextDecoder(encoding, { fatal: true });
    }
    bytes += chunk.length;
    if (badLine === 0 && !decodes(decoder, chunk)) badLine = lines + lineOfBadByte(chunk);
    if (!encoding?.startsWith("utf-16")) {
      const nul = chunk.indexOf(0);
      if (nul >= 0)
        throw new FileProblem("The file holds a NUL byte, which no table has.", {
          row: lines + newlines(chunk.subarray(0, nul)),
        });
    }
    lines += newlines(chunk);
  }
  if (bytes === 0) throw new FileProblem("The file is empty.");
  if (badLine === 0 && !decodes(decoder)) badLine = lines;
  const seen = { sha256: hash.digest("hex"), bytes };
  if (badLine === 0) return { ...seen, encoding: encoding ?? "utf-8", warnings: [] };
  if (encoding === "utf-8" && declared === undefined && (await isPlausible1252(path))) {
    const warning = `Read as Windows-1252: line ${badLine} is not UTF-8, and its letters have no other reading.`;
    return { ...seen, encoding: "windows-1252", warnings: [warning] };
  }
  throw new FileProblem(
    `The line holds bytes that are not ${(encoding ?? "utf-8").toUpperCase()}. Save the file as UTF-8.`,
    { row: badLine },
  );
}

/** The text of a file in pieces, strictly decoded, without its byte order mark. */
export async function* textOf(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of plainBytes(path)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function markedEncoding(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "utf-8";
}

function refuseOtherKinds(head: Buffer): void {
  const start = head
    .subarray(0, 512)
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart();
  const kind = start.startsWith("PK\u0003\u0004")
    ? "an Excel workbook or another zip file; save the sheet as CSV"
    : start.startsWith("\u00d0\u00cf\u0011\u00e0")
      ? "an old Excel workbook; save the sheet as CSV"
      : start.startsWith("%PDF")
        ? "a PDF document; a table in CSV is needed"
        : start.startsWith("\u001f\u008b")
          ? "packed with gzip; its name must end in .gz"
          : /^(?:<!doctype|<html|<\?xml|<head|<body|<!--)/i.test(start)
            ? "a web page; the download probably failed and left its error page"
            : /^[{[]["\s{\]}]/.test(start)
              ? "JSON; a table in CSV is needed"
              : undefined;
  if (kind !== undefined) throw new FileProblem(`This is no CSV table: it is ${kind}.`, { row: 1, found: start });
}

function decodes(decoder: TextDecoder | undefined, chunk?: Buffer): boolean {
  try {
    decoder?.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

function newlines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
  return count;
}

/** How many lines into the chunk the first line lies that is not UTF-8; 0 where only its edges are cut. */
function lineOfBadByte(chunk: Buffer): number {
  let line = 0;
  for (let from = 0, to = chunk.indexOf(10); to >= 0; from = to + 1, to = chunk.indexOf(10, from)) {
    if (!isUtf8(chunk.subarray(from, to))) return line;
    line++;
  }
  return line;
}

async function isPlausible1252(path: string): Promise<boolean> {
  let before = 0;
  for await (const chunk of plainBytes(path)) {
    for (const byte of chunk) {
      if (byte >= 0x80 && (before >= 0x80 || !BRITISH_1252.has(byte))) return false;
      before = byte;
    }
  }
  return true;
}
