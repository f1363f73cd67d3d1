import { createUnionType } from "type-graphql";
import { Area } from "./area.type";
import { Council } from "./council.type";
import { Indicator } from "./indicator.type";
import type { NodeRecord } from "./node.type";
import { Service, ServiceFunction } from "./service.type";
import { Dataset } from "./source.type";
import { Supplier } from "./supplier.type";

/** What a search finds. */
export const Subject = createUnionType({
  name: "Subject",
  description: "A thing that people look for or write about.",
  types: () => [Area, Council, Indicator, Service, ServiceFunction, Dataset, Supplier] as const,
  resolveType: (record) => (record as unknown as NodeRecord).nodeType as never,
});
