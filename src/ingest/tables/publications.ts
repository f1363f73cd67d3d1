import * as v from "../../schema/values/enums";
import { date, oneOf, optional, ref, text, whole } from "./columns";
import type { Table } from "./table";

/** Licences, sources, data sets, what is announced of them, and the rules by which their figures are shown. */
export const PUBLICATIONS_TABLES: readonly Table[] = [
  {
    file: "licences",
    table: "licence",
    hasId: true,
    key: ["code"],
    columns: [text("code", 40), text("label", 200), optional(text("url", 500)), optional(text("attribution", 10_000))],
  },
  {
    file: "sources",
    table: "source",
    hasId: true,
    key: ["slug"],
    columns: [
      text("slug", 80),
      text("name", 200),
      optional(text("publisher", 200)),
      optional(text("homepage", 500)),
      optional(text("api", 500)),
      oneOf("kind", v.SOURCE_KINDS),
      ref("licence", "licence", "licence_id"),
      optional(text("limits", 10_000)),
    ],
  },
  {
    file: "datasets",
    table: "dataset",
    hasId: true,
    key: ["slug"],
    columns: [
      text("slug", 160),
      text("title", 300),
      optional(text("description", 20_000)),
      ref("source", "source", "source_id"),
      ref("licence", "licence", "licence_id"),
      oneOf("designation", v.QUALITY_DESIGNATIONS),
      oneOf("frequency", v.FREQUENCIES),
      optional(text("homepage", 700)),
      optional(text("methodology_url", 700)),
    ],
  },
  {
    file: "announcements",
    table: "announced_release",
    hasId: false,
    key: ["dataset_id", "version"],
    columns: [
      ref("dataset", "dataset", "dataset_id"),
      text("version", 40),
      text("title", 300),
      oneOf("type", v.VERSION_TYPES),
      oneOf("status", ["SCHEDULED", "PROVISIONAL_DATE", "WITHDRAWN"]),
      date("scheduled_for"),
      date("announced_on"),
      optional(text("upstream_url", 700)),
    ],
  },
  {
    file: "disclosure_policies",
    table: "disclosure_policy",
    hasId: false,
    key: ["dataset_id"],
    columns: [
      ref("dataset", "dataset", "dataset_id"),
      optional(whole("minimum_count")),
      optional(whole("rounding_base")),
      optional(whole("minimum_group")),
      text("reason", 10_000),
    ],
  },
];
