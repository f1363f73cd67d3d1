import type { DocumentLayout } from "./document";
import { interactions } from "./interactions";
import { knowledgeItem } from "./knowledge-item";
import { outcomeFramework } from "./outcome-framework";
import { revenueOutturn } from "./revenue-outturn";
import { serviceDescriptions } from "./service-descriptions";

/** Every layout of documents, in the order in which their files are loaded: what others refer to comes first. */
export const DOCUMENT_LAYOUTS: readonly DocumentLayout[] = [
  serviceDescriptions,
  interactions,
  outcomeFramework,
  revenueOutturn,
  knowledgeItem,
];
