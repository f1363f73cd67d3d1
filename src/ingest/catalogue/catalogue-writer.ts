import type { LicenceRecord } from "../../datasources/core/records";
import type { NationalSource, RemoteDataset, RemoteIndicator } from "../../datasources/core/source";
import { contentHash } from "../../datasources/local/packed-indicator";
import type { Writer } from "../writing/transaction";
import {
  cut,
  DATASET_COLUMNS,
  datasetRow,
  INDICATOR_COLUMNS,
  indicatorRow,
  REMOTE_COLUMNS,
  remoteRow,
} from "./catalogue-rows";
import { faultIn } from "./check-item";
import { kindsFor } from "./kinds";
import { addReleaseOf } from "./remote-release";
import { sourceRowOf } from "./source-row";
import { forIds, upsert } from "./upsert";

/** Bump when the same item is written otherwise: every row is then written again by the next harvest. */
const WRITTEN_AS = 1;

export interface RefusedItem {
  /** Empty where it has none. */
  readonly upstreamId: string;
  readonly reason: string;
}

export interface CatalogueCounts {
  added: number;
  changed: number;
  unchanged: number;
  /** Data sets and releases that were written. */
  datasets: number;
}

interface Standing {
  readonly id: number;
  readonly hash: string;
  readonly harvested: boolean;
  readonly gone: boolean;
}

/** Where items come from: a harvest that began at an instant, or the source's own declaration, which a harvest outranks. */
export type Origin = { readonly harvestOf: string } | "declaration";

/**
 * Puts indicators of one source into the store, inside the transaction of `writer`: those that differ from what stands are written,
 * those that cannot be kept are refused one by one. Call `put` as often as there are pages.
 */
export class CatalogueWriter {
  readonly counts: CatalogueCounts = { added: 0, changed: 0, unchanged: 0, datasets: 0 };
  readonly refused: RefusedItem[] = [];
  readonly #writer: Writer;
  readonly #source: NationalSource;
  readonly #origin: Origin;
  readonly #now: string;
  readonly #indicators = new Map<string, Standing>();
  readonly #datasets = new Map<string, Standing>();
  readonly #met = new Set<string>();
  readonly #metDatasets = new Map<string, number>();
  readonly #dimensions = new Set<string>();
  readonly #licences = new Map<string, number>();
  readonly #taken = new Set<string>();
  #sourceId = 0;

  private constructor(writer: Writer, source: NationalSource, origin: Origin, now: string) {
    this.#writer = writer;
    this.#source = source;
    this.#origin = origin;
    this.#now = now;
  }

  /** `now` is an instant as the store writes it. The source's row must stand. */
  static async open(writer: Writer, source: NationalSource, origin: Origin, now: string): Promise<CatalogueWriter> {
    const made = new CatalogueWriter(writer, source, origin, now);
    await made.#read();
    return made;
  }

  async put(items: readonly RemoteIndicator[]): Promise<void> {
    const fresh: RemoteIndicator[] = [];
    for (const item of items) {
      const fault = faultIn(this.#source, item) ?? this.#clash(item);
      if (fault === undefined) fresh.push(item);
      else this.refused.push({ upstreamId: String(item.upstreamId ?? "").slice(0, 200), reason: fault });
      if (fault === undefined) this.#met.add(item.upstreamId);
    }
    await this.#putDatasets(fresh);
    await this.#putIndicators(fresh);
  }

  /** Drops dimensions that no indicator has any more. */
  async dropUnused(): Promise<void> {
    await this.#writer.change(
      "DELETE FROM remote_dimensions WHERE hash NOT IN (SELECT dimensions_hash FROM remote_indicator WHERE dimensions_hash IS NOT NULL)",
    );
  }

