import { OBSERVATION_STATUSES } from "../../schema/values/enums";
import { unpackStatuses } from "../../schema/values/marks";
import type { TidyObservation } from "../tidy-observation";
import type { AreaRegister } from "./areas/register";
import { AREA_TYPES } from "./areas/types";
import type { DraftWeight } from "./areas/weights";
import type { DrawnLevels } from "./boundaries";
import type { DraftCouncil, DraftSuccession } from "./councils";
import type { DraftDataset } from "./datasets";
import type { DraftGroup } from "./groups";
import type { DraftIndicator, DraftTopic } from "./indicators";
import type { DraftNeighbour } from "./neighbours";
import { SERVICE_LINKS } from "./service-links";
import type { ServiceCatalogue } from "./services";
import { LICENCE, SOURCES } from "./sources";
import type { Cell, TidyFolder } from "./tidy";
import { UNITS } from "./wording/units";

const columns = (names: string): string[] => names.split(" ");
const sortedBy = <T>(list: Iterable<T>, key: (each: T) => string): T[] =>
  [...list].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));

/** Writes areas, their types, names, changes and memberships. */
export function writeAreas(out: TidyFolder, register: AreaRegister): void {
  out.write("area_types", columns("code label gss_prefixes level hierarchy"), AREA_TYPES);
  const areas = sortedBy(register.areas.values(), (a) => a.code);
  out.write(
    "areas",
    columns("code name name_welsh area_type status start_date end_date"),
    areas.map((a): Cell[] => [a.code, a.name, a.nameWelsh, a.type, a.status, a.startDate, a.endDate]),
  );
  const names = sortedBy(register.names.values(), (n) => `${n.area}|${n.name}`);
  out.write(
    "area_names",
    columns("area name kind start_date end_date"),
    names.map((n): Cell[] => [n.area, n.name, n.kind, n.startDate, n.endDate]),
  );
  const changes = sortedBy(register.changes.values(), (c) => `${c.date}|${c.from}|${c.to}`);
  out.write(
    "area_changes",
    columns("from to kind operative_date instrument instrument_url share"),
    changes.map((c): Cell[] => [c.from, c.to, c.kind, c.date, c.instrument, null, null]),
  );
  const memberships = sortedBy(register.memberships.values(), (m) => `${m.hierarchy}|${m.child}|${m.parent}`);
  out.write(
    "area_memberships",
    columns("child parent hierarchy start_date end_date"),
    memberships.map((m): Cell[] => [m.child, m.parent, m.hierarchy, m.startDate, m.endDate]),
  );
}

/** Writes what figures are shared out by, and the drawings. */
export function writeBoundaries(out: TidyFolder, drawn: DrawnLevels, weights: readonly DraftWeight[]): void {
  out.write(
    "area_weights",
    columns("area basis date value source"),
    sortedBy(weights, ([area, basis, date]) => `${basis}|${area}|${date}`),
  );
  out.writeText("boundaries/uk.topojson", drawn.topology, drawn.count);
}

/** Writes councils and who followed whom. */
export function writeCouncils(
  out: TidyFolder,
  councils: readonly DraftCouncil[],
  successions: readonly DraftSuccession[],
): void {
  out.write(
    "councils",
    columns("code name tier area upper_tier homepage start_date end_date"),
    sortedBy(councils, (c) => c.code).map((c): Cell[] => [
      c.code,
      c.name,
      c.tier,
      c.area,
      c.upperTier,
      c.homepage,
      c.startDate,
      c.endDate,
    ]),
  );
  out.write(
    "council_successions",
    columns("council successor operative_date"),
    sortedBy(successions, (s) => `${s.council}|${s.successor}`).map((s): Cell[] => [s.council, s.successor, s.date]),
  );
}

/** Writes comparison groups and neighbour lists. The publisher gives no distances. */
export function writeComparisons(
  out: TidyFolder,
  groups: readonly DraftGroup[],
  neighbours: readonly DraftNeighbour[],
): void {
  out.write(
    "comparison_groups",
    columns("slug label kind owner basis licence visibility"),
    groups.map((g): Cell[] => [g.slug, g.label, g.kind, null, g.basis, LICENCE.code, "PUBLIC"]),
  );
  out.write(
    "comparison_group_members",
    columns("group area"),
    groups.flatMap((g) => [...g.members].sort().map((area): Cell[] => [g.slug, area])),
  );
  const rows = sortedBy(neighbours, ([area, model, at]) => `${model}|${area}|${String(at).padStart(3, "0")}`);
  out.write(
    "neighbours",
    columns("area model position neighbour distance"),
    rows.map((each): Cell[] => [...each, null]),
  );
}

