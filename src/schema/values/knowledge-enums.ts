/** The closed lists of services, duties, outcomes and knowledge, as plain values. */

/** What lets or makes a council provide a service. Source: esd standards, "Powers and duties". */
export const LEGAL_BASES = ["POWER", "DUTY", "DISCRETION"] as const;
export type LegalBasis = (typeof LEGAL_BASES)[number];

export const KNOWLEDGE_KINDS = ["CASE_STUDY", "GUIDANCE", "DISCUSSION", "REPORT", "METHOD", "EVENT", "TOOL"] as const;
export type KnowledgeKind = (typeof KNOWLEDGE_KINDS)[number];

/** Where an item of knowledge stands between being written and being shown. Only APPROVED items are shown to readers. */
export const MODERATION_STATES = ["DRAFT", "SUBMITTED", "APPROVED", "REJECTED", "WITHDRAWN"] as const;
export type ModerationState = (typeof MODERATION_STATES)[number];

/** How an indicator speaks for an outcome: it measures it, it measures what is done for it, or it tells of the setting. */
export const OUTCOME_ROLES = ["OUTCOME", "OUTPUT", "CONTEXT"] as const;
export type OutcomeRole = (typeof OUTCOME_ROLES)[number];

/** Where a figure goes, from the same period a year before, by the judgement that holds for it. */
export const OUTCOME_DIRECTIONS = ["IMPROVING", "WORSENING", "NO_CHANGE", "UNDECIDED", "MISSING"] as const;
export type OutcomeDirection = (typeof OUTCOME_DIRECTIONS)[number];

/** How sure the words of an outcome are: as published, or as in a draft that the operator has still to check. */
export const WORDING_STATES = ["PUBLISHED", "DRAFT"] as const;
export type WordingState = (typeof WORDING_STATES)[number];
