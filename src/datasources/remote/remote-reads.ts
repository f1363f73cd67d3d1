import DataLoader from "dataloader";
import type { CallBudget, Engine, EngineAnswer, PlannedCalls, SourceUse } from "../core/engine";
import { periodKey } from "../core/packing";
import { checkPeriods } from "../core/period-choice";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import type { AreaRef, Want } from "../core/source";
import { periodWanted } from "./period-wanted";
import { type CodeAnswer, remoteSeries } from "./remote-series";
import { settling } from "./settling";

/** A selection's figures, and what each source did for them. */
export interface RemoteReading {
  readonly observations: readonly r.ObservationRecord[];
  readonly uses: readonly SourceUse[];
}

/** One source's part of a selection, as it is loaded. */
interface Asked {
  readonly source: string;
  readonly wants: readonly Want[];
}

/**
 * The figures of national services for one operation. Selections that are asked for in one turn of the event loop, by whatever fields,
 * go to the engine together: one plan a source.
 */
export class RemoteReads {
  readonly #engine: Engine | undefined;
  readonly #budget: CallBudget;
  readonly #loader: DataLoader<Asked, EngineAnswer, Asked>;
  /** Batches under way or done: what `settled` waits for. */
  readonly #batches: Promise<unknown>[] = [];

  /** Without an engine every source counts as switched off. */
  constructor(engine: Engine | undefined, budget: CallBudget) {
    this.#engine = engine;
    this.#budget = budget;
    this.#loader = new DataLoader((asked) => this.#ask(asked), { cache: false });
  }

  /** Whether any publisher's figure was asked for: such answers change without the store's version. */
  get used(): boolean {
    return this.#batches.length > 0;
  }

  /** Upstream requests of this operation, once nothing that was asked for is under way. */
  async calls(): Promise<number> {
    await settling(this.#batches);
    return this.#budget.spent;
  }

  /** In the order area, indicator, breakdown, period; every area and indicator answered. Rejects with TooManyCalls. */
  async read(catalogue: p.Catalogue, selection: p.ObservationSelection): Promise<RemoteReading> {
    checkPeriods(selection.period);
    const wants = wantsOf(selection);
    const answers = await this.#loader.loadMany(askedOf(wants));
    const failure = answers.find((answer) => answer instanceof Error);
    if (failure !== undefined) throw failure;
    const given = answers as EngineAnswer[];
    const observations: r.ObservationRecord[] = [];
    for (const area of selection.areas) {
      for (const indicator of selection.indicators) {
        const codes = codesFor(given, wants.get(indicator), area);
        observations.push(...remoteSeries(catalogue, { indicator, area }, codes, selection));
      }
    }
    return { observations, uses: given.flatMap((answer) => answer.uses) };
  }

  /** What a selection would ask of publishers. */
  async forecast(selection: p.ObservationSelection): Promise<readonly PlannedCalls[]> {
    checkPeriods(selection.period);
    if (this.#engine === undefined) return [];
    return this.#engine.forecast(askedOf(wantsOf(selection)), this.#budget);
  }

  async #ask(asked: readonly Asked[]): Promise<EngineAnswer[]> {
    const engine = this.#engine;
    if (engine === undefined) return asked.map(switchedOff);
    const bySource = new Map<string, Joined>();
    for (const { source, wants } of asked) {
      const joined = bySource.get(source) ?? new Joined();
      bySource.set(source, joined);
      for (const want of wants) joined.add(want);
    }
    const together = [...bySource].map(([source, joined]) => ({ source, wants: joined.wants() }));
    const batch = engine.answer(together, this.#budget);
    this.#batches.push(batch);
    const answer = await batch;
    return asked.map(({ source, wants }) => ({
      series: new Map(
        wants.map((want) => [want, answer.series.get(bySource.get(source)?.of(want) as Want) ?? new Map()]),
      ),
      uses: answer.uses.filter((use) => use.source === source),
    }));
  }
}

/** Wants of one source that differ in nothing but their areas, made one. */
class Joined {
  readonly #areas = new Map<string, Map<string, AreaRef>>();
  readonly #first = new Map<string, Want>();
  #made: Map<string, Want> | undefined;

  add(want: Want): void {
    const key = keyOf(want);
    if (!this.#first.has(key)) this.#first.set(key, want);
    const areas = this.#areas.get(key) ?? new Map<string, AreaRef>();
    this.#areas.set(key, areas);
    for (const area of want.areas) areas.set(area.code, area);
  }

  of(want: Want): Want | undefined {
    return this.#joined().get(keyOf(want));
  }

  wants(): readonly Want[] {
    return [...this.#joined().values()];
  }

  #joined(): ReadonlyMap<string, Want> {
    this.#made ??= new Map(
      [...this.#first].map(([key, want]) => [key, { ...want, areas: [...(this.#areas.get(key)?.values() ?? [])] }]),
    );
    return this.#made;
  }
}

function keyOf({ indicator, period, breakdown, fresh }: Want): string {
  return JSON.stringify([indicator.upstreamId, periodKey(period), breakdown, fresh]);
}

type RemoteWants = ReadonlyMap<r.IndicatorRecord, { readonly source: string; readonly want: Want }>;

function wantsOf({ indicators, areas, period, breakdown, options }: p.ObservationSelection): RemoteWants {
  const refs = [...new Map(areas.flatMap(codesOf).map((area) => [area.code, refOf(area)])).values()];
  return new Map(
    indicators.flatMap((record) => {
      if (record.remote === undefined) return [];
      const { source, indicator } = record.remote;
      const fresh = options?.allowStale === false ? { fresh: true as const } : {};
      const want = { indicator, areas: refs, period: periodWanted(period, record.periodType), breakdown, ...fresh };
      return [[record, { source, want }] as const];
    }),
  );
}

function askedOf(wants: RemoteWants): Asked[] {
  const bySource = new Map<string, Want[]>();
  for (const { source, want } of wants.values()) bySource.set(source, [...(bySource.get(source) ?? []), want]);
  return [...bySource].map(([source, its]) => ({ source, wants: its }));
}

/** An area under each code of its ground, its own first: publishers differ in when they take up a new code. */
function codesOf(area: r.AreaRecord): readonly r.AreaRecord[] {
  return [area, ...area.sameGround];
}

function refOf(area: r.AreaRecord): AreaRef {
  return { code: area.code, kind: area.areaType.code, name: area.name };
}

function codesFor(
  answers: readonly EngineAnswer[],
  wanted: { readonly want: Want } | undefined,
  area: r.AreaRecord,
): readonly CodeAnswer[] {
  if (wanted === undefined) return [];
  const series = answers.find((answer) => answer.series.has(wanted.want))?.series.get(wanted.want);
  return codesOf(area).flatMap((code) => {
    const answer = series?.get(code.code);
    return answer === undefined ? [] : [{ code, answer }];
  });
}

/** The answer of a hub that asks no publishers. */
function switchedOff({ source, wants }: Asked): EngineAnswer {
  const fault = { name: "SourceFault", code: "OFF", message: OFF, retryAfterMs: undefined } as const;
  const none = { cells: [], fault };
  return {
    series: new Map(wants.map((want) => [want, new Map(want.areas.map((area) => [area.code, none]))])),
    uses: [{ source, state: "DOWN", servedFrom: "NONE", upstreamCalls: 0, millis: 0, message: OFF }],
  };
}

const OFF = "This hub does not ask publishers: its sources are switched off.";
