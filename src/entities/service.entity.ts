import { Column, Entity, PrimaryColumn } from "typeorm";

/** A branch of the functions tree. Function numbers and service numbers overlap and are different things. */
@Entity({ name: "service_function", withoutRowid: true })
export class ServiceFunction {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ name: "esd_id", type: "int" })
  esdId: number;

  @Column({ type: "varchar", length: 300 })
  label: string;

  @Column({ name: "parent_id", type: "int", nullable: true })
  parentId: number | null;
}

/** A service from the Local Government Service List, by its LGSL number. */
@Entity({ name: "service", withoutRowid: true })
export class Service {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ name: "lgsl_id", type: "int" })
  lgslId: number;

  @Column({ type: "varchar", length: 300 })
  name: string;

  @Column({ type: "text", nullable: true })
  description: string | null;
}

/** Which services belong to which function. */
@Entity({ name: "service_function_link", withoutRowid: true })
export class ServiceFunctionLink {
  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;

  @PrimaryColumn({ name: "function_id", type: "int" })
  functionId: number;
}

/** Which tiers of council provide a service. */
@Entity({ name: "service_tier", withoutRowid: true })
export class ServiceTier {
  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;

  @PrimaryColumn({ type: "varchar", length: 40 })
  tier: string;
}

/** Which indicators speak for a service, in which role and why. */
@Entity({ name: "service_indicator", withoutRowid: true })
export class ServiceIndicator {
  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;

  @PrimaryColumn({ name: "indicator_id", type: "int" })
  indicatorId: number;

  @PrimaryColumn({ type: "varchar", length: 40 })
  role: string;

  @Column({ type: "text", nullable: true })
  reason: string | null;
}
