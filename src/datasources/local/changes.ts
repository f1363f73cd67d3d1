import type { ComparePeriod } from "../../schema/values/enums";
import { packStatuses } from "../../schema/values/marks";
import { equivalentLastYear } from "../../schema/values/period";
import { changeBetween } from "../../statistics/change";
import { choosePeriods } from "../core/period-choice";
import type { PeriodSelection } from "../core/ports";
import type * as r from "../core/records";
import type { ChangeRecord } from "../core/statistics-ports";

type ReadSeries = (
  observation: r.ObservationRecord,
  from: ComparePeriod,
  period: PeriodSelection | undefined,
) => Promise<readonly r.ObservationRecord[]>;

/** How figures moved within their own series (same indicator, area and breakdown). */
export class Changes {
  readonly #series: ReadSeries;

  /** `series` gives the figures of an observation's series that a change from `from` (and the period specified) may look at, in time order. */
  constructor(series: ReadSeries) {
    this.#series = series;
  }

  /** The change of an observation from another of its series; undefined where there is no such other. */
  async of(
    observation: r.ObservationRecord,
    from: ComparePeriod,
    period: PeriodSelection | undefined,
  ): Promise<ChangeRecord | undefined> {
    const series = await this.#series(observation, from, period);
    const base = baseOf(observation, series, from, period);
    if (base === undefined) return undefined;
    return changeFrom(base, observation, series);
  }

  /** The difference of each observation from the period before it; null where there is none or the two may not be compared. */
  async differences(
    observations: readonly r.ObservationRecord[],
  ): Promise<ReadonlyMap<r.ObservationRecord, number | null>> {
    const changes = await Promise.all(observations.map((observation) => this.of(observation, "PREVIOUS", undefined)));
    return new Map(observations.map((observation, place) => [observation, changes[place]?.difference ?? null]));
  }
}

/** The change from one figure to another of its series; `series` is the figures that lie between them, and may be more. */
export function changeFrom(
  base: r.ObservationRecord,
  observation: r.ObservationRecord,
  series: readonly r.ObservationRecord[],
): ChangeRecord {
  const { polarity, valueType } = observation.indicator;
  const [to, from] = [onBoundaries(observation), onBoundaries(base)];
  const between = { broken: breaksBetween(series, base, observation), boundaryChanged: true };
  return { from: base, ...changeBetween(to, from, polarity, between, valueType) };
}

/** A figure with the date of its boundaries, where the hub put it on any: two that differ are of different ground. */
function onBoundaries(observation: r.ObservationRecord) {
  const { value, lowerCI95, upperCI95, statusMask, period, derived, indicator } = observation;
  const boundariesAt = derived?.boundariesAt;
  const point = { value, lowerCI95, upperCI95, statusMask, period, unit: indicator.unit.code };
  return boundariesAt === undefined ? point : { ...point, boundariesAt };
}

const BREAK = packStatuses(["BREAK_IN_SERIES"]);

/** Whether the publisher marks a break after the one figure, up to the other. */
function breaksBetween(
  series: readonly r.ObservationRecord[],
  from: r.ObservationRecord,
  to: r.ObservationRecord,
): boolean {
  const [first, last] = [from.period.start, to.period.start].toSorted() as [string, string];
  return series.some(
    ({ period, statusMask }) => period.start > first && period.start <= last && (statusMask & BREAK) !== 0,
  );
}

function baseOf(
  observation: r.ObservationRecord,
  series: readonly r.ObservationRecord[],
  from: ComparePeriod,
  period: PeriodSelection | undefined,
): r.ObservationRecord | undefined {
  const others = series.filter((other) => other.period.id !== observation.period.id);
  switch (from) {
    case "PREVIOUS":
      return others.findLast((other) => other.period.start < observation.period.start);
    case "SAME_PERIOD_LAST_YEAR": {
      const wanted = equivalentLastYear(observation.period)?.id;
      return others.find((other) => other.period.id === wanted);
    }
    case "FIRST":
      return others[0];
    case "SPECIFIED": {
      const place = choosePeriods(
        others.map((other) => other.period),
        period ?? {},
      ).at(-1);
      return place === undefined ? undefined : others[place];
    }
  }
}
