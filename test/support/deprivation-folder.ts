/** The publishers' figures of the English indices of deprivation for small areas, as a folder that `outturn import` takes. */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/** Where the shared files are, by the rule of every test that reads them. */
export const SHARED = process.env.OUTTURN_SHARED ?? join(__dirname, "../../../shared");
/** One row an area, indicator and edition: 4,490,245 rows of 2015, 2019 and 2025 (MHCLG, by way of humaniverse/IMD). */
export const LONG = join(SHARED, "data/lsoa/imd_lsoa_long.parquet");
export const hasDeprivation = existsSync(LONG);
export const DATASET = "indices-of-deprivation-lsoa";

/** The slug under which a name of the file is loaded: the same for all editions. */
export function slugOf(name: string): string {
  const part = name.replace(/^imd20\d\d\./, "").replace(/^ind\./, "");
  return `iod-${part.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
}

/** Writes the folder. With `only`, the file's other indicators are passed over. */
export async function writeDeprivationFolder(folder: string, only?: readonly string[]): Promise<void> {
  const names = await namesOf();
  const wanted = new Set(only);
  const slugs = new Map(names.map((name) => [name, slugOf(name)]));
  const kept = [...slugs].filter(([, slug]) => only === undefined || wanted.has(slug));
  mkdirSync(join(folder, "observations"), { recursive: true });
  copyFileSync(LONG, join(folder, `observations/${DATASET}.parquet`));
  const map = {
    columns: { area: "area_code" },
    indicators: Object.fromEntries(names.map((name) => [name, kept.find(([its]) => its === name)?.[1] ?? null])),
    periods: { "2015": "2015-01-01/P1Y", "2019": "2019-01-01/P1Y", "2025": "2025-01-01/P1Y" },
  };
  writeFileSync(join(folder, `observations/${DATASET}.names.json`), JSON.stringify(map));
  for (const [file, text] of Object.entries(deprivationTables([...new Set(kept.map(([, slug]) => slug))])))
    writeFileSync(join(folder, file), text);
}

/** The tables that name the data set and its indicators. */
export function deprivationTables(slugs: readonly string[]): Readonly<Record<string, string>> {
  const rows = slugs.map((slug) => {
    const count = slug.endsWith("-numerator");
    const rank = /-(?:rank|decile)$/.test(slug);
    const type = count ? "COUNT" : rank ? "RANK_VALUE" : /-rate-/.test(slug) ? "CRUDE_RATE" : "SCORE";
    const polarity = rank ? "HIGH_IS_GOOD,Rank 1 is the most deprived" : "LOW_IS_GOOD,More of it is more deprivation";
    const unit = count ? "people,people" : rank ? "rank,rank" : "score,score";
    const name = slug.replace(/^iod-/, "").replaceAll("-", " ");
    return `${slug},${DATASET},${name},,,,,${unit},,,,${count || rank ? 0 : 3},${polarity},${type},,,IRREGULAR,CALENDAR_YEAR,${count ? 1 : 0},0,0,,`;
  });
  return {
    "licences.csv":
      "code,label,url,attribution\nOGL-UK-3.0,Open Government Licence v3.0,https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/,\n",
    "sources.csv":
      'slug,name,publisher,homepage,api,kind,licence,limits\nmhclg-small-areas,Indices of Deprivation,"Ministry of Housing, Communities and Local Government",,,LOCAL_TABLE,OGL-UK-3.0,\n',
    "datasets.csv": `slug,title,description,source,licence,designation,frequency,homepage,methodology_url\n${DATASET},English Indices of Deprivation for LSOAs,,mhclg-small-areas,OGL-UK-3.0,OFFICIAL,IRREGULAR,,\n`,
    "indicators.csv": `slug,dataset,name,short_name,definition,rationale,caveats,unit_code,unit_label,unit_prefix,unit_suffix,unit_multiplier,decimal_places,polarity,polarity_reason,value_type,numerator,denominator,frequency,period_type,is_aggregatable,is_standardised,has_confidence_intervals,topics,identifiers\n${rows.join("\n")}\n`,
    "releases.csv": `dataset,version,title,type,status,published_at,upstream_url\n${DATASET},2025,English Indices of Deprivation 2025,MAJOR,PUBLISHED,2025-10-30,\n`,
  };
}

/** The names of the file's indicators. They stand in runs, so that the first rows of parts of a row group tell most; all rows are looked at. */
async function namesOf(): Promise<readonly string[]> {
  const file = await asyncBufferFromFile(LONG);
  const rows: { indicator: string }[] = (await parquetReadObjects({
    file,
    compressors,
    columns: ["indicator"],
  })) as never;
  return [...new Set(rows.map((row) => row.indicator))];
}
