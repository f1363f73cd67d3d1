import { unexpected } from "../../core/decode";
import type { UpstreamRequest } from "../../core/plan";
import type { Cell, Want } from "../../core/source";
import { type SdmxRow, sdmxFigure, sdmxPeriod } from "../../formats/sdmx-row";
import { type Flow, factsOf, isTotal, placesOf, type SeriesFacts } from "./flows";

/** One indicator in some of its breakdowns, for some places: a part of one flow's key. */
export interface Asking {
  readonly flow: Flow;
  readonly indicator: string;
  readonly facts: SeriesFacts;
  /** Codes by dimension, without the places. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
  /** The service's codes of places. */
  readonly places: readonly string[];
}

/** What goes into one request. */
export type Bundle = readonly [Asking, ...Asking[]];

/** Eurostat answers at once up to 500,000 cells, and not at all above 5,000,000 (its guidelines on the asynchronous service, seen 2026-08). */
const MOST_CELLS = 500_000;
/** Periods that a series has at most, by frequency: yearly ones since 1950 and their like. */
const PERIODS: Readonly<Record<string, number>> = { A: 80, Q: 320, M: 960, W: 4_200, D: 29_000 };
/** Series that a merged question may hold beyond four times those wanted: so few cost less than another request. */
const FREE_SERIES = 500;
/** Characters of a key: addresses stay below 2,000. */
const LONGEST_KEY = 1_700;

/** What a want asks of its flow. Undefined where nothing can answer it: no place of its own there, or a breakdown that it has not. */
export function askingOf({ indicator, areas, breakdown }: Want): Asking | undefined {
  const { flow, facts } = factsOf(indicator);
  const known = placesOf(flow);
  const places = areas.flatMap((area) => known.get(area.code) ?? []);
  if (places.length === 0 || breakdown.some(({ dimension }) => !facts.by.some((by) => by.dimension === dimension)))
    return undefined;
  const codes = new Map(Object.entries(facts.codes).map(([id, code]) => [id, [code] as readonly string[]]));
  for (const { id, dimension, members } of facts.by) {
    const filter = breakdown.find((each) => each.dimension === dimension);
    const wanted = Object.entries(members).filter(([member]) =>
      filter === undefined ? isTotal(member) : filter.members.length === 0 || filter.members.includes(member),
    );
    if (wanted.length === 0) return undefined;
    codes.set(
      id,
      wanted.map(([, code]) => code),
    );
  }
  return { flow, indicator: indicator.upstreamId, facts, codes, places };
}

/**
 * Askings of one flow in as few requests as its limits allow: first fit. A key is a cross product, so that merging brings series that
 * nobody wanted: up to four times those wanted, or 500, and never more cells than the service answers at once.
 */
export function bundlesOf(askings: readonly Asking[]): readonly Bundle[] {
  const bundles: [Asking, ...Asking[]][] = [];
  for (const asking of askings) {
    const room = bundles.find((bundle) => fits([...bundle, asking]));
    if (room === undefined) bundles.push([asking]);
    else room.push(asking);
  }
  return bundles;
}

function fits(bundle: Bundle): boolean {
  const { flow } = bundle[0];
  const union = unionOf(bundle);
  const held = flow.order.reduce((product, id) => product * (union.get(id)?.length ?? 1), 1);
  const wanted = bundle.reduce(
    (sum, { codes, places }) =>
      sum + [...codes.values()].reduce((product, some) => product * some.length, places.length),
    0,
  );
  const longest = Math.max(...(union.get("freq") ?? ["D"]).map((code) => PERIODS[code] ?? 29_000));
  if (held * longest > MOST_CELLS || keyOf(flow, union).length > LONGEST_KEY) return false;
  return held <= Math.max(FREE_SERIES, 4 * wanted);
}

/** All codes of a bundle by dimension, places among them. */
function unionOf(bundle: Bundle): ReadonlyMap<string, readonly string[]> {
  const union = new Map<string, Set<string>>();
  const add = (id: string, codes: readonly string[]): void => {
    const known = union.get(id) ?? new Set();
    union.set(id, known);
    for (const code of codes) known.add(code);
  };
  for (const { flow, codes, places } of bundle) {
    for (const [id, some] of codes) add(id, some);
    add(flow.area, places);
  }
  return new Map([...union].map(([id, codes]) => [id, [...codes].sort()]));
}

