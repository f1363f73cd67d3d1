import type * as r from "../core/records";
import { byText, known, Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

interface Linked {
  readonly sources: readonly r.SourceRecord[];
  readonly councils: readonly r.CouncilRecord[];
}

/** Suppliers by slug, linked to sources, data sets and councils. Four statements. Sources that the store has not (yet) are passed over. */
export async function readSuppliers(store: Store, linked: Linked): Promise<readonly r.SupplierRecord[]> {
  const sources = new Map(linked.sources.map((source) => [source.slug, source]));
  const councils = new Map(linked.councils.map((council) => [council.id, council]));
  const sourcesOf = new Lists<number, r.SourceRecord>();
  for (const row of await select<{ supplier_id: number; source_slug: string }>(
    store,
    "SELECT supplier_id, source_slug FROM supplier_source ORDER BY supplier_id, source_slug",
  )) {
    const source = sources.get(row.source_slug);
    if (source !== undefined) sourcesOf.add(row.supplier_id, source);
  }
  const servicesOf = new Lists<number, r.SupplierServiceRecord>();
  for (const row of await select<{ supplier_id: number; name: string; description: string | null; url: string | null }>(
    store,
    "SELECT supplier_id, name, description, url FROM supplier_service ORDER BY supplier_id, name",
  ))
    servicesOf.add(row.supplier_id, { name: row.name, ...known({ description: row.description, url: row.url }) });
  const usersOf = new Lists<number, r.SupplierUserRecord>();
  for (const row of await select<{ supplier_id: number; council_id: number; since: string | null; told_by: string }>(
    store,
    "SELECT supplier_id, council_id, since, told_by FROM supplier_user",
  )) {
    const council = required(councils, row.council_id, "council");
    usersOf.add(row.supplier_id, { council, ...known({ since: row.since }), toldBy: row.told_by });
  }
  interface SupplierRow {
    id: number;
    slug: string;
    name: string;
    homepage: string | null;
    contact: string | null;
    told_by: string;
  }
  const sql = "SELECT id, slug, name, homepage, contact, told_by FROM supplier ORDER BY slug";
  return (await select<SupplierRow>(store, sql)).map((row) => {
    const own = sourcesOf.of(row.id);
    return {
      nodeType: "Supplier",
      id: row.id,
      key: row.slug,
      slug: row.slug,
      name: row.name,
      ...known({ homepage: row.homepage, contact: row.contact }),
      toldBy: row.told_by,
      services: servicesOf.of(row.id),
      sources: own,
      datasets: own.flatMap((source) => source.datasets),
      users: usersOf.of(row.id).sort(byText(({ council }) => council.key)),
    };
  });
}
