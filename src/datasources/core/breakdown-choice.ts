import type { BreakdownFilter } from "./ports";
import type { BreakdownRecord } from "./records";

/**
 * Which breakdowns are asked for, of those in use. Every filter must be met by a member of its dimension (any member where the
 * filter names none). Dimensions that no filter names stand for all: first choice are breakdowns without them, then those with
 * the member that is their total, then every one that is left.
 */
export function chooseBreakdowns(
  inUse: readonly BreakdownRecord[],
  filters: readonly BreakdownFilter[],
): readonly BreakdownRecord[] {
  const named = new Set(filters.map((filter) => filter.dimension));
  const matching = inUse.filter((breakdown) => filters.every((filter) => meets(breakdown, filter)));
  const others = (breakdown: BreakdownRecord) =>
    breakdown.members.filter((member) => !named.has(member.dimension.code));
  const bare = matching.filter((breakdown) => others(breakdown).length === 0);
  if (bare.length > 0) return bare;
  const totals = matching.filter((breakdown) => others(breakdown).every((member) => member.isTotal));
  return totals.length > 0 ? totals : matching;
}

function meets(breakdown: BreakdownRecord, { dimension, members }: BreakdownFilter): boolean {
  return breakdown.members.some(
    (member) => member.dimension.code === dimension && (members.length === 0 || members.includes(member.code)),
  );
}
