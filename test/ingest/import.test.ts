import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore, type Store } from "../../src/datasources/local/store";
import { type ImportReport, importPath } from "../../src/ingest/import";
import { ELS_HEADER, figure, folderOf, tidyFiles } from "./support/folders";
import { engines, type TestStore } from "./support/stores";

const REAL = [
  figure("E08000003", "2019-01-01/P1Y", "4.2"),
  figure("E08000003", "2020-01-01/P1Y", "7.7"),
  figure("E08000025", "2025-01-01/P1Y", "10.1"),
];

describe.each(engines())("the importer on the $name store", (engine) => {
  let made: TestStore;
  let store: Store;
  const folders: { remove: () => void }[] = [];
  let minute = 0;

  beforeEach(async () => {
    made = await engine.make();
    store = await openStore(made.location);
  });
  afterEach(async () => {
    await store.db.destroy();
    await made.remove();
    for (const folder of folders.splice(0)) folder.remove();
  });

  const load = async (files: Readonly<Record<string, string | Buffer>>): Promise<ImportReport> => {
    const folder = folderOf(files);
    folders.push(folder);
    const at = new Date(Date.UTC(2026, 5, 1, 0, minute++));
    return await importPath(store, folder.path, { clock: () => at });
  };
  const figures = async (which: string) => {
    const rows: readonly Record<string, unknown>[] = await store.db.query(
      `SELECT a.code AS area, p.iso AS period, b.code AS breakdown, o.value AS value, o.missing AS missing, o.status_mask AS mask, n.body AS note, i.slug AS slug
       FROM observation o JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id JOIN breakdown b ON b.id = o.breakdown_id
       JOIN indicator i ON i.id = o.indicator_id LEFT JOIN note n ON n.id = o.note_id
       WHERE o.superseded_at IS ${which} ORDER BY i.slug, a.code, p.iso, b.code`,
    );
    return rows;
  };
  const short = async (which = "NULL") =>
    (await figures(which)).map((row) => `${row.area} ${row.period} ${row.value ?? row.missing}`);
  const version = async () => {
    const [row]: readonly { version: number }[] = await store.db.query("SELECT version FROM store_version");
    return row?.version;
  };
  const fileOf = (report: ImportReport, name: string) => report.files.find((file) => file.file.startsWith(name));

  test("a tidy folder is loaded whole, parents below their children included, and loading it again changes nothing", async () => {
    const first = await load(tidyFiles(REAL));
    expect(first.files.filter((file) => file.refused > 0)).toEqual([]);
    expect(await short()).toEqual([
      "E08000003 2019-01-01/P1Y 4.2",
      "E08000003 2020-01-01/P1Y 7.7",
      "E08000025 2025-01-01/P1Y 10.1",
    ]);
    const before = await version();
    const again = await load(tidyFiles([...REAL].reverse()));
    expect(again.changed).toBe(false);
    expect(await version()).toBe(before);
    const [topic]: readonly Record<string, unknown>[] = await store.db.query(
      "SELECT p.slug AS parent FROM topic t JOIN topic p ON p.id = t.parent_id WHERE t.slug = 'out-of-work'",
    );
    expect(topic).toEqual({ parent: "work" });
  });

  test("a changed figure takes the old one's place, a missing one is withdrawn, and both old ones are kept as superseded", async () => {
    await load(tidyFiles(REAL));
    const report = await load(
      tidyFiles([
        figure("E08000003", "2019-01-01/P1Y", "4.2"),
        figure("E08000003", "2020-01-01/P1Y", "7.8"),
        figure("E08000003", "2021-01-01/P1Y", "", "CONFIDENTIAL,,,,,,"),
      ]),
    );
    expect(fileOf(report, "observations/")).toMatchObject({
      state: "LOADED",
      added: 1,
      changed: 1,
      withdrawn: 1,
      kept: 3,
    });
    expect(await short()).toEqual([
      "E08000003 2019-01-01/P1Y 4.2",
      "E08000003 2020-01-01/P1Y 7.8",
      "E08000003 2021-01-01/P1Y CONFIDENTIAL",
    ]);
    expect(await short("NOT NULL")).toEqual(["E08000003 2020-01-01/P1Y 7.7", "E08000025 2025-01-01/P1Y 10.1"]);
    const back = await load(tidyFiles(REAL));
    expect(fileOf(back, "observations/")).toMatchObject({ added: 1, changed: 1, withdrawn: 1 });
    expect(await short()).toContain("E08000003 2020-01-01/P1Y 7.7");
  });

  test("0 and an empty cell are different figures", async () => {
    await load(tidyFiles([figure("E08000003", "2019-01-01/P1Y", "0")]));
    const report = await load(tidyFiles([figure("E08000003", "2019-01-01/P1Y", "", "NOT_AVAILABLE,,,,,,")]));
    expect(fileOf(report, "observations/")).toMatchObject({ changed: 1 });
  });

  test("equal rows are kept once; contradictory ones are all refused, and what the store had stays", async () => {
    await load(tidyFiles(REAL));
    const report = await load(tidyFiles([...REAL, REAL[0] ?? "", figure("E08000003", "2020-01-01/P1Y", "7.9")]));
    const file = fileOf(report, "observations/");
    expect(file).toMatchObject({ duplicates: 1, refused: 2, withdrawn: 0, changed: 0 });
    expect(file?.refusals.map((refusal) => refusal.row)).toEqual([3, 6]);
    expect(await short()).toContain("E08000003 2020-01-01/P1Y 7.7");
  });

  test("rows that name something unknown or break the layout are refused with row, column and reason; the rest is loaded", async () => {
    const report = await load(
      tidyFiles([
        ...REAL,
        figure("E08999999", "2019-01-01/P1Y", "1"),
        figure("E08000003", "2019", "1"),
        figure("E08000003", "2018-01-01/P1Y", "NaN"),
        figure("E08000003", "2017-01-01/P1Y", "1", "CONFIDENTIAL,,,,,,"),
        "other,E08000003,2019-01-01/P1Y,,1,,,,,,,,",
        "claimant-count,E08000003,2019-01-01/P1Y,sex=other,1,,,,,,,,",
        "claimant-count,E08000003",
      ]),
    );
    const file = fileOf(report, "observations/");
    expect(file?.refusals.map(({ row, column }) => [row, column])).toEqual(
      expect.arrayContaining([
        [5, "area"],
        [6, "period"],
        [7, "value"],
        [8, "missing"],
        [9, "indicator"],
        [10, "breakdown"],
        [11, ""],
      ]),
    );
    expect(file).toMatchObject({ rowsRead: 10, kept: 3, refused: 7 });
  });

  test("a file of which every row is refused changes nothing", async () => {
    await load(tidyFiles(REAL));
    const before = await version();
    const report = await load(tidyFiles([figure("E99999999", "2019-01-01/P1Y", "1")]));
    expect(fileOf(report, "observations/")?.state).toBe("REFUSED");
    expect(await short()).toHaveLength(3);
    expect(await version()).toBe(before);
  });

  test("a table's row that refers to nothing is refused", async () => {
    const more = {
      "area_memberships.csv": "child,parent,hierarchy,start_date,end_date\nE08000003,E47000001,ADMINISTRATIVE,,\n",
    };
    const report = await load(tidyFiles(REAL, more));
    expect(fileOf(report, "area_memberships")?.refusals).toEqual([
      {
        file: "area_memberships.csv",
        row: 2,
        column: "parent",
        found: "E47000001",
        reason: "Nothing of this key is in the store.",
      },
    ]);
  });

  test("a publisher's file finds its indicator in the store, and makes one that is not there", async () => {
    await load(tidyFiles(REAL));
    const els = `\uFEFF${ELS_HEADER}\r\nE08000003,Manchester,LTLA,Claimant Count,2019-01-01/P1Y,4.2,Percentage,%,,,,\r\nE08000003,Manchester,LTLA,Claimant Count,2021-01-01/P1Y,8.2,Percentage,%,,,,\r\n`;
    const first = await load({ "claimant-count.csv": els });
    expect(first.files[0]).toMatchObject({ state: "LOADED", added: 1, changed: 0, withdrawn: 2 });
    const wage = `${ELS_HEADER},sex\nE08000003,Manchester,LTLA,Weekly pay,2025-04-30,642.5,Pounds,£,641.2407,643.7593,,,Female\nE08000003,Manchester,LTLA,Weekly pay,2025-04-30,,Pounds,£,,,x,,Male\n`;
    const json = JSON.stringify({
      "ess-beta-metadata": {
        label: "Gross weekly pay",
        prefix: "GBPSign",
        suffix: null,
        decimalPlaces: 2,
        sourceDate: "23/10/2025",
        sourceOrg: "Office for National Statistics",
        sourceURL: "https://example.org/pay",
      },
    });
    const second = await load({ "pay.csv": wage, "pay.json": json });
    expect(second.files[0]).toMatchObject({ state: "LOADED", added: 2, refused: 0 });
    expect((await figures("NULL")).filter((row) => row.slug === "gross-weekly-pay")).toMatchObject([
      { breakdown: "sex=female", value: 642.5, missing: null },
      { breakdown: "sex=male", value: null, missing: "NOT_AVAILABLE" },
    ]);
    const [made] = await store.db.query(
      "SELECT polarity, polarity_reason AS reason, unit_prefix AS prefix, decimal_places AS places, has_confidence_intervals AS ci FROM indicator WHERE slug = 'gross-weekly-pay'",
    );
    expect(made).toEqual({ polarity: "UNKNOWN", reason: "Set by nobody yet.", prefix: "£", places: 2, ci: 1 });
    expect((await load({ "pay.csv": wage, "pay.json": json })).changed).toBe(false);
  });

  test("a file that the manifest does not describe is refused", async () => {
    const manifest = {
      layout: "outturn-tidy-1",
      title: "t",
      builtAt: "2026-01-01",
      files: { "observations/claimant-count": { rows: 3, sha256: "0".repeat(64) } },
    };
    const report = await load({ ...tidyFiles(REAL), "manifest.json": JSON.stringify(manifest) });
    expect(fileOf(report, "observations/")).toMatchObject({ state: "REFUSED" });
    expect(await short()).toEqual([]);
  });

  test("one bad file of a folder is refused and the others are loaded", async () => {
    await load(tidyFiles(REAL));
    const row = "E08000003,Manchester,LTLA,A,2019-01-01/P1Y,1,Percentage,%,,,,";
    const folder = folderOf({ "a.csv": `${ELS_HEADER}\n${row}\n`, "b.csv": "<!DOCTYPE html><html></html>" });
    folders.push(folder);
    writeFileSync(join(folder.path, "c.csv"), "");
    const report = await importPath(store, folder.path);
    expect(report.files.map((file) => [file.file, file.state])).toEqual([
      ["a.csv", "LOADED"],
      ["b.csv", "REFUSED"],
      ["c.csv", "REFUSED"],
    ]);
  });
});
