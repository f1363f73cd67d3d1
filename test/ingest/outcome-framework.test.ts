import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "../../src/datasources/local/store";
import { frameworkJsonSchema } from "../../src/ingest/documents/framework-shape";
import { importPath } from "../../src/ingest/import";
import { FileProblem } from "../../src/ingest/reading/file-problem";
import type { FileReport } from "../../src/ingest/report";
import { plain } from "../starter/read";
import { type FreshStore, freshStore, kindsUnderTest } from "../support/stores";
import { folderOf } from "./support/folders";

const STANDARDS = join(__dirname, "../../data/standards");
const TABLES = ["service_functions", "services"];
const NEEDS = "slug,label,services,indicators\na-home,A home,437,\n";

/** A framework of the test's own. Lines are counted in what is refused, so its layout is fixed. */
function framework(outcomes: string, head = ""): string {
  return `slug: clean-river
title: Clean river
owner: River Board
version: "1"
${head}outcomes:
${outcomes}`;
}

const FISH = `  - slug: fish
    title: Fish return
    ambition: |
      Salmon above the weir.
      Every year.
    indicators:
      - indicator: claimant-count
        role: CONTEXT
        reason: People who fish have time.
        polarity: LOW_IS_GOOD
      - indicator: river:salmon/weir
        role: OUTCOME
        reason: Salmon are counted at the weir.
    services: [437, 13]
    needs: [a-home]
`;
const BANKS = `  - slug: banks
    title: Banks are green
    wording: DRAFT
    services: [437]
`;

test("the published JSON schema is the one that files are checked by", () => {
  const published = JSON.parse(readFileSync(join(STANDARDS, "outcome-framework.schema.json"), "utf8"));
  expect(published).toEqual(JSON.parse(JSON.stringify(frameworkJsonSchema())));
});

