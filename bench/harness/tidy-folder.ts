import { once } from "node:events";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seeded } from "./statistics";

const AREAS = 400;
const INDICATORS = 50;

/** Two folders of tidy tables (docs/tidy-tables.md) made up for the import bench: what the figures refer to, and the figures. */
export interface TidyFolders {
  readonly reference: string;
  readonly figures: string;
  /** The one CSV file of figures. */
  readonly csv: string;
  readonly rows: number;
}

/** Writes the folders: 400 made-up areas × 50 made-up indicators × as many months as `rows` asks for; every fourth figure has limits. */
export async function writeTidyFolders(folder: string, rows: number): Promise<TidyFolders> {
  const reference = join(folder, "reference");
  const figures = join(folder, "figures");
  const csv = join(figures, "observations", "bench.csv");
  mkdirSync(reference, { recursive: true });
  mkdirSync(join(figures, "observations"), { recursive: true });
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(reference, `${name}.csv`), `${lines.join("\n")}\n`);
  write("licences", ["code,label,url,attribution", "BENCH,Made up for a measurement,,"]);
  write("sources", ["slug,name,publisher,homepage,api,kind,licence,limits", "bench,Bench,,,,LOCAL_TABLE,BENCH,"]);
  write("datasets", [
    "slug,title,description,source,licence,designation,frequency,homepage,methodology_url",
    "bench,Bench,,bench,BENCH,NO_ACCREDITATION,MONTHLY,,",
  ]);
  const release = [
    "dataset,version,title,type,status,published_at,upstream_url",
    "bench,1,Bench,MAJOR,PUBLISHED,2026-01-01,",
  ];
  write("releases", release);
  writeFileSync(join(figures, "releases.csv"), `${release.join("\n")}\n`);
  write("area_types", [
    "code,label,gss_prefixes,level,hierarchy",
    "NMD,Non-metropolitan district,E07,6,ADMINISTRATIVE",
  ]);
  const areas = Array.from({ length: AREAS }, (_, index) => `E07${String(900000 + index)}`);
  write("areas", [
    "code,name,name_welsh,area_type,status,start_date,end_date",
    ...areas.map((code, index) => `${code},Made-up ${index},,NMD,LIVE,,`),
  ]);
  const indicators = Array.from({ length: INDICATORS }, (_, index) => `bench-${index}`);
  write("indicators", [
    "slug,dataset,name,short_name,definition,rationale,caveats,unit_code,unit_label,unit_prefix,unit_suffix,unit_multiplier,decimal_places,polarity,polarity_reason,value_type,numerator,denominator,frequency,period_type,is_aggregatable,is_standardised,has_confidence_intervals,topics,identifiers",
    ...indicators.map(
      (slug) => `${slug},bench,${slug},,,,,COUNT,count,,,,2,UNKNOWN,Made up,COUNT,,,MONTHLY,MONTH,0,0,1,,`,
    ),
  ]);
  await writeFigures(csv, indicators, areas, rows);
  return { reference, figures, csv, rows };
}

async function writeFigures(
  file: string,
  indicators: readonly string[],
  areas: readonly string[],
  rows: number,
): Promise<void> {
  const random = seeded(3);
  const out = createWriteStream(file);
  out.write(
    "indicator,area,period,breakdown,value,missing,lower_ci95,upper_ci95,count,numerator,denominator,status,note\n",
  );
  let left = rows;
  for (let month = 0; left > 0; month++) {
    const period = `${1920 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01/P1M`;
    for (const indicator of indicators) {
      const lines: string[] = [];
      for (const area of areas) {
        if (left-- <= 0) break;
        const value = Math.round(random() * 1e6) / 100;
        const limits = left % 4 === 0 ? `${(value * 0.9).toFixed(2)},${(value * 1.1).toFixed(2)}` : ",";
        lines.push(`${indicator},${area},${period},,${value},,${limits},,,,,\n`);
      }
      if (lines.length > 0 && !out.write(lines.join(""))) await once(out, "drain");
    }
  }
  out.end();
  await once(out, "close");
}
