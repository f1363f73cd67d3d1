/** axe-core over a page as it stands. */
import { readFileSync } from "node:fs";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** Rules that fail with the given impacts, each as "impact rule: places". WCAG 2.2 A and AA and axe's best practices. */
export async function breaches(page: Page, impacts: readonly string[]): Promise<string[]> {
  // Evaluated by the debugger, not by a script element: the page's content security policy stays as it is.
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const results = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact !== null && impact !== undefined && impacts.includes(impact))
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
