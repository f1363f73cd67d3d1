import * as v from "../../schema/values/enums";
import { areaType, blank, date, number, oneOf, optional, ref, text, whole } from "./columns";
import type { Table } from "./table";

/** Areas: kinds, names, changes, memberships and what they are weighed by. */
export const AREAS_TABLES: readonly Table[] = [
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
];
