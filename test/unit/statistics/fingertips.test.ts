import { parse } from "csv-parse/sync";
import { countLimits, exactCountLimits } from "../../../src/statistics/limits";
import { againstReference } from "../../../src/statistics/significance";
import { recorded } from "../../support/bodies";

/** Published by Fingertips; the hub's formulas must give the same limits and the same words from the same counts. */
const bodies = recorded("fingertips");

interface Published {
  readonly area: string;
  readonly series: string;
  readonly value: number | null;
  readonly limits: readonly (number | null)[];
  readonly count: number | null;
  readonly denominator: number | null;
  readonly outcome: string;
}

function published(file: string): readonly Published[] {
  const body = bodies?.find((found) => found.file === file);
  expect(body?.kind).toMatch(/^recorded/);
  const [header, ...rows]: string[][] = parse(body?.text ?? "", { bom: true, relax_column_count: true });
  const cell = (row: readonly string[], name: string) =>
    row[header?.findIndex((title) => title.startsWith(name)) ?? -1] ?? "";
  const number = (text: string) => (text === "" ? null : Number(text));
  return rows.map((row) => ({
    area: cell(row, "Area Code"),
    series: ["Sex", "Age", "Category Type", "Category", "Time period"].map((name) => cell(row, name)).join("|"),
    value: number(cell(row, "Value")),
    limits: ["Lower CI 95.0", "Upper CI 95.0", "Lower CI 99.8", "Upper CI 99.8"].map((name) => number(cell(row, name))),
    count: number(cell(row, "Count")),
    denominator: number(cell(row, "Denominator")),
    outcome: cell(row, "Compared to England"),
  }));
}

const described = bodies === undefined ? describe.skip : describe;

described("Fingertips, as published", () => {
  // indicator 93356, Campylobacter incidence per 100,000 by county and unitary authority, recorded 2020-12
  const infections = bodies === undefined ? [] : published("all_data-csv-93356-child102-parent6.full.csv");
  // indicator 90284, hospital admissions of children for injuries per 10,000, recorded 2025-07
  const admissions = bodies === undefined ? [] : published("all_data-csv-90284-child502-parent6.trimmed.csv");

  /** Largest distance of own limits from the published ones, in published margins (half the width), and how many were compared. */
  const compare = (rows: readonly Published[], per: number, own: typeof countLimits) => {
    let [worst, compared] = [0, 0];
    for (const { value, limits, count, denominator } of rows) {
      if (value === null || count === null || denominator === null) continue;
      for (const [first, level] of [[0, 95] as const, [2, 99.8] as const]) {
        const [lower = null, upper = null] = limits.slice(first, first + 2);
        const ends = own(count, level);
        if (lower === null || upper === null || ends === null) continue;
        const scale = per / denominator;
        const apart = Math.max(Math.abs(ends.lower * scale - lower), Math.abs(ends.upper * scale - upper));
        worst = Math.max(worst, apart / ((upper - lower) / 2));
        compared++;
      }
    }
    return { worst, compared };
  };

  test("limits of crude rates are those that the hub works out from the counts, by the method of each table", () => {
    const all = compare(
      infections.filter(({ series }) => series.includes("All ages")),
      100_000,
      exactCountLimits,
    );
    expect(all.compared).toBe(453);
    expect(all.worst).toBeLessThan(3e-6);
    // children's were made with Byar's formula and z = 1.96 rather than 1.959964
    const children = compare(
      infections.filter(({ series }) => series.includes("0-9")),
      100_000,
      countLimits,
    );
    expect(children.compared).toBe(302);
    expect(children.worst).toBeLessThan(0.006);
    // places' counts and values of injuries were rounded to 5 events after the limits were made; England's was not
    const injuries = compare(
      admissions.filter(({ area }) => area === "E92000001"),
      10_000,
      countLimits,
    );
    expect(injuries.compared).toBe(4);
    expect(injuries.worst).toBeLessThan(2e-5); // published to five decimals
  });

  test("better, similar and worse against England are the published words", () => {
    const words = (rows: readonly Published[]) => {
      const england = new Map(rows.filter(({ area }) => area === "E92000001").map((row) => [row.series, row.value]));
      const told = rows.filter(({ area, outcome }) => area !== "E92000001" && outcome !== "Not compared");
      for (const { value, limits, outcome, series } of told) {
        const [lower95 = null, upper95 = null] = limits;
        const own = againstReference({ value, lower95, upper95 }, england.get(series) ?? null, "LOW_IS_GOOD");
        expect(own.outcome).toBe(outcome.toUpperCase());
      }
      return told.length;
    };
    expect(words(infections)).toBeGreaterThan(400);
    expect(words(admissions)).toBeGreaterThan(5);
  });
});
