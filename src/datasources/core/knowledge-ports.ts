/** Knowledge, as resolvers ask for it and write it. */
import type * as v from "../../schema/values/enums";
import type { KnowledgeDraft } from "./knowledge-draft";
import type { Page, PageRequest } from "./page";
import type * as r from "./records";

/** Who asks. Everything that depends on it is decided where the store is read. */
export interface Viewer {
  readonly isAdministrator: boolean;
}

export interface KnowledgeFilter {
  readonly kinds?: readonly v.KnowledgeKind[];
  /** About any of these. */
  readonly about?: readonly r.SubjectReference[];
  /** Words to look for: then the best match comes first, else the freshest. */
  readonly search?: string;
  /** In one of these states. Who sees only what is approved sees nothing of the others. */
  readonly states?: readonly v.ModerationState[];
}

/** Reads of one operation, for one viewer. What the viewer may not see is as if it were not there, in lists and in counts. Batched. */
export interface KnowledgeReads {
  byKey(key: string): Promise<r.KnowledgeRecord | undefined>;
  page(filter: KnowledgeFilter, request: PageRequest): Promise<Page<r.KnowledgeRecord>>;
  /** Items that hold every word of a text, the best match first: what a search shows among other things. */
  found(
    text: string,
    types: readonly r.KnowledgeType[],
    limit: number,
  ): Promise<readonly { readonly record: r.KnowledgeRecord; readonly isNamed: boolean }[]>;
  /** Items about any of some subjects; those that are also about `first` come first. */
  about(
    subjects: readonly r.SubjectReference[],
    first: r.SubjectReference,
    kinds: readonly v.KnowledgeKind[] | undefined,
    limit: number,
  ): Promise<readonly r.KnowledgeRecord[]>;
  /** Markdown as it was written; empty where there is none. */
  textOf(item: r.KnowledgeRecord): Promise<string>;
  subjectsOf(item: r.KnowledgeRecord): Promise<readonly r.SubjectReference[]>;
  /** Pinned keys of observations. */
  evidenceOf(item: r.KnowledgeRecord): Promise<readonly string[]>;
  /** Newest first: of a reader's, the versions that readers were shown. */
  historyOf(item: r.KnowledgeRecord): Promise<readonly r.KnowledgeVersionRecord[]>;
}

/** Writes for one viewer: each throws Forbidden for who may not write, before anything else is looked at. One transaction each. */
export interface KnowledgeWrites {
  /** Throws Forbidden for who may not write: before arguments are looked at, so that a stranger learns nothing from them. */
  check(): void;
  /** Makes an item, as a draft, or a new version of one, in the state that it has. Answers its key. Throws CallerError. */
  write(draft: KnowledgeDraft, standing: StandingItem | undefined, reason: string | undefined): Promise<string>;
  /** Moves an item to another state. Answers its key. Throws CallerError where the move is not one of `movesFrom`, or lacks its reason. */
  moderate(
    key: string,
    state: v.ModerationState,
    reason: string | undefined,
    expectedVersion: number | undefined,
  ): Promise<string>;
}

/** The version that a writer has seen: another in the store means that somebody else wrote meanwhile. */
export interface StandingItem {
  readonly key: string;
  readonly expectedVersion: number;
}
