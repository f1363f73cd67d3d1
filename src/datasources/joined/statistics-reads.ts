import { CallerError } from "../../schema/values/caller-error";
import type * as v from "../../schema/values/enums";
import { AbsentObservation, whyAbsent } from "../core/absence";
import { readPinnedKey } from "../core/as-known";
import { GroupSummary } from "../core/group-summary";
import { comparedWith } from "../core/member-values";
import { pageOfAll } from "../core/observation-pages";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import type * as st from "../core/statistics-ports";
import { StatisticsView } from "../core/statistics-view";
import type { OperationComparisons } from "../local/comparison";
import type { LocalCatalogue } from "../local/local-catalogue";
import { isIn, LocalComparison } from "../local/local-comparison";
import { seriesForChange, seriesForTrend } from "../remote/period-wanted";
import { SourceLog } from "../remote/source-log";
import { type CalculatedIndicator, calculatedIndicator, readCalculatedKey } from "./calculated-indicator";
import { derivedIndicator } from "./derived-indicator";
import { calculatedFigures } from "./formula-reads";
import { differences, parentOf, summarised, trendUpTo, weightedBy } from "./group-reads";
import { improvement } from "./improver-reads";
import { alike, neighboursBy } from "./neighbour-reads";
import type { ReadValues } from "./read-values";

/** What statistics are read with. */
export interface StatisticsDeps {
  readonly catalogue: LocalCatalogue;
  readonly read: ReadValues;
  readonly optionsOf: (observation: r.ObservationRecord) => p.ValueOptions | undefined;
  /** Batched over the operation. */
  readonly figuresOf: p.GraphReads["figuresOf"];
  /** The whole series of a figure of the hub's own tables, in time order. */
  readonly ownSeries: (observation: r.ObservationRecord) => Promise<readonly r.ObservationRecord[]>;
  /** Keeps how a figure was asked for. */
  readonly remember: (observation: r.ObservationRecord, options: p.ValueOptions) => void;
  readonly comparisons: OperationComparisons;
  readonly search: () => p.Search;
  readonly millis: () => number;
}

/** Statistics of one operation over figures of the hub, of publishers, and of the asker's own formulas alike. */
export class StatisticsReads implements st.StatisticsReads {
  readonly #deps: StatisticsDeps;
  /** The formula that a figure came from: what is read beside it is calculated in the same way. */
  readonly #calculated = new WeakMap<r.ObservationRecord, CalculatedIndicator>();
  readonly #statistics = new Map<string, Promise<StatisticsView>>();
  readonly #done = new WeakMap<object, Map<string, Promise<unknown>>>();

  constructor(deps: StatisticsDeps) {
    this.#deps = deps;
  }

  /** Whether a figure's fellows must be read as it was itself: it is a publisher's, or was made or asked for with options. */
  isReadBeside(observation: r.ObservationRecord): boolean {
    const { indicator } = observation;
    return (
      indicator.remote !== undefined ||
      this.#deps.optionsOf(observation) !== undefined ||
      this.#calculated.has(observation)
    );
  }

