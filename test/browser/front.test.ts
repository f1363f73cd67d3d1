import type { Browser } from "playwright-core";
import { EXAMPLES } from "../../src/server/pages/index";
import { breaches } from "./support/accessibility";
import { describeInBrowser, openBrowser, openPage } from "./support/browser";
import { type RunningHub, startHub } from "./support/start-hub";

jest.setTimeout(60_000);

describeInBrowser("front page", "the front page in a browser: no outside request, accessibility, keyboard", () => {
  let browser: Browser;
  let hub: RunningHub;
  beforeAll(async () => {
    [browser, hub] = await Promise.all([openBrowser(), startHub()]);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
  });

  test("asks nothing of another host, runs no script and breaks no policy", async () => {
    const { page, context, watch } = await openPage(browser, hub.url);
    await page.goto(hub.url, { waitUntil: "networkidle" });
    expect(watch.inside.length).toBeGreaterThanOrEqual(2);
    expect(watch.outside).toEqual([]);
    expect(watch.faults).toEqual([]);
    expect(await page.locator("script").count()).toBe(0);
    await context.close();
  });

  test("the watch bites: a picture from elsewhere is seen, and the policy refuses it", async () => {
    const { page, context, watch } = await openPage(browser, hub.url);
    await page.goto(hub.url);
    await page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.example/x.png' }))");
    await page.waitForTimeout(300);
    expect(watch.faults.join(" ")).toContain("CSP img-src");
    expect(watch.outside).toEqual(["https://elsewhere.example/x.png"]);
    await context.close();
  });

  test("has one h1, headings in order, landmarks, a language and a title", async () => {
    const { page, context } = await openPage(browser, hub.url);
    await page.goto(hub.url);
    expect(await page.title()).toMatch(/Outturn$/);
    expect(await page.locator("html").getAttribute("lang")).toBe("en-GB");
    const levels = (await page.evaluate(
      "[...document.querySelectorAll('h1, h2, h3, h4')].map((h) => Number(h.tagName[1]))",
    )) as number[];
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, i) => i === 0 || level <= (levels[i - 1] ?? 0) + 1)).toBe(true);
    expect(levels.length).toBeGreaterThan(5);
    for (const landmark of ["banner", "navigation", "main", "contentinfo"] as const) {
      expect(await page.getByRole(landmark).count()).toBe(1);
    }
    await context.close();
  });

  test("shows what the store holds, and a chart of true figures with the same figures as a table", async () => {
    const { page, context } = await openPage(browser, hub.url);
    await page.goto(hub.url);
    const counts = (await page.locator(".counts dd").allTextContents()).map((text) => Number(text.replace(/,/g, "")));
    expect(counts).toHaveLength(5);
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(await page.getByRole("img", { name: /Manchester/ }).count()).toBe(1);
    await page.locator("summary").click();
    // Manchester's claimant count as ONS published it: 4.2 % in 2019, 7.7 % in 2020, 8.2 % in 2021.
    for (const [year, figure] of [
      ["2019", "4.2%"],
      ["2020", "7.7%"],
      ["2021", "8.2%"],
    ] as const) {
      expect(await page.getByRole("row", { name: year }).allTextContents()).toEqual([expect.stringContaining(figure)]);
    }
    await context.close();
  });

  test("the Tab key goes to the skip link, the header, then the content; the skip link skips", async () => {
    const { page, context } = await openPage(browser, hub.url);
    await page.goto(hub.url);
    const stops: string[] = [];
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press("Tab");
      stops.push(String(await page.evaluate("document.activeElement.textContent.trim()")));
    }
    expect(stops).toEqual(["Skip to main content", "Outturn", "Home", "Playground", "Schema", "Open the playground"]);
    await page.reload();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Open the playground");
    await context.close();
  });

  test.each(["light", "dark"] as const)("axe finds nothing serious or critical (%s)", async (colorScheme) => {
    const { page, context } = await openPage(browser, hub.url, { colorScheme });
    await page.goto(hub.url);
    await page.locator("summary").click();
    expect(await breaches(page, ["serious", "critical"])).toEqual([]);
    await context.close();
  });

  test("nothing sticks out at 320 pixels, which is 400 % zoom of a desktop window", async () => {
    const { page, context } = await openPage(browser, hub.url, { viewport: { width: 320, height: 640 } });
    await page.goto(hub.url);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
    await context.close();
  });

  test("the three queries open in the playground", async () => {
    const { page, context } = await openPage(browser, hub.url);
    await page.goto(hub.url);
    for (const { title, query } of EXAMPLES.slice(0, 3)) {
      const address = new URL(
        (await page.getByRole("link", { name: title, exact: true }).getAttribute("href")) ?? "",
        hub.url,
      );
      expect(address.pathname).toBe("/playground");
      expect(address.searchParams.get("query")).toBe(query);
    }
    await context.close();
  });

  test("an address that leads nowhere says what to do next, and escapes what was asked for", async () => {
    const { page, context } = await openPage(browser, hub.url);
    const answer = await page.goto(`${hub.url}/no/such/<b>page`);
    expect(answer?.status()).toBe(404);
    expect(await page.locator("main b").count()).toBe(0);
    expect(await page.getByRole("main").getByRole("link").allTextContents()).toEqual(["home page", "playground"]);
    expect(await breaches(page, ["serious", "critical"])).toEqual([]);
    await context.close();
  });
});
