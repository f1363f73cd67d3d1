import { readIsoPeriod } from "../../src/schema/values/period";
import { table } from "./read";

const indicators = new Map(table("indicators").map((row) => [row.slug, row]));

test("an indicator's kind of period is that of its figures, so that asking for the one finds the other", () => {
  const told = new Map<string, Set<string>>();
  for (const dataset of new Set([...indicators.values()].map((row) => row.dataset)))
    for (const { indicator = "", period = "" } of table(`observations/${dataset}`))
      told.set(indicator, (told.get(indicator) ?? new Set()).add(period));
  const wrong = [...told].flatMap(([slug, periods]) =>
    [...periods]
      .map((period) => readIsoPeriod(period)?.type)
      .filter((type) => type !== indicators.get(slug)?.period_type)
      .map((type) => `${slug}: ${indicators.get(slug)?.period_type}, and a figure for a ${type}`),
  );
  expect([...new Set(wrong)]).toEqual([]);
});

test("only totals cannot be compared between areas of different size, as the publisher has it too", () => {
  const totals = [...indicators.values()].filter((row) => row.is_standardised === "0").map((row) => row.slug);
  expect(totals.sort()).toEqual([
    "expenditure-research-and-development-business",
    "expenditure-research-and-development-public",
    "inward-foreign-direct-investment",
    "outward-foreign-direct-investment",
    "population-count",
    "population-count-female",
    "population-count-male",
  ]);
});

test("output a head is not judged: it is made by those who work there, and divided by those who live there", () => {
  for (const slug of [
    "gross-domestic-product-per-head-current-market-price",
    "gross-domestic-product-per-head-chained-volume-measure",
  ])
    expect(indicators.get(slug)).toMatchObject({ polarity: "NO_JUDGEMENT" });
});

test("no indicator that is a sum is a rate, and every percentage is in per cent", () => {
  for (const row of indicators.values()) {
    if (row.is_aggregatable === "1")
      expect([row.slug, row.value_type]).toEqual([row.slug, expect.stringMatching(/^(COUNT|CURRENCY)$/)]);
    if (row.value_type === "PERCENTAGE") expect([row.slug, row.unit_code]).toEqual([row.slug, "percent"]);
  }
});

test("a district's county council is that of the county it lies in", () => {
  const councils = new Map(table("councils").map((row) => [row.code, row]));
  const memberships = table("area_memberships");
  for (const district of councils.values()) {
    if (district.tier !== "DISTRICT") continue;
    const parents = memberships.filter((row) => row.child === district.area).map((row) => row.parent);
    expect([district.name, parents]).toEqual([
      district.name,
      expect.arrayContaining([councils.get(district.upper_tier ?? "")?.area]),
    ]);
  }
  expect(councils.get("local-authority:FOR")?.upper_tier).toBe("local-authority:SFK");
  const bare = [...councils.values()].filter((row) => row.end_date === "" && row.homepage === "");
  // No file has an address for the two combined authorities that began in 2025.
  expect(bare.map((row) => row.code)).toEqual(["local-authority:GLCA", "local-authority:HYCA"]);
});

test("a ward whose code has a stretch of one day beside the one that runs is in being", () => {
  const ward = table("areas").find((row) => row.code === "E05011401");
  expect(ward).toMatchObject({ name: "Kippax & Methley", status: "LIVE", start_date: "2018-05-03", end_date: "" });
});
