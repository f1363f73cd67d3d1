import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const KnowledgeKind = enumType("KnowledgeKind", "What sort of thing somebody wrote.", v.KNOWLEDGE_KINDS, {
  CASE_STUDY: "What a council did, and what came of it.",
  GUIDANCE: "What somebody with a say in the matter advises or requires.",
  DISCUSSION: "People asking and answering each other.",
  REPORT: "A finished piece of work with findings.",
  METHOD: "How something is done or worked out.",
  EVENT: "A meeting, a course, a conference.",
  TOOL: "Something to work with: a calculator, a template, a program.",
});

export const ModerationState = enumType(
  "ModerationState",
  "Where an item stands between being written and being shown. Readers are shown approved items only.",
  v.MODERATION_STATES,
  {
    DRAFT: "Being written.",
    SUBMITTED: "Handed in, and waiting to be read.",
    APPROVED: "Read and let through: shown to those whom its visibility lets see it.",
    REJECTED: "Read and not let through, with a reason.",
    WITHDRAWN: "Taken back, with a reason; its history is kept.",
  },
);
