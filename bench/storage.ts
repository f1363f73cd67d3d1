/**
 * The observation table's key beside its rivals, on the starter figures: the clustered key of the migration; a surrogate auto-id with
 * one index a column; and a second table that holds only the latest figure of each series. Same statements where the shape allows it,
 * interleaved, medians; ratios to the clustered key.
 */
import "reflect-metadata";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { openStore, type Store } from "../src/datasources/local/store";
import { databaseUrl, serverLocation } from "../test/support/store-locations";
import { benchOptions } from "./harness/options";
import { type StarterStore, starterStores, withStore } from "./harness/starter";
import { median, sample, seeded, table } from "./harness/statistics";
import { choiceOf } from "./workload";

const REPEATS = 40;
const DATABASE = "outturn_bench_storage";
const TABLES = ["clustered", "surrogate"] as const;
const VALUES =
  "value DOUBLE, missing VARCHAR(40), lower_ci95 DOUBLE, upper_ci95 DOUBLE, status_mask INT NOT NULL, note_id INT, superseded_at VARCHAR(30)";
const KEYS =
  "indicator_id INT NOT NULL, area_id INT NOT NULL, period_id INT NOT NULL, breakdown_id INT NOT NULL, release_id INT NOT NULL";
const COLUMNS =
  "indicator_id, area_id, period_id, breakdown_id, release_id, value, missing, lower_ci95, upper_ci95, status_mask, note_id, superseded_at";

interface Pick {
  readonly areas: readonly number[];
  readonly indicators: readonly number[];
  /** Every indicator of the store: how the hub asks for "all of an area", because it knows their names. */
  readonly everyIndicator: readonly number[];
  readonly oneArea: number;
  readonly oneIndicator: number;
}

interface Case {
  readonly name: string;
  /** The statement on a table that holds every period; undefined parts of a question do not arise. */
  readonly onAll: (table: string, pick: Pick) => string;
  /** The statement on the table of latest figures; undefined where that table cannot answer. */
  readonly onLatest?: (pick: Pick) => string;
}

const latestOf = (name: string, where: string): string =>
  `SELECT o.indicator_id, o.area_id, o.period_id, o.value FROM ${name} o JOIN period p ON p.id = o.period_id
   JOIN (SELECT o.indicator_id, o.area_id, MAX(q.end_date) AS newest FROM ${name} o JOIN period q ON q.id = o.period_id WHERE ${where} GROUP BY o.indicator_id, o.area_id) l
     ON l.indicator_id = o.indicator_id AND l.area_id = o.area_id AND l.newest = p.end_date WHERE ${where}`;
const among = (pick: Pick): string =>
  `o.indicator_id IN (${pick.indicators.join()}) AND o.area_id IN (${pick.areas.join()}) AND o.breakdown_id = 0`;

const ofOneArea = (name: string, pick: Pick, indicators: readonly number[]): string =>
  `SELECT ${COLUMNS} FROM ${name} WHERE area_id = ${pick.oneArea} AND indicator_id IN (${indicators.join()})`;

const CASES: readonly Case[] = [
  {
    name: "50 areas x 10 indicators, latest",
    onAll: (name, pick) => latestOf(name, among(pick)),
    onLatest: (pick) => `SELECT o.indicator_id, o.area_id, o.period_id, o.value FROM latest o WHERE ${among(pick)}`,
  },
  {
    name: "every area x 1 indicator, latest",
    onAll: (name, pick) => latestOf(name, `o.indicator_id = ${pick.oneIndicator} AND o.breakdown_id = 0`),
    onLatest: (pick) =>
      `SELECT o.indicator_id, o.area_id, o.period_id, o.value FROM latest o WHERE o.indicator_id = ${pick.oneIndicator} AND o.breakdown_id = 0`,
  },
  { name: "1 area x 10 indicators, all periods", onAll: (name, pick) => ofOneArea(name, pick, pick.indicators) },
  {
    name: "1 area x every indicator by name, all periods",
    onAll: (name, pick) => ofOneArea(name, pick, pick.everyIndicator),
  },
  {
    name: "1 area alone (the hub never asks so)",
    onAll: (name, pick) => `SELECT ${COLUMNS} FROM ${name} WHERE area_id = ${pick.oneArea}`,
  },
];

async function main(): Promise<void> {
  const options = benchOptions();
  for (const starter of await starterStores(options)) {
    const picks = await withStore(starter.location, choosePicks);
    const scratch = starter.kind === "embedded" ? join(__dirname, "../var/bench/storage.db") : DATABASE;
    const store = await fill(starter, scratch, options.serverUrl ?? "");
    try {
      console.log(`\n${starter.label}: ${await size(store)}\n${table(await measure(store, picks))}`);
    } finally {
      if (starter.kind === "server") await store.db.query(`DROP DATABASE ${DATABASE}`);
      await store.db.destroy();
      if (starter.kind === "embedded")
        for (const tail of ["", "-wal", "-shm"]) rmSync(`${scratch}${tail}`, { force: true });
    }
  }
}

