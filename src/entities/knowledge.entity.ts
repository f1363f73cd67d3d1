import { Column, Entity, PrimaryColumn } from "typeorm";

/** One item of knowledge, as its newest version has it. Its words stand in `knowledge_words`, which is an index of the engine's own kind. */
@Entity({ name: "knowledge", withoutRowid: true })
export class Knowledge {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ name: "item_key", type: "varchar", length: 160 })
  itemKey: string;

  @Column({ type: "varchar", length: 20 })
  kind: string;

  @Column({ type: "varchar", length: 300 })
  title: string;

  @Column({ type: "text", nullable: true })
  summary: string | null;

  @Column({ type: "varchar", length: 2000, nullable: true })
  url: string | null;

  @Column({ name: "published_on", type: "date", nullable: true })
  publishedOn: string | null;

  @Column({ type: "varchar", length: 300, nullable: true })
  author: string | null;

  @Column({ name: "council_code", type: "varchar", length: 160, nullable: true })
  councilCode: string | null;

  @Column({ type: "varchar", length: 200, nullable: true })
  status: string | null;

  @Column({ name: "discussed_in", type: "varchar", length: 300, nullable: true })
  discussedIn: string | null;

  @Column({ type: "varchar", length: 20 })
  visibility: string;

  @Column({ type: "varchar", length: 20 })
  state: string;

  @Column({ type: "int" })
  version: number;

  @Column({ name: "fresh_on", type: "date" })
  freshOn: string;

  @Column({ name: "created_at", type: "datetime", precision: 3 })
  createdAt: string;

  @Column({ name: "updated_at", type: "datetime", precision: 3 })
  updatedAt: string;
}

/** The text of an item: Markdown as it was written. */
@Entity({ name: "knowledge_text", withoutRowid: true })
export class KnowledgeText {
  @PrimaryColumn({ name: "item_id", type: "int" })
  itemId: number;

  @Column({ type: "text" })
  body: string;
}

/** What an item is about, or whose it is. */
@Entity({ name: "knowledge_subject", withoutRowid: true })
export class KnowledgeSubject {
  @PrimaryColumn({ name: "item_id", type: "int" })
  itemId: number;

  @PrimaryColumn({ name: "node_type", type: "varchar", length: 20 })
  nodeType: string;

  @PrimaryColumn({ name: "node_key", type: "varchar", length: 300 })
  nodeKey: string;

  @Column({ type: "int" })
  stated: number;

  @Column({ type: "int" })
  position: number;
}

/** A figure that an item leans on, as it was known. */
@Entity({ name: "knowledge_evidence", withoutRowid: true })
export class KnowledgeEvidence {
  @PrimaryColumn({ name: "item_id", type: "int" })
  itemId: number;

  @PrimaryColumn({ type: "int" })
  position: number;

  @Column({ name: "observation_key", type: "varchar", length: 700 })
  observationKey: string;
}

/** A version of an item. */
@Entity({ name: "knowledge_version", withoutRowid: true })
export class KnowledgeVersion {
  @PrimaryColumn({ name: "item_id", type: "int" })
  itemId: number;

  @PrimaryColumn({ type: "int" })
  version: number;

  @Column({ type: "varchar", length: 20 })
  state: string;

  @Column({ type: "varchar", length: 20 })
  visibility: string;

  @Column({ type: "text" })
  content: string;

  @Column({ name: "changed_at", type: "datetime", precision: 3 })
  changedAt: string;

  @Column({ name: "changed_by", type: "varchar", length: 100 })
  changedBy: string;

  @Column({ type: "varchar", length: 1000, nullable: true })
  reason: string | null;
}
