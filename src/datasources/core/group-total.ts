import { wayOfAdding } from "../../statistics/adding-up";
import { withoutNoise } from "../../statistics/precision";
import type { AreaRecord } from "./records";
import type { StatisticsSubject } from "./statistics-ports";

/** The sum of a group's figures, or why there is none. */
export type GroupTotal =
  | { readonly total: number; readonly why: null }
  | { readonly total: null; readonly why: string };

/**
 * The sum over a group of figures that add up. Given only where every member has a figure that may be shown (a sum of some is not the
 * whole, and beside another sum it would tell the rest) and no member lies in another.
 */
export function groupTotal(
  { indicator, members }: StatisticsSubject,
  values: Iterable<number>,
  missing: number,
): GroupTotal {
  const way = wayOfAdding(indicator);
  if (way.way === "NONE") return { total: null, why: way.why };
  if (way.way === "RATIO")
    return { total: null, why: "Rates are not added up: `weightedMean` is the rate of them all." };
  if (members.length === 0) return { total: null, why: "The group has no member." };
  if (missing > 0) {
    const some = missing === 1 ? "One member has" : `${missing} members have`;
    return { total: null, why: `${some} no figure: the sum of the others is not the sum of the group.` };
  }
  const all = new Set(members);
  const inside = members.find((member) => liesInOther(member, all));
  if (inside !== undefined)
    return { total: null, why: `${inside.name} lies in another member and would be counted twice.` };
  let sum = 0;
  for (const value of values) sum += value;
  return { total: withoutNoise(sum), why: null };
}

function liesInOther(member: AreaRecord, members: ReadonlySet<AreaRecord>): boolean {
  const reached = new Set<AreaRecord>([member]);
  for (const at of reached) for (const link of at.parentLinks) if (link.endDate === undefined) reached.add(link.parent);
  reached.delete(member);
  return [...reached].some((around) => members.has(around));
}
