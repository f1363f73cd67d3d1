import { readIsoPeriod } from "../../../schema/values/period";
import { grouped } from "../../core/packing";
import { fetchOne, lookup, type Plan, type UpstreamRequest } from "../../core/plan";
import type { PeriodWanted, Want } from "../../core/source";
import { factsOf, measuresOf, type NomisFacts, periodOf, totalOf } from "./facts";
import { nameOf, readCodes } from "./geography";
import { COLUMNS } from "./rows";

const HOUR = 3_600_000;
/** Rows of one answer for guests; 100,000 with a key (Nomis's help pages, seen 2026-08). Longer answers are cut without a word. */
export const ROWS = 25_000;
/** Characters of a query beyond which it goes as a POST: links of 9,000 are known to work, proxies on the way stop at 2,000. */
const LONG = 1_800;

/** One want with its areas and members in Nomis's codes. */
export interface Part {
  readonly want: Want;
  readonly facts: NomisFacts;
  /** Nomis's ids by GSS code. */
  readonly areas: ReadonlyMap<string, number>;
  /** Codes by concept: what pins the indicator down, and the members of its dimensions. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
  readonly dates: Dates;
}

/** The newest n dates of the data set, or a list of dates by code. */
export type Dates = { readonly latest: number } | { readonly list: readonly string[] };

/** One query of one data set: all areas by all dates by all codes by all measures. */
export interface Ask {
  readonly dataset: string;
  readonly parts: readonly Part[];
  readonly areas: ReadonlyMap<string, number>;
  readonly codes: ReadonlyMap<string, readonly string[]>;
  readonly measures: readonly string[];
  readonly dates: Dates;
}

/**
 * Codes by concept for one want. A dimension that the want does not name stands for its total, or for all its members where it has
 * none. Undefined where the want names a dimension or only members that the indicator does not have.
 */
export function codesOf(want: Want): ReadonlyMap<string, readonly string[]> | undefined {
  const facts = factsOf(want.indicator);
  const codes = new Map<string, readonly string[]>(
    Object.entries(facts.fixed).map(([concept, code]) => [concept, [code]]),
  );
  const dimensions = want.indicator.dimensions ?? [];
  if (want.breakdown.some((filter) => !dimensions.some((dimension) => dimension.code === filter.dimension))) return;
  for (const dimension of dimensions) {
    const nomis = facts.dimensions[dimension.code];
    if (nomis === undefined)
      throw new Error(`Dimension ${dimension.code} of ${want.indicator.upstreamId} has no concept.`);
    const all = dimension.members.map((member) => member.code);
    const named = want.breakdown.filter((filter) => filter.dimension === dimension.code);
    const total = totalOf(dimension);
    const unnamed = total === undefined ? all : [total];
    const members =
      named.length === 0 ? unnamed : all.filter((member) => named.every((f) => admits(f.members, member)));
    if (members.length === 0) return;
    codes.set(
      nomis.concept,
      members.map((member) => nomis.codes?.[member] ?? member),
    );
  }
  return codes;
}

function admits(members: readonly string[], member: string): boolean {
  return members.length === 0 || members.includes(member);
}

/** The dates of a want, in the data set's codes; an empty list where it has none of them. Looks the codes up where it must. */
export function* datesOf(facts: NomisFacts, want: Want): Plan<Dates> {
  if ("latest" in want.period) return { latest: want.period.latest };
  const { dataset } = facts;
  const known = yield* lookup(`dates:${dataset}`, 6 * HOUR, function* () {
    const path = `dataset/${dataset}/time.def.sdmx.json`;
    const codes = readCodes(yield* fetchOne({ path, accept: "application/json", maxBytes: 16_000_000 }));
    return codes.map((code) => ({ code: String(code.value), name: nameOf(code) }));
  });
  return { list: chosen(known, want.period, facts, want.indicator.periodType) };
}

function chosen(
  known: readonly { readonly code: string; readonly name: string }[],
  period: Exclude<PeriodWanted, { latest: number }>,
  facts: NomisFacts,
  hint: Want["indicator"]["periodType"],
): readonly string[] {
  return known
    .filter(({ code, name }) => {
      const id = periodOf(code, name, facts.day, hint);
      if (id === undefined) return false;
      if ("ids" in period) return period.ids.includes(id);
      const start = readIsoPeriod(id)?.start ?? "";
      return (period.from === undefined || start >= period.from) && (period.to === undefined || start <= period.to);
    })
    .map(({ code }) => code);
}

/**
 * Queries that answer these parts of one data set, as few as there can be: everything of one data set in one query where that takes no
 * more pages than asking for each dense block (equal areas, equal dates) by itself. Between equal numbers the fewer rows win.
 */
export function asksFor(parts: readonly Part[]): readonly Ask[] {
  const kinds = grouped(parts, (part) => "latest" in part.dates);
  return [...kinds.values()].flatMap((some) => {
    const apart = [...grouped(some, blockKey).values()].map(merged);
    const together = [merged(some)];
    const cost = (asks: readonly Ask[]) => sum(asks.map((ask) => Math.ceil(rowsOf(ask) / ROWS)));
    const rows = (asks: readonly Ask[]) => sum(asks.map(rowsOf));
    const difference = cost(together) - cost(apart);
    return difference < 0 || (difference === 0 && rows(together) <= rows(apart)) ? together : apart;
  });
}

function blockKey({ areas, dates, codes }: Part): string {
  const fanned = [...codes].filter(([, some]) => some.length > 1).flatMap(([concept, some]) => [concept, ...some]);
  return JSON.stringify([[...areas.keys()].sort(), dates, fanned]);
}

function merged(parts: readonly Part[]): Ask {
  const codes = new Map<string, readonly string[]>();
  for (const part of parts) {
    for (const [concept, some] of part.codes)
      codes.set(concept, [...new Set([...(codes.get(concept) ?? []), ...some])]);
  }
  return {
    dataset: parts[0]?.facts.dataset ?? "",
    parts,
    areas: new Map(parts.flatMap((part) => [...part.areas])),
    codes,
    measures: [...new Set(parts.flatMap((part) => measuresOf(part.facts)))],
    dates: parts.map((part) => part.dates).reduce(both),
  };
}

function both(a: Dates, b: Dates): Dates {
  if ("latest" in a) return "latest" in b ? { latest: Math.max(a.latest, b.latest) } : b;
  return "latest" in b ? a : { list: [...new Set([...a.list, ...b.list])] };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Rows of the whole answer at most. */
export function rowsOf({ areas, codes, measures, dates }: Ask): number {
  const combinations = [...codes.values()].reduce((product, some) => product * some.length, 1);
  return areas.size * combinations * measures.length * ("latest" in dates ? dates.latest : dates.list.length);
}

/** The request for one page of a query, from row `offset` on: a GET, or a POST of the same parameters where it would be long. */
export function requestFor({ dataset, areas, codes, measures, dates }: Ask, offset = 0): UpstreamRequest {
  const parameters: Record<string, string> = {
    geography: ranges([...areas.values()]),
    ...datesParameter(dates),
    ...Object.fromEntries([...codes].map(([concept, some]) => [concept, some.join(",")])),
    measures: measures.join(","),
    select: [...COLUMNS, ...codes.keys()].map((column) => column.toLowerCase()).join(","),
    ...(offset === 0 ? {} : { RecordOffset: String(offset) }),
  };
  const base = { path: `dataset/${dataset}.data.csv`, accept: "text/csv" };
  const length = sum(Object.entries(parameters).map(([name, value]) => name.length + value.length + 2));
  return length > LONG ? { ...base, method: "POST", form: parameters } : { ...base, query: parameters };
}

/** `time` with a comma is an inclusive range; `date` with commas is a list. */
function datesParameter(dates: Dates): Readonly<Record<string, string>> {
  if ("list" in dates) return { date: dates.list.join(",") };
  return { time: dates.latest === 1 ? "latest" : `latestMINUS${dates.latest - 1},latest` };
}

/** Ids as Nomis takes them: `3...7,9`. Ids of one type of geography lie close together, so that a whole type is a few ranges. */
export function ranges(ids: readonly number[]): string {
  const parts: { from: number; to: number }[] = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last !== undefined && last.to === id - 1) last.to = id;
    else parts.push({ from: id, to: id });
  }
  return parts.map(({ from, to }) => (from === to ? String(from) : `${from}...${to}`)).join(",");
}
