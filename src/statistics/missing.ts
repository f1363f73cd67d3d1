import { MISSING_REASONS, type MissingReason } from "../schema/values/enums";

/** How many members have a value, and why the others have none. */
export interface MissingCounts {
  readonly withValue: number;
  readonly missing: number;
  /** The reasons that occur, in the order of MISSING_REASONS; their counts add up to `missing`. */
  readonly reasons: readonly { readonly reason: MissingReason; readonly count: number }[];
}

/** Counts the reasons of a group's members; null is a member with a value. */
export function missingCounts(reasons: readonly (MissingReason | null)[]): MissingCounts {
  const counts = new Map<MissingReason, number>();
  let missing = 0;
  for (const reason of reasons) {
    if (reason === null) continue;
    missing++;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const found = MISSING_REASONS.flatMap((reason) => {
    const count = counts.get(reason);
    return count === undefined ? [] : [{ reason, count }];
  });
  return { withValue: reasons.length - missing, missing, reasons: found };
}
