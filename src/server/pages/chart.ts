/** A small line chart as SVG, with a title, a description and the same figures as a table for whoever cannot see it. */
import { axisTicks, type Place, periodsOf, unbrokenRuns } from "./chart-scale";
import type { ChartData, ChartPoint } from "./deps";
import { type Html, html } from "./html";

const FRAME = { width: 600, height: 300, left: 62, right: 8, top: 14, bottom: 38 } as const;

type Line = { readonly name: string; readonly byPeriod: ReadonlyMap<string, ChartPoint> };

function linesOf(chart: ChartData): readonly Line[] {
  return chart.series.map(({ name, points }) => ({
    name,
    byPeriod: new Map(points.map((point) => [point.period, point])),
  }));
}

function describe(chart: ChartData): string {
  return chart.series
    .map(({ name, points }) => {
      const [first, last] = [points.at(0), points.at(-1)];
      return first && last
        ? `${name}: ${first.formatted} in ${first.period}, ${last.formatted} in ${last.period}.`
        : `${name}: no figures.`;
    })
    .join(" ");
}

/** One unbroken run as path commands. A lone point becomes a line of no length, which the round ends make a dot. */
function runPath(run: readonly Place[]): string {
  const points = run.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return `M${points.join("L")}${run.length === 1 ? "h0" : ""}`;
}

function drawing(chart: ChartData, lines: readonly Line[], periods: readonly string[]): Html {
  const { width, height, left, right, top, bottom } = FRAME;
  const values = chart.series.flatMap(({ points }) => points.map(({ value }) => value ?? 0));
  const ticks = axisTicks(Math.max(0, ...values));
  const highest = ticks.at(-1) ?? 1;
  const across = (i: number): number => left + ((width - left - right) * i) / Math.max(1, periods.length - 1);
  const up = (value: number): number => height - bottom - ((height - top - bottom) * value) / highest;
  const placesOf = (line: Line): readonly (Place | undefined)[] =>
    periods.map((period, i) => {
      const value = line.byPeriod.get(period)?.value;
      return value === undefined || value === null ? undefined : { x: across(i), y: up(value) };
    });
  const labelEvery = Math.ceil(periods.length / 6);
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="chart-title chart-description">
<title id="chart-title">${chart.title}</title>
<desc id="chart-description">${chart.measure.replace(/\.$/, "")}. ${describe(chart)}</desc>
${ticks.map((tick) => html`<line class="grid" x1="${left}" x2="${width - right}" y1="${up(tick).toFixed(1)}" y2="${up(tick).toFixed(1)}"/><text class="tick" x="${left - 8}" y="${(up(tick) + 5).toFixed(1)}" text-anchor="end">${tick}${chart.suffix}</text>`)}
${periods.map((period, i) => ((periods.length - 1 - i) % labelEvery === 0 ? html`<text class="tick" x="${across(i).toFixed(1)}" y="${height - 10}" text-anchor="${i === periods.length - 1 ? "end" : "middle"}">${period}</text>` : undefined))}
${lines.map((line, i) => {
  const runs = unbrokenRuns(placesOf(line));
  const path = runs.map(runPath).join("");
  const last = runs.at(-1)?.at(-1);
  return html`<path class="line line-${i + 1}" d="${path}"/>${last && html`<circle class="end end-${i + 1}" cx="${last.x.toFixed(1)}" cy="${last.y.toFixed(1)}" r="4"/>`}`;
})}
</svg>`;
}

function table(chart: ChartData, lines: readonly Line[], periods: readonly string[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="chart-caption"><table>
<caption id="chart-caption">${chart.title}</caption>
<thead><tr><th scope="col">Period</th>${lines.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${periods.map(
    (period) =>
      html`<tr><th scope="row">${period}</th>${lines.map(({ byPeriod }) => html`<td class="number">${byPeriod.get(period)?.formatted ?? "not available"}</td>`)}</tr>
`,
  )}</tbody>
</table></div>`;
}

/** The chart as a figure: legend, drawing, citation, and its table folded below. Lines beyond the second share the third's look. */
export function chartFigure(chart: ChartData): Html {
  const lines = linesOf(chart);
  const periods = periodsOf(chart.series);
  return html`<figure>
<p class="measure">${chart.measure}</p>
<ul class="legend" aria-label="Lines">${lines.map(({ name }, i) => html`<li><svg viewBox="0 0 32 8" width="32" height="8" aria-hidden="true" focusable="false"><path class="line line-${i + 1}" d="M1 4H31"/></svg>${name}</li>`)}</ul>
${drawing(chart, lines, periods)}
<figcaption>${chart.citation}</figcaption>
<details><summary>The same figures as a table</summary>
${table(chart, lines, periods)}
</details>
</figure>`;
}
