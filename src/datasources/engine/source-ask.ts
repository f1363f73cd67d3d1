import { kindsOf } from "../../schema/values/area-types";
import type * as v from "../../schema/values/enums";
import type { PlannedCalls, SeriesAnswer, SourceUse } from "../core/engine";
import { type AreaRef, SourceFault, type Want } from "../core/source";
import { ageOf, type Entry } from "./answer-cache";
import { type Answered, seriesAnswer, useMessage } from "./assembly";
import type { Desk } from "./desk";
import { type Question, questionsOf } from "./entries";
import { Fetching } from "./fetching";
import { Flight, type Outcome } from "./flights";
import { refresh } from "./refresh";
import { type Patience, Spending } from "./spending";

/** How often an operation takes over what others withdrew. */
const TAKE_OVERS = 3;

/** One operation's wants of one source, from the look into memory to the answer. */
export class SourceAsk {
  readonly desk: Desk;
  readonly #wants: readonly Want[];
  readonly #patience: Patience;
  readonly spending: Spending;
  readonly #began: number;
  /** By question's key. */
  readonly #answers = new Map<string, Answered>();
  readonly #waiting = new Map<string, Promise<Outcome>>();
  readonly #asked = new Map<Want, ReadonlyMap<string, readonly Question[]>>();
  readonly #questions = new Map<string, Question>();
  readonly #fetchings: Fetching[] = [];
  /** Served, and to be fetched again behind the answer. */
  readonly #ageing: Question[] = [];
  #series = 0;
  #outside = 0;

  constructor(desk: Desk, wants: readonly Want[], patience: Patience, spending: Spending) {
    this.desk = desk;
    this.#wants = wants;
    this.#patience = patience;
    this.spending = spending;
    this.#began = desk.parts.clock.steady();
  }

  /**
   * Looks into memory, joins what is on its way, and plans the rest as far as its first request for figures. `only` looks: nothing is
   * claimed, and nobody waits for what is planned here.
   */
  async begin(only: boolean): Promise<PlannedCalls> {
    const { unusable } = this.desk.parts;
    const mine = new Map<string, Flight>();
    for (const want of this.#wants) {
      const byArea = new Map<string, readonly Question[]>();
      this.#asked.set(want, byArea);
      for (const area of want.areas) {
        const questions =
          unusable === undefined && this.#answersFor(want, area) ? questionsOf(this.desk.source, want, area) : [];
        byArea.set(area.code, questions);
        if (unusable !== undefined) continue;
        if (questions.length === 0) this.#outside += 1;
        else this.#seek(questions, mine, only);
      }
    }
    if (!only) this.#refresh();
    await this.#plan([...mine.values()]);
    return {
      source: this.desk.source.id,
      calls: this.#calls(),
      series: this.#series,
      atHand: this.#atHand(),
      ...(this.spending.refused === 0 ? {} : { open: true }),
    };
  }

