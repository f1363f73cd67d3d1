import type * as v from "../../schema/values/enums";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import { areaSlugs } from "./area-slugs";
import type { Areas } from "./catalogue-areas";
import type { Breakdowns, BreakdownUse } from "./catalogue-breakdowns";
import { neighbourKey, type StoredGroups } from "./catalogue-groups";
import type { Indicators } from "./catalogue-indicators";
import type { Outcomes } from "./catalogue-outcomes";
import type { Periods } from "./catalogue-periods";
import type { Publications } from "./catalogue-publications";
import type { Services } from "./catalogue-services";
import { type Weights, weightKey } from "./catalogue-weights";
import { WorkedOutGroups } from "./groups";

/** What was read, one part a file. */
export interface CatalogueParts {
  readonly version: number;
  readonly publications: Publications;
  readonly topics: readonly r.TopicRecord[];
  readonly breakdowns: Breakdowns;
  readonly indicators: Indicators;
  readonly periods: Periods;
  readonly areas: Areas;
  readonly councils: readonly r.CouncilRecord[];
  readonly groups: StoredGroups;
  readonly neighbours: ReadonlyMap<string, readonly r.NeighbourRecord[]>;
  readonly services: Services;
  readonly outcomes: Outcomes;
  readonly weights: Weights;
  readonly suppliers: readonly r.SupplierRecord[];
  readonly now: () => Date;
}

const NO_NEIGHBOURS: readonly r.NeighbourRecord[] = [];
const NO_WEIGHTS: readonly r.AreaWeightRecord[] = [];

/** The catalogue of a local store: everything but the figures, linked, in memory, at one version. */
export class LocalCatalogue implements Catalogue {
  readonly version: number;
  readonly areas: readonly r.AreaRecord[];
  readonly areaTypes: readonly r.AreaTypeRecord[];
  readonly councils: readonly r.CouncilRecord[];
  readonly indicators: readonly r.IndicatorRecord[];
  readonly ownIndicators: readonly r.IndicatorRecord[];
  readonly topics: readonly r.TopicRecord[];
  readonly datasets: readonly r.DatasetRecord[];
  readonly releases: readonly r.ReleaseRecord[];
  readonly sources: readonly r.SourceRecord[];
  readonly groups: readonly r.ComparisonGroupRecord[];
  readonly services: readonly r.ServiceRecord[];
  readonly functions: readonly r.ServiceFunctionRecord[];
  readonly powersAndDuties: readonly r.PowerOrDutyRecord[];
  readonly needs: readonly r.NeedRecord[];
  readonly circumstances: readonly r.CircumstanceRecord[];
  readonly lifeEvents: readonly r.LifeEventRecord[];
  readonly interactionTypes: ReadonlyMap<number, string>;
  readonly frameworks: readonly r.OutcomeFrameworkRecord[];
  readonly suppliers: readonly r.SupplierRecord[];
  readonly periods: readonly r.PeriodRecord[];
  readonly observationCount: number;
  /** Kept for the next load, which need not find it out again. */
  readonly breakdownUse: ReadonlyMap<number, BreakdownUse>;

  readonly #parts: CatalogueParts;
  readonly #workedOut = new WorkedOutGroups(this);
  readonly #areas: ReadonlyMap<string, r.AreaRecord>;
  readonly #indicators: ReadonlyMap<string, r.IndicatorRecord>;
  readonly #identifiers: ReadonlyMap<string, r.IndicatorRecord>;
  readonly #councils: ReadonlyMap<string, r.CouncilRecord>;
  readonly #periods: ReadonlyMap<string, r.PeriodRecord>;
  readonly #releases: ReadonlyMap<number, r.ReleaseRecord>;
  readonly #groups: ReadonlyMap<string, r.ComparisonGroupRecord>;
  readonly #services: ReadonlyMap<number, r.ServiceRecord>;
  readonly #functions: ReadonlyMap<number, r.ServiceFunctionRecord>;
  readonly #powersAndDuties: ReadonlyMap<string, r.PowerOrDutyRecord>;
  readonly #needs: ReadonlyMap<string, r.NeedRecord>;
  readonly #circumstances: ReadonlyMap<string, r.CircumstanceRecord>;
  readonly #lifeEvents: ReadonlyMap<string, r.LifeEventRecord>;
  readonly #suppliers: ReadonlyMap<string, r.SupplierRecord>;
  readonly #frameworks: ReadonlyMap<string, r.OutcomeFrameworkRecord>;
  readonly #topics: ReadonlyMap<string, r.TopicRecord>;
  readonly #sources: ReadonlyMap<string, r.SourceRecord>;
  readonly #datasets: ReadonlyMap<string, r.DatasetRecord>;
  readonly #nationalSources: ReadonlyMap<string, r.SourceRecord>;

