import type { AreaSupplies, Engine, EngineAnswer, KeptStore } from "../../src/datasources/core/engine";
import type { NationalSource, RateLimit, Want } from "../../src/datasources/core/source";
import { createEngine } from "../../src/datasources/engine/engine";
import { type Publisher, type StandIn, startPublisher } from "./publisher-server";
import { madeFigure, WORKLOADS, type Workload, type WorkloadFor } from "./publishers/workloads";

/** What a stand-in's file exports. */
export interface SourceStandIn {
  readonly standIn: (options?: object) => StandIn;
  readonly workloads: Partial<Readonly<Record<Workload, () => WorkloadFor>>>;
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

/** What an engine of the tests has beside its source. */
export interface EngineWith {
  readonly keys?: Readonly<Record<string, string>>;
  readonly kept?: KeptStore;
  readonly supplies?: AreaSupplies;
}

/** An engine with one source, whose every base is one stand-in. Loopback is allowed because the bases are set. */
export function engineOver(
  source: NationalSource,
  url: string,
  now: () => number,
  { keys = {}, kept, supplies }: EngineWith = {},
): Engine {
  const names = ["", ...Object.keys(source.otherBases ?? {})];
  const bases = Object.fromEntries(names.map((name) => [name, url]));
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

/** Asks one source each workload that it can have, over real sockets, each with a cold cache; the last repeats the first a minute later. */
export async function packingOf(
  source: NationalSource,
  { standIn, workloads }: SourceStandIn,
): Promise<PackingFigure[]> {
  const figures: PackingFigure[] = [];
  for (const workload of WORKLOADS) {
    const made = workloads[workload];
    if (made === undefined) continue;
    const asked = made();
    const publisher = await startPublisher(standIn());
    let ahead = 0;
    const engine = engineOver(source, publisher.url, () => Date.now() + ahead, { keys: keysOf(source) });
    try {
      const repeats = workload === "repeat after a minute";
      if (repeats) {
        await answer(engine, source, asked.wants);
        publisher.forget();
        ahead = 60_000;
      }
      const given = await answer(engine, source, asked.wants);
      figures.push({
        source: source.id,
        workload,
        series: asked.wants.reduce((sum, want) => sum + want.areas.length, 0),
        requests: publisher.requests.length,
        least: repeats ? 0 : asked.least,
        lookups: repeats ? 0 : asked.lookups,
        why: repeats ? "Everything was fetched a minute ago, which every source counts as fresh." : asked.why,
        busiest: busiest(publisher, source.limits.rates),
        wrong: wrongIn(given, source, asked.wants),
      });
    } finally {
      await engine.close();
      await publisher.close();
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
function wrongIn(given: EngineAnswer, source: NationalSource, wants: readonly Want[]): number {
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
        return cell.value === null ? cell.missing !== undefined : figures.includes(cell.value);
      });
      if (!right) wrong += 1;
    }
  }
  return source.needs === undefined ? wrong : 0; // counts of crimes are checked by the source's own test
}
