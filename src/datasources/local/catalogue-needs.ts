import type * as r from "../core/records";
import { Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

export interface Needs {
  readonly needs: readonly r.NeedRecord[];
  readonly circumstances: readonly r.CircumstanceRecord[];
  readonly lifeEvents: readonly r.LifeEventRecord[];
  /** By need id: filled by whoever reads the outcomes. */
  readonly outcomesOfNeed: Lists<number, r.OutcomeRecord>;
}

/** What services are told of those whom they are for, by service id. */
export interface ServiceSides {
  readonly needsOf: Lists<number, r.NeedRecord>;
  readonly circumstancesOf: Lists<number, r.CircumstanceRecord>;
  readonly lifeEventsOf: Lists<number, r.LifeEventRecord>;
}

interface Row {
  id: number;
  slug: string;
  label: string;
}

interface Link {
  owner: number;
  item: number;
}

/**
 * Needs, circumstances and life events by slug, linked both ways. A circumstance's services are those stated for it, then those that meet its
 * needs; a life event's are those stated for it, then those of its circumstances: so that whoever walks from a service comes back to it.
 * Slugs of indicators that the store has not (yet) are passed over. Eight statements.
 */
export async function readNeeds(
  store: Store,
  services: ReadonlyMap<number, r.ServiceRecord>,
  indicatorBySlug: ReadonlyMap<string, r.IndicatorRecord>,
  sides: ServiceSides,
): Promise<Needs> {
  const rowsOf = (table: string) => select<Row>(store, `SELECT id, slug, label FROM ${table} ORDER BY slug`);
  const linksOf = (table: string, owner: string, item: string, key: string) =>
    select<Link>(
      store,
      `SELECT l.${owner}_id AS owner, l.${item}_id AS item FROM ${table} l JOIN ${item} t ON t.id = l.${item}_id ORDER BY l.${owner}_id, t.${key}`,
    );

  const outcomesOfNeed = new Lists<number, r.OutcomeRecord>();
  const needLists = new Lists<number, r.ServiceRecord>();
  const needIndicators = new Lists<number, r.IndicatorRecord>();
  const circumstancesOfNeed = new Lists<number, r.CircumstanceRecord>();
  const needs = new Map<number, r.NeedRecord>();
  for (const { id, slug, label } of await rowsOf("need")) {
    const links = { services: needLists.of(id), indicators: needIndicators.of(id), outcomes: outcomesOfNeed.of(id) };
    needs.set(id, {
      nodeType: "Need",
      id,
      key: slug,
      slug,
      label,
      circumstances: circumstancesOfNeed.of(id),
      ...links,
    });
  }
  for (const { owner, item } of await linksOf("need_service", "need", "service", "lgsl_id"))
    needLists.add(owner, required(services, item, "service"));
  const toldBy = "SELECT need_id AS owner, indicator_slug AS slug FROM need_indicator ORDER BY need_id, indicator_slug";
  for (const { owner, slug } of await select<{ owner: number; slug: string }>(store, toldBy)) {
    const indicator = indicatorBySlug.get(slug);
    if (indicator !== undefined) needIndicators.add(owner, indicator);
  }

  const circumstanceNeeds = new Lists<number, r.NeedRecord>();
  const circumstanceServices = new Lists<number, r.ServiceRecord>();
  for (const { owner, item } of await linksOf("circumstance_need", "circumstance", "need", "slug"))
    circumstanceNeeds.add(owner, required(needs, item, "need"));
  for (const { owner, item } of await linksOf("circumstance_service", "circumstance", "service", "lgsl_id"))
    circumstanceServices.add(owner, required(services, item, "service"));
  const lifeEventsOfCircumstance = new Lists<number, r.LifeEventRecord>();
  const circumstances = new Map<number, r.CircumstanceRecord>();
  for (const { id, slug, label } of await rowsOf("circumstance")) {
    const of = circumstanceNeeds.of(id);
    circumstances.set(id, {
      nodeType: "Circumstance",
      id,
      key: slug,
      slug,
      label,
      lifeEvents: lifeEventsOfCircumstance.of(id),
      needs: of,
      services: joined(circumstanceServices.of(id), of),
      indicators: [...new Set(of.flatMap((need) => need.indicators))],
    });
  }

  const eventCircumstances = new Lists<number, r.CircumstanceRecord>();
  const eventServices = new Lists<number, r.ServiceRecord>();
  const brought = await linksOf("life_event_circumstance", "life_event", "circumstance", "slug");
  for (const { owner, item } of brought) eventCircumstances.add(owner, required(circumstances, item, "circumstance"));
  for (const { owner, item } of await linksOf("life_event_service", "life_event", "service", "lgsl_id"))
    eventServices.add(owner, required(services, item, "service"));
  const lifeEvents = (await rowsOf("life_event")).map(({ id, slug, label }): r.LifeEventRecord => {
    const of = eventCircumstances.of(id);
    const all = joined(eventServices.of(id), of);
    return { nodeType: "LifeEvent", id, key: slug, slug, label, circumstances: of, services: all };
  });

  for (const need of needs.values()) for (const { id } of need.services) sides.needsOf.add(id, need);
  for (const each of circumstances.values()) for (const { id } of each.services) sides.circumstancesOf.add(id, each);
  for (const each of circumstances.values()) for (const { id } of each.needs) circumstancesOfNeed.add(id, each);
  for (const event of lifeEvents) for (const { id } of event.circumstances) lifeEventsOfCircumstance.add(id, event);
  for (const event of lifeEvents) for (const { id } of event.services) sides.lifeEventsOf.add(id, event);
  return { needs: [...needs.values()], circumstances: [...circumstances.values()], lifeEvents, outcomesOfNeed };
}

/** The stated services, then those of the parts by LGSL number, each once. */
function joined(
  stated: readonly r.ServiceRecord[],
  parts: readonly { readonly services: readonly r.ServiceRecord[] }[],
): readonly r.ServiceRecord[] {
  const rest = parts.flatMap((part) => part.services).sort((a, b) => a.lgslId - b.lgslId);
  return [...new Set([...stated, ...rest])];
}
