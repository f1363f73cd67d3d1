import { type Alignment, alignPeriod } from "../../statistics/align";
import { alignedTo } from "../core/period-choice";
import type * as p from "../core/ports";
import type * as r from "../core/records";

/** How the figures of one operation were asked for, and what follows from it. */
export class AskedFigures {
  readonly #now: () => Date;
  /** Of figures that were asked for with options: what is read beside one is read in the same way. */
  readonly #options = new WeakMap<r.ObservationRecord, p.ValueOptions>();
  /** The choice by which figures stand for a period that may not be their own. */
  readonly #aligned = new WeakMap<r.ObservationRecord, p.PeriodSelection>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  withOptions(observation: r.ObservationRecord, options: p.ValueOptions): void {
    this.#options.set(observation, options);
  }

  standingFor(observations: readonly r.ObservationRecord[], selection: p.PeriodSelection): void {
    for (const observation of observations) this.#aligned.set(observation, selection);
  }

  optionsOf(observation: r.ObservationRecord): p.ValueOptions | undefined {
    return this.#options.get(observation);
  }

  /** How a figure's period came to stand for the one that was asked for; undefined where none was to be stood for. */
  alignmentOf(observation: r.ObservationRecord): Alignment<r.PeriodRecord> | undefined {
    const selection = this.#aligned.get(observation);
    const wanted = selection === undefined ? undefined : alignedTo(selection);
    const told = observation.value !== null || observation.release !== undefined || observation.fetched !== undefined;
    return wanted === undefined ? undefined : alignPeriod(told ? [observation.period] : [], wanted, selection?.nearest);
  }

  /** When the hub learnt a figure, or last looked for one that is blank: ISO 8601 instant, UTC. */
  learntAt({ release, indicator, fetched, asOf }: r.ObservationRecord): string {
    const told = fetched?.at ?? release?.learntAt;
    if (told !== undefined) return told;
    const { releases } = indicator.dataset;
    if (asOf !== undefined) return releases.find(({ learntAt }) => learntAt <= asOf)?.learntAt ?? asOf;
    return releases[0]?.learntAt ?? this.#now().toISOString();
  }

  /**
   * An instant as of which the hub will always answer with this figure. Of its own figures, the load of their data set that was the last:
   * it stays the same until the next.
   */
  pinOf(observation: r.ObservationRecord): string {
    const { indicator, derived } = observation;
    const options = this.#options.get(observation);
    const asOf = observation.asOf ?? options?.asOf ?? derived?.inputs[0]?.asOf;
    if (asOf !== undefined) return asOf;
    if (observation.derived?.asked !== undefined && options === undefined)
      return observation.derived.inputs
        .map((input) => this.pinOf(input))
        .toSorted()
        .at(-1) as string; // a formula has one
    const isOwn = indicator.remote === undefined && options === undefined && derived === undefined;
    const newest = isOwn ? indicator.dataset.releases[0]?.learntAt : undefined;
    return newest ?? this.#now().toISOString();
  }
}
