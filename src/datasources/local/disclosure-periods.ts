import type * as r from "../core/records";

/** A stretch of time that no published period cuts: a period of its own where one is published. */
interface Stretch {
  readonly start: string;
  readonly end: string;
  readonly published?: number;
}

/** How the periods of one series overlap, by place in its list. */
export interface Overlaps {
  readonly stretches: readonly Stretch[];
  /** A period that is made of stretches. */
  readonly sums: readonly { readonly period: number; readonly stretches: readonly number[] }[];
  /** A period, and one that starts or ends with it: what is left is what neither publishes. `stretch` where that is one stretch. */
  readonly differences: readonly {
    readonly longer: number;
    readonly shorter: number;
    readonly stretch: number | undefined;
  }[];
}

const DAY = 86_400_000;

/**
 * What follows from periods that overlap: a year of its quarters, three years of two and one, rolling periods of the years between them,
 * published or not. Undefined where none overlaps another.
 */
export function overlapsOf(periods: readonly r.PeriodRecord[]): Overlaps | undefined {
  const ordered = [...periods.keys()].sort((a, b) => ((periods[a]?.start ?? "") < (periods[b]?.start ?? "") ? -1 : 1));
  let reach = "";
  let overlap = false;
  for (const at of ordered) {
    const { start, end } = periods[at] as r.PeriodRecord;
    if (start <= reach) overlap = true;
    if (end > reach) reach = end;
  }
  if (!overlap) return undefined;
  const cuts = [...new Set(periods.flatMap(({ start, end }) => [start, dayAfter(end)]))].sort();
  const byStart = new Map(cuts.map((cut, at) => [cut, at]));
  const own = new Map(periods.map(({ start, end }, at) => [`${start} ${dayAfter(end)}`, at]));
  const stretches = cuts.slice(0, -1).map((start, at): Stretch => {
    const end = cuts[at + 1] ?? start;
    const published = own.get(`${start} ${end}`);
    return { start, end, ...(published === undefined ? {} : { published }) };
  });
  const range = (from: string, to: string) => {
    const [first, last] = [byStart.get(from) ?? 0, byStart.get(to) ?? 0];
    return Array.from({ length: last - first }, (_, at) => first + at);
  };
  const sums = periods.flatMap(({ start, end }, period) => {
    const inside = range(start, dayAfter(end));
    return inside.length > 1 ? [{ period, stretches: inside }] : [];
  });
  const differences = sums.flatMap(({ period: longer }) =>
    periods.flatMap((short, shorter) => {
      const { start, end } = periods[longer] as r.PeriodRecord;
      if (shorter === longer || short.start < start || short.end > end) return [];
      if (short.start !== start && short.end !== end) return [];
      const left = short.start === start ? [dayAfter(short.end), dayAfter(end)] : [start, short.start];
      const [from = "", to = ""] = left;
      if (own.has(`${from} ${to}`)) return [];
      const inside = range(from, to);
      return [{ longer, shorter, stretch: inside.length === 1 ? inside[0] : undefined }];
    }),
  );
  return { stretches, sums, differences };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);
}
