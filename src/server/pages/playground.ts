/** The playground's page: a frame in which the built GraphiQL places itself. */
import type { Manifest } from "./assets";
import { EXAMPLES } from "./examples";
import { html, jsonBlock } from "./html";
import { renderPage } from "./layout";
import { assetPath, type Site } from "./site";

/** Writes the page. `manifest` names the built files; the examples and the workers' addresses go along as a JSON block. */
export function playgroundPage(site: Site, manifest: Manifest): string {
  const at = (name: string): string => assetPath(site, name);
  const settings = {
    endpoint: `${site.base}/graphql`,
    examples: EXAMPLES,
    workers: {
      editor: at(manifest.workers.editor),
      json: at(manifest.workers.json),
      graphql: at(manifest.workers.graphql),
    },
  };
  return renderPage(site, {
    title: "Playground",
    here: "playground",
    fillsWindow: true,
    head: html`<link rel="stylesheet" href="${at(manifest.style)}">
${manifest.parts.map((part) => html`<link rel="modulepreload" href="${at(part)}">`)}
${jsonBlock("playground-settings", settings)}
<script type="module" src="${at(manifest.script)}"></script>`,
    main: html`<h1 class="visually-hidden">Query playground</h1>
<div id="playground"><p class="loading" role="status">Loading the playground…</p>
<noscript><p class="loading">The playground needs JavaScript. Without it, post queries to <code>${site.endpoint}</code>.</p></noscript></div>`,
  });
}
