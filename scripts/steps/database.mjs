import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { findProgram } from "./programs.mjs";
import { at } from "./project.mjs";

const START_SECONDS = 60;

/** Path of a MySQL-family server on this machine, or undefined. */
export const findServer = () => findProgram("mariadbd") ?? findProgram("mysqld");

/**
 * Starts a private server: its own data folder (kept under var/test-db, so that the next run finds its tables filled), a free
 * loopback port, the current user. Resolves to `{ url, stop() }`; the URL names no database.
 * Throws with the end of the server's own log when it will not start.
 */
export async function startPrivateServer(program, folder = claimFolder()) {
  const mariadb = /mariadb/i.test(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout);
  try {
    return await launch(program, folder, mariadb);
  } catch (error) {
    if (!existsSync(join(folder.path, "data"))) throw error;
    // Perhaps what an interrupted or older server left behind: everything in there can be made again.
    rmSync(join(folder.path, "data"), { recursive: true, force: true });
    return launch(program, folder, mariadb);
  }
}

async function launch(program, folder, mariadb) {
  const data = join(folder.path, "data");
  const log = join(folder.path, "server.log");
  const asUser = userInfo().username === "root" ? ["--user=root"] : [];
  rmSync(log, { force: true });
  if (!existsSync(data)) initialise(program, data, asUser, mariadb);
  const port = await freePort();
  const flags = [
    "--no-defaults",
    ...asUser,
    `--datadir=${data}`,
    `--socket=${join(folder.path, "s.sock")}`,
    `--pid-file=${join(folder.path, "server.pid")}`,
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    "--skip-log-bin",
    "--innodb-buffer-pool-size=512M",
    "--innodb-flush-log-at-trx-commit=2",
    "--local-infile=1",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
    ...(mariadb ? [] : ["--mysqlx=OFF"]),
  ];
  const output = openSync(log, "a");
  // Its own process group: Ctrl-C in the terminal must not end it before the tests that use it have.
  const child = spawn(program, flags, { stdio: ["ignore", output, output], detached: true });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let dead = false;
  child.once("error", () => (dead = true));
  void ended.then(() => (dead = true));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    folder.release();
  };
  for (let tries = 0; tries < START_SECONDS * 10 && !dead; tries++) {
    if (await answers(port)) return { url: `${mariadb ? "mariadb" : "mysql"}://root@127.0.0.1:${port}/`, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (!dead) child.kill("SIGKILL");
  throw new Error(`${program} did not start:\n${readFileSync(log, "utf8").split("\n").slice(-12).join("\n")}`);
}

function initialise(program, data, asUser, mariadb) {
  const installer = findProgram("mariadb-install-db") ?? findProgram("mysql_install_db");
  const [command, args] = mariadb
    ? [
        installer,
        ["--no-defaults", ...asUser, `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"],
      ]
    : [program, ["--no-defaults", ...asUser, `--datadir=${data}`, "--initialize-insecure"]];
  if (command === undefined)
    throw new Error(`${program} is here, but mariadb-install-db is not: the server's data folder cannot be made.`);
  const made = spawnSync(command, args, { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`${command} failed:\n${made.stdout}${made.stderr}`);
}

/** The kept folder, unless another run of this machine holds it: then one of its own, removed at the end. */
function claimFolder() {
  const path = at("var/test-db");
  const lock = join(path, "held-by");
  mkdirSync(path, { recursive: true });
  const holder = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : undefined;
  if (holder === undefined || !isAlive(holder)) {
    writeFileSync(lock, String(process.pid));
    return { path, release: () => rmSync(lock, { force: true }) };
  }
  const own = mkdtempSync(join(tmpdir(), "outturn-db-"));
  return { path: own, release: () => rmSync(own, { recursive: true, force: true }) };
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** A loopback port that nothing listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Whether the server greets: it sends the first packet itself, so an open port alone is not yet an answer. */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("data", () => finish(true));
    socket.once("error", () => finish(false));
    socket.setTimeout(1000, () => finish(false));
  });
}
