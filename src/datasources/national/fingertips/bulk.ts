import { type CsvRow, csv, numberIn, unexpected } from "../../core/decode";
import type { Answer, UpstreamRequest } from "../../core/plan";
import { distinct, type Figure, figureOf } from "./figures";
import { memberCode } from "./members";

/** Every row has these. The 23rd column has a different name every year ("Compared to Regions (statistical) value …"), and is not read. */
const COLUMNS = [
  "Indicator ID",
  "Area Code",
  "Area Name",
  "Sex",
  "Age",
  "Category Type",
  "Category",
  "Time period",
  "Value",
  "Lower CI 95.0 limit",
  "Upper CI 95.0 limit",
  "Count",
  "Denominator",
  "Value note",
  "Recent Trend",
] as const;

/**
 * All areas of a child type, their regions and England; all periods, sexes, ages and categories of these indicators. Under the regions
 * (parent type 6) every England row comes once, under England (15) twice; regions and England themselves have no other parent.
 */
export function bulkRequest(indicators: readonly string[], childType: number): UpstreamRequest {
  return {
    path: "all_data/csv/by_indicator_id",
    query: {
      indicator_ids: indicators.join(","),
      child_area_type_id: childType,
      parent_area_type_id: childType === 6 || childType === 15 ? 15 : 6,
    },
    accept: "text/csv",
  };
}

/**
 * The figures of one answer. Throws BAD_SHAPE for no bytes (an unhandled error of the service), a page, a row that is cut or lacks its
 * end, another value than a number, and two figures for one thing. A header alone means that there is nothing.
 */
export function bulkFigures(answer: Answer, indicators: readonly string[]): readonly Figure[] {
  // Trailing columns may be left out of a row; what is cut in the middle of one lacks the line's end.
  const rows = csv(answer, { columns: COLUMNS, ragged: true });
  if (!answer.text.endsWith("\n")) throw unexpected("it is cut short");
  return distinct(rows.map((row) => figureIn(row, indicators)));
}

function figureIn(row: CsvRow, indicators: readonly string[]): Figure {
  const indicator = row["Indicator ID"] ?? "";
  if (!indicators.includes(indicator)) throw unexpected("it has an indicator that was not asked for");
  const text = (column: (typeof COLUMNS)[number]) => {
    const found = row[column];
    if (found === undefined) throw unexpected("a row in it is too short");
    return found.trim();
  };
  const number = (column: (typeof COLUMNS)[number]) => {
    const value = numberIn(text(column));
    if (value === undefined && text(column) !== "") throw unexpected("a figure in it is no number");
    return value;
  };
  const type = text("Category Type");
  return {
    indicator,
    area: text("Area Code"),
    areaName: text("Area Name"),
    period: text("Time period"),
    members: {
      sex: memberCode(text("Sex")),
      age: memberCode(text("Age")),
      ...(type === "" ? {} : { [memberCode(type)]: memberCode(text("Category")) }),
    },
    cell: figureOf({
      value: number("Value"),
      lower: number("Lower CI 95.0 limit"),
      upper: number("Upper CI 95.0 limit"),
      count: number("Count"),
      denominator: number("Denominator"),
      note: text("Value note"),
      ...trendIn(text("Recent Trend")),
    }),
  };
}

function trendIn(words: string): { readonly trend?: string } {
  return words === "" || words === "Cannot be calculated" ? {} : { trend: words };
}
