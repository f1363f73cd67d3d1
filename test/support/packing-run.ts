import type { AreaSupplies, Engine, EngineAnswer, KeptStore } from "../../src/datasources/core/engine";
import type { AreaRef, Cell, NationalSource, RateLimit, Want } from "../../src/datasources/core/source";
import { createEngine } from "../../src/datasources/engine/engine";
import { type Publisher, type StandIn, startPublisher } from "./publisher-server";
import { madeFigure, WORKLOADS, type Workload, type WorkloadFor } from "./publishers/workloads";

/** What a stand-in's file exports. */
export interface SourceStandIn {
  readonly standIn: (options?: object) => StandIn;
  readonly workloads: Partial<Readonly<Record<Workload, () => WorkloadFor>>>;
  /** What the stand-in makes of a cell, where that is not `madeFigure` of its indicator, area and period. */
  readonly madeFor?: (cell: Cell) => number;
  /** An area with what the source needs of it (a boundary, populations). */
  readonly supplied?: (area: AreaRef) => AreaRef;
}

/** What an engine hands a source that needs more of an area than its code. */
export function suppliesOf({ supplied }: SourceStandIn): AreaSupplies | undefined {
  if (supplied === undefined) return undefined;
  const of = (code: string) => supplied({ code, kind: "UA", name: code });
  return {
    boundaries: async (codes) => new Map(codes.flatMap((code) => entry(code, of(code).boundary))),
    populations: async (codes) => new Map(codes.flatMap((code) => entry(code, of(code).population))),
  };
}

function entry<T>(code: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[code, value]];
}

export interface PackingFigure {
  readonly source: string;
  readonly workload: Workload;
  readonly series: number;
  readonly requests: number;
  readonly least: number;
  readonly lookups: number;
  readonly why: string;
  /** Most requests in any window of a published limit, as a part of that limit: never above 1. */
  readonly busiest: number;
  /** Series with a figure that is not the one that the publisher has. */
  readonly wrong: number;
}

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
const HOUR = 3_600_000;

/** The names of a source's bases; the main one is "". */
function basesOf(source: NationalSource): readonly string[] {
  return ["", ...Object.keys(source.otherBases ?? {})];
}

/** What an engine of the tests has beside its source. */
export interface EngineWith {
  readonly keys?: Readonly<Record<string, string>>;
  readonly kept?: KeptStore;
  readonly supplies?: AreaSupplies;
}

/** An engine with one source, whose every base is one stand-in. Loopback is allowed because the bases are set. */
export function engineOver(
  source: NationalSource,
  url: string | Readonly<Record<string, string>>,
  now: () => number,
  { keys = {}, kept, supplies }: EngineWith = {},
): Engine {
  const bases = typeof url === "string" ? Object.fromEntries(basesOf(source).map((name) => [name, url])) : url;
  return createEngine({
    sources: [source],
    settings: new Map([[source.id, { on: true, bases, keys }]]),
    now,
    log: QUIET,
    memoryBytes: 256 * 1024 * 1024,
    userAgent: "outturn-test",
    ...(kept === undefined ? {} : { kept }),
    ...(supplies === undefined ? {} : { supplies }),
  });
}

/**
 * Asks one source each workload that it can have, over real sockets, each with a cold cache; the last repeats the first a minute later.
 * Workloads that need more than `most` requests are left out: at a published rate of 15 a second they take their time.
 */
export async function packingOf(
  source: NationalSource,
  publisherOf: SourceStandIn,
  most = Number.POSITIVE_INFINITY,
): Promise<PackingFigure[]> {
  const { standIn, workloads } = publisherOf;
  const supplies = suppliesOf(publisherOf);
  const figures: PackingFigure[] = [];
  for (const workload of WORKLOADS) {
    const made = workloads[workload];
    if (made === undefined) continue;
    const asked = made();
    if (asked.least > most) continue;
    const behaviour = standIn();
    const publishers = new Map<string, Publisher>(); // one address a base, so that each base's requests are told apart
    for (const base of basesOf(source)) publishers.set(base, await startPublisher(behaviour));
    const addresses = Object.fromEntries([...publishers].map(([base, publisher]) => [base, publisher.url]));
    let ahead = 0;
    const engine = engineOver(source, addresses, () => Date.now() + ahead, {
      keys: keysOf(source),
      ...(supplies === undefined ? {} : { supplies }),
    });
    try {
      const repeats = workload === "repeat after a minute";
      if (repeats) {
        await answer(engine, source, asked.wants);
        for (const publisher of publishers.values()) publisher.forget();
        ahead = 60_000;
      }
      const given = await answer(engine, source, asked.wants);
      figures.push({
        source: source.id,
        workload,
        series: asked.wants.reduce((sum, want) => sum + want.areas.length, 0),
        requests: [...publishers.values()].reduce((sum, publisher) => sum + publisher.requests.length, 0),
        least: repeats ? 0 : asked.least,
        lookups: repeats ? 0 : asked.lookups,
        why: repeats ? "Everything was fetched a minute ago, which every source counts as fresh." : asked.why,
        busiest: Math.max(...[...publishers].map(([base, publisher]) => busiest(publisher, ratesOf(source, base)))),
        wrong: wrongIn(given, publisherOf, asked.wants),
      });
    } finally {
      await engine.close();
      for (const publisher of publishers.values()) await publisher.close();
    }
  }
  return figures;
}

/** A key of the right shape for a source that needs one: the stand-in takes any. */
export function keysOf(source: NationalSource): Record<string, string> {
  return source.key?.required === true
    ? Object.fromEntries(source.key.variables.map((name) => [name, "stand-in"]))
    : {};
}

function answer(engine: Engine, source: NationalSource, wants: readonly Want[]): Promise<EngineAnswer> {
  const budget = { most: 100_000, spent: 0, until: Date.now() + 24 * HOUR };
  return engine.answer([{ source: source.id, wants }], budget);
}

function ratesOf({ limits }: NationalSource, base: string): readonly RateLimit[] {
  return limits.ratesOfBase?.[base] ?? limits.rates;
}

function busiest(publisher: Publisher, rates: readonly RateLimit[]): number {
  const times = publisher.requests.map((request) => request.at).sort((a, b) => a - b);
  return Math.max(
    0,
    ...rates.map(({ requests, perMs }) =>
      Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + perMs).length / requests)),
    ),
  );
}

/** Series without a figure or a reason, or with another figure than `madeFigure` gives. */
function wrongIn(given: EngineAnswer, { madeFor, supplied }: SourceStandIn, wants: readonly Want[]): number {
  let wrong = 0;
  for (const want of wants) {
    for (const { code } of want.areas) {
      const cells = given.series.get(want)?.get(code)?.cells ?? [];
      const right = cells.some((cell) => {
        const breakdown = Object.entries(cell.breakdown ?? {})
          .sort()
          .map((part) => part.join("="))
          .join("|");
        const figures = ["", breakdown].map((by) => madeFigure(want.indicator.upstreamId, code, cell.period, by));
        if (madeFor !== undefined) return cell.value === madeFor(cell);
        return cell.value === null ? cell.missing !== undefined : figures.includes(cell.value);
      });
      if (!right) wrong += 1;
    }
  }
  return supplied === undefined ? wrong : 0; // counts of crimes are checked by the source's own test
}
