/**
 * A validated import of 2,000,000 made-up figures beside the plainest load of the same file, in turn, each in a process of its own and
 * into an empty store; medians over the rounds. The plain load checks nothing and resolves no name.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { databaseUrl, driverUrl } from "../test/support/store-locations";
import { benchOptions } from "./harness/options";
import { median, table } from "./harness/statistics";
import { type TidyFolders, writeTidyFolders } from "./harness/tidy-folder";

const DATABASE = "outturn_bench_import";
/** A round loads four million rows; more of them would only warm the room. */
const MOST_ROUNDS = 3;

interface Load {
  readonly seconds: number;
  readonly peakMb: number;
  readonly rows?: number;
}

async function main(): Promise<void> {
  const options = benchOptions();
  const folder = mkdtempSync(join(tmpdir(), "outturn-import-"));
  try {
    const folders = await writeTidyFolders(folder, options.rows);
    console.log(`\nImport of ${folders.rows} rows, ${(statSync(folders.csv).size / 1e6).toFixed(1)} MB of CSV`);
    for (const kind of options.stores) {
      const validated: Load[] = [];
      const plain: Load[] = [];
      for (let round = 0; round < Math.min(options.rounds, MOST_ROUNDS); round++) {
        const run = async (loads: Load[], file: string, args: readonly string[]): Promise<void> => {
          const url = await emptyStore(kind, folder, options.serverUrl ?? "");
          loads.push(inOwnProcess(file, [url, ...args]));
        };
        const turns = [
          () => run(validated, "product-import.ts", [folders.reference, folders.figures]),
          () => run(plain, "plain-load.ts", [folders.csv]),
        ];
        for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
      }
      report(kind, folders, validated, plain);
      if (kind === "server") await administer(options.serverUrl ?? "", `DROP DATABASE ${DATABASE}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(kind: string, folders: TidyFolders, validated: readonly Load[], plain: readonly Load[]): void {
  const wrong = validated.find((load) => load.rows !== folders.rows);
  if (wrong !== undefined) throw new Error(`The import kept ${wrong.rows} of ${folders.rows} rows.`);
  const line = (name: string, loads: readonly Load[]): string[] => {
    const seconds = median(loads.map((load) => load.seconds));
    const share = median(loads.map((load, round) => (plain[round] as Load).seconds / load.seconds));
    return [
      name,
      seconds.toFixed(1),
      (folders.rows / seconds / 1000).toFixed(0),
      share.toFixed(2),
      Math.max(...loads.map((load) => load.peakMb)).toFixed(0),
    ];
  };
  const floor = kind === "server" ? "plain LOAD DATA" : "plain prepared inserts";
  console.log(
    `\n${kind} store\n${table([["", "s", "k rows/s", "x plain", "peak RSS MB"], line("validated import", validated), line(floor, plain)])}`,
  );
}

async function emptyStore(kind: string, folder: string, serverUrl: string): Promise<string> {
  if (kind === "embedded") {
    const file = join(folder, "store.db");
    for (const tail of ["", "-wal", "-shm"]) rmSync(`${file}${tail}`, { force: true });
    return file;
  }
  await administer(serverUrl, `DROP DATABASE IF EXISTS ${DATABASE}`);
  await administer(serverUrl, `CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4`);
  return databaseUrl(serverUrl, DATABASE);
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const connection = await createConnection({ uri: driverUrl(serverUrl) });
  await connection.query(statement);
  await connection.end();
}

function inOwnProcess(file: string, args: readonly string[]): Load {
  const program = ["-r", join(__dirname, "harness/register.cjs"), join(__dirname, "peers", file), ...args];
  const lines = execFileSync(process.execPath, program, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] })
    .trim()
    .split("\n");
  return JSON.parse(lines.at(-1) ?? "") as Load;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
