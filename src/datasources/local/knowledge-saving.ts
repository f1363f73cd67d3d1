import type * as v from "../../schema/values/enums";
import { movesFrom, needsReason } from "../../schema/values/moderation";
import { type DraftProblem, type KnowledgeDraft, problemsOf, tidyDraft } from "../core/knowledge-draft";
import { nameDraft } from "./knowledge-names";
import { typeOf } from "./knowledge-rows";
import { indexedWords } from "./knowledge-words";
import { instant, type SqlValue, type Writer } from "./transaction";

/** What a version says, whole: what `knowledge_version.content` holds as JSON. */
export interface KnowledgeContent {
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
  /** `Type:key`, as inside global ids. */
  readonly about: readonly string[];
  readonly evidence: readonly string[];
}

/** An item as it stands. */
export interface StandingKnowledge {
  readonly id: number;
  readonly key: string;
  readonly state: v.ModerationState;
  readonly version: number;
  /** yyyy-mm-dd: the day on which the hub got it. */
  readonly createdOn: string;
  readonly content: KnowledgeContent;
}

/** Who changes an item, when, and why. */
export interface Change {
  readonly by: string;
  readonly at: Date;
  readonly reason?: string;
}

/** The item of a key, with what its newest version says. */
export async function standingKnowledge(writer: Writer, key: string): Promise<StandingKnowledge | undefined> {
  const [row] = await writer.select(
    `SELECT k.id AS id, k.state AS state, k.version AS version, k.created_at AS created_at, w.content AS content
     FROM knowledge k JOIN knowledge_version w ON w.item_id = k.id AND w.version = k.version WHERE k.item_key = ?`,
    [key],
  );
  if (row === undefined) return undefined;
  return {
    id: Number(row.id),
    key,
    state: String(row.state) as v.ModerationState, // the store holds what `writeItem` wrote
    version: Number(row.version),
    createdOn: String(row.created_at).slice(0, 10),
    content: JSON.parse(String(row.content)) as KnowledgeContent,
  };
}

/** A draft's content, or what is wrong with it. */
export async function contentOf(
  writer: Writer,
  draft: KnowledgeDraft,
  standing: KnowledgeContent | undefined,
  now: Date,
): Promise<{ readonly content: KnowledgeContent } | { readonly problems: readonly DraftProblem[] }> {
  const tidy = tidyDraft(draft);
  const wrong = problemsOf(tidy);
  if (wrong.length > 0) return { problems: wrong };
  if (standing !== undefined && typeOf(tidy.kind) !== typeOf(standing.kind))
    return {
      problems: [
        {
          place: "kind",
          found: tidy.kind,
          reason: `The item is a ${standing.kind}, and its id says so for ever.`,
          expected: `${standing.kind}; or a new item, and this one withdrawn`,
        },
      ],
    };
  const { key: _key, about: _about, evidence: _evidence, council: _council, ...plain } = tidy;
  const named = await nameDraft(writer, tidy, standing?.evidence ?? [], now);
  if (named.problems.length > 0) return { problems: named.problems };
  return {
    content: {
      ...plain,
      ...(named.council === undefined ? {} : { council: named.council }),
      about: named.about.map(({ nodeType, key }) => `${nodeType}:${key}`),
      evidence: named.evidence,
    },
  };
}

/** Whether two contents say the same, whatever the order of their fields. */
export function saysTheSame(a: KnowledgeContent, b: KnowledgeContent): boolean {
  const sorted = (content: KnowledgeContent): string =>
    JSON.stringify(Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1)));
  return sorted(a) === sorted(b);
}

