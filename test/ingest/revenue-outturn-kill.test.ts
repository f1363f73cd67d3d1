import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openStore, type Store } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import { plain } from "../starter/read";
import { folderOf } from "./support/folders";
import { childProgram, killedAfter } from "./support/killed";
import { engines } from "./support/stores";

const root = resolve(__dirname, "../..");
const program = childProgram("child");
const TABLES = ["area_types", "areas", "service_functions", "services"];
const MAPPING = readFileSync(join(root, "data/standards/spend_lines.csv"), "utf8");
const LINES = MAPPING.trim()
  .split("\n")
  .slice(1)
  .map((row) => row.split(",")[0] ?? "");
const YEARS = [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025];

/** A file of every line, year and area in which each figure and each total of the class is the edition. */
function folderFor(edition: number, areas: readonly string[]) {
  const cells = LINES.map(() => edition).join(",");
  const rows = YEARS.flatMap((year) => [
    ...areas.map((code) => `${year}03,${code},x,Council,submitted,Class,,${cells}`),
    `${year}03,E08,,Class,total,Class,,${cells}`,
  ]);
  const header = `year_ending,ONS_code,LA_LGF_code,LA_name,status,LA_class,LA_subclass,${LINES.join(",")}`;
  return folderOf({ "outturn.csv": `${header}\n${rows.join("\n")}\n` });
}

/** How many current figures and totals there are of each edition. */
async function editions(store: Store) {
  const of = async (table: string, where: string): Promise<Record<string, number>> => {
    const rows: { value: number; n: number }[] = await store.db.query(
      `SELECT value, COUNT(*) AS n FROM ${table} ${where} GROUP BY value`,
    );
    return Object.fromEntries(rows.map(({ value, n }) => [value, Number(n)]));
  };
  return [await of("observation", "WHERE superseded_at IS NULL"), await of("class_total", "")];
}

test.each(engines())(
  "a revenue outturn that is killed at any moment leaves figures and totals of the $name store as they were or as they shall be",
  async (engine) => {
    const made = await engine.make();
    const tables = folderOf({
      ...Object.fromEntries(TABLES.map((name) => [`${name}.csv`, plain(name)])),
      "spend_lines.csv": MAPPING,
    });
    const folders = [tables];
    try {
      let store = await openStore(made.location);
      await importPath(store, tables.path);
      const areas: { code: string }[] = await store.db.query(
        "SELECT code FROM area WHERE area_type IN ('MD', 'UA', 'LONB') ORDER BY code",
      );
      const edition = (number: number) => {
        const folder = folderFor(
          number,
          areas.map(({ code }) => code),
        );
        folders.push(folder);
        return folder.path;
      };
      const whole = [areas.length, 1].map((rows) => rows * YEARS.length * LINES.length);
      await importPath(store, edition(1));
      expect(await editions(store)).toEqual(whole.map((n) => ({ 1: n })));
      await store.db.destroy();
      const { killed: early, millis } = await killedAfter(program, made.location, edition(2), 600_000);
      expect(early).toBe(false);
      let stands = 2;
      let kills = 0;
      for (const [at, part] of [0.4, 0.6, 0.75, 0.9].entries()) {
        const next = at + 3;
        const { killed } = await killedAfter(program, made.location, edition(next), millis * part);
        if (killed) kills += 1;
        store = await openStore(made.location);
        const found = await editions(store);
        await store.db.destroy();
        const [before, after] = [stands, next].map((number) => whole.map((n) => ({ [number]: n })));
        expect([before, after]).toContainEqual(found);
        if (!killed) expect(found).toEqual(after);
        stands = Number(Object.keys(found[0] ?? {})[0]);
      }
      expect(kills).toBeGreaterThanOrEqual(1);
    } finally {
      for (const folder of folders) folder.remove();
      await made.remove();
    }
  },
  180_000,
);
