import { LRUCache } from "lru-cache";
import { benchmark } from "../../statistics/benchmark";
import { type GroupFigures, groupStatistics } from "../../statistics/group-statistics";
import { percentile, quantileGroup, rank, rankRange, tied } from "../../statistics/order";
import { withoutNoise } from "../../statistics/precision";
import { zScore } from "../../statistics/spread";
import type { Catalogue, ComparisonRecord } from "../core/ports";
import type * as r from "../core/records";
import type { LocalObservations } from "./observations";
import type { SeriesBlock } from "./series-block";
import { areaRows } from "./series-rows";

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

  /** How one figure stands among the group's figures of the same indicator, period and breakdown. */
  async compare(
    catalogue: Catalogue,
    observation: r.ObservationRecord,
    group: r.ComparisonGroupRecord,
  ): Promise<ComparisonRecord> {
    // Most figures find their group's statistics standing; they need none of what a reading needs.
    const kept = this.#kept.get(statisticsKey(catalogue, observation, group));
    if (kept !== undefined) return new LocalComparison(observation, group, kept, isIn(group, observation.area));
    const [comparison] = await this.compareAll(catalogue, [observation], group);
    if (comparison === undefined) throw new Error("A comparison was left out.");
    return comparison;
  }

  /** The same for many figures, in their order; the figures of the members are read in one go. */
  async compareAll(
    catalogue: Catalogue,
    observations: readonly r.ObservationRecord[],
    group: r.ComparisonGroupRecord,
  ): Promise<readonly LocalComparison[]> {
    const keys = observations.map((observation) => statisticsKey(catalogue, observation, group));
    const figures = new Map<string, GroupFigures>();
    const toDo = new Map<string, r.ObservationRecord>();
    observations.forEach((observation, place) => {
      const key = keys[place] as string;
      const kept = figures.get(key) ?? this.#kept.get(key);
      if (kept === undefined) toDo.set(key, observation);
      else figures.set(key, kept);
    });
    if (toDo.size > 0) {
      const indicators = [...new Set([...toDo.values()].map((observation) => observation.indicator))];
      const blocks = await this.#reader.blocks(catalogue, indicators, group.members);
      for (const [key, observation] of toDo) {
        // Many figures of one operation arrive here together: the first of them has done the work for the others.
        const made =
          this.#kept.get(key) ??
          groupStatistics(memberValues(blocks.get(observation.indicator), observation, group.members));
        this.#kept.set(key, made);
        figures.set(key, made);
      }
    }
    return observations.map((observation, place) => {
      const statistics = figures.get(keys[place] as string) as GroupFigures;
      return new LocalComparison(observation, group, statistics, isIn(group, observation.area));
    });
  }
}

const memberSets = new WeakMap<r.ComparisonGroupRecord, ReadonlySet<r.AreaRecord>>();

function membersOf(group: r.ComparisonGroupRecord): ReadonlySet<r.AreaRecord> {
  const standing = memberSets.get(group);
  if (standing !== undefined) return standing;
  const members = new Set(group.members);
  memberSets.set(group, members);
  return members;
}

/** Is the area, under any code of its ground, a member? */
function isIn(group: r.ComparisonGroupRecord, area: r.AreaRecord): boolean {
  const members = membersOf(group);
  return members.has(area) || area.sameGround.some((code) => members.has(code));
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
  return members.map((member) => {
    if (block === undefined) return null;
    for (const row of areaRows(block, member)) {
      if (block.periodId(row) === period.storeId && block.breakdownId(row) === breakdownOf.id) return block.value(row);
    }
    return null;
  });
}

/** How a figure stands; each part is worked out when it is asked for. A figure from outside the group is ranked as if it had joined. */
export class LocalComparison implements ComparisonRecord {
  readonly group: r.ComparisonGroupRecord;
  readonly statistics: GroupFigures;
  readonly #observation: r.ObservationRecord;
  readonly #inGroup: boolean;
  #joined: Float64Array | undefined;

  constructor(
    observation: r.ObservationRecord,
    group: r.ComparisonGroupRecord,
    statistics: GroupFigures,
    inGroup: boolean,
  ) {
    this.group = group;
    this.statistics = statistics;
    this.#observation = observation;
    this.#inGroup = inGroup;
  }

  /** The values ranked: the group's, with the figure's own among them. */
  get #ranked(): Float64Array {
    const { value } = this.#observation;
    if (this.#inGroup || value === null) return this.statistics.sorted;
    this.#joined ??= Float64Array.from([...this.statistics.sorted, value]).sort();
    return this.#joined;
  }

  #given<T>(work: (value: number) => T): T | null {
    const { value } = this.#observation;
    return value === null ? null : work(value);
  }

  get rank(): number | null {
    return this.#given((value) => rank(this.#ranked, value));
  }
  get rankOf(): number {
    return this.#ranked.length;
  }
  get tied(): number | null {
    return this.#given((value) => tied(this.#ranked, value));
  }
  /** Best place that the figure could have within its 95 % limits, the others staying; null without limits. */
  get rankLower(): number | null {
    return this.#range()?.best ?? null;
  }
  /** Worst place within its 95 % limits; null without limits. */
  get rankUpper(): number | null {
    return this.#range()?.worst ?? null;
  }
  get percentile(): number | null {
    return this.#given((value) => percentile(this.#ranked, value));
  }
  get zScore(): number | null {
    const { mean, standardDeviation } = this.statistics;
    return this.#given((value) =>
      mean === null || standardDeviation === null ? null : zScore(value, mean, standardDeviation),
    );
  }
  get differenceFromMean(): number | null {
    const { mean } = this.statistics;
    return this.#given((value) => (mean === null ? null : withoutNoise(value - mean)));
  }
  get differenceFromMedian(): number | null {
    const { median } = this.statistics;
    return this.#given((value) => (median === null ? null : withoutNoise(value - median)));
  }
  get outcome(): ComparisonRecord["outcome"] {
    return this.#benchmark().outcome;
  }
  get method(): ComparisonRecord["method"] {
    return this.#benchmark().method;
  }

  quantile(of: number): number | null {
    return this.#given((value) => quantileGroup(this.#ranked, value, of));
  }

  #range() {
    const { value, lowerCI95: lower, upperCI95: upper } = this.#observation;
    if (value === null || lower === null || upper === null) return undefined;
    return rankRange(this.#ranked, value, lower, upper);
  }

  #benchmark() {
    const { value, lowerCI95, upperCI95, indicator } = this.#observation;
    const group = this.#inGroup ? this.statistics : { ...this.statistics, sorted: this.#ranked };
    return benchmark({ value, lower: lowerCI95, upper: upperCI95 }, group, indicator.polarity);
  }
}
