import { date, line, optional, ref, slug, text, webAddress } from "./columns";
import { simple, type Table } from "./table";

/** Suppliers of services of information, what they offer, and who uses them. What can be measured is not typed in. */
export const SUPPLIERS_TABLES: readonly Table[] = [
  {
    file: "suppliers",
    table: "supplier",
    hasId: true,
    key: ["slug"],
    columns: [
      slug("slug", 120),
      line("name", 300),
      optional(webAddress("homepage", 500)),
      optional(line("contact", 300)),
      line("told_by", 400),
    ],
    // By slug, known or not: a national service's source enters the store when the hub starts.
    lists: [simple("sources", "supplier_source", "supplier_id", "source_slug")],
  },
  {
    file: "supplier_services",
    table: "supplier_service",
    hasId: false,
    key: ["supplier_id", "name"],
    columns: [
      ref("supplier", "supplier", "supplier_id"),
      line("name", 200),
      optional(text("description", 5000)),
      optional(webAddress("url", 500)),
    ],
  },
  {
    file: "supplier_users",
    table: "supplier_user",
    hasId: false,
    key: ["supplier_id", "council_id"],
    columns: [
      ref("supplier", "supplier", "supplier_id"),
      ref("council", "council", "council_id"),
      optional(date("since")),
      line("told_by", 400),
    ],
  },
];
