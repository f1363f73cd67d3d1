import { Column, Entity, PrimaryColumn } from "typeorm";

/** A list of outcomes that somebody owns and publishes. */
@Entity({ name: "outcome_framework", withoutRowid: true })
export class OutcomeFramework {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 120 })
  slug: string;

  @Column({ type: "varchar", length: 300 })
  title: string;

  @Column({ type: "varchar", length: 300 })
  owner: string;

  @Column({ type: "varchar", length: 60 })
  version: string;

  @Column({ name: "published_on", type: "date", nullable: true })
  publishedOn: string | null;

  @Column({ type: "varchar", length: 700, nullable: true })
  source: string | null;

  @Column({ type: "varchar", length: 200, nullable: true })
  licence: string | null;

  @Column({ name: "content_hash", type: "varchar", length: 64 })
  contentHash: string;
}

/** One outcome of a framework. */
@Entity({ name: "outcome", withoutRowid: true })
export class Outcome {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ name: "framework_id", type: "int" })
  frameworkId: number;

  @Column({ type: "varchar", length: 120 })
  slug: string;

  @Column({ type: "varchar", length: 300 })
  title: string;

  @Column({ type: "text", nullable: true })
  ambition: string | null;

  @Column({ type: "varchar", length: 20 })
  wording: string;

  @Column({ type: "int" })
  sequence: number;
}

/** Which indicators speak for an outcome, how and why. By slug, because national services are harvested later. */
@Entity({ name: "outcome_indicator", withoutRowid: true })
export class OutcomeIndicator {
  @PrimaryColumn({ name: "outcome_id", type: "int" })
  outcomeId: number;

  @PrimaryColumn({ name: "indicator_slug", type: "varchar", length: 300 })
  indicatorSlug: string;

  @Column({ type: "varchar", length: 20 })
  role: string;

  @Column({ type: "int" })
  sequence: number;

  @Column({ type: "text" })
  reason: string;

  @Column({ type: "varchar", length: 40, nullable: true })
  polarity: string | null;
}

/** Which services work towards an outcome. */
@Entity({ name: "outcome_service", withoutRowid: true })
export class OutcomeService {
  @PrimaryColumn({ name: "outcome_id", type: "int" })
  outcomeId: number;

  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;
}

/** Which needs are met where an outcome comes about. */
@Entity({ name: "outcome_need", withoutRowid: true })
export class OutcomeNeed {
  @PrimaryColumn({ name: "outcome_id", type: "int" })
  outcomeId: number;

  @PrimaryColumn({ name: "need_id", type: "int" })
  needId: number;
}

/** A column of a publisher's file of spending, and the indicator that it becomes. */
@Entity({ name: "spend_line", withoutRowid: true })
export class SpendLine {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 120 })
  line: string;

  @Column({ type: "varchar", length: 120 })
  slug: string;

  @Column({ type: "varchar", length: 300 })
  name: string;

  @Column({ name: "service_class", type: "varchar", length: 120 })
  serviceClass: string;

  @Column({ type: "varchar", length: 1000, nullable: true })
  about: string | null;
}

/** The services that a line of spending covers. */
@Entity({ name: "spend_line_service", withoutRowid: true })
export class SpendLineService {
  @PrimaryColumn({ name: "spend_line_id", type: "int" })
  spendLineId: number;

  @PrimaryColumn({ name: "service_id", type: "int" })
  serviceId: number;
}

/** A total of a kind of council, as the publisher gives it, beside what its returns add up to. */
@Entity({ name: "class_total", withoutRowid: true })
export class ClassTotal {
  @PrimaryColumn({ name: "indicator_id", type: "int" })
  indicatorId: number;

  @PrimaryColumn({ name: "period_id", type: "int" })
  periodId: number;

  @PrimaryColumn({ name: "class_code", type: "varchar", length: 40 })
  classCode: string;

  @Column({ type: "varchar", length: 200 })
  label: string;

  @Column({ type: "double", nullable: true })
  value: number | null;

  @Column({ type: "varchar", length: 40, nullable: true })
  missing: string | null;

  @Column({ name: "returns_sum", type: "double", nullable: true })
  returnsSum: number | null;

  @Column({ type: "int" })
  returns: number;

  @Column({ name: "without_return", type: "int" })
  withoutReturn: number;
}
