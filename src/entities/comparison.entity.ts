import { Column, Entity, PrimaryColumn } from "typeorm";

/** A named set of areas to compare with. */
@Entity({ name: "comparison_group", withoutRowid: true })
export class ComparisonGroup {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 120 })
  slug: string;

  @Column({ type: "varchar", length: 300 })
  label: string;

  @Column({ type: "varchar", length: 60 })
  kind: string;

  @Column({ name: "owner_area_id", type: "int", nullable: true })
  ownerAreaId: number | null;

  @Column({ type: "text", nullable: true })
  basis: string | null;

  @Column({ name: "licence_id", type: "int", nullable: true })
  licenceId: number | null;

  @Column({ type: "varchar", length: 20 })
  visibility: string;
}

/** The areas of a comparison group. */
@Entity({ name: "comparison_group_member", withoutRowid: true })
export class ComparisonGroupMember {
  @PrimaryColumn({ name: "group_id", type: "int" })
  groupId: number;

  @PrimaryColumn({ name: "area_id", type: "int" })
  areaId: number;
}

/** Statistical nearest neighbours by model; position 1 is the nearest. An area is never its own neighbour. */
@Entity({ name: "neighbour", withoutRowid: true })
export class Neighbour {
  @PrimaryColumn({ name: "area_id", type: "int" })
  areaId: number;

  @PrimaryColumn({ type: "varchar", length: 40 })
  model: string;

  @PrimaryColumn({ type: "int" })
  position: number;

  @Column({ name: "neighbour_area_id", type: "int" })
  neighbourAreaId: number;

  @Column({ type: "double", nullable: true })
  distance: number | null;
}
