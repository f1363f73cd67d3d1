import { Column, Entity, PrimaryColumn } from "typeorm";

/** One published figure, or one published absence of a figure, as one release told it. `value` is null exactly when `missing` says why. */
@Entity({ name: "observation", withoutRowid: true })
export class Observation {
  @PrimaryColumn({ name: "indicator_id", type: "int" })
  indicatorId: number;

  @PrimaryColumn({ name: "area_id", type: "int" })
  areaId: number;

  @PrimaryColumn({ name: "period_id", type: "int" })
  periodId: number;

  @PrimaryColumn({ name: "breakdown_id", type: "int" })
  breakdownId: number;

  @PrimaryColumn({ name: "release_id", type: "int" })
  releaseId: number;

  @Column({ type: "double", nullable: true })
  value: number | null;

  @Column({ type: "varchar", length: 40, nullable: true })
  missing: string | null;

  @Column({ name: "lower_ci95", type: "double", nullable: true })
  lowerCi95: number | null;

  @Column({ name: "upper_ci95", type: "double", nullable: true })
  upperCi95: number | null;

  @Column({ name: "count_value", type: "double", nullable: true })
  countValue: number | null;

  @Column({ type: "double", nullable: true })
  numerator: number | null;

  @Column({ type: "double", nullable: true })
  denominator: number | null;

  @Column({ name: "status_mask", type: "int" })
  statusMask: number;

  @Column({ name: "note_id", type: "int", nullable: true })
  noteId: number | null;

  @Column({ name: "learnt_at", type: "datetime", precision: 3 })
  learntAt: string;

  @Column({ name: "superseded_at", type: "datetime", precision: 3, nullable: true })
  supersededAt: string | null;
}
