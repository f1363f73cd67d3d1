import type * as v from "../../schema/values/enums";
import { KNOWLEDGE_KINDS, VISIBILITIES } from "../../schema/values/enums";
import { readDate } from "../../schema/values/period-dates";
import type { SubjectType } from "./knowledge-records";

/** The lists of names that say what an item is about, and what each names. */
export const ABOUT_LISTS = {
  areas: "Area",
  councils: "Council",
  indicators: "Indicator",
  services: "Service",
  outcomes: "Outcome",
  datasets: "Dataset",
  functions: "ServiceFunction",
  suppliers: "Supplier",
} as const satisfies Readonly<Record<string, SubjectType>>;
export type AboutList = keyof typeof ABOUT_LISTS;

/** A figure by the names that people know. */
export interface EvidenceName {
  readonly indicator: string;
  readonly area: string;
  /** ISO 8601 interval, or a label. */
  readonly period: string;
  /** `dimension=member`, joined by `|`; none for totals. */
  readonly breakdown?: string;
}

/** An item as somebody wrote it: from a mutation or from a file. */
export interface KnowledgeDraft {
  /** Its lasting name; made from the title where a new item has none. */
  readonly key?: string;
  readonly kind: v.KnowledgeKind;
  readonly title: string;
  readonly summary?: string;
  readonly text?: string;
  readonly url?: string;
  readonly publishedOn?: string;
  readonly author?: string;
  readonly status?: string;
  readonly group?: string;
  readonly council?: string;
  readonly visibility: v.Visibility;
  readonly about: Partial<Readonly<Record<AboutList, readonly string[]>>>;
  readonly evidence: readonly EvidenceName[];
}

/** What is wrong with one entry: `title`, `about.indicators[2]`. */
export interface DraftProblem {
  readonly place: string;
  readonly found: string;
  /** A whole sentence. */
  readonly reason: string;
  /** What would be right. */
  readonly expected: string;
}

export const LONGEST = { key: 160, title: 300, summary: 2_000, text: 200_000, url: 2_000, line: 200 } as const;
/** Subjects of one item, and figures: more would be a list, not an item. */
export const MOST_SUBJECTS = 100;
export const MOST_EVIDENCE = 50;

/** Control characters, half characters, and marks that turn the direction of what follows. */
const HIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
/** The same in a text of several lines. */
const HIDDEN_IN_TEXT = /[^\P{Cc}\n\t]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/u;
const KEY = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The same draft with texts in one form (NFC, line ends `\n`, no blanks around), absent where they are empty. */
export function tidyDraft(draft: KnowledgeDraft): KnowledgeDraft {
  const tidied = Object.entries(draft).flatMap(([name, value]) => {
    if (typeof value !== "string") return [[name, value]];
    const plain = value.normalize("NFC").replace(/\r\n?/g, "\n").trim();
    return plain === "" && name !== "title" ? [] : [[name, plain]];
  });
  return Object.fromEntries(tidied) as unknown as KnowledgeDraft; // the same fields with the same kinds of value
}

/** What is wrong with a tidied draft in itself; whether its names mean anything only the store knows. */
export function problemsOf(draft: KnowledgeDraft): readonly DraftProblem[] {
  const problems: DraftProblem[] = [];
  const wrong = (place: string, found: string, reason: string, expected: string): void => {
    problems.push({ place, found, reason, expected });
  };
  const line = (place: string, text: string | undefined, most: number): void => {
    if (text === undefined) return;
    const length = [...text].length;
    if (length > most)
      wrong(
        place,
        text,
        `\`${place}\` has ${length} characters.`,
        `at most ${most.toLocaleString("en-GB")} characters`,
      );
    else if (HIDDEN.test(text))
      wrong(
        place,
        text,
        `\`${place}\` holds control characters or marks that turn the direction of writing.`,
        "one line of plain text",
      );
  };
  if (!KNOWLEDGE_KINDS.includes(draft.kind))
    wrong("kind", String(draft.kind), "`kind` is none.", `one of ${KNOWLEDGE_KINDS.join(", ")}`);
  if (!VISIBILITIES.includes(draft.visibility))
    wrong("visibility", String(draft.visibility), "`visibility` is none.", `one of ${VISIBILITIES.join(", ")}`);
  if (draft.title === "") wrong("title", "", "`title` is empty.", "a title");
  if (draft.key !== undefined && (!KEY.test(draft.key) || draft.key.length > LONGEST.key))
    wrong("key", draft.key, "`key` is no key.", "small letters, digits and single hyphens, such as breakfast-clubs");
  line("title", draft.title, LONGEST.title);
  line("author", draft.author, LONGEST.title);
  line("status", draft.status, LONGEST.line);
  line("group", draft.group, LONGEST.title);
  for (const [place, most] of [
    ["summary", LONGEST.summary],
    ["text", LONGEST.text],
  ] as const) {
    const text = draft[place];
    const length = text === undefined ? 0 : [...text].length;
    if (length > most)
      wrong(
        place,
        text ?? "",
        `\`${place}\` has ${length} characters.`,
        `at most ${most.toLocaleString("en-GB")} characters`,
      );
    else if (text !== undefined && HIDDEN_IN_TEXT.test(text))
      wrong(
        place,
        "",
        `\`${place}\` holds control characters or marks that turn the direction of writing.`,
        "plain text with line breaks and tabs",
      );
  }
  if (draft.url !== undefined && (draft.url.length > LONGEST.url || !isWebAddress(draft.url)))
    wrong("url", draft.url, "`url` is no web address.", "an address that begins with https:// or http://");
  if (draft.publishedOn !== undefined && readDate(draft.publishedOn) === undefined)
    wrong("publishedOn", draft.publishedOn, "`publishedOn` is no day.", "a day as yyyy-mm-dd, such as 2026-02-09");
  const subjects = Object.values(draft.about).reduce((sum, names) => sum + (names?.length ?? 0), 0);
  if (subjects > MOST_SUBJECTS)
    wrong("about", String(subjects), `\`about\` names ${subjects} things.`, `at most ${MOST_SUBJECTS}`);
  if (draft.evidence.length > MOST_EVIDENCE)
    wrong(
      "evidence",
      String(draft.evidence.length),
      `\`evidence\` names ${draft.evidence.length} figures.`,
      `at most ${MOST_EVIDENCE}`,
    );
  return problems;
}

/** Addresses of the web without a name and password in them; what a browser would repair is refused. */
function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s\\"<>^`{|}]+$/i.test(text) || HIDDEN.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.username === "" && url.password === "" && url.hostname !== "";
}
