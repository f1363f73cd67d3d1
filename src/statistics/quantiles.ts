import { quantileSorted } from "simple-statistics";
import type { GroupFigures } from "./group-statistics";

/** The definition that every quantile here has; R calls it type 7, Excel PERCENTILE.INC. */
export const QUANTILE_DEFINITION =
  "Hyndman and Fan 1996, definition 7: linear between the two values about place 1 + (n − 1)p";

/**
 * The n − 1 values that part a group into n: 3 for quartiles, 4 for quintiles, 9 for deciles; ascending, in the unit of the values.
 * Empty where no member has a value. Throws RangeError when `parts` is not a whole number from 2 to 1000.
 * For the part that one member is in see `quantileGroup`, which keeps ties together.
 */
export function quantileCuts(group: GroupFigures, parts: number): readonly number[] {
  if (!Number.isInteger(parts) || parts < 2 || parts > 1000) throw new RangeError(`${parts} is no number of parts`);
  if (group.count === 0) return [];
  const sorted = Array.from(group.sorted);
  return Array.from({ length: parts - 1 }, (_part, place) => quantileSorted(sorted, (place + 1) / parts));
}

/** Third quartile less first, in the unit of the values; null where no member has a value. */
export function interquartileRange(group: GroupFigures): number | null {
  const { lowerQuartile, upperQuartile } = group;
  return lowerQuartile === null || upperQuartile === null ? null : upperQuartile - lowerQuartile;
}
