import { join } from "node:path";
import type { Store } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import type { FileReport } from "../../src/ingest/report";
import { plain } from "../starter/read";
import { type FreshStore, freshStore, kindsUnderTest } from "../support/stores";
import { folderOf } from "./support/folders";

const SUPPLIERS = "slug,name,homepage,contact,told_by,sources";
const SERVICES = "supplier,name,description,url";
const USERS = "supplier,council,since,told_by";
const STARTER = ["area_types", "areas", "area_changes", "councils", "council_successions"];

describe.each(kindsUnderTest())("suppliers that members load (%s store)", (kind) => {
  let own: FreshStore;
  let store: Store;
  beforeAll(async () => {
    own = await freshStore(kind);
    store = own.store;
    const folder = folderOf(Object.fromEntries(STARTER.map((name) => [`${name}.csv`, plain(name)])));
    await importPath(store, folder.path);
    folder.remove();
  });
  afterAll(() => own.drop());

  async function take(files: Readonly<Record<string, readonly string[]>>): Promise<readonly FileReport[]> {
    const folder = folderOf(
      Object.fromEntries(Object.entries(files).map(([name, rows]) => [name, `${rows.join("\n")}\n`])),
    );
    try {
      const names = Object.keys(files);
      return (await importPath(store, names.length === 1 ? join(folder.path, names[0] ?? "") : folder.path)).files;
    } finally {
      folder.remove();
    }
  }
  const reasons = (report: FileReport | undefined) =>
    (report?.refusals ?? [])
      .toSorted((a, b) => a.row - b.row)
      .map(({ row, column, found, reason }) => [row, column, found, reason]);
  const GOOD = {
    "suppliers.csv": [
      SUPPLIERS,
      "roads,Roads Ltd,https://roads.example/,sales@roads.example,Its own page,roads-api later",
    ],
    "supplier_services.csv": [SERVICES, "roads,Surveys,Surveys of roads.,https://roads.example/surveys"],
    "supplier_users.csv": [USERS, "roads,local-authority:TRF,2024-05-01,Its register of contracts"],
  };

  test("good files are taken in any order of names, and change nothing the second time", async () => {
    expect((await take(GOOD)).map(({ file, state, added }) => [file, state, added])).toEqual([
      ["suppliers.csv", "LOADED", 1],
      ["supplier_services.csv", "LOADED", 1],
      ["supplier_users.csv", "LOADED", 1],
    ]);
    const version = async () => Number((await store.db.query("SELECT version FROM store_version"))[0].version);
    const before = await version();
    expect((await take(GOOD)).map(({ state }) => state)).toEqual(["UNCHANGED", "UNCHANGED", "UNCHANGED"]);
    expect(await version()).toBe(before);
    await take({ "suppliers.csv": [SUPPLIERS, "roads,Roads and Bridges Ltd,,,Its own page,bridges-api"] });
    const [supplier] = await store.db.query("SELECT name, homepage, contact FROM supplier WHERE slug = 'roads'");
    expect({ ...supplier }).toEqual({ name: "Roads and Bridges Ltd", homepage: null, contact: null });
    const sources: { slug: string }[] = await store.db.query(
      "SELECT l.source_slug AS slug FROM supplier_source l JOIN supplier s ON s.id = l.supplier_id WHERE s.slug = 'roads'",
    );
    expect(sources.map(({ slug }) => slug)).toEqual(["bridges-api"]);
  });

  test("bad rows are refused one by one with what would be right; what cannot harm is kept as it is written", async () => {
    const hostile = `=HYPERLINK(1)<script>alert(1)</script>'; DROP TABLE supplier; --`;
    const [report] = await take({
      "suppliers.csv": [
        SUPPLIERS,
        "Bad Slug,N,,,T,",
        "a,,,,T,",
        "a,N,javascript:alert(1),,T,",
        "a,N,,,,",
        `a,${"x".repeat(20_000)},,,T,`,
        "a,N\u202Egpj.exe,,,T,",
        "a,too few cells",
        `hostile,"${hostile}",,,T,"x' OR 1=1 <b>"`,
        "hostile,Another,,,T,",
        "hebrew,ספק,,,T,",
      ],
    });
    expect(report).toMatchObject({ state: "LOADED", rowsRead: 10, kept: 2, refused: 8, added: 2 });
    expect(reasons(report)).toEqual([
      [2, "slug", "Bad Slug", expect.stringContaining("small letters")],
      [3, "name", "", "This cell may not be empty."],
      [4, "homepage", "javascript:alert(1)", expect.stringContaining("https://")],
      [5, "told_by", "", "This cell may not be empty."],
      [6, "name", expect.any(String), "At most 300 characters are kept here."],
      [7, "name", expect.any(String), expect.stringContaining("one line")],
      [8, "", "a,too few cells", "The row has 2 cells where the header has 6."],
      [10, "slug", expect.any(String), "A row above has the same key and says something else."],
    ]);
    const [kept] = await store.db.query("SELECT name FROM supplier WHERE slug = 'hostile'");
    expect(kept.name).toBe(hostile);
  });

  test("a cell of a megabyte refuses its file, because a quote is missing somewhere; the store stays as it was", async () => {
    const [report] = await take({
      "suppliers.csv": [SUPPLIERS, "fine,Fine,,,T,", `big,"${"x".repeat(1_000_000)},,,T,`],
    });
    expect(report).toMatchObject({ state: "REFUSED", kept: 0, added: 0 });
    expect(reasons(report)).toEqual([[3, "", expect.any(String), expect.stringContaining("never closed")]]);
    expect(await store.db.query("SELECT id FROM supplier WHERE slug IN ('fine', 'big')")).toEqual([]);
  });

  test("unknown suppliers and councils are refused; a council that has ended is one that used it", async () => {
    const [ended] = await store.db.query("SELECT id, code FROM council WHERE end_date IS NOT NULL ORDER BY id LIMIT 1");
    const [report] = await take({
      "supplier_users.csv": [
        USERS,
        "nobody,local-authority:TRF,,T",
        "roads,local-authority:NOWHERE,,T",
        "roads,local-authority:MAN,2024-02-30,T",
        "roads,local-authority:MAN,,",
        `roads,${ended.code},,T`,
        "roads,local-authority:MAN,,T",
        "roads,local-authority:MAN,,T",
      ],
    });
    expect(reasons(report)).toEqual([
      [2, "supplier", "nobody", "Nothing of this key is in the store."],
      [3, "council", "local-authority:NOWHERE", "Nothing of this key is in the store."],
      [4, "since", "2024-02-30", "Write a date that exists, as yyyy-mm-dd."],
      [5, "told_by", "", "This cell may not be empty."],
    ]);
    expect(report).toMatchObject({ kept: 2, duplicates: 1, refused: 4, added: 2 });
    const rows: { code: string }[] = await store.db.query(
      "SELECT c.code AS code FROM supplier_user u JOIN council c ON c.id = u.council_id ORDER BY c.code",
    );
    expect(rows.map(({ code }) => code)).toEqual(["local-authority:MAN", "local-authority:TRF", ended.code].toSorted());
  });
});
