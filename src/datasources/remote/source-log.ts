import type { SourceUse } from "../core/engine";
import type { SourceReport } from "../core/observation-pages";
import type { Catalogue, SourceOutcomeRecord } from "../core/ports";

const WORSE: readonly SourceUse["state"][] = ["OK", "DEGRADED", "RATE_LIMITED", "CHANGED_SCHEMA", "DOWN"];
const STALER: readonly SourceUse["servedFrom"][] = ["NONE", "LOCAL", "SNAPSHOT", "CACHED", "LIVE", "STALE"];

/** Under this name the time of the hub's own tables stands among the publishers' uses. No service may have it. */
const OWN = "";

/** What the hub's own tables did for a reading. */
export function ownTables(millis: number): SourceUse {
  return { source: OWN, state: "OK", servedFrom: "LOCAL", upstreamCalls: 0, millis };
}

/** What each source did for one page, over all the readings that filled it. */
export class SourceLog {
  readonly #uses = new Map<string, SourceUse>();

  /** Calls and milliseconds add up; of two states the worse stands, with its words. */
  add(uses: readonly SourceUse[]): void {
    for (const use of uses) {
      const before = this.#uses.get(use.source);
      this.#uses.set(use.source, before === undefined ? use : both(before, use));
    }
  }

  report(catalogue: Catalogue): SourceReport {
    return { ownMillis: this.#uses.get(OWN)?.millis ?? 0, publishers: this.#outcomes(catalogue) };
  }

  #outcomes(catalogue: Catalogue): readonly SourceOutcomeRecord[] {
    return [...this.#uses.values()].flatMap(({ source, millis, ...use }) => {
      const record = catalogue.sourceOfService(source);
      return record === undefined ? [] : [{ source: record, millis: Math.round(millis), ...use }];
    });
  }
}

function both(a: SourceUse, b: SourceUse): SourceUse {
  const worse = WORSE.indexOf(b.state) > WORSE.indexOf(a.state) ? b : a;
  const message = worse.message ?? a.message ?? b.message;
  return {
    source: a.source,
    state: worse.state,
    servedFrom: STALER.indexOf(b.servedFrom) > STALER.indexOf(a.servedFrom) ? b.servedFrom : a.servedFrom,
    upstreamCalls: a.upstreamCalls + b.upstreamCalls,
    millis: a.millis + b.millis,
    ...(message === undefined ? {} : { message }),
  };
}
