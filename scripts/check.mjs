/** `npm run check`: format, lint, types, generated operations and the tests of the gates; meant to run before every commit. */
import { standingChecks } from "./steps/checks.mjs";
import { install } from "./steps/install.mjs";
import { checkNode } from "./steps/node-version.mjs";
import { at } from "./steps/project.mjs";

checkNode();
await install();
// The gates need no store, so none is filled for them.
const gates = [
  "gates",
  at("node_modules/jest/bin/jest.js"),
  ["test/gates", "--passWithNoTests"],
  { OUTTURN_TEST_STORES: "none" },
];
process.exitCode = (await standingChecks([gates])) ? 0 : 1;