/** Writes a new item, or the next version of one, with its subjects, evidence, words and history. */
export async function writeItem(
  writer: Writer,
  item: {
    readonly key: string;
    readonly state: v.ModerationState;
    readonly content: KnowledgeContent;
    readonly standing?: StandingKnowledge | undefined;
  },
  change: Change,
): Promise<void> {
  const { content, standing, state } = item;
  const at = instant(change.at);
  const id = standing?.id ?? (await writer.nextId("knowledge"));
  const version = (standing?.version ?? 0) + 1;
  const fields: Readonly<Record<string, SqlValue>> = {
    kind: content.kind,
    title: content.title,
    summary: content.summary ?? null,
    url: content.url ?? null,
    published_on: content.publishedOn ?? null,
    author: content.author ?? null,
    council_code: content.council ?? null,
    status: content.status ?? null,
    discussed_in: content.group ?? null,
    visibility: content.visibility,
    state,
    version,
    // An item without a day of publication stays where it was among the others when it is changed.
    fresh_on: content.publishedOn ?? standing?.createdOn ?? at.slice(0, 10),
    updated_at: at,
  };
  if (standing === undefined)
    await writer.insert(
      "knowledge",
      ["id", "item_key", "created_at", ...Object.keys(fields)],
      [[id, item.key, at, ...Object.values(fields)]],
    );
  else
    await writer.change(
      `UPDATE knowledge SET ${Object.keys(fields)
        .map((name) => `${name} = ?`)
        .join(", ")} WHERE id = ?`,
      [...Object.values(fields), id],
    );
  await writer.insert(
    "knowledge_version",
    ["item_id", "version", "state", "visibility", "content", "changed_at", "changed_by", "reason"],
    [[id, version, state, content.visibility, JSON.stringify(content), at, change.by, change.reason ?? null]],
  );
  if (standing === undefined || !saysTheSame(standing.content, content)) await writeParts(writer, id, content);
}

/** Moves an item to another state: a version of its own, which says the same. */
export async function moveItem(
  writer: Writer,
  standing: StandingKnowledge,
  state: v.ModerationState,
  change: Change,
): Promise<void> {
  await writeItem(writer, { key: standing.key, state, content: standing.content, standing }, change);
}

/** Why an item may not be moved to a state; undefined where it may. */
export function whyNotMoved(
  from: v.ModerationState,
  to: v.ModerationState,
  reason: string | undefined,
): { readonly argument: "state" | "reason"; readonly message: string; readonly expected: string } | undefined {
  const moves = movesFrom(from);
  if (!moves.includes(to))
    return {
      argument: "state",
      message: `An item that is ${from} is not moved to ${to}.`,
      expected: `one of ${moves.join(", ")}`,
    };
  if (needsReason(to) && reason === undefined)
    return { argument: "reason", message: `A move to ${to} needs its reason.`, expected: "why, in a sentence" };
  return undefined;
}

/** What hangs on an item's content: replaced whole. */
async function writeParts(writer: Writer, id: number, content: KnowledgeContent): Promise<void> {
  const wordId = writer.dialect === "sqlite" ? "rowid" : "item_id";
  await writer.change(`DELETE FROM knowledge_words WHERE ${wordId} = ?`, [id]);
  for (const table of ["knowledge_text", "knowledge_subject", "knowledge_evidence"])
    await writer.change(`DELETE FROM ${table} WHERE item_id = ?`, [id]);
  if (content.text !== undefined) await writer.insert("knowledge_text", ["item_id", "body"], [[id, content.text]]);
  const words = indexedWords([content.title, content.summary, content.text, content.author]);
  await writer.insert("knowledge_words", [wordId, "words"], [[id, words]]);
  const subjects = content.about.map((reference, position) => [id, ...splitReference(reference), 1, position]);
  const owner = content.council;
  if (owner !== undefined && !content.about.includes(`Council:${owner}`))
    subjects.push([id, "Council", owner, 0, subjects.length]);
  await writer.insert("knowledge_subject", ["item_id", "node_type", "node_key", "stated", "position"], subjects);
  const evidence = content.evidence.map((key, position) => [id, position, key]);
  await writer.insert("knowledge_evidence", ["item_id", "position", "observation_key"], evidence);
}

function splitReference(reference: string): readonly [type: string, key: string] {
  const colon = reference.indexOf(":");
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}
