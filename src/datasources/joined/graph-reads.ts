import type * as v from "../../schema/values/enums";
import type { Alignment } from "../../statistics/align";
import type { CallBudget, Engine } from "../core/engine";
import type { Viewer } from "../core/knowledge-ports";
import type { LearntFigures } from "../core/learnt";
import { observationPage, pageOfAll } from "../core/observation-pages";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import type { RevisionRecord } from "../core/revisions";
import type * as st from "../core/statistics-ports";
import type { StoredBoundaries } from "../local/boundaries";
import { type Catalogues, withCatalogue } from "../local/catalogue-cache";
import { Changes } from "../local/changes";
import type { Comparisons } from "../local/comparison";
import { GroupChoices } from "../local/group-choices";
import { groupsOf } from "../local/groups";
import { KnowledgeReads } from "../local/knowledge-reads";
import type { LocalCatalogue } from "../local/local-catalogue";
import type { LocalObservations } from "../local/observations";
import { listedGroup, relatives, selectAreas, selectGroup } from "../local/selection";
import { ServiceReads } from "../local/service-reads";
import type { Store } from "../local/store";
import { healthOf } from "../remote/health";
import { readPast } from "../remote/past-reads";
import type { PostcodeBook } from "../remote/postcode-book";
import { Postcodes } from "../remote/postcodes";
import { RemoteReads } from "../remote/remote-reads";
import { ownTables, SourceLog } from "../remote/source-log";
import { checkAsOf } from "./as-of";
import { AskedFigures } from "./asked-figures";
import { BoundaryReads } from "./boundaries/boundary-reads";
import { onBoundaries } from "./boundaries/on-boundaries";
import { isCalculatedKey } from "./calculated-indicator";
import { readFigureKey } from "./figure-keys";
import { figuresLoader } from "./figures-loader";
import { foreseen } from "./foreseen";
import { fromSource } from "./from-source";
import { OutcomeReads } from "./outcome-reads";
import { perPopulation } from "./per-population";
import { chained, type Figures, type ReadValues, type ValueStep } from "./read-values";
import { inPricesOf } from "./real-terms";
import { RevisionReads } from "./revision-reads";
import { rollUp } from "./roll-up";
import { byAreaAndIndicator, rebound, split } from "./selection-parts";
import { StatisticsReads } from "./statistics-reads";
import { SupplierReads } from "./supplier-reads";

/** The options of `ValueOptions`, in the order in which they are asked. */
const CHOOSING: readonly ValueStep[] = [fromSource];
const STEPS: readonly ValueStep[] = [perPopulation, inPricesOf, onBoundaries, rollUp];

/** What all operations share. */
export interface GraphReadsDeps {
  readonly catalogues: Catalogues;
  readonly observations: LocalObservations;
  readonly comparisons: Comparisons;
  readonly searchOf: (catalogue: p.Catalogue) => p.Search;
  readonly now: () => Date;
  /** Talks to the national services; without one all of them count as switched off. */
  readonly engine?: Engine | undefined;
  /** The figures of national services as they were learnt; without it nothing of them is known of earlier instants. */
  readonly learnt?: LearntFigures | undefined;
  readonly postcodes: PostcodeBook;
  readonly upstream: UpstreamLimits;
  readonly boundaries: StoredBoundaries;
  /** For what is read by statements of its own: links of services, and the like. */
  readonly store: Store;
  /** What was counted of requests to publishers. */
  readonly tallies: r.SourceTallies;
}

export interface UpstreamLimits {
  /** Requests to publishers that one operation may make. */
  readonly mostCalls: number;
  /** Milliseconds that one operation waits for publishers. */
  readonly deadlineMillis: number;
}

/** Who nothing is known of: a reader. */
const READER: Viewer = { isAdministrator: false };

/** The reads of one operation, over the hub's own tables and the national services, as the viewer may see them. */
export async function createGraphReads(deps: GraphReadsDeps, viewer: Viewer = READER): Promise<JoinedReads> {
  return new JoinedReads(deps, await deps.catalogues.current(), viewer);
}

