import type * as r from "../core/records";
import { byText, Lists } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

export interface Topics {
  readonly topics: readonly r.TopicRecord[];
  readonly byId: ReadonlyMap<number, r.TopicRecord>;
  readonly indicatorsOf: Lists<number, r.IndicatorRecord>;
}

/** Topics as a tree, by slug. One statement. */
export async function readTopics(store: Store): Promise<Topics> {
  interface Row {
    id: number;
    slug: string;
    label: string;
    parent_id: number | null;
  }
  const rows = await select<Row>(store, "SELECT id, slug, label, parent_id FROM topic ORDER BY slug");
  const childrenOf = new Lists<number, r.TopicRecord>();
  const indicatorsOf = new Lists<number, r.IndicatorRecord>();
  const byId = new Map<number, r.TopicRecord & { parent?: r.TopicRecord }>();
  for (const { id, slug, label } of rows) {
    byId.set(id, {
      nodeType: "Topic",
      id,
      key: slug,
      slug,
      label,
      children: childrenOf.of(id),
      indicators: indicatorsOf.of(id),
    });
  }
  for (const row of rows) {
    const topic = byId.get(row.id);
    const parent = row.parent_id === null ? undefined : byId.get(row.parent_id);
    if (topic === undefined || parent === undefined) continue;
    topic.parent = parent;
    childrenOf.add(parent.id, topic);
  }
  return { topics: [...byId.values()].sort(byText((topic) => topic.slug)), byId, indicatorsOf };
}

export interface Functions {
  readonly functions: readonly r.ServiceFunctionRecord[];
  readonly byId: ReadonlyMap<number, r.ServiceFunctionRecord>;
  readonly servicesOf: Lists<number, r.ServiceRecord>;
}

/** Functions of councils as a tree, by esd number. One statement. */
export async function readFunctions(store: Store): Promise<Functions> {
  interface Row {
    id: number;
    esd_id: number;
    label: string;
    parent_id: number | null;
  }
  const rows = await select<Row>(store, "SELECT id, esd_id, label, parent_id FROM service_function ORDER BY esd_id");
  const childrenOf = new Lists<number, r.ServiceFunctionRecord>();
  const servicesOf = new Lists<number, r.ServiceRecord>();
  const byId = new Map<number, r.ServiceFunctionRecord & { parent?: r.ServiceFunctionRecord }>();
  for (const { id, esd_id, label } of rows) {
    const links = { children: childrenOf.of(id), services: servicesOf.of(id) };
    byId.set(id, { nodeType: "ServiceFunction", id, key: String(esd_id), esdId: esd_id, label, ...links });
  }
  for (const row of rows) {
    const made = byId.get(row.id);
    const parent = row.parent_id === null ? undefined : byId.get(row.parent_id);
    if (made === undefined || parent === undefined) continue;
    made.parent = parent;
    childrenOf.add(parent.id, made);
  }
  return { functions: [...byId.values()], byId, servicesOf };
}
