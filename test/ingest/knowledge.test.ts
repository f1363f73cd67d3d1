import { join } from "node:path";
import type { Store } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import type { FileReport } from "../../src/ingest/report";
import { type FreshStore, freshStore, kindsUnderTest } from "../support/stores";
import { figure, folderOf, tidyFiles } from "./support/folders";

const NOW = new Date("2026-11-01T12:00:00Z");

/** Councils and a service beside the small tidy folder, in which Barnsley's area has ended. */
const BASE = tidyFiles([figure("E08000003", "2024-01-01/P1Y", "4.2"), figure("E08000003", "2023-01-01/P1Y", "5")], {
  "councils.csv":
    "code,name,tier,area,upper_tier,homepage,start_date,end_date\nlocal-authority:MAN,Manchester City Council,METROPOLITAN,E08000003,,,,\nlocal-authority:BNS,Barnsley Council,METROPOLITAN,E08000016,,,,2025-03-31\n",
  "service_functions.csv": "esd_id,label,parent\n10,Education,\n",
  "services.csv": "lgsl_id,name,tiers,functions\n18,Pupil absence,METROPOLITAN,10\n",
});

/** Invented for this test, as all items of this file are. */
const FACTS = {
  kind: "case study",
  title: "Breakfast clubs (invented for a test)",
  summary: "An invented summary of what a council did.",
  published: "2026-03-01",
  author: "Test author",
  council: "local-authority:MAN",
  visibility: "PUBLIC",
  about: "{ areas: [E08000003], indicators: claimant-count, services: 18 }",
  evidence: '[{ indicator: claimant-count, area: E08000003, period: "2024" }]',
};
const TEXT = "# What was done\n\nEight schools served breakfast.";

