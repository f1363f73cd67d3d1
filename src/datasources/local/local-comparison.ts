import { benchmark } from "../../statistics/benchmark";
import type { GroupFigures } from "../../statistics/group-statistics";
import { percentile, quantileGroup, rank, rankRange, tied } from "../../statistics/order";
import { withoutNoise } from "../../statistics/precision";
import { zScore } from "../../statistics/spread";
import type { ComparisonRecord } from "../core/ports";
import type * as r from "../core/records";
import { memberSet } from "./group-shapes";

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

/** Is the area, under any code of its ground, a member? */
export function isIn(group: r.ComparisonGroupRecord, area: r.AreaRecord): boolean {
  const members = memberSet(group);
  return members.has(area) || area.sameGround.some((code) => members.has(code));
}