describe.each(kindsUnderTest())("outcome frameworks (%s store)", (kind) => {
  let own: FreshStore;
  let store: Store;
  beforeAll(async () => {
    own = await freshStore(kind);
    store = own.store;
    const folder = folderOf({
      ...Object.fromEntries(TABLES.map((name) => [`${name}.csv`, plain(name)])),
      "needs.csv": NEEDS,
    });
    await importPath(store, folder.path);
    folder.remove();
  });
  afterAll(() => own.drop());

  async function take(text: string | Buffer, name = "river.yml"): Promise<FileReport> {
    const folder = folderOf({ [name]: text });
    try {
      const [report] = (await importPath(store, join(folder.path, name))).files;
      if (report === undefined) throw new Error("No report came.");
      return report;
    } finally {
      folder.remove();
    }
  }
  const numbers = ({ state, rowsRead, kept, refused, added, changed, withdrawn }: FileReport) => [
    state,
    rowsRead,
    kept,
    refused,
    added,
    changed,
    withdrawn,
  ];
  const told = (report: FileReport) =>
    report.refusals.map(({ row, column, found, reason }) => [row, column, found, reason]);
  const versionOf = async () => Number((await store.db.query("SELECT version FROM store_version"))[0].version);
  /** All that stands of the framework, in one text to compare by. */
  async function standing(): Promise<string> {
    const tables = ["outcome_framework", "outcome", "outcome_indicator", "outcome_service", "outcome_need"];
    const rows = [];
    for (const table of tables) rows.push(await store.db.query(`SELECT * FROM ${table} ORDER BY 1, 2`));
    return JSON.stringify(rows);
  }

  test("a good file is loaded, the same file again changes nothing, and indicators that are not there yet are told", async () => {
    const text = framework(FISH + BANKS, 'published_on: "2026-02-09"\nsource: https://river.example/outcomes\n');
    const report = await take(text);
    expect(numbers(report)).toEqual(["LOADED", 2, 2, 0, 2, 0, 0]);
    expect(report.warnings).toEqual([
      "2 of 2 indicators are not in the store, and count as soon as they are: claimant-count, river:salmon/weir.",
    ]);
    const [stored] = await store.db.query("SELECT slug, title, owner, version, source FROM outcome_framework");
    expect(stored).toEqual({
      slug: "clean-river",
      title: "Clean river",
      owner: "River Board",
      version: "1",
      source: "https://river.example/outcomes",
    });
    const outcomes = await store.db.query("SELECT slug, ambition, wording, sequence FROM outcome ORDER BY sequence");
    expect(outcomes).toEqual([
      { slug: "fish", ambition: "Salmon above the weir.\nEvery year.\n", wording: "PUBLISHED", sequence: 1 },
      { slug: "banks", ambition: null, wording: "DRAFT", sequence: 2 },
    ]);
    const links = await store.db.query(
      "SELECT indicator_slug AS slug, role, polarity FROM outcome_indicator ORDER BY sequence",
    );
    expect(links).toEqual([
      { slug: "claimant-count", role: "CONTEXT", polarity: "LOW_IS_GOOD" },
      { slug: "river:salmon/weir", role: "OUTCOME", polarity: null },
    ]);
    const services = await store.db.query(
      "SELECT o.slug AS slug, s.lgsl_id AS lgsl FROM outcome_service l JOIN outcome o ON o.id = l.outcome_id JOIN service s ON s.id = l.service_id ORDER BY 1, 2",
    );
    expect(services).toEqual([
      { slug: "banks", lgsl: 437 },
      { slug: "fish", lgsl: 13 },
      { slug: "fish", lgsl: 437 },
    ]);
    const [before, version] = [await standing(), await versionOf()];
    expect(numbers(await take(text, "again.yaml"))).toEqual(["UNCHANGED", 2, 2, 0, 0, 0, 0]);
    expect([await standing(), await versionOf()]).toEqual([before, version]);
  });

  test("a newer edition takes the old one's place: what stays keeps its id, what is gone is withdrawn", async () => {
    const ids = async () =>
      Object.fromEntries(
        (await store.db.query("SELECT slug, id FROM outcome")).map((row: { slug: string; id: number }) => [
          row.slug,
          row.id,
        ]),
      );
    const before = await ids();
    const OTTERS = "  - {slug: otters, title: Otters return}\n";
    const report = await take(
      framework(FISH.replace("Fish return", "Fish have returned") + OTTERS).replace('"1"', '"2"'),
    );
    expect(numbers(report)).toEqual(["LOADED", 2, 2, 0, 1, 1, 1]);
    expect(report.warnings).toContain("Edition 2 takes the place of edition 1 of clean-river.");
    const after = await ids();
    expect(Object.keys(after).sort()).toEqual(["fish", "otters"]);
    expect(after.fish).toBe(before.fish);
    const beside = await take(framework(BANKS).replace("clean-river", "clean-river-2030"));
    expect(numbers(beside)).toEqual(["LOADED", 1, 1, 0, 1, 0, 0]);
    const frameworks = await store.db.query("SELECT slug FROM outcome_framework ORDER BY slug");
    expect(frameworks).toEqual([{ slug: "clean-river" }, { slug: "clean-river-2030" }]);
  });

  test("what stands twice or is not in the store is refused alone, with line and path", async () => {
    const text = framework(
      `${FISH.replace("[437, 13]", "[437, 999999, 437]").replace("[a-home]", "[a-boat]")}${BANKS}${BANKS}`,
    );
    const report = await take(text);
    expect(told(report)).toEqual([
      [25, "outcomes[3].slug", "banks", "It stands in this list already. Each may stand once."],
      [19, "outcomes[1].services[3]", "437", "It stands in this list already. Each may stand once."],
      [19, "outcomes[1].services[2]", "999999", "The store has no service of this LGSL number."],
      [20, "outcomes[1].needs[1]", "a-boat", "The store has no need of this key."],
    ]);
    expect(report.state).toBe("LOADED");
    expect(report.refused).toBe(4);
  });

  test.each([
    [
      "a field that is missing",
      framework(FISH).replace("owner: River Board\n", ""),
      [1, "owner", "This field is missing."],
    ],
    [
      "a misspelt field",
      framework(FISH.replace("reason: People", "reson: People")),
      [14, "outcomes[1].indicators[1].reson", "The schema has no such field here. Mend its name, or take it out."],
    ],
    [
      "a role that does not exist",
      framework(FISH.replace("CONTEXT", "Context")),
      [13, "outcomes[1].indicators[1].role", "Write one of OUTCOME, OUTPUT, CONTEXT."],
    ],
    [
      "a number for a version",
      framework(FISH).replace('"1"', "1"),
      [4, "version", "This must be text; put numbers and dates in quotes."],
    ],
    [
      "a day that does not exist",
      framework(FISH, 'published_on: "2026-02-30"\n'),
      [5, "published_on", "This must be a date that exists, as yyyy-mm-dd."],
    ],
    [
      "a script for an address",
      framework(FISH, 'source: "javascript:alert(1)"\n'),
      [5, "source", "This must be a web address that begins with https:// or http://."],
    ],
    [
      "a prototype name for a field",
      framework(`${FISH}    __proto__: {polluted: yes}\n`),
      [21, "outcomes[1].__proto__", "The schema has no such field here. Mend its name, or take it out."],
    ],
    [
      "a text that turns the direction of writing",
      framework(FISH.replace("Fish return", '"\\u202Etxt.exe"')),
      [7, "outcomes[1].title", "This may hold no control characters and no marks that turn the direction of writing."],
    ],
    [
      "a text of 1 MB",
      framework(FISH.replace("Fish return", "x".repeat(1024 * 1024))),
      [7, "outcomes[1].title", "At most 300 characters are taken here."],
    ],
    ["no outcome", framework("  []\n"), [6, "outcomes", "This must hold at least one outcome."]],
  ])(
    "%s: nothing is loaded, and the report says where and what would be right",
    async (_what, text, [line, path, reason]) => {
      const before = await standing();
      const report = await take(text);
      expect(report.state).toBe("REFUSED");
      const [first] = report.refusals;
      expect(report.refusals.map((each) => [each.row, each.column, each.reason])).toContainEqual([line, path, reason]);
      expect(first?.found.length).toBeLessThanOrEqual(60);
      expect(await standing()).toBe(before);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  test.each([
    [
      "a bomb of aliases",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefgh"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[at]}`)}]`).join("\n")}\n`,
      /copies parts of itself/,
    ],
    ["a key twice", framework(FISH).replace("owner:", "slug: other\nowner:"), /not YAML: Map keys must be unique/],
    [
      "a tag that would make something else",
      framework(FISH.replace("Fish return", "!!js/function 'function () {}'")),
      /Tags have no meaning here/,
    ],
    ["a list that is not closed", framework("  [\n"), /not YAML/],
    ["bytes that are no text", Buffer.from([0x73, 0xff, 0xfe, 0x00]), /not text in UTF-8/],
    ["10 MB", `# ${"x".repeat(10 * 1024 * 1024)}\n${framework(FISH)}`, /at most 2097152 are taken/],
    ["nothing", "", /no text|must be|missing/i],
    ["a single word", "river", /must be/],
  ])("%s is refused whole, with a reason", async (_what, text, reason) => {
    const before = await standing();
    const report = await take(text);
    expect(report.state).toBe("REFUSED");
    expect(report.refusals[0]?.reason).toMatch(reason);
    expect(await standing()).toBe(before);
  });

  test("markup, SQL and formulas are text like any other", async () => {
    const titles = [
      "<script>alert(1)</script>",
      "'); DROP TABLE outcome; --",
      '=HYPERLINK("http://evil.example")',
      "חובה לנהר",
    ];
    const list = titles.map((title, at) => `  - slug: odd-${at}\n    title: ${JSON.stringify(title)}\n`).join("");
    const report = await take(framework(list).replace("clean-river", "odd-river"));
    expect(numbers(report)).toEqual(["LOADED", 4, 4, 0, 4, 0, 0]);
    const rows = await store.db.query("SELECT title FROM outcome WHERE slug LIKE 'odd-%' ORDER BY slug");
    expect(rows.map((row: { title: string }) => row.title)).toEqual(titles);
  });

  test("a file by another name is told what would be taken", async () => {
    await expect(take(framework(FISH), "river.txt")).rejects.toThrow(FileProblem);
  });
});
