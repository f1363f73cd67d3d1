import { readFile, stat } from "node:fs/promises";
import { type Document, isMap, isNode, LineCounter, parseDocument } from "yaml";
import { FileProblem } from "../reading/file-problem";

/** Larger files are no text that somebody wrote. */
const MOST_BYTES = 2 * 1024 * 1024;
/** Copies that anchors may make: more is an attack, not a shorthand. */
const MOST_ALIASES = 50;

/** A YAML text as plain values, and where each of them stands. */
export interface YamlText {
  readonly value: unknown;
  /** Line of what stands at a path, or of the nearest thing around it; the first line is 1. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Reads a file of text in UTF-8. Throws FileProblem where it is too large, or is no such text. */
export async function readText(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) throw new FileProblem(`The file has ${size} bytes; at most ${MOST_BYTES} are taken.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch {
    throw new FileProblem("The file is not text in UTF-8.");
  }
}

/**
 * YAML 1.2 of the core schema: no tags that make objects, no key twice, few aliases. `firstLine` is the line of the file on which the text
 * begins. Throws FileProblem with the line and what is wrong.
 */
export function readYaml(text: string, firstLine = 1): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, schema: "core", prettyErrors: true });
  const [error] = document.errors;
  const lineAt = (offset: number) => lines.linePos(offset).line + firstLine - 1;
  if (error !== undefined)
    throw new FileProblem(`This is not YAML: ${plain(error.message)}`, { row: lineAt(error.pos[0]) });
  const [warning] = document.warnings; // an unknown tag: the value would be another than its author meant
  if (warning !== undefined)
    throw new FileProblem(`Tags have no meaning here: ${plain(warning.message)}`, { row: lineAt(warning.pos[0]) });
  return { value: plainValue(document), lineOf: (path) => lineAt(offsetOf(document, path)) };
}

function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    throw new FileProblem("The file copies parts of itself too often. Write them out.");
  }
}

/** The first sentence of the parser's message, without its picture of the place. */
function plain(message: string): string {
  return (message.split(/ at line \d+|\n/)[0] ?? message).trim().slice(0, 200);
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range !== null && node.range !== undefined) {
      const inner = length < path.length && isMap(node) ? node.items[0]?.key : undefined;
      const [offset] = isNode(inner) && inner.range ? inner.range : node.range;
      return offset;
    }
  }
  return 0;
}
