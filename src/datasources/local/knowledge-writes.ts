import { CallerError } from "../../schema/values/caller-error";
import type * as v from "../../schema/values/enums";
import { Forbidden } from "../../schema/values/forbidden";
import type { DraftProblem, KnowledgeDraft } from "../core/knowledge-draft";
import type * as p from "../core/knowledge-ports";
import {
  type Change,
  contentOf,
  moveItem,
  type StandingKnowledge,
  saysTheSame,
  standingKnowledge,
  whyNotMoved,
  writeItem,
} from "./knowledge-saving";
import { wordsOf } from "./knowledge-words";
import type { Store } from "./store";
import { inOwnTransaction, StoreBusy, type Writer } from "./transaction";

const NOT_YOURS =
  "Only the administrator of this hub may do this. Send the header `Authorization: Bearer <key>` with the key that the hub was started with (OUTTURN_ADMIN_KEY).";
/** Who the history says it was. Keys have no names of their own until members have accounts. */
const WHO = "administrator";
const LONGEST_REASON = 1_000;
const LONGEST_KEY = 120;

export interface KnowledgeWritesDeps {
  readonly store: Store;
  readonly viewer: p.Viewer;
  readonly now: () => Date;
  /** Called after a write: what the operation had read is read anew. */
  readonly onWritten: () => void;
}

/** Writes of one operation. */
export class KnowledgeWrites implements p.KnowledgeWrites {
  readonly #deps: KnowledgeWritesDeps;

  constructor(deps: KnowledgeWritesDeps) {
    this.#deps = deps;
  }

  check(): void {
    if (!this.#deps.viewer.isAdministrator) throw new Forbidden(NOT_YOURS);
  }

  write(draft: KnowledgeDraft, seen: p.StandingItem | undefined, reason: string | undefined): Promise<string> {
    return this.#inTransaction(reason, async (writer, change) => {
      const standing = seen === undefined ? undefined : await this.#seen(writer, seen.key, seen.expectedVersion);
      if (standing !== undefined && draft.key !== undefined && draft.key !== standing.key)
        throw new CallerError("The key of an item lasts.", "item.key", `${standing.key}, or none`);
      const made = await contentOf(writer, draft, standing?.content, change.at);
      if ("problems" in made) throw asCallerError(made.problems);
      const { content } = made;
      if (standing !== undefined && saysTheSame(standing.content, content)) return standing.key;
      const key = standing?.key ?? (await freeKey(writer, draft));
      await writeItem(writer, { key, state: standing?.state ?? "DRAFT", content, standing }, change);
      return key;
    });
  }

  moderate(
    key: string,
    state: v.ModerationState,
    reason: string | undefined,
    expectedVersion: number | undefined,
  ): Promise<string> {
    return this.#inTransaction(reason, async (writer, change) => {
      const standing = await this.#seen(writer, key, expectedVersion);
      const wrong = whyNotMoved(standing.state, state, change.reason);
      if (wrong !== undefined) throw new CallerError(wrong.message, wrong.argument, wrong.expected);
      await moveItem(writer, standing, state, change);
      return key;
    });
  }

  async #inTransaction(
    reason: string | undefined,
    work: (writer: Writer, change: Change) => Promise<string>,
  ): Promise<string> {
    this.check();
    const why = reason?.trim();
    if (why !== undefined && [...why].length > LONGEST_REASON)
      throw new CallerError("`reason` is too long.", "reason", `at most ${LONGEST_REASON} characters`);
    const change = {
      by: WHO,
      at: this.#deps.now(),
      ...(why === undefined || why === "" ? {} : { reason: why }),
    };
    try {
      return await inOwnTransaction(this.#deps.store, async (writer) => ({
        keep: true,
        result: await work(writer, change),
      }));
    } catch (error) {
      if (error instanceof StoreBusy)
        throw new CallerError("The store is being loaded just now.", "item", "the same again in a minute");
      throw error;
    } finally {
      this.#deps.onWritten();
    }
  }

  /** The item of a key, as long as nobody else has written it since it was seen. */
  async #seen(writer: Writer, key: string, expectedVersion: number | undefined): Promise<StandingKnowledge> {
    const standing = await standingKnowledge(writer, key);
    if (standing === undefined)
      throw new CallerError(`\`id\` names no item: ${key.slice(0, 80)}.`, "id", "the id or key of one of `knowledge`");
    if (expectedVersion !== undefined && expectedVersion !== standing.version)
      throw new CallerError(
        `Somebody else changed this item: it is at version ${standing.version}, not ${expectedVersion}.`,
        "expectedVersion",
        `read it again, and write on top of version ${standing.version}`,
      );
    return standing;
  }
}

function asCallerError(problems: readonly DraftProblem[]): CallerError {
  const [first, ...others] = problems;
  const more = others.length === 0 ? "" : ` (${others.length} more: ${others.map(({ place }) => place).join(", ")})`;
  return new CallerError(`${first?.reason ?? ""}${more}`, `item.${first?.place ?? ""}`, first?.expected ?? "");
}

/** The key that was asked for, as long as it is free; else one from the title, with a number where others have it. */
async function freeKey(writer: Writer, draft: KnowledgeDraft): Promise<string> {
  const isFree = async (key: string) =>
    (await writer.select("SELECT id FROM knowledge WHERE item_key = ?", [key])).length === 0;
  if (draft.key !== undefined) {
    if (await isFree(draft.key)) return draft.key;
    throw new CallerError(
      `There is an item of this key: ${draft.key}.`,
      "item.key",
      "another key; or `id` and `expectedVersion`, to write a new version of that item",
    );
  }
  const plain = wordsOf(draft.title)
    .map((word) => word.replace(/[^a-z0-9]/g, ""))
    .filter((word) => word !== "")
    .join("-")
    .slice(0, LONGEST_KEY)
    .replace(/-+$/, "");
  const stem = plain === "" ? "item" : plain;
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? stem : `${stem}-${number}`;
    if (await isFree(key)) return key;
  }
}
