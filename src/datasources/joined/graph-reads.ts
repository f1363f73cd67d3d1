import DataLoader from "dataloader";
import type * as v from "../../schema/values/enums";
import { readIsoPeriod } from "../../schema/values/period";
import { type Alignment, alignPeriod } from "../../statistics/align";
import { readPinnedKey } from "../core/as-known";
import type { CallBudget, Engine } from "../core/engine";
import type { Viewer } from "../core/knowledge-ports";
import type { LearntFigures } from "../core/learnt";
import { observationPage, pageOfAll } from "../core/observation-pages";
import { alignedTo } from "../core/period-choice";
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
import { Lists } from "../local/record-shapes";
import { listedGroup, relatives, selectAreas, selectGroup } from "../local/selection";
import { ServiceReads } from "../local/service-reads";
import type { Store } from "../local/store";
import { healthOf } from "../remote/health";
import { readPast } from "../remote/past-reads";
import type { PostcodeBook } from "../remote/postcode-book";
import { Postcodes } from "../remote/postcodes";
import { RemoteReads } from "../remote/remote-reads";
import { SourceLog } from "../remote/source-log";
import { checkAsOf } from "./as-of";
import { BoundaryReads } from "./boundaries/boundary-reads";
import { readKeyOn } from "./boundaries/derived-figure";
import { onBoundaries } from "./boundaries/on-boundaries";
import { isCalculatedKey } from "./calculated-indicator";
import { fromSource } from "./from-source";
import { readMadeKey } from "./made-figure";
import { OutcomeReads } from "./outcome-reads";
import { perPopulation } from "./per-population";
import { chained, type Figures, type ReadValues, type ValueStep } from "./read-values";
import { inPricesOf } from "./real-terms";
import { RevisionReads } from "./revision-reads";
import { readRolledKey, rollUp } from "./roll-up";
import { byAreaAndIndicator, rebound, split } from "./selection-parts";
import { StatisticsReads } from "./statistics-reads";
import { SupplierReads } from "./supplier-reads";

/** The options of `ValueOptions`, in the order in which they are asked. */
const STEPS: readonly ValueStep[] = [fromSource, perPopulation, inPricesOf, onBoundaries, rollUp];

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

interface FiguresKey {
  readonly area: r.AreaRecord;
  readonly indicators: readonly r.IndicatorRecord[];
  readonly series: p.SeriesRequest;
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
  readonly #figures: DataLoader<FiguresKey, Figures, FiguresKey>;
  readonly #changes: Changes;
  readonly #groups = new GroupChoices();
  readonly statistics: StatisticsReads;
  readonly #revisions: RevisionReads;
  /** Reads with the options that a selection uses. */
  readonly #readWith: ReadValues;
  /** How figures were asked for that were asked for with options: what is read beside one is read in the same way. */
  readonly #askedWith = new WeakMap<r.ObservationRecord, p.ValueOptions>();
  /** The choice by which figures stand for a period that may not be their own. */
  readonly #alignedBy = new WeakMap<r.ObservationRecord, p.PeriodSelection>();
  /** Whether anything was read that moves without the store's version: what publishers told earlier, or how they are doing. */
  #readMoving = false;

