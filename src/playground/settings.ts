/** What the server wrote into the page: a JSON block, so that no script needs to stand in the HTML and the CSP stays strict. */

export interface Example {
  readonly title: string;
  readonly description: string;
  readonly query: string;
  /** JSON text, or the empty string. */
  readonly variables: string;
}

export interface PageSettings {
  /** Address of the graph on this host. */
  readonly endpoint: string;
  readonly examples: readonly Example[];
  readonly workers: { readonly editor: string; readonly json: string; readonly graphql: string };
}

/** Reads the block with the id `playground-settings`. Throws when the page has none: the page and the script come from different builds. */
export function readSettings(page: Document): PageSettings {
  const block = page.getElementById("playground-settings")?.textContent;
  if (!block) throw new Error("The page carries no settings. Reload it without the browser's cache.");
  return JSON.parse(block) as PageSettings;
}
