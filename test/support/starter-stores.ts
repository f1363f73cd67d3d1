/** The two stores that hold the starter figures: filled once by the product's own importer, then read by every test file. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { openStore, type StoreLocation } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import { databaseUrl, driverUrl, serverLocation } from "./store-locations";

const ROOT = join(__dirname, "../..");
const FOLDER = join(ROOT, "var/test");
/** What the contents of a filled store follow from: the figures, the tables, the importer. */
const INPUTS = [
  "data/starter",
  "data/standards",
  "src/entities/migrations",
  "src/ingest",
  "src/datasources/local/store.ts",
];
const DATABASE = "outturn_test";
/** Beside the database rather than in it, so that the tables under test are the product's own. */
const STATE = "outturn_test_state";

const STARTER = join(ROOT, "data/starter");
/** The hub's own lists, which every hub begins with as it begins with the starter figures. */
const STANDARDS = join(ROOT, "data/standards");

/** Fills (or finds filled) the embedded starter store. Returns its file. Two runs at once each fill their own and the later name wins. */
export async function embeddedStarter(): Promise<string> {
  const stamp = stampOfInputs();
  const file = join(FOLDER, `starter-${stamp}.db`);
  if (existsSync(file)) return file;
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) if (/^starter-.*\.db/.test(name)) rmSync(join(FOLDER, name));
  const draft = join(FOLDER, `draft-${process.pid}.db`);
  await fill({ kind: "embedded", file: draft });
  renameSync(draft, file);
  for (const tail of ["-wal", "-shm"]) rmSync(`${draft}${tail}`, { force: true });
  return file;
}

/** Fills (or finds filled) the database `outturn_test` of a server of the MySQL family. Returns its URL. */
export async function serverStarter(serverUrl: string): Promise<string> {
  const stamp = stampOfInputs();
  const admin = await createConnection({ uri: driverUrl(serverUrl) });
  try {
    await admin.query("SELECT GET_LOCK('outturn_test_fill', 600)"); // another run on the same server fills it but once
    await admin.query(`CREATE DATABASE IF NOT EXISTS ${STATE}`);
    await admin.query(`CREATE TABLE IF NOT EXISTS ${STATE}.filled (stamp CHAR(64) NOT NULL PRIMARY KEY)`);
    const [rows] = await admin.query(`SELECT stamp FROM ${STATE}.filled WHERE stamp = ?`, [stamp]);
    const url = databaseUrl(serverUrl, DATABASE);
    if (Array.isArray(rows) && rows.length === 1) return url;
    await admin.query(`DELETE FROM ${STATE}.filled`);
    await admin.query(`DROP DATABASE IF EXISTS ${DATABASE}`);
    await admin.query(`CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4`);
    await fill(serverLocation(url));
    await admin.query(`INSERT INTO ${STATE}.filled VALUES (?)`, [stamp]);
    return url;
  } finally {
    await admin.end();
  }
}

async function fill(location: StoreLocation): Promise<void> {
  const store = await openStore(location);
  try {
    const files = [...(await importPath(store, STARTER)).files, ...(await importPath(store, STANDARDS)).files];
    const wrong = files.flatMap((file) =>
      file.refused > 0 || file.state === "REFUSED" ? [`${file.file}: ${JSON.stringify(file.refusals[0])}`] : [],
    );
    const missing = filesOfManifest().filter(
      (name) => !files.some((file) => file.file.replace(/(\.csv)?(\.br|\.gz)?$/, "") === name),
    );
    wrong.push(...missing.map((name) => `${name}: named in manifest.json, not loaded`));
    if (wrong.length > 0) throw new Error(`data was not loaded whole:\n${wrong.join("\n")}`);
    // Before the file is renamed, everything has to be in it rather than in its log.
    if (location.kind === "embedded") await store.db.query("PRAGMA wal_checkpoint(TRUNCATE)");
  } finally {
    await store.db.destroy();
  }
}

function filesOfManifest(): readonly string[] {
  const { files }: { files: Record<string, unknown> } = JSON.parse(
    readFileSync(join(STARTER, "manifest.json"), "utf8"),
  );
  return Object.keys(files).map((name) => name.replace(/(\.csv)?(\.br|\.gz)?$/, ""));
}

function stampOfInputs(): string {
  const hash = createHash("sha256").update(STARTER);
  const add = (path: string): void => {
    if (!existsSync(path)) return;
    const entries = readdirSync(path, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== "starter" || path.endsWith("data")) add(inner); // the starter's builder does not touch a store
      } else hash.update(inner).update(readFileSync(inner));
    }
  };
  add(STARTER);
  for (const input of INPUTS) {
    const path = join(ROOT, input);
    if (path.endsWith(".ts")) hash.update(readFileSync(path));
    else add(path);
  }
  return hash.digest("hex").slice(0, 40);
}
