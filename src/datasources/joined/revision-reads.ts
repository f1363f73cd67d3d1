import DataLoader from "dataloader";
import type { LearntFigures } from "../core/learnt";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { type Form, type RevisionRecord, revisionsOf } from "../core/revisions";
import { learntForms } from "../remote/learnt-forms";

export interface RevisionReadsDeps {
  /** Every form that figures of the hub's own tables had. */
  readonly ownForms: (
    observations: readonly r.ObservationRecord[],
  ) => Promise<ReadonlyMap<r.ObservationRecord, readonly Form[]>>;
  readonly learnt: LearntFigures | undefined;
  /** The options that a figure was asked for with. */
  readonly optionsOf: (observation: r.ObservationRecord) => p.ValueOptions | undefined;
}

/** The revisions of an operation's figures: those that are asked for in one turn are one reading of each store. */
export class RevisionReads {
  readonly #deps: RevisionReadsDeps;
  readonly #loader: DataLoader<r.ObservationRecord, readonly RevisionRecord[]>;

  constructor(deps: RevisionReadsDeps) {
    this.#deps = deps;
    this.#loader = new DataLoader((observations) => this.#read(observations), { maxBatchSize: 5_000 });
  }

  of(observation: r.ObservationRecord): Promise<readonly RevisionRecord[]> {
    return this.#loader.load(observation);
  }

  async #read(observations: readonly r.ObservationRecord[]): Promise<readonly RevisionRecord[][]> {
    const published = observations.filter(
      (observation) => observation.derived === undefined && !isMade(this.#deps.optionsOf(observation)),
    );
    const far = published.filter(({ indicator }) => indicator.remote !== undefined);
    const own = published.filter(({ indicator }) => indicator.remote === undefined);
    const [ownForms, farForms] = await Promise.all([
      own.length === 0 ? NO_FORMS : this.#deps.ownForms(own),
      far.length === 0 ? NO_FORMS : learntForms(this.#deps.learnt, far),
    ]);
    return observations.map((observation) => {
      const forms = ownForms.get(observation) ?? farForms.get(observation) ?? [];
      const { releases } = observation.indicator.dataset;
      const asOf = this.#deps.optionsOf(observation)?.asOf ?? observation.asOf;
      if (observation.indicator.remote !== undefined) return [...revisionsOf(forms, () => undefined, asOf)];
      const release = (instant: string) => releases.find(({ learntAt }) => learntAt === instant);
      return [...revisionsOf(forms, release, asOf, "the load")];
    });
  }
}

const NO_FORMS: ReadonlyMap<r.ObservationRecord, readonly Form[]> = new Map();

/** Whether a figure was asked for in a way that makes another of it: what is made has no forms of its own. */
function isMade(options: p.ValueOptions | undefined): boolean {
  if (options === undefined) return false;
  const { source: _, allowStale: __, asOf: ___, ...making } = options;
  return Object.values(making).some((option) => option !== undefined);
}
