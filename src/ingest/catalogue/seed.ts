import type { NationalSource } from "../../datasources/core/source";
import { contentHash } from "../../datasources/local/packed-indicator";
import { select } from "../../datasources/local/select";
import type { Store } from "../../datasources/local/store";
import { inOneTransaction, instant, moveVersion } from "../writing/transaction";
import { CatalogueWriter, licenceRow, type RefusedItem } from "./catalogue-writer";
import { sourceRowOf, writeSourceRow } from "./source-row";

/** Bump when the same declaration is written otherwise. */
const WRITTEN_AS = 1;

export interface Seeded {
  /** Ids of the sources that were written. */
  readonly written: readonly string[];
  /** Declared indicators that could not be kept: a mistake in a source's file. */
  readonly refused: readonly (RefusedItem & { readonly source: string })[];
}

/**
 * Writes what sources declare of themselves and the indicators that they know without harvesting, so that these are in the graph of a
 * new store. One transaction; one reading statement and nothing else where nothing was declared anew. What a harvest wrote stands:
 * it is newer than the declaration.
 */
export async function seedWellKnown(
  store: Store,
  sources: readonly NationalSource[],
  clock: () => Date = () => new Date(),
): Promise<Seeded> {
  const sql = "SELECT source, declared_hash FROM remote_source";
  const rows = await select<{ source: string; declared_hash: string }>(store, sql);
  const held = new Map(rows.map((row) => [row.source, row.declared_hash]));
  const declared = sources.map((source) => ({ source, hash: declaredHash(source) }));
  const fresh = declared.filter(({ source, hash }) => held.get(source.id) !== hash);
  if (fresh.length === 0) return { written: [], refused: [] };
  const now = instant(clock());
  return inOneTransaction<Seeded>(store, async (writer) => {
    const written: string[] = [];
    const refused: (RefusedItem & { source: string })[] = [];
    for (const { source, hash } of fresh) {
      if ((await sourceRowOf(writer, source.id))?.declaredHash === hash) continue; // another replica was faster
      await writeSourceRow(writer, source, await licenceRow(writer, source.licence), hash);
      const catalogue = await CatalogueWriter.open(writer, source, "declaration", now);
      await catalogue.put(source.wellKnown);
      await catalogue.markGone();
      written.push(source.id);
      for (const item of catalogue.refused) refused.push({ source: source.id, ...item });
    }
    if (written.length > 0) await moveVersion(writer, now);
    return { keep: written.length > 0, result: { written, refused } };
  });
}

function declaredHash(source: NationalSource): string {
  const { id, name, publisher, homepage, licence, baseUrl, limits, areaTypes, nations, wellKnown } = source;
  const facts = [id, name, publisher, homepage, licence, baseUrl, limits.about, areaTypes, nations, wellKnown];
  return contentHash([WRITTEN_AS, ...facts]);
}
