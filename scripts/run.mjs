/** `node scripts/run.mjs src/some/file.ts …`: builds, then runs the compiled file with the arguments that follow. */
import { existsSync } from "node:fs";
import { build } from "./steps/build.mjs";
import { install } from "./steps/install.mjs";
import { checkNode } from "./steps/node-version.mjs";
import { passSignals, run } from "./steps/processes.mjs";
import { at, stop } from "./steps/project.mjs";

const [source, ...args] = process.argv.slice(2);
checkNode();
if (source === undefined || !/^src[\\/].+\.ts$/.test(source) || !existsSync(at(source))) {
  stop(
    `Name a TypeScript file under src to run${source === undefined ? "" : `; there is no ${source}`}. Example: node scripts/run.mjs src/schema/write.ts`,
  );
}
await install();
if (!(await build())) stop("The sources do not compile; the messages above say where.");
const compiled = at(source.replace(/^src/, "dist").replace(/\.ts$/, ".js"));
process.exitCode = await run(process.execPath, [compiled, ...args], { onStart: passSignals });
