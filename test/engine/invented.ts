import { asList, asObject, json, unexpected } from "../../src/datasources/core/decode";
import type { Engine, EngineAnswer, SeriesAnswer, SourceSettings } from "../../src/datasources/core/engine";
import { areasOf, chunks, grouped, indicatorsOf, periodKey } from "../../src/datasources/core/packing";
import { fetchAll, fetchOne, lookup, type Plan } from "../../src/datasources/core/plan";
import type {
  AreaRef,
  Cell,
  NationalSource,
  PeriodWanted,
  RemoteIndicator,
  Want,
} from "../../src/datasources/core/source";
import { defineSource } from "../../src/datasources/core/source";
import { createEngine, type EngineDeps } from "../../src/datasources/engine/engine";
import { narrow } from "../../src/datasources/engine/entries";
import type { StandIn } from "../support/publisher-server";
import { madeFigure } from "../support/publishers/workloads";

/** How the invented source differs from its plain self. */
export type Variation = Partial<Omit<NationalSource, "limits">> & {
  readonly limits?: Partial<NationalSource["limits"]>;
  /** Looks its code list up first. */
  readonly looksUp?: boolean;
  /** Areas of one request; all where absent. */
  readonly areasPerCall?: number;
};

/** A source of made-up figures for the tests of the engine: one request for each choice of periods, whatever its areas. */
export function inventedSource({ looksUp = false, areasPerCall = 10_000, ...its }: Variation = {}): NationalSource {
  return defineSource({
    id: "invented",
    name: "Invented Statistics",
    publisher: "The Invented Office",
    homepage: "https://invented.example/",
    documentation: "https://invented.example/docs",
    licence: { code: "OGL-UK-3.0", label: "Open Government Licence v3.0", url: "https://invented.example/licence" },
    baseUrl: "https://invented.example/api/",
    freshness: { freshMs: 60_000, revalidateMs: 600_000, keepMs: 86_400_000, about: "invented" },
    areaTypes: ["LAD", "CTRY"],
    nations: ["E", "W"],
    revision: 1,
    wellKnown: [indicator("jobs"), indicator("homes")],
    quirks: [],
    *observe(wants: readonly Want[]) {
      if (looksUp) yield* lookup("codes", 60_000, () => codes());
      const cells: Cell[] = [];
      for (const like of grouped(wants, (want) => periodKey(want.period)).values()) {
        const requests = chunks(areasOf(like), areasPerCall).map((areas) => ({
          path: "figures",
          accept: "application/json",
          query: {
            indicators: indicatorsOf(like)
              .map((each) => each.upstreamId)
              .join(","),
            areas: areas.map((area) => area.code).join(","),
            period: JSON.stringify(like[0]?.period),
          },
        }));
        for (const answer of yield* fetchAll(requests)) {
          const body = asObject(json(answer), "its body");
          if (body.error !== undefined) throw unexpected("it is an error");
          cells.push(...(asList(body.cells, "its cells") as Cell[]));
        }
      }
      return { cells };
    },
    ...its,
    limits: {
      rates: [],
      maxConcurrent: 4,
      timeoutMs: 1_000,
      retries: 2,
      maxBytes: 1_000_000,
      about: "invented",
      ...its.limits,
    },
  });
}

function* codes(): Plan<unknown> {
  return json(yield* fetchOne({ path: "codes", accept: "application/json" }));
}

/** Answers as the invented office does when it is well: figures for 2020 to 2024. */
export const wellBehaved: StandIn = ({ path, query }) => {
  if (path.endsWith("codes")) return { body: ["jobs", "homes"] };
  const all = (query.get("indicators") ?? "").split(",").flatMap((each) =>
    (query.get("areas") ?? "").split(",").flatMap((code) =>
      [2020, 2021, 2022, 2023, 2024].map((year): Cell => {
        const period = `${year}-01-01/P1Y`;
        return { indicator: each, area: code, period, value: madeFigure(each, code, period) };
      }),
    ),
  );
  const wanted = JSON.parse(query.get("period") ?? "{}") as PeriodWanted;
  const series = grouped(all, (cell) => `${cell.indicator}|${cell.area}`);
  return { body: { cells: [...series.values()].flatMap((cells) => narrow(cells, wanted)) } };
};

export function indicator(upstreamId: string): RemoteIndicator {
  return {
    upstreamId,
    name: upstreamId,
    unit: { code: "count", label: "count" },
    decimalPlaces: 1,
    valueType: "COUNT",
    frequency: "ANNUALLY",
    periodType: "CALENDAR_YEAR",
    dataset: { upstreamId: "all", title: "All" },
  };
}

export function areas(...codes: readonly string[]): readonly AreaRef[] {
  return codes.map((code) => ({ code, kind: "UA", name: code }));
}

export function want(ids: string, codes: readonly string[], period: PeriodWanted = { latest: 1 }): Want {
  return { indicator: indicator(ids), areas: areas(...codes), period, breakdown: [] };
}

/** An engine over sources at these addresses, with what a test hands in beside. Logs go to `logged`. */
export function engineOver(
  sources: readonly (readonly [NationalSource, string])[],
  { keys = {}, ...deps }: Partial<EngineDeps> & { readonly keys?: SourceSettings["keys"] } = {},
): { readonly engine: Engine; readonly logged: string[] } {
  const logged: string[] = [];
  const log = (fields: object, message: string) => {
    logged.push(
      `${JSON.stringify(fields, (_key, value) => (value instanceof Error ? value.stack : value))} ${message}`,
    );
  };
  const engine = createEngine({
    sources: sources.map(([source]) => source),
    settings: new Map(sources.map(([{ id }, url]) => [id, { on: true, bases: { "": url }, keys }])),
    now: Date.now,
    log: { debug: log, warn: log, error: log },
    memoryBytes: 20_000_000,
    userAgent: "outturn-test/1",
    ...deps,
  });
  return { engine, logged };
}

/** Asks one source, with room in the budget, and time enough for a clock that the test has moved on. */
export function ask(
  engine: Engine,
  wants: readonly Want[],
  source = "invented",
  waitMs = 10 * 86_400_000,
): Promise<EngineAnswer> {
  return engine.answer([{ source, wants }], { most: 100, spent: 0, until: Date.now() + waitMs });
}

/** Asks for one figure. */
export async function askOne(engine: Engine, source = "invented", code = "E06000001"): Promise<SeriesAnswer> {
  const one = want("jobs", [code]);
  const { series } = await ask(engine, [one], source);
  return series.get(one)?.get(code) as SeriesAnswer;
}
