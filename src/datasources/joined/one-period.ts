import { CallerError } from "../../schema/values/caller-error";
import { AbsentObservation } from "../core/absence";
import type * as r from "../core/records";

/** Figures of one indicator for one period and breakdown, by area. */
export interface OnePeriod {
  readonly period: r.PeriodRecord;
  readonly breakdownOf: r.BreakdownRecord;
  /** Published figures and published blanks of the period, by area code. */
  readonly byArea: ReadonlyMap<string, r.ObservationRecord>;
  /** What answers for areas that have nothing of the period. */
  readonly absent: ReadonlyMap<string, r.ObservationRecord>;
}

/**
 * The newest period of one indicator's figures for which any area has a value; where none has, the newest that was answered.
 * Undefined without figures. Throws CallerError naming `argument` where the figures are of several breakdowns.
 */
export function newestPeriod(observations: readonly r.ObservationRecord[], argument: string): OnePeriod | undefined {
  const published = observations.filter((observation) => !(observation instanceof AbsentObservation));
  const series = new Map(published.map(({ breakdownOf }) => [breakdownOf.code, breakdownOf]));
  if (series.size > 1) {
    const [one, other] = [...series.values()].map(inWords);
    const said = `The indicator has several series for an area, such as ${one ?? ""} and ${other ?? ""}.`;
    throw new CallerError(said, argument, "members of its dimensions that leave one series");
  }
  const valued = published.filter(({ value }) => value !== null);
  const newest = (valued.length > 0 ? valued : observations).reduce<r.ObservationRecord | undefined>(
    (best, each) => (best === undefined || isLater(each.period, best.period) ? each : best),
    undefined,
  );
  if (newest === undefined) return undefined;
  const { period, breakdownOf } = newest;
  const byArea = new Map(
    published.filter((each) => each.period.id === period.id).map((each) => [each.area.code, each] as const),
  );
  const absent = new Map(
    observations.flatMap((each) => (each instanceof AbsentObservation ? [[each.area.code, each] as const] : [])),
  );
  return { period, breakdownOf, byArea, absent };
}

function isLater(a: r.PeriodRecord, b: r.PeriodRecord): boolean {
  return a.end > b.end || (a.end === b.end && a.start > b.start);
}

function inWords({ members }: r.BreakdownRecord): string {
  return members.length === 0 ? "all" : members.map((member) => member.label).join(", ");
}
