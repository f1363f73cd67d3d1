import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openStore, type Store } from "../../src/datasources/local/store";
import { type ImportReport, importPath } from "../../src/ingest/import";
import { folderOf, tidyFiles } from "./support/folders";
import { engines, type TestStore } from "./support/stores";

const specimen = (name: string) => readFileSync(join(__dirname, "../specimens/parquet", name));
const { "observations/claimant-count.csv": _, ...TABLES } = tidyFiles([]);
const AT = "observations/claimant-count.parquet";
const NAMES = {
  columns: { area: "area_code" },
  indicators: { "cc.rate": "claimant-count", "cc.rank": null },
  periods: { "2019": "2019-01-01/P1Y", "2020": "2020-01-01/P1Y", "2025": "2025-01-01/P1Y" },
};

describe.each(engines())("Parquet files in the $name store", (engine) => {
  let made: TestStore;
  let store: Store;
  const folders: { remove: () => void }[] = [];
  beforeEach(async () => {
    made = await engine.make();
    store = await openStore(made.location);
  });
  afterEach(async () => {
    await store.db.destroy();
    await made.remove();
    for (const folder of folders.splice(0)) folder.remove();
  });

  const load = async (files: Readonly<Record<string, string | Buffer>>, inner = ""): Promise<ImportReport> => {
    const folder = folderOf(files);
    folders.push(folder);
    return await importPath(store, join(folder.path, inner));
  };
  const figures = async (): Promise<readonly Record<string, unknown>[]> =>
    store.db.query(`SELECT a.code AS area, p.iso AS period, o.value AS value, o.missing AS missing, o.numerator AS numerator
      FROM observation o JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id WHERE o.superseded_at IS NULL ORDER BY a.code, p.iso`);

  test("say what the same rows in CSV say, and loading them again changes nothing", async () => {
    const report = await load({ ...TABLES, [AT]: specimen("tidy.parquet") });
    expect(report.files.at(-1)).toMatchObject({ file: AT, state: "LOADED", rowsRead: 3, kept: 3, refused: 0 });
    expect(await figures()).toEqual([
      { area: "E08000003", period: "2019-01-01/P1Y", value: 4.2, missing: null, numerator: 14000 },
      { area: "E08000003", period: "2020-01-01/P1Y", value: 7.7, missing: null, numerator: null },
      { area: "E08000025", period: "2025-01-01/P1Y", value: null, missing: "CONFIDENTIAL", numerator: null },
    ]);
    expect((await load({ "claimant-count.parquet": specimen("tidy.parquet") }, "claimant-count.parquet")).changed).toBe(
      false,
    );
  });

  test("may call things by other names, where a file beside them says which", async () => {
    const names = "observations/claimant-count.names.json";
    const report = await load({ ...TABLES, [AT]: specimen("other-names.parquet"), [names]: JSON.stringify(NAMES) });
    expect(report.files.at(-1)).toMatchObject({ rowsRead: 4, kept: 3, refused: 0 });
    expect((await figures()).map((row) => row.value)).toEqual([4.2, 7.7, 10.1]);
    const other = { ...NAMES, indicators: { "cc.rank": "claimant-count", "cc.rate": null } };
    await load({ [AT]: specimen("other-names.parquet"), [names]: JSON.stringify(other) });
    expect((await figures()).map((row) => row.value)).toEqual([1]); // the names are part of what the file says
    const wrong = await load({ [AT]: specimen("other-names.parquet"), [names]: `{"colums": {}}` });
    expect(wrong.files.at(-1)).toMatchObject({ state: "REFUSED" });
  });

  test("have rows refused that break the rules, each with its number", async () => {
    const report = await load({ ...TABLES, [AT]: specimen("not-a-number.parquet") });
    expect(report.files.at(-1)).toMatchObject({ kept: 1, refused: 1 });
    expect(report.files.at(-1)?.refusals).toEqual([
      expect.objectContaining({ row: 2, column: "value", found: "NaN", reason: expect.stringContaining("no number") }),
    ]);
  });

  test.each([
    ["no-period.parquet", (body: Buffer) => body, /these columns as well: period/],
    ["tidy.parquet", (body: Buffer) => body.subarray(0, body.length - 30), /no Parquet file, or it is cut short/],
    [
      "tidy.parquet",
      (body: Buffer) => Buffer.concat([body.subarray(0, 60), body.subarray(90)]),
      /cut short or damaged/,
    ],
    ["index.json", (body: Buffer) => body, /no Parquet file/],
    ["tidy.parquet", (body: Buffer) => body.subarray(0, 0), /empty/],
  ])("are refused whole where they cannot be read (%s, %#)", async (name, harm, reason) => {
    const report = await load({ ...TABLES, [AT]: harm(specimen(name)) });
    expect(report.files.at(-1)).toMatchObject({ state: "REFUSED" });
    expect(report.files.at(-1)?.refusals[0]?.reason).toMatch(reason);
    expect(await figures()).toEqual([]);
  });
});
