/** `npm run build`: src → dist, and the playground's bundle. Does nothing when no source changed. */
import { build } from "./steps/build.mjs";
import { install } from "./steps/install.mjs";
import { checkNode } from "./steps/node-version.mjs";

checkNode();
await install();
process.exitCode = (await build()) ? 0 : 1;
