import { Column, Entity, PrimaryColumn } from "typeorm";

/** A kind of area; `gssPrefixes` are separated by spaces; `level` counts down from 0, the whole country. */
@Entity({ name: "area_type", withoutRowid: true })
export class AreaType {
  @PrimaryColumn({ type: "varchar", length: 40 })
  code: string;

  @Column({ type: "varchar", length: 200 })
  label: string;

  @Column({ name: "gss_prefixes", type: "varchar", length: 200 })
  gssPrefixes: string;

  @Column({ type: "int", nullable: true })
  level: number | null;

  @Column({ type: "varchar", length: 40 })
  hierarchy: string;
}

/** The ground that figures are about, by GSS code (or ITL code where it has none). */
@Entity({ name: "area", withoutRowid: true })
export class Area {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 40 })
  code: string;

  @Column({ type: "varchar", length: 200 })
  name: string;

  @Column({ name: "name_welsh", type: "varchar", length: 200, nullable: true })
  nameWelsh: string | null;

  @Column({ name: "area_type", type: "varchar", length: 40 })
  areaType: string;

  @Column({ type: "varchar", length: 20 })
  status: string;

  @Column({ name: "start_date", type: "date", nullable: true })
  startDate: string | null;

  @Column({ name: "end_date", type: "date", nullable: true })
  endDate: string | null;
}

/** Other names: OLD (with dates), ALTERNATIVE. */
@Entity({ name: "area_name", withoutRowid: true })
export class AreaName {
  @PrimaryColumn({ name: "area_id", type: "int" })
  areaId: number;

  @PrimaryColumn({ type: "varchar", length: 200 })
  name: string;

  @PrimaryColumn({ type: "varchar", length: 20 })
  kind: string;

  @Column({ name: "start_date", type: "date", nullable: true })
  startDate: string | null;

  @Column({ name: "end_date", type: "date", nullable: true })
  endDate: string | null;
}

/** What became of an area: merged, split, renamed, recoded; `share` is the part of the old area that went (0 to 1). */
@Entity({ name: "area_change", withoutRowid: true })
export class AreaChange {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ name: "from_area_id", type: "int" })
  fromAreaId: number;

  @Column({ name: "to_area_id", type: "int" })
  toAreaId: number;

  @Column({ type: "varchar", length: 40 })
  kind: string;

  @Column({ name: "operative_date", type: "date" })
  operativeDate: string;

  @Column({ type: "varchar", length: 400, nullable: true })
  instrument: string | null;

  @Column({ name: "instrument_url", type: "varchar", length: 500, nullable: true })
  instrumentUrl: string | null;

  @Column({ type: "double", nullable: true })
  share: number | null;
}

/** Which area lies in which, and between which dates. A null date is unknown. */
@Entity({ name: "area_membership", withoutRowid: true })
export class AreaMembership {
  @PrimaryColumn({ name: "child_area_id", type: "int" })
  childAreaId: number;

  @PrimaryColumn({ name: "parent_area_id", type: "int" })
  parentAreaId: number;

  @Column({ type: "varchar", length: 40 })
  hierarchy: string;

  @Column({ name: "start_date", type: "date", nullable: true })
  startDate: string | null;

  @Column({ name: "end_date", type: "date", nullable: true })
  endDate: string | null;
}
