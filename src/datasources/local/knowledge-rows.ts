import type * as v from "../../schema/values/enums";
import type * as r from "../core/records";
import type { Candidate } from "./knowledge-rank";

/** What lists are made of: enough to filter, to order and to stand in a cursor. */
export interface LightItem {
  readonly id: number;
  readonly key: string;
  readonly kind: v.KnowledgeKind;
  readonly state: v.ModerationState;
  readonly freshOn: string;
}

export interface RankedRow extends LightItem, Candidate {
  readonly isNamed: boolean;
}

/** A row of `knowledge`. */
export interface KnowledgeRow {
  id: number;
  item_key: string;
  kind: v.KnowledgeKind;
  title: string;
  summary: string | null;
  url: string | null;
  published_on: string | null;
  author: string | null;
  council_code: string | null;
  status: string | null;
  discussed_in: string | null;
  visibility: v.Visibility;
  state: v.ModerationState;
  version: number;
  fresh_on: string;
  updated_at: string;
}

const TYPES: Readonly<Record<v.KnowledgeKind, r.KnowledgeType>> = {
  CASE_STUDY: "CaseStudy",
  GUIDANCE: "Guidance",
  DISCUSSION: "Discussion",
  REPORT: "KnowledgeDocument",
  METHOD: "KnowledgeDocument",
  EVENT: "KnowledgeDocument",
  TOOL: "KnowledgeDocument",
};

/** The type of node that an item of a kind is: part of its global id, so that a kind never changes to one of another type. */
export function typeOf(kind: v.KnowledgeKind): r.KnowledgeType {
  return TYPES[kind];
}

/** The kinds of item that are of a type. */
export function typesOf(type: r.KnowledgeType): readonly v.KnowledgeKind[] {
  return (Object.keys(TYPES) as v.KnowledgeKind[]).filter((kind) => TYPES[kind] === type);
}

/** A row as a record. */
export function recordOf(row: KnowledgeRow): r.KnowledgeRecord {
  return {
    nodeType: TYPES[row.kind],
    id: row.id,
    key: row.item_key,
    kind: row.kind,
    title: row.title,
    ...(row.summary === null ? {} : { summary: row.summary }),
    ...(row.url === null ? {} : { url: row.url }),
    ...(row.published_on === null ? {} : { publishedOn: row.published_on }),
    ...(row.author === null ? {} : { author: row.author }),
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.discussed_in === null ? {} : { group: row.discussed_in }),
    ...(row.council_code === null ? {} : { councilKey: row.council_code }),
    visibility: row.visibility,
    state: row.state,
    version: row.version,
    freshOn: row.fresh_on,
    updatedAt: `${row.updated_at.replace(" ", "T")}Z`,
  };
}