/** Councils and indicators that have figures for one another, as the read bench asks for them, by the store's ids. */
async function choosePicks(store: Store): Promise<readonly Pick[]> {
  const choice = await choiceOf(store);
  const areaIds = await idsOf(store, "area", "code");
  const indicatorIds = await idsOf(store, "indicator", "slug");
  const random = seeded(7);
  const ids = (names: readonly string[], known: ReadonlyMap<string, number>, count: number): number[] =>
    sample(names, count, random).map((name) => known.get(name) as number);
  return Array.from({ length: REPEATS }, () => ({
    areas: ids(choice.councils, areaIds, 50),
    indicators: ids(choice.indicators, indicatorIds, 10),
    everyIndicator: [...indicatorIds.values()],
    oneArea: ids(choice.councils, areaIds, 1)[0] as number,
    oneIndicator: ids(choice.indicators, indicatorIds, 1)[0] as number,
  }));
}

async function idsOf(store: Store, from: string, name: string): Promise<ReadonlyMap<string, number>> {
  const rows = await store.db.query<{ id: number; name: string }[]>(
    `SELECT id, ${name} AS name FROM ${from} ORDER BY id`,
  );
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** Makes the rival tables in a scratch store and fills them in the order in which publishers' files come: indicator, period, area. */
async function fill(starter: StarterStore, scratch: string, serverUrl: string): Promise<Store> {
  const store = await openScratch(starter, scratch, serverUrl);
  const embedded = starter.kind === "embedded";
  const engine = embedded ? " WITHOUT ROWID" : " ENGINE=InnoDB";
  const from = embedded ? "starter." : "outturn_test.";
  const statements = [
    `CREATE TABLE clustered (${KEYS}, ${VALUES}, PRIMARY KEY (indicator_id, area_id, period_id, breakdown_id, release_id))${engine}`,
    `CREATE TABLE surrogate (id INTEGER PRIMARY KEY ${embedded ? "AUTOINCREMENT" : "AUTO_INCREMENT"}, ${KEYS}, ${VALUES})`,
    `CREATE TABLE latest (${KEYS}, ${VALUES}, PRIMARY KEY (indicator_id, area_id, breakdown_id))${engine}`,
    ...(embedded ? ["DELETE FROM period"] : []),
    `INSERT INTO period SELECT * FROM ${from}period`,
    ...TABLES.map(
      (name) =>
        `INSERT INTO ${name} (${COLUMNS}) SELECT ${COLUMNS} FROM ${from}observation WHERE superseded_at IS NULL ORDER BY indicator_id, period_id, area_id`,
    ),
    `INSERT INTO latest (${COLUMNS}) SELECT ${COLUMNS} FROM ${from}observation o WHERE superseded_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM ${from}observation n JOIN ${from}period np ON np.id = n.period_id
       WHERE n.indicator_id = o.indicator_id AND n.area_id = o.area_id AND n.breakdown_id = o.breakdown_id AND n.superseded_at IS NULL
         AND np.end_date > (SELECT op.end_date FROM ${from}period op WHERE op.id = o.period_id))`,
    ...["indicator_id", "area_id", "period_id"].map(
      (column) => `CREATE INDEX surrogate_${column} ON surrogate (${column})`,
    ),
    ...(embedded ? ["ANALYZE"] : ["ANALYZE TABLE clustered, surrogate, latest, period"]),
  ];
  for (const statement of statements) await store.db.query(statement);
  return store;
}

async function openScratch(starter: StarterStore, scratch: string, serverUrl: string): Promise<Store> {
  if (starter.kind === "embedded") {
    rmSync(scratch, { force: true });
    const store = await openStore({ kind: "embedded", file: scratch });
    await store.db.query(`ATTACH DATABASE '${starter.url.replaceAll("'", "''")}' AS starter`);
    return store;
  }
  await withStore(starter.location, async (store) => {
    await store.db.query(`DROP DATABASE IF EXISTS ${DATABASE}`);
    await store.db.query(`CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4`);
  });
  return openStore(serverLocation(databaseUrl(serverUrl, DATABASE)));
}

async function measure(store: Store, picks: readonly Pick[]): Promise<string[][]> {
  const rows = [["median ms", "clustered", "surrogate", "latest table", "surrogate / clustered", "latest / clustered"]];
  for (const { name, onAll, onLatest } of CASES) {
    const times = { clustered: [] as number[], surrogate: [] as number[], latest: [] as number[] };
    for (const [round, pick] of picks.entries()) {
      const statements: [keyof typeof times, string][] = [
        ...TABLES.map((kind): [keyof typeof times, string] => [kind, onAll(kind, pick)]),
      ];
      if (onLatest !== undefined) statements.push(["latest", onLatest(pick)]);
      if (round % 2 === 1) statements.reverse();
      for (const [kind, sql] of statements) {
        const started = process.hrtime.bigint();
        await store.db.query(sql);
        times[kind].push(Number(process.hrtime.bigint() - started) / 1e6);
      }
    }
    const [clustered, surrogate, latest] = [median(times.clustered), median(times.surrogate), median(times.latest)];
    const shown = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(2));
    rows.push([name, ...[clustered, surrogate, latest, surrogate / clustered, latest / clustered].map(shown)]);
  }
  return rows;
}

async function size(store: Store): Promise<string> {
  const counts: string[] = [];
  for (const name of [...TABLES, "latest"]) {
    const [row] = await store.db.query<{ n: number }[]>(`SELECT COUNT(*) AS n FROM ${name}`);
    counts.push(`${name} ${row?.n} rows`);
  }
  return counts.join(", ");
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
