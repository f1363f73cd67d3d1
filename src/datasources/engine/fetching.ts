import type { UpstreamRequest } from "../core/plan";
import { type AreaRef, type Cell, type Failed, type Observed, SourceFault, type Want } from "../core/source";
import { ageOf, type Entry } from "./answer-cache";
import { checkedCells, seriesName } from "./cell-check";
import type { Desk } from "./desk";
import { cellsFor, type Question, questionsOf, wantsFor } from "./entries";
import type { Flight, Outcome } from "./flights";
import { type Begun, begin, finish } from "./plan-runner";
import { BudgetUsedUp, type Patience, type Spending } from "./spending";
import { supplied } from "./supplying";

/**
 * Answers questions of one source: from the store of kept answers, and the rest by one plan. It stands still before the first request
 * for figures, so that an operation can count what all its sources want before any is sent. Never rejects: outcomes are in the flights.
 */
export class Fetching {
  readonly #desk: Desk;
  readonly #patience: Patience;
  readonly #spending: Spending;
  readonly #anew: boolean;
  #open: readonly Flight[];
  #wants: readonly Want[] = [];
  #begun: Begun<Observed> | undefined;
  #requestUrl: string | undefined;
  #withdrawn = false;
  #supplying = false;
  #noRoom: BudgetUsedUp | undefined;
  #asked: ReadonlySet<string> = new Set();

  /** The publisher's words about the call, once it is done. */
  note: string | undefined;

  /** `anew` asks the publisher though an answer is ageing. */
  constructor(desk: Desk, flights: readonly Flight[], patience: Patience, spending: Spending, anew = false) {
    this.#desk = desk;
    this.#open = flights;
    this.#anew = anew;
    this.#patience = patience;
    this.#spending = spending;
  }

  /** Requests that the first round of the plan makes. */
  get calls(): number {
    return this.#begun === undefined || this.#begun.done ? 0 : this.#begun.requests.length;
  }

  /** Keys of the questions that neither memory nor the store could answer. */
  get asked(): ReadonlySet<string> {
    return this.#asked;
  }

  /** Whether it waits for what its source needs of each area: that comes from others. */
  get supplying(): boolean {
    return this.#supplying;
  }

