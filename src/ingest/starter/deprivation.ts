import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { TidyObservation } from "../tidy-observation";
import type { AreaRegister } from "./areas/register";
import { cellOf, type SourceFolder } from "./files";

const LOWER_TIER = "lsoa/imd2025_england_ltla24.csv";
const SMALL = "lsoa/imd2025_england_lsoa21.csv";
const EARLIER = "lsoa/imd_lsoa_long.parquet";

/** Columns of the authorities' file that are loaded, and the indicator of each. */
const COLUMNS: readonly (readonly [column: string, indicator: string])[] = [
  ["imd_average_score", "imd-average-score"],
  ["imd_average_rank", "imd-average-rank"],
  ["imd_rank_of_average_score", "imd-rank-of-average-score"],
  ["imd_proportion_of_lso_as_in_most_deprived_10_percent_nationally", "imd-most-deprived-tenth"],
  ["imd25_extent", "imd-extent"],
  ["imd25_local_concentration", "imd-local-concentration"],
];

/** Ranks of the editions before 2025, as the parquet file names them. */
const EDITIONS: Readonly<Record<string, string>> = {
  "imd2015.IMD_rank": "2015",
  "imd2019.IMD_rank": "2019",
};

/** An edition stands for the calendar year it came out in: its inputs are of several earlier years, so no day is truer. */
const edition = (year: string): string => `${year}-01-01/P1Y`;

function figure(indicator: string, area: string, year: string, value: number, row: number): TidyObservation {
  return {
    indicator,
    area,
    period: edition(year),
    breakdown: "",
    value,
    missing: null,
    lowerCI95: null,
    upperCI95: null,
    count: null,
    numerator: null,
    denominator: null,
    statusMask: 0,
    note: null,
    row,
  };
}

/**
 * The Index of Multiple Deprivation: summaries of 2025 for the lower-tier authorities, rank and tenth of 2025 and ranks of 2015
 * and 2019 for the LSOAs. Ranks of 2015 and 2019 stand under the LSOAs of 2011, which is what they are about.
 */
export async function readDeprivation(folder: SourceFolder, register: AreaRegister): Promise<TidyObservation[]> {
  const figures: TidyObservation[] = [];
  for (const row of folder.rows(LOWER_TIER))
    for (const [column, indicator] of COLUMNS)
      figures.push(figure(indicator, cellOf(row, "ltla24_code"), "2025", numberOf(cellOf(row, column)), row.line));
  for (const row of folder.rows(SMALL)) {
    const area = cellOf(row, "lsoa21_code");
    figures.push(figure("imd-rank", area, "2025", numberOf(cellOf(row, "IMD_rank")), row.line));
    figures.push(figure("imd-decile", area, "2025", numberOf(cellOf(row, "IMD_decile")), row.line));
  }
  figures.push(...(await earlierEditions(folder)));
  for (const each of figures) register.get(each.area);
  return figures;
}

function numberOf(text: string): number {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) throw new Error(`"${text}" is not a number.`);
  return value;
}

async function earlierEditions(folder: SourceFolder): Promise<TidyObservation[]> {
  const bytes = folder.bytes(EARLIER);
  const file = new Uint8Array(bytes).buffer;
  const rows = await parquetReadObjects({ file, compressors, columns: ["area_code", "indicator", "value"] });
  folder.report.read(EARLIER, rows.length);
  const figures: TidyObservation[] = [];
  for (const [i, row] of rows.entries()) {
    const [area, indicator, value] = [row.area_code, row.indicator, row.value];
    const year = EDITIONS[String(indicator)];
    if (year === undefined) {
      folder.report.refuse(
        EARLIER,
        "a domain, tenth or score that the starter set does not take in",
        String(indicator),
      );
      continue;
    }
    if (typeof area !== "string" || typeof value !== "number")
      throw new Error(`Row ${i} of ${EARLIER} is not a figure.`);
    figures.push(figure("imd-rank", area, year, value, i + 1));
  }
  return figures;
}
