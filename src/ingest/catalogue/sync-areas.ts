import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NationalSource } from "../../datasources/core/source";
import { select } from "../../datasources/local/select";
import type { Store } from "../../datasources/local/store";
import { importPath } from "../import";
import { inOneTransaction, instant } from "../writing/transaction";
import { type HarvestOptions, harvestPages } from "./harvest";
import { dropPages, keptPages, replaceHarvest } from "./harvest-state";
import { type AreaItem, itemsOf, MissingAreas } from "./harvested-areas";
import { seedWellKnown } from "./seed";
import { closed, REFUSALS_KEPT, type Runs, type SyncReport } from "./sync";

/**
 * Harvests areas, what they lie in and what became of them, and loads what the store lacks as the tidy tables that they are: the importer's
 * own rules, reports and transaction hold. Nothing that the store says of an area is replaced, and no area is taken away. Pages are kept as
 * those of indicators are. Throws TakenOver, and what the store throws.
 */
export async function syncAreas(
  store: Store,
  engine: Runs,
  source: NationalSource,
  options: HarvestOptions = {},
): Promise<SyncReport> {
  const { areas } = source;
  if (areas === undefined) throw new Error(`${source.id} has no areas to harvest.`);
  const clock = options.clock ?? (() => new Date());
  await seedWellKnown(store, [source], clock);
  const { harvest, resumed, fault } = await harvestPages(
    store,
    source.id,
    "AREAS",
    async (cursor) => {
      const page = await engine.run(source.id, () => areas.call(source, cursor));
      return {
        items: itemsOf(page),
        ...(page.next === undefined ? {} : { next: page.next }),
        ...(page.total === undefined ? {} : { total: page.total }),
      };
    },
    options,
  );
  const reader = {
    select: (sql: string, values: readonly (string | number | null)[] = []) => rowsOf(store, sql, values),
  };
  const missing = await MissingAreas.over(reader, clock().toISOString().slice(0, 10));
  for await (const items of keptPages(reader, harvest)) for (const item of items) missing.take(item as AreaItem);
  const loaded = await loadTables(store, missing.tables(), clock);
  const contradicted = missing.contradictions.length;
  const refused = [...missing.refused, ...loaded.refused];
  const counts = { added: loaded.added, changed: loaded.changed, gone: 0, refused: refused.length };
  await inOneTransaction(store, async (writer) => {
    await dropPages(writer, harvest);
    await replaceHarvest(writer, harvest, closed(harvest, instant(clock()), counts, fault?.message));
    return { keep: true, result: undefined };
  });
  return {
    source: source.id,
    part: "AREAS",
    state: fault === undefined ? "DONE" : "FAILED",
    resumed,
    pages: harvest.pages,
    seen: harvest.seen,
    ...counts,
    unchanged: Math.max(0, harvest.seen - counts.added - counts.changed - counts.refused - contradicted),
    contradicted,
    contradictions: missing.contradictions.slice(0, REFUSALS_KEPT),
    refusals: refused.slice(0, REFUSALS_KEPT),
    changedStore: loaded.added + loaded.changed > 0,
    ...(fault === undefined ? {} : { message: fault.message, fault: fault.code }),
  };
}

async function rowsOf(
  store: Store,
  sql: string,
  values: readonly (string | number | null)[],
): Promise<readonly Readonly<Record<string, string | number | null>>[]> {
  return select(
    store,
    sql,
    values.map((value) => value ?? ""),
  );
}

/** Loads tidy tables by way of a folder that is gone afterwards. */
async function loadTables(store: Store, tables: ReadonlyMap<string, string>, clock: () => Date) {
  if (tables.size === 0) return { added: 0, changed: 0, refused: [] };
  const folder = mkdtempSync(join(tmpdir(), "outturn-areas-"));
  try {
    for (const [name, text] of tables) writeFileSync(join(folder, name), text);
    const refused: { upstreamId: string; reason: string }[] = [];
    const onRefusal = (refusal: { file: string; row: number; found: string; reason: string }) =>
      refused.push({ upstreamId: `${refusal.file} row ${refusal.row} ${refusal.found}`, reason: refusal.reason });
    const { files } = await importPath(store, folder, { onRefusal, clock });
    const things = files.filter((file) => file.file !== "area_types.csv");
    return {
      added: things.reduce((sum, file) => sum + file.added, 0),
      changed: things.reduce((sum, file) => sum + file.changed, 0),
      refused,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
