import type * as v from "../../schema/values/enums";
import type * as r from "../core/records";
import type { Services } from "./catalogue-services";
import { known, Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

export interface Outcomes {
  /** By slug. */
  readonly frameworks: readonly r.OutcomeFrameworkRecord[];
  /** By key. */
  readonly outcomes: ReadonlyMap<string, r.OutcomeRecord>;
  /** What speaks for outcomes, by the indicator's slug. */
  readonly linksOf: Lists<string, r.OutcomeIndicatorRecord>;
}

/**
 * Outcome frameworks, linked to the indicators, services and needs that they name; both ends know of each other. Indicators that the store
 * has not (yet) are listed by their slugs alone. Five statements.
 */
export async function readOutcomes(
  store: Store,
  services: Services,
  indicators: ReadonlyMap<string, r.IndicatorRecord>,
): Promise<Outcomes> {
  const outcomesOf = new Lists<number, r.OutcomeRecord>();
  const indicatorLinks = new Lists<number, r.OutcomeIndicatorRecord>();
  const servicesOf = new Lists<number, r.ServiceRecord>();
  const needsOf = new Lists<number, r.NeedRecord>();
  const unresolvedOf = new Lists<number, string>();
  const linksOf = new Lists<string, r.OutcomeIndicatorRecord>();

  interface FrameworkRow {
    id: number;
    slug: string;
    title: string;
    owner: string;
    version: string;
    published_on: string | null;
    source: string | null;
    licence: string | null;
  }
  const frameworks = new Map<number, r.OutcomeFrameworkRecord>();
  for (const { id, slug, title, owner, version, published_on, source, licence } of await select<FrameworkRow>(
    store,
    "SELECT id, slug, title, owner, version, published_on, source, licence FROM outcome_framework ORDER BY slug",
  ))
    frameworks.set(id, {
      nodeType: "OutcomeFramework",
      id,
      key: slug,
      slug,
      title,
      owner,
      version,
      ...known({ publishedOn: published_on, source, licence }),
      outcomes: outcomesOf.of(id),
    });

  interface OutcomeRow {
    id: number;
    framework_id: number;
    slug: string;
    title: string;
    ambition: string | null;
    wording: v.WordingState;
    sequence: number;
  }
  const byId = new Map<number, r.OutcomeRecord>();
  const outcomes = new Map<string, r.OutcomeRecord>();
  for (const row of await select<OutcomeRow>(
    store,
    "SELECT id, framework_id, slug, title, ambition, wording, sequence FROM outcome ORDER BY framework_id, sequence, slug",
  )) {
    const framework = required(frameworks, row.framework_id, "outcome framework");
    const outcome: r.OutcomeRecord = {
      nodeType: "Outcome",
      id: row.id,
      key: `${framework.slug}/${row.slug}`,
      slug: row.slug,
      framework,
      title: row.title,
      ...known({ ambition: row.ambition }),
      wording: row.wording,
      sequence: row.sequence,
      indicatorLinks: indicatorLinks.of(row.id),
      unresolved: unresolvedOf.of(row.id),
      services: servicesOf.of(row.id),
      needs: needsOf.of(row.id),
    };
    byId.set(row.id, outcome);
    outcomes.set(outcome.key, outcome);
    outcomesOf.add(framework.id, outcome);
  }

  interface LinkRow {
    outcome_id: number;
    indicator_slug: string;
    role: v.OutcomeRole;
    reason: string;
    polarity: v.Polarity | null;
  }
  for (const row of await select<LinkRow>(
    store,
    "SELECT outcome_id, indicator_slug, role, reason, polarity FROM outcome_indicator ORDER BY outcome_id, sequence",
  )) {
    const indicator = indicators.get(row.indicator_slug);
    if (indicator === undefined) {
      unresolvedOf.add(row.outcome_id, row.indicator_slug);
      continue;
    }
    const outcome = required(byId, row.outcome_id, "outcome");
    const link = { outcome, indicator, role: row.role, reason: row.reason, ...known({ polarity: row.polarity }) };
    indicatorLinks.add(outcome.id, link);
    linksOf.add(indicator.slug, link);
  }

  const servicesSql = `SELECT l.outcome_id AS owner, l.service_id AS item FROM outcome_service l JOIN service s ON s.id = l.service_id
    JOIN outcome o ON o.id = l.outcome_id ORDER BY o.framework_id, o.sequence, s.lgsl_id`;
  for (const { owner, item } of await select<{ owner: number; item: number }>(store, servicesSql)) {
    servicesOf.add(owner, required(services.byId, item, "service"));
    services.outcomesOf.add(item, required(byId, owner, "outcome"));
  }
  const needs = new Map(services.needs.map((need) => [need.id, need]));
  const needsSql = `SELECT l.outcome_id AS owner, l.need_id AS item FROM outcome_need l JOIN need n ON n.id = l.need_id
    JOIN outcome o ON o.id = l.outcome_id ORDER BY o.framework_id, o.sequence, n.slug`;
  for (const { owner, item } of await select<{ owner: number; item: number }>(store, needsSql)) {
    needsOf.add(owner, required(needs, item, "need"));
    services.outcomesOfNeed.add(item, required(byId, owner, "outcome"));
  }
  return { frameworks: [...frameworks.values()], outcomes, linksOf };
}
