import type * as v from "../../schema/values/enums";
import { liveCode } from "../core/life";
import type * as r from "../core/records";
import type { Areas } from "./catalogue-areas";
import type { Publications } from "./catalogue-publications";
import { known, Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

export interface StoredGroups {
  readonly groups: readonly r.ComparisonGroupRecord[];
  readonly ofArea: ReadonlyMap<r.AreaRecord, readonly r.ComparisonGroupRecord[]>;
}

/** Groups that the store holds, by slug, with the members' codes of today. Two statements. */
export async function readGroups(store: Store, areas: Areas, publications: Publications): Promise<StoredGroups> {
  const membersOf = new Lists<number, r.AreaRecord>();
  const memberSql = "SELECT group_id, area_id FROM comparison_group_member ORDER BY group_id, area_id";
  for (const row of await select<{ group_id: number; area_id: number }>(store, memberSql)) {
    const member = liveCode(required(areas.byId, row.area_id, "area"));
    const members = membersOf.of(row.group_id);
    if (!members.includes(member)) members.push(member);
  }

  interface Row {
    id: number;
    slug: string;
    label: string;
    kind: v.ComparisonGroupKind;
    owner_area_id: number | null;
    basis: string | null;
    licence_id: number | null;
    visibility: v.Visibility;
  }
  const groups: r.ComparisonGroupRecord[] = [];
  const ofArea = new Map<r.AreaRecord, r.ComparisonGroupRecord[]>();
  const sql =
    "SELECT id, slug, label, kind, owner_area_id, basis, licence_id, visibility FROM comparison_group ORDER BY slug";
  for (const row of await select<Row>(store, sql)) {
    const group: r.ComparisonGroupRecord = {
      nodeType: "ComparisonGroup",
      id: row.id,
      key: row.slug,
      label: row.label,
      kind: row.kind,
      members: membersOf.of(row.id),
      visibility: row.visibility,
      ...known({
        owner: row.owner_area_id === null ? null : required(areas.byId, row.owner_area_id, "area"),
        basis: row.basis,
        licence: row.licence_id === null ? null : required(publications.licences, row.licence_id, "licence"),
      }),
    };
    groups.push(group);
    for (const member of group.members) {
      const list = ofArea.get(member) ?? [];
      ofArea.set(member, list);
      list.push(group);
    }
  }
  return { groups, ofArea };
}

/** Neighbours by model and area id, nearest first. One statement. */
export async function readNeighbours(
  store: Store,
  areas: Areas,
): Promise<ReadonlyMap<string, readonly r.NeighbourRecord[]>> {
  interface Row {
    area_id: number;
    model: v.NeighbourModel;
    position: number;
    neighbour_area_id: number;
    distance: number | null;
  }
  const lists = new Lists<string, r.NeighbourRecord>();
  const keys = new Set<string>();
  const sql =
    "SELECT area_id, model, position, neighbour_area_id, distance FROM neighbour ORDER BY area_id, model, position";
  for (const row of await select<Row>(store, sql)) {
    const area = liveCode(required(areas.byId, row.neighbour_area_id, "area"));
    const key = neighbourKey(row.area_id, row.model);
    keys.add(key);
    lists.add(key, { area, rank: row.position, ...known({ distance: row.distance }), model: row.model });
  }
  return new Map([...keys].map((key) => [key, lists.of(key)]));
}

/** The key under which `readNeighbours` files a list. */
export function neighbourKey(areaId: number, model: v.NeighbourModel): string {
  return `${areaId}:${model}`;
}
