import { table } from "../starter/read";
import { describeOnBothStores } from "../support/stores";
import { type Asking, startAsking } from "./ask";

/**
 * Places and statistics in groups, worked out again here from the published tables by plain arithmetic (a value's place is found by
 * comparing it with each other one), with none of the code of src/statistics.
 */
const INDICATORS: readonly (readonly [dataset: string, indicator: string])[] = [
  ["claimant-count", "claimant-count"],
  ["healthy-life-expectancy", "healthy-life-expectancy-male"],
  ["indices-of-deprivation", "imd-average-score"],
  ["personal-wellbeing-estimates", "wellbeing-anxiety"],
  ["net-additions-to-the-housing-stock", "net-additions-housing-stock"],
  ["gross-median-weekly-pay", "gross-median-weekly-pay"],
];
const AREAS = ["E08000003", "E06000009", "E07000117", "E09000001", "E06000066", "E08000038", "E09000020", "E06000053"];
const KINDS = ["SAME_TYPE", "ALL_IN_COUNTRY", "ALL_IN_REGION", "NEAREST_NEIGHBOURS"];

const QUERY = `query Place($area: GSSCode!, $indicator: String!, $kind: ComparisonGroupKind!) {
  area(gssCode: $area) {
    observation(indicator: $indicator) {
      value lowerCI95 upperCI95 period { id }
      comparison(with: { kind: $kind }) {
        rank rankOf tied quarter: quantile tenth: quantile(of: 10) percentile zScore differenceFromMedian rankLower rankUpper
        group { members { code } }
        statistics { count missing mean median lowerQuartile upperQuartile minimum maximum standardDeviation medianAbsoluteDeviation }
      }
    }
  }
}`;

/** The code that the same ground had before, for each code that came of a recoding. */
const before = new Map(
  table("area_changes")
    .filter((row) => row.kind === "RECODED")
    .map((row) => [row.to ?? "", row.from ?? ""]),
);

function valuesOf(dataset: string, indicator: string, period: string): (area: string) => number | null {
  const values = new Map(
    table(`observations/${dataset}`)
      .filter((row) => row.indicator === indicator && row.period === period && row.value !== "")
      .map((row) => [row.area ?? "", Number(row.value)]),
  );
  return (area) => values.get(area) ?? values.get(before.get(area) ?? "") ?? null;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Hyndman and Fan's definition 7. */
function quantile(values: readonly number[], p: number): number {
  const list = sorted(values);
  const place = (list.length - 1) * p;
  const low = list[Math.floor(place)] ?? Number.NaN;
  return low + (place - Math.floor(place)) * ((list[Math.ceil(place)] ?? Number.NaN) - low);
}

function statistics(values: readonly number[], members: number) {
  const mean = sum(values) / values.length;
  const median = quantile(values, 0.5);
  return {
    count: values.length,
    missing: members - values.length,
    mean,
    median,
    lowerQuartile: quantile(values, 0.25),
    upperQuartile: quantile(values, 0.75),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    standardDeviation: Math.sqrt(sum(values.map((x) => (x - mean) ** 2)) / values.length),
    medianAbsoluteDeviation: quantile(
      values.map((x) => Math.abs(x - median)),
      0.5,
    ),
  };
}

function place(x: number, values: readonly number[]) {
  const [above, below] = [values.filter((y) => y > x).length, values.filter((y) => y < x).length];
  const equal = values.length - above - below;
  const part = (of: number): number => Math.ceil(((below + (equal + 1) / 2) * of) / values.length);
  return {
    rank: above + 1,
    rankOf: values.length,
    tied: equal - 1,
    percentile: (100 * (below + equal)) / values.length,
    quarter: part(4),
    tenth: part(10),
  };
}

const near = (value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? expect.closeTo(value, 8) : value;
const allNear = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, near(value)]));

describeOnBothStores("places in groups, by hand from the published tables", (store) => {
  let hub: Asking;
  beforeAll(async () => {
    hub = await startAsking(store);
  });
  afterAll(() => hub?.close());

  test.each(INDICATORS)("%s: %s", async (dataset, indicator) => {
    let compared = 0;
    for (const area of AREAS)
      for (const kind of KINDS) {
        const { observation } = (await hub.ask(QUERY, { area, indicator, kind })).area;
        const { group, statistics: told, ...standing } = observation.comparison;
        const published = valuesOf(dataset, indicator, observation.period.id);
        const codes: string[] = group.members.map((member: { code: string }) => member.code);
        const values = codes.map(published).filter((value) => value !== null);
        if (values.length === 0) {
          expect(told).toMatchObject({ count: 0, missing: codes.length, mean: null, median: null });
          continue;
        }
        const means = statistics(values, codes.length);
        const at = { area, kind };
        expect({ ...at, ...told }).toEqual({ ...at, ...allNear(means) });
        if (observation.value === null) {
          expect(standing).toMatchObject({ rank: null, tied: null, percentile: null, quarter: null, zScore: null });
          continue;
        }
        const z = means.standardDeviation === 0 ? null : (observation.value - means.mean) / means.standardDeviation;
        const hand = {
          ...place(observation.value, values),
          zScore: z,
          differenceFromMedian: observation.value - means.median,
        };
        expect({ ...at, ...standing }).toMatchObject({ ...at, ...allNear(hand) });
        if (observation.lowerCI95 !== null) {
          const others = values.toSpliced(values.indexOf(observation.value), 1);
          expect({ ...at, ...standing }).toMatchObject({
            ...at,
            rankLower: 1 + others.filter((y) => y > observation.upperCI95).length,
            rankUpper: 1 + others.filter((y) => y > observation.lowerCI95).length,
          });
        }
        compared += 1;
      }
    expect(compared).toBeGreaterThan(15);
  });
});
