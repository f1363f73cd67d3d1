import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Writes files into a new folder under the machine's temporary one; `remove` takes it away. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), "outturn-files-"));
  for (const [name, body] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), body);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export const ELS_HEADER =
  "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes";

const INDICATORS =
  "slug,dataset,name,short_name,definition,rationale,caveats,unit_code,unit_label,unit_prefix,unit_suffix,unit_multiplier,decimal_places,polarity,polarity_reason,value_type,numerator,denominator,frequency,period_type,is_aggregatable,is_standardised,has_confidence_intervals,topics,identifiers";
const OBSERVATIONS =
  "indicator,area,period,breakdown,value,missing,lower_ci95,upper_ci95,count,numerator,denominator,status,note";

/** A whole small tidy folder: three areas, one data set with one indicator, and these rows of figures. */
export function tidyFiles(
  rows: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    "licences.csv": "code,label,url,attribution\nOGL-UK-3.0,Open Government Licence v3.0,https://example.org/ogl,\n",
    "sources.csv":
      "slug,name,publisher,homepage,api,kind,licence,limits\nons,Office for National Statistics,ONS,,,LOCAL_TABLE,OGL-UK-3.0,\n",
    "datasets.csv":
      "slug,title,description,source,licence,designation,frequency,homepage,methodology_url\nclaimant-count,Claimant Count,,ons,OGL-UK-3.0,OFFICIAL,ANNUALLY,,\n",
    "topics.csv": "slug,label,parent\nout-of-work,Out of work,work\nwork,Work,\n",
    "indicators.csv": `${INDICATORS}\nclaimant-count,claimant-count,Claimant count,,,,,percent,%,,%,,1,LOW_IS_GOOD,Fewer people without work,PERCENTAGE,,,ANNUALLY,CALENDAR_YEAR,0,0,0,out-of-work,LOCAL=els:claimant-count:claimant-count ELS_INDICATOR=claimant-count@https://example.org/c\n`,
    "area_types.csv": "code,label,gss_prefixes,level,hierarchy\nMD,Metropolitan district,E08,4,ADMINISTRATIVE\n",
    "areas.csv":
      "code,name,name_welsh,area_type,status,start_date,end_date\nE08000003,Manchester,,MD,LIVE,,\nE08000025,Birmingham,,MD,LIVE,,\nE08000016,Barnsley,,MD,TERMINATED,,2025-03-31\n",
    "dimensions.csv": "code,label\nsex,Sex\n",
    "dimension_members.csv": "dimension,code,label,is_total,sequence\nsex,female,Female,0,1\nsex,male,Male,0,2\n",
    "releases.csv":
      "dataset,version,title,type,status,published_at,upstream_url\nclaimant-count,2026-01-20,Claimant Count,MINOR,PUBLISHED,2026-01-20,\n",
    "observations/claimant-count.csv": `${OBSERVATIONS}\n${rows.join("\n")}\n`,
    ...more,
  };
}

/** One row of figures of the claimant count. */
export function figure(area: string, period: string, value: string, more = ",,,,,,"): string {
  return `claimant-count,${area},${period},,${value},${more},`;
}
