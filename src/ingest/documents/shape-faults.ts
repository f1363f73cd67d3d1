import type { z } from "zod";
import { shorten } from "../reading/file-problem";
import type { Refusal } from "../tidy-observation";
import type { YamlText } from "./yaml-text";

/** Faults told of one file: whoever has mended this many reads it again. */
const MOST = 50;

/** What a document has that its shape forbids: line, path and what would be right, one refusal a fault. */
export function shapeFaults(file: string, yaml: YamlText, error: z.ZodError): readonly Refusal[] {
  return error.issues.slice(0, MOST).flatMap((issue) => {
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => {
      const value = valueAt(yaml.value, path);
      const found = value === undefined ? "" : typeof value === "string" ? value : (JSON.stringify(value) ?? "");
      return {
        file,
        row: yaml.lineOf(path),
        column: pathText(path),
        found: shorten(found),
        reason: reasonOf(issue, value),
      };
    });
  });
}

/** `outcomes[2].indicators[0].role`, counting the first of a list as 1: people count that way. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part + 1}]`;
    return text === "" ? shorten(String(part)) : `${text}.${shorten(String(part))}`;
  }, "");
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return "The schema has no such field here. Mend its name, or take it out.";
    case "invalid_value":
      return `Write one of ${issue.values.map(String).join(", ")}.`;
    case "invalid_type":
      return value === undefined
        ? "This field is missing."
        : `This must be ${KINDS[issue.expected] ?? issue.expected}.`;
    case "too_big":
      return (
        `At most ${issue.maximum} ${issue.origin === "array" ? "entries" : issue.origin === "string" ? "characters" : ""}`.trim() +
        " are taken here."
      );
    case "too_small":
    case "invalid_format":
    case "custom":
      return `This ${/^(?:may|must)/.test(issue.message) ? issue.message : "is too small"}.`;
    default:
      return "This is not what the schema asks for here.";
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text; put numbers and dates in quotes",
  number: "a number",
  int: "a whole number",
  array: "a list",
  object: "a block of fields",
};

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return at;
}
