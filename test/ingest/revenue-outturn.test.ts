import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import type { FileReport } from "../../src/ingest/report";
import { plain } from "../starter/read";
import { type FreshStore, freshStore, kindsUnderTest } from "../support/stores";
import { folderOf } from "./support/folders";

/** Each load is a minute after the one before. */
let minute = 0;
const clock = () => new Date(Date.UTC(2026, 10, 1, 12, minute));
const STARTER = [
  "area_types",
  "areas",
  "area_changes",
  "councils",
  "council_successions",
  "service_functions",
  "services",
];
const LINES = readFileSync(join(__dirname, "../../data/standards/spend_lines.csv"));
const WASTE = "RO5_envcll_net_cur_exp";
const STREETS = "RO5_envstr_net_cur_exp";
/** As the publisher's file begins; the last column is one that nobody mapped. */
const HEADER = `year_ending,ONS_code,LA_LGF_code,LA_name,status,LA_class,LA_subclass,${WASTE},${STREETS},RG_grantintot_tot_grant`;
const FILE = "Revenue_Outturn_time_series_data_v4.csv";

/** Manchester (E08000003) and Salford (E08000006) are metropolitan; Hambleton (E07000164) ended on 31 March 2023. */
const GOOD = [
  "202303,E08000003,E4203,Manchester,submitted,Met District,Met District,20000,8000.5,1",
  "202303,E08000006,E4206,Salford,submitted,Met District,Met District,9000,-120,1",
  "202303,E07000164,E2732,Hambleton,submitted,Shire District,Shire District,3000,0,1",
  "202303,E08,,Met District,total,Met District,,29000,7880.5,1",
  "202303,E07,,Shire District,total,Shire District,,3000,0,1",
  "202303,E92000001,,England,total,Eng,,32000,7880.5,1",
  "202403,E08000003,E4203,Manchester,submitted,Met District,Met District,21000,8200,1",
  "202403,E08000006,E4206,Salford,not submitted,Met District,Met District,,,",
  "202403,E08,,Met District,total,Met District,,30500,8300,1",
  "202403,E92000001,,England,total,Eng,,30500,[x],1",
];

