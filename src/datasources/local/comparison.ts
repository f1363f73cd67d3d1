import { LRUCache } from "lru-cache";
import { type GroupFigures, groupStatistics } from "../../statistics/group-statistics";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import { isIn, LocalComparison } from "./local-comparison";
import type { LocalObservations } from "./observations";
import type { SeriesBlock } from "./series-block";
import { areaRow } from "./series-rows";

export interface ComparisonOptions {
  /** How many statistics of a group for one indicator, period and breakdown are kept. */
  readonly maxEntries?: number;
}

/** Compares figures with groups. A group's statistics are worked out once and serve every figure that is compared with it. */
export class Comparisons {
  readonly #reader: LocalObservations;
  readonly #kept: LRUCache<string, GroupFigures>;

  constructor(reader: LocalObservations, options: ComparisonOptions = {}) {
    this.#reader = reader;
    this.#kept = new LRUCache({ max: options.maxEntries ?? 5_000 });
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

type Statistics = GroupFigures | Promise<GroupFigures>;
/** By period, then by id of the breakdown. */
type OfIndicator = Map<r.PeriodRecord, Map<number, Statistics>>;

/**
 * Comparisons of one operation, over the statistics that all operations keep. Statistics that this operation has met are found by
 * the records themselves: the keys that operations share are texts that hold every member's code, too long to make for each figure.
 */
export class OperationComparisons {
  readonly #catalogue: Catalogue;
  readonly #reader: LocalObservations;
  readonly #kept: LRUCache<string, GroupFigures>;
  readonly #met = new Map<r.ComparisonGroupRecord, Map<r.IndicatorRecord, OfIndicator>>();

  constructor(catalogue: Catalogue, reader: LocalObservations, kept: LRUCache<string, GroupFigures>) {
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
    const key = statisticsKey(this.#catalogue, observation, group);
    const make = (block: SeriesBlock | undefined): GroupFigures => {
      const made = groupStatistics(memberValues(block, observation, group.members));
      this.#kept.set(key, made);
      return made;
    };
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const block = this.#reader.keptBlock(observation.indicator);
    if (block !== undefined) return make(block);
    const { indicator } = observation;
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

/** The members' values for the same period and breakdown; null for a member without one. */
function memberValues(
  block: SeriesBlock | undefined,
  { period, breakdownOf }: r.ObservationRecord,
  members: readonly r.AreaRecord[],
): (number | null)[] {
  const { storeId } = period;
  if (block === undefined || storeId === undefined) return members.map(() => null);
  return members.map((member) => {
    const row = areaRow(block, member, breakdownOf.id, storeId);
    return row < 0 ? null : block.value(row);
  });
}
