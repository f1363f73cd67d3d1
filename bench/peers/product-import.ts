/** The product's own import of a tidy folder into a store that holds what it refers to. Prints one JSON line. */
import "reflect-metadata";
import { openStore } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import { serverLocation } from "../../test/support/store-locations";

async function main(): Promise<void> {
  const [url = "", reference = "", figures = ""] = process.argv.slice(2);
  const store = await openStore(/^(mysql|mariadb):/.test(url) ? serverLocation(url) : { kind: "embedded", file: url });
  await importPath(store, reference);
  const started = process.hrtime.bigint();
  await importPath(store, figures);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const [row] = await store.db.query<{ n: number }[]>("SELECT COUNT(*) AS n FROM observation");
  await store.db.destroy();
  console.log(JSON.stringify({ seconds, peakMb: process.resourceUsage().maxRSS / 1024, rows: Number(row?.n) }));
}

main().catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
