import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import { FileProblem } from "../../src/ingest/reading/file-problem";
import type { FileReport } from "../../src/ingest/report";
import { haveShared, plain, SHARED } from "../starter/read";
import { type FreshStore, freshStore, kindsUnderTest } from "../support/stores";
import { folderOf } from "./support/folders";

const DUTIES = "slug,kind,title,legislation,section,legislation_url,applies_to,services,source";
/** The header of GOV.UK Local Links Manager's export (alphagov/local-links-manager, links_exporter.rb). */
const LINKS = "Authority Name,SNAC,GSS,Description,LGSL,LGIL,URL,Supported by GOV.UK";
const NOW = new Date("2026-11-01T12:00:00Z");

/** Right to left: the mark that turns what follows, and a name written in Hebrew, which is fine. */
const TURNED = "duty \u202Egpj.exe";
const HEBREW = "חובה";

/** Tables of the starter that links, duties and needs refer to. */
const STARTER = [
  "area_types",
  "areas",
  "area_changes",
  "councils",
  "council_successions",
  "service_functions",
  "services",
];

describe.each(kindsUnderTest())("services of members and publishers (%s store)", (kind) => {
  let own: FreshStore;
  let store: Store;
  beforeAll(async () => {
    own = await freshStore(kind);
    store = own.store;
    const folder = folderOf(Object.fromEntries(STARTER.map((name) => [`${name}.csv`, plain(name)])));
    const { files } = await importPath(store, folder.path, { clock: () => NOW });
    folder.remove();
    expect(files.map(({ state, refused }) => [state, refused])).toEqual(STARTER.map(() => ["LOADED", 0]));
  });
  afterAll(() => own.drop());

  async function take(files: Readonly<Record<string, string | Buffer>>): Promise<readonly FileReport[]> {
    const folder = folderOf(files);
    try {
      const names = Object.keys(files);
      const path = names.length === 1 ? join(folder.path, names[0] ?? "") : folder.path;
      return (await importPath(store, path, { clock: () => NOW })).files;
    } finally {
      folder.remove();
    }
  }
  async function takeOne(name: string, rows: readonly string[]): Promise<FileReport> {
    const [report] = await take({ [name]: `${rows.join("\n")}\n` });
    if (report === undefined) throw new Error("No report came.");
    return report;
  }
  const numbers = ({ state, rowsRead, kept, duplicates, refused, added, changed, withdrawn }: FileReport) => ({
    state,
    rowsRead,
    kept,
    duplicates,
    refused,
    added,
    changed,
    withdrawn,
  });
  const reasons = (report: FileReport) =>
    [...report.refusals]
      .sort((a, b) => a.row - b.row)
      .map(({ row, column, found, reason }) => [row, column, found, reason]);
  const versionOf = async () => Number((await store.db.query("SELECT version FROM store_version"))[0].version);

  describe("powers and duties", () => {
    const good = `my-duty,DUTY,Keep the bridge,Bridge Act 1900,section 3,https://www.legislation.gov.uk/ukpga/1900/1/section/3,UNITARY DISTRICT,437 524,"legislation.gov.uk: Bridge Act 1900, section 3"`;
    const stored = async (slug: string) => {
      const [duty] = await store.db.query(
        `SELECT id, kind, title, legislation, section, legislation_url, source FROM power_or_duty WHERE slug = '${slug}'`,
      );
      if (duty === undefined) return undefined;
      const services: { lgsl: number }[] = await store.db.query(
        `SELECT s.lgsl_id AS lgsl FROM power_or_duty_service l JOIN service s ON s.id = l.service_id WHERE l.power_or_duty_id = ${duty.id} ORDER BY s.lgsl_id`,
      );
      const tiers: { tier: string }[] = await store.db.query(
        `SELECT tier FROM power_or_duty_tier WHERE power_or_duty_id = ${duty.id} ORDER BY tier`,
      );
      return { ...duty, id: 0, services: services.map(({ lgsl }) => lgsl), tiers: tiers.map(({ tier }) => tier) };
    };

    test("a good row is taken, changed by its key, and changes nothing the second time", async () => {
      expect(numbers(await takeOne("powers_and_duties.csv", [DUTIES, good]))).toMatchObject({
        state: "LOADED",
        kept: 1,
        added: 1,
      });
      expect(await stored("my-duty")).toEqual({
        id: 0,
        kind: "DUTY",
        title: "Keep the bridge",
        legislation: "Bridge Act 1900",
        section: "section 3",
        legislation_url: "https://www.legislation.gov.uk/ukpga/1900/1/section/3",
        source: "legislation.gov.uk: Bridge Act 1900, section 3",
        services: [437, 524],
        tiers: ["DISTRICT", "UNITARY"],
      });
      const version = await versionOf();
      const again = await takeOne("powers_and_duties.csv", [DUTIES, good, good]);
      expect(numbers(again)).toMatchObject({ state: "UNCHANGED", kept: 1, duplicates: 1, added: 0, changed: 0 });
      expect(await versionOf()).toBe(version);
      await takeOne("powers_and_duties.csv", [DUTIES, good.replace("437 524", "524").replace("Keep the", "Paint the")]);
      expect(await stored("my-duty")).toMatchObject({ title: "Paint the bridge", services: [524] });
    });

    test("bad rows are refused one by one, with file, row, column and what would be right", async () => {
      const row = (over: Readonly<Record<string, string>>): string => {
        const cells: Record<string, string> = {
          slug: "other-duty",
          kind: "DUTY",
          title: "T",
          legislation: "L",
          section: "",
          legislation_url: "",
          applies_to: "UNITARY",
          services: "437",
          source: "S",
          ...over,
        };
        return DUTIES.split(",")
          .map((name) => `"${(cells[name] ?? "").replaceAll('"', '""')}"`)
          .join(",");
      };
      const report = await takeOne("powers_and_duties.csv", [
        DUTIES,
        row({ slug: "Bad Slug" }),
        row({ kind: "WISH" }),
        row({ legislation: "" }),
        row({ legislation_url: "javascript:alert(1)" }),
        row({ legislation_url: "https://www.legislation.gov.uk/\u0007bell" }),
        row({ applies_to: "VILLAGE" }),
        row({ services: "437 999999" }),
        row({ services: "437; DROP TABLE service" }),
        row({ title: TURNED }),
        row({ title: "x".repeat(301) }),
        row({ source: "" }),
        "ragged,DUTY,too few cells",
        row({
          slug: "hostile",
          title: `=HYPERLINK("http://evil")<script>alert(1)</script>'; DROP TABLE need; -- ${HEBREW}`,
        }),
        row({ slug: "hostile", title: "something else" }),
      ]);
      expect(numbers(report)).toMatchObject({ state: "LOADED", rowsRead: 14, kept: 1, refused: 13, added: 1 });
      expect(reasons(report)).toEqual([
        [2, "slug", "Bad Slug", expect.stringContaining("small letters")],
        [3, "kind", "WISH", "Write one of POWER, DUTY, DISCRETION."],
        [4, "legislation", "", "This cell may not be empty."],
        [5, "legislation_url", "javascript:alert(1)", expect.stringContaining("https://")],
        [6, "legislation_url", "https://www.legislation.gov.uk/\uFFFDbell", expect.stringContaining("https://")],
        [7, "applies_to", "VILLAGE", expect.stringContaining("COUNTY, DISTRICT")],
        [8, "services", "999999", "Nothing of this key is in the store."],
        [9, "services", "437;", "Nothing of this key is in the store."],
        [10, "title", "duty \uFFFDgpj.exe", expect.stringContaining("one line")],
        [11, "title", expect.any(String), "At most 300 characters are kept here."],
        [12, "source", "", "This cell may not be empty."],
        [13, "", "ragged,DUTY,too few cells", "The row has 3 cells where the header has 9."],
        [15, "slug", expect.any(String), "A row above has the same key and says something else."],
      ]);
      // What cannot harm is kept as it was written: it is data, never markup, formula or statement.
      expect((await stored("hostile"))?.title).toContain("<script>");
      expect(Number((await store.db.query("SELECT COUNT(*) AS n FROM service"))[0].n)).toBe(1127);
      await store.db.query("SELECT id FROM need");
    });
  });

  describe("needs, circumstances and life events", () => {
    test("they refer to each other, and an indicator may come later", async () => {
      const reports = await take({
        "life_events.csv": "slug,label,circumstances,services\nwinning,Winning the pools,rich,\nlost,Lost,nowhere,\n",
        "circumstances.csv": "slug,label,needs,services\nrich,Being rich,advice-on-riches,437\n",
        "needs.csv":
          "slug,label,services,indicators\nadvice-on-riches,Advice on riches,189,claimant-count later:indicator\n",
      });
      expect(reports.map(({ file, added, refused }) => [file, added, refused])).toEqual([
        ["needs.csv", 1, 0],
        ["circumstances.csv", 1, 0],
        ["life_events.csv", 1, 1],
      ]);
      expect(reasons(reports[2] as FileReport)).toEqual([
        [3, "circumstances", "nowhere", "Nothing of this key is in the store."],
      ]);
      const slugs = await store.db.query(
        "SELECT i.indicator_slug AS slug FROM need_indicator i JOIN need n ON n.id = i.need_id WHERE n.slug = 'advice-on-riches' ORDER BY i.indicator_slug",
      );
      expect(slugs.map(({ slug }: { slug: string }) => slug)).toEqual(["claimant-count", "later:indicator"]);
    });
  });

  describe("links of services", () => {
    const link = (gss: string, lgsl: number | string, lgil: number | string, url: string) =>
      `Somewhere,00AA,${gss},"Service: thing",${lgsl},${lgil},${url},true`;
    const stored = async (area: string): Promise<string[]> => {
      const rows: { lgsl: number; lgil: number; url: string }[] = await store.db.query(
        `SELECT s.lgsl_id AS lgsl, i.lgil_id AS lgil, i.url AS url FROM interaction i JOIN service s ON s.id = i.service_id
         JOIN council c ON c.id = i.council_id JOIN area a ON a.id = c.area_id WHERE a.code = '${area}' ORDER BY s.lgsl_id, i.lgil_id`,
      );
      return rows.map(({ lgsl, lgil, url }) => `${lgsl} ${lgil} ${url}`);
    };

    test("a publisher's export is taken; the same file again changes nothing; a newer one is the whole truth of its councils", async () => {
      const first = [
        LINKS,
        link("E08000003", 437, 8, "https://manchester.example/libraries"),
        link("E08000003", 524, 8, "http://manchester.example/bins?a=1&b=%C3%A9"),
        link("E07000105", 524, 0, "https://ashford.example/bins"),
        link("E07000105", 524, 0, "https://ashford.example/bins"),
      ];
      const taken = await takeOne("links_to_services_provided_by_local_authorities.csv", first);
      expect(numbers(taken)).toEqual({
        state: "LOADED",
        rowsRead: 4,
        kept: 3,
        duplicates: 1,
        refused: 0,
        added: 3,
        changed: 0,
        withdrawn: 0,
      });
      const version = await versionOf();
      expect(numbers(await takeOne("links.csv", first))).toMatchObject({
        state: "UNCHANGED",
        kept: 3,
        added: 0,
        changed: 0,
        withdrawn: 0,
      });
      expect(await versionOf()).toBe(version);
      const next = await takeOne("links.csv", [LINKS, link("E08000003", 437, 8, "https://manchester.example/books")]);
      expect(numbers(next)).toMatchObject({ state: "LOADED", kept: 1, added: 0, changed: 1, withdrawn: 1 });
      expect(await stored("E08000003")).toEqual(["437 8 https://manchester.example/books"]);
      expect(await stored("E07000105")).toEqual(["524 0 https://ashford.example/bins"]);
    });

    test("a refused row withdraws nothing, and every bad row is told and counted", async () => {
      await takeOne("links.csv", [
        LINKS,
        link("E08000025", 437, 8, "https://birmingham.example/a"),
        link("E08000025", 524, 8, "https://birmingham.example/b"),
      ]);
      const report = await takeOne("links.csv", [
        LINKS,
        link("E08000025", 437, 8, "javascript:alert(1)"),
        link("E08000025", 524, 8, "https://birmingham.example/b"),
        link("E08000025", 999_999, 8, "https://birmingham.example/c"),
        link("E08000025", "", 8, "https://birmingham.example/c"),
        link("E08000025", 437, "eight", "https://birmingham.example/c"),
        link("E08000025", 437, 9, ""),
        link("E08000025", 437, 9, "=cmd|' /C calc'!A0"),
        link("E08000025", 437, 9, "data:text/html;base64;AAAA"),
        link("E08000025", 437, 9, "https://user:secret@birmingham.example/"),
        link("E08000025", 437, 9, "https://birmingham.example/\u202Egpj"),
        link("E08000025", 437, 9, `https://birmingham.example/${"x".repeat(2000)}`),
        link("E08000025", 524, 8, "https://birmingham.example/other"),
        link("E07000187", 524, 8, "https://mendip.example/bins"),
        link("E07999999", 524, 8, "https://nowhere.example/bins"),
        "Somewhere,00AA,E08000025,short,437",
        `Somewhere,00AB,,"No GSS",437,8,https://nowhere.example/,true`,
      ]);
      expect(numbers(report)).toMatchObject({ state: "UNCHANGED", rowsRead: 16, kept: 1, refused: 15, withdrawn: 0 });
      expect(report.refusals.map(({ row, column }) => [row, column])).toEqual([
        [2, "URL"],
        [4, "LGSL"],
        [5, "LGSL"],
        [6, "LGIL"],
        [7, "URL"],
        [8, "URL"],
        [9, "URL"],
        [10, "URL"],
        [11, "URL"],
        [12, "URL"],
        [13, "URL"],
        [14, "GSS"],
        [15, "GSS"],
        [16, ""],
        [17, "SNAC"],
      ]);
      expect(report.refusals[11]?.reason).toBe(
        "Mendip District Council ended on 2023-03-31. Somerset Council (E06000066, local-authority:SUA) took over: give its links under that code.",
      );
      expect(await stored("E08000025")).toEqual([
        "437 8 https://birmingham.example/a",
        "524 8 https://birmingham.example/b",
      ]);
    });

    test("a recoded council is found by its old code, any council by its organisation code", async () => {
      await takeOne("links.csv", [LINKS, link("E08000016", 437, 8, "https://barnsley.example/")]);
      expect(await stored("E08000038")).toEqual(["437 8 https://barnsley.example/"]);
      const report = await takeOne("mine.csv", [
        "council;lgsl;lgil;link;status;last_checked",
        "local-authority:TRF;437;8;https://trafford.example/;ok;2026-08-01 10:00:00 UTC",
        "trf;524;8;https://trafford.example/bins;;2026-08-01T12:30:00+01:00",
        "trf;4;8;https://trafford.example/meals;;2026-02-30",
        "trf;2;8;https://trafford.example/clothes;;2027-01-01",
        "MEN;4;8;https://mendip.example/;;",
      ]);
      expect(numbers(report)).toMatchObject({ kept: 2, refused: 3, added: 2 });
      expect(report.refusals.map(({ column }) => column)).toEqual(["last_checked", "last_checked", "council"]);
      const rows = await store.db.query(
        "SELECT i.status AS status, i.last_checked AS checked FROM interaction i JOIN council c ON c.id = i.council_id WHERE c.code = 'local-authority:TRF' ORDER BY i.service_id",
      );
      expect(rows).toEqual([
        { status: "ok", checked: "2026-08-01 10:00:00.000" },
        { status: null, checked: "2026-08-01 11:30:00.000" },
      ]);
    });

    test("a file that cannot be read is refused whole, and leaves what stands", async () => {
      const before = await stored("E08000025");
      const lgsls: { lgsl_id: number }[] = await store.db.query("SELECT lgsl_id FROM service ORDER BY lgsl_id");
      const many = lgsls.map(({ lgsl_id }) =>
        link("E08000025", lgsl_id, 1, `https://birmingham.example/${"y".repeat(100)}/${lgsl_id}`),
      );
      expect(many.join("\n").length).toBeGreaterThan(150_000); // several blocks, written before the fault is met
      for (const end of [
        link("E08000025", 437, 8, `"${"x".repeat(1_000_000)}"`),
        link("E08000025", 437, 8, '"https://open.example'),
      ]) {
        const report = await takeOne("links.csv", [LINKS, ...many, end]);
        expect(report).toMatchObject({ state: "REFUSED", kept: 0 });
        expect(await stored("E08000025")).toEqual(before);
      }
      const wide = await takeOne("links.csv", [LINKS, link("E08000025", 437, 8, `"${"x".repeat(1_000_000)}"`)]);
      expect(wide).toMatchObject({ state: "REFUSED", kept: 0 });
      const nul = Buffer.from(`${LINKS}\nA,B,E08000025,x,437,8,https://nul.example/\0,true\n`);
      await expect(take({ "links.csv": nul })).rejects.toThrow(FileProblem);
      expect(await stored("E08000025")).toEqual(before);
    });
  });

  describe("descriptions", () => {
    const service = (id: string, description: string) =>
      `<Service><Identifier>${id}</Identifier><Label>x</Label><Description>${description}</Description></Service>`;
    const list = (...services: string[]) =>
      `<?xml version="1.0" encoding="UTF-8"?><Functions><Description>The list.</Description><Function><Identifier>76</Identifier><Label>Changed label</Label><Description>A function.</Description><Services>${services.join("")}</Services></Function></Functions>`;
    const described = async () => {
      const rows: { lgsl_id: number; name: string; description: string }[] = await store.db.query(
        "SELECT lgsl_id, name, description FROM service WHERE description IS NOT NULL ORDER BY lgsl_id",
      );
      return rows.map(({ lgsl_id, description }) => [lgsl_id, description]);
    };

    test("each service's description is taken, and nothing else of the publisher's file", async () => {
      const names = JSON.stringify(await store.db.query("SELECT lgsl_id, name FROM service ORDER BY lgsl_id"));
      const body = list(
        service("437", " Books &amp; more,\n for &lt;b&gt;everybody&lt;/b&gt; "),
        service("524", "Bins."),
        service("524", "Bins."),
        service("524", "Other bins."),
        service("438", ""),
        service("424242", "Unknown."),
        service("four", "No number."),
        service("439", "x".repeat(10_001)),
        service("440", `${HEBREW} \u202Eturned`),
      );
      const [report] = await take({ "functions_services.xml": body });
      expect(report).toMatchObject({ state: "LOADED", rowsRead: 9, kept: 3, duplicates: 1, refused: 4, changed: 3 });
      expect(report?.refusals.map(({ row, column, found }) => [row, column, found.slice(0, 11)])).toEqual([
        [4, "Description", "Other bins."],
        [7, "Identifier", "four"],
        [8, "Description", "xxxxxxxxxxx"],
        [6, "Identifier", "424242"],
      ]);
      expect(await described()).toEqual([
        [437, "Books & more, for <b>everybody</b>"],
        [440, `${HEBREW} turned`],
        [524, "Bins."],
      ]);
      expect(JSON.stringify(await store.db.query("SELECT lgsl_id, name FROM service ORDER BY lgsl_id"))).toBe(names);
      const version = await versionOf();
      expect((await take({ "functions_services.xml": body }))[0]).toMatchObject({ state: "UNCHANGED", changed: 0 });
      expect(await versionOf()).toBe(version);
      // A later file that says nothing of a service takes nothing away.
      await take({ "my-services.xml": list(service("524", "Bins and boxes.")) });
      expect((await described()).map(([lgsl]) => lgsl)).toEqual([437, 440, 524]);
    });

    test("the publisher's own file: every service but the one without a description, and nothing else", async () => {
      if (!haveShared()) return;
      const before = JSON.stringify(await store.db.query("SELECT id, lgsl_id, name FROM service ORDER BY id"));
      const body = readFileSync(join(SHARED, "services/esd/functions_services.xml"));
      const [report] = await take({ "functions_services.xml": body });
      expect(report).toMatchObject({
        state: "LOADED",
        rowsRead: 1127,
        kept: 1126,
        refused: 0,
        duplicates: 0,
        added: 0,
      });
      expect((await take({ "functions_services.xml": body }))[0]?.state).toBe("UNCHANGED");
      // The same texts by other means: a service's description stands between its address and its day of making.
      const texts = new Map(
        [...body.toString("utf8").matchAll(/service\/(\d+)<\/URI><Description>([^<]*)<\/Description>/g)].map(
          ([, lgsl, text = ""]) => [Number(lgsl), text.replaceAll("&amp;", "&").replace(/\s+/g, " ").trim()],
        ),
      );
      for (const [lgsl, text] of await described())
        if (!/&\w+;/.test(String(texts.get(Number(lgsl))))) expect(text).toBe(texts.get(Number(lgsl)));
      expect((await described()).length).toBeGreaterThanOrEqual(1126);
      expect(JSON.stringify(await store.db.query("SELECT id, lgsl_id, name FROM service ORDER BY id"))).toBe(before);
    });

    test("files that are no such list are refused whole", async () => {
      const before = await described();
      const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${list(service("437", "&b;")).slice(38)}`;
      for (const body of ["", "<Functions>", list(), "not xml at all", bomb, Buffer.from([0xff, 0xfe, 0x41])]) {
        const [report] = await take({ "functions_services.xml": body });
        expect(report).toMatchObject({ state: "REFUSED", changed: 0 });
      }
      expect(await described()).toEqual(before);
    });
  });
});
