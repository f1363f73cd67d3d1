/**
 * `npm test [-- jest's arguments]`: brings everything that the tests need, and proves the hub on the embedded store and on a
 * MySQL-family server. What could not be proved is said in capitals at the end; with CI=true that is a failure.
 */
import { existsSync } from "node:fs";
import { build } from "./steps/build.mjs";
import { standingChecks } from "./steps/checks.mjs";
import { findServer, startPrivateServer } from "./steps/database.mjs";
import { install } from "./steps/install.mjs";
import { checkNode } from "./steps/node-version.mjs";
import { passSignals, run } from "./steps/processes.mjs";
import { canInstallPackages, findChromium, findProgram, installPackage } from "./steps/programs.mjs";
import { at } from "./steps/project.mjs";

const args = process.argv.slice(2);
/** Sentences, one for each thing that this run did not prove. */
const unproved = [];
let server;

checkNode();
await install();
// A signal ends jest; this process stays to stop the server that it started.
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => (interrupted = true));
let code = 1;
try {
  code = await prove();
} finally {
  await server?.stop();
}
if (unproved.length > 0) {
  console.error(`\nNOT PROVED BY THIS RUN:\n${unproved.map((line) => `  ${line}`).join("\n")}`);
  if (process.env.CI === "true" && code === 0) code = 1;
}
process.exitCode = code;

async function prove() {
  const database = await databaseUrl();
  const chromium = browser();
  const redis = redisServer();
  // Whole runs prove the types, the format and the generated operations too; a run that names its tests is for the impatient.
  const ready = await Promise.all([build(), args.length === 0 ? standingChecks() : true]);
  if (ready.includes(false)) return 1;
  if (!existsSync(at("codegen.yml"))) unproved.push("THE TYPED CLIENT'S OPERATIONS: THERE IS NO codegen.yml.");
  if (interrupted) return 130;
  const env = { ...process.env };
  if (database !== undefined) env.TEST_DATABASE_URL = database;
  if (chromium !== undefined) env.CHROMIUM_PATH = chromium;
  if (redis !== undefined) env.REDIS_SERVER_PATH = redis;
  return run(process.execPath, [at("node_modules/jest/bin/jest.js"), ...args], {
    env,
    onStart: passSignals,
  });
}

/** The server to prove the MySQL family on: the one given, else a private one, installed first where that is possible. */
async function databaseUrl() {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== "") return given;
  let reason = "NO mariadbd OR mysqld ON PATH, AND PACKAGES CANNOT BE INSTALLED HERE";
  if (findServer() === undefined && canInstallPackages()) {
    const failure = installPackage("mariadb-server");
    if (failure !== undefined) reason = `mariadb-server COULD NOT BE INSTALLED: ${failure}`;
  }
  const program = findServer();
  if (program !== undefined) {
    try {
      server = await startPrivateServer(program);
      return server.url;
    } catch (error) {
      reason = error.message;
    }
  }
  unproved.push(`THE HUB ON A MYSQL-FAMILY SERVER. ${reason}. INSTALL MARIADB, OR SET TEST_DATABASE_URL.`);
  return undefined;
}

/** A browser for the browser tests, installed first where that is possible. */
function browser() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "" && findChromium() === undefined) {
    unproved.push("THE PAGES IN A BROWSER. CHROMIUM_PATH NAMES NO PROGRAM.");
    return undefined;
  }
  let reason = "NO CHROMIUM ON PATH, AND PACKAGES CANNOT BE INSTALLED HERE";
  if (findChromium() === undefined && canInstallPackages()) {
    const failure = installPackage("chromium");
    if (failure !== undefined) reason = `chromium COULD NOT BE INSTALLED: ${failure}`;
  }
  const found = findChromium();
  if (found === undefined) unproved.push(`THE PAGES IN A BROWSER. ${reason}. INSTALL CHROMIUM, OR SET CHROMIUM_PATH.`);
  return found;
}

/** A Redis server for what replicas share, installed first where that is possible. */
function redisServer() {
  let reason = "NO redis-server ON PATH, AND PACKAGES CANNOT BE INSTALLED HERE";
  if (findProgram("redis-server") === undefined && canInstallPackages()) {
    const failure = installPackage("redis-server");
    if (failure !== undefined) reason = `redis-server COULD NOT BE INSTALLED: ${failure}`;
  }
  const found = findProgram("redis-server");
  if (found === undefined) unproved.push(`WHAT REPLICAS SHARE THROUGH REDIS. ${reason}. INSTALL REDIS.`);
  return found;
}
