import * as v from "../../schema/values/enums";
import { oneOf, optional, ref, text, whole } from "./columns";
import { simple, type Table } from "./table";

/** Services, the tree of functions, and the indicators that speak for services. */
export const SERVICES_TABLES: readonly Table[] = [
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
