import { LRUCache } from "lru-cache";
import { whyAbsent } from "../core/absence";
import { GroupSummary, type MemberFigure } from "../core/group-summary";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import { StatisticsView } from "../core/statistics-view";
import { isIn, LocalComparison } from "./local-comparison";
import type { LocalObservations } from "./observations";
import type { SeriesBlock } from "./series-block";
import { areaRow } from "./series-rows";

export interface ComparisonOptions {
  /** How many statistics of a group for one indicator, period and breakdown are kept. */
  readonly maxEntries?: number;
  /** How many bytes they may take up together. */
  readonly maxBytes?: number;
}

/** Compares figures with groups. A group's statistics are worked out once and serve every figure that is compared with it. */
export class Comparisons {
  readonly #reader: LocalObservations;
  readonly #kept: LRUCache<string, GroupSummary>;

  constructor(reader: LocalObservations, options: ComparisonOptions = {}) {
    this.#reader = reader;
    this.#kept = new LRUCache({
      max: options.maxEntries ?? 5_000,
      maxSize: options.maxBytes ?? 32 * 1024 * 1024,
      sizeCalculation: (summary) => summary.bytes,
    });
  }

  /** For the status page. */
  get state(): { readonly statistics: number } {
    return { statistics: this.#kept.size };
  }

  /** The comparisons of one operation. */
  over(catalogue: Catalogue): OperationComparisons {
    return new OperationComparisons(catalogue, this.#reader, this.#kept);
  }
}

type Statistics = StatisticsView | Promise<StatisticsView>;
/** By period, then by id of the breakdown. */
type OfIndicator = Map<r.PeriodRecord, Map<number, Statistics>>;

/**
 * Comparisons of one operation, over the statistics that all operations keep. Statistics that this operation has met are found by
 * the records themselves: the keys that operations share are texts that hold every member's code, too long to make for each figure.
 */
export class OperationComparisons {
  readonly #catalogue: Catalogue;
  readonly #reader: LocalObservations;
  readonly #kept: LRUCache<string, GroupSummary>;
  readonly #met = new Map<r.ComparisonGroupRecord, Map<r.IndicatorRecord, OfIndicator>>();

  constructor(catalogue: Catalogue, reader: LocalObservations, kept: LRUCache<string, GroupSummary>) {
    this.#catalogue = catalogue;
    this.#reader = reader;
    this.#kept = kept;
  }

  /**
   * How one figure stands among the group's figures of the same indicator, period and breakdown. At once where the statistics stand
   * or the indicator's figures are in memory.
   */
  compare(
    observation: r.ObservationRecord,
    group: r.ComparisonGroupRecord,
  ): LocalComparison | Promise<LocalComparison> {
    const inGroup = isIn(group, observation.area);
    const statistics = this.#statistics(observation, group);
    if (!(statistics instanceof Promise)) return new LocalComparison(observation, group, statistics, inGroup);
    return statistics.then((made) => new LocalComparison(observation, group, made, inGroup));
  }

  #statistics(observation: r.ObservationRecord, group: r.ComparisonGroupRecord): Statistics {
    const { indicator, period } = observation;
    const breakdown = observation.breakdownOf.id;
    const ofBreakdowns = entry(
      entry(
        entry(this.#met, group, () => new Map<r.IndicatorRecord, OfIndicator>()),
        indicator,
        (): OfIndicator => new Map(),
      ),
      period,
      () => new Map<number, Statistics>(),
    );
    const met = ofBreakdowns.get(breakdown);
    if (met !== undefined) return met;
    const statistics = this.#find(observation, group);
    ofBreakdowns.set(breakdown, statistics);
    return statistics;
  }

  #find(observation: r.ObservationRecord, group: r.ComparisonGroupRecord): Statistics {
    const { indicator, period, breakdownOf } = observation;
    const subject = { indicator, period, breakdownOf, members: group.members };
    const key = statisticsKey(this.#catalogue, observation, group);
    const make = (block: SeriesBlock | undefined): StatisticsView => {
      const made = new GroupSummary(indicator, memberFigures(block, observation, group.members));
      this.#kept.set(key, made);
      return new StatisticsView(subject, made);
    };
    const kept = this.#kept.get(key);
    if (kept !== undefined) return new StatisticsView(subject, kept);
    const block = this.#reader.keptBlock(indicator);
    if (block !== undefined) return make(block);
    return this.#reader
      .blocks(this.#catalogue, [indicator], group.members)
      .then((blocks) => make(blocks.get(indicator)));
  }
}

/** The value of a key, made when it is asked for the first time. */
function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** What statistics are of. The catalogue's version is part of it, because members may move without any figure moving. */
function statisticsKey(
  catalogue: Catalogue,
  { indicator, period, breakdownOf }: r.ObservationRecord,
  group: r.ComparisonGroupRecord,
): string {
  return `${catalogue.version}:${indicator.id}:${indicator.dataset.version}:${period.id}:${breakdownOf.id}:${group.key}`;
}

/** The members' figures for the same period and breakdown; a member without one gets the reason that reading it would give. */
function memberFigures(
  block: SeriesBlock | undefined,
  { indicator, period, breakdownOf }: r.ObservationRecord,
  members: readonly r.AreaRecord[],
): readonly MemberFigure[] {
  const { storeId } = period;
  return members.map((area) => {
    const row = block === undefined || storeId === undefined ? -1 : areaRow(block, area, breakdownOf.id, storeId);
    if (block === undefined || row < 0)
      return { ...NO_FIGURE, missing: whyAbsent({ indicator, area }, period).missing };
    return {
      value: block.value(row),
      missing: block.missing(row),
      lowerCI95: block.number("lower_ci95", row),
      upperCI95: block.number("upper_ci95", row),
      numerator: block.number("numerator", row),
      denominator: block.number("denominator", row),
    };
  });
}

const NO_FIGURE = { value: null, lowerCI95: null, upperCI95: null, numerator: null, denominator: null } as const;
