import { openStore, type Store } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import { figure, folderOf, tidyFiles } from "./support/folders";
import { childProgram, killedAfter } from "./support/killed";
import { engines } from "./support/stores";

const program = childProgram("child");
/** Each with a text long enough that the load of all takes a while. */
const ITEMS = 300;
const WORDS = Array.from({ length: 4_000 }, (_, at) => `word${at.toString(36)}`).join(" ");

/** Invented items, in which title, text and words all end in the edition. */
function folderFor(edition: string) {
  const one = (at: number) =>
    `---\nkind: method\ntitle: Invented method ${at} of edition ${edition}\nvisibility: PUBLIC\nabout: { areas: [E08000003] }\n---\n${WORDS} edition${edition}`;
  return folderOf(Object.fromEntries(Array.from({ length: ITEMS }, (_, at) => [`item-${at}.md`, one(at)])));
}

/** The edition that each part of an item is of, for every item: title, text, newest version, words found by the engine's full text. */
async function editions(store: Store): Promise<readonly string[]> {
  const last = (column: string) => `SUBSTR(${column}, LENGTH(${column}))`;
  const rows: { id: number; said: string }[] = await store.db.query(
    `SELECT k.id AS id, CONCAT_WS(' ', ${last("k.title")}, ${last("t.body")}) AS said
     FROM knowledge k JOIN knowledge_text t ON t.item_id = k.id JOIN knowledge_version w ON w.item_id = k.id AND w.version = k.version
     ORDER BY k.id`,
  );
  const [parts] = await store.db.query(
    "SELECT (SELECT COUNT(*) FROM knowledge) AS items, (SELECT COUNT(*) FROM knowledge_text) AS texts, (SELECT COUNT(*) FROM knowledge_subject) AS subjects, (SELECT COUNT(*) FROM knowledge_words) AS words, (SELECT COUNT(*) FROM knowledge k WHERE NOT EXISTS (SELECT 1 FROM knowledge_version w WHERE w.item_id = k.id AND w.version = k.version)) AS lost",
  );
  expect({ ...parts }).toEqual({
    items: rows.length,
    texts: rows.length,
    subjects: rows.length,
    words: rows.length,
    lost: 0,
  });
  const wordsOf = async (edition: string): Promise<readonly number[]> => {
    const found: { id: number }[] = await store.db.query(
      store.dialect === "sqlite"
        ? "SELECT rowid AS id FROM knowledge_words WHERE knowledge_words MATCH ?"
        : "SELECT item_id AS id FROM knowledge_words WHERE MATCH (words) AGAINST (? IN BOOLEAN MODE)",
      [`zzedition${edition}`],
    );
    return found.map(({ id }) => id);
  };
  const found = new Map<number, string>();
  for (const edition of "123456789")
    for (const id of await wordsOf(edition)) found.set(id, `${found.get(id) ?? ""}${edition}`);
  return rows.map(({ id, said }) => {
    const [title, text] = said.split(" ");
    return [...new Set([title, text, found.get(id)])].join("|");
  });
}

test.each(engines())(
  "a load of knowledge that is killed at any moment leaves each item of the $name store whole: as it was or as it shall be, with the words that find it",
  async (engine) => {
    const made = await engine.make();
    const base = folderOf(tidyFiles([figure("E08000003", "2024-01-01/P1Y", "4")]));
    const folders = [base];
    const edition = (name: string) => {
      const folder = folderFor(name);
      folders.push(folder);
      return folder.path;
    };
    try {
      let store = await openStore(made.location);
      await importPath(store, base.path);
      await store.db.destroy();
      const { killed: early, millis } = await killedAfter(program, made.location, edition("1"), 600_000);
      expect(early).toBe(false);
      let stands = Array<string>(ITEMS).fill("1");
      let kills = 0;
      for (const [at, part] of [0.4, 0.6, 0.75, 0.9].entries()) {
        const next = String(at + 2);
        const { killed } = await killedAfter(program, made.location, edition(next), millis * part);
        if (killed) kills += 1;
        store = await openStore(made.location);
        const found = await editions(store);
        await store.db.destroy();
        expect(found).toHaveLength(ITEMS);
        for (const [item, was] of stands.entries()) expect([was, next]).toContain(found[item]);
        if (!killed) expect(new Set(found)).toEqual(new Set([next]));
        stands = [...found];
      }
      expect(kills).toBeGreaterThanOrEqual(2);
    } finally {
      for (const folder of folders) folder.remove();
      await made.remove();
    }
  },
  240_000,
);
