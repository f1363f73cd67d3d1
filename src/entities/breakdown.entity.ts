import { Column, Entity, PrimaryColumn } from "typeorm";

/** A way in which an indicator is broken down, such as sex or age. */
@Entity({ name: "dimension", withoutRowid: true })
export class Dimension {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 80 })
  code: string;

  @Column({ type: "varchar", length: 200 })
  label: string;
}

/** One value of a dimension. `isTotal` marks the member that stands for all. */
@Entity({ name: "dimension_member", withoutRowid: true })
export class DimensionMember {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ name: "dimension_id", type: "int" })
  dimensionId: number;

  @Column({ type: "varchar", length: 120 })
  code: string;

  @Column({ type: "varchar", length: 200 })
  label: string;

  @Column({ name: "is_total", type: "int" })
  isTotal: number;

  @Column({ type: "int", nullable: true })
  sequence: number | null;
}

/** One combination of dimension members in use. Id 0, with an empty code, is no breakdown. */
@Entity({ name: "breakdown", withoutRowid: true })
export class Breakdown {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 400 })
  code: string;
}

/** The members that a breakdown combines. */
@Entity({ name: "breakdown_member", withoutRowid: true })
export class BreakdownMember {
  @PrimaryColumn({ name: "breakdown_id", type: "int" })
  breakdownId: number;

  @PrimaryColumn({ name: "member_id", type: "int" })
  memberId: number;
}
