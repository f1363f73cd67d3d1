/** Pages for what went wrong: they say what happened and what to do next, and nothing of the hub's inside. */
import { html } from "./html";
import { renderPage } from "./layout";
import type { Site } from "./site";

/** Page for an address that leads nowhere. `path` is what was asked for. */
export function notFoundPage(site: Site, path: string): string {
  return renderPage(site, {
    title: "Page not found",
    main: html`<h1>Page not found</h1>
<p>There is nothing at <code>${path}</code>.</p>
<p>If you typed the address, check that it is right. If you followed a link, it may be out of date.</p>
<ul>
  <li>Start at the <a href="${site.base}/">home page</a></li>
  <li>Ask a question in the <a href="${site.base}/playground">playground</a></li>
  <li>Programs post their queries to <code>${site.endpoint}</code></li>
</ul>`,
  });
}

/** Page for a fault of ours. `id` is the request's id, which the log has too. */
export function faultPage(site: Site, id: string): string {
  return renderPage(site, {
    title: "Sorry, there is a problem",
    main: html`<h1>Sorry, there is a problem with this page</h1>
<p>The fault is ours, not yours. Try again in a minute.</p>
<p>If it goes on, tell whoever runs this hub, and give them this reference: <code>${id}</code></p>
<p><a href="${site.base}/">Back to the home page</a></p>`,
  });
}

/** Page for a playground that the build has not made. */
export function notBuiltPage(site: Site): string {
  return renderPage(site, {
    title: "Playground not built",
    here: "playground",
    main: html`<h1>The playground is not built yet</h1>
<p>Run <code>npm run build</code> in the hub’s folder and start it again. <code>npm start</code> does both.</p>
<p>The graph itself answers at <code>${site.endpoint}</code>.</p>`,
  });
}
