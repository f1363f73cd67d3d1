import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { haveShared, type Row, SHARED, table } from "./read";

/**
 * Every row of the publishers' files against every row of the set, read here without any code of the importer: what is asserted of the
 * set must not come from what made it.
 */
interface Item {
  readonly extension: { readonly dataset: string; readonly code: string; readonly slug: string };
  readonly dimension: { readonly period: { readonly category: { readonly index: Record<string, number> } } };
}
interface Columns {
  readonly areacd: readonly string[];
  readonly value: readonly (number | null)[];
  readonly lci: readonly (number | null)[];
  readonly uci: readonly (number | null)[];
  readonly xDomainNumb: readonly number[];
}

const read = (path: string): Row[] =>
  parse(readFileSync(join(SHARED, path), "utf8"), { columns: true, bom: true, relax_column_count: true });
const same = (ours: string | undefined, theirs: string | number | null | undefined): boolean =>
  ours === "" || ours === undefined || theirs === "" || theirs === null || theirs === undefined
    ? (ours ?? "") === (theirs ?? "").toString()
    : Number(ours) === Number(theirs);
const MISSING: Readonly<Record<string, string>> = { c: "CONFIDENTIAL", z: "NOT_APPLICABLE" };

/** Figures of one data set of ours by indicator, area and period. */
function oursOf(dataset: string): Map<string, Row> {
  return new Map(table(`observations/${dataset}`).map((row) => [`${row.indicator}|${row.area}|${row.period}`, row]));
}

function metadata(): readonly Item[] {
  const content = JSON.parse(readFileSync(join(SHARED, "els/app/json-stat-metadata.json"), "utf8"));
  return content.link.item;
}

test("every figure of every file in els/raw is in the set: value, limits, mark, reason and note; and no other", () => {
  if (!haveShared()) return;
  const slugs = new Map(metadata().map(({ extension: e }) => [`${e.dataset}|${e.code}`, e.slug]));
  const faults: string[] = [];
  let compared = 0;
  for (const dataset of readdirSync(join(SHARED, "els/raw"))) {
    const file = `els/raw/${dataset}/${dataset}.csv`;
    if (!readdirSync(join(SHARED, "els/raw", dataset)).includes(`${dataset}.csv`)) continue;
    const left = oursOf(dataset);
    const seen = new Set<string>();
    for (const row of read(file)) {
      if (row.areacd === "na" || row.areacd === "K99000004") continue; // no areas: starter.test.ts
      const key = `${slugs.get(`${dataset}|${row.indicator}`)}|${row.areacd}|${row.period}`;
      if (seen.has(key)) continue; // says the same again: starter.test.ts
      seen.add(key);
      const ours = left.get(key);
      left.delete(key);
      compared += 1;
      const { observation = "", status = "", notes = "" } = row;
      const reason = observation === "" ? (MISSING[status] ?? "NOT_AVAILABLE") : "";
      const words = [status.length > 1 ? status : "", notes].filter((text) => text !== "").join(" ");
      const good =
        ours !== undefined &&
        same(ours.value, observation) &&
        same(ours.lower_ci95, row.lci_95) &&
        same(ours.upper_ci95, row.uci_95) &&
        ours.missing === reason &&
        ours.status === (status === "u" ? "LOW_RELIABILITY" : "") &&
        (words === "" || ours.note === words);
      if (!good) faults.push(`${key}: ${JSON.stringify(row)} became ${JSON.stringify(ours)}`);
    }
    for (const key of left.keys()) faults.push(`${key}: in the set alone`);
  }
  expect(faults.slice(0, 5)).toEqual([]);
  expect(compared).toBe(195_884);
});

test("every figure of every file in els/extra is in the set, under the period that the metadata gives its year", () => {
  if (!haveShared()) return;
  const items = new Map(metadata().map((item) => [item.extension.slug, item]));
  const slugOf = new Map(read("els/app/slug_changes.csv").map((row) => [row.slug_old, row.slug_new ?? ""]));
  const ours = new Map(
    ["population-indicators", "child-weight", "gdp-per-head", "average-house-price"].flatMap((name) => [
      ...oursOf(name),
    ]),
  );
  const faults: string[] = [];
  for (const name of readdirSync(join(SHARED, "els/extra"))) {
    const base = name.replace(".json.gz", "");
    if (base === "broad-age-bands") continue; // refused: it names no band
    const columns: Columns = JSON.parse(gunzipSync(readFileSync(join(SHARED, "els/extra", name))).toString("utf8"));
    const slug = slugOf.get(base) ?? base;
    const index = (items.get(slug) ?? items.get("population-count"))?.dimension.period.category.index ?? {};
    const periods = new Map(Object.keys(index).map((period) => [Number(period.slice(0, 4)), period]));
    columns.areacd.forEach((area, i) => {
      const year = columns.xDomainNumb[i] ?? 0;
      const key = `${slug}|${area}|${base === "average-house-price" ? `${year}-01-01/P1Y` : periods.get(year)}`;
      const row = ours.get(key);
      ours.delete(key);
      const good =
        row !== undefined &&
        same(row.value, columns.value[i]) &&
        same(row.lower_ci95, columns.lci[i]) &&
        same(row.upper_ci95, columns.uci[i]);
      if (!good) faults.push(`${key}: ${columns.value[i]} became ${JSON.stringify(row)}`);
    });
  }
  expect(faults.slice(0, 5)).toEqual([]);
  expect([...ours.keys()].slice(0, 5)).toEqual([]);
});

test("every figure of the deprivation files of 2025 is in the set, as written", () => {
  if (!haveShared()) return;
  const ours = oursOf("indices-of-deprivation");
  const value = (indicator: string, area = ""): number =>
    Number(ours.get(`${indicator}|${area}|2025-01-01/P1Y`)?.value ?? Number.NaN);
  const faults: string[] = [];
  const check = (indicator: string, area: string | undefined, theirs: string | undefined): void => {
    if (value(indicator, area) !== Number(theirs)) faults.push(`${indicator} ${area}: ${theirs}`);
  };
  for (const row of read("lsoa/imd2025_england_ltla24.csv")) {
    const area = row.ltla24_code;
    check("imd-average-score", area, row.imd_average_score);
    check("imd-average-rank", area, row.imd_average_rank);
    check("imd-rank-of-average-score", area, row.imd_rank_of_average_score);
    check("imd-extent", area, row.imd25_extent);
    check("imd-local-concentration", area, row.imd25_local_concentration);
  }
  for (const row of read("lsoa/imd2025_england_lsoa21.csv")) {
    check("imd-rank", row.lsoa21_code, row.IMD_rank);
    check("imd-decile", row.lsoa21_code, row.IMD_decile);
  }
  expect(faults.slice(0, 5)).toEqual([]);
});
