import { max, median, min } from "simple-statistics";
import type { DatasetRecord, ReleaseLagRecord, SourceRecord } from "./records";

const DAY_MS = 86_400_000;

/**
 * Days from the end of the newest period of a data set's figures to the day on which its newest release came out: median, shortest and
 * longest over a source's data sets. A data set counts where both days are known, and where the period had ended: a forecast has no lag.
 */
export function releaseLag(source: SourceRecord): ReleaseLagRecord {
  const lags = source.datasets.flatMap((dataset) => lagOf(dataset) ?? []);
  if (lags.length === 0) {
    const why = "No data set of it tells both the day of its newest release and the newest period in it.";
    return { datasets: 0, medianDays: null, shortestDays: null, longestDays: null, why };
  }
  return {
    datasets: lags.length,
    medianDays: median(lags),
    shortestDays: min(lags),
    longestDays: max(lags),
    why: null,
  };
}

function lagOf(dataset: DatasetRecord): number | undefined {
  const published = dataset.releases.find((release) => release.publishedAt !== undefined)?.publishedAt;
  const ended = dataset.indicators
    .flatMap(({ coverage }) => coverage.flatMap(({ latest }) => latest?.end ?? []))
    .toSorted()
    .at(-1);
  if (published === undefined || ended === undefined) return undefined;
  const days = Math.round((Date.parse(published.slice(0, 10)) - Date.parse(ended)) / DAY_MS);
  return days < 0 ? undefined : days;
}