describe.each(kindsUnderTest())("revenue outturn (%s store)", (kind) => {
  let own: FreshStore;
  let store: Store;

  beforeAll(async () => {
    own = await freshStore(kind);
    store = own.store;
    const folder = folderOf(Object.fromEntries(STARTER.map((name) => [`${name}.csv`, plain(name)])));
    await importPath(store, folder.path, { clock });
    folder.remove();
  });
  afterAll(() => own.drop());

  async function take(name: string, body: string | Buffer): Promise<FileReport> {
    minute += 1;
    const folder = folderOf({ [name]: body });
    try {
      const [report] = (await importPath(store, join(folder.path, name), { clock })).files;
      if (report === undefined) throw new Error("No report came.");
      return report;
    } finally {
      folder.remove();
    }
  }
  const takeRows = (rows: readonly string[], name = FILE) => take(name, `${[HEADER, ...rows].join("\n")}\n`);
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
  const told = (report: FileReport) => report.refusals.map(({ row, column, found }) => [row, column, found]);
  interface Figure {
    slug: string;
    area: string;
    iso: string;
    value: number | null;
    missing: string | null;
    mask: number;
  }
  const figures = async (): Promise<readonly Figure[]> =>
    (
      await store.db.query(
        `SELECT i.slug AS slug, a.code AS area, p.iso AS iso, o.value AS value, o.missing AS missing, o.status_mask AS mask
         FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
         WHERE o.superseded_at IS NULL ORDER BY i.slug, p.iso, a.code`,
      )
    ).map((row: Figure) => ({ ...row, mask: Number(row.mask) }));
  const figure = async (slug: string, area: string, iso: string) => {
    const found = (await figures()).find((row) => row.slug === slug && row.area === area && row.iso === iso);
    return found && [found.value, found.missing, found.mask];
  };
  const totals = async () =>
    (
      await store.db.query(
        `SELECT i.slug AS slug, p.iso AS iso, t.class_code AS code, t.label AS label, t.value AS value, t.missing AS missing,
           t.returns_sum AS sum, t.returns AS returns, t.without_return AS lacking
         FROM class_total t JOIN indicator i ON i.id = t.indicator_id JOIN period p ON p.id = t.period_id ORDER BY i.slug, p.iso, t.class_code`,
      )
    ).map((row: Record<string, unknown>) => Object.values(row));
  const versionOf = async () => Number((await store.db.query("SELECT version FROM store_version"))[0].version);
  const [Y22, Y23] = ["2022-04-01/P1Y", "2023-04-01/P1Y"];

  test("without a mapping nothing is taken, and the report says what to load", async () => {
    const report = await takeRows(GOOD);
    expect(report.state).toBe("REFUSED");
    expect(report.refusals[0]?.reason).toMatch(/spend_lines\.csv first/);
    expect((await take("spend_lines.csv", LINES)).state).toBe("LOADED");
  });

  test("a good file: figures in thousands, blanks of missing returns, an ended council, negative figures, and England's own total", async () => {
    const report = await takeRows(GOOD);
    expect(numbers(report)).toEqual({
      state: "LOADED",
      rowsRead: 20,
      kept: 20,
      duplicates: 0,
      refused: 0,
      added: 20,
      changed: 0,
      withdrawn: 0,
    });
    expect((await figures()).map(({ slug, area, iso, value, missing }) => [slug, area, iso, value, missing])).toEqual([
      ["spend-street-cleansing", "E07000164", Y22, 0, null],
      ["spend-street-cleansing", "E08000003", Y22, 8000.5, null],
      ["spend-street-cleansing", "E08000006", Y22, -120, null],
      ["spend-street-cleansing", "E92000001", Y22, 7880.5, null],
      ["spend-street-cleansing", "E08000003", Y23, 8200, null],
      ["spend-street-cleansing", "E08000006", Y23, null, "NOT_SUBMITTED"],
      ["spend-street-cleansing", "E92000001", Y23, null, "NOT_AVAILABLE"],
      ["spend-waste-collection", "E07000164", Y22, 3000, null],
      ["spend-waste-collection", "E08000003", Y22, 20000, null],
      ["spend-waste-collection", "E08000006", Y22, 9000, null],
      ["spend-waste-collection", "E92000001", Y22, 32000, null],
      ["spend-waste-collection", "E08000003", Y23, 21000, null],
      ["spend-waste-collection", "E08000006", Y23, null, "NOT_SUBMITTED"],
      ["spend-waste-collection", "E92000001", Y23, 30500, null],
    ]);
    const [indicator] = await store.db.query(
      `SELECT i.name AS name, unit_code, unit_prefix, unit_multiplier, value_type, i.frequency AS frequency, period_type, is_aggregatable, polarity,
         d.slug AS dataset, s.slug AS source FROM indicator i JOIN dataset d ON d.id = i.dataset_id JOIN source s ON s.id = d.source_id
       WHERE i.slug = 'spend-waste-collection'`,
    );
    expect(indicator).toMatchObject({
      name: "Net current expenditure on waste collection",
      unit_code: "gbp-thousand",
      unit_prefix: "£",
      unit_multiplier: 1000,
      value_type: "CURRENCY",
      frequency: "ANNUALLY",
      period_type: "FINANCIAL_YEAR",
      is_aggregatable: 1,
      polarity: "NO_JUDGEMENT",
      dataset: "revenue-outturn",
      source: "mhclg",
    });
    const [release] = await store.db.query("SELECT version, title, rows_read, rows_kept FROM dataset_release");
    expect(release).toMatchObject({ version: "4", title: "Revenue outturn, 2022/23 to 2023/24" });
  });

  test("totals of kinds of council are the file's; where its returns add up to something else, a warning says so", async () => {
    expect(await totals()).toEqual([
      ["spend-street-cleansing", Y22, "E07", "Shire District", 0, null, 0, 1, 0],
      ["spend-street-cleansing", Y22, "E08", "Met District", 7880.5, null, 7880.5, 2, 0],
      ["spend-street-cleansing", Y23, "E08", "Met District", 8300, null, 8200, 1, 1],
      ["spend-waste-collection", Y22, "E07", "Shire District", 3000, null, 3000, 1, 0],
      ["spend-waste-collection", Y22, "E08", "Met District", 29000, null, 29000, 2, 0],
      ["spend-waste-collection", Y23, "E08", "Met District", 30500, null, 21000, 1, 1],
    ]);
    const { warnings } = await takeRows([...GOOD.slice(0, 9), GOOD[9]?.replace("30500", "30501") ?? ""]);
    expect(warnings.find((text) => text.startsWith("3 of 9 totals differ"))).toContain(
      `Met District 2023/24 ${WASTE}: 30500, where 1 returns add up to 21000, and 1 sent none`,
    );
    await takeRows(GOOD);
  });

  test("the columns of the mapping that the file lacks are told; the others of the file are passed over", async () => {
    const { warnings } = await takeRows(GOOD.slice(0, 1), "other.csv");
    expect(warnings[0]).toMatch(
      /^The file lacks 18 of 20 columns of spend_lines; what stands of them is left as it is: RO1_eduerl/,
    );
    const slugs = await store.db.query("SELECT slug FROM indicator ORDER BY slug");
    expect(slugs.map(({ slug }: { slug: string }) => slug)).toEqual([
      "spend-street-cleansing",
      "spend-waste-collection",
    ]);
    await takeRows(GOOD);
  });

  test("the same file again changes nothing, byte for byte or written otherwise", async () => {
    await takeRows(GOOD);
    const before = await versionOf();
    expect(numbers(await takeRows(GOOD)).state).toBe("UNCHANGED");
    const again = await takeRows([...GOOD].reverse());
    expect(numbers(again)).toEqual({
      state: "UNCHANGED",
      rowsRead: 20,
      kept: 20,
      duplicates: 0,
      refused: 0,
      added: 0,
      changed: 0,
      withdrawn: 0,
    });
    expect(await versionOf()).toBe(before);
  });

  test("a newer file takes the older one's place as a release, and what was stays known", async () => {
    const newer = [
      ...GOOD.slice(0, 7),
      "202403,E08000006,E4206,Salford,submitted,Met District,Met District,9500 [r],100,1",
      ...GOOD.slice(8),
    ];
    const report = await takeRows(newer, "Revenue_Outturn_time_series_data_v5.csv");
    // Salford's two figures, and the two class totals that now have two returns behind them.
    expect(numbers(report)).toMatchObject({ state: "LOADED", added: 0, changed: 4, withdrawn: 0 });
    expect(await figure("spend-waste-collection", "E08000006", Y23)).toEqual([9500, null, 4]); // REVISED
    const past = await store.db.query(
      `SELECT o.missing AS missing, o.superseded_at AS until FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id
       JOIN period p ON p.id = o.period_id WHERE i.slug = 'spend-waste-collection' AND a.code = 'E08000006' AND p.iso = '${Y23}' AND o.superseded_at IS NOT NULL ORDER BY o.superseded_at DESC`,
    );
    expect(past[0]).toEqual({
      missing: "NOT_SUBMITTED",
      until: clock().toISOString().replace("T", " ").replace("Z", ""),
    });
    const versions = await store.db.query("SELECT version FROM dataset_release ORDER BY id DESC");
    expect(versions[0].version).toBe("5");
    const shorter = await takeRows(GOOD.slice(0, 6), "Revenue_Outturn_time_series_data_v6.csv");
    expect(numbers(shorter)).toMatchObject({ withdrawn: 8 });
    await takeRows(GOOD);
  });

  test("services are linked in the role SPEND as the mapping says; links of members stay, and a changed mapping is taken over", async () => {
    const links = async () =>
      (
        await store.db.query(
          `SELECT s.lgsl_id AS lgsl, i.slug AS slug, l.reason AS reason FROM service_indicator l JOIN service s ON s.id = l.service_id
           JOIN indicator i ON i.id = l.indicator_id WHERE l.role = 'SPEND' ORDER BY i.slug, s.lgsl_id`,
        )
      ).map((row: { lgsl: number; slug: string; reason: string }) => [row.lgsl, row.slug, row.reason]);
    const covers = (line: string, others: string) => `Revenue outturn: line ${line} covers it ${others}.`;
    expect(await links()).toEqual([
      ...[580, 581, 582, 587].map((lgsl) => [
        lgsl,
        "spend-street-cleansing",
        covers(STREETS, "with 3 others of the list"),
      ]),
      ...[524, 526, 528, 530, 854].map((lgsl) => [
        lgsl,
        "spend-waste-collection",
        covers(WASTE, "with 4 others of the list"),
      ]),
    ]);
    await take(
      "service_indicators.csv",
      "service,indicator,role,reason\n533,spend-waste-collection,SPEND,Our own view.\n",
    );
    const mapping = (line: string) => `line,slug,name,class,about,services\n${line}\n`;
    expect((await take("spend_lines.csv", mapping(`${WASTE},waste-spend,Waste,Environment,,524`))).state).toBe(
      "LOADED",
    );
    const report = await takeRows(GOOD);
    expect(numbers(report)).toMatchObject({ state: "LOADED", added: 0, changed: 0 });
    expect(await links()).toEqual([
      ...[580, 581, 582, 587].map((lgsl) => [
        lgsl,
        "spend-street-cleansing",
        covers(STREETS, "with 3 others of the list"),
      ]),
      [524, "waste-spend", covers(WASTE, "alone")],
      [533, "waste-spend", "Our own view."],
    ]);
    await take("spend_lines.csv", mapping(`${WASTE},spend-street-cleansing,Waste,Environment,,524`));
    expect(told(await takeRows(GOOD))[0]).toEqual([0, STREETS, "spend-street-cleansing"]); // two lines cannot have one slug
    await take("spend_lines.csv", LINES);
    await takeRows(GOOD);
  });

  test("rows and cells that break a rule are refused alone, each with its line and column", async () => {
    const bad = [
      "202403,E08000003,E4203,Manchester,submitted,Met District", // ragged
      "202412,E08000003,E4203,Manchester,submitted,Met District,,1,1,1",
      "2023-24,E08000003,E4203,Manchester,submitted,Met District,,1,1,1",
      "202403,E08000003,E4203,Manchester,certified,Met District,,1,1,1",
      "202403,na,E4203,Manchester,submitted,Met District,,1,1,1",
      "202403,E31000040,E6103,A fire authority,submitted,Other,Fire,5,5,1",
      "202203,E08000003,E4203,Manchester,submitted,Met District,,twelve,5,1",
      "202203,E08000006,E4206,Salford,not submitted,Met District,,0,7,1",
      "202203,E92000001,,England,total,Eng,,5 [z],1 [p],1",
      "202203,,,,total,,,1,1,1",
    ];
    const report = await takeRows([...GOOD, ...bad]);
    expect(told(report)).toEqual([
      [12, "", "202403,E08000003,E4203,Manchester,submitted,Met District"],
      [13, "year_ending", "202412"],
      [14, "year_ending", "2023-24"],
      [15, "status", "certified"],
      [16, "ONS_code", "na"],
      [17, "ONS_code", "E31000040"],
      [18, WASTE, "twelve"],
      [19, STREETS, "7"],
      [20, WASTE, "5 [z]"],
      [21, "ONS_code", ""],
    ]);
    expect(report.refused).toBe(10);
    expect(report.rowsRead).toBe(report.kept + report.refused + report.duplicates);
    expect(await figure("spend-street-cleansing", "E08000003", "2021-04-01/P1Y")).toEqual([5, null, 0]);
    expect(await figure("spend-waste-collection", "E08000006", "2021-04-01/P1Y")).toEqual([null, "NOT_SUBMITTED", 0]);
    expect(await figure("spend-street-cleansing", "E92000001", "2021-04-01/P1Y")).toEqual([1, null, 2]); // PROVISIONAL
  });

  test("estimates and marks of the publisher are kept beside their figures", async () => {
    const rows = [
      "202203,E08000003,E4203,Manchester,Imputed,Met District,,100,[x],1",
      '202203,E08000006,E4206,Salford,estimated,Met District,,"1,234 [r]",..,1',
    ];
    await takeRows(rows);
    expect(await figure("spend-waste-collection", "E08000003", "2021-04-01/P1Y")).toEqual([100, null, 1 << 11]);
    expect(await figure("spend-waste-collection", "E08000006", "2021-04-01/P1Y")).toEqual([
      1234,
      null,
      (1 << 3) | (1 << 2),
    ]);
    expect(await figure("spend-street-cleansing", "E08000006", "2021-04-01/P1Y")).toEqual([
      null,
      "NOT_AVAILABLE",
      1 << 3,
    ]);
    await takeRows(GOOD);
  });

  test("a repeated row counts once; rows and totals that contradict each other are all refused, and what stands is left", async () => {
    const report = await takeRows([...GOOD, GOOD[0] ?? "", GOOD[3] ?? ""]);
    expect(numbers(report)).toEqual({
      state: "UNCHANGED",
      rowsRead: 24,
      kept: 20,
      duplicates: 4,
      refused: 0,
      added: 0,
      changed: 0,
      withdrawn: 0,
    });
    const apart = await takeRows([
      ...GOOD,
      GOOD[0]?.replace("20000", "20001") ?? "",
      GOOD[3]?.replace("29000", "29001") ?? "",
    ]);
    expect(apart.refusals.map(({ row, found }) => [row, found])).toEqual([
      [2, "E08000003 2022-04-01/P1Y"],
      [12, "E08000003 2022-04-01/P1Y"],
      [5, "E08"],
      [13, "E08"],
    ]);
    expect(await figure("spend-waste-collection", "E08000003", Y22)).toEqual([20000, null, 0]);
    await takeRows(GOOD);
  });

  test("hostile text is refused or kept as text, and harms nothing", async () => {
    const name = `"<script>alert(1)</script>'; DROP TABLE observation; --"`;
    const report = await takeRows([
      ...GOOD,
      `202403,E09,,${name},total,London,,1,1,1`,
      "202403,E08000003,x,=cmd|' /C calc'!A0,submitted,Met District,,=1+1,@SUM(A1),1",
      "202403,\u202EE08000003,x,M,submitted,Met District,,1,1,1",
      "202403,E08000003,x,M,sub\u0007mitted,Met District,,1,1,1",
      "202403,מנצ׳סטר,x,M,submitted,Met District,,1,1,1",
    ]);
    expect(told(report)).toEqual([
      [13, WASTE, "=1+1"],
      [13, STREETS, "@SUM(A1)"],
      [14, "ONS_code", "\uFFFDE08000003"],
      [15, "status", "sub\uFFFDmitted"],
      [16, "ONS_code", "מנצ׳סטר"],
    ]);
    expect((await totals()).find(([, , code]: unknown[]) => code === "E09")?.[3]).toBe(
      "<script>alert(1)</script>'; DROP TABLE observation; --",
    );
    const [turned] = (
      await takeRows([
        ...GOOD,
        "202403,E09,,\u202ELondon\u0007,total,London,,1,1,1",
        "202403,E09000002,,L,submitted,London,,5,1,1",
      ])
    ).warnings.slice(-1);
    expect(turned).toContain("\uFFFDLondon\uFFFD 2023/24");
    await takeRows(GOOD);
    const before = await figures();
    const huge = await takeRows([...GOOD, `202403,E08000003,x,${"A".repeat(1_000_000)},submitted,Met District,,1,1,1`]);
    expect(huge.state).toBe("REFUSED");
    const twice = await take(FILE, `${HEADER},${WASTE}\n${GOOD.map((row) => `${row},1`).join("\n")}\n`);
    expect([twice.state, twice.refusals[0]?.reason]).toEqual([
      "REFUSED",
      `The column "${WASTE}" stands twice. Each name may stand once.`,
    ]);
    const none = await take(FILE, "year_ending,ONS_code,LA_LGF_code,LA_name,status,LA_class,LA_subclass,X\n");
    expect(none.refusals[0]?.reason).toMatch(/^The file has none of the columns that spend_lines names/);
    expect(await figures()).toEqual(before);
    await takeRows(GOOD);
  });

  test("a file as wide as the publisher's is taken: 2,587 columns", async () => {
    const more = Array.from({ length: 2577 }, (_, at) => `TSR_x${at}_tot_exp`);
    const wide = [
      `\uFEFF${HEADER},${more.join(",")}`,
      ...GOOD.map((row) => `${row},${more.map(() => "0").join(",")}`),
    ].join("\r\n");
    expect(numbers(await take("wide.csv", wide))).toMatchObject({ state: "UNCHANGED", kept: 20, refused: 0 });
  });
});
