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
export type SubjectType = (typeof SUBJECT_TYPES)[number];

/** What an item is about: the type and key of a node. */
export interface SubjectReference {
  readonly nodeType: SubjectType;
  readonly key: string;
}

/** The types of node that items are: one each for the kinds that have fields of their own, one for the rest. */
export const KNOWLEDGE_TYPES = ["CaseStudy", "Guidance", "Discussion", "KnowledgeDocument"] as const;
export type KnowledgeType = (typeof KNOWLEDGE_TYPES)[number];

/** One item of knowledge as a reader who may see it gets it. Its text, subjects, evidence and history are read when they are asked for. */
export interface KnowledgeRecord {
  readonly nodeType: KnowledgeType;
  readonly id: number;
  /** Public and lasting: part of the global id and of links. */
  readonly key: string;
  readonly kind: v.KnowledgeKind;
  readonly title: string;
  readonly summary?: string;
  readonly url?: string;
  /** yyyy-mm-dd */
  readonly publishedOn?: string;
  readonly author?: string;
  /** Of guidance: how binding it is, in its author's words. */
  readonly status?: string;
  /** Of a discussion: where it is held. */
  readonly group?: string;
  readonly visibility: v.Visibility;
  readonly state: v.ModerationState;
  /** Organisation code of the council whose it is, where it is a council's. */
  readonly councilKey?: string;
  /** Counts every change, from 1. */
  readonly version: number;
  /** yyyy-mm-dd: the day that lists are ordered by. */
  readonly freshOn: string;
  /** ISO 8601 instant, UTC: of the last change. */
  readonly updatedAt: string;
}

/** A version of an item: what it said, who made it so, and why. */
export interface KnowledgeVersionRecord {
  readonly version: number;
  readonly state: v.ModerationState;
  readonly visibility: v.Visibility;
  readonly title: string;
  readonly summary?: string;
  readonly text?: string;
  /** ISO 8601 instant, UTC. */
  readonly changedAt: string;
  readonly changedBy: string;
  readonly reason?: string;
}
