#!/usr/bin/env node
/** Runs the built command line; says what to do when it is not built. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const built = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(built)) {
  const { main } = createRequire(import.meta.url)(fileURLToPath(built));
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write("outturn is not built yet. Run `npm run build` (or `npm start` once), then try again.\n");
  process.exitCode = 69;
}
