/**
 * Places in a set of values. Every function takes the values sorted ascending, without blanks; all but `countBelow` and
 * `countAbove` expect the value itself to be among them.
 */

/** How many values are lower than `x`. */
export function countBelow(sorted: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many values are higher than `x`. */
export function countAbove(sorted: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= x) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}

/** Place by value: 1 is the highest; equal values share the better place (1, 2, 2, 4: "standard competition ranking"). */
export function rank(sorted: ArrayLike<number>, x: number): number {
  return 1 + countAbove(sorted, x);
}

/** How many other members have the very same value: 0 where `x` is the only one of its kind. */
export function tied(sorted: ArrayLike<number>, x: number): number {
  return sorted.length - countBelow(sorted, x) - countAbove(sorted, x) - 1;
}

/**
 * The best and the worst place that a value would have, were it anywhere between its limits while the others stay. The same
 * number twice when nobody stands between.
 */
export function rankRange(
  sorted: ArrayLike<number>,
  x: number,
  lower: number,
  upper: number,
): { readonly best: number; readonly worst: number } {
  const itself = x > lower ? 1 : 0; // the value itself is not between another member and its own lower limit
  return { best: 1 + countAbove(sorted, upper), worst: 1 + countAbove(sorted, lower) - itself };
}

/** Percentage of members, the member itself counted, whose value is at or below `x`: above 0, at most 100. */
export function percentile(sorted: ArrayLike<number>, x: number): number {
  return (100 * (sorted.length - countAbove(sorted, x))) / sorted.length;
}

/**
 * Which of `groups` equal parts of the members a value is in: 1 is the part of the lowest values. Equal values share the part of
 * the middle of their places, so that a tie never falls into two parts: part = ⌈place × groups ÷ members⌉, places from the lowest.
 * Throws RangeError when `groups` is not a whole number from 2.
 */
export function quantileGroup(sorted: ArrayLike<number>, x: number, groups: number): number {
  if (!Number.isInteger(groups) || groups < 2) throw new RangeError(`${groups} is no number of parts`);
  const below = countBelow(sorted, x);
  const place = below + (sorted.length - below - countAbove(sorted, x) + 1) / 2;
  return Math.max(1, Math.min(groups, Math.ceil((place * groups) / sorted.length)));
}