/** Writes functions, services and their links. Throws when a link names a service or an indicator that is not there. */
export function writeServices(out: TidyFolder, catalogue: ServiceCatalogue, slugs: ReadonlySet<string>): void {
  const known = new Set(catalogue.services.map((each) => each.id));
  for (const [service, slug] of SERVICE_LINKS)
    if (!known.has(service) || !slugs.has(slug))
      throw new Error(`The link of service ${service} and ${slug} has a loose end.`);
  out.write(
    "service_functions",
    columns("esd_id label parent"),
    catalogue.functions.map((f): Cell[] => [f.id, f.label, f.parent]),
  );
  out.write(
    "services",
    columns("lgsl_id name tiers"),
    catalogue.services.map((s): Cell[] => [s.id, s.name, s.tiers.join(" ")]),
  );
  out.write(
    "service_function_links",
    columns("service function"),
    catalogue.links.map((l): Cell[] => [l.service, l.function]),
  );
  out.write("service_indicators", columns("service indicator role reason"), SERVICE_LINKS);
}

/** Writes licences, sources, data sets, releases and topics. */
export function writePublications(
  out: TidyFolder,
  datasets: readonly DraftDataset[],
  topics: readonly DraftTopic[],
): void {
  out.write("licences", columns("code label url attribution"), [
    [LICENCE.code, LICENCE.label, LICENCE.url, LICENCE.attribution],
  ]);
  out.write(
    "sources",
    columns("slug name publisher homepage api kind licence limits"),
    SOURCES.map((s): Cell[] => [s.slug, s.name, s.publisher, s.homepage, null, "LOCAL_TABLE", LICENCE.code, null]),
  );
  out.write(
    "datasets",
    columns("slug title description source licence designation frequency homepage methodology_url"),
    datasets.map((d): Cell[] => [
      d.slug,
      d.title,
      d.description,
      d.source,
      LICENCE.code,
      d.designation,
      d.frequency,
      d.homepage,
      null,
    ]),
  );
  out.write(
    "releases",
    columns("dataset version title type status published_at upstream_url"),
    datasets.map((d): Cell[] => [
      d.slug,
      d.publishedAt,
      `${d.title}, published ${d.publishedAt}`,
      "MAJOR",
      "PUBLISHED",
      d.publishedAt,
      d.homepage,
    ]),
  );
  out.write(
    "topics",
    columns("slug label parent"),
    topics.map((t): Cell[] => [t.slug, t.label, t.parent]),
  );
}

/** Writes indicators; dimensions are empty, for none of the starter's figures is broken down. */
export function writeIndicators(out: TidyFolder, indicators: readonly DraftIndicator[]): void {
  const names =
    "slug dataset name short_name definition rationale caveats unit_code unit_label unit_prefix unit_suffix unit_multiplier " +
    "decimal_places polarity polarity_reason value_type numerator denominator frequency period_type is_aggregatable " +
    "is_standardised has_confidence_intervals topics identifiers";
  const rows = sortedBy(indicators, (i) => i.words.slug).map(
    ({ words, dataset, topics, identifiers, hasLimits }): Cell[] => {
      const unit = UNITS[words.unit];
      return [
        words.slug,
        dataset,
        words.name,
        words.short,
        words.definition,
        null,
        (words.caveats ?? []).join("\n"),
        words.unit,
        unit.label,
        unit.prefix,
        unit.suffix,
        unit.multiplier,
        words.places,
        words.polarity,
        words.because,
        words.type,
        words.numerator ?? null,
        words.denominator ?? null,
        words.frequency ?? "ANNUALLY",
        words.period,
        words.sums === true,
        words.sums !== true, // a total grows with the area; rates, means, scores and places do not
        hasLimits,
        topics.join(" "),
        identifiers.join(" "),
      ];
    },
  );
  out.write("indicators", columns(names), rows);
}

/** Writes the figures of one data set, by indicator, area and period, so that like stands beside like and packs well. */
export function writeObservations(out: TidyFolder, dataset: string, figures: readonly TidyObservation[]): void {
  const names =
    "indicator area period breakdown value missing lower_ci95 upper_ci95 count numerator denominator status note";
  const rows = sortedBy(figures, (f) => `${f.indicator}|${f.period}|${f.area}|${f.breakdown}`).map((f): Cell[] => [
    f.indicator,
    f.area,
    f.period,
    f.breakdown,
    f.value,
    f.missing,
    f.lowerCI95,
    f.upperCI95,
    f.count,
    f.numerator,
    f.denominator,
    f.statusMask === 0 ? "" : unpackStatuses(f.statusMask).join(" "),
    f.note,
  ]);
  if (figures.some((f) => f.statusMask >= 1 << OBSERVATION_STATUSES.length))
    throw new Error("A mark that no list has.");
  out.write(`observations/${dataset}`, columns(names), rows);
}
