import type { Engine } from "../core/engine";
import type { SourceHealthRecord } from "../core/ports";
import type { IndicatorRecord, SourceRecord } from "../core/records";

const HOUR = 3_600_000;

/** How a source is doing: a publisher's service as the engine measured it, the hub's own tables as they stand. */
export function healthOf(engine: Engine | undefined, source: SourceRecord, now: Date): SourceHealthRecord {
  if (source.service === undefined) return ownTables(source, now);
  if (engine === undefined) return { state: "DOWN", message: "This hub does not ask publishers." };
  const { state, since, lastSuccess, p95Millis, suppressedShare, message } = engine.health(source.service);
  return {
    state,
    ...(since === undefined ? {} : { since }),
    ...(lastSuccess === undefined ? {} : { lastSuccess, freshnessHours: hoursSince(lastSuccess, now) }),
    ...(p95Millis === undefined ? {} : { p95Millis }),
    ...(suppressedShare === undefined ? {} : { suppressedShare }),
    ...(message === undefined ? {} : { message }),
  };
}

function ownTables(source: SourceRecord, now: Date): SourceHealthRecord {
  const learnt = source.datasets
    .flatMap((dataset) => dataset.releases[0]?.learntAt ?? [])
    .toSorted()
    .at(-1);
  const share = suppressed(source.datasets.flatMap((dataset) => dataset.indicators));
  return {
    state: "OK",
    ...(learnt === undefined ? {} : { lastSuccess: learnt, freshnessHours: hoursSince(learnt, now) }),
    ...(share === undefined ? {} : { suppressedShare: share }),
  };
}

/** The part of all figures that is blank for a stated reason. */
function suppressed(indicators: readonly IndicatorRecord[]): number | undefined {
  let figures = 0;
  let blank = 0;
  for (const { coverage } of indicators) {
    for (const { observationCount, suppressedShare } of coverage) {
      figures += observationCount ?? 0;
      blank += (observationCount ?? 0) * (suppressedShare ?? 0);
    }
  }
  return figures === 0 ? undefined : Math.round((blank / figures) * 1e6) / 1e6;
}

function hoursSince(instant: string, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - Date.parse(instant)) / (HOUR / 10)) / 10);
}
