import type { MissingReason, ValueType } from "../../schema/values/enums";
import { mayShowStatistics } from "../../statistics/disclosure";
import { type FunnelKind, funnelCentre } from "../../statistics/funnel";
import { type GroupFigures, groupStatistics, percentileOf } from "../../statistics/group-statistics";
import { type MissingCounts, missingCounts } from "../../statistics/missing";
import { withoutNoise } from "../../statistics/precision";
import { interquartileRange, quantileCuts } from "../../statistics/quantiles";
import { overlapRanks, type RankedMember, type RankInterval, simulatedRanks } from "../../statistics/rank-interval";
import { NORMAL_SCALE, weightedMean } from "../../statistics/spread";
import type { IndicatorRecord } from "./records";

/** What a group's statistics are made from: one member's figure. An observation has this shape. */
export interface MemberFigure {
  readonly value: number | null;
  readonly missing: MissingReason | null;
  readonly lowerCI95: number | null;
  readonly upperCI95: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** What must be known of the indicator. */
export type SummaryIndicator = Pick<IndicatorRecord, "valueType"> & {
  readonly dataset?: Pick<IndicatorRecord["dataset"], "disclosure">;
};

/** The funnel of a group: its kind, how many of the indicator's unit one count ÷ denominator is, and its middle (count ÷ denominator). */
export interface GroupFunnel {
  readonly kind: FunnelKind;
  readonly multiplier: number;
  readonly centre: number;
}

/** Groups above this many members are not drawn by simulation: 1,000 draws of 500 members take 0.15 s. */
export const MOST_SIMULATED = 500;

/**
 * Statistics of one indicator, period and breakdown over a group, worked out once and used for every figure that is compared with it.
 * Holds no record, so that it may outlive the operation that made it.
 */
export class GroupSummary implements GroupFigures {
  readonly count: number;
  readonly missing: number;
  readonly sorted: Float64Array;
  readonly mean: number | null;
  readonly median: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly lowerQuartile: number | null;
  readonly upperQuartile: number | null;
  readonly standardDeviation: number | null;
  readonly medianAbsoluteDeviation: number | null;
  readonly missingReasons: MissingCounts["reasons"];
  /** Σ(value × denominator) ÷ Σ denominator; null unless every member with a value has a denominator. */
  readonly weightedMean: number | null;
  readonly funnel: GroupFunnel | null;
  /** Value, lower and upper limit of each member in turn; NaN for none. Undefined where no member has limits. */
  readonly #limits: Float64Array | undefined;
  #simulated: readonly (RankInterval | null)[] | undefined;
  #overlapping: readonly (RankInterval | null)[] | undefined;

  constructor(indicator: SummaryIndicator, all: readonly MemberFigure[]) {
    const valued = all.filter(({ value }) => value !== null).length;
    // The one place where a data set's rules about statistics are held to: too few members are counted and told no more of.
    const members = mayShowStatistics(indicator.dataset?.disclosure, valued) ? all : [];
    const figures = groupStatistics(members.map(({ value }) => value));
    this.count = valued;
    this.missing = all.length - valued;
    this.sorted = figures.sorted;
    this.mean = figures.mean;
    this.median = figures.median;
    this.minimum = figures.minimum;
    this.maximum = figures.maximum;
    this.lowerQuartile = clean(figures.lowerQuartile);
    this.upperQuartile = clean(figures.upperQuartile);
    this.standardDeviation = figures.standardDeviation;
    this.medianAbsoluteDeviation = clean(figures.medianAbsoluteDeviation);
    this.missingReasons = missingCounts(all.map(({ value, missing }) => reasonOf(value, missing))).reasons;
    const there = members.filter(({ value }) => value !== null);
    const weighable = there.length > 0 && there.every(({ denominator }) => denominator !== null && denominator >= 0);
    this.weightedMean = weighable
      ? weightedMean(there.map(({ value, denominator }) => ({ value, weight: denominator })))
      : null;
    this.funnel = funnelOf(indicator.valueType, there);
    this.#limits = limitsOf(members);
  }

