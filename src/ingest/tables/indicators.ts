import * as v from "../../schema/values/enums";
import { number, oneOf, optional, ref, text, whole, yes } from "./columns";
import { simple, type Table } from "./table";

/** `SCHEME=value` or `SCHEME=value@url`. */
function identifier(item: string): readonly (string | null)[] | undefined {
  const found = /^([A-Z_]+)=(.+?)(?:@(https?:\/\/.+))?$/.exec(item);
  const scheme = v.ID_SCHEMES.find((name) => name === found?.[1]);
  return found === null || scheme === undefined ? undefined : [scheme, found[2] ?? "", found[3] ?? null];
}

/** Indicators, their topics, and what their figures are broken down by. */
export const INDICATORS_TABLES: readonly Table[] = [
  {
    file: "topics",
    table: "topic",
    hasId: true,
    key: ["slug"],
    parent: "parent",
    columns: [text("slug", 80), text("label", 200), optional(ref("parent", "topic", "parent_id"))],
  },
  {
    file: "indicators",
    table: "indicator",
    hasId: true,
    key: ["slug"],
    columns: [
      text("slug", 160),
      ref("dataset", "dataset", "dataset_id"),
      text("name", 300),
      optional(text("short_name", 200)),
      optional(text("definition", 20_000)),
      optional(text("rationale", 20_000)),
      optional(text("caveats", 20_000)),
      text("unit_code", 40),
      text("unit_label", 200),
      optional(text("unit_prefix", 20)),
      optional(text("unit_suffix", 60)),
      optional(number("unit_multiplier")),
      whole("decimal_places"),
      oneOf("polarity", v.POLARITIES),
      text("polarity_reason", 10_000),
      oneOf("value_type", v.VALUE_TYPES),
      optional(text("numerator", 10_000)),
      optional(text("denominator", 10_000)),
      oneOf("frequency", v.FREQUENCIES),
      oneOf("period_type", v.PERIOD_TYPES),
      yes("is_aggregatable"),
      yes("is_standardised"),
      yes("has_confidence_intervals"),
    ],
    lists: [
      { ...simple("topics", "indicator_topic", "indicator_id", "topic_id"), refTable: "topic" },
      {
        name: "identifiers",
        table: "indicator_identifier",
        owner: "indicator_id",
        columns: ["scheme", "value", "url"],
        read: identifier,
      },
    ],
  },
  {
    file: "dimensions",
    table: "dimension",
    hasId: true,
    key: ["code"],
    columns: [text("code", 80), text("label", 200)],
  },
  {
    file: "dimension_members",
    table: "dimension_member",
    hasId: true,
    key: ["dimension_id", "code"],
    columns: [
      ref("dimension", "dimension", "dimension_id"),
      text("code", 120),
      text("label", 200),
      yes("is_total"),
      optional(whole("sequence")),
    ],
  },
];
