import { Column, Entity, PrimaryColumn } from "typeorm";

/** One row. The version moves with every committed load, in the same transaction: readers in any process compare it to know that they are behind. */
@Entity({ name: "store_version", withoutRowid: true })
export class StoreVersion {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "int" })
  version: number;

  @Column({ name: "changed_at", type: "datetime", precision: 3 })
  changedAt: string;
}
