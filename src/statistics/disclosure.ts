import { type Additive, type ProtectedCell, withholding } from "./disclosure-cells";

/**
 * What of a data set may be shown so that no small count is given away. Figures are withheld before anything is derived from them, and
 * everything that the hub derives is made of what it shows: nothing derived can tell more than the figures shown do. What the figures
 * shown tell about those withheld is what this file is about.
 */

/** The rules of one data set. Null: no such rule. */
export interface DisclosurePolicy {
  /** Counts from 1 up to below this are withheld, and others so that they cannot be worked out. 0 is shown. */
  readonly minimumCount: number | null;
  /** Counts are shown to the nearest multiple of this. */
  readonly roundingBase: number | null;
  /** Statistics over fewer members with a value than this are withheld. */
  readonly minimumGroup: number | null;
}

export type { Additive, ProtectedCell } from "./disclosure-cells";

/** The places of the figures that must not be shown, all at once: `withholding` without pauses, for small tables. */
export function withheldCells(
  cells: readonly ProtectedCell[],
  wholes: readonly Additive[],
  minimumCount: number,
): ReadonlySet<number> {
  const work = withholding(cells, wholes, minimumCount);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Whether statistics over so many members with a value may be shown. */
export function mayShowStatistics(policy: DisclosurePolicy | undefined, members: number): boolean {
  return members >= (policy?.minimumGroup ?? 0);
}

/** A count to the nearest multiple of the base, halves up; itself without a base. */
export function roundedTo(base: number | null, count: number): number {
  return base === null ? count : Math.floor(count / base + 0.5) * base;
}

/** What a council sees of another's figures that are not public. */
export type PeerView = "NAMED" | "ANONYMISED" | "GROUP_STATISTICS_ONLY";

/** What may be told of a group of members' own figures. */
export interface MembersTold {
  readonly names: boolean;
  /** Values in order, without saying whose. */
  readonly positions: boolean;
  readonly statistics: boolean;
}

/** Below this an anonymous list of values is a riddle that peers can solve: two of three know the third. */
const SMALLEST_ANONYMOUS = 5;
/** One member's share of the group's total above which the total is nearly its figure (the dominance rule). */
const DOMINANCE = 0.5;

/**
 * What a peer may be told about members' private figures. Names only as the agreement says. Values without names and statistics only
 * over a group that the agreement itself names (a list of the caller's own, with and without one member, would tell that member's), of
 * enough members, and totals that no one member makes up by half.
 */
export function membersTold(
  view: PeerView,
  group: { readonly values: readonly number[]; readonly isTheAgreements: boolean },
  policy: DisclosurePolicy | undefined,
): MembersTold {
  const { values, isTheAgreements } = group;
  if (view === "NAMED") return { names: true, positions: true, statistics: true };
  const least = Math.max(SMALLEST_ANONYMOUS, policy?.minimumGroup ?? 0);
  const total = values.reduce((sum, value) => sum + Math.abs(value), 0);
  const dominated = values.some((value) => Math.abs(value) > DOMINANCE * total);
  const statistics = isTheAgreements && values.length >= least && !dominated;
  return { names: false, positions: view === "ANONYMISED" && statistics, statistics };
}
