import type { OwnStore } from "./mixed-stores";

/** Figures that nobody published, for LSOAs of the starter set: what small areas and disclosure are proved on. */
export const MADE = "made-small-areas";

const INDICATOR_COLUMNS =
  "slug,dataset,name,short_name,definition,rationale,caveats,unit_code,unit_label,unit_prefix,unit_suffix,unit_multiplier,decimal_places,polarity,polarity_reason,value_type,numerator,denominator,frequency,period_type,is_aggregatable,is_standardised,has_confidence_intervals,topics,identifiers";
const OBSERVATION_COLUMNS =
  "indicator,area,period,breakdown,value,missing,lower_ci95,upper_ci95,count,numerator,denominator,status,note";

/** Slug, unit, value type and whether values add up. */
export type MadeIndicator = readonly [slug: string, unit: string, type: string, aggregatable: 0 | 1];

/** The tables that name a made-up data set. Every text says that it is made up. */
export function madeTables(indicators: readonly MadeIndicator[], dataset = MADE): Readonly<Record<string, string>> {
  const rows = indicators.map(
    ([slug, unit, type, aggregatable]) =>
      `${slug},${dataset},Made-up figures: ${slug},,,,,${unit},${unit},,,,1,LOW_IS_GOOD,Made up,${type},,,ANNUALLY,CALENDAR_YEAR,${aggregatable},0,0,,`,
  );
  return {
    "licences.csv": "code,label,url,attribution\nMADE-UP,Made up for tests,,\n",
    "sources.csv":
      "slug,name,publisher,homepage,api,kind,licence,limits\nmade-up,Made up for tests,Nobody,,,LOCAL_TABLE,MADE-UP,\n",
    "datasets.csv": `slug,title,description,source,licence,designation,frequency,homepage,methodology_url\n${dataset},Made up for tests,,made-up,MADE-UP,NO_ACCREDITATION,ANNUALLY,,\n`,
    "indicators.csv": `${INDICATOR_COLUMNS}\n${rows.join("\n")}\n`,
  };
}

export interface MadeFigure {
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
  readonly breakdown?: string;
  readonly value?: number;
  readonly missing?: string;
  readonly numerator?: number;
  readonly denominator?: number;
}

/** The rows of an observations file. */
export function madeRows(figures: readonly MadeFigure[]): string {
  const rows = figures.map(({ indicator, area, period, breakdown = "", value, missing = "", numerator, denominator }) =>
    [
      indicator,
      area,
      period,
      breakdown,
      value ?? "",
      missing,
      "",
      "",
      "",
      numerator ?? "",
      denominator ?? "",
      "",
      "",
    ].join(","),
  );
  return `${OBSERVATION_COLUMNS}\n${rows.join("\n")}\n`;
}

/** A whole number from `least` to `most` that follows from the text alone (FNV-1a). */
export function madeNumber(text: string, least: number, most: number): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return least + (hash % (most - least + 1));
}

/** An LSOA and an area that it lies in. */
export interface Placed {
  readonly area: string;
  readonly inside: string;
}

/** By plain code of its own: every LSOA with its ward and with what that ward lies in. */
export async function placesOfLsoas({ store }: OwnStore): Promise<readonly Placed[]> {
  const areas: { id: number; code: string; area_type: string }[] = await store.db.query(
    "SELECT id, code, area_type FROM area",
  );
  const links: { child: number; parent: number }[] = await store.db.query(
    "SELECT child_area_id AS child, parent_area_id AS parent FROM area_membership",
  );
  const byId = new Map(areas.map((area) => [area.id, area]));
  const above = new Map<number, number[]>();
  for (const { child, parent } of links) above.set(child, [...(above.get(child) ?? []), parent]);
  return areas
    .filter((area) => area.area_type === "LSOA")
    .flatMap((lsoa) => {
      const wards = (above.get(lsoa.id) ?? []).filter((id) => byId.get(id)?.area_type === "WD");
      const around = wards.flatMap((ward) => [ward, ...(above.get(ward) ?? [])]);
      return around.map((id) => ({ area: lsoa.code, inside: byId.get(id)?.code ?? "" }));
    });
}
