import { Column, Entity, PrimaryColumn } from "typeorm";

/** A legal body, which is not the ground it serves. */
@Entity({ name: "council", withoutRowid: true })
export class Council {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 80 })
  code: string;

  @Column({ type: "varchar", length: 200 })
  name: string;

  @Column({ type: "varchar", length: 40 })
  tier: string;

  @Column({ name: "area_id", type: "int" })
  areaId: number;

  @Column({ name: "upper_tier_id", type: "int", nullable: true })
  upperTierId: number | null;

  @Column({ type: "varchar", length: 500, nullable: true })
  homepage: string | null;

  @Column({ name: "start_date", type: "date", nullable: true })
  startDate: string | null;

  @Column({ name: "end_date", type: "date", nullable: true })
  endDate: string | null;
}

/** Which council took over from which. */
@Entity({ name: "council_succession", withoutRowid: true })
export class CouncilSuccession {
  @PrimaryColumn({ name: "council_id", type: "int" })
  councilId: number;

  @PrimaryColumn({ name: "successor_id", type: "int" })
  successorId: number;

  @Column({ name: "operative_date", type: "date", nullable: true })
  operativeDate: string | null;
}
