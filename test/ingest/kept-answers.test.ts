import type { KeptEntry } from "../../src/datasources/core/engine";
import { createKeptAnswers } from "../../src/datasources/local/kept-answers";
import { openStore } from "../../src/datasources/local/store";
import { freshStore, kindsUnderTest } from "../support/stores";

const entry = (key: string, fetchedAt: number, more: Partial<KeptEntry> = {}): KeptEntry => ({
  key,
  source: "invented",
  body: JSON.stringify({ key, fetchedAt, words: "Ynys Môn – 0 ✓" }),
  fetchedAt,
  keepUntil: fetchedAt + 1000,
  ...more,
});
const NOW = 1_790_000_000_123; // beyond what 32 bits hold

describe.each(kindsUnderTest())("kept answers in the %s store", (kind) => {
  test("come back as they were, newest first come or not, and go in their time", async () => {
    const fresh = await freshStore(kind);
    const other = await openStore(fresh.location); // another replica
    try {
      const kept = createKeptAnswers(fresh.store);
      await kept.write([]);
      expect(await kept.read([])).toEqual([]);

      const many = Array.from({ length: 1203 }, (_, at) => entry(`invented|1|${at}|${"k".repeat(900)}`, NOW + at));
      await kept.write(many);
      const read = await createKeptAnswers(other).read([...many.map((each) => each.key), "absent", "absent"]);
      expect(read.length).toBe(many.length);
      expect(new Map(read.map((each) => [each.key, each]))).toEqual(new Map(many.map((each) => [each.key, each])));

      const [first, second] = many as [KeptEntry, KeptEntry];
      const newer = entry(first.key, first.fetchedAt + 5, { body: '"newer"' });
      const older = entry(second.key, second.fetchedAt - 5, { body: '"older"' });
      await kept.write([newer, older, entry("twice", NOW), entry("twice", NOW + 1), entry("twice", NOW - 1)]);
      expect(await kept.read([first.key])).toEqual([newer]);
      expect(await kept.read([second.key])).toEqual([second]);
      expect((await kept.read(["twice"]))[0]?.fetchedAt).toBe(NOW + 1);

      const large = entry("large", NOW, { body: JSON.stringify("é".repeat(1_500_000)) });
      await kept.write([large, { ...large, key: "large too" }, { ...large, key: "large three" }]);
      expect(await kept.read(["large"])).toEqual([large]);

      const cut = NOW + 1000 + 700; // of 1,203 entries that stay a second each, those up to the 700th are past it
      const past = [...many, newer].filter((each) => each !== first && each.keepUntil < cut).length + 4; // and four others
      expect(await kept.prune(cut)).toBe(past);
      expect(await kept.prune(cut)).toBe(0);
    } finally {
      await other.db.destroy();
      await fresh.drop();
    }
  });
});

test("a write does not wait for whoever holds the embedded store's write lock", async () => {
  const fresh = await freshStore("embedded");
  const importer = await openStore(fresh.location);
  try {
    const kept = createKeptAnswers(fresh.store);
    await importer.db.query("BEGIN IMMEDIATE");
    await expect(kept.write([entry("a", NOW)])).rejects.toThrow(/locked|busy/i);
    expect(await kept.read(["a"])).toEqual([]);
    await importer.db.query("COMMIT");
    await kept.write([entry("a", NOW)]);
    expect(await kept.read(["a"])).toHaveLength(1);
    expect(await fresh.store.db.query("PRAGMA busy_timeout")).toEqual([{ timeout: 10_000 }]); // other writers wait as before
  } finally {
    await importer.db.destroy();
    await fresh.drop();
  }
});
