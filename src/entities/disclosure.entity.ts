import { Column, Entity, PrimaryColumn } from "typeorm";

/** What of a data set may be shown, so that no small count is given away. */
@Entity({ name: "disclosure_policy", withoutRowid: true })
export class DisclosurePolicyRow {
  @PrimaryColumn({ name: "dataset_id", type: "int" })
  datasetId: number;

  @Column({ name: "minimum_count", type: "int", nullable: true })
  minimumCount: number | null;

  @Column({ name: "rounding_base", type: "int", nullable: true })
  roundingBase: number | null;

  @Column({ name: "minimum_group", type: "int", nullable: true })
  minimumGroup: number | null;

  @Column({ type: "text" })
  reason: string;
}
