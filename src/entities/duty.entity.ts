import { Column, Entity, PrimaryColumn } from "typeorm";

/** Services that somebody says stand near each other; one row says it for both. */
@Entity({ name: "service_relation", withoutRowid: true })
export class ServiceRelation {
  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;

  @PrimaryColumn({ name: "related_id", type: "int" })
  relatedId: number;

  @Column({ type: "text", nullable: true })
  reason: string | null;
}

/** What lets or makes councils provide services. */
@Entity({ name: "power_or_duty", withoutRowid: true })
export class PowerOrDuty {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 120 })
  slug: string;

  @Column({ type: "varchar", length: 20 })
  kind: string;

  @Column({ type: "varchar", length: 300 })
  title: string;

  @Column({ type: "varchar", length: 300 })
  legislation: string;

  @Column({ type: "varchar", length: 200, nullable: true })
  section: string | null;

  @Column({ name: "legislation_url", type: "varchar", length: 500, nullable: true })
  legislationUrl: string | null;

  @Column({ type: "varchar", length: 400 })
  source: string;
}

/** Which tiers of council a power or duty is given to. */
@Entity({ name: "power_or_duty_tier", withoutRowid: true })
export class PowerOrDutyTier {
  @PrimaryColumn({ name: "power_or_duty_id", type: "int" })
  powerOrDutyId: number;

  @PrimaryColumn({ type: "varchar", length: 40 })
  tier: string;
}

/** Which services a power or duty is the ground of. */
@Entity({ name: "power_or_duty_service", withoutRowid: true })
export class PowerOrDutyService {
  @PrimaryColumn({ name: "power_or_duty_id", type: "int" })
  powerOrDutyId: number;

  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;
}

/** Something that people need and services meet. */
@Entity({ name: "need", withoutRowid: true })
export class Need {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 120 })
  slug: string;

  @Column({ type: "varchar", length: 300 })
  label: string;
}

/** Which services meet a need. */
@Entity({ name: "need_service", withoutRowid: true })
export class NeedService {
  @PrimaryColumn({ name: "need_id", type: "int" })
  needId: number;

  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;
}

/** Which indicators tell of a need, by slug: the indicator may be harvested later. */
@Entity({ name: "need_indicator", withoutRowid: true })
export class NeedIndicator {
  @PrimaryColumn({ name: "need_id", type: "int" })
  needId: number;

  @PrimaryColumn({ name: "indicator_slug", type: "varchar", length: 300 })
  indicatorSlug: string;
}

/** A situation of a person or household, from which needs arise. */
@Entity({ name: "circumstance", withoutRowid: true })
export class Circumstance {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 120 })
  slug: string;

  @Column({ type: "varchar", length: 300 })
  label: string;
}

/** Which needs arise from a circumstance. */
@Entity({ name: "circumstance_need", withoutRowid: true })
export class CircumstanceNeed {
  @PrimaryColumn({ name: "circumstance_id", type: "int" })
  circumstanceId: number;

  @PrimaryColumn({ name: "need_id", type: "int" })
  needId: number;
}

/** Which services a circumstance calls for, beside those that meet its needs. */
@Entity({ name: "circumstance_service", withoutRowid: true })
export class CircumstanceService {
  @PrimaryColumn({ name: "circumstance_id", type: "int" })
  circumstanceId: number;

  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;
}

/** Something that happens to people and changes their circumstances. */
@Entity({ name: "life_event", withoutRowid: true })
export class LifeEvent {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 120 })
  slug: string;

  @Column({ type: "varchar", length: 300 })
  label: string;
}

/** Which circumstances a life event brings. */
@Entity({ name: "life_event_circumstance", withoutRowid: true })
export class LifeEventCircumstance {
  @PrimaryColumn({ name: "life_event_id", type: "int" })
  lifeEventId: number;

  @PrimaryColumn({ name: "circumstance_id", type: "int" })
  circumstanceId: number;
}

/** Which services a life event calls for, beside those of its circumstances. */
@Entity({ name: "life_event_service", withoutRowid: true })
export class LifeEventService {
  @PrimaryColumn({ name: "life_event_id", type: "int" })
  lifeEventId: number;

  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;
}

/** The name of an interaction by its LGIL number. */
@Entity({ name: "interaction_type", withoutRowid: true })
export class InteractionType {
  @PrimaryColumn({ name: "lgil_id", type: "int" })
  lgilId: number;

  @Column({ type: "varchar", length: 200 })
  label: string;
}

/** Where people do something with a council about a service. */
@Entity({ name: "interaction", withoutRowid: true })
export class Interaction {
  @PrimaryColumn({ name: "council_id", type: "int" })
  councilId: number;

  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;

  @PrimaryColumn({ name: "lgil_id", type: "int" })
  lgilId: number;

  @Column({ type: "varchar", length: 2000 })
  url: string;

  @Column({ type: "varchar", length: 80, nullable: true })
  status: string | null;

  @Column({ name: "last_checked", type: "datetime", precision: 3, nullable: true })
  lastChecked: string | null;
}
