/**
 * The floor of an import: the same CSV into one keyed table of the file's own columns, nothing checked. LOAD DATA LOCAL on the MySQL
 * family; on the embedded engine one prepared statement in one transaction over lines split at commas. Prints one JSON line.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import Database from "libsql";
import { createConnection } from "mysql2/promise";
import { driverUrl } from "../../test/support/store-locations";

const COLUMNS = [
  "indicator",
  "area",
  "period",
  "breakdown",
  "value",
  "missing",
  "lower_ci95",
  "upper_ci95",
  "count_value",
  "numerator",
  "denominator",
  "status",
  "note",
];
const TABLE = `plain (indicator VARCHAR(160) NOT NULL, area VARCHAR(40) NOT NULL, period VARCHAR(40) NOT NULL, breakdown VARCHAR(200) NOT NULL, value DOUBLE,
  missing VARCHAR(40), lower_ci95 DOUBLE, upper_ci95 DOUBLE, count_value DOUBLE, numerator DOUBLE, denominator DOUBLE, status VARCHAR(80), note TEXT,
  PRIMARY KEY (indicator, area, period, breakdown))`;

async function main(): Promise<void> {
  const [url = "", csv = ""] = process.argv.slice(2);
  const seconds = /^(mysql|mariadb):/.test(url) ? await loadData(url, csv) : await prepared(url, csv);
  console.log(JSON.stringify({ seconds, peakMb: process.resourceUsage().maxRSS / 1024 }));
}

async function loadData(url: string, csv: string): Promise<number> {
  const connection = await createConnection({ uri: driverUrl(url), flags: ["+LOCAL_FILES"] });
  await connection.query(`CREATE TABLE ${TABLE} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  const started = process.hrtime.bigint();
  await connection.query({
    sql: `LOAD DATA LOCAL INFILE 'figures' INTO TABLE plain CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' LINES TERMINATED BY '\\n' IGNORE 1 LINES (${COLUMNS.join()})`,
    infileStreamFactory: () => createReadStream(csv),
  });
  const seconds = since(started);
  await connection.end();
  return seconds;
}

async function prepared(file: string, csv: string): Promise<number> {
  const database = new Database(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  database.exec(`CREATE TABLE ${TABLE} WITHOUT ROWID`);
  const insert = database.prepare(`INSERT INTO plain VALUES (${COLUMNS.map(() => "?").join()})`);
  const started = process.hrtime.bigint();
  database.exec("BEGIN IMMEDIATE");
  let header = true;
  for await (const line of createInterface({ input: createReadStream(csv) })) {
    if (!header) insert.run(line.split(","));
    header = false;
  }
  database.exec("COMMIT");
  const seconds = since(started);
  database.close();
  return seconds;
}

const since = (started: bigint): number => Number(process.hrtime.bigint() - started) / 1e9;

void main();
