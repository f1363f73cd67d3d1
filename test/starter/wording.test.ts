import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { POLARITIES } from "../../src/schema/values/enums";
import { haveShared, SHARED, STARTER, table } from "./read";

const indicators = table("indicators");

/** Every text inside a JSON value. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

const flat = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Runs of eight words: a copied sentence shares one, two people saying the same thing seldom do. */
function runs(text: string, length = 8): string[] {
  const words = flat(text).split(" ");
  return words.slice(0, Math.max(0, words.length - length + 1)).map((_, i) => words.slice(i, i + length).join(" "));
}

test("at least 75 indicators of Explore Local Statistics, each with its slug there", () => {
  const named = indicators.filter((row) => row.identifiers?.includes(`ELS_INDICATOR=${row.slug}`));
  expect(named.length).toBeGreaterThanOrEqual(75);
  expect(named.map((row) => row.slug)).toEqual(expect.arrayContaining(["claimant-count", "population-count"]));
  expect(named.find((row) => row.slug === "claimant-count")?.identifiers).toContain(
    "LOCAL=els:claimant-count:claimant-count",
  );
});

test("every indicator says what it is, in which unit, and why high or low is good or not to be judged", () => {
  for (const row of indicators) {
    expect(POLARITIES).toContain(row.polarity);
    expect([row.slug, (row.polarity_reason ?? "").length > 10, (row.definition ?? "").length > 30]).toEqual([
      row.slug,
      true,
      true,
    ]);
    expect(row.polarity_reason).not.toContain("\n");
    for (const column of ["unit_code", "unit_label", "value_type", "frequency", "period_type", "topics"])
      expect(row[column]).not.toBe("");
  }
});

test("house prices to earnings are a ratio, though the file says per cent", () => {
  expect(indicators.find((row) => row.slug === "housing-affordability-ratio")).toMatchObject({
    unit_code: "ratio",
    unit_suffix: "",
  });
});

test("no sentence of the publisher's descriptions is ours", () => {
  if (!haveShared()) return;
  const theirs = new Set<string>();
  const add = (path: string): void => {
    for (const text of texts(JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""))))
      for (const run of runs(text)) theirs.add(run);
  };
  add(join(SHARED, "els/app/json-stat-metadata.json"));
  for (const { slug = "" } of table("datasets")) {
    const file = join(SHARED, `els/raw/${slug}/${slug}.json`);
    if (existsSync(file)) add(file);
  }
  expect(theirs.size).toBeGreaterThan(2_000); // the net has meshes
  // Names of bodies carry over, so the list of a data set's further producers is left out of the comparison.
  const copied = [...indicators, ...table("datasets")].flatMap((row) =>
    [row.name, row.definition, row.polarity_reason, row.caveats, row.title, row.description].flatMap((text) =>
      runs((text ?? "").replace(/ Also from: .*/, "")).filter((run) => theirs.has(run)),
    ),
  );
  expect(copied).toEqual([]);
});

test("the report adds up, and names every file of the publishers' folder", () => {
  const report = JSON.parse(readFileSync(join(STARTER, "report.json"), "utf8")) as {
    files: {
      file: string;
      rowsRead: number;
      rowsKept: number;
      rowsRefused: number;
      refused: { count: number; reason: string }[];
    }[];
    unread: { file: string; reason: string }[];
    tables: { name: string; rows: number }[];
  };
  for (const each of report.files) {
    expect([each.file, each.rowsKept + each.rowsRefused]).toEqual([each.file, each.rowsRead]);
    expect(each.refused.reduce((sum, reason) => sum + reason.count, 0)).toBe(each.rowsRefused);
  }
  // Figures kept of Explore Local Statistics' files are the figures written: none vanishes between.
  const kept = report.files.filter((each) => each.file.startsWith("els/raw/") || each.file.startsWith("els/extra/"));
  const written = report.tables.filter(
    (each) => each.name.startsWith("observations/") && !each.name.endsWith("indices-of-deprivation"),
  );
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  expect(sum(written.map((each) => each.rows))).toBe(sum(kept.map((each) => each.rowsKept)));
  expect(report.unread.filter((each) => each.reason.startsWith("not known"))).toEqual([]);
  const reasons = report.files.flatMap((each) => each.refused.map((reason) => reason.reason));
  expect(reasons.join()).toContain("the area code is `na`");
});
