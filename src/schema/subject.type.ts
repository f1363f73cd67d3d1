import { createUnionType } from "type-graphql";
import { Area } from "./area.type";
import { Council } from "./council.type";
import { Indicator } from "./indicator.type";
import { CaseStudy, Discussion, Guidance, KnowledgeDocument } from "./knowledge.type";
import type { NodeRecord } from "./node.type";
import { Outcome } from "./outcome.type";
import { Service, ServiceFunction } from "./service.type";
import { Dataset } from "./source.type";
import { Supplier } from "./supplier.type";

/** What a search finds. */
export const Subject = createUnionType({
  name: "Subject",
  description: "A thing that people look for or write about.",
  types: () =>
    [
      Area,
      Council,
      Indicator,
      Service,
      ServiceFunction,
      Outcome,
      Dataset,
      Supplier,
      CaseStudy,
      Guidance,
      Discussion,
      KnowledgeDocument,
    ] as const,
  resolveType: (record) => (record as unknown as NodeRecord).nodeType as never,
});
