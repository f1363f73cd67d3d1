import type { PeriodValue } from "../schema/values/period";
import { readDate } from "../schema/values/period-dates";

type Span = Pick<PeriodValue, "start" | "end" | "label">;

export interface PerHead {
  /** Count ÷ population × `per`; null where it cannot be said. */
  readonly value: number | null;
  /** The denominator: the population, or for several years the sum of their populations (person-years). */
  readonly denominator: number | null;
  /** The years whose mid-year estimates (30 June) were used. */
  readonly years: readonly number[];
  /** Which populations were used and why, or why there is no value. */
  readonly why: string;
}

/**
 * A count as a rate per `per` people with the mid-year populations whose day, 30 June, lies in the count's period: mid-2024 for 2024 and
 * for 2024/25, mid-2025 for the academic year 2024/25. A count over several years is divided by the sum of their populations, so that
 * the rate is one for a year. For a period without a 30 June (a quarter, a month, a day) it is the 30 June nearest to its middle, and the
 * rate is of that period, not of a year. A year that `populations` lacks is never replaced by another: the answer is then null.
 */
export function perHead(
  count: number | null,
  period: Span,
  populations: ReadonlyMap<number, number>,
  per: number,
): PerHead {
  const years = midYearsOf(period);
  const nothing = { value: null, denominator: null, years };
  if (count === null) return { ...nothing, why: "The count has no value." };
  if (!(per > 0 && Number.isFinite(per)))
    return { ...nothing, why: "The number of people to divide by is not above 0." };
  let denominator = 0;
  for (const year of years) {
    const population = populations.get(year);
    if (population === undefined || !(population > 0))
      return { ...nothing, why: `There is no mid-${year} population, which ${period.label} needs.` };
    denominator += population;
  }
  const which = years.map((year) => `mid-${year}`).join(" + ");
  return {
    value: (count / denominator) * per,
    denominator,
    years,
    why: `Per ${per === 1 ? "person" : `${per} people`} with the population of ${which}.`,
  };
}

/** The years whose 30 June lies in a period, or the one whose 30 June is nearest to its middle. */
export function midYearsOf({ start, end }: Pick<Span, "start" | "end">): readonly number[] {
  const first = Number(start.slice(0, 4));
  const last = Number(end.slice(0, 4));
  const inside: number[] = [];
  for (let year = first; year <= last; year++) {
    const day = `${year}-06-30`;
    if (start <= day && day <= end) inside.push(year);
  }
  if (inside.length > 0) return inside;
  const middle = (time(start) + time(end)) / 2;
  const near = [first - 1, first, first + 1].toSorted(
    (a, b) => Math.abs(time(`${a}-06-30`) - middle) - Math.abs(time(`${b}-06-30`) - middle),
  );
  return near.slice(0, 1);
}

function time(date: string): number {
  const read = readDate(date);
  return read === undefined ? Number.NaN : Date.UTC(read.year, read.month - 1, read.day);
}
