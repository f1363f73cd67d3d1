/** Where things stand in a line chart: pure arithmetic, in the units of the drawing. */

/** Round steps for an axis from 0 to at least `highest`: 1, 2, 2.5 or 5 times a power of ten, three to six of them. Highest 0 or less gives [0, 1]. */
export function axisTicks(highest: number): readonly number[] {
  if (!(highest > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(highest / 4));
  const step =
    [1, 2, 2.5, 5, 10].map((times) => times * power).find((candidate) => highest / candidate <= 5) ?? highest;
  const count = Math.ceil(Number((highest / step).toPrecision(12)));
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Runs of neighbouring points that have a place: a gap ends a run, so that no line bridges a missing figure. */
export function unbrokenRuns(places: readonly (Place | undefined)[]): readonly (readonly Place[])[] {
  const runs: Place[][] = [];
  let open: Place[] = [];
  for (const place of [...places, undefined]) {
    if (place !== undefined) {
      open.push(place);
    } else if (open.length > 0) {
      runs.push(open);
      open = [];
    }
  }
  return runs;
}

/** The periods of all lines in the order in which they first appear. */
export function periodsOf(
  series: readonly { readonly points: readonly { readonly period: string }[] }[],
): readonly string[] {
  return [...new Set(series.flatMap(({ points }) => points.map(({ period }) => period)))];
}