  /** Sends what was planned. */
  go(): void {
    for (const fetching of this.#fetchings) void fetching.go();
  }

  /** Lets go of what was planned. With a fault, that is the answer. */
  withdraw(fault?: SourceFault): void {
    for (const fetching of this.#fetchings) fetching.withdraw(fault);
  }

  /** Waits until everything has come, or until `until` (steady milliseconds). */
  async collect(until: number): Promise<void> {
    const { clock } = this.desk.parts;
    let cancel = () => {};
    const late = new Promise<"LATE">((resolve) => {
      const left = until - clock.steady();
      if (left !== Number.POSITIVE_INFINITY) cancel = clock.after(left, () => resolve("LATE"));
    });
    for (let turn = 0; this.#waiting.size > 0; turn++) {
      const came = Promise.all([...this.#waiting].map(async ([key, outcome]) => this.#settled(key, await outcome)));
      if ((await Promise.race([came, late])) === "LATE") break;
      const again = (await came).flatMap((question) => question ?? []);
      if (again.length === 0 || turn === TAKE_OVERS) break;
      await this.#takeOver(again);
    }
    cancel();
    this.#refresh();
    for (const key of this.#waiting.keys()) this.#answers.set(key, { fault: this.#tooLate() });
    this.#waiting.clear();
  }

  /** What came, by want and area. */
  series(): ReadonlyMap<Want, ReadonlyMap<string, SeriesAnswer>> {
    const { unusable } = this.desk.parts;
    return new Map(
      [...this.#asked].map(([want, byArea]) => [
        want,
        new Map(
          [...byArea].map(([code, questions]) => [
            code,
            unusable === undefined
              ? seriesAnswer(
                  want,
                  questions.map((question) => ({ question, answered: this.#answerTo(question) })),
                )
              : { cells: [], fault: unusable },
          ]),
        ),
      ]),
    );
  }

  use(series: ReadonlyMap<Want, ReadonlyMap<string, SeriesAnswer>>): SourceUse {
    const { clock, health, unusable } = this.desk.parts;
    const answers = [...series.values()].flatMap((byArea) => [...byArea.values()]);
    const from = new Set(answers.map((answer) => answer.servedFrom));
    const servedFrom = (["STALE", "LIVE", "CACHED"] as const).find((each) => from.has(each)) ?? "NONE";
    const notes = this.#fetchings.flatMap((fetching) => fetching.note ?? []);
    const message = unusable?.message ?? useMessage(this.desk.source.name, answers, this.#outside, notes);
    return {
      source: this.desk.source.id,
      state: unusable === undefined ? stateOf(health.state, answers) : "DOWN",
      servedFrom,
      upstreamCalls: this.spending.sent,
      millis: Math.round(clock.steady() - this.#began),
      ...(message === undefined ? {} : { message }),
    };
  }

  #seek(questions: readonly Question[], mine: Map<string, Flight>, only: boolean): void {
    this.#series += 1;
    for (const question of questions) {
      const { key } = question;
      if (this.#answers.has(key) || this.#waiting.has(key)) continue;
      this.#questions.set(key, question);
      const found = this.#inMemory(question);
      if (found !== undefined) {
        this.#answers.set(key, { entry: found.entry, live: false });
        if (found.ageing) this.#ageing.push(question);
        continue;
      }
      const flying = this.desk.flights.get(question);
      if (flying !== undefined) this.#waiting.set(key, flying.outcome);
      else {
        const flight = only ? new Flight(question) : this.desk.flights.claim(question);
        mine.set(key, flight);
        this.#waiting.set(key, flight.outcome);
      }
    }
  }

  #inMemory(question: Question): { readonly entry: Entry; readonly ageing: boolean } | undefined {
    const { cache, clock, source } = this.desk.parts;
    const entry = cache.find(question);
    const age = entry === undefined ? undefined : ageOf(entry, source.freshness, clock);
    return entry !== undefined && (age === "FRESH" || age === "AGEING")
      ? { entry, ageing: age === "AGEING" }
      : undefined;
  }

  async #plan(flights: readonly Flight[]): Promise<void> {
    if (flights.length === 0) return;
    const fetching = new Fetching(this.desk, flights, this.#patience, this.spending);
    this.#fetchings.push(fetching);
    await fetching.begin();
  }

  /** Asks for what another operation was to ask for and was not allowed to. */
  async #takeOver(questions: readonly Question[]): Promise<void> {
    const mine: Flight[] = [];
    for (const question of questions) {
      const flying = this.desk.flights.get(question);
      const flight = flying ?? this.desk.flights.claim(question);
      if (flying === undefined) mine.push(flight);
      this.#waiting.set(question.key, flight.outcome);
    }
    await this.#plan(mine);
    if (mine.length > 0) void this.#fetchings.at(-1)?.go();
  }

  /** Books an outcome. Answers its question where it must be asked again. */
  #settled(key: string, outcome: Outcome): Question | undefined {
    const question = this.#questions.get(key);
    if (!this.#waiting.delete(key) || question === undefined) return undefined;
    if ("withdrawn" in outcome) return question;
    this.#answers.set(key, outcome);
    const { clock, source } = this.desk.parts;
    if ("entry" in outcome && !outcome.live && ageOf(outcome.entry, source.freshness, clock) === "AGEING") {
      this.#ageing.push(question);
    }
    return undefined;
  }

  #refresh(): void {
    refresh(this.desk, this.#ageing.splice(0));
  }

  /** A fault gives way to what is kept for when the publisher cannot be reached. */
  #answerTo(question: Question): Answered {
    const answer = this.#answers.get(question.key) ?? { fault: this.#tooLate() };
    if ("entry" in answer || question.want.fresh === true) return answer;
    const { cache, clock, source } = this.desk.parts;
    const entry = cache.find(question);
    const age = entry === undefined ? undefined : ageOf(entry, source.freshness, clock);
    return entry === undefined || age === undefined ? answer : { entry, live: false, staleFor: answer.fault };
  }

  #calls(): number {
    return this.#fetchings.reduce((sum, fetching) => sum + fetching.calls, 0) + this.spending.refused;
  }

  /** Series that need no request of this operation: from memory or the store, or on their way already. */
  #atHand(): number {
    const asked = this.#fetchings.map((fetching) => fetching.asked);
    const open = ({ key }: Question) => asked.some((keys) => keys.has(key));
    const series = [...this.#asked.values()].flatMap((byArea) => [...byArea.values()]);
    return series.filter((questions) => questions.length > 0 && !questions.some(open)).length;
  }

  #tooLate(): SourceFault {
    if (this.#fetchings.some((fetching) => fetching.supplying)) {
      const what = `The boundaries that ${this.desk.source.name} needs come from another publisher`;
      return new SourceFault(
        "TIMEOUT",
        `${what}, which took longer than this query may wait. Ask again in a moment.`,
        5_000,
      );
    }
    const why = `${this.desk.source.name} took longer than this query may wait`;
    return new SourceFault("TIMEOUT", `${why}. The figures are still being fetched; ask again in a moment.`, 5_000);
  }

  #answersFor({ indicator }: Want, area: AreaRef): boolean {
    const { source } = this.desk;
    const among = (kinds: readonly v.AreaTypeCode[]) =>
      kinds.some((kind) => kind === area.kind || kindsOf(kind).includes(area.kind));
    if (!source.nations.includes(area.code.charAt(0)) || !among(source.areaTypes)) return false;
    return indicator.areaTypes === undefined || among(indicator.areaTypes);
  }
}

/** The source's state as this answer met it: one that was too slow for its caller has not failed yet, and is not OK either. */
function stateOf(measured: v.SourceState, answers: readonly SeriesAnswer[]): v.SourceState {
  if (measured !== "OK") return measured;
  const codes = new Set(answers.map((answer) => answer.fault?.code));
  if (codes.has("RATE_LIMITED")) return "RATE_LIMITED";
  return [...codes].some((code) => code !== undefined) ? "DEGRADED" : "OK";
}
