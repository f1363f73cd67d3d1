import type * as r from "../core/records";
import { known, Lists, required } from "./record-shapes";
import { idList, select } from "./select";
import type { Store } from "./store";

export interface Breakdowns {
  readonly byId: ReadonlyMap<number, r.BreakdownRecord>;
}

/** Dimensions, their members and the combinations in use. Four statements. */
export async function readBreakdowns(store: Store): Promise<Breakdowns> {
  const membersOfDimension = new Lists<number, r.DimensionMemberRecord>();
  const dimensions = new Map<number, r.DimensionRecord>();
  const dimensionSql = "SELECT id, code, label FROM dimension";
  for (const row of await select<{ id: number; code: string; label: string }>(store, dimensionSql)) {
    dimensions.set(row.id, { ...row, members: membersOfDimension.of(row.id) });
  }

  interface MemberRow {
    id: number;
    dimension_id: number;
    code: string;
    label: string;
    is_total: number;
    sequence: number | null;
  }
  const members = new Map<number, r.DimensionMemberRecord>();
  const memberSql =
    "SELECT id, dimension_id, code, label, is_total, sequence FROM dimension_member ORDER BY dimension_id, COALESCE(sequence, 1000000), code";
  for (const { dimension_id, is_total, ...row } of await select<MemberRow>(store, memberSql)) {
    const member = {
      ...known(row),
      isTotal: is_total === 1,
      dimension: required(dimensions, dimension_id, "dimension"),
    };
    members.set(member.id, member);
    membersOfDimension.add(dimension_id, member);
  }

  const membersOf = new Lists<number, r.DimensionMemberRecord>();
  const byId = new Map<number, r.BreakdownRecord>();
  for (const row of await select<{ id: number; code: string }>(store, "SELECT id, code FROM breakdown ORDER BY code")) {
    byId.set(row.id, { ...row, members: membersOf.of(row.id) });
  }
  const linkSql = "SELECT breakdown_id, member_id FROM breakdown_member";
  for (const row of await select<{ breakdown_id: number; member_id: number }>(store, linkSql)) {
    membersOf.add(row.breakdown_id, required(members, row.member_id, "dimension member"));
  }
  for (const breakdown of byId.values()) {
    const order = (a: r.DimensionMemberRecord, b: r.DimensionMemberRecord) =>
      a.dimension.code < b.dimension.code ? -1 : 1;
    membersOf.of(breakdown.id).sort(order);
  }
  return { byId };
}

/** Which breakdowns an indicator's figures use, and the version of its data set at which that was read. */
export interface BreakdownUse {
  readonly datasetVersion: number;
  readonly breakdownIds: readonly number[];
}

export interface VersionedIndicator {
  readonly id: number;
  readonly datasetVersion: number;
}

/**
 * Which breakdowns the figures of each indicator use. No table says so, and finding out reads every figure of an indicator;
 * hence what an earlier reading found is kept for indicators whose data set has not moved, and nothing is read at all while
 * the store knows no breakdown but "none". At most one statement.
 */
export async function readBreakdownUse(
  store: Store,
  breakdowns: Breakdowns,
  indicators: readonly VersionedIndicator[],
  earlier: ReadonlyMap<number, BreakdownUse>,
): Promise<ReadonlyMap<number, BreakdownUse>> {
  const use = new Map<number, BreakdownUse>();
  if (breakdowns.byId.size <= 1) return use;
  const moved: VersionedIndicator[] = [];
  for (const indicator of indicators) {
    const before = earlier.get(indicator.id);
    if (before?.datasetVersion === indicator.datasetVersion) use.set(indicator.id, before);
    else moved.push(indicator);
  }
  if (moved.length === 0) return use;
  const found = new Lists<number, number>();
  const sql = `SELECT DISTINCT indicator_id, breakdown_id FROM observation
    WHERE indicator_id IN (${idList(moved.map((indicator) => indicator.id))}) AND breakdown_id <> 0 AND superseded_at IS NULL`;
  for (const row of await select<{ indicator_id: number; breakdown_id: number }>(store, sql)) {
    found.add(row.indicator_id, row.breakdown_id);
  }
  for (const { id, datasetVersion } of moved) use.set(id, { datasetVersion, breakdownIds: found.of(id) });
  return use;
}

/** The dimensions that the breakdowns use, by code, each with the members that occur. */
export function dimensionsIn(use: BreakdownUse | undefined, breakdowns: Breakdowns): readonly r.DimensionRecord[] {
  if (use === undefined) return [];
  const occurring = new Map<r.DimensionRecord, Set<r.DimensionMemberRecord>>();
  for (const id of use.breakdownIds) {
    for (const member of breakdowns.byId.get(id)?.members ?? []) {
      const set = occurring.get(member.dimension) ?? new Set<r.DimensionMemberRecord>();
      occurring.set(member.dimension, set.add(member));
    }
  }
  return [...occurring]
    .map(([dimension, set]) => ({ ...dimension, members: dimension.members.filter((member) => set.has(member)) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
