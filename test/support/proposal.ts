import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importPath } from "../../src/ingest/import";
import type { OwnStore } from "./mixed-stores";

/** Tidy tables by name. */
export type Tables = Readonly<Record<string, string>>;

/** Loads tidy tables by the product's own importer, learnt on 1 June 2026; throws where a row is refused. */
export async function loadTables({ store }: OwnStore, tables: Tables): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "outturn-proposal-"));
  try {
    mkdirSync(join(folder, "observations"));
    for (const [name, text] of Object.entries(tables)) writeFileSync(join(folder, `${name}.csv`), text);
    const { files } = await importPath(store, folder, { clock: () => new Date("2026-06-01T09:00:00Z") });
    const refused = files.flatMap((file) => file.refusals);
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Invented for these tests, and no council's proposal: Lincolnshire in two, the southern part with Rutland. What takes the place of
 * districts is said by changes; the league is an area beside what stands, and said by its members.
 */
export const PROPOSAL: Tables = {
  areas: `code,name,name_welsh,area_type,status,start_date,end_date
X-INV-N,Invented North (test),,UA,PROPOSED,2028-04-01,
X-INV-S,Invented South (test),,UA,PROPOSED,2028-04-01,
X-INV-L,Invented League (test),,CUSTOM,PROPOSED,2028-04-01,
X-INV-A,Invented Sands (test),,UA,PROPOSED,2029-04-01,
X-INV-B,Invented Pier (test),,UA,PROPOSED,2029-04-01,
`,
  area_changes: `from,to,kind,operative_date,instrument,instrument_url,share
E07000137,X-INV-N,MERGED,2028-04-01,,,
E07000138,X-INV-N,MERGED,2028-04-01,,,
E07000139,X-INV-N,MERGED,2028-04-01,,,
E07000142,X-INV-N,MERGED,2028-04-01,,,
E07000136,X-INV-S,MERGED,2028-04-01,,,
E07000140,X-INV-S,MERGED,2028-04-01,,,
E07000141,X-INV-S,MERGED,2028-04-01,,,
E06000017,X-INV-S,MERGED,2028-04-01,,,
E06000009,X-INV-A,SPLIT,2029-04-01,,,0.6
E06000009,X-INV-B,SPLIT,2029-04-01,,,0.4
`,
  area_memberships: `child,parent,hierarchy,start_date,end_date
X-INV-N,E12000004,ADMINISTRATIVE,2028-04-01,
X-INV-S,E12000004,ADMINISTRATIVE,2028-04-01,
E08000001,X-INV-L,CUSTOM,,
E08000002,X-INV-L,CUSTOM,,
`,
};

/** An invented data set with parts, one district's figure withheld and one absent. */
export const PARTS: Tables = {
  sources: `slug,name,publisher,homepage,api,kind,licence,limits
invented,Invented (test),,,,LOCAL_TABLE,OGL-UK-3.0,
`,
  datasets: `slug,title,description,source,licence,designation,frequency,homepage,methodology_url
invented-repairs,Invented repairs (test),,invented,OGL-UK-3.0,OFFICIAL,ANNUALLY,,
`,
  indicators: `slug,dataset,name,short_name,definition,rationale,caveats,unit_code,unit_label,unit_prefix,unit_suffix,unit_multiplier,decimal_places,polarity,polarity_reason,value_type,numerator,denominator,frequency,period_type,is_aggregatable,is_standardised,has_confidence_intervals,topics,identifiers
repairs-in-time,invented-repairs,Repairs done in time,,,,,percent,percentage,,%,1,1,HIGH_IS_GOOD,Invented.,PERCENTAGE,repairs in time,repairs,ANNUALLY,CALENDAR_YEAR,0,0,0,,
repairs,invented-repairs,Repairs,,,,,repairs,repairs,,,1,0,NO_JUDGEMENT,Invented.,COUNT,,,ANNUALLY,CALENDAR_YEAR,1,0,0,,
`,
  "observations/invented-repairs": `indicator,area,period,breakdown,value,missing,lower_ci95,upper_ci95,count,numerator,denominator,status,note
repairs-in-time,E07000187,2022-01-01/P1Y,,50,,,,,50,100,,
repairs-in-time,E07000188,2022-01-01/P1Y,,80,,,,,240,300,,
repairs-in-time,E07000189,2022-01-01/P1Y,,90,,,,,180,200,,
repairs-in-time,E07000246,2022-01-01/P1Y,,25,,,,,100,400,,
repairs,E07000187,2021-01-01/P1Y,,90,,,,,,,,
repairs,E07000188,2021-01-01/P1Y,,290,,,,,,,,
repairs,E07000189,2021-01-01/P1Y,,190,,,,,,,,
repairs,E07000246,2021-01-01/P1Y,,390,,,,,,,,
repairs,E07000187,2022-01-01/P1Y,,100,,,,,,,PROVISIONAL,
repairs,E07000188,2022-01-01/P1Y,,300,,,,,,,,
repairs,E07000189,2022-01-01/P1Y,,200,,,,,,,,
repairs,E07000246,2022-01-01/P1Y,,,CONFIDENTIAL,,,,,,,
repairs,E07000026,2022-01-01/P1Y,,7,,,,,,,,
repairs,E08000020,2012-01-01/P1Y,,11,,,,,,,,
repairs,E01034473,2022-01-01/P1Y,,3,,,,,,,,
repairs,E01034474,2022-01-01/P1Y,,4,,,,,,,,
repairs,E01000852,2012-01-01/P1Y,,5,,,,,,,,
repairs,E01000854,2012-01-01/P1Y,,6,,,,,,,,
repairs,E01000023,2012-01-01/P1Y,,10,,,,,,,,
`,
};