  constructor(deps: GraphReadsDeps, catalogue: LocalCatalogue, viewer: Viewer) {
    this.#deps = deps;
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
    this.#figures = new DataLoader((keys) => this.#readFigures(keys), { cache: false });
    this.statistics = new StatisticsReads({
      catalogue,
      read: (selection) => this.#read(selection),
      optionsOf: (observation) => this.#askedWith.get(observation),
      remember: (observation, options) => this.#askedWith.set(observation, options),
      comparisons: deps.comparisons.over(catalogue),
      figuresOf: (area, indicators, series) => this.figuresOf(area, indicators, series),
      ownSeries: (observation) => deps.observations.series(catalogue, observation),
      search: () => this.search,
      millis,
    });
    this.#revisions = new RevisionReads({
      ownForms: (observations) => this.#retrying((current) => deps.observations.forms(current, observations)),
      learnt: deps.learnt,
      optionsOf: (observation) => this.#askedWith.get(observation),
    });
    this.#changes = new Changes((observation, from, period) => this.statistics.series(observation, from, period));
    this.outcomes = new OutcomeReads({
      figuresOf: (area, indicators, series) => this.figuresOf(area, indicators, series),
      change: (observation, from, period) => this.change(observation, from, period),
    });
    this.#readWith = chained(catalogue, STEPS, (selection) => this.#readAsPublished(selection));
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
      () => this.#deps.now().getTime(),
      () => log.outcomes(this.catalogue),
    );
  }

  async figuresOf(
    area: r.AreaRecord,
    indicators: readonly r.IndicatorRecord[],
    series: p.SeriesRequest,
  ): Promise<readonly r.ObservationRecord[]> {
    return (await this.#figures.load({ area, indicators, series })).observations;
  }

  async observationsOf(area: r.AreaRecord, request: p.AreaObservationRequest): Promise<p.ObservationPage> {
    const { indicators, period, breakdown, options, onlyPublished } = request;
    const started = this.#deps.now().getTime();
    const { observations, uses } = await this.#figures.load({
      area,
      indicators,
      series: { period, breakdown, ...withOptions(options) },
    });
    const kept = onlyPublished
      ? observations.filter((figure) => figure.release !== undefined || figure.fetched !== undefined)
      : observations;
    const log = new SourceLog();
    log.add(uses);
    return pageOfAll(kept, request, this.#deps.now().getTime() - started, log.outcomes(this.catalogue));
  }

  async plan(request: p.ObservationSelection): Promise<p.UpstreamPlanRecord> {
    // Of an earlier instant nothing is asked.
    const asked = request.options?.asOf === undefined ? split(request.indicators).remote : [];
    const planned = await this.#remote.forecast({ ...request, indicators: asked });
    const sources = planned.flatMap(({ source, calls, series, atHand }) => {
      const record = this.catalogue.sourceOfService(source);
      return record === undefined ? [] : [{ source: record, upstreamCalls: calls, series, atHand }];
    });
    const upstreamCalls = sources.reduce((sum, part) => sum + part.upstreamCalls, 0);
    return { upstreamCalls, limit: this.upstreamLimit, sources };
  }

  learntAt({ release, indicator, fetched, asOf }: r.ObservationRecord): string {
    const told = fetched?.at ?? release?.learntAt;
    if (told !== undefined) return told;
    const { releases } = indicator.dataset;
    if (asOf !== undefined) return releases.find(({ learntAt }) => learntAt <= asOf)?.learntAt ?? asOf;
    return releases[0]?.learntAt ?? this.#deps.now().toISOString();
  }

  optionsOf(observation: r.ObservationRecord): p.ValueOptions | undefined {
    return this.#askedWith.get(observation);
  }

  alignmentOf(observation: r.ObservationRecord): Alignment<r.PeriodRecord> | undefined {
    const selection = this.#alignedBy.get(observation);
    const wanted = selection === undefined ? undefined : alignedTo(selection);
    const told = observation.value !== null || observation.release !== undefined || observation.fetched !== undefined;
    return wanted === undefined ? undefined : alignPeriod(told ? [observation.period] : [], wanted, selection?.nearest);
  }

  revisions(observation: r.ObservationRecord): Promise<readonly RevisionRecord[]> {
    if (observation.indicator.remote !== undefined) this.#readMoving = true;
    return this.#revisions.of(observation);
  }

  /** Of the hub's own figures, the load of their data set that was the last: it stays the same until the next. */
  pinOf(observation: r.ObservationRecord): string {
    const { indicator, derived } = observation;
    const options = this.#askedWith.get(observation);
    const asOf = observation.asOf ?? options?.asOf ?? derived?.inputs[0]?.asOf;
    if (asOf !== undefined) return asOf;
    if (observation.derived?.asked !== undefined && options === undefined)
      return observation.derived.inputs
        .map((input) => this.pinOf(input))
        .toSorted()
        .at(-1) as string; // a formula has one
    const isOwn = indicator.remote === undefined && options === undefined && derived === undefined;
    const newest = isOwn ? indicator.dataset.releases[0]?.learntAt : undefined;
    return newest ?? this.#deps.now().toISOString();
  }

  async observationByKey(key: string): Promise<r.ObservationRecord | undefined> {
    if (isCalculatedKey(key)) return this.statistics.calculatedByKey(key);
    const { key: published, options: made } = readMadeKey(key);
    const { asOf, key: unpinned } = readPinnedKey(published);
    const { key: placed, ...boundaries } = readKeyOn(unpinned);
    const { key: own, rolledUp } = readRolledKey(placed);
    const [slug = "", code = "", periodId = "", ...rest] = own.split("|");
    const indicator = this.catalogue.indicatorBySlug(slug);
    if (indicator === undefined || readIsoPeriod(periodId)?.id !== periodId) return undefined;
    if (
      indicator.remote === undefined &&
      asOf === undefined &&
      !rolledUp &&
      made === undefined &&
      boundaries.boundaries === undefined
    )
      return this.#retrying((catalogue) => this.#deps.observations.observationByKey(catalogue, key));
    const area = this.catalogue.areaByCode(code);
    if (area === undefined) return undefined;
    const breakdown = rest.flatMap((part) => {
      const at = part.indexOf("=");
      return at < 1 ? [] : [{ dimension: part.slice(0, at), members: [part.slice(at + 1)] }];
    });
    const options = {
      allowStale: true,
      ...made,
      ...boundaries,
      ...(asOf === undefined ? {} : { asOf }),
      ...(rolledUp ? { rollUp: true } : {}),
    };
    const found = await this.figuresOf(area, [indicator], { period: { ids: [periodId] }, breakdown, options });
    return found.find((observation) => observation.key === key);
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
    const options = withOptions(this.#askedWith.get(observation));
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

  /** Fields of one operation that ask the same of different areas are one reading. */
  async #readFigures(keys: readonly FiguresKey[]): Promise<Figures[]> {
    const groups = new Map<string, FiguresKey[]>();
    for (const key of keys) {
      const like = `${key.indicators.map((indicator) => indicator.id).join()} ${JSON.stringify(key.series)}`;
      const group = groups.get(like);
      if (group === undefined) groups.set(like, [key]);
      else group.push(key);
    }
    const answers = new Map<FiguresKey, Figures>();
    await Promise.all(
      [...groups.values()].map(async (group) => {
        const { indicators, series } = group[0] as FiguresKey;
        const areas = [...new Set(group.map((key) => key.area))];
        const found = new Lists<string, r.ObservationRecord>();
        const { observations, uses } = await this.#read({ indicators, areas, ...series });
        for (const observation of observations) found.add(observation.area.code, observation);
        for (const key of group) answers.set(key, { observations: found.of(key.area.code), uses });
      }),
    );
    return keys.map((key) => answers.get(key) ?? { observations: [], uses: [] });
  }

  async #read(selection: p.ObservationSelection): Promise<Figures> {
    const figures = await this.#readAsAsked(selection);
    if (selection.period.aligned === true)
      for (const observation of figures.observations) this.#alignedBy.set(observation, selection.period);
    return figures;
  }

  async #readAsAsked(selection: p.ObservationSelection): Promise<Figures> {
    const { options } = selection;
    if (options === undefined) return this.#readAsPublished(selection);
    checkAsOf(options.asOf, this.#deps.now(), this.catalogue.releases[0]?.learntAt);
    const figures = await this.#readWith(selection);
    for (const observation of figures.observations) this.#askedWith.set(observation, options);
    return figures;
  }

  /** The hub's own figures and the publishers', side by side, in the order of the selection. */
  async #readAsPublished(selection: p.ObservationSelection): Promise<Figures> {
    const { local, remote } = split(selection.indicators);
    if (remote.length === 0) return { observations: await this.#readLocal(selection), uses: [] };
    const [own, far] = await Promise.all([
      local.length === 0 ? [] : this.#readLocal({ ...selection, indicators: local }),
      this.#readRemote({ ...selection, indicators: remote }),
    ]);
    if (local.length === 0) return far;
    return { observations: byAreaAndIndicator([...own, ...far.observations], selection), uses: far.uses };
  }

  #readRemote(selection: p.ObservationSelection): Promise<Figures> {
    const asOf = selection.options?.asOf;
    if (asOf === undefined) return this.#remote.read(this.catalogue, selection);
    this.#readMoving = true;
    return readPast(this.#deps.learnt, this.catalogue, selection, asOf);
  }

  #readLocal(selection: p.ObservationSelection): Promise<readonly r.ObservationRecord[]> {
    return this.#retrying((catalogue) =>
      this.#deps.observations.read(catalogue, rebound(selection, catalogue, this.catalogue)),
    );
  }

  /** Reads again from a newer catalogue where the store has moved since this operation began. */
  #retrying<T>(read: (catalogue: p.Catalogue) => Promise<T>): Promise<T> {
    return withCatalogue(this.#deps.catalogues, read, this.catalogue);
  }
}

function withOptions(options: p.ValueOptions | undefined): { readonly options?: p.ValueOptions } {
  return options === undefined ? {} : { options };
}
