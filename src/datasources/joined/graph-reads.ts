import DataLoader from "dataloader";
import type * as v from "../../schema/values/enums";
import { groupStatistics } from "../../statistics/group-statistics";
import type { CallBudget, Engine } from "../core/engine";
import { comparedWith } from "../core/member-values";
import { observationPage, pageOfAll } from "../core/observation-pages";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { type Catalogues, withCatalogue } from "../local/catalogue-cache";
import { Changes } from "../local/changes";
import type { Comparisons, OperationComparisons } from "../local/comparison";
import { GroupChoices } from "../local/group-choices";
import { groupsOf } from "../local/groups";
import type { LocalCatalogue } from "../local/local-catalogue";
import { isIn, LocalComparison } from "../local/local-comparison";
import type { LocalObservations } from "../local/observations";
import { Lists } from "../local/record-shapes";
import { listedGroup, relatives, selectAreas, selectGroup } from "../local/selection";
import { healthOf } from "../remote/health";
import { seriesForChange } from "../remote/period-wanted";
import { Postcodes } from "../remote/postcodes";
import { RemoteReads } from "../remote/remote-reads";
import { SourceLog } from "../remote/source-log";
import { fromSource } from "./from-source";
import { chained, type Figures, type ReadValues, type ValueStep } from "./read-values";
import { byAreaAndIndicator, rebound, split } from "./selection-parts";

/** The options of `ValueOptions`, in the order in which they are asked. */
const STEPS: readonly ValueStep[] = [fromSource];

/** What all operations share. */
export interface GraphReadsDeps {
  readonly catalogues: Catalogues;
  readonly observations: LocalObservations;
  readonly comparisons: Comparisons;
  readonly searchOf: (catalogue: p.Catalogue) => p.Search;
  readonly now: () => Date;
  /** Talks to the national services; without one all of them count as switched off. */
  readonly engine?: Engine | undefined;
  readonly upstream: UpstreamLimits;
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

/** The reads of one operation, over the hub's own tables and the national services. */
export async function createGraphReads(deps: GraphReadsDeps): Promise<JoinedReads> {
  return new JoinedReads(deps, await deps.catalogues.current());
}

export class JoinedReads implements p.GraphReads {
  readonly catalogue: LocalCatalogue;
  readonly #deps: GraphReadsDeps;
  readonly #remote: RemoteReads;
  readonly #postcodes: Postcodes;
  readonly #figures: DataLoader<FiguresKey, Figures, FiguresKey>;
  readonly #changes: Changes;
  readonly #groups = new GroupChoices();
  readonly #comparisons: OperationComparisons;
  /** Reads with the options that a selection uses. */
  readonly #readWith: ReadValues;
  readonly #remoteComparisons = new Map<string, Promise<(number | null)[]>>();

  constructor(deps: GraphReadsDeps, catalogue: LocalCatalogue) {
    this.#deps = deps;
    this.catalogue = catalogue;
    const millis = () => deps.now().getTime();
    const budget: CallBudget = {
      most: deps.upstream.mostCalls,
      spent: 0,
      until: millis() + deps.upstream.deadlineMillis,
    };
    this.#remote = new RemoteReads(deps.engine, budget);
    this.#postcodes = new Postcodes(deps.engine, millis, deps.upstream.deadlineMillis);
    this.#figures = new DataLoader((keys) => this.#readFigures(keys), { cache: false });
    this.#changes = new Changes((observation, from, period) => this.#series(observation, from, period));
    this.#comparisons = deps.comparisons.over(catalogue);
    this.#readWith = chained(catalogue, STEPS, (selection) => this.#readAsPublished(selection));
  }

