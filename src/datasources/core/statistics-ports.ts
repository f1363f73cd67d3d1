/** What is worked out over many figures, as resolvers ask for it. */
import type * as v from "../../schema/values/enums";
import type { ChangeFigures } from "../../statistics/change";
import type { Difference } from "../../statistics/significance";
import type { TrendFigures } from "../../statistics/trend";
import type {
  BreakdownFilter,
  ObservationPage,
  PeriodSelection,
  SeriesRequest,
  SourceOutcomeRecord,
  UnknownReferenceRecord,
  ValueOptions,
} from "./ports";
import type * as r from "./records";

export interface ChangeRecord extends ChangeFigures {
  readonly from: r.ObservationRecord;
}

/** Confidence limits in the figure's unit. */
export interface ConfidenceLimitsRecord {
  readonly lower: number;
  readonly upper: number;
  readonly level: v.ConfidenceLevel;
  readonly method: v.LimitsMethod;
  /** Whether they are not the publisher's. */
  readonly madeByHub: boolean;
}

/** The recent trend up to a figure, and the figures that it was told from. */
export interface TrendRecord extends TrendFigures {
  readonly pointsUsed: number;
  readonly series: readonly r.ObservationRecord[];
}

/** What group statistics are of. */
export interface StatisticsSubject {
  readonly indicator: r.IndicatorRecord;
  readonly period: r.PeriodRecord;
  readonly breakdownOf: r.BreakdownRecord;
  readonly members: readonly r.AreaRecord[];
  readonly options?: ValueOptions;
  /** A figure that was compared, where its fellows must be come by as it was. */
  readonly example?: r.ObservationRecord;
}

export interface GroupStatisticsRecord {
  /** Absent where nothing was compared. */
  readonly subject?: StatisticsSubject;
  readonly count: number;
  readonly missing: number;
  readonly missingReasons: readonly { readonly reason: v.MissingReason; readonly count: number }[];
  /** Of figures that add up, where every member has one; else null, and why. */
  readonly total: number | null;
  readonly whyNoTotal: string | null;
  readonly mean: number | null;
  /** Weighted by the members' own denominators. */
  readonly weightedMean: number | null;
  readonly median: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly lowerQuartile: number | null;
  readonly upperQuartile: number | null;
  readonly interquartileRange: number | null;
  readonly standardDeviation: number | null;
  readonly medianAbsoluteDeviation: number | null;
  readonly scaledMedianAbsoluteDeviation: number | null;
  /** The value below which `percent` (0 to 100) of the members lie. */
  percentile(percent: number): number | null;
  /** The values that part the members into so many equal parts, ascending. */
  cuts(parts: number): readonly number[];
}

/** A mean weighted by another indicator. */
export interface WeightedMeanRecord {
  readonly value: number | null;
  readonly weight: r.IndicatorRecord;
  /** Members that have both, and those that have a value but no weight. */
  readonly members: number;
  readonly without: number;
  /** How the periods of the two met, or why there is no mean. */
  readonly why: string;
}

/** Control limits at a figure's own denominator, in its unit. */
export interface FunnelRecord {
  readonly centre: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly lower998: number;
  readonly upper998: number;
  readonly outcome: v.BenchmarkOutcome;
  readonly significance: v.Significance;
}

export interface RankIntervalRecord {
  readonly method: v.RankMethod;
  readonly best: number | null;
  readonly worst: number | null;
  readonly why: string | null;
}

/** A figure against one member of its group. */
export interface MemberDifferenceRecord extends Difference {
  readonly area: r.AreaRecord;
  readonly observation: r.ObservationRecord | undefined;
  readonly outcome: v.BenchmarkOutcome;
}

export interface ComparisonRecord {
  /** What is compared; absent, as `group` is, where nothing was. */
  readonly observation?: r.ObservationRecord;
  /** Absent where the area has no group of the kind that was asked for. */
  readonly group?: r.ComparisonGroupRecord;
  readonly statistics: GroupStatisticsRecord;
  readonly rank: number | null;
  readonly rankLower: number | null;
  readonly rankUpper: number | null;
  readonly rankOf: number;
  readonly tied: number | null;
  readonly percentile: number | null;
  readonly zScore: number | null;
  readonly robustZScore: number | null;
  readonly differenceFromMean: number | null;
  readonly differenceFromMedian: number | null;
  readonly outcome: v.BenchmarkOutcome;
  readonly method: v.BenchmarkMethod;
  /** Against the group's median. */
  readonly significance: v.Significance;
  /** Why it was not tested; null where it was. */
  readonly why: string | null;
  /** Null where the counts behind the group's figures are not known or make no funnel. */
  readonly funnel: FunnelRecord | null;
  /** 1 is the group of lowest values; null without a value. */
  quantile(of: number): number | null;
  rankInterval(method: v.RankMethod): RankIntervalRecord;
  /** Draws that `rankInterval` by simulation has yet to make for this group; 0 where they are made, or none are. */
  readonly drawsToMake: number;
}

