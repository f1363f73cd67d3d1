import type { NationalSource } from "../../datasources/core/source";
import { SOURCES } from "../starter/sources";
import type { SqlValue, Writer } from "../writing/transaction";
import { cut } from "./catalogue-rows";

export interface SourceRow {
  readonly id: number;
  readonly declaredHash: string;
}

/** The row of a national source among the sources; undefined before it is first written. */
export async function sourceRowOf(writer: Writer, source: string): Promise<SourceRow | undefined> {
  const [row] = await writer.select("SELECT source_id, declared_hash FROM remote_source WHERE source = ?", [source]);
  return row === undefined ? undefined : { id: Number(row.source_id), declaredHash: String(row.declared_hash) };
}

const COLUMNS = ["name", "publisher", "homepage", "api", "kind", "licence_id", "limits"] as const;

/** Writes the row of a national source, or writes it again. */
export async function writeSourceRow(
  writer: Writer,
  source: NationalSource,
  licenceId: number,
  declaredHash: string,
): Promise<void> {
  const values: readonly SqlValue[] = [
    cut(source.name, 200),
    cut(source.publisher, 200),
    source.homepage,
    source.baseUrl,
    "REMOTE_API",
    licenceId,
    cut(source.limits.about, 10_000),
  ];
  const licence = JSON.stringify(source.licence);
  const standing = await sourceRowOf(writer, source.id);
  if (standing === undefined) {
    const id = await writer.nextId("source");
    const slug = await freeSlug(writer, source.id);
    await writer.insert("source", ["id", "slug", ...COLUMNS], [[id, slug, ...values]]);
    await writer.insert(
      "remote_source",
      ["source", "source_id", "declared_hash", "licence"],
      [[source.id, id, declaredHash, licence]],
    );
    return;
  }
  const set = COLUMNS.map((column) => `${column} = ?`).join(", ");
  await writer.change(`UPDATE source SET ${set} WHERE id = ?`, [...values, standing.id]);
  await writer.change("UPDATE remote_source SET declared_hash = ?, licence = ? WHERE source = ?", [
    declaredHash,
    licence,
    source.id,
  ]);
}

/** The slug of a national source in a new store: what the graph's `source(id:)` takes. */
export function sourceSlug(id: string): string {
  return SOURCES.some((each) => each.slug === id) ? `${id}-api` : id;
}

/**
 * A source's slug is its id, or `<id>-api` where the files that the hub holds have a source of that slug: who produced files (`ons`) and
 * a service for machines (`ons-api`) are two sources. Slugs of the starter set count whether it is loaded yet or not.
 */
async function freeSlug(writer: Writer, id: string): Promise<string> {
  const taken = await writer.select("SELECT slug FROM source WHERE slug IN (?, ?)", [id, `${id}-api`]);
  const slugs = new Set(taken.map((row) => row.slug));
  const free = [sourceSlug(id), `${id}-api`, `${id}-service`].find((slug) => !slugs.has(slug));
  if (free === undefined) throw new Error(`The store has sources of every slug that ${id} could have.`);
  return free;
}
