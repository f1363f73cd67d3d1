import { openStore, type Store, type StoreLocation } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import { figure, folderOf, tidyFiles } from "./support/folders";
import { childProgram, ended } from "./support/killed";
import { engines } from "./support/stores";

const FIGURES = 24_000;
const program = childProgram("child");

/** 24,000 figures of one value each: two areas by 1,000 years by 12 months. */
function folderFor(value: number) {
  const rows: string[] = [];
  for (const area of ["E08000003", "E08000025"]) {
    for (let month = 0; month < FIGURES / 2; month++) {
      const start = `${1000 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;
      rows.push(figure(area, `${start}/P1M`, String(value)));
    }
  }
  return folderOf(tidyFiles(rows));
}

/** Starts the import in a process of its own and kills it, hard, so many milliseconds after it reports so many rows of figures. Says whether it was killed in time. */
async function killedAt(location: StoreLocation, folder: string, rows: number, wait: number): Promise<boolean> {
  const child = program.start(location, folder);
  let done = false;
  let armed = false;
  child.stdout?.on("data", (text: Buffer) => {
    for (const line of text.toString().split("\n")) {
      const [file = "", count = "0"] = line.split(" ");
      if (file === "done") done = true;
      if (!armed && file.startsWith("observations/") && Number(count) >= rows) {
        armed = true;
        setTimeout(() => child.kill("SIGKILL"), wait);
      }
    }
  });
  await ended(child);
  return !done;
}

async function state(store: Store) {
  const values: readonly { value: number; figures: number }[] = await store.db.query(
    "SELECT value, COUNT(*) AS figures FROM observation WHERE superseded_at IS NULL GROUP BY value",
  );
  const [release]: readonly Record<string, unknown>[] = await store.db.query(
    "SELECT (SELECT COUNT(*) FROM dataset_release) AS releases, (SELECT COUNT(*) FROM observation) AS figures, (SELECT version FROM store_version) AS version",
  );
  return { values: values.map((row) => [row.value, Number(row.figures)]), release };
}

test.each(engines())(
  "an import that is killed at any moment leaves the $name store as it was",
  async (engine) => {
    const made = await engine.make();
    const one = folderFor(1);
    const two = folderFor(2);
    try {
      let store = await openStore(made.location);
      await importPath(store, one.path);
      const before = await state(store);
      expect(before.values).toEqual([[1, FIGURES]]);
      let killed = 0;
      for (const [rows, wait] of [
        [1, 0],
        [8000, 0],
        [16_000, 5],
        [FIGURES, 0],
        [FIGURES, 40],
        [FIGURES, 150],
      ] as const) {
        await store.db.destroy();
        if (await killedAt(made.location, two.path, rows, wait)) killed++;
        store = await openStore(made.location);
        const after = await state(store);
        if (after.values[0]?.[0] === 2) {
          // The kill came after the commit: then all of the new version stands. Go back to the old one for the next round.
          expect(after.values).toEqual([[2, FIGURES]]);
          await importPath(store, one.path);
          Object.assign(before, await state(store));
        } else {
          expect(after).toEqual(before);
        }
      }
      expect(killed).toBeGreaterThanOrEqual(4);
      await importPath(store, two.path);
      expect((await state(store)).values).toEqual([[2, FIGURES]]);
      await store.db.destroy();
    } finally {
      one.remove();
      two.remove();
      await made.remove();
    }
  },
  180_000,
);