  /** Bytes held, about. */
  get bytes(): number {
    return 400 + this.sorted.byteLength + (this.#limits?.byteLength ?? 0);
  }

  get interquartileRange(): number | null {
    return clean(interquartileRange(this));
  }

  /** Times 1.4826. */
  get scaledMedianAbsoluteDeviation(): number | null {
    return this.medianAbsoluteDeviation === null ? null : clean(NORMAL_SCALE * this.medianAbsoluteDeviation);
  }

  /** The value below which `percent` (0 to 100) of the members lie. */
  percentile(percent: number): number | null {
    return this.sorted.length === 0 ? null : clean(percentileOf(this, percent / 100));
  }

  cuts(parts: number): readonly number[] {
    return this.sorted.length === 0 ? [] : quantileCuts(this, parts).map(withoutNoise);
  }

  /** Whether the places of a simulation have yet to be drawn: they cost a tenth of a second, once. */
  get isUndrawn(): boolean {
    return this.#simulated === undefined;
  }

  /** The places that a member could have, allowing for every member's limits; null without a value. */
  simulated(place: number): RankInterval | null {
    this.#simulated ??= simulatedRanks(this.#members());
    return this.#simulated[place] ?? null;
  }

  /** The places that a member could have by the overlap of limits; without `place` those of a figure that joins the group. */
  overlapping(own: RankedMember, place: number | undefined): RankInterval | null {
    if (place === undefined) return overlapRanks([...this.#members(), own]).at(-1) ?? null;
    this.#overlapping ??= overlapRanks(this.#members());
    return this.#overlapping[place] ?? null;
  }

  get hasLimits(): boolean {
    return this.#limits !== undefined;
  }

  #members(): readonly RankedMember[] {
    const limits = this.#limits ?? new Float64Array(0);
    return Array.from({ length: limits.length / 3 }, (_member, at) => ({
      value: known(limits[3 * at]),
      lower: known(limits[3 * at + 1]),
      upper: known(limits[3 * at + 2]),
    }));
  }
}

function clean(value: number | null): number | null {
  return value === null ? null : withoutNoise(value);
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function reasonOf(value: number | null, missing: MissingReason | null): MissingReason | null {
  return value === null ? (missing ?? "NOT_AVAILABLE") : null;
}

function limitsOf(members: readonly MemberFigure[]): Float64Array | undefined {
  if (members.every(({ lowerCI95, upperCI95 }) => lowerCI95 === null || upperCI95 === null)) return undefined;
  return Float64Array.from(
    members.flatMap(({ value, lowerCI95, upperCI95 }) => [value, lowerCI95, upperCI95].map((x) => x ?? Number.NaN)),
  );
}

/** Rates are published per one, hundred, thousand … people. */
const PER = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/** A funnel needs the counts behind proportions or rates; the values must be what the counts say, to a hundredth. */
function funnelOf(valueType: ValueType, there: readonly MemberFigure[]): GroupFunnel | null {
  const kind = FUNNELS.get(valueType);
  if (kind === undefined) return null;
  const counted = there.filter(({ numerator, denominator }) => numerator !== null && (denominator ?? 0) > 0);
  const centre = funnelCentre(counted.map(({ numerator, denominator }) => ({ count: numerator, denominator })));
  if (counted.length === 0 || counted.length < there.length || centre === null) return null;
  const multiplier = perOf(counted);
  return multiplier === undefined ? null : { kind, multiplier, centre };
}

const FUNNELS: ReadonlyMap<ValueType, FunnelKind> = new Map([
  ["PERCENTAGE", "PROPORTION"],
  ["PROPORTION", "PROPORTION"],
  ["CRUDE_RATE", "RATE"],
] as const);

/** What the values are per, by all of them together; undefined where a value is not what its counts say. */
function perOf(counted: readonly MemberFigure[]): number | undefined {
  const sum = (of: (member: MemberFigure) => number) => counted.reduce((total, member) => total + of(member), 0);
  const events = sum(({ numerator }) => numerator ?? 0);
  const implied = events === 0 ? 0 : sum(({ value, denominator }) => (value ?? 0) * (denominator ?? 0)) / events;
  const per = PER.find((candidate) => Math.abs(implied / candidate - 1) < 0.01);
  if (per === undefined) return undefined;
  const agrees = ({ value, numerator, denominator }: MemberFigure): boolean => {
    const made = (per * (numerator ?? 0)) / (denominator ?? 1);
    return Math.abs((value ?? 0) - made) <= Math.max(0.01 * made, ROUNDED);
  };
  return counted.every(agrees) ? per : undefined;
}

/** Values are often published to one decimal. */
const ROUNDED = 0.051;
