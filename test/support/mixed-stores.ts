import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "../../src/datasources/local/store";
import { freshStore, type StoreKind, storesUnderTest } from "./stores";

/** A store of one test's own with the starter's areas, councils, groups and indicators, and the figures of some indicators. */
export interface OwnStore {
  readonly kind: StoreKind;
  readonly store: Store;
  drop(): Promise<void>;
}

/**
 * A copy of the starter store that a test may write to. Of a server's 533,048 figures only those of `indicators` are copied, because
 * copying all takes half a minute. Undefined where this run has no such store.
 */
export async function ownStarter(kind: StoreKind, indicators: readonly string[]): Promise<OwnStore | undefined> {
  const starter = storesUnderTest().find((each) => each.kind === kind);
  if (starter === undefined) return undefined;
  if (starter.location.kind === "embedded") {
    const folder = mkdtempSync(join(tmpdir(), "outturn-own-"));
    const file = join(folder, "store.db");
    copyFileSync(starter.location.file, file);
    const store = await openStore({ kind: "embedded", file });
    const drop = async () => {
      await store.db.destroy();
      rmSync(folder, { recursive: true, force: true });
    };
    return { kind, store, drop };
  }
  const from = new URL(starter.location.url).pathname.slice(1);
  const fresh = await freshStore(kind);
  const { db } = fresh.store;
  const runner = db.createQueryRunner();
  try {
    await runner.query("SET FOREIGN_KEY_CHECKS = 0");
    const tables: { name: string }[] = await runner.query(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name <> 'migrations'",
      [from],
    );
    const wanted = indicators.length === 0 ? "NULL" : indicators.map((slug) => `'${slug}'`).join();
    for (const { name } of tables) {
      await runner.query(`DELETE FROM \`${name}\``);
      const some = `WHERE indicator_id IN (SELECT id FROM \`${from}\`.indicator WHERE slug IN (${wanted}))`;
      await runner.query(
        `INSERT INTO \`${name}\` SELECT * FROM \`${from}\`.\`${name}\` ${name === "observation" ? some : ""}`,
      );
    }
  } finally {
    await runner.query("SET FOREIGN_KEY_CHECKS = 1");
    await runner.release();
  }
  return { kind, store: fresh.store, drop: fresh.drop };
}
