/** What councils and others wrote: case studies, guidance, discussions, methods, events and tools. */
import type * as v from "../../schema/values/enums";

/** The kinds of node that knowledge may be about, by the type of their global ids. */
export const SUBJECT_TYPES = [
  "Area",
  "Council",
  "Indicator",
  "Service",
  "Outcome",
  "Dataset",
  "ServiceFunction",
  "Supplier",
] as const;

/** What an item is about: the type and key of a node. */
export interface SubjectReference {
  readonly nodeType: (typeof SUBJECT_TYPES)[number];
  readonly key: string;
}

/** One item of knowledge as a reader who may see it gets it. */
export interface KnowledgeRecord {
  readonly nodeType: "CaseStudy" | "Guidance" | "Discussion" | "KnowledgeDocument";
  readonly id: number;
  /** Public and lasting: part of the global id and of links. */
  readonly key: string;
  readonly kind: v.KnowledgeKind;
  readonly title: string;
  readonly summary?: string;
  /** Markdown, as it was written. */
  readonly body?: string;
  readonly url?: string;
  /** yyyy-mm-dd */
  readonly publishedOn?: string;
  readonly author?: string;
  readonly visibility: v.Visibility;
  readonly state: v.ModerationState;
  readonly about: readonly SubjectReference[];
  /** Organisation code of the council whose it is, where it is a council's. */
  readonly council?: string;
  /** ISO 8601 instant, UTC: of the last change. */
  readonly updatedAt: string;
}
