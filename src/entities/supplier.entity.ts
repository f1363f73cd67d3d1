import { Column, Entity, PrimaryColumn } from "typeorm";

/** Somebody who offers councils services of information. */
@Entity({ name: "supplier", withoutRowid: true })
export class Supplier {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 120 })
  slug: string;

  @Column({ type: "varchar", length: 300 })
  name: string;

  @Column({ type: "varchar", length: 500, nullable: true })
  homepage: string | null;

  @Column({ type: "varchar", length: 300, nullable: true })
  contact: string | null;

  @Column({ name: "told_by", type: "varchar", length: 400 })
  toldBy: string;
}

/** Sources of figures that are a supplier's. By slug: the source of a national service enters the store later. */
@Entity({ name: "supplier_source", withoutRowid: true })
export class SupplierSource {
  @PrimaryColumn({ name: "supplier_id", type: "int" })
  supplierId: number;

  @PrimaryColumn({ name: "source_slug", type: "varchar", length: 80 })
  sourceSlug: string;
}

/** One thing that a supplier offers. */
@Entity({ name: "supplier_service", withoutRowid: true })
export class SupplierService {
  @PrimaryColumn({ name: "supplier_id", type: "int" })
  supplierId: number;

  @PrimaryColumn({ type: "varchar", length: 200 })
  name: string;

  @Column({ type: "text", nullable: true })
  description: string | null;

  @Column({ type: "varchar", length: 500, nullable: true })
  url: string | null;
}

/** A council that uses a supplier, and who says so. */
@Entity({ name: "supplier_user", withoutRowid: true })
export class SupplierUser {
  @PrimaryColumn({ name: "supplier_id", type: "int" })
  supplierId: number;

  @PrimaryColumn({ name: "council_id", type: "int" })
  councilId: number;

  @Column({ type: "date", nullable: true })
  since: string | null;

  @Column({ name: "told_by", type: "varchar", length: 400 })
  toldBy: string;
}

/** Requests of one day to one national service. */
@Entity({ name: "source_tally", withoutRowid: true })
export class SourceTally {
  @PrimaryColumn({ type: "varchar", length: 80 })
  source: string;

  @PrimaryColumn({ type: "date" })
  day: string;

  @Column({ type: "int" })
  asked: number;

  @Column({ type: "int" })
  answered: number;

  @Column({ type: "int" })
  refused: number;

  @Column({ type: "bigint" })
  millis: number;
}