  /** Looks into the store, gets supplies and look-ups, and stops before the first request for figures. */
  async begin(): Promise<void> {
    try {
      await this.#recall();
      if (this.#open.length === 0 || this.#withdrawn) return;
      await this.#supply();
      if (this.#open.length === 0 || this.#withdrawn) return;
      const { source } = this.#desk;
      const plan = source.observe?.(this.#wants);
      if (plan === undefined) throw new SourceFault("REFUSED", `${source.name} has no figures.`);
      this.#begun = await begin(plan, this.#io());
    } catch (error) {
      // The operation decides: it is refused as a whole, and then others ask for themselves, or goes without these.
      if (error instanceof BudgetUsedUp) this.#noRoom = error;
      else this.#settleAll({ fault: this.#desk.faultOf(error) });
    } finally {
      if (this.#withdrawn) this.withdraw();
    }
  }

  /** Sends what the plan wants, to its end, whoever still waits for it. */
  async go(): Promise<void> {
    if (this.#begun === undefined) {
      if (this.#noRoom !== undefined) this.#settleAll({ fault: this.#noRoom });
      return;
    }
    try {
      const observed = await finish(this.#begun, this.#io()).finally(() => this.#spending.release());
      this.#distribute(observed, checkedCells(this.#wants, observed));
      this.note = observed.note;
    } catch (error) {
      this.#settleAll({ fault: this.#desk.faultOf(error) });
    }
  }

  /** Lets go of what was not sent, with nothing or a fault. */
  withdraw(fault?: SourceFault): void {
    this.#withdrawn = true;
    if (this.#begun?.done === false) this.#begun.running.return({ cells: [] });
    this.#begun = undefined;
    this.#settleAll(fault === undefined ? { withdrawn: true } : { fault });
  }

  async #recall(): Promise<void> {
    const { cache, clock, health } = this.#desk.parts;
    const { source } = this.#desk;
    await cache.recall(
      source,
      this.#open.map((flight) => flight.question),
    );
    const open: Flight[] = [];
    for (const flight of this.#open) {
      const entry = cache.find(flight.question);
      const age = entry === undefined ? undefined : ageOf(entry, source.freshness, clock);
      if (entry !== undefined) health.succeeded(Math.min(entry.fetchedAt, clock.now()));
      if (entry !== undefined && (age === "FRESH" || (age === "AGEING" && !this.#anew)))
        flight.settle({ entry, live: false });
      else open.push(flight);
    }
    this.#open = open;
    this.#asked = new Set(open.map((flight) => flight.question.key));
  }

  async #supply(): Promise<void> {
    const { source } = this.#desk;
    const wants = wantsFor(this.#open.map((flight) => flight.question));
    const { supplies, clock } = this.#desk.parts;
    // Boundaries come from another publisher: their requests are this operation's all the same.
    this.#supplying = source.needs !== undefined;
    const { wants: able, failed } = await supplied(source, wants, supplies, {
      onRequest: () => this.#spending.spend(false),
      deadlineMs: Math.max(1, this.#patience.waitUntil() - clock.steady()),
    }).finally(() => {
      this.#supplying = false;
    });
    for (const fault of failed.values()) if (fault instanceof BudgetUsedUp) throw fault;
    this.#wants = able;
    if (source.needs === undefined) return;
    const asked = new Set(
      this.#wants.flatMap((want) => want.areas.map((area) => seriesName(want.indicator.upstreamId, area.code))),
    );
    const open: Flight[] = [];
    for (const flight of this.#open) {
      const { want, area } = flight.question;
      if (asked.has(seriesName(want.indicator.upstreamId, area.code))) open.push(flight);
      else {
        const fault = failed.get(area.code);
        // Without its boundary nothing can be asked of an area: an absence, kept nowhere, since a boundary may come.
        flight.settle(fault === undefined ? { entry: this.#entry([]), live: true } : { fault });
      }
    }
    this.#open = open;
  }

  #distribute(observed: Observed, cells: ReadonlyMap<string, readonly Cell[]>): void {
    const { cache, health } = this.#desk.parts;
    const good: (readonly [Question, Entry])[] = [];
    const answer = (question: Question): Entry => {
      const its = cells.get(seriesName(question.want.indicator.upstreamId, question.area.code)) ?? [];
      const entry = this.#entry(cellsFor(this.#desk.source, question, its));
      good.push([question, entry]);
      return entry;
    };
    const outcomes = this.#open.map((flight): [Flight, Outcome] => {
      const { question } = flight;
      const fault = faultFor(observed.failed, question.want, question.area);
      return [flight, fault === undefined ? { entry: answer(question), live: true } : { fault }];
    });
    for (const want of observed.also ?? []) {
      for (const area of want.areas) {
        if (faultFor(observed.failed, want, area) !== undefined) continue;
        for (const question of questionsOf(this.#desk.source, want, area)) answer(question);
      }
    }
    cache.keep(this.#desk.source, good);
    // Only now: whoever asks again after the answer must find it kept.
    for (const [flight, outcome] of outcomes) flight.settle(outcome);
    const suppressed = observed.cells.filter((cell) => cell.value === null).length;
    health.cells(observed.cells.length, suppressed);
    const unread = observed.failed?.find(({ fault }) => fault.code === "BAD_SHAPE");
    health.read(unread?.fault);
  }

  #entry(cells: readonly Cell[]): Entry {
    const { clock } = this.#desk.parts;
    const requestUrl = this.#requestUrl;
    return {
      cells,
      fetchedAt: clock.now(),
      at: clock.steady(),
      ...(requestUrl === undefined ? {} : { requestUrl }),
    };
  }

  #io() {
    return this.#desk.io(this.#patience, this.#spending, (request: UpstreamRequest) => {
      this.#requestUrl ??= this.#desk.address(request);
    });
  }

  #settleAll(outcome: Outcome): void {
    for (const flight of this.#open) flight.settle(outcome);
    this.#open = [];
  }
}

function faultFor(failed: readonly Failed[] | undefined, want: Want, area: AreaRef): SourceFault | undefined {
  return failed?.find(
    ({ indicators, areas }) =>
      (indicators === undefined || indicators.includes(want.indicator.upstreamId)) &&
      (areas === undefined || areas.includes(area.code)),
  )?.fault;
}
