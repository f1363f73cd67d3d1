/** The frame of every page: head, skip link, header, main and footer. */
import { type Html, html } from "./html";
import { assetPath, type Site } from "./site";

export interface PageParts {
  /** Goes before " – Outturn" in the title. */
  readonly title: string;
  /** Which link of the header is this page. */
  readonly here?: "home" | "playground";
  readonly main: Html;
  /** Extra elements of the head: style sheets, scripts. */
  readonly head?: Html;
  /** The playground fills the window: it has no footer, and its main part no margins. */
  readonly fillsWindow?: boolean;
}

/** The mark of the header, as an address: browsers then ask for no favicon. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' rx='3' fill='%2312394f'/%3E%3Cpath fill='%23fff' d='M5 13h4v6H5zM10 9h4v10h-4zM15 5h4v14h-4z'/%3E%3C/svg%3E";

const OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

function header(site: Site, here: PageParts["here"]): Html {
  const link = (name: PageParts["here"], path: string, label: string): Html =>
    name !== undefined && name === here
      ? html`<li><a href="${site.base}${path}" aria-current="page">${label}</a></li>`
      : html`<li><a href="${site.base}${path}">${label}</a></li>`;
  return html`<header class="site-header">
  <div class="width">
    <a class="brand" href="${site.base}/"><svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path fill="currentColor" d="M2 13h5v9H2zM9.5 7h5v15h-5zM17 2h5v20h-5z"/></svg>Outturn</a>
    <nav aria-label="Site"><ul>
      ${link("home", "/", "Home")}
      ${link("playground", "/playground", "Playground")}
      ${link(undefined, "/schema.graphql", "Schema")}
    </ul></nav>
  </div>
</header>`;
}

const FOOTER = html`<footer class="site-footer">
  <div class="width">
    <p>Contains public sector information licensed under the <a href="${OGL}" rel="license">Open Government Licence v3.0</a>, except where a figure’s own licence says otherwise. Every figure names its source and licence under <code>provenance</code>.</p>
  </div>
</footer>`;

/** A whole document. */
export function renderPage(site: Site, page: PageParts): string {
  const style =
    site.manifest === undefined
      ? undefined
      : html`<link rel="stylesheet" href="${assetPath(site, site.manifest.site)}">`;
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} – Outturn</title>
<link rel="icon" href="${ICON}">
${style}
${page.head}
</head>
<body${page.fillsWindow === true ? html` class="fills-window"` : undefined}>
<a class="skip-link" href="#main">Skip to main content</a>
${header(site, page.here)}
<main id="main" tabindex="-1"${page.fillsWindow === true ? undefined : html` class="width"`}>
${page.main}
</main>
${page.fillsWindow === true ? undefined : FOOTER}
</body>
</html>
`.text;
}
