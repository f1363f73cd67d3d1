/** The front page: what this is, what it holds now, and where to go. */
import { chartFigure } from "./chart";
import type { ChartData, Contents } from "./deps";
import { EXAMPLES } from "./examples";
import { type Html, html } from "./html";
import { renderPage } from "./layout";
import { playgroundLink, type Site } from "./site";

const WHOLE = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** `2026-06-26` as `26 June 2026`; text that is no such date stays as it is. */
export function longDate(date: string): string {
  const read = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(read.getTime()) ? date : DAY.format(read);
}

function contentsList(contents: Contents): Html {
  const counts: readonly (readonly [string, number])[] = [
    ["Figures", contents.observations],
    ["Areas", contents.areas],
    ["Live councils", contents.councils],
    ["Indicators", contents.indicators],
    ["Sources", contents.sources],
  ];
  return html`<dl class="counts">
${counts.map(
  ([label, count]) => html`<div><dt>${label}</dt><dd>${WHOLE.format(count)}</dd></div>
`,
)}</dl>
<p class="note">Data as at ${longDate(contents.asOf)}, held in ${contents.store}.</p>`;
}

function readmeLinks(site: Site): Html | undefined {
  if (site.readmeSections.length === 0) return undefined;
  // A text fragment takes the reader to the heading; browsers that do not know it open the top of the file.
  const to = (heading: string): string =>
    `${site.base}/README.md#:~:text=${encodeURIComponent(heading).replace(/-/g, "%2D")}`;
  return html`<h3>In the README</h3>
<ul>${site.readmeSections.map((heading) => html`<li><a href="${to(heading)}">${heading}</a></li>`)}</ul>`;
}

function forDevelopers(site: Site): Html {
  const query = '{ area(gssCode: "E08000003") { name observation(indicator: "population-count") { formatted } } }';
  const ask = `curl ${site.endpoint} \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify({ query })}'`;
  return html`<section aria-labelledby="developers">
<h2 id="developers">For developers</h2>
<p>Post GraphQL to <code>${site.endpoint}</code>. No key is needed to read.</p>
<pre tabindex="0" aria-label="Example of a request with curl"><code>${ask}</code></pre>
<ul>
  <li><a href="${site.base}/schema.graphql">The schema as SDL</a>, for code generators</li>
  <li><a href="${site.base}/playground">The playground</a>, with documentation of every field</li>
</ul>
${readmeLinks(site)}
</section>`;
}

/** Writes the page from what the store holds now. Without `chart` the section is left out. */
export function frontPage(site: Site, contents: Contents, chart: ChartData | undefined): string {
  return renderPage(site, {
    title: "One graph of UK councils’ figures",
    here: "home",
    main: html`<h1>One graph of UK councils’ figures</h1>
<p class="lead">Outturn joins what public bodies publish about the areas, services and outcomes of UK councils into one graph. One GraphQL query gets any mix of councils, measures and years, and every figure says where it comes from.</p>
<p><a class="button" href="${site.base}/playground">Open the playground</a></p>
<section aria-labelledby="contents">
<h2 id="contents">What is in this store</h2>
${contentsList(contents)}
</section>
<section aria-labelledby="queries">
<h2 id="queries">Three queries to try</h2>
<ul class="cards">
${EXAMPLES.slice(0, 3).map(
  ({
    title,
    description,
    query,
    variables,
  }) => html`<li><h3><a href="${playgroundLink(site, query, variables)}">${title}</a></h3><p>${description}</p></li>
`,
)}</ul>
</section>
${
  chart &&
  html`<section aria-labelledby="figures">
<h2 id="figures">${chart.title}</h2>
${chartFigure(chart)}
</section>`
}
${forDevelopers(site)}`,
  });
}
