import { Column, Entity, PrimaryColumn } from "typeorm";

/** A stretch of time by its ISO 8601 interval; `startDate` and `endDate` are both inside it. */
@Entity({ name: "period", withoutRowid: true })
export class Period {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 40 })
  iso: string;

  @Column({ type: "varchar", length: 40 })
  type: string;

  @Column({ type: "varchar", length: 80 })
  label: string;

  @Column({ name: "start_date", type: "date" })
  startDate: string;

  @Column({ name: "end_date", type: "date" })
  endDate: string;
}

/** How a publisher wrote a period in a data set. */
@Entity({ name: "period_wording", withoutRowid: true })
export class PeriodWording {
  @PrimaryColumn({ name: "dataset_id", type: "int" })
  datasetId: number;

  @PrimaryColumn({ name: "period_id", type: "int" })
  periodId: number;

  @PrimaryColumn({ type: "varchar", length: 120 })
  wording: string;
}
