import type { GroupSummary } from "./group-summary";
import { type GroupTotal, groupTotal } from "./group-total";
import type { GroupStatisticsRecord, StatisticsSubject } from "./statistics-ports";

/** A group's statistics with what they are of: the summary, which operations share, seen from one of them. */
export class StatisticsView implements GroupStatisticsRecord {
  readonly subject: StatisticsSubject;
  readonly summary: GroupSummary;

  #total: GroupTotal | undefined;

  constructor(subject: StatisticsSubject, summary: GroupSummary) {
    this.subject = subject;
    this.summary = summary;
  }

  #summed(): GroupTotal {
    const { count, missing, sorted } = this.summary;
    this.#total ??= groupTotal(this.subject, sorted, missing + count - sorted.length);
    return this.#total;
  }
  get count(): number {
    return this.summary.count;
  }
  get missing(): number {
    return this.summary.missing;
  }
  get missingReasons(): GroupStatisticsRecord["missingReasons"] {
    return this.summary.missingReasons;
  }
  get total(): number | null {
    return this.#summed().total;
  }
  get whyNoTotal(): string | null {
    return this.#summed().why;
  }
  get mean(): number | null {
    return this.summary.mean;
  }
  get weightedMean(): number | null {
    return this.summary.weightedMean;
  }
  get median(): number | null {
    return this.summary.median;
  }
  get minimum(): number | null {
    return this.summary.minimum;
  }
  get maximum(): number | null {
    return this.summary.maximum;
  }
  get lowerQuartile(): number | null {
    return this.summary.lowerQuartile;
  }
  get upperQuartile(): number | null {
    return this.summary.upperQuartile;
  }
  get interquartileRange(): number | null {
    return this.summary.interquartileRange;
  }
  get standardDeviation(): number | null {
    return this.summary.standardDeviation;
  }
  get medianAbsoluteDeviation(): number | null {
    return this.summary.medianAbsoluteDeviation;
  }
  get scaledMedianAbsoluteDeviation(): number | null {
    return this.summary.scaledMedianAbsoluteDeviation;
  }
  percentile(percent: number): number | null {
    return this.summary.percentile(percent);
  }
  cuts(parts: number): readonly number[] {
    return this.summary.cuts(parts);
  }
}
