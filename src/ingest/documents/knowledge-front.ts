import { z } from "zod";
import {
  type AboutList,
  type KnowledgeDraft,
  LONGEST,
  MOST_EVIDENCE,
  MOST_SUBJECTS,
} from "../../datasources/core/knowledge-draft";
import { KNOWLEDGE_KINDS, MODERATION_STATES, VISIBILITIES } from "../../schema/values/enums";
import { FileProblem } from "../reading/file-problem";
import { slugify } from "../slug";

/** Front matter and the text below it, with the line of the file on which each begins. */
export interface FrontMatter {
  readonly yaml: string;
  readonly yamlLine: number;
  readonly text: string;
  readonly textLine: number;
}

const FENCED = /^\uFEFF?---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n([\s\S]*))?$/;

/** Whether a text begins as one with front matter does. `opening` may be cut anywhere. */
export function opensWithFrontMatter(opening: string): boolean {
  return /^\uFEFF?---[ \t]*\r?\n/.test(opening);
}

/** The two parts of a file. Throws FileProblem where it has no front matter. */
export function splitFrontMatter(file: string): FrontMatter {
  const parts = FENCED.exec(file);
  if (parts === null)
    throw new FileProblem(
      "The file must begin with its facts between two lines of three hyphens (---), the text below them: see docs/knowledge.md.",
      { row: 1 },
    );
  const [, yaml = "", text = ""] = parts;
  const lines = (part: string): number => part.split("\n").length - 1;
  return { yaml, yamlLine: 2, text, textLine: 1 + lines(file.slice(0, file.length - text.length)) };
}

/** Values of a closed list as people write them: `case study` for CASE_STUDY. */
function oneOf<const T extends readonly string[]>(values: T) {
  const inForm = (value: unknown) =>
    typeof value === "string"
      ? value
          .trim()
          .toUpperCase()
          .replace(/[\s-]+/g, "_")
      : value;
  return z.preprocess(inForm, z.enum(values));
}

/** Numbers are names here: LGSL 1105, the year 2025. */
const name = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : value),
  z.string().max(LONGEST.title),
);
/** A list; one name alone is a list of one. */
const names = z.preprocess(
  (value) => (typeof value === "string" || typeof value === "number" ? [value] : value),
  z.array(name).max(MOST_SUBJECTS),
);

const FRONT = z.strictObject({
  kind: oneOf(KNOWLEDGE_KINDS),
  title: z.string(),
  summary: z.string().optional(),
  url: z.string().optional(),
  published: z.string().optional(),
  author: z.string().optional(),
  status: z.string().optional(),
  group: z.string().optional(),
  council: z.string().optional(),
  visibility: oneOf(VISIBILITIES),
  state: oneOf(MODERATION_STATES).optional(),
  key: z.string().optional(),
  about: z
    .strictObject({
      areas: names.optional(),
      councils: names.optional(),
      indicators: names.optional(),
      services: names.optional(),
      outcomes: names.optional(),
      datasets: names.optional(),
      functions: names.optional(),
      suppliers: names.optional(),
    } satisfies Record<AboutList, z.ZodType>)
    .default({}),
  evidence: z
    .array(
      z.strictObject({ indicator: name, area: name, period: name, breakdown: z.record(z.string(), name).optional() }),
    )
    .max(MOST_EVIDENCE)
    .default([]),
});
export type Front = z.infer<typeof FRONT>;

/** What front matter must be, once it is read from YAML. */
export const FRONT_MATTER = FRONT;

/** The item that front matter and text make, and its key: `key`, or the file's name without folders and ending. */
export function draftOf(front: Front, text: string, fileName: string): KnowledgeDraft & { readonly key: string } {
  const { published, about, evidence, state: _state, key, ...plain } = front;
  const known = Object.entries(plain).filter(([, value]) => value !== undefined);
  const stem = fileName.replace(/^.*\//, "").replace(/\.[a-z]+$/i, "");
  return {
    ...(Object.fromEntries(known) as Pick<KnowledgeDraft, "kind" | "title" | "visibility">), // the same fields without absent ones
    key: key ?? slugify(stem),
    text,
    ...(published === undefined ? {} : { publishedOn: published }),
    about: Object.fromEntries(Object.entries(about).filter(([, list]) => list !== undefined)),
    evidence: evidence.map(({ breakdown, ...figure }) => ({
      ...figure,
      ...(breakdown === undefined
        ? {}
        : {
            breakdown: Object.entries(breakdown)
              .map(([dimension, member]) => `${dimension}=${member}`)
              .join("|"),
          }),
    })),
  };
}

/** Where the place of a problem stands in the front matter: `about.areas[0]` is the first of a list of `about`. */
export function pathOf(place: string): readonly (string | number)[] {
  return [...place.matchAll(/[^.[\]]+/g)].map(([part]) => {
    if (/^\d+$/.test(part)) return Number(part);
    return part === "publishedOn" ? "published" : part;
  });
}
