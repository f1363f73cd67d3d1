import type * as r from "../core/records";
import { AreaNode, type AreaRow, type AreaSurroundings, grown } from "./area-node";
import { byText, known, required } from "./record-shapes";
import { select } from "./select";
import { selectPlain } from "./select-plain";
import type { Store } from "./store";

export interface Areas {
  readonly areaTypes: readonly r.AreaTypeRecord[];
  /** By code, ascending. */
  readonly areas: readonly AreaNode[];
  readonly byId: ReadonlyMap<number, AreaNode>;
}

const AREA_COLUMNS = ["area_type", "id", "code", "name", "name_welsh", "status", "start_date", "end_date"];
type AreaColumns = readonly [areaType: string, ...AreaRow];
const NO_NAMES: readonly string[] = [];

/** Area types, areas, names, changes and memberships, linked. Five statements. */
export async function readAreas(store: Store, surroundings: AreaSurroundings): Promise<Areas> {
  const types = await readAreaTypes(store);
  const names = new Map<number, string[]>();
  const nameSql = "SELECT area_id, name FROM area_name ORDER BY area_id, name";
  for (const row of await select<{ area_id: number; name: string }>(store, nameSql)) {
    const list = names.get(row.area_id);
    if (list === undefined) names.set(row.area_id, [row.name]);
    else if (!list.includes(row.name)) list.push(row.name);
  }

  const byId = new Map<number, AreaNode>();
  const areas: AreaNode[] = [];
  for (const [type, ...row] of await selectPlain<AreaColumns>(store, "area", AREA_COLUMNS)) {
    const areaType = types.get(type);
    if (areaType === undefined) throw new Error(`The store names area type ${type}, which it has not.`);
    const area = new AreaNode(row, areaType, names.get(row[0]) ?? NO_NAMES, surroundings);
    byId.set(area.id, area);
    areas.push(area);
  }
  areas.sort(byText((area) => area.code));

  await linkChanges(store, byId);
  await linkMemberships(store, byId);
  for (const area of areas) if (isRecoded(area)) area.sameGround = sameGround(area);
  return { areaTypes: [...types.values()], areas, byId };
}

async function readAreaTypes(store: Store): Promise<Map<string, r.AreaTypeRecord>> {
  interface Row {
    code: r.AreaTypeRecord["code"];
    label: string;
    gss_prefixes: string;
    level: number | null;
    hierarchy: r.AreaTypeRecord["hierarchy"];
  }
  const types = new Map<string, r.AreaTypeRecord>();
  const sql = "SELECT code, label, gss_prefixes, level, hierarchy FROM area_type ORDER BY code";
  for (const { gss_prefixes, ...row } of await select<Row>(store, sql)) {
    types.set(row.code, { ...known(row), gssPrefixes: gss_prefixes.split(" ").filter((prefix) => prefix !== "") });
  }
  return types;
}

async function linkChanges(store: Store, byId: ReadonlyMap<number, AreaNode>): Promise<void> {
  interface Row {
    from_area_id: number;
    to_area_id: number;
    kind: r.AreaChangeRecord["kind"];
    operative_date: string;
    instrument: string | null;
    instrument_url: string | null;
    share: number | null;
  }
  const sql = `SELECT from_area_id, to_area_id, kind, operative_date, instrument, instrument_url, share FROM area_change
    ORDER BY operative_date, id`;
  for (const row of await select<Row>(store, sql)) {
    const from = required(byId, row.from_area_id, "area");
    const to = required(byId, row.to_area_id, "area");
    const told = known({ instrument: row.instrument, instrumentUrl: row.instrument_url, share: row.share });
    const change = { from, to, kind: row.kind, operativeDate: row.operative_date, ...told };
    from.successors = grown(from.successors, change);
    to.predecessors = grown(to.predecessors, change);
  }
}

async function linkMemberships(store: Store, byId: ReadonlyMap<number, AreaNode>): Promise<void> {
  type Row = readonly [
    child: number,
    parent: number,
    hierarchy: r.AreaMembershipRecord["hierarchy"],
    start: string | null,
    end: string | null,
  ];
  const columns = ["child_area_id", "parent_area_id", "hierarchy", "start_date", "end_date"];
  for (const [childId, parentId, hierarchy, start, end] of await selectPlain<Row>(store, "area_membership", columns)) {
    const child = required(byId, childId, "area");
    const parent = required(byId, parentId, "area");
    const link: { -readonly [K in keyof r.AreaMembershipRecord]: r.AreaMembershipRecord[K] } = {
      child,
      parent,
      hierarchy,
    };
    if (start !== null) link.startDate = start;
    if (end !== null) link.endDate = end;
    child.parentLinks = grown(child.parentLinks, link);
    parent.childLinks = grown(parent.childLinks, link);
  }
}

function isRecoded(area: AreaNode): boolean {
  return [...area.successors, ...area.predecessors].some((change) => change.kind === "RECODED");
}

/** The other codes of an area's ground: everything that recodings reach in either direction, nearest first. */
function sameGround(area: r.AreaRecord): readonly r.AreaRecord[] {
  const reached = new Set<r.AreaRecord>([area]);
  for (const at of reached) {
    // A set visits what is added while it is walked: breadth first.
    for (const change of at.successors) if (change.kind === "RECODED") reached.add(change.to);
    for (const change of at.predecessors) if (change.kind === "RECODED") reached.add(change.from);
  }
  reached.delete(area);
  return [...reached];
}