  /** Reads figures in the way in which one was come by. */
  like(observation: r.ObservationRecord): ReadValues {
    const made = this.#calculated.get(observation);
    const options = this.#deps.optionsOf(observation);
    const { read } = this.#deps;
    if (made !== undefined)
      return async (selection) =>
        this.#noted(made, await calculatedFigures(read, made, { ...selection, ...withOptions(options) }), options);
    if (options === undefined) return read;
    return (selection) =>
      read({ ...selection, indicators: selection.indicators.map((each) => this.#published(each)), options });
  }

  /**
   * The figures of an observation's series that a change from `from` (or of the periods specified) may look at, in time order, and
   * maybe more: of the hub's own figures the whole series.
   */
  async series(
    observation: r.ObservationRecord,
    from: v.ComparePeriod,
    specified: p.PeriodSelection | undefined,
  ): Promise<readonly r.ObservationRecord[]> {
    const { indicator, area, breakdownOf } = observation;
    if (!this.isReadBeside(observation)) return this.#deps.ownSeries(observation);
    const { breakdown } = comparedWith(observation);
    const near = indicator.remote === undefined ? EVER : seriesForChange(observation.period, from);
    const asked = { period: specified ?? near, breakdown, ...withOptions(this.#deps.optionsOf(observation)) };
    const found = this.#calculated.has(observation)
      ? (await this.like(observation)({ ...asked, indicators: [indicator], areas: [area] })).observations
      : await this.#deps.figuresOf(area, [this.#published(indicator)], asked);
    return found.filter((other) => other.breakdownOf.code === breakdownOf.code && isTold(other));
  }

  async trend(observation: r.ObservationRecord, points: number): Promise<st.TrendRecord> {
    const series = await this.series(observation, "SPECIFIED", seriesForTrend(observation.period, points));
    return trendUpTo(observation, series, points);
  }

  /** The publisher's own indicator: options make figures of another unit, and are asked for again from the first. */
  #published(indicator: r.IndicatorRecord): r.IndicatorRecord {
    return this.#deps.catalogue.indicatorBySlug(indicator.slug) ?? indicator;
  }

  compare(
    observation: r.ObservationRecord,
    group: r.ComparisonGroupRecord,
  ): st.ComparisonRecord | Promise<st.ComparisonRecord> {
    if (!this.isReadBeside(observation)) return this.#deps.comparisons.compare(observation, group);
    const { indicator, period, breakdownOf } = observation;
    const how = JSON.stringify(this.#deps.optionsOf(observation));
    const key = `${indicator.key} ${period.id} ${breakdownOf.code} ${group.key} ${how}`;
    const statistics = this.#statistics.get(key) ?? this.#statisticsBeside(observation, group);
    this.#statistics.set(key, statistics);
    return statistics.then((made) => new LocalComparison(observation, group, made, isIn(group, observation.area)));
  }

  async #statisticsBeside(observation: r.ObservationRecord, group: r.ComparisonGroupRecord): Promise<StatisticsView> {
    const { indicator, period, breakdownOf } = observation;
    const { observations } = await this.like(observation)({ ...comparedWith(observation), areas: group.members });
    const figures = new Map(observations.map((each) => [each.area.code, each]));
    const members = group.members.map((area) => {
      const about = { indicator, area };
      return figures.get(area.code) ?? new AbsentObservation(about, period, breakdownOf, whyAbsent(about, period));
    });
    const options = this.#deps.optionsOf(observation);
    const subject = {
      indicator,
      period,
      breakdownOf,
      members: group.members,
      ...withOptions(options),
      example: observation,
    };
    return new StatisticsView(subject, new GroupSummary(indicator, members));
  }

  summary(indicator: r.IndicatorRecord, areas: readonly r.AreaRecord[], series: p.SeriesRequest) {
    return summarised(this.#deps.read, indicator, areas, series);
  }

  parentOf(statistics: st.GroupStatisticsRecord): Promise<r.ObservationRecord | undefined> {
    return this.#once(statistics, "parent", async () => {
      const { subject } = statistics;
      if (subject === undefined) return undefined;
      return parentOf(this.#likeSubject(subject), subject, this.#deps.catalogue.today());
    });
  }

  weightedBy(
    statistics: st.GroupStatisticsRecord,
    weight: r.IndicatorRecord,
    nearest: v.NearestPeriod,
  ): Promise<st.WeightedMeanRecord> {
    return this.#once(statistics, `weight ${weight.slug} ${nearest}`, async () => {
      const { subject } = statistics;
      if (subject === undefined) return { value: null, weight, members: 0, without: 0, why: "There is no group." };
      return weightedBy(this.#likeSubject(subject), this.#deps.read, subject, { weight, nearest });
    });
  }

  /** What is asked of the same group for each of hundreds of figures is worked out once. */
  #once<T>(about: object, what: string, work: () => Promise<T>): Promise<T> {
    const standing = this.#done.get(about) ?? new Map<string, Promise<unknown>>();
    this.#done.set(about, standing);
    const made = (standing.get(what) as Promise<T> | undefined) ?? work(); // `what` says of which type
    standing.set(what, made);
    return made;
  }

  #likeSubject({ example, options }: st.StatisticsSubject): ReadValues {
    if (example !== undefined) return this.like(example);
    return (selection) => this.#deps.read({ ...selection, ...withOptions(options) });
  }

  async differences({
    observation,
    group,
    statistics,
  }: st.ComparisonRecord): Promise<readonly st.MemberDifferenceRecord[]> {
    if (observation === undefined || group === undefined) return [];
    const asked = { ...comparedWith(observation), areas: group.members };
    const { observations } = await this.#once(statistics, "members", () => this.like(observation)(asked));
    return differences(observation, group.members, observations);
  }

  /** The indicator that a formula makes; see `calculatedIndicator` for what it refuses. */
  #indicatorOf(formula: string, label: string): CalculatedIndicator {
    const suggest = (slug: string) => this.#deps.search().suggest("indicator", slug);
    return calculatedIndicator(this.#deps.catalogue, suggest, formula, label);
  }

  async calculate(request: st.FormulaRequest): Promise<p.ObservationPage> {
    const made = this.#indicatorOf(request.formula, request.label);
    const { observations, uses } = this.#noted(
      made,
      await calculatedFigures(this.#deps.read, made, request),
      request.options,
    );
    const log = new SourceLog();
    log.add(uses);
    return pageOfAll(observations, request, log.report(this.#deps.catalogue));
  }

  #noted<F extends { readonly observations: readonly r.ObservationRecord[] }>(
    made: CalculatedIndicator,
    figures: F,
    options: p.ValueOptions | undefined,
  ): F {
    for (const observation of figures.observations) {
      this.#calculated.set(observation, made);
      if (options !== undefined) this.#deps.remember(observation, options);
    }
    return figures;
  }

  /** The calculated figure of a key; undefined for a key of another kind, or of a formula that no longer holds. */
  async calculatedByKey(key: string): Promise<r.ObservationRecord | undefined> {
    const { key: own, asOf } = readPinnedKey(key);
    const [slug, code = "", periodId = ""] = splitKey(own);
    const read = slug === undefined ? undefined : readCalculatedKey(slug);
    const area = this.#deps.catalogue.areaByCode(code);
    if (read === undefined || area === undefined) return undefined;
    try {
      const made = this.#indicatorOf(read.formula, read.label);
      const options = asOf === undefined ? undefined : { allowStale: true, asOf };
      const asked = { areas: [area], period: { ids: [periodId] }, ...withOptions(options) };
      const { observations } = this.#noted(made, await calculatedFigures(this.#deps.read, made, asked), options);
      return observations.find((observation) => observation.key === key);
    } catch (error) {
      if (error instanceof CallerError) return undefined;
      throw error;
    }
  }

  derivedIndicator(key: string): r.IndicatorRecord | undefined {
    return derivedIndicator(this.#deps.catalogue, key);
  }

  neighboursBy(area: r.AreaRecord, request: st.NeighbourWeights): Promise<st.NeighbourhoodRecord> {
    const country = area.groups.find(
      (group) => group.key.startsWith("all-in-country:") && group.key.endsWith(`:${alike(area)}`),
    );
    const others = request.among ?? country?.members ?? [];
    return neighboursBy(this.#deps.read, area, others, request);
  }

  improvement(request: st.ImproversRequest): Promise<st.ImprovementRecord> {
    return improvement(this.#deps.read, request);
  }
}

/** Every period. */
const EVER: p.PeriodSelection = { from: "1800-01-01" };

/** Whether a publisher told it, or the hub made it: blanks that nobody told of are no part of a series. */
function isTold({ value, release, fetched }: r.ObservationRecord): boolean {
  return value !== null || release !== undefined || fetched !== undefined;
}

/** Slug, area code and period id of a key; the slug of a formula may hold bars of its own. */
function splitKey(key: string): readonly [string?, string?, string?] {
  const parts = key.split("|");
  return parts.length < 4 ? [] : [parts.slice(0, -3).join("|"), parts.at(-3) ?? "", parts.at(-2) ?? ""];
}

function withOptions(options: p.ValueOptions | undefined): { readonly options?: p.ValueOptions } {
  return options === undefined ? {} : { options };
}
