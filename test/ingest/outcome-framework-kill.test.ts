import { openStore, type Store } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import { folderOf } from "./support/folders";
import { childProgram, killedAfter } from "./support/killed";
import { engines } from "./support/stores";

const program = childProgram("child");
const OUTCOMES = 300;
const LINKS = 40;

/** A framework of 300 outcomes with 40 indicators each, in which every title and reason ends in the edition. */
function frameworkOf(edition: string) {
  const outcomes = Array.from({ length: OUTCOMES }, (_, at) => {
    const links = Array.from(
      { length: LINKS },
      (_each, link) => `      - {indicator: i-${link}, role: OUTCOME, reason: r ${edition}}`,
    );
    return `  - slug: o-${at}\n    title: t ${edition}\n    indicators:\n${links.join("\n")}`;
  });
  return folderOf({
    "large.yml": `slug: large\ntitle: Large\nowner: Somebody\nversion: "${edition}"\noutcomes:\n${outcomes.join("\n")}\n`,
  });
}

/** How many links and outcomes stand of each edition, and which edition the framework says it is. */
async function editions(store: Store) {
  const [framework] = await store.db.query("SELECT version FROM outcome_framework");
  const count = async (table: string, column: string) => {
    const rows: { edition: string; found: number }[] = await store.db.query(
      `SELECT SUBSTR(${column}, 3) AS edition, COUNT(*) AS found FROM ${table} GROUP BY SUBSTR(${column}, 3)`,
    );
    return Object.fromEntries(rows.map(({ edition, found }) => [edition, Number(found)]));
  };
  return {
    version: framework?.version,
    outcomes: await count("outcome", "title"),
    links: await count("outcome_indicator", "reason"),
  };
}
const whole = (edition: string) => ({
  version: edition,
  outcomes: { [edition]: OUTCOMES },
  links: { [edition]: OUTCOMES * LINKS },
});

test.each(engines())(
  "a load of a framework that is killed at any moment leaves the $name store with the old edition or with the new one",
  async (engine) => {
    const made = await engine.make();
    const folders: { remove: () => void }[] = [];
    const edition = (name: string) => {
      const folder = frameworkOf(name);
      folders.push(folder);
      return folder.path;
    };
    try {
      let store = await openStore(made.location);
      await importPath(store, edition("1"));
      expect(await editions(store)).toEqual(whole("1"));
      await store.db.destroy();
      const { killed: early, millis } = await killedAfter(program, made.location, edition("2"), 600_000);
      expect(early).toBe(false);
      let stands = "2";
      let kills = 0;
      for (const [at, part] of [0.3, 0.5, 0.65, 0.8, 0.9].entries()) {
        const next = String(at + 3);
        const { killed } = await killedAfter(program, made.location, edition(next), millis * part);
        if (killed) kills += 1;
        store = await openStore(made.location);
        const found = await editions(store);
        await store.db.destroy();
        expect([whole(stands), whole(next)]).toContainEqual(found);
        if (!killed) expect(found).toEqual(whole(next));
        stands = found.version;
      }
      expect(kills).toBeGreaterThanOrEqual(2);
    } finally {
      for (const folder of folders) folder.remove();
      await made.remove();
    }
  },
  180_000,
);
