import { AREAS_TABLES } from "./areas";
import { COUNCILS_TABLES } from "./councils";
import { INDICATORS_TABLES } from "./indicators";
import { PUBLICATIONS_TABLES } from "./publications";
import { SERVICES_TABLES } from "./services";
import { SPENDING_TABLES } from "./spending";
import { SUPPLIERS_TABLES } from "./suppliers";
import type { Table } from "./table";

export type { ListColumn, Table } from "./table";

/** Every tidy table but the observations, in the order in which they refer to each other. `releases` is read with the observations. */
export const TABLES: readonly Table[] = [
  ...PUBLICATIONS_TABLES,
  ...INDICATORS_TABLES,
  ...AREAS_TABLES,
  ...COUNCILS_TABLES,
  ...SERVICES_TABLES,
  ...SPENDING_TABLES,
  ...SUPPLIERS_TABLES,
];
