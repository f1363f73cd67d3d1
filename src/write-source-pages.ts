import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sourcePages } from "./cli/source-pages";
import { nationalSources } from "./national-sources";

/** `npm run docs:sources`: writes docs/sources from what each source's file declares; pages of sources that are gone are taken away. */
const folder = join(__dirname, "..", "docs", "sources");
mkdirSync(folder, { recursive: true });
const pages = sourcePages(nationalSources());
for (const name of readdirSync(folder)) if (name.endsWith(".md") && !pages.has(name)) rmSync(join(folder, name));
for (const [name, text] of pages) writeFileSync(join(folder, name), text);
process.stdout.write(`${pages.size} pages in ${folder}\n`);
