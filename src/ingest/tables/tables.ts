import * as v from "../../schema/values/enums";
import {
  areaType,
  blank,
  type Column,
  date,
  number,
  oneOf,
  optional,
  type RefTable,
  ref,
  text,
  whole,
  yes,
} from "./columns";

/** Rows of a second table that one cell lists. */
export interface ListColumn {
  /** Name in the file's header. */
  readonly name: string;
  readonly table: string;
  readonly owner: string;
  readonly columns: readonly string[];
  /** The rows' values after the owner, from one item of the cell; undefined when the item cannot be read. References by key. */
  readonly read: (item: string) => readonly (string | null)[] | undefined;
  readonly refTable?: RefTable;
}

/** How one tidy table goes into the store. */
export interface Table {
  /** Name of the file, without its ending. */
  readonly file: string;
  readonly table: string;
  /** Whether rows have an id, which the importer gives. */
  readonly hasId: boolean;
  /** Columns of the store that tell one row from another. */
  readonly key: readonly string[];
  readonly columns: readonly Column[];
  /** The column that names another row of the same table; rows are put so that it comes first. */
  readonly parent?: string;
  readonly lists?: readonly ListColumn[];
}

const simple = (name: string, table: string, owner: string, to: string, names?: readonly string[]): ListColumn => ({
  name,
  table,
  owner,
  columns: [to],
  read: (item) => (names === undefined || names.includes(item) ? [item] : undefined),
});

/** `SCHEME=value` or `SCHEME=value@url`. */
function identifier(item: string): readonly (string | null)[] | undefined {
  const found = /^([A-Z_]+)=(.+?)(?:@(https?:\/\/.+))?$/.exec(item);
  const scheme = v.ID_SCHEMES.find((name) => name === found?.[1]);
  return found === null || scheme === undefined ? undefined : [scheme, found[2] ?? "", found[3] ?? null];
}

/** Every tidy table but the observations, in the order in which they refer to each other. `releases` is read with the observations. */
export const TABLES: readonly Table[] = [
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
  {
    file: "area_types",
    table: "area_type",
    hasId: false,
    key: ["code"],
    columns: [
      oneOf("code", v.AREA_TYPE_CODES),
      text("label", 200),
      blank("gss_prefixes", 200),
      optional(whole("level")),
      oneOf("hierarchy", v.HIERARCHY_NAMES),
    ],
  },
  {
    file: "areas",
    table: "area",
    hasId: true,
    key: ["code"],
    columns: [
      text("code", 40),
      text("name", 200),
      optional(text("name_welsh", 200)),
      areaType("area_type"),
      oneOf("status", v.AREA_STATUSES),
      optional(date("start_date")),
      optional(date("end_date")),
    ],
  },
  {
    file: "area_names",
    table: "area_name",
    hasId: false,
    key: ["area_id", "name", "kind"],
    columns: [
      ref("area", "area", "area_id"),
      text("name", 200),
      oneOf("kind", ["OLD", "ALTERNATIVE"]),
      optional(date("start_date")),
      optional(date("end_date")),
    ],
  },
  {
    file: "area_changes",
    table: "area_change",
    hasId: true,
    key: ["from_area_id", "to_area_id", "operative_date"],
    columns: [
      ref("from", "area", "from_area_id"),
      ref("to", "area", "to_area_id"),
      oneOf("kind", v.AREA_CHANGE_KINDS),
      date("operative_date"),
      optional(text("instrument", 400)),
      optional(text("instrument_url", 500)),
      optional(number("share")),
    ],
  },
  {
    file: "area_memberships",
    table: "area_membership",
    hasId: false,
    key: ["child_area_id", "parent_area_id"],
    columns: [
      ref("child", "area", "child_area_id"),
      ref("parent", "area", "parent_area_id"),
      oneOf("hierarchy", v.HIERARCHY_NAMES),
      optional(date("start_date")),
      optional(date("end_date")),
    ],
  },
  {
    file: "area_weights",
    table: "area_weight",
    hasId: false,
    key: ["area_id", "basis", "weighed_at"],
    columns: [
      ref("area", "area", "area_id"),
      oneOf(
        "basis",
        v.WEIGHT_BASES.filter((basis) => basis !== "EXACT"),
      ),
      date("date", "weighed_at"),
      number("value"),
      text("source", 400),
    ],
  },
  {
    file: "councils",
    table: "council",
    hasId: true,
    key: ["code"],
    parent: "upper_tier",
    columns: [
      text("code", 80),
      text("name", 200),
      oneOf("tier", v.COUNCIL_TIERS),
      ref("area", "area", "area_id"),
      optional(ref("upper_tier", "council", "upper_tier_id")),
      optional(text("homepage", 500)),
      optional(date("start_date")),
      optional(date("end_date")),
    ],
  },
  {
    file: "council_successions",
    table: "council_succession",
    hasId: false,
    key: ["council_id", "successor_id"],
    columns: [
      ref("council", "council", "council_id"),
      ref("successor", "council", "successor_id"),
      optional(date("operative_date")),
    ],
  },
  {
    file: "comparison_groups",
    table: "comparison_group",
    hasId: true,
    key: ["slug"],
    columns: [
      text("slug", 120),
      text("label", 300),
      oneOf("kind", v.COMPARISON_GROUP_KINDS),
      optional(ref("owner", "area", "owner_area_id")),
      optional(text("basis", 10_000)),
      optional(ref("licence", "licence", "licence_id")),
      oneOf("visibility", v.VISIBILITIES),
    ],
  },
  {
    file: "comparison_group_members",
    table: "comparison_group_member",
    hasId: false,
    key: ["group_id", "area_id"],
    columns: [ref("group", "comparison_group", "group_id"), ref("area", "area", "area_id")],
  },
  {
    file: "neighbours",
    table: "neighbour",
    hasId: false,
    key: ["area_id", "model", "position"],
    columns: [
      ref("area", "area", "area_id"),
      oneOf("model", v.NEIGHBOUR_MODELS),
      whole("position"),
      ref("neighbour", "area", "neighbour_area_id"),
      optional(number("distance")),
    ],
  },
  {
    file: "service_functions",
    table: "service_function",
    hasId: true,
    key: ["esd_id"],
    parent: "parent",
    columns: [whole("esd_id"), text("label", 300), optional(ref("parent", "service_function", "parent_id"))],
  },
  {
    file: "services",
    table: "service",
    hasId: true,
    key: ["lgsl_id"],
    columns: [whole("lgsl_id"), text("name", 300)],
    lists: [simple("tiers", "service_tier", "service_id", "tier", v.COUNCIL_TIERS)],
  },
  {
    file: "service_function_links",
    table: "service_function_link",
    hasId: false,
    key: ["service_id", "function_id"],
    columns: [ref("service", "service", "service_id"), ref("function", "service_function", "function_id")],
  },
  {
    file: "service_indicators",
    table: "service_indicator",
    hasId: false,
    key: ["service_id", "indicator_id", "role"],
    columns: [
      ref("service", "service", "service_id"),
      ref("indicator", "indicator", "indicator_id"),
      oneOf("role", v.INDICATOR_ROLES),
      optional(text("reason", 10_000)),
    ],
  },
];
