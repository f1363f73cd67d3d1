import type * as v from "../../schema/values/enums";
import type * as r from "../core/records";
import { known, Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

type ById<T> = ReadonlyMap<number, T>;

/** Powers and duties by slug, linked to the services that they are the ground of. `dutiesOf` gets them by service id. Three statements. */
export async function readDuties(
  store: Store,
  services: ById<r.ServiceRecord>,
  dutiesOf: Lists<number, r.PowerOrDutyRecord>,
): Promise<readonly r.PowerOrDutyRecord[]> {
  interface Row {
    id: number;
    slug: string;
    kind: v.LegalBasis;
    title: string;
    legislation: string;
    section: string | null;
    legislation_url: string | null;
    source: string;
  }
  const tiersOf = new Lists<number, v.CouncilTier>();
  const servicesOf = new Lists<number, r.ServiceRecord>();
  const byId = new Map<number, r.PowerOrDutyRecord>();
  const sql =
    "SELECT id, slug, kind, title, legislation, section, legislation_url, source FROM power_or_duty ORDER BY slug";
  for (const row of await select<Row>(store, sql)) {
    byId.set(row.id, {
      nodeType: "PowerOrDuty",
      id: row.id,
      key: row.slug,
      slug: row.slug,
      kind: row.kind,
      title: row.title,
      legislation: row.section === null ? row.legislation : `${row.legislation}, ${row.section}`,
      ...known({ legislationUrl: row.legislation_url }),
      appliesTo: tiersOf.of(row.id),
      source: row.source,
      services: servicesOf.of(row.id),
    });
  }
  const tierSql = "SELECT power_or_duty_id, tier FROM power_or_duty_tier ORDER BY power_or_duty_id, tier";
  for (const row of await select<{ power_or_duty_id: number; tier: v.CouncilTier }>(store, tierSql))
    tiersOf.add(row.power_or_duty_id, row.tier);
  // In the order of slugs for a service, and of LGSL numbers for a duty.
  const linkSql = `SELECT l.power_or_duty_id AS power_or_duty_id, l.service_id AS service_id FROM power_or_duty_service l
    JOIN power_or_duty d ON d.id = l.power_or_duty_id JOIN service s ON s.id = l.service_id ORDER BY d.slug, s.lgsl_id`;
  for (const row of await select<{ power_or_duty_id: number; service_id: number }>(store, linkSql)) {
    const service = required(services, row.service_id, "service");
    servicesOf.add(row.power_or_duty_id, service);
    dutiesOf.add(service.id, required(byId, row.power_or_duty_id, "power or duty"));
  }
  return [...byId.values()];
}

/** Names of interactions by LGIL number. One statement. */
export async function readInteractionTypes(store: Store): Promise<ReadonlyMap<number, string>> {
  const rows = await select<{ lgil_id: number; label: string }>(store, "SELECT lgil_id, label FROM interaction_type");
  return new Map(rows.map((row) => [row.lgil_id, row.label]));
}
