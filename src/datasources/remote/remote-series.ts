import { readIsoPeriod } from "../../schema/values/period";
import { AbsentObservation, whyAbsent } from "../core/absence";
import { chooseBreakdowns } from "../core/breakdown-choice";
import type { SeriesAnswer } from "../core/engine";
import { choosePeriods } from "../core/period-choice";
import type { BreakdownFilter, Catalogue, PeriodSelection, ValueOptions } from "../core/ports";
import type * as r from "../core/records";
import { type AskedSeries, breakdownOf, periodOf, RemoteObservation } from "./remote-observation";

/** What came for one code of an area's ground. */
export interface CodeAnswer {
  readonly code: r.AreaRecord;
  readonly answer: SeriesAnswer;
}

interface Choice {
  readonly period: PeriodSelection;
  readonly breakdown: readonly BreakdownFilter[];
  readonly options?: ValueOptions;
}

/**
 * The observations that answer for one indicator and area: those chosen of what came, by breakdown and time, or one explained absence.
 * `answers` holds the area's own code first, then the other codes of its ground; a nearer code's figure stands before a farther one's.
 */
export function remoteSeries(
  catalogue: Catalogue,
  asked: AskedSeries,
  given: readonly CodeAnswer[],
  choice: Choice,
): readonly r.ObservationRecord[] {
  const answers = choice.options?.allowStale === false ? given.map(withoutStale) : given;
  const found = figuresOf(catalogue, asked, answers);
  const [only] = found;
  if (only !== undefined && found.length === 1 && choice.breakdown.length === 0) {
    const chosen = choosePeriods([only.period], choice.period).length > 0;
    return chosen ? found : [absence(catalogue, asked, answers, choice, true)];
  }
  const inUse = [...new Set(found.map((figure) => figure.breakdownOf))].sort(byCode);
  const records: r.ObservationRecord[] = [];
  for (const breakdown of chooseBreakdowns(inUse, choice.breakdown)) {
    const series = found.filter((figure) => figure.breakdownOf === breakdown).sort(inTime);
    const places = choosePeriods(
      series.map((figure) => figure.period),
      choice.period,
    );
    for (const place of places) records.push(series[place] as r.ObservationRecord);
  }
  return records.length > 0 ? records : [absence(catalogue, asked, answers, choice, found.length > 0)];
}

/** A copy past its time counts as nothing: what is left is why there is no other. */
function withoutStale(given: CodeAnswer): CodeAnswer {
  const { servedFrom, fault } = given.answer;
  if (servedFrom !== "STALE") return given;
  return { code: given.code, answer: { cells: [], ...(fault === undefined ? {} : { fault }) } };
}

function figuresOf(catalogue: Catalogue, asked: AskedSeries, answers: readonly CodeAnswer[]): RemoteObservation[] {
  const figures = new Map<string, RemoteObservation>();
  for (const { code, answer } of answers) {
    const publishedFor = code === asked.area ? undefined : code;
    const { fetchedAt, servedFrom, requestUrl } = answer;
    const fetched =
      fetchedAt === undefined || servedFrom === undefined
        ? undefined
        : { at: fetchedAt, servedFrom, ...(requestUrl === undefined ? {} : { requestUrl }) };
    for (const cell of answer.cells) {
      const period = periodOf(catalogue, cell.period, asked.indicator.periodType);
      const breakdown = breakdownOf(asked.indicator, cell);
      const key = `${period.id}|${breakdown.code}`;
      if (!figures.has(key)) {
        figures.set(key, new RemoteObservation(asked, cell, period, breakdown, { publishedFor, fetched }));
      }
    }
  }
  return [...figures.values()];
}

function absence(
  catalogue: Catalogue,
  asked: AskedSeries,
  answers: readonly CodeAnswer[],
  choice: Choice,
  somethingCame: boolean,
): r.ObservationRecord {
  const today = choice.options?.asOf?.slice(0, 10) ?? catalogue.today();
  const period = absentPeriod(catalogue, asked.indicator, choice.period, today);
  const none = { id: 0, code: "", members: [] };
  const fault = answers.find(({ answer }) => answer.fault !== undefined)?.answer.fault;
  if (fault !== undefined && !somethingCame) {
    const unavailable = { missing: "SOURCE_UNAVAILABLE" as const, note: fault.message };
    return new AbsentObservation(asked, period, none, unavailable);
  }
  const { ids, on, from, to } = choice.period;
  const anyTime = (ids ?? on ?? from ?? to) === undefined;
  const reason = whyAbsent(asked, period);
  // Where no time was asked for, the period of the blank is only a place to put it: the words must not speak of it.
  const why =
    anyTime && reason.missing === "NOT_AVAILABLE"
      ? { missing: reason.missing, note: `The publisher gives no figure for ${asked.area.name}.` }
      : reason;
  if (why.missing !== "NOT_AVAILABLE" || choice.breakdown.length === 0 || somethingCame)
    return new AbsentObservation(asked, period, none, why);
  const dimensions = choice.breakdown.map((filter) => filter.dimension).join(", ");
  const note = `The publisher gives no figure broken down as asked (${dimensions}) for this area and period.`;
  return new AbsentObservation(asked, period, none, { missing: "NOT_AVAILABLE", note });
}

/** The indicator's newest known period that fits the request; where none does, the time that was asked for. */
function absentPeriod(
  catalogue: Catalogue,
  indicator: r.IndicatorRecord,
  selection: PeriodSelection,
  today: string,
): r.PeriodRecord {
  const known = indicator.coverage
    .flatMap(({ earliest, latest }) => [earliest ?? [], latest ?? []].flat())
    .sort(inOrder);
  const fitting = choosePeriods(known, selection).at(-1);
  if (fitting !== undefined) return known[fitting] as r.PeriodRecord;
  const { ids, on, from, to } = selection;
  const asked = ids?.[0] ?? on ?? to ?? from ?? today;
  const period = catalogue.periodByIso(asked) ?? readIsoPeriod(asked);
  if (period === undefined) throw new Error("A checked period could not be read.");
  return period;
}

function inOrder(a: r.PeriodRecord, b: r.PeriodRecord): number {
  return a.end < b.end ? -1 : a.end > b.end ? 1 : a.start < b.start ? -1 : a.start > b.start ? 1 : 0;
}

function inTime(a: r.ObservationRecord, b: r.ObservationRecord): number {
  return inOrder(a.period, b.period);
}

function byCode(a: r.BreakdownRecord, b: r.BreakdownRecord): number {
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0;
}
