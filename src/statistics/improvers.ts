import type { Polarity, Significance } from "../schema/values/enums";
import { goodSide } from "./benchmark";
import { differenceOf, type Interval } from "./significance";
import { scaledMedianAbsoluteDeviation } from "./spread";

export interface ImproverMember {
  readonly key: string;
  readonly start: Interval;
  readonly end: Interval;
  /** Why the two may not be compared; null where they may. See `comparability`. */
  readonly notComparable: string | null;
}

export interface ImproverFound {
  readonly key: string;
  /** 1 improved most; equal improvements share a rank. */
  readonly rank: number;
  /** Change in the good direction, in the unit of the indicator: positive is better, whichever side is good. */
  readonly improvement: number;
  /** End less start, in the unit. */
  readonly difference: number;
  readonly significance: Significance;
}

export interface ImproversFound {
  /** Who improved (more than 0), most first. */
  readonly improvers: readonly ImproverFound[];
  /** Start values that count as similar, both ends included; null where all members were taken. */
  readonly similarStart: { readonly lowest: number; readonly highest: number } | null;
  /** Members looked at: with a similar start and two comparable values. */
  readonly compared: number;
  readonly leftOut: readonly { readonly key: string; readonly why: string }[];
  /** Why nothing can be said; null where it can. */
  readonly why: string | null;
}

/** A start is similar within this many robust standard deviations (1.4826 × MAD of all start values) unless told otherwise. */
export const SIMILAR_WITHIN = 0.5;

/**
 * Who improved most, from a start similar to that of `similarTo` where given. Improvement is the change in the direction that polarity
 * calls good; without polarity nothing is said. A change with limits on both ends is tested as two independent figures (`differenceOf`).
 * Those who start furthest from the middle tend to move back by chance alone, which is why a similar start is asked for; it makes the
 * effect equal for all, it does not remove it.
 */
export function improversAmong(
  members: readonly ImproverMember[],
  polarity: Polarity,
  similarTo?: string,
  within: number = SIMILAR_WITHIN,
): ImproversFound {
  const good = goodSide(polarity);
  const nothing = { improvers: [], similarStart: null, compared: 0, leftOut: [] };
  if (good === 0) return { ...nothing, why: "It is not known whether high or low values are good." };
  const range = similarTo === undefined ? null : rangeAbout(members, similarTo, within);
  if (range === undefined) return { ...nothing, why: "The area whose start is asked for has no value at the start." };
  const leftOut: { key: string; why: string }[] = [];
  const changed: Omit<ImproverFound, "rank">[] = [];
  for (const { key, start, end, notComparable } of members) {
    const { difference, significance } = differenceOf(end, start);
    if (difference === null || start.value === null) leftOut.push({ key, why: "A figure has no value." });
    else if (notComparable !== null) leftOut.push({ key, why: notComparable });
    else if (range !== null && (start.value < range.lowest || start.value > range.highest))
      leftOut.push({ key, why: "Its start was not similar." });
    else changed.push({ key, improvement: good * difference, difference, significance });
  }
  const improved = changed.filter(({ improvement }) => improvement > 0).sort((a, b) => b.improvement - a.improvement);
  let rank = 1;
  const improvers = improved.map((found, place) => {
    if (place > 0 && found.improvement !== improved[place - 1]?.improvement) rank = place + 1;
    return { ...found, rank };
  });
  const why = changed.length === 0 ? "No member has two figures that can be compared." : null;
  return { improvers, similarStart: range, compared: changed.length, leftOut, why };
}

function rangeAbout(
  members: readonly ImproverMember[],
  key: string,
  within: number,
): { readonly lowest: number; readonly highest: number } | undefined {
  const own = members.find((member) => member.key === key)?.start.value;
  if (own === undefined || own === null) return undefined;
  const starts = members.flatMap(({ start }) => (start.value === null ? [] : [start.value]));
  const margin = Math.abs(within) * scaledMedianAbsoluteDeviation(starts);
  return { lowest: own - margin, highest: own + margin };
}
