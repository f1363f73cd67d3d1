import type * as r from "../core/records";
import { readDuties, readInteractionTypes } from "./catalogue-duties";
import type { Indicators } from "./catalogue-indicators";
import { type Needs, readNeeds } from "./catalogue-needs";
import { readRelated } from "./catalogue-related";
import { readFunctions } from "./catalogue-topics";
import { known, Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

export interface Services extends Needs {
  readonly services: readonly r.ServiceRecord[];
  readonly byId: ReadonlyMap<number, r.ServiceRecord>;
  readonly functions: readonly r.ServiceFunctionRecord[];
  readonly powersAndDuties: readonly r.PowerOrDutyRecord[];
  /** Names of interactions by LGIL number. */
  readonly interactionTypes: ReadonlyMap<number, string>;
  /** By service id: filled by whoever reads the outcomes. */
  readonly outcomesOf: Lists<number, r.OutcomeRecord>;
}

/** Services by LGSL number, linked to functions, tiers, indicators, duties, needs and each other. A statement a table. */
export async function readServices(store: Store, indicators: Indicators): Promise<Services> {
  const functions = await readFunctions(store);
  const functionsOf = new Lists<number, r.ServiceFunctionRecord>();
  const tiersOf = new Lists<number, r.ServiceRecord["responsibleTiers"][number]>();
  const indicatorsOf = new Lists<number, r.ServiceIndicatorRecord>();
  const dutiesOf = new Lists<number, r.PowerOrDutyRecord>();
  const relatedOf = new Lists<number, r.ServiceRecord>();
  const outcomesOf = new Lists<number, r.OutcomeRecord>();
  const sides = {
    needsOf: new Lists<number, r.NeedRecord>(),
    circumstancesOf: new Lists<number, r.CircumstanceRecord>(),
    lifeEventsOf: new Lists<number, r.LifeEventRecord>(),
  };

  interface ServiceRow {
    id: number;
    lgsl_id: number;
    name: string;
    description: string | null;
  }
  const byId = new Map<number, r.ServiceRecord>();
  for (const row of await select<ServiceRow>(
    store,
    "SELECT id, lgsl_id, name, description FROM service ORDER BY lgsl_id",
  )) {
    byId.set(row.id, {
      nodeType: "Service",
      id: row.id,
      key: String(row.lgsl_id),
      lgslId: row.lgsl_id,
      name: row.name,
      ...known({ description: row.description }),
      functions: functionsOf.of(row.id),
      responsibleTiers: tiersOf.of(row.id),
      indicatorLinks: indicatorsOf.of(row.id),
      powersAndDuties: dutiesOf.of(row.id),
      needs: sides.needsOf.of(row.id),
      circumstances: sides.circumstancesOf.of(row.id),
      lifeEvents: sides.lifeEventsOf.of(row.id),
      related: relatedOf.of(row.id),
      outcomes: outcomesOf.of(row.id),
    });
  }

  interface LinkRow {
    service_id: number;
    function_id: number;
  }
  const links = "SELECT service_id, function_id FROM service_function_link ORDER BY service_id, function_id";
  for (const row of await select<LinkRow>(store, links)) {
    const service = required(byId, row.service_id, "service");
    functionsOf.add(service.id, required(functions.byId, row.function_id, "function"));
    functions.servicesOf.add(row.function_id, service);
  }

  interface TierRow {
    service_id: number;
    tier: r.ServiceRecord["responsibleTiers"][number];
  }
  for (const row of await select<TierRow>(
    store,
    "SELECT service_id, tier FROM service_tier ORDER BY service_id, tier",
  )) {
    tiersOf.add(row.service_id, row.tier);
  }

  interface IndicatorRow {
    service_id: number;
    indicator_id: number;
    role: r.ServiceIndicatorRecord["role"];
    reason: string | null;
  }
  const roles =
    "SELECT service_id, indicator_id, role, reason FROM service_indicator ORDER BY service_id, indicator_id, role";
  for (const row of await select<IndicatorRow>(store, roles)) {
    const service = required(byId, row.service_id, "service");
    const indicator = required(indicators.byId, row.indicator_id, "indicator");
    const link = { service, indicator, role: row.role, ...known({ reason: row.reason }) };
    indicatorsOf.add(service.id, link);
    indicators.servicesOf.add(indicator.id, link);
  }
  await readRelated(store, byId, relatedOf);
  const bySlug = new Map(indicators.indicators.map((indicator) => [indicator.slug, indicator]));
  return {
    services: [...byId.values()],
    byId,
    functions: functions.functions,
    powersAndDuties: await readDuties(store, byId, dutiesOf),
    interactionTypes: await readInteractionTypes(store),
    outcomesOf,
    ...(await readNeeds(store, byId, bySlug, sides)),
  };
}
