import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const SourceKind = enumType("SourceKind", "How figures reach the hub.", v.SOURCE_KINDS, {
  LOCAL_TABLE: "Loaded from the publisher's files into the hub's tables.",
  MEMBER_COLLECTION: "Collected from councils.",
  REMOTE_API: "Asked of the publisher's service.",
  REMOTE_FILE: "Read from the publisher's file when asked.",
});

export const SourceState = enumType("SourceState", "How a source is doing.", v.SOURCE_STATES, {
  OK: "Answering.",
  DEGRADED: "Answering slowly or in part.",
  RATE_LIMITED: "Over its limit; waiting.",
  DOWN: "Not answering.",
  CHANGED_SCHEMA: "Answering in a shape that the hub does not know.",
});

export const QualityDesignation = enumType(
  "QualityDesignation",
  "The standing of the statistics.",
  v.QUALITY_DESIGNATIONS,
  {
    ACCREDITED_OFFICIAL: "Accredited official statistics.",
    OFFICIAL: "Official statistics.",
    OFFICIAL_IN_DEVELOPMENT: "Official statistics in development.",
    NO_ACCREDITATION: "Statistics without accreditation.",
    MANAGEMENT_INFORMATION: "Management information.",
    MEMBER_SUPPLIED: "Supplied by members.",
  },
);

export const VersionType = enumType("VersionType", "How much a release changed.", v.VERSION_TYPES, {
  MAJOR: "Figures or indicators went or changed meaning.",
  MINOR: "Figures were added.",
  PATCH: "Figures were corrected.",
});

export const ReleaseStatus = enumType("ReleaseStatus", "Where a release stands.", v.RELEASE_STATUSES, {
  SCHEDULED: "Announced for a day.",
  PROVISIONAL_DATE: "Announced for a day that may move.",
  PUBLISHED: "Out.",
  DEPRECATED: "Out, and replaced.",
  WITHDRAWN: "Taken back.",
});
