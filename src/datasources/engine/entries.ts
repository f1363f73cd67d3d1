import { createHash } from "node:crypto";
import { grouped, periodKey } from "../core/packing";
import type { AreaRef, Cell, NationalSource, PeriodWanted, Want } from "../core/source";
import { knownPeriod } from "./known-periods";

/** One kept answer's question: one indicator and area, one choice of breakdowns, one choice of periods. */
export interface Question {
  /** Names the question in every cache. */
  readonly key: string;
  /** The same without the periods. */
  readonly series: string;
  readonly want: Want;
  readonly area: AreaRef;
  /** The periods of this question: one of the want's, where it names periods by id; all where the source brings all. */
  readonly period: PeriodWanted;
}

/** Every period. */
export const WHOLE: PeriodWanted = {};
/** Keys fit a column of 255 characters. */
const LONGEST_KEY = 200;

/**
 * The questions that answer a want for one area. A want that names periods by id becomes one question a period, so that another mix of
 * periods finds them again.
 */
export function questionsOf(source: NationalSource, want: Want, area: AreaRef): readonly Question[] {
  const breakdown = source.brings?.everyBreakdown === true ? "*" : breakdownKey(want);
  const series = `${source.id}|${source.revision}|${want.indicator.upstreamId}|${area.code}|${breakdown}`;
  return periodsOf(source, want.period).map((period) => ({ key: keyOf(series, period), series, want, area, period }));
}

/** The key of a series' answer for some periods. */
export function keyOf(series: string, period: PeriodWanted): string {
  return shortKey(`${series}|${periodKey(period)}`);
}

/** A key as it is, or its start and a hash of it where it is too long for a store. */
export function shortKey(key: string): string {
  if (key.length <= LONGEST_KEY) return key;
  return `${key.split("|", 2).join("|")}|#${createHash("sha256").update(key).digest("base64url")}`;
}

/** Wants that ask exactly these questions, as few as they can be said in. */
export function wantsFor(questions: readonly Question[]): readonly Want[] {
  const series = grouped(questions, ({ series, period }) => `${series}|${"ids" in period ? "ids" : periodKey(period)}`);
  const joined = [...series.values()].map((like) => {
    const { want, area, period } = like[0] as Question;
    const ids = like.flatMap((question) => ("ids" in question.period ? question.period.ids : []));
    return { want, area, period: "ids" in period ? { ids: [...new Set(ids)].sort() } : period };
  });
  const alike = grouped(joined, ({ want, period }) =>
    [want.indicator.upstreamId, breakdownKey(want), periodKey(period)].join("|"),
  );
  return [...alike.values()].map((some) => {
    const { want, period } = some[0] as (typeof joined)[number];
    const { indicator, breakdown } = want;
    return { indicator, breakdown, period, areas: some.map(({ area }) => area) };
  });
}

/** Whether what was kept for some periods holds all that was published for others, provably. */
export function covers(kept: PeriodWanted, asked: PeriodWanted): boolean {
  if ("latest" in kept) return "latest" in asked && asked.latest <= kept.latest;
  if ("ids" in kept) return "ids" in asked && asked.ids.every((id) => kept.ids.includes(id));
  if (kept.from === undefined && kept.to === undefined) return true;
  if ("latest" in asked) return false;
  if ("ids" in asked) return asked.ids.every((id) => within(id, kept));
  return reaches(kept.from, asked.from, false) && reaches(kept.to, asked.to, true);
}

/** The cells of those periods: by id, by the day that they start on, or the newest of each breakdown. */
export function narrow(cells: readonly Cell[], period: PeriodWanted): readonly Cell[] {
  if ("ids" in period) {
    const ids = new Set(period.ids.map((id) => knownPeriod(id)?.id ?? id));
    return cells.filter((cell) => ids.has(cell.period));
  }
  if (!("latest" in period)) {
    return period.from === undefined && period.to === undefined
      ? cells
      : cells.filter((cell) => within(cell.period, period));
  }
  if (cells.length <= 1) return period.latest > 0 ? cells : [];
  return [...grouped(cells, breakdownOf).values()].flatMap((series) => {
    const ends = new Map(series.map((cell) => [cell.period, knownPeriod(cell.period)?.end ?? ""]));
    const newest = [...ends].sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0)).slice(0, period.latest);
    const chosen = new Set(newest.map(([id]) => id));
    return series.filter((cell) => chosen.has(cell.period));
  });
}

/** One text for equal breakdowns of cells. */
export function breakdownOf({ breakdown }: Cell): string {
  return breakdown === undefined ? "{}" : JSON.stringify(Object.entries(breakdown).sort());
}

/**
 * The cells that answer a question, of all that came for its indicator and area. Dimensions that the want does not name stand for their
 * total, where they have one.
 */
export function cellsFor(source: NationalSource, { want, period }: Question, cells: readonly Cell[]): readonly Cell[] {
  const fitting = source.brings?.everyBreakdown === true ? cells : cells.filter((cell) => fits(want, cell));
  return narrow(fitting, period);
}

function fits({ indicator, breakdown }: Want, cell: Cell): boolean {
  return Object.entries(cell.breakdown ?? {}).every(([dimension, member]) => {
    const filter = breakdown.find((each) => each.dimension === dimension);
    if (filter !== undefined) return filter.members.length === 0 || filter.members.includes(member);
    const members = indicator.dimensions?.find((each) => each.code === dimension)?.members ?? [];
    return !members.some((each) => each.isTotal) || members.some((each) => each.isTotal && each.code === member);
  });
}

function periodsOf(source: NationalSource, period: PeriodWanted): readonly PeriodWanted[] {
  if (source.brings?.everyPeriod === true) return [WHOLE];
  if (!("ids" in period)) return [period];
  return [...new Set(period.ids.map((id) => knownPeriod(id)?.id ?? id))].map((id) => ({ ids: [id] }));
}

function breakdownKey({ breakdown }: Want): string {
  return breakdown
    .map(({ dimension, members }) => `${dimension}=${[...members].sort().map(encodeURIComponent).join(",")}`)
    .sort()
    .join(";");
}

function within(id: string, { from, to }: { readonly from?: string; readonly to?: string }): boolean {
  const start = knownPeriod(id)?.start;
  if (start === undefined) return false;
  return (from === undefined || start >= from) && (to === undefined || start <= to);
}

function reaches(kept: string | undefined, asked: string | undefined, upwards: boolean): boolean {
  if (kept === undefined) return true;
  if (asked === undefined) return false;
  return upwards ? asked <= kept : asked >= kept;
}