  readonly #groupsOf = new Map<r.AreaRecord, readonly r.ComparisonGroupRecord[]>();
  #groupsDay = "";
  #slugs: ReadonlyMap<string, r.AreaRecord> | undefined;

  constructor(parts: CatalogueParts) {
    this.#parts = parts;
    this.version = parts.version;
    this.areas = parts.areas.areas;
    this.areaTypes = parts.areas.areaTypes;
    this.councils = parts.councils;
    this.indicators = parts.indicators.indicators;
    this.ownIndicators = this.indicators.filter((indicator) => indicator.remote === undefined);
    this.topics = parts.topics;
    this.datasets = parts.publications.datasets;
    this.releases = parts.publications.releases;
    this.sources = parts.publications.sources;
    this.groups = parts.groups.groups;
    this.services = parts.services.services;
    this.functions = parts.services.functions;
    this.powersAndDuties = parts.services.powersAndDuties;
    this.needs = parts.services.needs;
    this.circumstances = parts.services.circumstances;
    this.lifeEvents = parts.services.lifeEvents;
    this.interactionTypes = parts.services.interactionTypes;
    this.frameworks = parts.outcomes.frameworks;
    this.#frameworks = keyed(this.frameworks, (framework) => framework.slug);
    this.suppliers = parts.suppliers;
    this.periods = parts.periods.periods;
    this.observationCount = parts.publications.observationCount;
    this.breakdownUse = parts.indicators.breakdownUse;
    this.#areas = keyed(this.areas, (area) => area.code);
    this.#indicators = keyed(this.indicators, (indicator) => indicator.slug);
    this.#identifiers = identifiersOf(this.indicators);
    this.#councils = keyed(this.councils, (council) => council.key);
    this.#periods = keyed(this.periods, (period) => period.id);
    this.#releases = keyed(this.releases, (release) => release.id);
    this.#groups = keyed(this.groups, (group) => group.key);
    this.#services = keyed(this.services, (service) => service.lgslId);
    this.#functions = keyed(this.functions, (made) => made.esdId);
    this.#powersAndDuties = keyed(this.powersAndDuties, (made) => made.slug);
    this.#needs = keyed(this.needs, (need) => need.slug);
    this.#circumstances = keyed(this.circumstances, (made) => made.slug);
    this.#lifeEvents = keyed(this.lifeEvents, (event) => event.slug);
    this.#suppliers = keyed(this.suppliers, (supplier) => supplier.slug);
    this.#topics = keyed(this.topics, (topic) => topic.slug);
    this.#sources = keyed(this.sources, (source) => source.slug);
    this.#datasets = keyed(this.datasets, (dataset) => dataset.slug);
    this.#nationalSources = keyed(
      this.sources.filter((source) => source.service !== undefined),
      (source) => source.service ?? "",
    );
  }

  /** Today, yyyy-mm-dd (UTC), by the clock that was handed in. */
  today(): string {
    return this.#parts.now().toISOString().slice(0, 10);
  }

  areaByCode(code: string) {
    return this.#areas.get(code);
  }
  areaBySlug(slug: string) {
    this.#slugs ??= areaSlugs(this.areas);
    return this.#slugs.get(slug);
  }
  areaById(id: number) {
    return this.#parts.areas.byId.get(id);
  }
  indicatorBySlug(slug: string) {
    return this.#indicators.get(slug);
  }
  indicatorById(id: number) {
    return this.#parts.indicators.byId.get(id);
  }
  indicatorByIdentifier(scheme: v.IdScheme, value: string) {
    return this.#identifiers.get(`${scheme}=${value}`);
  }
  councilByKey(key: string) {
    return this.#councils.get(key);
  }
  periodById(id: number) {
    return this.#parts.periods.byId.get(id);
  }
  periodByIso(iso: string) {
    return this.#periods.get(iso);
  }
  breakdownById(id: number) {
    return this.#parts.breakdowns.byId.get(id);
  }
  releaseById(id: number) {
    return this.#releases.get(id);
  }
  noteById(id: number) {
    return this.#parts.publications.notes.get(id);
  }
  groupByKey(key: string) {
    return this.#groups.get(key) ?? this.#workedOut.byKey(key);
  }
  serviceByLgsl(lgslId: number) {
    return this.#services.get(lgslId);
  }
  functionByEsd(esdId: number) {
    return this.#functions.get(esdId);
  }
  powerOrDutyBySlug(slug: string) {
    return this.#powersAndDuties.get(slug);
  }
  needBySlug(slug: string) {
    return this.#needs.get(slug);
  }
  circumstanceBySlug(slug: string) {
    return this.#circumstances.get(slug);
  }
  lifeEventBySlug(slug: string) {
    return this.#lifeEvents.get(slug);
  }
  supplierBySlug(slug: string) {
    return this.#suppliers.get(slug);
  }
  suppliersOf(source: r.SourceRecord) {
    return this.suppliers.filter((supplier) => supplier.sources.includes(source));
  }
  frameworkBySlug(slug: string) {
    return this.#frameworks.get(slug);
  }
  outcomeByKey(key: string) {
    return this.#parts.outcomes.outcomes.get(key);
  }
  outcomeLinksOf(indicator: r.IndicatorRecord): readonly r.OutcomeIndicatorRecord[] {
    return this.#parts.outcomes.linksOf.of(indicator.slug);
  }
  topicBySlug(slug: string) {
    return this.#topics.get(slug);
  }
  sourceBySlug(slug: string) {
    return this.#sources.get(slug);
  }
  /** The row of a national source, by its id. */
  sourceOfService(id: string) {
    return this.#nationalSources.get(id);
  }
  datasetBySlug(slug: string) {
    return this.#datasets.get(slug);
  }

  /** Lists are published under one code of the ground; the others reach them. Never the area itself. */
  neighbours(area: r.AreaRecord, model: v.NeighbourModel): readonly r.NeighbourRecord[] {
    for (const code of [area, ...area.sameGround]) {
      const found = this.#parts.neighbours.get(neighbourKey(code.id, model));
      if (found !== undefined) return found;
    }
    return NO_NEIGHBOURS;
  }

  weightsOf(area: r.AreaRecord, basis: v.WeightBasis): readonly r.AreaWeightRecord[] {
    for (const code of [area, ...area.sameGround]) {
      const found = this.#parts.weights.get(weightKey(code.id, basis));
      if (found !== undefined) return found;
    }
    return NO_WEIGHTS;
  }

  /** Worked out once a day for each area that is asked for: a query asks for the groups of one area over and over. */
  groupsOf(area: r.AreaRecord): readonly r.ComparisonGroupRecord[] {
    const today = this.today();
    if (today !== this.#groupsDay) this.#groupsOf.clear();
    this.#groupsDay = today;
    const found = this.#groupsOf.get(area) ?? this.#findGroups(area);
    this.#groupsOf.set(area, found);
    return found;
  }

  #findGroups(area: r.AreaRecord): readonly r.ComparisonGroupRecord[] {
    const stored = [area, ...area.sameGround].flatMap((code) => this.#parts.groups.ofArea.get(code) ?? []);
    return [...this.#workedOut.of(area), ...new Set(stored)];
  }
}

function keyed<K, T>(records: readonly T[], keyOf: (record: T) => K): ReadonlyMap<K, T> {
  return new Map(records.map((record) => [keyOf(record), record]));
}

/** The hub's own indicators come before the same thing of a national service: a name in another scheme went to them before. */
function identifiersOf(indicators: readonly r.IndicatorRecord[]): ReadonlyMap<string, r.IndicatorRecord> {
  const byIdentifier = new Map<string, r.IndicatorRecord>();
  for (const indicator of indicators) {
    for (const { scheme, value } of indicator.identifiers) {
      const key = `${scheme}=${value}`;
      if (indicator.remote === undefined || !byIdentifier.has(key)) byIdentifier.set(key, indicator);
    }
  }
  return byIdentifier;
}
