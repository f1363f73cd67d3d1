import type { GraphReads } from "../datasources/core/ports";
import type { KnowledgeType } from "../datasources/core/records";
import type { NodeRecord } from "../schema/node.type";
import { numberNamed } from "./names";

type Finder = (reads: GraphReads, key: string) => NodeRecord | undefined | Promise<NodeRecord | undefined>;

/** An item of one type: an id that names its key with another type is of nothing. */
function knowledgeOf(type: KnowledgeType): Finder {
  return async ({ knowledge }, key) => {
    const item = await knowledge.byKey(key);
    return item?.nodeType === type ? item : undefined;
  };
}

/** One line a type of node: how its key is looked up. */
const FINDERS: Readonly<Record<string, Finder>> = {
  Area: ({ catalogue }, key) => catalogue.areaByCode(key),
  Council: ({ catalogue }, key) => catalogue.councilByKey(key),
  ComparisonGroup: ({ catalogue }, key) => catalogue.groupByKey(key),
  Indicator: (reads, key) => reads.catalogue.indicatorBySlug(key) ?? reads.statistics.derivedIndicator(key),
  Topic: ({ catalogue }, key) => catalogue.topicBySlug(key),
  Observation: (reads, key) => reads.observationByKey(key),
  Source: (reads, key) => reads.catalogue.sourceBySlug(key) ?? reads.statistics.derivedIndicator(key)?.dataset.source,
  Supplier: ({ catalogue }, key) => catalogue.supplierBySlug(key),
  Dataset: (reads, key) => reads.catalogue.datasetBySlug(key) ?? reads.statistics.derivedIndicator(key)?.dataset,
  Release: ({ catalogue }, key) => catalogue.releases.find((release) => release.key === key),
  Service: ({ catalogue }, key) => catalogue.serviceByLgsl(numberNamed("Service", key)),
  ServiceFunction: ({ catalogue }, key) => catalogue.functionByEsd(numberNamed("ServiceFunction", key)),
  CaseStudy: knowledgeOf("CaseStudy"),
  Guidance: knowledgeOf("Guidance"),
  Discussion: knowledgeOf("Discussion"),
  KnowledgeDocument: knowledgeOf("KnowledgeDocument"),
  PowerOrDuty: ({ catalogue }, key) => catalogue.powerOrDutyBySlug(key),
  Need: ({ catalogue }, key) => catalogue.needBySlug(key),
  Circumstance: ({ catalogue }, key) => catalogue.circumstanceBySlug(key),
  OutcomeFramework: ({ catalogue }, key) => catalogue.frameworkBySlug(key),
  Outcome: ({ catalogue }, key) => catalogue.outcomeByKey(key),
  LifeEvent: ({ catalogue }, key) => catalogue.lifeEventBySlug(key),
};

/** The node of a type and key, or undefined. */
export async function findNode(reads: GraphReads, type: string, key: string): Promise<NodeRecord | undefined> {
  return Object.hasOwn(FINDERS, type) ? FINDERS[type]?.(reads, key) : undefined;
}
