/** `node scripts/outturn.mjs source check …`: builds, then runs the command line with the arguments that follow. */
import { build } from "./steps/build.mjs";
import { install } from "./steps/install.mjs";
import { checkNode } from "./steps/node-version.mjs";
import { passSignals, run } from "./steps/processes.mjs";
import { at, stop } from "./steps/project.mjs";

checkNode();
await install();
if (!(await build({ quiet: true }))) stop("The sources do not compile; the messages above say where.");
process.exitCode = await run(process.execPath, [at("bin/outturn.mjs"), ...process.argv.slice(2)], {
  onStart: passSignals,
});
