import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PeriodValue, readIsoPeriod } from "../../../src/schema/values/period";
import { alignPeriod } from "../../../src/statistics/align";
import { changeBetween } from "../../../src/statistics/change";
import { calculate } from "../../../src/statistics/formula/calculate";
import { FUNCTIONS } from "../../../src/statistics/formula/functions";
import { parseFormula } from "../../../src/statistics/formula/parse";
import { controlLimits, standInFunnel } from "../../../src/statistics/funnel";
import { groupStatistics } from "../../../src/statistics/group-statistics";
import { improversAmong } from "../../../src/statistics/improvers";
import { dobsonLimits, rateLimits, wilsonLimits } from "../../../src/statistics/limits";
import { customNeighbours } from "../../../src/statistics/neighbours";
import { percentile, quantileGroup, rank, rankRange, tied } from "../../../src/statistics/order";
import { perHead } from "../../../src/statistics/per-head";
import { interquartileRange, quantileCuts } from "../../../src/statistics/quantiles";
import { overlapRanks, simulatedRanks } from "../../../src/statistics/rank-interval";
import { inRealTerms } from "../../../src/statistics/real-terms";
import { againstReference, differenceOf, type Interval } from "../../../src/statistics/significance";
import { benchmarkDistance, robustZScore, zScore } from "../../../src/statistics/spread";
import { trendOf } from "../../../src/statistics/trend";
import { figure, type Row, table } from "../../starter/read";

/** The page with its lines joined, so that a sentence is found wherever it is broken. */
const page = readFileSync(join(__dirname, "../../../docs/statistics.md"), "utf8").replaceAll(/\s+/g, " ");
const says = (...sentences: string[]) => {
  for (const sentence of sentences) expect(page).toContain(sentence);
};

const TRAFFORD = "E08000009";
const MANCHESTER = "E08000003";
const ENGLISH_UPPER_TIER = /^E(06|08|09|10)/;
const LATEST = "2022-01-01/P3Y";

const number = (text: string | undefined) => (text === undefined || text === "" ? null : Number(text));
const fixed = (value: number | null | undefined, places: number) => (value ?? Number.NaN).toFixed(places);
const iso = (id: string): PeriodValue => readIsoPeriod(id) as PeriodValue;

const lifeExpectancy = (indicator: string) =>
  table("observations/healthy-life-expectancy").filter(
    (row) => row.indicator === indicator && row.period === LATEST && ENGLISH_UPPER_TIER.test(row.area ?? ""),
  );
const intervalOf = (row: Row | undefined): Interval => ({
  value: number(row?.value),
  lower95: number(row?.lower_ci95),
  upper95: number(row?.upper_ci95),
});
const points = (dataset: string, area: string, indicator: string) =>
  table(`observations/${dataset}`)
    .filter((row) => row.area === area && row.indicator === indicator)
    .map((row) => ({
      value: number(row.value),
      lowerCI95: number(row.lower_ci95),
      upperCI95: number(row.upper_ci95),
      statusMask: 0,
      period: iso(row.period ?? ""),
    }));

test("describing a group, standing in it, and how sure the rank is", () => {
  const rows = lifeExpectancy("healthy-life-expectancy-male");
  const group = groupStatistics(rows.map(({ value }) => number(value)));
  says(
    `for the ${group.count} English counties`,
    `mean ${fixed(group.mean, 2)}, median ${group.median}, quartiles ${group.lowerQuartile} and ${group.upperQuartile}`,
    `interquartile range ${fixed(interquartileRange(group), 1)}, standard deviation ${fixed(group.standardDeviation, 2)}, MAD ${fixed(group.medianAbsoluteDeviation, 1)} years`,
    `fifths are ${quantileCuts(group, 5).slice(0, 3).join(", ")} and ${quantileCuts(group, 5)[3]}`,
  );
  const own = rows.findIndex(({ area }) => area === TRAFFORD);
  const { value, lower95, upper95 } = intervalOf(rows[own]);
  const [x, lower, upper] = [value ?? 0, lower95 ?? 0, upper95 ?? 0];
  const list = Array.from(group.sorted);
  says(
    `Trafford, male HLE ${x}: rank ${rank(group.sorted, x)} of ${group.count} with ${tied(group.sorted, x)} tied, percentile ${fixed(percentile(group.sorted, x), 1)}, fifth ${quantileGroup(group.sorted, x, 5)}`,
    `z-score ${fixed(zScore(x, group.mean ?? 0, group.standardDeviation ?? 0), 2)}, benchmark distance ${fixed(benchmarkDistance(x, list), 2)}, robust z-score ${fixed(robustZScore(x, list), 2)}`,
  );
  const members = rows.map((row) => ({
    value: number(row.value),
    lower: number(row.lower_ci95),
    upper: number(row.upper_ci95),
  }));
  const range = rankRange(group.sorted, x, lower, upper);
  const [drawn, overlap] = [simulatedRanks(members)[own], overlapRanks(members)[own]];
  says(
    `rank 26: places ${range.best} to ${range.worst} by its own limits, ${drawn?.best} to ${drawn?.worst} by simulation, ${overlap?.best} to ${overlap?.worst} by overlap`,
  );
});

