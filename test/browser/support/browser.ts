/** Chromium for the tests, and a watch over all that a page does on the network and in the console. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PATH = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

// Every name but the loopback address is unknown to this browser: what a page asks of another host fails, as it would offline.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/**
 * `describe` where Chromium is there. Without it: a failing test when CI=true, else a skip that says in capitals what was not proved.
 */
export function describeInBrowser(title: string, proves: string, body: () => void): void {
  if (existsSync(PATH)) {
    describe(title, body);
    return;
  }
  const message = `NOT PROVED, NO CHROMIUM AT ${PATH} (SET CHROMIUM_PATH): ${proves.toUpperCase()}`;
  if (process.env.CI === "true") {
    test(title, () => {
      throw new Error(message);
    });
  } else {
    process.stderr.write(`${message}\n`);
    describe.skip(title, body);
  }
}

/** Headless Chromium with a fresh profile in a folder of its own. Close it when done. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: PATH, headless: true, args: FLAGS });
}

export interface Watch {
  /** Addresses asked of the hub. */
  readonly inside: string[];
  /** Addresses asked of any other host: must stay empty. */
  readonly outside: string[];
  /** Errors in the console, uncaught exceptions and refusals of the content security policy. */
  readonly faults: string[];
}

/** A page in a context of its own (own storage), watched from before its first request. */
export async function openPage(
  browser: Browser,
  hubUrl: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; context: BrowserContext; watch: Watch }> {
  const context = await browser.newContext(options);
  const watch: Watch = { inside: [], outside: [], faults: [] };
  const { host } = new URL(hubUrl);
  context.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol === "data:") return;
    (address.host === host ? watch.inside : watch.outside).push(request.url());
  });
  context.on("console", (message) => {
    if (message.type() === "error") watch.faults.push(message.text());
  });
  context.on("weberror", (error) => watch.faults.push(error.error().message));
  await context.exposeFunction("reportViolation", (text: string) => watch.faults.push(text));
  await context.addInitScript({
    content:
      "addEventListener('securitypolicyviolation', (e) => reportViolation('CSP ' + e.violatedDirective + ': ' + e.blockedURI));",
  });
  return { page: await context.newPage(), context, watch };
}
