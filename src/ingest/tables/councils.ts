import * as v from "../../schema/values/enums";
import { date, number, oneOf, optional, ref, text, whole } from "./columns";
import type { Table } from "./table";

/** Councils, and areas that are compared with each other. */
export const COUNCILS_TABLES: readonly Table[] = [
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
];
