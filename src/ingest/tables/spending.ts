import { line, optional, slug } from "./columns";
import { simple, type Table } from "./table";

/** What the columns of publishers' files of spending are called here, and which services they cover. */
export const SPENDING_TABLES: readonly Table[] = [
  {
    file: "spend_lines",
    table: "spend_line",
    hasId: true,
    key: ["line"],
    columns: [
      line("line", 120),
      slug("slug", 120),
      line("name", 300),
      line("class", 120, "service_class"),
      optional(line("about", 1000)),
    ],
    lists: [{ ...simple("services", "spend_line_service", "spend_line_id", "service_id"), refTable: "service" }],
  },
];
