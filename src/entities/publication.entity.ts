import { Column, Entity, PrimaryColumn } from "typeorm";

/** Terms under which figures may be used again, with the attribution that they ask for. */
@Entity({ name: "licence", withoutRowid: true })
export class Licence {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 40 })
  code: string;

  @Column({ type: "varchar", length: 200 })
  label: string;

  @Column({ type: "varchar", length: 500, nullable: true })
  url: string | null;

  @Column({ type: "text", nullable: true })
  attribution: string | null;
}

/** A publisher's service or set of files that figures come from. */
@Entity({ name: "source", withoutRowid: true })
export class Source {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 80 })
  slug: string;

  @Column({ type: "varchar", length: 200 })
  name: string;

  @Column({ type: "varchar", length: 200, nullable: true })
  publisher: string | null;

  @Column({ type: "varchar", length: 500, nullable: true })
  homepage: string | null;

  @Column({ type: "varchar", length: 500, nullable: true })
  api: string | null;

  @Column({ type: "varchar", length: 40 })
  kind: string;

  @Column({ name: "licence_id", type: "int" })
  licenceId: number;

  @Column({ type: "text", nullable: true })
  limits: string | null;
}

/** A set of figures published together. `version` moves with every load that changed a figure. */
@Entity({ name: "dataset", withoutRowid: true })
export class Dataset {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 160 })
  slug: string;

  @Column({ type: "varchar", length: 300 })
  title: string;

  @Column({ type: "text", nullable: true })
  description: string | null;

  @Column({ name: "source_id", type: "int" })
  sourceId: number;

  @Column({ name: "licence_id", type: "int" })
  licenceId: number;

  @Column({ type: "varchar", length: 40 })
  designation: string;

  @Column({ type: "varchar", length: 40 })
  frequency: string;

  @Column({ type: "varchar", length: 700, nullable: true })
  homepage: string | null;

  @Column({ name: "methodology_url", type: "varchar", length: 700, nullable: true })
  methodologyUrl: string | null;

  @Column({ type: "int" })
  version: number;
}

/** One publication of a data set as the hub learnt it. `contentHash` is the SHA-256 of its figures: loading the same again does nothing. */
@Entity({ name: "dataset_release", withoutRowid: true })
export class Release {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ name: "dataset_id", type: "int" })
  datasetId: number;

  @Column({ type: "varchar", length: 300 })
  title: string;

  @Column({ type: "varchar", length: 40 })
  version: string;

  @Column({ type: "varchar", length: 20 })
  type: string;

  @Column({ type: "varchar", length: 40 })
  status: string;

  @Column({ name: "published_at", type: "date", nullable: true })
  publishedAt: string | null;

  @Column({ name: "scheduled_for", type: "date", nullable: true })
  scheduledFor: string | null;

  @Column({ name: "learnt_at", type: "datetime", precision: 3 })
  learntAt: string;

  @Column({ name: "content_hash", type: "varchar", length: 64 })
  contentHash: string;

  @Column({ name: "upstream_url", type: "varchar", length: 700, nullable: true })
  upstreamUrl: string | null;

  @Column({ name: "rows_read", type: "int" })
  rowsRead: number;

  @Column({ name: "rows_kept", type: "int" })
  rowsKept: number;

  @Column({ name: "rows_refused", type: "int" })
  rowsRefused: number;
}

/** A sentence that a publisher put beside figures, kept once. */
@Entity({ name: "note", withoutRowid: true })
export class Note {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "text" })
  body: string;

  @Column({ name: "body_hash", type: "varchar", length: 64 })
  bodyHash: string;
}
