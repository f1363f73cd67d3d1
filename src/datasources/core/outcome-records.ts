/** Outcome frameworks: what councils and government want to come about, and the figures that tell whether it does. */
import type * as v from "../../schema/values/enums";
import type { PeriodSelection } from "./ports";
import type { AreaRecord, IndicatorRecord, ObservationRecord } from "./records";
import type { NeedRecord, ServiceRecord } from "./service-records";
import type { ChangeRecord } from "./statistics-ports";

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
  /** Address of the publication. */
  readonly source?: string;
  readonly licence?: string;
  /** In the framework's order. */
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
  /** Slugs of indicators that the framework names and the hub does not know (yet). */
  readonly unresolved: readonly string[];
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

/** What is asked of an area on one outcome; `roles` are those whose indicators count. */
export interface OutcomeProgressRecord {
  readonly outcome: OutcomeRecord;
  readonly area: AreaRecord;
  readonly roles: readonly v.OutcomeRole[];
  readonly period: PeriodSelection;
}

/** One figure that speaks for an outcome, and where it goes. */
export interface OutcomeFigureRecord {
  readonly link: OutcomeIndicatorRecord;
  readonly observation: ObservationRecord;
  /** The framework's judgement where it has one, else the indicator's. */
  readonly polarity: v.Polarity;
  readonly direction: v.OutcomeDirection;
  /** From the same period a year before, or near it; absent where there is no figure to compare with. */
  readonly change?: ChangeRecord;
}

/** An area's figures on one outcome, counted: the five counts add up to the number of figures. */
export interface OutcomeStandingRecord {
  readonly figures: readonly OutcomeFigureRecord[];
  readonly improving: number;
  readonly worsening: number;
  readonly noChange: number;
  readonly undecided: number;
  readonly missing: number;
  /** Why there is nothing to count; absent where there is. */
  readonly note?: string;
}