  /** After the whole of a harvest: indicators that it did not meet are marked as gone. Answers how many. */
  async markGone(): Promise<number> {
    const source = this.#source.id;
    if (this.#origin !== "declaration")
      return this.#writer.change(
        "UPDATE remote_indicator SET gone_at = ? WHERE source = ? AND seen_at <> ? AND gone_at IS NULL",
        [this.#now, source, this.#origin.harvestOf],
      );
    const lapsed = [...this.#indicators].filter(([id, its]) => !its.harvested && !its.gone && !this.#met.has(id));
    await forIds(
      lapsed.map(([, its]) => its.id),
      (list) =>
        this.#writer.change(`UPDATE remote_indicator SET gone_at = ? WHERE indicator_id IN (${list})`, [this.#now]),
    );
    return lapsed.length;
  }

  async #read(): Promise<void> {
    const { id } = this.#source;
    const row = await sourceRowOf(this.#writer, id);
    if (row === undefined) throw new Error(`The store has no row for the source ${id}.`);
    this.#sourceId = row.id;
    const standing = (found: Readonly<Record<string, unknown>>): Standing => ({
      id: Number(found.id),
      hash: String(found.content_hash),
      harvested: found.seen_at !== null,
      gone: (found.gone_at ?? null) !== null,
    });
    const indicators = await this.#writer.select(
      "SELECT indicator_id AS id, upstream_id, content_hash, seen_at, gone_at FROM remote_indicator WHERE source = ?",
      [id],
    );
    for (const found of indicators) this.#indicators.set(String(found.upstream_id), standing(found));
    const datasets = await this.#writer.select(
      "SELECT dataset_id AS id, upstream_id, content_hash, seen_at FROM remote_dataset WHERE source = ?",
      [id],
    );
    for (const found of datasets) this.#datasets.set(String(found.upstream_id), standing(found));
    for (const table of ["indicator", "dataset"]) {
      const own = await this.#writer.select(
        `SELECT slug FROM ${table} WHERE slug LIKE ? AND id NOT IN (SELECT ${table}_id FROM remote_${table})`,
        [`${id}:%`],
      );
      for (const found of own) this.#taken.add(`${table} ${String(found.slug)}`);
    }
  }

  #clash(item: RemoteIndicator): string | undefined {
    if (this.#met.has(item.upstreamId)) return "An indicator of this id came before it.";
    if (this.#taken.has(`indicator ${this.#source.id}:${item.upstreamId}`))
      return "An indicator of the hub's own has its slug.";
    if (this.#taken.has(`dataset ${this.#source.id}:${item.dataset.upstreamId}`))
      return "A data set of the hub's own has the slug of its data set.";
    return undefined;
  }

  /** Every data set is written as the first indicator of a run describes it. */
  async #putDatasets(items: readonly RemoteIndicator[]): Promise<void> {
    for (const { dataset, frequency } of items) {
      if (this.#metDatasets.has(dataset.upstreamId)) continue;
      const standing = this.#datasets.get(dataset.upstreamId);
      const id = standing?.id ?? (await this.#writer.nextId("dataset"));
      this.#metDatasets.set(dataset.upstreamId, id);
      if (standing?.harvested === true && this.#origin === "declaration") continue;
      const hash = contentHash([WRITTEN_AS, dataset]);
      const known = standing?.hash === hash;
      if (known && standing.harvested === (this.#origin !== "declaration")) continue;
      await this.#writeDataset(id, dataset, frequency, hash, standing === undefined);
      const released = await addReleaseOf(this.#writer, id, this.#source, dataset, this.#now);
      if (!known || released) this.counts.datasets++;
    }
  }

  async #writeDataset(id: number, dataset: RemoteDataset, frequency: string, hash: string, isNew: boolean) {
    const licenceId = await this.#licenceId(dataset.licence ?? this.#source.licence);
    const row = datasetRow(id, this.#source, dataset, { sourceId: this.#sourceId, licenceId, frequency });
    const kept = DATASET_COLUMNS.filter((column) => isNew || (column !== "frequency" && column !== "version"));
    const values = DATASET_COLUMNS.flatMap((column, place) => (kept.includes(column) ? [row[place] ?? null] : []));
    if (isNew) await this.#writer.insert("dataset", kept, [values]);
    else
      await this.#writer.change(`UPDATE dataset SET ${kept.map((column) => `${column} = ?`).join(", ")} WHERE id = ?`, [
        ...values,
        id,
      ]);
    await upsert(
      this.#writer,
      "remote_dataset",
      ["dataset_id"],
      ["dataset_id", "source", "upstream_id", "body", "content_hash", "licence", "seen_at"],
      [
        [
          id,
          this.#source.id,
          dataset.upstreamId,
          JSON.stringify(dataset),
          hash,
          dataset.licence === undefined ? null : JSON.stringify(dataset.licence),
          this.#seenAt,
        ],
      ],
    );
  }

  async #putIndicators(items: readonly RemoteIndicator[]): Promise<void> {
    const own: (readonly (string | number | null)[])[] = [];
    const remote: (readonly (string | number | null)[])[] = [];
    const identifiers: (readonly (string | number | null)[])[] = [];
    const same: (readonly string[])[] = [];
    const dimensions = new Map<string, string>();
    const rewritten: number[] = [];
    const seenOnly: number[] = [];
    for (const item of items) {
      const standing = this.#indicators.get(item.upstreamId);
      if (standing?.harvested === true && this.#origin === "declaration") {
        this.counts.unchanged++;
        continue;
      }
      const kinds = kindsFor(this.#source, item);
      const { dataset, ...rest } = item;
      const hash = contentHash([WRITTEN_AS, rest, dataset.upstreamId, kinds]);
      if (standing?.hash === hash) {
        if (standing.gone) this.counts.changed++;
        else this.counts.unchanged++;
        seenOnly.push(standing.id);
        continue;
      }
      if (standing === undefined) this.counts.added++;
      else this.counts.changed++;
      const id = standing?.id ?? (await this.#writer.nextId("indicator"));
      const datasetId = this.#metDatasets.get(dataset.upstreamId) ?? 0;
      own.push(indicatorRow(id, this.#source, item, datasetId));
      const dimensionsHash = this.#dimensionsOf(item, dimensions);
      remote.push(remoteRow(id, this.#source, item, { hash, dimensionsHash, kinds, seenAt: this.#seenAt }));
      if (standing !== undefined) rewritten.push(id);
      for (const row of identifierRows(id, item)) identifiers.push(row);
      const slug = `${this.#source.id}:${item.upstreamId}`;
      for (const other of new Set(item.sameAs ?? [])) if (other !== slug) same.push([slug, other]);
    }
    const writer = this.#writer;
    await forIds(rewritten, async (list) => {
      await writer.change(`DELETE FROM indicator_identifier WHERE indicator_id IN (${list})`);
      await writer.change(
        `DELETE FROM indicator_equivalent WHERE slug IN (SELECT slug FROM indicator WHERE id IN (${list}))`,
      );
    });
    await upsert(writer, "indicator", ["id"], INDICATOR_COLUMNS, own);
    await upsert(writer, "remote_dimensions", ["hash"], ["hash", "body"], [...dimensions]);
    await upsert(writer, "remote_indicator", ["indicator_id"], REMOTE_COLUMNS, remote);
    await writer.insert("indicator_identifier", ["indicator_id", "scheme", "value", "url"], identifiers);
    await writer.insert("indicator_equivalent", ["slug", "same_as"], same);
    await forIds(seenOnly, (list) =>
      writer.change(`UPDATE remote_indicator SET seen_at = ?, gone_at = NULL WHERE indicator_id IN (${list})`, [
        this.#seenAt,
      ]),
    );
  }

  /** The hash of an indicator's dimensions; their text goes to `fresh` where this run has not written it. */
  #dimensionsOf({ dimensions }: RemoteIndicator, fresh: Map<string, string>): string | null {
    if (dimensions === undefined) return null;
    const hash = contentHash(dimensions);
    if (!this.#dimensions.has(hash)) fresh.set(hash, JSON.stringify(dimensions));
    this.#dimensions.add(hash);
    return hash;
  }

  get #seenAt(): string | null {
    return this.#origin === "declaration" ? null : this.#origin.harvestOf;
  }

  async #licenceId(licence: LicenceRecord): Promise<number> {
    const held = this.#licences.get(licence.code) ?? (await licenceRow(this.#writer, licence));
    this.#licences.set(licence.code, held);
    return held;
  }
}

/** The row of a licence by its code, made where there is none. */
export async function licenceRow(writer: Writer, licence: LicenceRecord): Promise<number> {
  const [found] = await writer.select("SELECT id FROM licence WHERE code = ?", [licence.code]);
  if (found !== undefined) return Number(found.id);
  const id = await writer.nextId("licence");
  const values = [id, licence.code, cut(licence.label, 200), licence.url ?? null, licence.attribution ?? null];
  await writer.insert("licence", ["id", "code", "label", "url", "attribution"], [values]);
  return id;
}

function identifierRows(id: number, item: RemoteIndicator): readonly (readonly (string | number | null)[])[] {
  const rows = new Map<string, readonly (string | number | null)[]>();
  for (const { scheme, value, url } of item.identifiers ?? []) {
    const kept = url !== undefined && url.length <= 700 ? url : null;
    rows.set(`${scheme} ${value}`, [id, scheme, value, kept]);
  }
  return [...rows.values()];
}
