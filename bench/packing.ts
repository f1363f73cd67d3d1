/**
 * `npm run bench:packing`: requests made for six workloads, over the least possible under each publisher's limits, which the stand-ins'
 * authors worked out by hand (test/support/publishers). Over real sockets, one source at a time. Prints a table and, with
 * `--why`, the working. Exit code 1 where a ratio is above 1 or a published limit was passed.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { discoverSources } from "../src/datasources/engine/discover";
import { type PackingFigure, packingOf, type SourceStandIn } from "../test/support/packing-run";

async function main(): Promise<void> {
  const why = process.argv.includes("--why");
  const figures: PackingFigure[] = [];
  for (const source of discoverSources()) {
    const file = join(__dirname, "../test/support/publishers", `${source.id}.ts`);
    if (source.observe === undefined || !existsSync(file)) continue;
    const standIn: SourceStandIn = await import(file);
    for (const figure of await packingOf(source, standIn)) {
      figures.push(figure);
      print(figure, why);
    }
  }
  const made = figures.reduce((sum, figure) => sum + figure.requests, 0);
  const least = figures.reduce((sum, figure) => sum + figure.least + figure.lookups, 0);
  console.log(
    `\n${figures.length} workloads: ${made} requests made, ${least} the least possible: ${(made / least).toFixed(3)}.`,
  );
  const failed = figures.some(
    (figure) => figure.requests > figure.least + figure.lookups || figure.busiest > 1 || figure.wrong > 0,
  );
  process.exitCode = failed ? 1 : 0;
}

function print(
  { source, workload, series, requests, least, lookups, busiest, wrong, why }: PackingFigure,
  say: boolean,
): void {
  const whole = least + lookups;
  const ratio = whole === 0 ? (requests === 0 ? "1.00" : "∞") : (requests / whole).toFixed(2);
  const parts = [
    source.padEnd(20),
    workload.padEnd(36),
    `${series} series`.padStart(13),
    `${requests} / ${whole}`.padStart(11),
    ratio.padStart(5),
    `limit used ${Math.round(busiest * 100)} %`.padStart(16),
  ];
  console.log(parts.join("  ") + (wrong === 0 ? "" : `  ${wrong} WRONG`));
  if (say) console.log(`    ${why}`);
}

void main();
