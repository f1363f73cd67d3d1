/**
 * Takes the pictures that the README shows, from a running hub: docs/images/front.png and docs/images/playground.png.
 *
 *   node scripts/screenshots.mjs http://127.0.0.1:4000 [folder] [--all]
 *
 * --all adds narrow, dark and zoomed variants, for looking at, not for committing. Needs Chromium (CHROMIUM_PATH or /usr/bin/chromium).
 */
import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [address, ...rest] = process.argv.slice(2);
const all = rest.includes("--all");
const folder = rest.find((argument) => !argument.startsWith("--")) ?? join(root, "docs/images");
const LARGEST = 300 * 1024;
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

if (address === undefined) {
  console.error("Name the hub's address: node scripts/screenshots.mjs http://127.0.0.1:4000");
  process.exit(2);
}

async function front(page) {
  await page.goto(new URL("/", address).href, { waitUntil: "networkidle" });
}

/** Opens the first example and runs it by keyboard, as a visitor would. */
async function playground(page) {
  await page.goto(new URL("/playground", address).href, { waitUntil: "networkidle" });
  const editor = page.locator(".graphiql-query-editor .monaco-editor").first();
  await editor.waitFor();
  await page.locator(".graphiql-query-editor .view-line", { hasText: "TwoCouncils" }).first().click();
  await page.keyboard.press("Control+Enter");
  await page.locator(".graphiql-response .view-line", { hasText: "data" }).first().waitFor();
  await page.waitForTimeout(800); // Colouring of the answer follows in a worker.
}

const shots = [
  { name: "front", open: front, viewport: { width: 1280, height: 1340 } }, // down to the chart
  { name: "playground", open: playground, viewport: { width: 1280, height: 800 } },
];
const extra = [
  { name: "front-full", open: front, viewport: { width: 1280, height: 900 }, fullPage: true },
  { name: "front-400", open: front, viewport: { width: 400, height: 800 }, fullPage: true },
  { name: "front-dark", open: front, viewport: { width: 1280, height: 900 }, colorScheme: "dark", fullPage: true },
  { name: "playground-400", open: playground, viewport: { width: 400, height: 800 } },
  { name: "playground-dark", open: playground, viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  { name: "playground-zoom", open: playground, viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: FLAGS,
});
mkdirSync(folder, { recursive: true });
try {
  for (const { name, open, fullPage = false, ...context } of all ? [...shots, ...extra] : shots) {
    const page = await browser.newPage(context);
    await open(page);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, fullPage });
    const size = statSync(path).size;
    console.log(`${path} ${Math.ceil(size / 1024)} KB`);
    if (!all && size > LARGEST) throw new Error(`${name}.png is larger than ${LARGEST / 1024} KB`);
    await page.close();
  }
} finally {
  await browser.close();
}
