import * as v from "../../schema/values/enums";
import { line, oneOf, optional, ref, slug, text, webAddress, whole } from "./columns";
import { type ListColumn, simple, type Table } from "./table";

/** Slugs of indicators, those of national services too: `fingertips:90366`, `dfe-ees:…/…`. The longest that a service gives is well below this. */
const INDICATOR_SLUG = /^[^\s\p{Cc}]{1,300}$/u;

/** A cell that lists services by LGSL number. */
const services = (table: string, owner: string): ListColumn => ({
  ...simple("services", table, owner, "service_id"),
  refTable: "service",
});

/** Services, the tree of functions, the indicators that speak for services, what obliges councils to provide them, and whom they are for. */
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
  {
    file: "service_relations",
    table: "service_relation",
    hasId: false,
    key: ["service_id", "related_id"],
    columns: [
      ref("service", "service", "service_id"),
      ref("related", "service", "related_id"),
      optional(line("reason", 1000)),
    ],
  },
  {
    file: "powers_and_duties",
    table: "power_or_duty",
    hasId: true,
    key: ["slug"],
    columns: [
      slug("slug", 120),
      oneOf("kind", v.LEGAL_BASES),
      line("title", 300),
      line("legislation", 300),
      optional(line("section", 200)),
      optional(webAddress("legislation_url", 500)),
      line("source", 400),
    ],
    lists: [
      simple("applies_to", "power_or_duty_tier", "power_or_duty_id", "tier", v.COUNCIL_TIERS),
      services("power_or_duty_service", "power_or_duty_id"),
    ],
  },
  {
    file: "needs",
    table: "need",
    hasId: true,
    key: ["slug"],
    columns: [slug("slug", 120), line("label", 300)],
    lists: [
      services("need_service", "need_id"),
      {
        ...simple("indicators", "need_indicator", "need_id", "indicator_slug"),
        read: (item) => (INDICATOR_SLUG.test(item) ? [item] : undefined),
      },
    ],
  },
  {
    file: "circumstances",
    table: "circumstance",
    hasId: true,
    key: ["slug"],
    columns: [slug("slug", 120), line("label", 300)],
    lists: [
      { ...simple("needs", "circumstance_need", "circumstance_id", "need_id"), refTable: "need" },
      services("circumstance_service", "circumstance_id"),
    ],
  },
  {
    file: "life_events",
    table: "life_event",
    hasId: true,
    key: ["slug"],
    columns: [slug("slug", 120), line("label", 300)],
    lists: [
      {
        ...simple("circumstances", "life_event_circumstance", "life_event_id", "circumstance_id"),
        refTable: "circumstance",
      },
      services("life_event_service", "life_event_id"),
    ],
  },
  {
    file: "interaction_types",
    table: "interaction_type",
    hasId: false,
    key: ["lgil_id"],
    columns: [whole("lgil_id"), line("label", 200)],
  },
];
