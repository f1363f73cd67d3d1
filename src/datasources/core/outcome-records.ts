/** Outcome frameworks: what councils and government want to come about, and the figures that tell whether it does. */
import type * as v from "../../schema/values/enums";
import type { AreaRecord, IndicatorRecord, ObservationRecord } from "./records";
import type { NeedRecord, ServiceRecord } from "./service-records";

export interface OutcomeFrameworkRecord {
  readonly nodeType: "OutcomeFramework";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly title: string;
  readonly owner: string;
  readonly version: string;
  /** yyyy-mm-dd */
  readonly publishedOn?: string;
  readonly source?: string;
  readonly outcomes: readonly OutcomeRecord[];
}

export interface OutcomeRecord {
  readonly nodeType: "Outcome";
  readonly id: number;
  /** `<framework slug>/<outcome slug>` */
  readonly key: string;
  readonly slug: string;
  readonly framework: OutcomeFrameworkRecord;
  readonly title: string;
  readonly ambition?: string;
  readonly wording: v.WordingState;
  readonly sequence?: number;
  readonly indicatorLinks: readonly OutcomeIndicatorRecord[];
  readonly services: readonly ServiceRecord[];
  readonly needs: readonly NeedRecord[];
}

/** How an indicator speaks for an outcome, and why. */
export interface OutcomeIndicatorRecord {
  readonly outcome: OutcomeRecord;
  readonly indicator: IndicatorRecord;
  readonly role: v.OutcomeRole;
  readonly reason: string;
  /** The framework's own judgement, where it differs from the indicator's. */
  readonly polarity?: v.Polarity;
}

/** How an area does on one outcome: its latest figures, counted by direction. */
export interface OutcomeProgressRecord {
  readonly outcome: OutcomeRecord;
  readonly area: AreaRecord;
  readonly indicators: readonly ObservationRecord[];
  readonly improving: number;
  readonly worsening: number;
  readonly noChange: number;
  readonly missing: number;
}