export class JoinedReads implements p.GraphReads {
  readonly catalogue: LocalCatalogue;
  readonly boundaries: BoundaryReads;
  readonly services: ServiceReads;
  readonly outcomes: OutcomeReads;
  readonly suppliers: SupplierReads;
  readonly knowledge: KnowledgeReads;
  readonly #deps: GraphReadsDeps;
  readonly #remote: RemoteReads;
  readonly #postcodes: Postcodes;
  readonly #figures: ReturnType<typeof figuresLoader>;
  readonly #changes: Changes;
  readonly #groups = new GroupChoices();
  readonly statistics: StatisticsReads;
  readonly #revisions: RevisionReads;
  /** Reads with the options that a selection uses. */
  readonly #readWith: ReadValues;
  readonly #asked: AskedFigures;
  /** Whether anything was read that moves without the store's version: what publishers told earlier, or how they are doing. */
  #readMoving = false;

  constructor(deps: GraphReadsDeps, catalogue: LocalCatalogue, viewer: Viewer) {
    this.#deps = deps;
    this.#asked = new AskedFigures(deps.now);
    this.catalogue = catalogue;
    this.boundaries = new BoundaryReads(catalogue, deps.boundaries);
    this.services = new ServiceReads(catalogue, deps.store);
    const millis = () => deps.now().getTime();
    this.suppliers = new SupplierReads(deps.tallies, millis, () => {
      this.#readMoving = true;
    });
    this.knowledge = new KnowledgeReads({
      store: deps.store,
      viewer,
      onRead: () => {
        this.#readMoving = true;
      },
    });
    const budget: CallBudget = {
      most: deps.upstream.mostCalls,
      spent: 0,
      until: millis() + deps.upstream.deadlineMillis,
    };
    this.#remote = new RemoteReads(deps.engine, budget);
    this.#postcodes = new Postcodes(deps.postcodes, millis, budget);
    this.#figures = figuresLoader((selection) => this.#read(selection));
    this.statistics = new StatisticsReads({
      catalogue,
      read: (selection) => this.#read(selection),
      optionsOf: (observation) => this.#asked.optionsOf(observation),
      remember: (observation, options) => this.#asked.withOptions(observation, options),
      comparisons: deps.comparisons.over(catalogue),
      figuresOf: (area, indicators, series) => this.figuresOf(area, indicators, series),
      ownSeries: (observation) => deps.observations.series(catalogue, observation),
      search: () => this.search,
      millis,
    });
    this.#revisions = new RevisionReads({
      ownForms: (observations) => this.#retrying((current) => deps.observations.forms(current, observations)),
      learnt: deps.learnt,
      optionsOf: (observation) => this.#asked.optionsOf(observation),
    });
    this.#changes = new Changes((observation, from, period) => this.statistics.series(observation, from, period));
    this.outcomes = new OutcomeReads({
      figuresOf: (area, indicators, series) => this.figuresOf(area, indicators, series),
      change: (observation, from, period) => this.change(observation, from, period),
    });
    this.#readWith = chained(catalogue, [...CHOOSING, ...STEPS], (selection) => this.#readAsPublished(selection));
  }

  /** Whether the answer holds what a publisher may change without the store knowing. */
  get usedPublishers(): boolean {
    return this.#remote.used || this.#postcodes.used || this.#readMoving;
  }

  get search(): p.Search {
    return this.#deps.searchOf(this.catalogue);
  }

  get today(): string {
    return this.catalogue.today();
  }

  get upstreamLimit(): number {
    return this.#deps.upstream.mostCalls;
  }

  async upstreamCalls(): Promise<number> {
    await this.#postcodes.settled();
    return this.#remote.calls();
  }

  selectAreas(specification: p.AreaSpecification, argument: string): p.AreaChoice {
    return selectAreas(this.catalogue, this.search, specification, argument);
  }

  selectGroup(specification: p.GroupSpecification, argument: string): p.GroupChoice {
    return this.#groups.of(specification, () =>
      selectGroup(this.catalogue, this.search, specification, argument, (members) =>
        this.#groups.listed(members, () => listedGroup(this.catalogue, this.search, members, argument)),
      ),
    );
  }

  groupsOf(
    area: r.AreaRecord,
    kinds: readonly v.ComparisonGroupKind[] | undefined,
  ): readonly r.ComparisonGroupRecord[] {
    return groupsOf(area, kinds);
  }

  relatives(
    area: r.AreaRecord,
    direction: "up" | "down",
    types: readonly v.AreaTypeCode[] | undefined,
    on: string | undefined,
  ): readonly r.AreaRecord[] {
    return relatives(this.catalogue, area, direction, types, on);
  }

  observations(request: p.ObservationRequest): Promise<p.ObservationPage> {
    const { indicators, period, breakdown, options } = request;
    const log = new SourceLog();
    const read = async (areas: readonly r.AreaRecord[]) => {
      const figures = await this.#read({ indicators, areas, period, breakdown, ...withOptions(options) });
      log.add(figures.uses);
      return figures.observations;
    };
    return observationPage(
      request,
      read,
      (observations) => this.#changes.differences(observations),
      () => log.report(this.catalogue),
    );
  }

  async figuresOf(
    area: r.AreaRecord,
    indicators: readonly r.IndicatorRecord[],
    series: p.SeriesRequest,
  ): Promise<readonly r.ObservationRecord[]> {
    return (await this.#figures.load({ area, indicators, ...series })).observations;
  }

  async observationsOf(area: r.AreaRecord, request: p.AreaObservationRequest): Promise<p.ObservationPage> {
    const { indicators, period, breakdown, options, onlyPublished } = request;
    const { observations, uses } = await this.#figures.load({
      area,
      indicators,
      period,
      breakdown,
      ...withOptions(options),
    });
    const kept = onlyPublished
      ? observations.filter((figure) => figure.release !== undefined || figure.fetched !== undefined)
      : observations;
    const log = new SourceLog();
    log.add(uses);
    return pageOfAll(kept, request, log.report(this.catalogue));
  }

  async plan(request: p.ObservationSelection): Promise<p.UpstreamPlanRecord> {
    this.#readMoving = true; // what is at hand changes with every request
    // Of an earlier instant nothing is asked.
    if (request.options?.asOf !== undefined) return { upstreamCalls: 0, limit: this.upstreamLimit, sources: [] };
    const sources = await foreseen(
      this.catalogue,
      { choosing: CHOOSING, steps: STEPS },
      (selection) => this.#readOwn(selection),
      (selection) => this.#remote.forecast(selection),
      request,
    );
    const upstreamCalls = sources.reduce((sum, part) => sum + part.upstreamCalls, 0);
    return { upstreamCalls, limit: this.upstreamLimit, sources };
  }

  learntAt(observation: r.ObservationRecord): string {
    return this.#asked.learntAt(observation);
  }

  optionsOf(observation: r.ObservationRecord): p.ValueOptions | undefined {
    return this.#asked.optionsOf(observation);
  }

  alignmentOf(observation: r.ObservationRecord): Alignment<r.PeriodRecord> | undefined {
    return this.#asked.alignmentOf(observation);
  }

  revisions(observation: r.ObservationRecord): Promise<readonly RevisionRecord[]> {
    if (observation.indicator.remote !== undefined) this.#readMoving = true;
    return this.#revisions.of(observation);
  }

  pinOf(observation: r.ObservationRecord): string {
    return this.#asked.pinOf(observation);
  }

  async observationByKey(key: string): Promise<r.ObservationRecord | undefined> {
    if (isCalculatedKey(key)) return this.statistics.calculatedByKey(key);
    const read = readFigureKey(this.catalogue, key);
    if (read === undefined) return undefined;
    const { indicator, period, breakdown, options } = read;
    if (options === undefined && indicator.remote === undefined)
      return this.#retrying((catalogue) => this.#deps.observations.observationByKey(catalogue, key));
    const area = this.catalogue.areaByCode(read.area);
    if (area === undefined) return undefined;
    const series = { period: { ids: [period] }, breakdown, options: options ?? { allowStale: true } };
    return (await this.figuresOf(area, [indicator], series)).find((observation) => observation.key === key);
  }

  change(
    observation: r.ObservationRecord,
    from: v.ComparePeriod,
    period: p.PeriodSelection | undefined,
  ): Promise<st.ChangeRecord | undefined> {
    return this.#changes.of(observation, from, period);
  }

  compare(
    observation: r.ObservationRecord,
    group: r.ComparisonGroupRecord,
  ): st.ComparisonRecord | Promise<st.ComparisonRecord> {
    return this.statistics.compare(observation, group);
  }

  async alternatives(observation: r.ObservationRecord): Promise<readonly r.ObservationRecord[]> {
    const { indicator, area, period } = observation;
    const same = indicator.sameAs.flatMap((slug) => this.catalogue.indicatorBySlug(slug) ?? []);
    if (same.length === 0) return [];
    const options = withOptions(this.#asked.optionsOf(observation));
    const found = await this.figuresOf(area, same, { period: { ids: [period.id] }, breakdown: [], ...options });
    return found.filter((other) => other.value !== null);
  }

  healthOf(source: r.SourceRecord): p.SourceHealthRecord {
    this.#readMoving ||= source.service !== undefined;
    return healthOf(this.#deps.engine, source, this.#deps.now());
  }

  postcode(code: string): Promise<p.PostcodeRecord | undefined> {
    return this.#postcodes.of(this.catalogue, code);
  }

  async #read(selection: p.ObservationSelection): Promise<Figures> {
    const figures = await this.#readAsAsked(selection);
    if (selection.period.aligned === true) this.#asked.standingFor(figures.observations, selection.period);
    return figures;
  }

  async #readAsAsked(selection: p.ObservationSelection): Promise<Figures> {
    const { options } = selection;
    if (options === undefined) return this.#readAsPublished(selection);
    checkAsOf(options.asOf, this.#deps.now(), this.catalogue.releases[0]?.learntAt);
    const figures = await this.#readWith(selection);
    for (const observation of figures.observations) this.#asked.withOptions(observation, options);
    return figures;
  }

  /** The hub's own figures and the publishers', side by side, in the order of the selection. */
  async #readAsPublished(selection: p.ObservationSelection): Promise<Figures> {
    const { local, remote } = split(selection.indicators);
    if (remote.length === 0) return this.#readOwn(selection);
    if (local.length === 0) return this.#readRemote(selection);
    const [own, far] = await Promise.all([
      this.#readOwn({ ...selection, indicators: local }),
      this.#readRemote({ ...selection, indicators: remote }),
    ]);
    const observations = byAreaAndIndicator([...own.observations, ...far.observations], selection);
    return { observations, uses: [...own.uses, ...far.uses] };
  }

  /** The hub's own figures, with the time that they took and nobody else did. */
  async #readOwn(selection: p.ObservationSelection): Promise<Figures> {
    const millis = () => this.#deps.now().getTime();
    const began = millis();
    const observations = await this.#readLocal(selection);
    return { observations, uses: [ownTables(millis() - began)] };
  }

  #readRemote(selection: p.ObservationSelection): Promise<Figures> {
    const asOf = selection.options?.asOf;
    if (asOf === undefined) return this.#remote.read(this.catalogue, selection);
    this.#readMoving = true;
    return readPast(this.#deps.learnt, this.catalogue, selection, asOf);
  }

  async #readLocal(selection: p.ObservationSelection): Promise<readonly r.ObservationRecord[]> {
    const asOf = selection.options?.asOf;
    // What was loaded before the instant must be in an answer as of it, or asking again would answer otherwise.
    const { catalogues } = this.#deps;
    const first = asOf === undefined ? this.catalogue : await catalogues.after(asOf, this.catalogue);
    const read = (catalogue: p.Catalogue) =>
      this.#deps.observations.read(catalogue, rebound(selection, catalogue, this.catalogue));
    return withCatalogue(catalogues, read, first);
  }

  /** Reads again from a newer catalogue where the store has moved since this operation began. */
  #retrying<T>(read: (catalogue: p.Catalogue) => Promise<T>): Promise<T> {
    return withCatalogue(this.#deps.catalogues, read, this.catalogue);
  }
}

function withOptions(options: p.ValueOptions | undefined): { readonly options?: p.ValueOptions } {
  return options === undefined ? {} : { options };
}
