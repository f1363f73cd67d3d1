/** `npm start`: installs when needed, builds when needed, serves in this terminal. */
import { build } from "./steps/build.mjs";
import { install } from "./steps/install.mjs";
import { checkNode } from "./steps/node-version.mjs";
import { passSignals, run } from "./steps/processes.mjs";
import { at, stop } from "./steps/project.mjs";

checkNode();
await install();
if (!(await build())) stop("The sources do not compile; the messages above say where.");

// A young generation of 64 MB: the collector's share of a request's time falls from about 40 % (measured; `npm run bench`).
process.exitCode = await run(
  process.execPath,
  ["--max-semi-space-size=64", at("dist/index.js"), ...process.argv.slice(2)],
  { onStart: passSignals },
);
