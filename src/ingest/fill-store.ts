import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Store } from "../datasources/local/store";
import { importPath } from "./import";
import type { ImportProgress } from "./report";

const Manifest = z.object({ files: z.record(z.string(), z.object({ rows: z.number() })) });

/**
 * Loads the data sets of a starter folder that the store has never had figures of: all of them into a new store, the rest after a
 * first load that was broken off. Figures that members have loaded since are not touched. A store that was filled
 * before the set had boundaries gets those, and the weights beside them. Answers whether anything was loaded;
 * false at once where the store has them all, or where there is no starter folder. Throws when the folder's manifest is damaged.
 */
export async function fillStore(
  store: Store,
  folder: string,
  onProgress: (progress: ImportProgress) => void,
): Promise<boolean> {
  const manifest = join(folder, "manifest.json");
  if (!existsSync(manifest)) return false;
  const { files } = Manifest.parse(JSON.parse(readFileSync(manifest, "utf8")));
  const shipped = Object.keys(files).flatMap((name) => /^observations\/(.+?)(?:\.csv)?$/.exec(name)?.[1] ?? []);
  const rows = await store.db.query<{ slug: string }[]>("SELECT slug FROM dataset WHERE version > 0");
  const held = new Set(rows.map((row) => row.slug));
  if (shipped.every((slug) => held.has(slug))) return await addDrawings(store, folder, Object.keys(files), onProgress);
  return (await importPath(store, folder, { onProgress, skipDatasets: held })).changed;
}

/**
 * Loads the hub's own lists (duties, needs, frameworks: `data/standards`) into a store that has none of them. A store that has any is left
 * as members made it; `outturn import data/standards` brings a newer edition. Answers whether anything was loaded.
 */
export async function fillStandards(
  store: Store,
  folder: string,
  onProgress: (progress: ImportProgress) => void,
): Promise<boolean> {
  if (!existsSync(folder)) return false;
  for (const table of STANDARDS) {
    const [row] = await store.db.query<{ held: number }[]>(`SELECT COUNT(*) AS held FROM ${table}`);
    if (Number(row?.held) > 0) return false;
  }
  return (await importPath(store, folder, { onProgress })).changed;
}

/** What the lists fill, a table each. */
const STANDARDS = ["power_or_duty", "need", "life_event", "outcome_framework"];

/** Boundaries and weights for a store that has no boundary at all. The other tables are left as members have made them. */
async function addDrawings(
  store: Store,
  folder: string,
  names: readonly string[],
  onProgress: (progress: ImportProgress) => void,
): Promise<boolean> {
  const drawings = names.filter((name) => name.startsWith("boundaries/"));
  const [row] = await store.db.query<{ drawn: number }[]>("SELECT COUNT(*) AS drawn FROM boundary");
  if (drawings.length === 0 || Number(row?.drawn) > 0) return false;
  let changed = false;
  for (const file of [...drawings, "area_weights.csv"].map((name) => join(folder, `${name}.br`)))
    if (existsSync(file)) changed = (await importPath(store, file, { onProgress })).changed || changed;
  return changed;
}
