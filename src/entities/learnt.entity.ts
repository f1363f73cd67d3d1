import { Column, Entity, PrimaryColumn } from "typeorm";

/** One form of one figure of a national service, as it was learnt. Times are milliseconds since 1970. */
@Entity({ name: "learnt_figure", withoutRowid: true })
export class LearntFigure {
  @PrimaryColumn({ name: "indicator_id", type: "int" })
  indicatorId: number;

  @PrimaryColumn({ name: "area_id", type: "int" })
  areaId: number;

  /** ISO 8601 interval. */
  @PrimaryColumn({ type: "varchar", length: 40 })
  period: string;

  @PrimaryColumn({ type: "varchar", length: 400 })
  breakdown: string;

  @PrimaryColumn({ name: "learnt_at", type: "bigint" })
  learntAt: number;

  @Column({ name: "superseded_at", type: "bigint", nullable: true })
  supersededAt: number | null;

  /** The cell without its key: JSON. */
  @Column({ type: "text" })
  body: string;
}

/** A release that a publisher says will come. */
@Entity({ name: "announced_release", withoutRowid: true })
export class AnnouncedRelease {
  @PrimaryColumn({ name: "dataset_id", type: "int" })
  datasetId: number;

  @PrimaryColumn({ type: "varchar", length: 40 })
  version: string;

  @Column({ type: "varchar", length: 300 })
  title: string;

  @Column({ type: "varchar", length: 20 })
  type: string;

  @Column({ type: "varchar", length: 40 })
  status: string;

  @Column({ name: "scheduled_for", type: "date" })
  scheduledFor: string;

  @Column({ name: "announced_on", type: "date" })
  announcedOn: string;

  @Column({ name: "upstream_url", type: "varchar", length: 700, nullable: true })
  upstreamUrl: string | null;
}

/** How many figures a load added, gave a new form, and took back. */
@Entity({ name: "release_change", withoutRowid: true })
export class ReleaseChange {
  @PrimaryColumn({ name: "release_id", type: "int" })
  releaseId: number;

  @Column({ type: "int" })
  added: number;

  @Column({ type: "int" })
  changed: number;

  @Column({ type: "int" })
  withdrawn: number;
}
