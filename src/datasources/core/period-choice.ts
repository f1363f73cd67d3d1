import { CallerError } from "../../schema/values/caller-error";
import { type PeriodValue, readIsoPeriod } from "../../schema/values/period";
import { readDate } from "../../schema/values/period-dates";
import { alignPeriod } from "../../statistics/align";
import type { PeriodSelection } from "./ports";
import type { PeriodRecord } from "./records";

type Span = Pick<PeriodRecord, "id" | "type" | "start" | "end"> & { readonly label?: string };

/**
 * Refuses selections that can have no answer. Throws CallerError that names the field of `period`. Of `ids`, `on`, `from`/`to`
 * one way of choosing may be used; `latest` may narrow `from`/`to` and `ids`; `type` narrows them all.
 */
export function checkPeriods(selection: PeriodSelection): void {
  const { latest, on, from, to, ids } = selection;
  const refuse = (field: string, said: string, expected: string): never => {
    throw new CallerError(`\`period.${field}\` is ${said}.`, `period.${field}`, expected);
  };
  if (latest !== undefined && (!Number.isInteger(latest) || latest < 1)) {
    refuse("latest", String(latest), "a whole number from 1, such as 5 for the newest five periods");
  }
  for (const [field, date] of Object.entries({ on, from, to })) {
    if (date !== undefined && readDate(date) === undefined) {
      refuse(field, JSON.stringify(date), "a date of the calendar, such as 2024-06-30");
    }
  }
  for (const id of ids ?? []) {
    const expected = "an ISO 8601 interval such as 2024-04-01/P1Y, or a plain date for a figure of one day";
    if (readIsoPeriod(id) === undefined) refuse("ids", JSON.stringify(id), expected);
  }
  if (from !== undefined && to !== undefined && from > to)
    refuse("to", `${to}, before \`from\``, `a date on or after ${from}`);
  const ways = [ids !== undefined, on !== undefined, from !== undefined || to !== undefined].filter(Boolean).length;
  if (ways > 1) refuse("on", "beside `from`, `to` or `ids`", "one way of choosing: `on`, or `from` and `to`, or `ids`");
  if (on !== undefined && latest !== undefined)
    refuse("latest", "beside `on`", "`latest` alone, or with `from` and `to`");
}

/**
 * Which periods of one series are asked for: their places in `series`, ascending. `series` is in time order (end, then start).
 * - nothing: the newest one; `latest`: the newest n, of those that the other fields leave
 * - `on`: the period that contains the day; of several the shortest, of equally long ones that which ends last
 * - `from`, `to`: the periods that start in between, both days included
 * - `ids`: exactly these, and those whose label is one of `labels`; `type`: only periods of this type
 * - `aligned`: the period that stands for the one that `ids` names, by the rules of `alignPeriod`
 * - `nearest`, where `on` or `from`/`to` find nothing: EARLIEST answers a time before the series with its first period, LATEST a
 *   time after it with its last, ANY every time with the period nearest to it in days, the earlier of two equally near
 */
export function choosePeriods(series: readonly Span[], selection: PeriodSelection): readonly number[] {
  const { type, ids, labels = [], on, from, to } = selection;
  const places: number[] = [];
  series.forEach((period, place) => {
    if (type === undefined || period.type === type) places.push(place);
  });
  if (selection.aligned === true) {
    const standing = standingFor(
      places.map((place) => ({ ...at(series, place), place })),
      selection,
    );
    return standing === undefined ? [] : [standing];
  }
  if (ids !== undefined)
    return newest(
      places.filter((place) => isNamed(at(series, place), ids, labels)),
      selection.latest,
    );
  if (on !== undefined) {
    const best = containing(series, places, on) ?? nearest(series, places, on, on, selection);
    return best === undefined ? [] : [best];
  }
  if (from !== undefined || to !== undefined) {
    const starting = places.filter((place) => {
      const { start } = at(series, place);
      return (from === undefined || start >= from) && (to === undefined || start <= to);
    });
    if (starting.length > 0) return newest(starting, selection.latest);
    const best = nearest(series, places, from ?? to ?? "", to ?? from ?? "", selection);
    return best === undefined ? [] : [best];
  }
  return newest(places, selection.latest ?? 1);
}

/** The place of the period that stands for the one asked for. */
function standingFor(series: readonly (Span & { readonly place: number })[], selection: PeriodSelection) {
  const wanted = alignedTo(selection);
  const spans = series.map(({ label = "", ...span }) => ({ ...span, label }));
  return wanted === undefined ? undefined : (alignPeriod(spans, wanted, selection.nearest).period?.place ?? undefined);
}

/** The period that others are to stand for; undefined where none is. */
export function alignedTo({ aligned, ids }: PeriodSelection): PeriodValue | undefined {
  return aligned === true ? readIsoPeriod(ids?.[0] ?? "") : undefined;
}

function isNamed({ id, label }: Span, ids: readonly string[], labels: readonly string[]): boolean {
  return ids.includes(id) || (label !== undefined && labels.includes(label));
}

function at(series: readonly Span[], place: number): Span {
  return series[place] as Span; // places are made from the series itself
}

function newest(places: readonly number[], count: number | undefined): readonly number[] {
  return count === undefined ? places : places.slice(-count);
}

function containing(series: readonly Span[], places: readonly number[], on: string): number | undefined {
  let best: number | undefined;
  for (const place of places) {
    const period = at(series, place);
    if (period.start > on || on > period.end) continue;
    if (best === undefined || isBetter(period, at(series, best))) best = place;
  }
  return best;
}

function isBetter(a: Span, b: Span): boolean {
  const difference = days(a.start, a.end) - days(b.start, b.end);
  return difference < 0 || (difference === 0 && a.end > b.end);
}

function nearest(
  series: readonly Span[],
  places: readonly number[],
  from: string,
  to: string,
  { nearest: how }: PeriodSelection,
) {
  const first = places[0];
  const last = places.at(-1);
  if (first === undefined || last === undefined || how === undefined || how === "NONE") return undefined;
  const begins = places.map((place) => at(series, place).start).toSorted()[0] ?? "";
  if (how === "EARLIEST") return to < begins ? first : undefined;
  if (how === "LATEST") return from > at(series, last).end ? last : undefined;
  let best = first;
  for (const place of places) if (away(at(series, place), from, to) < away(at(series, best), from, to)) best = place;
  return best;
}

/** Days between a period and a stretch of time; 0 where they meet. */
function away(period: Span, from: string, to: string): number {
  if (to < period.start) return days(to, period.start);
  return from > period.end ? days(period.end, from) : 0;
}

function days(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
