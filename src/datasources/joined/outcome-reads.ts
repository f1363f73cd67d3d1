import DataLoader from "dataloader";
import type * as v from "../../schema/values/enums";
import { addMonths, readDate, writeDate } from "../../schema/values/period-dates";
import { goodSide } from "../../statistics/benchmark";
import type * as p from "../core/outcome-ports";
import type { GraphReads } from "../core/ports";
import type * as r from "../core/records";
import type { ChangeRecord } from "../core/statistics-ports";
import { Lists } from "../local/record-shapes";

export interface OutcomeDeps {
  /** Batched over the operation. */
  readonly figuresOf: GraphReads["figuresOf"];
  readonly change: GraphReads["change"];
}

/** How areas stand on outcomes, for one operation. */
export class OutcomeReads implements p.OutcomeReads {
  readonly #deps: OutcomeDeps;
  readonly #figures: DataLoader<r.OutcomeProgressRecord, readonly r.ObservationRecord[]>;
  readonly #standings = new WeakMap<r.OutcomeProgressRecord, Promise<r.OutcomeStandingRecord>>();

  constructor(deps: OutcomeDeps) {
    this.#deps = deps;
    this.#figures = new DataLoader((progresses) => this.#read(progresses));
  }

  standing(progress: r.OutcomeProgressRecord): Promise<r.OutcomeStandingRecord> {
    const found = this.#standings.get(progress) ?? this.#work(progress);
    this.#standings.set(progress, found);
    return found;
  }

  async #work(progress: r.OutcomeProgressRecord): Promise<r.OutcomeStandingRecord> {
    const links = linksOf(progress);
    const observations = await this.#figures.load(progress);
    const figures = await Promise.all(links.map((link) => this.#figure(link, totalOf(observations, link.indicator))));
    const told = figures.filter((figure) => figure !== undefined);
    const count = (direction: v.OutcomeDirection) => told.filter((figure) => figure.direction === direction).length;
    const missing = count("MISSING");
    const note = missing === told.length ? whyNothing(progress, told) : undefined;
    return {
      figures: told,
      improving: count("IMPROVING"),
      worsening: count("WORSENING"),
      noChange: count("NO_CHANGE"),
      undecided: count("UNDECIDED"),
      missing,
      ...(note === undefined ? {} : { note }),
    };
  }

  async #figure(
    link: r.OutcomeIndicatorRecord,
    observation: r.ObservationRecord | undefined,
  ): Promise<r.OutcomeFigureRecord | undefined> {
    if (observation === undefined) return undefined;
    const polarity = link.polarity ?? link.indicator.polarity;
    if (observation.value === null) return { link, observation, polarity, direction: "MISSING" };
    const change = await this.#changeOverYear(observation);
    const direction = directionOf(change, polarity);
    return { link, observation, polarity, direction, ...(change === undefined ? {} : { change }) };
  }

  /**
   * From the same period a year before. A figure of one day may have none: surveys are not held on the same day each year. Then from the
   * newest that is 9 to 15 months older.
   */
  async #changeOverYear(observation: r.ObservationRecord): Promise<ChangeRecord | undefined> {
    const exact = await this.#deps.change(observation, "SAME_PERIOD_LAST_YEAR", undefined);
    const { start, end } = observation.period;
    const day = start === end ? readDate(start) : undefined;
    if (exact !== undefined || day === undefined) return exact;
    const [from, to] = [writeDate(addMonths(day, -15)), writeDate(addMonths(day, -9))];
    return this.#deps.change(observation, "SPECIFIED", { from, to });
  }

  /** One reading an area and choice of periods, of all indicators that any of its outcomes asks for. */
  async #read(progresses: readonly r.OutcomeProgressRecord[]): Promise<(readonly r.ObservationRecord[])[]> {
    const groups = new Lists<string, r.OutcomeProgressRecord>();
    for (const progress of progresses) groups.add(groupOf(progress), progress);
    const read = new Map<string, Promise<readonly r.ObservationRecord[]>>();
    return Promise.all(
      progresses.map((progress) => {
        const group = groupOf(progress);
        const found = read.get(group) ?? this.#readGroup(groups.of(group));
        read.set(group, found);
        return found;
      }),
    );
  }

  #readGroup(group: readonly r.OutcomeProgressRecord[]): Promise<readonly r.ObservationRecord[]> {
    const { area, period } = group[0] as r.OutcomeProgressRecord;
    const indicators = [...new Set(group.flatMap((progress) => linksOf(progress).map((link) => link.indicator)))];
    if (indicators.length === 0) return Promise.resolve([]);
    return this.#deps.figuresOf(area, indicators, { period, breakdown: [] });
  }
}

function groupOf({ area, period }: r.OutcomeProgressRecord): string {
  return `${area.code} ${JSON.stringify(period)}`;
}

function linksOf({ outcome, roles }: r.OutcomeProgressRecord): readonly r.OutcomeIndicatorRecord[] {
  return outcome.indicatorLinks.filter((link) => roles.includes(link.role));
}

/** The newest figure of an indicator that is of everybody, or the newest of any where none is. */
function totalOf(
  observations: readonly r.ObservationRecord[],
  indicator: r.IndicatorRecord,
): r.ObservationRecord | undefined {
  const own = observations.filter((observation) => observation.indicator.slug === indicator.slug);
  return own.findLast(({ breakdownOf }) => breakdownOf.members.every((member) => member.isTotal)) ?? own.at(-1);
}

/** A difference of 0, and one that was tested and is not significant, is no change; without a judgement nothing is decided. */
function directionOf(change: ChangeRecord | undefined, polarity: v.Polarity): v.OutcomeDirection {
  if (change === undefined || change.difference === null || !change.isComparable) return "UNDECIDED";
  if (change.difference === 0 || change.significance === "NOT_SIGNIFICANT") return "NO_CHANGE";
  const good = goodSide(polarity);
  if (good === 0) return "UNDECIDED";
  return Math.sign(change.difference) === good ? "IMPROVING" : "WORSENING";
}

function whyNothing(
  { outcome, area, roles }: r.OutcomeProgressRecord,
  figures: readonly r.OutcomeFigureRecord[],
): string {
  const { unresolved, indicatorLinks } = outcome;
  if (figures.length > 0)
    return `None of the ${figures.length} indicators has a figure for ${area.name}; each blank says why.`;
  if (indicatorLinks.length > 0) return `No indicator speaks for it in the role of ${roles.join(" or ")}.`;
  if (unresolved.length > 0)
    return `The hub does not know the indicators that the framework names: ${unresolved.join(", ")}.`;
  return "The framework's file names no indicator for it.";
}