test("limits of our own", () => {
  const wilson = wilsonLimits(53_185, 59_028, 95, 100);
  says(`is 90.1013 %, limits ${fixed(wilson?.lower, 4)} to ${fixed(wilson?.upper, 4)}`);
  const byar = rateLimits(82_778, 9_818_116, 95, 10_000);
  says(`limits ${fixed(byar?.lower, 5)} to ${fixed(byar?.upper, 5)}`);
  const rate = dobsonLimits([
    { count: 12, population: 3000, standard: 5500 },
    { count: 40, population: 2500, standard: 6500 },
    { count: 150, population: 1200, standard: 2500 },
  ]);
  const [value, lower, upper] = [rate?.value, rate?.lower, rate?.upper].map((x) =>
    (x ?? 0).toLocaleString("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  );
  says(`give ${value} per 100,000 (${lower} to ${upper})`);
});

test("against a benchmark: question 1, Trafford's female healthy life expectancy", () => {
  const female = "healthy-life-expectancy-female";
  const at = (area: string) => intervalOf(figure("healthy-life-expectancy", female, area, LATEST));
  const england = at("E92000001").value;
  says(`against England's ${england}: similar, at 95 %`);
  expect(againstReference(at(TRAFFORD), england, "HIGH_IS_GOOD").outcome).toBe("SIMILAR");
  const found = differenceOf(at(TRAFFORD), at(MANCHESTER));
  expect(found).toMatchObject({ overlap: true, significance: "SIGNIFICANT_95" });
  says(
    `difference of ${found.difference} years (${fixed(found.lower95, 1)} to ${fixed(found.upper95, 1)}) is significant at 95 %`,
  );
  const centre = 82_778 / 9_818_116;
  const limits = controlLimits("RATE", centre, 16_452);
  expect(standInFunnel("RATE", { count: 155, denominator: 16_452 }, centre, "LOW_IS_GOOD").outcome).toBe("SIMILAR");
  says(`are ${fixed((limits?.lower ?? 0) * 10_000, 1)} and ${fixed((limits?.upper ?? 0) * 10_000, 1)}, so: similar`);
});

test("trends", () => {
  const obesity = points("adult-obesity-prevalence", MANCHESTER, "adult-obesity-prevalence");
  const level = trendOf(obesity, "PERCENTAGE", "LOW_IS_GOOD");
  expect(level.marker).toBe("NO_SIGNIFICANT_CHANGE");
  says(
    `${level.used.map((place) => fixed(obesity[place]?.value, 1)).join(", ")} %: χ² ${fixed(level.statistic, 2)}, no significant change`,
  );
  const gases = points("greenhouse-gas-emissions", "E06000052", "greenhouse-gas-emissions");
  const [ten, five] = [10, 5].map((most) => trendOf(gases, "CRUDE_RATE", "LOW_IS_GOOD", most));
  expect([ten?.marker, five?.marker]).toEqual(["DECREASING_GETTING_BETTER", "NO_SIGNIFICANT_CHANGE"]);
  says(`S = −${-(ten?.statistic ?? 0)} of −45`, `S = −${-(five?.statistic ?? 0)}, which is no trend`);
});

test("change and alignment", () => {
  const claimants = points("claimant-count", MANCHESTER, "claimant-count");
  const at = (year: number) => claimants.find(({ period }) => period.start.startsWith(String(year)));
  const [to, from] = [at(2021), at(2020)];
  if (to === undefined || from === undefined) throw new Error("the starter figures lack Manchester's claimants");
  const { difference, percentage } = changeBetween(to, from, "LOW_IS_GOOD");
  says(`up ${difference} percentage points, or by ${fixed(percentage, 2)} per cent, worsening`);
  const standsFor2023 = (dataset: string) => {
    const periods = [...new Set(table(`observations/${dataset}`).map(({ period }) => period ?? ""))].map(iso);
    const { period, sharedDays, days } = alignPeriod(periods, iso("2023-01-01/P1Y"));
    return { label: period?.label, shared: `${sharedDays} of ${days} days` };
  };
  const absence = standsFor2023("persistent-absences-for-all-pupils");
  says(`persistent absence ${absence.label} (${absence.shared.replace(" days", "")} days)`);
  expect(standsFor2023("claimant-count").label).toBe("2023");
  expect(standsFor2023("population-indicators").label).toBe("mid-2023");
  expect(standsFor2023("gross-median-weekly-pay").label).toBe("19 April 2023");
  expect(standsFor2023("healthy-life-expectancy")).toEqual({ label: "2022–24", shared: "365 of 365 days" });
});

test("formulas, real terms and rates per head", () => {
  const result = (text: string, dataset: string, area: string, period: string) => {
    const parsed = parseFormula(text);
    if (!parsed.ok) throw new Error(parsed.problem);
    const inputs = parsed.indicators.map((slug) => {
      const { value, lower95, upper95 } = intervalOf(figure(dataset, slug, area, period));
      return [slug, { value, missing: null, lower: lower95, upper: upper95, statusMask: 0 }] as const;
    });
    says(`\`${text}\``);
    return calculate(parsed.formula, parsed.indicators, new Map(inputs));
  };
  const share = "share({population-count-female}, {population-count})";
  const women = result(share, "population-indicators", MANCHESTER, "2024-06-30");
  says(`is 295,454 of 589,670, ${fixed(women.value, 3)} %`);
  const gap = "{healthy-life-expectancy-female} - {healthy-life-expectancy-male}";
  const years = result(gap, "healthy-life-expectancy", TRAFFORD, LATEST);
  says(`is ${years.value} years, limits −${fixed(-(years.lower ?? 0), 1)} to ${fixed(years.upper, 1)}`);
  for (const { name } of FUNCTIONS) says(`\`${name}(`);

  const deflators = [
    { period: iso("2015-01-01/P1Y"), index: 29_434 / 35_244 },
    { period: iso("2023-01-01/P1Y"), index: 39_845 / 37_135 },
  ];
  const pay = number(figure("gross-median-weekly-pay", "gross-median-weekly-pay", "K02000001", "2015-04-22")?.value);
  const real = inRealTerms(pay, iso("2015-04-22"), iso("2023-01-01/P1Y"), deflators);
  says(`was £${pay} in April 2015`, `that is £${fixed(real.value, 1)} in prices of 2023`);
  const population = number(figure("population-indicators", "population-count", MANCHESTER, "2024-06-30")?.value) ?? 0;
  const perThousand = perHead(1000, iso("2024-04-01/P1Y"), new Map([[2024, population]]), 1000);
  says(`are ${fixed(perThousand.value, 2)} per 1,000 people`);
});

test("neighbours and improvers", () => {
  const latest = (dataset: string, indicator: string) => {
    const rows = table(`observations/${dataset}`).filter(
      (row) => row.indicator === indicator && /^E0[6-9]/.test(row.area ?? "") && row.value !== "",
    );
    const newest = rows
      .map(({ period = "" }) => period)
      .toSorted()
      .at(-1);
    return new Map(rows.filter(({ period }) => period === newest).map(({ area = "", value }) => [area, Number(value)]));
  };
  const columns = [
    latest("population-indicators", "population-density"),
    latest("population-indicators", "median-age"),
    latest("gross-median-weekly-pay", "gross-median-weekly-pay"),
    latest("adult-obesity-prevalence", "adult-obesity-prevalence"),
  ];
  const areas = [...(columns[0]?.keys() ?? [])].map((key) => ({
    key,
    values: columns.map((column) => column.get(key) ?? null),
  }));
  const trafford = areas.find(({ key }) => key === TRAFFORD);
  if (trafford === undefined) throw new Error("the starter figures lack Trafford");
  const found = customNeighbours(
    trafford,
    areas,
    ["density", "age", "pay", "obesity"].map((key, place) => ({ key, weight: place === 0 ? 2 : 1 })),
  );
  const [nearest] = found.neighbours;
  const [density, age, pay, obesity] = nearest?.parts.map(({ share }) => Math.round(100 * share)) ?? [];
  expect(nearest?.key).toBe("E07000078"); // Cheltenham
  says(
    `${areas.length} English lower-tier authorities: Cheltenham is nearest, ${fixed(nearest?.distance, 3)} standard deviations away, of which density makes ${density} %, age ${age} %, pay ${pay} % and obesity ${obesity} %`,
  );

  const at = (period: string, area: string) => ({
    ...intervalOf(figure("persistent-absences-for-all-pupils", "persistent-absences-all-pupils", area, period)),
  });
  const rows = table("observations/persistent-absences-for-all-pupils").filter(
    ({ period, area = "" }) => period === "2021-08-01/P1Y" && ENGLISH_UPPER_TIER.test(area),
  );
  const { improvers, similarStart, compared } = improversAmong(
    rows.map(({ area = "" }) => ({
      key: area,
      start: at("2021-08-01/P1Y", area),
      end: at("2024-08-01/P1Y", area),
      notComparable: null,
    })),
    "LOW_IS_GOOD",
    TRAFFORD,
  );
  expect(improvers.slice(0, 2).map(({ key }) => key)).toEqual(["E09000027", TRAFFORD]); // Richmond upon Thames first
  says(
    `(${fixed(similarStart?.lowest, 1)} to ${fixed(similarStart?.highest, 1)} %): of ${compared} authorities Richmond upon Thames improved most, by ${fixed(improvers[0]?.improvement, 1)} points to ${fixed(at("2024-08-01/P1Y", "E09000027").value, 1)} %; Trafford is second with ${fixed(improvers[1]?.improvement, 1)}`,
  );
});
