import { Column, Entity, PrimaryColumn } from "typeorm";

/** A subject that indicators are filed under. */
@Entity({ name: "topic", withoutRowid: true })
export class Topic {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 80 })
  slug: string;

  @Column({ type: "varchar", length: 200 })
  label: string;

  @Column({ name: "parent_id", type: "int", nullable: true })
  parentId: number | null;
}

/** What is measured: unit, polarity, kind of value. `polarityReason` is one line; polarity is ours, not the publisher's. */
@Entity({ name: "indicator", withoutRowid: true })
export class Indicator {
  @PrimaryColumn({ type: "int" })
  id: number;

  @Column({ type: "varchar", length: 160 })
  slug: string;

  @Column({ name: "dataset_id", type: "int" })
  datasetId: number;

  @Column({ type: "varchar", length: 300 })
  name: string;

  @Column({ name: "short_name", type: "varchar", length: 200, nullable: true })
  shortName: string | null;

  @Column({ type: "text", nullable: true })
  definition: string | null;

  @Column({ type: "text", nullable: true })
  rationale: string | null;

  @Column({ type: "text", nullable: true })
  caveats: string | null;

  @Column({ name: "unit_code", type: "varchar", length: 40 })
  unitCode: string;

  @Column({ name: "unit_label", type: "varchar", length: 200 })
  unitLabel: string;

  @Column({ name: "unit_prefix", type: "varchar", length: 20, nullable: true })
  unitPrefix: string | null;

  @Column({ name: "unit_suffix", type: "varchar", length: 60, nullable: true })
  unitSuffix: string | null;

  @Column({ name: "unit_multiplier", type: "double", nullable: true })
  unitMultiplier: number | null;

  @Column({ name: "decimal_places", type: "int" })
  decimalPlaces: number;

  @Column({ type: "varchar", length: 40 })
  polarity: string;

  @Column({ name: "polarity_reason", type: "text" })
  polarityReason: string;

  @Column({ name: "value_type", type: "varchar", length: 60 })
  valueType: string;

  @Column({ type: "text", nullable: true })
  numerator: string | null;

  @Column({ type: "text", nullable: true })
  denominator: string | null;

  @Column({ type: "varchar", length: 40 })
  frequency: string;

  @Column({ name: "period_type", type: "varchar", length: 40 })
  periodType: string;

  @Column({ name: "is_aggregatable", type: "int" })
  isAggregatable: number;

  @Column({ name: "is_standardised", type: "int" })
  isStandardised: number;

  @Column({ name: "has_confidence_intervals", type: "int" })
  hasConfidenceIntervals: number;
}

/** Which indicators are filed under which topic. */
@Entity({ name: "indicator_topic", withoutRowid: true })
export class IndicatorTopic {
  @PrimaryColumn({ name: "indicator_id", type: "int" })
  indicatorId: number;

  @PrimaryColumn({ name: "topic_id", type: "int" })
  topicId: number;
}

/** The indicator's name in other bodies' schemes. */
@Entity({ name: "indicator_identifier", withoutRowid: true })
export class IndicatorIdentifier {
  @PrimaryColumn({ name: "indicator_id", type: "int" })
  indicatorId: number;

  @PrimaryColumn({ type: "varchar", length: 40 })
  scheme: string;

  @PrimaryColumn({ type: "varchar", length: 200 })
  value: string;

  @Column({ type: "varchar", length: 700, nullable: true })
  url: string | null;
}

/** How far an indicator's current figures reach for one kind of area; derived, rewritten by every load that changes a figure. */
@Entity({ name: "indicator_coverage", withoutRowid: true })
export class IndicatorCoverage {
  @PrimaryColumn({ name: "indicator_id", type: "int" })
  indicatorId: number;

  @PrimaryColumn({ name: "area_type", type: "varchar", length: 40 })
  areaType: string;

  @Column({ name: "area_count", type: "int" })
  areaCount: number;

  @Column({ name: "observation_count", type: "int" })
  observationCount: number;

  @Column({ name: "missing_count", type: "int" })
  missingCount: number;

  @Column({ name: "earliest_period_id", type: "int" })
  earliestPeriodId: number;

  @Column({ name: "latest_period_id", type: "int" })
  latestPeriodId: number;
}
