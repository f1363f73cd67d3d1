import { Column, Entity, PrimaryColumn } from "typeorm";

/** A national source by its id: its row among the sources, and the hash of what its file declared when it was last written. */
@Entity({ name: "remote_source", withoutRowid: true })
export class RemoteSource {
  @PrimaryColumn({ type: "varchar", length: 40 })
  source: string;

  @Column({ name: "source_id", type: "int" })
  sourceId: number;

  @Column({ name: "declared_hash", type: "varchar", length: 64 })
  declaredHash: string;

  /** JSON, with the publisher's own words of attribution. */
  @Column({ type: "text" })
  licence: string;
}

/** A data set of a national source as its publisher describes it (JSON). */
@Entity({ name: "remote_dataset" })
export class RemoteDatasetRow {
  @PrimaryColumn({ name: "dataset_id", type: "int" })
  datasetId: number;

  @Column({ type: "varchar", length: 40 })
  source: string;

  @Column({ name: "upstream_id", type: "varchar", length: 120 })
  upstreamId: string;

  @Column({ type: "text" })
  body: string;

  @Column({ name: "content_hash", type: "varchar", length: 64 })
  contentHash: string;

  /** JSON; null where the source's own licence holds. */
  @Column({ type: "text", nullable: true })
  licence: string | null;

  /** Null for a data set that its source declares and no harvest has met. */
  @Column({ name: "seen_at", type: "datetime", precision: 3, nullable: true })
  seenAt: string | null;
}

/** Dimensions of remote indicators (JSON), by the SHA-256 of the text: many share theirs. */
@Entity({ name: "remote_dimensions" })
export class RemoteDimensions {
  @PrimaryColumn({ type: "varchar", length: 64 })
  hash: string;

  @Column({ type: "text" })
  body: string;
}

/** What the source of a remote indicator is given back to ask for its figures, beside its row among the indicators. */
@Entity({ name: "remote_indicator" })
export class RemoteIndicatorRow {
  @PrimaryColumn({ name: "indicator_id", type: "int" })
  indicatorId: number;

  @Column({ type: "varchar", length: 40 })
  source: string;

  @Column({ name: "upstream_id", type: "varchar", length: 120 })
  upstreamId: string;

  @Column({ type: "text" })
  body: string;

  @Column({ name: "content_hash", type: "varchar", length: 64 })
  contentHash: string;

  @Column({ name: "dimensions_hash", type: "varchar", length: 64, nullable: true })
  dimensionsHash: string | null;

  /** Kinds of area, never classes, separated by spaces. */
  @Column({ name: "area_types", type: "varchar", length: 400 })
  areaTypes: string;

  @Column({ type: "varchar", length: 40, nullable: true })
  earliest: string | null;

  @Column({ type: "varchar", length: 40, nullable: true })
  latest: string | null;

  /** Null for an indicator that its source declares and no harvest has met. */
  @Column({ name: "seen_at", type: "datetime", precision: 3, nullable: true })
  seenAt: string | null;

  @Column({ name: "gone_at", type: "datetime", precision: 3, nullable: true })
  goneAt: string | null;
}

/** Two indicators, by slug, that are declared the same thing. Read in both directions. */
@Entity({ name: "indicator_equivalent", withoutRowid: true })
export class IndicatorEquivalent {
  @PrimaryColumn({ type: "varchar", length: 160 })
  slug: string;

  @PrimaryColumn({ name: "same_as", type: "varchar", length: 160 })
  sameAs: string;
}

/** How far the harvest of a source's catalogue got, the last time. `part` is what is harvested: INDICATORS or AREAS. */
@Entity({ name: "catalogue_sync", withoutRowid: true })
export class CatalogueSync {
  @PrimaryColumn({ type: "varchar", length: 40 })
  source: string;

  @PrimaryColumn({ type: "varchar", length: 20 })
  part: string;

  /** RUNNING (or broken off), DONE or FAILED. */
  @Column({ type: "varchar", length: 20 })
  state: string;

  @Column({ name: "next_cursor", type: "text", nullable: true })
  nextCursor: string | null;

  @Column({ name: "started_at", type: "datetime", precision: 3 })
  startedAt: string;

  @Column({ name: "finished_at", type: "datetime", precision: 3, nullable: true })
  finishedAt: string | null;

  @Column({ type: "int" })
  pages: number;

  @Column({ type: "int" })
  seen: number;

  @Column({ type: "int", nullable: true })
  expected: number | null;

  @Column({ type: "int" })
  refused: number;

  @Column({ type: "int" })
  added: number;

  @Column({ type: "int" })
  changed: number;

  @Column({ type: "int" })
  gone: number;

  @Column({ type: "text", nullable: true })
  message: string | null;
}

/** A harvested page that waits to be put into the catalogue with the others (JSON). */
@Entity({ name: "catalogue_page" })
export class CataloguePageRow {
  @PrimaryColumn({ type: "varchar", length: 40 })
  source: string;

  @PrimaryColumn({ type: "varchar", length: 20 })
  part: string;

  @PrimaryColumn({ type: "int" })
  position: number;

  @Column({ type: "text" })
  body: string;
}

/** An answer of a national service, kept behind the engine's memory. Times are milliseconds since 1970. */
@Entity({ name: "kept_answer" })
export class KeptAnswer {
  /** SHA-256 of the key, in hexadecimal. */
  @PrimaryColumn({ name: "key_hash", type: "varchar", length: 64 })
  keyHash: string;

  @Column({ name: "kept_key", type: "text" })
  keptKey: string;

  @Column({ type: "varchar", length: 40 })
  source: string;

  @Column({ type: "text" })
  body: string;

  @Column({ name: "fetched_at", type: "bigint" })
  fetchedAt: number;

  @Column({ name: "keep_until", type: "bigint" })
  keepUntil: number;
}
