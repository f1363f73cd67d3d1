/** Services, what obliges councils to provide them, whom they are for, and who provides them where. */
import type * as v from "../../schema/values/enums";
import type { OutcomeRecord } from "./outcome-records";
import type { AreaRecord, CouncilRecord, IndicatorRecord } from "./records";

export interface ServiceFunctionRecord {
  readonly nodeType: "ServiceFunction";
  readonly id: number;
  readonly key: string;
  readonly esdId: number;
  readonly label: string;
  readonly parent?: ServiceFunctionRecord;
  readonly children: readonly ServiceFunctionRecord[];
  readonly services: readonly ServiceRecord[];
}

export interface ServiceRecord {
  readonly nodeType: "Service";
  readonly id: number;
  readonly key: string;
  readonly lgslId: number;
  readonly name: string;
  readonly description?: string;
  readonly functions: readonly ServiceFunctionRecord[];
  readonly responsibleTiers: readonly v.CouncilTier[];
  readonly indicatorLinks: readonly ServiceIndicatorRecord[];
  readonly powersAndDuties: readonly PowerOrDutyRecord[];
  readonly needs: readonly NeedRecord[];
  readonly circumstances: readonly CircumstanceRecord[];
  readonly lifeEvents: readonly LifeEventRecord[];
  /** Services that stand near it: stated ones first, then those of the same functions. */
  readonly related: readonly ServiceRecord[];
  readonly outcomes: readonly OutcomeRecord[];
}

export interface ServiceIndicatorRecord {
  readonly service: ServiceRecord;
  readonly indicator: IndicatorRecord;
  readonly role: v.IndicatorRole;
  readonly reason?: string;
}

/** What lets or makes councils provide services. */
export interface PowerOrDutyRecord {
  readonly nodeType: "PowerOrDuty";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly kind: v.LegalBasis;
  readonly title: string;
  /** Act or regulations, with the section: "Public Libraries and Museums Act 1964, section 7". */
  readonly legislation: string;
  readonly legislationUrl?: string;
  readonly appliesTo: readonly v.CouncilTier[];
  /** Who says that it does. */
  readonly source: string;
  readonly services: readonly ServiceRecord[];
}

/** Something that people need and services meet. */
export interface NeedRecord {
  readonly nodeType: "Need";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly label: string;
  /** Those that it arises from. */
  readonly circumstances: readonly CircumstanceRecord[];
  readonly services: readonly ServiceRecord[];
  readonly indicators: readonly IndicatorRecord[];
  readonly outcomes: readonly OutcomeRecord[];
}

/** A situation of a person or household, from which needs arise. */
export interface CircumstanceRecord {
  readonly nodeType: "Circumstance";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly label: string;
  /** Those that bring it. */
  readonly lifeEvents: readonly LifeEventRecord[];
  readonly needs: readonly NeedRecord[];
  readonly services: readonly ServiceRecord[];
  readonly indicators: readonly IndicatorRecord[];
}

/** Something that happens to people and changes their circumstances. */
export interface LifeEventRecord {
  readonly nodeType: "LifeEvent";
  readonly id: number;
  readonly key: string;
  readonly slug: string;
  readonly label: string;
  readonly circumstances: readonly CircumstanceRecord[];
  readonly services: readonly ServiceRecord[];
}

/**
 * A service as one council provides it. `place` is the ground that it does so for: the area that was asked for, the area that took it over, or
 * the part of it that is the council's; absent where the question was of a council.
 */
export interface ServiceProvisionRecord {
  readonly service: ServiceRecord;
  readonly council: CouncilRecord;
  readonly place?: AreaRecord;
  /** How this council comes to be the answer, in a sentence or two. */
  readonly reason: string;
}

/** One thing that people can do with a council about a service, and where. */
export interface InteractionRecord {
  readonly lgilId: number;
  readonly label: string;
  readonly url?: string;
  /** What the publisher found when it checked the link, in its own word. */
  readonly status?: string;
  /** ISO 8601 instant, UTC. */
  readonly lastChecked?: string;
}