/** A file of the facts given; one that is undefined is left out. */
function item(facts: Readonly<Record<string, string | undefined>> = {}, text = TEXT, ends = "\n"): string {
  const lines = Object.entries({ ...FACTS, ...facts }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return ["---", ...lines, "---", "", ...text.split("\n"), ""].join(ends);
}

describe.each(kindsUnderTest())("knowledge from Markdown files (%s store)", (kind) => {
  let own: FreshStore;
  let store: Store;
  beforeAll(async () => {
    own = await freshStore(kind);
    store = own.store;
    const folder = folderOf(BASE);
    const { files } = await importPath(store, folder.path, { clock: () => new Date("2026-10-01T00:00:00Z") });
    folder.remove();
    expect(files.filter(({ state, refused }) => state === "REFUSED" || refused > 0)).toEqual([]);
  });
  afterAll(() => own.drop());

  async function take(files: Readonly<Record<string, string | Buffer>>, whole = false): Promise<readonly FileReport[]> {
    const folder = folderOf(files);
    try {
      const [name = ""] = Object.keys(files);
      return (await importPath(store, whole ? folder.path : join(folder.path, name), { clock: () => NOW })).files;
    } finally {
      folder.remove();
    }
  }
  async function takeOne(name: string, text: string | Buffer): Promise<FileReport> {
    const [report] = await take({ [name]: text });
    if (report === undefined) throw new Error("No report came.");
    return report;
  }
  const reasons = (report: FileReport) =>
    report.refusals.map(({ row, column, found, reason }) => [row, column, found, reason]);
  const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await store.db.query<Record<string, unknown>[]>(sql)).map((row) => ({ ...row }));
  const stored = async (key: string) => {
    const [found] = await rows(
      `SELECT id, kind, title, visibility, state, version, council_code, published_on, fresh_on FROM knowledge WHERE item_key = '${key}'`,
    );
    return found;
  };
  const counts = async () => {
    const tables = [
      "knowledge",
      "knowledge_text",
      "knowledge_subject",
      "knowledge_evidence",
      "knowledge_version",
      "knowledge_words",
    ];
    const [versions] = await rows("SELECT version FROM store_version");
    return [versions, ...(await Promise.all(tables.map((table) => rows(`SELECT COUNT(*) AS n FROM ${table}`))))];
  };

  test("a case study is loaded with its subjects and its figure as known, under the name of its file; again it changes nothing", async () => {
    const report = await takeOne("breakfast-clubs.md", item());
    expect(report).toMatchObject({ state: "LOADED", rowsRead: 1, kept: 1, added: 1, refused: 0, warnings: [] });
    const found = await stored("breakfast-clubs");
    expect(found).toMatchObject({
      kind: "CASE_STUDY",
      title: FACTS.title,
      visibility: "PUBLIC",
      state: "APPROVED",
      version: 1,
      council_code: "local-authority:MAN",
      published_on: "2026-03-01",
      fresh_on: "2026-03-01",
    });
    expect(
      await rows(
        `SELECT node_type, node_key, stated FROM knowledge_subject WHERE item_id = ${found?.id} ORDER BY stated DESC, node_type`,
      ),
    ).toEqual([
      { node_type: "Area", node_key: "E08000003", stated: 1 },
      { node_type: "Indicator", node_key: "claimant-count", stated: 1 },
      { node_type: "Service", node_key: "18", stated: 1 },
      { node_type: "Council", node_key: "local-authority:MAN", stated: 0 },
    ]);
    expect(await rows(`SELECT observation_key FROM knowledge_evidence WHERE item_id = ${found?.id}`)).toEqual([
      { observation_key: "claimant-count|E08000003|2024-01-01/P1Y|@2026-10-01T00:00:00.000Z" },
    ]);
    expect(await rows(`SELECT body FROM knowledge_text WHERE item_id = ${found?.id}`)).toEqual([{ body: TEXT }]);

    const before = await counts();
    const again = [
      item(),
      item({}, TEXT, "\r\n"),
      `\uFEFF${item()}`,
      item({ kind: "CASE_STUDY", about: FACTS.about.replace("[E08000003]", "e08000003") }),
    ];
    for (const text of again)
      expect(await takeOne("breakfast-clubs.md", text)).toMatchObject({ state: "UNCHANGED", kept: 1, warnings: [] });
    expect(await counts()).toEqual(before);
  });

  test("a changed file is the next version; every version is kept; the figure stays pinned", async () => {
    await takeOne("versions.md", item());
    expect(await takeOne("versions.md", item({ title: "Second (invented)" }, "New words"))).toMatchObject({
      state: "LOADED",
      added: 0,
      changed: 1,
    });
    const found = await stored("versions");
    expect(found).toMatchObject({ title: "Second (invented)", version: 2, state: "APPROVED" });
    // Without a day of publication it stands where it was first written.
    await takeOne("undated.md", item({ published: undefined }));
    await takeOne("undated.md", item({ published: undefined, title: "Third (invented)" }));
    expect(await stored("undated")).toMatchObject({ version: 2, published_on: null, fresh_on: "2026-11-01" });
    const versions = await rows(
      `SELECT version, changed_by, content, reason FROM knowledge_version WHERE item_id = ${found?.id} ORDER BY version`,
    );
    const contents = versions.map(({ content }) => JSON.parse(String(content)));
    expect(contents.map(({ title, text }) => [title, text])).toEqual([
      [FACTS.title, TEXT],
      ["Second (invented)", "New words"],
    ]);
    expect(contents[0].evidence).toEqual(contents[1].evidence);
    expect(versions.map(({ changed_by, reason }) => [changed_by, reason])).toEqual(
      Array(2).fill(["import", "Loaded from versions.md."]),
    );
  });

  test("what was decided or written in the hub is not undone by loading the file again", async () => {
    await takeOne("decided.md", item());
    await store.db.query("UPDATE knowledge SET state = 'WITHDRAWN' WHERE item_key = 'decided'");
    expect(await takeOne("decided.md", item())).toMatchObject({ state: "UNCHANGED" });
    expect(await takeOne("decided.md", item({ title: "Other (invented)" }))).toMatchObject({
      state: "LOADED",
      warnings: ["The item decided is WITHDRAWN: readers do not see it."],
    });
    expect(await stored("decided")).toMatchObject({ state: "WITHDRAWN", version: 2, title: "Other (invented)" });
    const asked = await takeOne("decided.md", item({ state: "approved" }));
    expect([asked.state, reasons(asked)]).toEqual([
      "REFUSED",
      [[11, "state", "APPROVED", "An item that is WITHDRAWN is not moved to APPROVED. Right would be: one of DRAFT."]],
    ]);
    // Written in the hub since: a third version that no file has.
    const [last] = await rows(
      "SELECT w.item_id AS id, w.content AS content FROM knowledge_version w JOIN knowledge k ON k.id = w.item_id AND k.version = w.version WHERE k.item_key = 'decided'",
    );
    const content = JSON.stringify({ ...JSON.parse(String(last?.content)), title: "By hand (invented)" });
    await store.db.query(
      `INSERT INTO knowledge_version (item_id, version, state, visibility, content, changed_at, changed_by) VALUES (${last?.id}, 3, 'WITHDRAWN', 'PUBLIC', ?, '2026-10-20 00:00:00.000', 'administrator')`,
      [content],
    );
    await store.db.query("UPDATE knowledge SET version = 3, title = 'By hand (invented)' WHERE item_key = 'decided'");
    expect(await takeOne("decided.md", item({ title: "Other (invented)" }))).toMatchObject({
      state: "UNCHANGED",
      warnings: ["The item decided was changed in the hub since this file was loaded; the hub's version 3 stays."],
    });
    expect(await stored("decided")).toMatchObject({ version: 3, title: "By hand (invented)" });
  });

  test("a file may name its state and its key; a draft is not shown", async () => {
    const report = await takeOne("Ysgol Ŵyr.md", item({ key: "ysgol", state: "DRAFT", published: undefined }));
    expect(report).toMatchObject({ state: "LOADED" });
    expect(await stored("ysgol")).toMatchObject({ state: "DRAFT", fresh_on: "2026-11-01", published_on: null });
    await takeOne("Ysgol Ŵyr.md", item());
    expect(await stored("ysgol-wyr")).toMatchObject({ version: 1 });
  });

  test("an ended area and an ended council are what an item may be about", async () => {
    const facts = { council: "BNS", about: "{ areas: [E08000016], councils: [BNS] }", evidence: undefined };
    expect(await takeOne("ended.md", item(facts))).toMatchObject({ state: "LOADED", refused: 0 });
    const found = await stored("ended");
    expect(found).toMatchObject({ council_code: "local-authority:BNS" });
    expect(
      await rows(`SELECT node_type, node_key FROM knowledge_subject WHERE item_id = ${found?.id} ORDER BY node_type`),
    ).toEqual([
      { node_type: "Area", node_key: "E08000016" },
      { node_type: "Council", node_key: "local-authority:BNS" },
    ]);
  });

  test.each([
    ["no front matter", "# Only text", [[1, "", "", /between two lines of three hyphens/]]],
    ["front matter without an end", "---\ntitle: x\n\nText", [[1, "", "", /between two lines/]]],
    ["an empty file", "", [[1, "", "", /between two lines/]]],
    ["broken YAML", "---\ntitle: [x\n---\n", [[expect.any(Number), "", "", /^This is not YAML/]]],
    [
      "a colon in a text without quotes",
      item({ summary: "Clubs: what we did" }),
      [[4, "", "", /Nested mappings.*a colon and a blank, put the text in quotes/]],
    ],
    ["a tag that makes objects", "---\ntitle: !!js/function 'x'\n---\n", [[2, "", "", /Tags have no meaning/]]],
    [
      "copies of copies",
      `---\na: &a [x,x]\n${[..."bcdefgh"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[at]}`).join()}]`).join("\n")}\n---\n`,
      [[0, "", "", /copies parts of itself/]],
    ],
    [
      "facts that are missing, unknown, or of another kind",
      item({ kind: "poem", title: "[1]", visibility: undefined, colour: "red", evidence: "[{ indicator: x }]" }),
      [
        [2, "kind", "poem", /^Write one of CASE_STUDY, /],
        [3, "title", "[1]", /must be text/],
        [2, "visibility", "", /^Write one of PRIVATE, |^Write one of /],
        [9, "evidence[1].area", "", /missing/],
        [9, "evidence[1].period", "", /missing/],
        [10, "colour", "red", /no such field/],
      ],
    ],
    [
      "names that mean nothing",
      item({
        council: "local-authority:XXX",
        about: "{ areas: [E08000003, E08000004], indicators: [claimant-coutn], services: [19], suppliers: [nobody] }",
        evidence:
          '[{ indicator: claimant-count, area: E08000025, period: "2024" }, { indicator: claimant-count, area: E08000003, period: sometime }]',
      }),
      [
        [9, "about.areas[2]", "E08000004", /names no area: E08000004.*the nearest: E0800000/],
        [9, "about.indicators[1]", "claimant-coutn", /names no indicator.*the nearest: claimant-count\.$/],
        [9, "about.services[1]", "19", /names no service/],
        [9, "about.suppliers[1]", "nobody", /names no supplier/],
        [7, "council", "local-authority:XXX", /names no council/],
        [10, "evidence[1].period", "2024", /^This names a figure that the store has not/],
        [10, "evidence[2].period", "sometime", /^This names a figure that the store has not.*sometime/],
      ],
    ],
    [
      "texts that are too long, addresses that are none, days that do not exist",
      item(
        { title: "x".repeat(301), summary: "x".repeat(2001), url: "javascript:alert(1)", published: "2026-02-30" },
        "x".repeat(200_001),
      ),
      [
        [3, "title", expect.any(String), /has 301 characters.*at most 300 /],
        [4, "summary", expect.any(String), /has 2001 characters.*at most 2,000 /],
        [13, "text", expect.any(String), /has 200001 characters.*at most 200,000 /],
        [11, "url", "javascript:alert(1)", /no web address/],
        [5, "published", "2026-02-30", /is no day/],
      ],
    ],
    [
      "control characters, and marks that turn the direction of writing",
      item({ title: '"gpj\\u202E.exe"', author: '"a\\u0000b"' }, "a\u202Eb"),
      [
        [3, "title", "gpj\uFFFD.exe", /control characters or marks/],
        [6, "author", "a\uFFFDb", /control characters or marks/],
        [12, "text", "", /control characters or marks/],
      ],
    ],
  ] as const)("%s: refused, line by line, and nothing is written", async (_what, text, expected) => {
    const before = await counts();
    const report = await takeOne("wrong.md", text);
    expect(report.state).toBe("REFUSED");
    const byPlace = (a: readonly unknown[], b: readonly unknown[]) => (String(a[1]) < String(b[1]) ? -1 : 1);
    expect([...reasons(report)].sort(byPlace)).toEqual(
      [...expected]
        .sort(byPlace)
        .map(([row, column, found, reason]) => [row, column, found, expect.stringMatching(reason)]),
    );
    expect(await counts()).toEqual(before);
  });

  test("bytes that are no text, and a file of three megabytes, are refused as files", async () => {
    expect(reasons(await takeOne("bytes.md", Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe])))).toEqual([
      [0, "", "", "The file is not text in UTF-8."],
    ]);
    const [refusal] = reasons(await takeOne("large.md", item({}, "x".repeat(3_000_000))));
    expect(refusal?.[3]).toMatch(/at most 2097152 are taken/);
  });

  test("scripts, SQL and formulas are text like any other", async () => {
    const title = `Robert'); DROP TABLE knowledge;-- <script>alert(1)</script> =HYPERLINK("x")`;
    const report = await takeOne(
      "hostile.md",
      item({ title: JSON.stringify(title), evidence: undefined }, `<img src=x onerror=alert(1)>\n\n${title}\n\nחובה`),
    );
    expect(report).toMatchObject({ state: "LOADED", refused: 0 });
    const found = await stored("hostile");
    expect(found).toMatchObject({ title });
    expect(await rows(`SELECT body FROM knowledge_text WHERE item_id = ${found?.id}`)).toEqual([
      { body: `<img src=x onerror=alert(1)>\n\n${title}\n\nחובה` },
    ]);
  });

  test("in a folder, files of Markdown without facts are passed over, a wrong file holds up no other, and one key in two files is told", async () => {
    const files = await take(
      {
        "README.md": "# About this folder",
        "2026/clubs.md": item({ title: "One (invented)" }),
        "2027/clubs.md": item({ title: "Two (invented)" }),
        "broken.md": "---\nkind: poem\n---\n",
        "later.md": item({ title: "Three (invented)" }),
      },
      true,
    );
    expect(files.map(({ file, state, warnings }) => [file, state, warnings.length])).toEqual([
      ["2026/clubs.md", "LOADED", 0],
      ["2027/clubs.md", "LOADED", 1],
      ["broken.md", "REFUSED", 0],
      ["later.md", "LOADED", 0],
    ]);
    expect(files[1]?.warnings[0]).toMatch(
      /^The item clubs was last loaded differently \(Loaded from 2026\/clubs\.md\.\)/,
    );
  });

  test("figures of the same folder are loaded before the items that rest on them", async () => {
    const figures = BASE["observations/claimant-count.csv"] ?? "";
    const evidence = '[{ indicator: claimant-count, area: E08000003, period: "2022" }]';
    const files = await take(
      {
        "a.md": item({ evidence }),
        "observations/claimant-count.csv": `${figures.trimEnd()}\n${figure("E08000003", "2022-01-01/P1Y", "6")}\n`,
      },
      true,
    );
    expect(files.map(({ file, state }) => [file, state])).toEqual([
      ["observations/claimant-count.csv", "LOADED"],
      ["a.md", "LOADED"],
    ]);
    const pinned = "claimant-count|E08000003|2022-01-01/P1Y|@2026-11-01T12:00:00.000Z";
    expect(
      await rows(
        "SELECT e.observation_key FROM knowledge_evidence e JOIN knowledge k ON k.id = e.item_id WHERE k.item_key = 'a'",
      ),
    ).toEqual([{ observation_key: pinned }]);
  });
});
