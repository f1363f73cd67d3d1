import type { RankMethod } from "../../schema/values/enums";
import { benchmark, FEWEST_TO_JUDGE } from "../../statistics/benchmark";
import { controlLimits, standInFunnel } from "../../statistics/funnel";
import { percentile, quantileGroup, rank, rankRange, tied } from "../../statistics/order";
import { withoutNoise } from "../../statistics/precision";
import { RANK_DRAWS } from "../../statistics/rank-interval";
import { againstReference, type Compared, withWiderLimits } from "../../statistics/significance";
import { zScore } from "../../statistics/spread";
import { type GroupSummary, MOST_SIMULATED } from "../core/group-summary";
import type * as r from "../core/records";
import type { ComparisonRecord, FunnelRecord, RankIntervalRecord } from "../core/statistics-ports";
import type { StatisticsView } from "../core/statistics-view";
import { memberSet } from "./group-shapes";

/** How a figure stands; each part is worked out when it is asked for. A figure from outside the group is ranked as if it had joined. */
export class LocalComparison implements ComparisonRecord {
  readonly observation: r.ObservationRecord;
  readonly group: r.ComparisonGroupRecord;
  readonly statistics: StatisticsView;
  readonly #inGroup: boolean;
  #joined: Float64Array | undefined;

  constructor(
    observation: r.ObservationRecord,
    group: r.ComparisonGroupRecord,
    statistics: StatisticsView,
    inGroup: boolean,
  ) {
    this.observation = observation;
    this.group = group;
    this.statistics = statistics;
    this.#inGroup = inGroup;
  }

  get #summary(): GroupSummary {
    return this.statistics.summary;
  }

  /** The values ranked: the group's, with the figure's own among them. */
  get #ranked(): Float64Array {
    const { value } = this.observation;
    if (this.#inGroup || value === null) return this.#summary.sorted;
    this.#joined ??= Float64Array.from([...this.#summary.sorted, value]).sort();
    return this.#joined;
  }

  #given<T>(work: (value: number) => T): T | null {
    const { value } = this.observation;
    // A group whose statistics are withheld ranks nobody.
    return value === null || this.#ranked.length === 0 ? null : work(value);
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
  /** ± (x − median) ÷ (1.4826 × MAD), minus where low is good. */
  get robustZScore(): number | null {
    const { median, scaledMedianAbsoluteDeviation: deviation } = this.statistics;
    if (median === null || deviation === null || !(deviation > 0)) return null;
    const sign = this.observation.indicator.polarity === "LOW_IS_GOOD" ? -1 : 1;
    return this.#given((value) => (sign * (value - median)) / deviation);
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

  get significance(): ComparisonRecord["significance"] {
    return this.#tested().significance;
  }
  get why(): string | null {
    return this.#tested().why;
  }

  get funnel(): FunnelRecord | null {
    const funnel = this.#summary.funnel;
    const { numerator, denominator, indicator } = this.observation;
    if (funnel === null || denominator === null) return null;
    const { kind, multiplier, centre } = funnel;
    const [at95, at998] = [
      controlLimits(kind, centre, denominator, 95),
      controlLimits(kind, centre, denominator, 99.8),
    ];
    if (at95 === null || at998 === null) return null;
    const stands = standInFunnel(kind, { count: numerator, denominator }, centre, indicator.polarity);
    const inUnit = (share: number) => withoutNoise(share * multiplier);
    return {
      centre: inUnit(centre),
      lower95: inUnit(at95.lower),
      upper95: inUnit(at95.upper),
      lower998: inUnit(at998.lower),
      upper998: inUnit(at998.upper),
      outcome: stands.outcome,
      significance: stands.significance,
    };
  }

  quantile(of: number): number | null {
    return this.#given((value) => quantileGroup(this.#ranked, value, of));
  }

  rankInterval(method: RankMethod): RankIntervalRecord {
    const none = (why: string): RankIntervalRecord => ({ method: "NONE", best: null, worst: null, why });
    const { value, lowerCI95: lower, upperCI95: upper } = this.observation;
    if (method === "NONE") return none("No method was asked for.");
    if (value === null) return none("The figure has no value.");
    if (method === "OWN_LIMITS") {
      const range = this.#range();
      return range === undefined
        ? none("The figure has no published confidence limits.")
        : { method, ...range, why: null };
    }
    if (!this.#summary.hasLimits) return none("No member of the group has published confidence limits.");
    const place = this.#place();
    if (method === "SIMULATED" && place === undefined)
      return none("Only members of the group are simulated; ask for OVERLAP.");
    if (method === "SIMULATED" && this.group.members.length > MOST_SIMULATED)
      return none(`Groups of more than ${MOST_SIMULATED} members are not simulated; ask for OVERLAP.`);
    const places =
      method === "SIMULATED" && place !== undefined
        ? this.#summary.simulated(place)
        : this.#summary.overlapping({ value, lower, upper }, place);
    return places === null ? none("The figure has no value.") : { method, ...places, why: null };
  }

  get drawsToMake(): number {
    const { length } = this.group.members;
    const drawn = !this.#summary.hasLimits || !this.#summary.isUndrawn || length > MOST_SIMULATED;
    return drawn || !this.#inGroup ? 0 : length * RANK_DRAWS;
  }

  /** Place of the area among the members, by whichever code of its ground is one; undefined from outside. */
  #place(): number | undefined {
    if (!this.#inGroup) return undefined;
    const { area } = this.observation;
    const place = [area, ...area.sameGround].map((code) => this.group.members.indexOf(code)).find((at) => at >= 0);
    return place;
  }

  #range() {
    const { value, lowerCI95: lower, upperCI95: upper } = this.observation;
    if (value === null || lower === null || upper === null) return undefined;
    return rankRange(this.#ranked, value, lower, upper);
  }

  #benchmark() {
    const { value, lowerCI95, upperCI95, indicator } = this.observation;
    const group = this.#inGroup ? this.#summary : { ...figuresOf(this.#summary), sorted: this.#ranked };
    return benchmark({ value, lower: lowerCI95, upper: upperCI95 }, group, indicator.polarity);
  }

  /** Against the group's median, at 95 % and, with the margins widened as if they were normal, at 99.8 %. */
  #tested(): Pick<Compared, "significance" | "why"> {
    const { value, lowerCI95, upperCI95, indicator } = this.observation;
    if (value !== null && this.#summary.count < FEWEST_TO_JUDGE)
      return {
        significance: "NOT_TESTED",
        why: `A group of fewer than ${FEWEST_TO_JUDGE} members with a value is not judged.`,
      };
    const figure = withWiderLimits({ value, lower95: lowerCI95, upper95: upperCI95 });
    return againstReference(figure, this.#summary.median, indicator.polarity);
  }
}

function figuresOf({ count, missing, sorted, mean, median, minimum, maximum, ...rest }: GroupSummary) {
  const { lowerQuartile, upperQuartile, standardDeviation, medianAbsoluteDeviation } = rest;
  const quartiles = { lowerQuartile, upperQuartile };
  return {
    count,
    missing,
    sorted,
    mean,
    median,
    minimum,
    maximum,
    ...quartiles,
    standardDeviation,
    medianAbsoluteDeviation,
  };
}

/** Is the area, under any code of its ground, a member? */
export function isIn(group: r.ComparisonGroupRecord, area: r.AreaRecord): boolean {
  const members = memberSet(group);
  return members.has(area) || area.sameGround.some((code) => members.has(code));
}