/** Dimensions parted by points, alternatives by plus signs. */
function keyOf(flow: Flow, union: ReadonlyMap<string, readonly string[]>): string {
  return flow.order.map((id) => (union.get(id) ?? []).join("+")).join(".");
}

/** The request for all figures of a bundle, of every period. */
export function figures(bundle: Bundle): UpstreamRequest {
  const { flow } = bundle[0];
  const path = `data/${flow.path}/${keyOf(flow, unionOf(bundle))}`;
  const accept = "application/vnd.sdmx.data+csv;version=1.0.0, application/vnd.sdmx.data+json;version=1.0.0;q=0.5";
  return flow.agency === "ESTAT"
    ? { path, query: { format: "SDMX-CSV", compressed: "false" }, accept, handles: [404, 413] }
    : {
        base: "oecd",
        path,
        query: { dimensionAtObservation: "AllDimensions", format: "csvfile" },
        accept,
        handles: [404, 413],
      };
}

/** The dimensions that every row of a bundle's answer must have, the time among them. */
export function dimensionsIn(bundle: Bundle): readonly string[] {
  return [...bundle[0].flow.order, "time_period"];
}

/**
 * The cells of the rows that a bundle asked for; what came along in the cross product is left. Throws BAD_SHAPE for a row that lacks a
 * dimension, for two figures of one thing, and for another power of ten than the indicator's own.
 */
export function cellsOf(bundle: Bundle, rows: readonly SdmxRow[]): readonly Cell[] {
  const { flow } = bundle[0];
  const others = flow.order.filter((id) => id !== flow.area);
  const gss = new Map([...placesOf(flow)].map(([code, place]) => [place, code]));
  const keys = new Map(bundle.flatMap((asking) => keysOf(asking, others)));
  const asked = new Set(bundle.flatMap(({ indicator, places }) => places.map((place) => `${indicator} ${place}`)));
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const { dimensions, attributes } = row;
    for (const id of dimensionsIn(bundle)) if (dimensions[id] === undefined) throw unexpected(`a figure has no ${id}`);
    const place = dimensions[flow.area] ?? "";
    const series = keys.get(others.map((id) => dimensions[id]).join("."));
    const area = gss.get(place);
    if (series === undefined || area === undefined || !asked.has(`${series.indicator} ${place}`)) continue;
    const power = attributes.unit_mult ?? attributes.powercode ?? "";
    if (series.power !== undefined && power !== "" && power !== series.power)
      throw unexpected("a figure is in another power of ten");
    const period = sdmxPeriod(dimensions.time_period ?? "");
    const key = [series.indicator, area, period, JSON.stringify(series.breakdown)].join(" ");
    if (cells.has(key)) throw unexpected("it has two figures for one period");
    cells.set(key, {
      indicator: series.indicator,
      area,
      period,
      ...(Object.keys(series.breakdown).length === 0 ? {} : { breakdown: series.breakdown }),
      ...sdmxFigure(row),
    });
  }
  return [...cells.values()];
}

interface Keyed {
  readonly indicator: string;
  readonly breakdown: Readonly<Record<string, string>>;
  readonly power: string | undefined;
}

/** Every series that an asking wants, by its key without the place. */
function keysOf({ indicator, facts, codes }: Asking, others: readonly string[]): readonly (readonly [string, Keyed])[] {
  let keys: readonly (readonly [parts: readonly string[], breakdown: Readonly<Record<string, string>>])[] = [[[], {}]];
  for (const id of others) {
    const by = facts.by.find((each) => each.id === id);
    keys = keys.flatMap(([parts, breakdown]) =>
      (codes.get(id) ?? []).map((code) => {
        const member = Object.entries(by?.members ?? {}).find(([, theirs]) => theirs === code)?.[0];
        return [
          [...parts, code],
          by === undefined || member === undefined ? breakdown : { ...breakdown, [by.dimension]: member },
        ] as const;
      }),
    );
  }
  return keys.map(([parts, breakdown]) => [parts.join("."), { indicator, breakdown, power: facts.power }]);
}