/** A neighbour by the caller's own indicators and weights. */
export interface CustomNeighbourRecord extends r.NeighbourRecord {
  readonly parts: readonly {
    readonly indicator: r.IndicatorRecord;
    readonly difference: number;
    readonly share: number;
    readonly own: r.ObservationRecord;
    readonly neighbours: r.ObservationRecord;
  }[];
  /** Indicators that were not used, each with the reason. */
  readonly leftOut: readonly string[];
}

/** The neighbours of an area, and why others are not among them. */
export interface NeighbourhoodRecord {
  /** Nearest first. */
  readonly neighbours: readonly r.NeighbourRecord[];
  /** Indicators of the caller's that were not used. */
  readonly leftOut: readonly { readonly indicator: r.IndicatorRecord; readonly why: string }[];
  /** Areas without a figure of every indicator used. */
  readonly incomplete: readonly r.AreaRecord[];
  /** Why there are no neighbours; null where there are. */
  readonly why: string | null;
}

export interface NeighbourWeights {
  readonly weights: readonly { readonly indicator: r.IndicatorRecord; readonly weight: number }[];
  /** Areas that are looked through, the area itself apart; all of its kind in its country where absent. */
  readonly among?: readonly r.AreaRecord[];
}

export interface ImproverRecord {
  readonly area: r.AreaRecord;
  readonly rank: number;
  readonly start: r.ObservationRecord;
  readonly end: r.ObservationRecord;
  readonly improvement: number;
  readonly change: ChangeRecord;
  /** Areas whose starts were similar (or all) and whose two figures may be compared. */
  readonly compared: number;
}

/** Who improved, of whom, and why others did not count. */
export interface ImprovementRecord {
  readonly indicator: r.IndicatorRecord;
  /** Absent where no area has a figure at that end. */
  readonly start?: r.PeriodRecord;
  readonly end?: r.PeriodRecord;
  /** The most improved first. */
  readonly improvers: readonly ImproverRecord[];
  readonly compared: number;
  /** Start values that count as similar, both inside; null where all areas were taken. */
  readonly similarStart: { readonly lowest: number; readonly highest: number } | null;
  /** By reason, the most frequent first. */
  readonly leftOut: readonly { readonly reason: string; readonly areas: readonly r.AreaRecord[] }[];
  /** Why nobody is named; null where somebody is. */
  readonly why: string | null;
}

export interface ImproversRequest {
  readonly indicator: r.IndicatorRecord;
  readonly areas: readonly r.AreaRecord[];
  readonly from: PeriodSelection;
  readonly to: PeriodSelection;
  readonly breakdown: readonly BreakdownFilter[];
  readonly similarStartTo?: r.AreaRecord;
}

/** A formula over indicators for areas. */
export interface FormulaRequest {
  readonly formula: string;
  readonly label: string;
  readonly areas: readonly r.AreaRecord[];
  readonly unknown: readonly UnknownReferenceRecord[];
  /** What was asked of publishers to find the areas. */
  readonly lookUps?: readonly SourceOutcomeRecord[];
  readonly period: PeriodSelection;
  readonly options?: ValueOptions;
  readonly first: number;
  readonly after?: string;
}

/** What is worked out over many figures: each for figures of the hub, of publishers and of formulas alike. */
export interface StatisticsReads {
  /** The recent trend of the series up to a figure, from so many points at most (at least 5). */
  trend(observation: r.ObservationRecord, points: number): Promise<TrendRecord>;
  /** Statistics of one indicator over areas, for the newest of the periods chosen. Throws CallerError where the choice leaves several series. */
  summary(
    indicator: r.IndicatorRecord,
    areas: readonly r.AreaRecord[],
    series: SeriesRequest,
  ): Promise<GroupStatisticsRecord | null>;
  /** The published figure of the smallest area in which all members lie, of those that have one; undefined where none has. */
  parentOf(statistics: GroupStatisticsRecord): Promise<r.ObservationRecord | undefined>;
  /** `nearest` allows weights of a period that shares too few days with the group's; without it there is then no mean, and `why` says what would do. */
  weightedBy(
    statistics: GroupStatisticsRecord,
    weight: r.IndicatorRecord,
    nearest: v.NearestPeriod,
  ): Promise<WeightedMeanRecord>;
  /** A figure against each member of its group in turn. */
  differences(comparison: ComparisonRecord): Promise<readonly MemberDifferenceRecord[]>;
  /** Figures worked out by a formula. Throws CallerError where the formula cannot be read or its units do not fit. */
  calculate(request: FormulaRequest): Promise<ObservationPage>;
  /** The indicator of a key that no publisher gave: of a formula, or of figures that options made. */
  derivedIndicator(key: string): r.IndicatorRecord | undefined;
  neighboursBy(area: r.AreaRecord, request: NeighbourWeights): Promise<NeighbourhoodRecord>;
  improvement(request: ImproversRequest): Promise<ImprovementRecord>;
}