  /** Whether the answer holds what a publisher may change without the store knowing. */
  get usedPublishers(): boolean {
    return this.#remote.used || this.#postcodes.used;
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

  upstreamCalls(): Promise<number> {
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
    const planned = await this.#remote.forecast({ ...request, indicators: split(request.indicators).remote });
    const sources = planned.flatMap(({ source, calls, series, atHand }) => {
      const record = this.catalogue.sourceOfService(source);
      return record === undefined ? [] : [{ source: record, upstreamCalls: calls, series, atHand }];
    });
    const upstreamCalls = sources.reduce((sum, part) => sum + part.upstreamCalls, 0);
    return { upstreamCalls, limit: this.upstreamLimit, sources };
  }

  learntAt({ release, indicator, fetched }: r.ObservationRecord): string {
    return (
      fetched?.at ?? release?.learntAt ?? indicator.dataset.releases[0]?.learntAt ?? this.#deps.now().toISOString()
    );
  }

  async observationByKey(key: string): Promise<r.ObservationRecord | undefined> {
    const [slug = "", code = "", periodId = "", ...rest] = key.split("|");
    const indicator = this.catalogue.indicatorBySlug(slug);
    if (indicator?.remote === undefined)
      return this.#retrying((catalogue) => this.#deps.observations.observationByKey(catalogue, key));
    const area = this.catalogue.areaByCode(code);
    if (area === undefined) return undefined;
    const breakdown = rest.flatMap((part) => {
      const at = part.indexOf("=");
      return at < 1 ? [] : [{ dimension: part.slice(0, at), members: [part.slice(at + 1)] }];
    });
    const found = await this.figuresOf(area, [indicator], { period: { ids: [periodId] }, breakdown });
    return found.find((observation) => observation.key === key);
  }

  change(
    observation: r.ObservationRecord,
    from: v.ComparePeriod,
    period: p.PeriodSelection | undefined,
  ): Promise<p.ChangeRecord | undefined> {
    return this.#changes.of(observation, from, period);
  }

  compare(
    observation: r.ObservationRecord,
    group: r.ComparisonGroupRecord,
  ): p.ComparisonRecord | Promise<p.ComparisonRecord> {
    return observation.indicator.remote === undefined
      ? this.#comparisons.compare(observation, group)
      : this.#compareRemote(observation, group);
  }

  async alternatives(observation: r.ObservationRecord): Promise<readonly r.ObservationRecord[]> {
    const { indicator, area, period } = observation;
    const same = indicator.sameAs.flatMap((slug) => this.catalogue.indicatorBySlug(slug) ?? []);
    if (same.length === 0) return [];
    const found = await this.figuresOf(area, same, { period: { ids: [period.id] }, breakdown: [] });
    return found.filter((other) => other.value !== null);
  }

  healthOf(source: r.SourceRecord): p.SourceHealthRecord {
    return healthOf(this.#deps.engine, source, this.#deps.now());
  }

  postcode(code: string): Promise<p.PostcodeRecord | undefined> {
    return this.#postcodes.of(this.catalogue, code);
  }

  async #compareRemote(observation: r.ObservationRecord, group: r.ComparisonGroupRecord): Promise<p.ComparisonRecord> {
    const { indicator, period, breakdownOf } = observation;
    const key = `${indicator.slug} ${period.id} ${breakdownOf.code} ${group.key}`;
    const values = this.#remoteComparisons.get(key) ?? this.#memberValues(observation, group);
    this.#remoteComparisons.set(key, values);
    return new LocalComparison(observation, group, groupStatistics(await values), isIn(group, observation.area));
  }

  async #memberValues(observation: r.ObservationRecord, group: r.ComparisonGroupRecord): Promise<(number | null)[]> {
    const { observations } = await this.#read({ ...comparedWith(observation), areas: group.members });
    const values = new Map(observations.map(({ area, value }) => [area, value]));
    return group.members.map((member) => values.get(member) ?? null);
  }

  async #series(
    observation: r.ObservationRecord,
    from: v.ComparePeriod,
    specified: p.PeriodSelection | undefined,
  ): Promise<readonly r.ObservationRecord[]> {
    const { indicator, area, breakdownOf } = observation;
    if (indicator.remote === undefined) return this.#deps.observations.series(this.catalogue, observation);
    const { breakdown } = comparedWith(observation);
    const period = specified ?? seriesForChange(observation.period, from);
    const series = await this.figuresOf(area, [indicator], { period, breakdown });
    return series.filter((other) => other.breakdownOf.code === breakdownOf.code && other.fetched !== undefined);
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

  #read(selection: p.ObservationSelection): Promise<Figures> {
    return selection.options === undefined ? this.#readAsPublished(selection) : this.#readWith(selection);
  }

  /** The hub's own figures and the publishers', side by side, in the order of the selection. */
  async #readAsPublished(selection: p.ObservationSelection): Promise<Figures> {
    const { local, remote } = split(selection.indicators);
    if (remote.length === 0) return { observations: await this.#readLocal(selection), uses: [] };
    const [own, far] = await Promise.all([
      local.length === 0 ? [] : this.#readLocal({ ...selection, indicators: local }),
      this.#remote.read(this.catalogue, { ...selection, indicators: remote }),
    ]);
    if (local.length === 0) return far;
    return { observations: byAreaAndIndicator([...own, ...far.observations], selection), uses: far.uses };
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
