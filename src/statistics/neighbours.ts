/** An indicator that neighbours are chosen by. */
export interface NeighbourIndicator {
  readonly key: string;
  /** How much it counts against the others; above 0. */
  readonly weight: number;
}

/** An area's values, in the order of the indicators; null where it has none. */
export interface NeighbourArea {
  readonly key: string;
  readonly values: readonly (number | null)[];
}

/** What one indicator adds to a distance. */
export interface DistancePart {
  readonly indicator: string;
  /** Standard deviations that the neighbour lies above (+) or below (−) the area. */
  readonly difference: number;
  /** The part of the squared distance that comes from this indicator, 0 to 1; the parts of one neighbour add up to 1. */
  readonly share: number;
}

export interface NeighbourFound {
  readonly key: string;
  /** 1 is the nearest; equal distances share a rank. */
  readonly rank: number;
  /** √(Σ w·d² ÷ Σ w): the typical difference over the indicators, in standard deviations. 0 is the same in all of them. */
  readonly distance: number;
  /** In the order of the indicators used. */
  readonly parts: readonly DistancePart[];
}

export interface NeighboursFound {
  /** Nearest first; of equally near ones in the order given. */
  readonly neighbours: readonly NeighbourFound[];
  /** Indicators that were used, and those that were not, each with the reason. */
  readonly used: readonly string[];
  readonly leftOut: readonly { readonly indicator: string; readonly why: string }[];
  /** Areas that lack a value of an indicator used: they have no distance. */
  readonly incomplete: readonly string[];
  /** Why there are no neighbours; null where there are. */
  readonly why: string | null;
}

/**
 * The nearest neighbours of an area by chosen indicators and weights: each indicator is standardised (less the mean, over the standard
 * deviation, of all areas given that have a value, the divisor being their number), and the distance is the weighted Euclidean one. The
 * method of CIPFA's and the ONS's models, without their grouping. The area itself is never its own neighbour. An indicator is left out
 * where the area has no value, where no two areas differ, or where its weight is not above 0. Costs areas × indicators.
 */
export function customNeighbours(
  subject: NeighbourArea,
  areas: readonly NeighbourArea[],
  indicators: readonly NeighbourIndicator[],
): NeighboursFound {
  const others = areas.filter(({ key }) => key !== subject.key);
  const leftOut: { indicator: string; why: string }[] = [];
  const usable: Scale[] = [];
  indicators.forEach(({ key, weight }, place) => {
    const own = subject.values[place] ?? null;
    const deviation = deviationOf([subject, ...others].map(({ values }) => values[place] ?? null));
    if (own === null) leftOut.push({ indicator: key, why: "The area has no value." });
    else if (deviation === null) leftOut.push({ indicator: key, why: "No two areas differ in it." });
    else if (!(weight > 0 && Number.isFinite(weight)))
      leftOut.push({ indicator: key, why: "Its weight is not above 0." });
    else usable.push({ key, weight, place, own, deviation });
  });
  // Only the ratio of the weights counts; against the largest, no sum of them is too large for a number.
  const heaviest = usable.reduce((most, { weight }) => Math.max(most, weight), 0);
  const scales = usable.map((scale) => ({ ...scale, weight: scale.weight / heaviest }));
  const weights = scales.reduce((sum, { weight }) => sum + weight, 0);
  const found: Omit<NeighbourFound, "rank">[] = [];
  const incomplete: string[] = [];
  for (const area of scales.length === 0 ? [] : others) {
    const measured = distanceTo(area, scales, weights);
    if (measured === null) incomplete.push(area.key);
    else found.push({ key: area.key, ...measured });
  }
  found.sort((a, b) => a.distance - b.distance);
  let rank = 1;
  const neighbours = found.map((neighbour, place) => {
    if (place > 0 && neighbour.distance !== found[place - 1]?.distance) rank = place + 1;
    return { ...neighbour, rank };
  });
  return { neighbours, used: scales.map(({ key }) => key), leftOut, incomplete, why: whyNone(scales, neighbours) };
}

interface Scale extends NeighbourIndicator {
  readonly place: number;
  readonly own: number;
  readonly deviation: number;
}

function whyNone(scales: readonly Scale[], neighbours: readonly NeighbourFound[]): string | null {
  if (scales.length === 0) return "None of the indicators can be used.";
  return neighbours.length === 0 ? "No other area has a value of every indicator." : null;
}

function distanceTo(
  area: NeighbourArea,
  scales: readonly Scale[],
  weights: number,
): { readonly distance: number; readonly parts: readonly DistancePart[] } | null {
  const differences: number[] = [];
  for (const { place, own, deviation } of scales) {
    const value = area.values[place] ?? null;
    if (value === null) return null;
    differences.push((value - own) / deviation);
  }
  const squares = scales.map(({ weight }, place) => weight * (differences[place] as number) ** 2);
  const total = squares.reduce((sum, square) => sum + square, 0);
  const parts = scales.map(({ key }, place) => ({
    indicator: key,
    difference: differences[place] as number,
    share: total === 0 ? 1 / scales.length : (squares[place] as number) / total,
  }));
  return { distance: Math.sqrt(total / weights), parts };
}

/** Standard deviation (divisor n) of the values that there are; null where fewer than two differ. */
function deviationOf(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  const first = there[0];
  if (first === undefined || there.every((value) => value === first)) return null;
  const mean = first + there.reduce((sum, value) => sum + (value - first), 0) / there.length;
  const deviation = Math.sqrt(there.reduce((sum, value) => sum + (value - mean) ** 2, 0) / there.length);
  return deviation > 0 && Number.isFinite(deviation) ? deviation : null;
}
