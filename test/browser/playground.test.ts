import type { Browser, Page } from "playwright-core";
import { EXAMPLES } from "../../src/server/pages/index";
import { breaches } from "./support/accessibility";
import { describeInBrowser, openBrowser, openPage } from "./support/browser";
import { type RunningHub, startHub } from "./support/start-hub";

jest.setTimeout(90_000);

/** Waits until the query editor shows text, and gives it the keyboard. */
async function enterQueryEditor(page: Page): Promise<void> {
  await page.locator(".graphiql-query-editor .view-line span").first().waitFor();
  await page.locator(".graphiql-query-editor textarea, .graphiql-query-editor .native-edit-context").first().focus();
}

/** What an editor shows, with spaces and wrapping as they are written. */
async function textIn(page: Page, editor: string): Promise<string> {
  const lines = await page.locator(`${editor} .view-line`).allTextContents();
  return lines.join("\n").replace(/\u00a0/g, " ");
}

/** Presses Ctrl-Enter until the answer shows some text: an editor that is still being put together does not hear the first press. */
async function pressUntilAnswered(page: Page, text: string): Promise<void> {
  const answer = page.locator(".graphiql-response .view-line", { hasText: text }).first();
  for (let presses = 1; ; presses++) {
    await enterQueryEditor(page);
    await page.keyboard.press("Control+Enter");
    const seen = await answer.waitFor({ timeout: 8_000 }).then(
      () => true,
      () => false,
    );
    if (seen) return;
    if (presses === 5)
      throw new Error(`The answer does not show ${text}, but: ${await textIn(page, ".graphiql-response")}`);
  }
}

async function runByKeyboard(page: Page): Promise<string> {
  await pressUntilAnswered(page, '"data"');
  return textIn(page, ".graphiql-response");
}

/** Waits until there are so many tabs; fails with what there is. */
async function expectTabs(page: Page, count: number): Promise<void> {
  const tabs = page.getByRole("tab");
  for (let tries = 0; tries < 50 && (await tabs.count()) !== count; tries++) await page.waitForTimeout(100);
  expect(await tabs.count()).toBe(count);
}

/** Closes the tab in front, of `count`; a press while GraphiQL is redrawing its tabs may be lost, so it is made again until one is gone. */
async function closeSelectedTab(page: Page, count: number): Promise<void> {
  const close = page
    .getByRole("tab", { selected: true })
    .locator("xpath=..")
    .getByRole("button", { name: "Close Tab" });
  for (let presses = 0; presses < 5 && (await page.getByRole("tab").count()) === count; presses++) {
    await close.click();
    await page.waitForTimeout(1_500);
  }
}

/** Opens the documentation of the type `Query`. */
async function openDocs(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  const docs = page.locator(".graphiql-doc-explorer");
  await docs.getByRole("link", { name: "Query" }).first().click();
  await docs.getByText("observations", { exact: true }).first().waitFor();
}

describeInBrowser(
  "playground",
  "the playground in a browser: no outside request, examples, docs, history, keyboard",
  () => {
    let browser: Browser;
    let hub: RunningHub;
    beforeAll(async () => {
      [browser, hub] = await Promise.all([openBrowser(), startHub()]);
    });
    afterAll(async () => {
      await browser?.close();
      await hub?.close();
    });
    const open = async (path = "/playground", options = {}) => {
      const opened = await openPage(browser, hub.url, options);
      await opened.page.goto(`${hub.url}${path}`);
      await enterQueryEditor(opened.page);
      return opened;
    };

    test("runs an example by keyboard, shows the docs, keeps history and tabs over a reload, and asks nothing of another host", async () => {
      const { page, context, watch } = await open();
      await expectTabs(page, EXAMPLES.length);
      expect(await runByKeyboard(page)).toContain('"areas"');

      await openDocs(page);

      await page.waitForTimeout(700); // GraphiQL keeps tabs half a second after the last change.
      await page.reload();
      await enterQueryEditor(page);
      await page.getByRole("button", { name: "Show History" }).click();
      expect(await page.locator(".graphiql-history-item").allTextContents()).toHaveLength(1);
      await expectTabs(page, EXAMPLES.length);

      expect(watch.inside.some((address) => address.includes("/assets/worker-graphql"))).toBe(true);
      expect(watch.outside).toEqual([]);
      expect(watch.faults).toEqual([]);
      await context.close();
    });

    test("opens the query and variables of the address, first and beside the examples, without running it", async () => {
      const query = "query Asked($code: GSSCode!) { area(gssCode: $code) { name } }";
      const address = new URLSearchParams({ query, variables: '{ "code": "E08000009" }' });
      const { page, context, watch } = await open(`/playground?${address}`);
      await enterQueryEditor(page);
      expect(await textIn(page, ".graphiql-query-editor")).toContain(query);
      await expectTabs(page, EXAMPLES.length + 1);
      expect(await context.cookies()).toEqual([]);
      expect(watch.inside.filter((url) => url.endsWith("/graphql"))).toHaveLength(1); // Introspection alone.
      expect(await runByKeyboard(page)).toContain('"area"');
      expect(watch.faults).toEqual([]);
      await context.close();
    });

    test("every example is there to be opened from the side panel, and its tab can be had again once closed", async () => {
      const { page, context } = await open();
      await page.getByRole("button", { name: "Show Examples" }).click();
      const panel = page.getByRole("region", { name: "Examples" });
      expect(await panel.getByRole("button").allTextContents()).toEqual(EXAMPLES.map(({ title }) => title));
      await panel.getByRole("button", { name: "Services", exact: true }).click();
      await page.locator(".graphiql-query-editor .view-line", { hasText: "ServicesFound" }).first().waitFor();
      await expectTabs(page, EXAMPLES.length);
      await closeSelectedTab(page, EXAMPLES.length);
      await expectTabs(page, EXAMPLES.length - 1);
      await panel.getByRole("button", { name: "Services", exact: true }).click();
      await page.locator(".graphiql-query-editor .view-line", { hasText: "ServicesFound" }).first().waitFor();
      await page.waitForTimeout(300); // GraphiQL reads the operation's name a tenth of a second after the last change.
      expect(await runByKeyboard(page)).toContain('"services"');
      await context.close();
    });

    test("says what to do when the hub does not answer", async () => {
      const { page, context } = await open();
      await page.route("**/graphql", (route) => route.abort());
      await pressUntilAnswered(page, "The hub did not answer");
      await context.close();
    });

    test.each([
      ["light", 1280],
      ["dark", 1280],
      ["light", 640],
    ] as const)(
      "axe finds nothing critical, and of the serious only what GraphiQL itself has (%s, %d pixels)",
      async (colorScheme, width) => {
        const { page, context } = await open("/playground", { colorScheme, viewport: { width, height: 800 } });
        await runByKeyboard(page);
        expect(await breaches(page, ["critical"])).toEqual([]);
        // GraphiQL 5.4 puts each tab's close button inside the element with role="tab"; it can still be reached and named.
        const serious = (await breaches(page, ["serious"])).filter(
          (breach) => !breach.startsWith("serious nested-interactive: .graphiql-tab"),
        );
        expect(serious).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        await context.close();
      },
    );
  },
);
