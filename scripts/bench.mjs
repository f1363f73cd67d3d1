/**
 * `npm run bench [-- read|storage|import|packing] [--rounds 5] [--seconds 3] [--store embedded|server]`: starts a private MySQL-family server
 * (or uses TEST_DATABASE_URL) and runs the benches one after another. Ratios of one run are what counts; the machine decides the rest.
 */
import { build } from "./steps/build.mjs";
import { findServer, startPrivateServer } from "./steps/database.mjs";
import { install } from "./steps/install.mjs";
import { checkNode } from "./steps/node-version.mjs";
import { run } from "./steps/processes.mjs";
import { at, stop } from "./steps/project.mjs";

const BENCHES = ["read", "storage", "import", "packing"];
const [first, ...rest] = process.argv.slice(2);
const named = first !== undefined && !first.startsWith("--");
if (named && !BENCHES.includes(first)) stop(`There is no bench "${first}"; there are ${BENCHES.join(", ")}.`);
const options = named ? rest : process.argv.slice(2);

checkNode();
await install();
if (!(await build())) stop("The sources do not compile; the messages above say where.");
const given = process.env.TEST_DATABASE_URL;
const program = findServer();
const server = given === undefined && program !== undefined ? await startPrivateServer(program) : undefined;
const url = given ?? server?.url;
if (url === undefined) console.error("No MySQL-family server here: the benches run on the embedded store alone.");
// A signal ends the bench; this process stays to stop the server that it started.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
const env = { ...process.env, ...(url === undefined ? {} : { TEST_DATABASE_URL: url }) };
try {
  for (const bench of named ? [first] : BENCHES) {
    const code = await run(
      process.execPath,
      ["-r", at("bench/harness/register.cjs"), at(`bench/${bench}.ts`), ...options],
      { env },
    );
    if (code !== 0) {
      process.exitCode = code;
      break;
    }
  }
} finally {
  await server?.stop();
}
