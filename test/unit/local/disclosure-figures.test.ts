import type { Catalogue } from "../../../src/datasources/core/ports";
import type { DatasetRecord } from "../../../src/datasources/core/records";
import { type CountedRow, withheldPlaces } from "../../../src/datasources/local/disclosure-figures";
import { inSlices } from "../../../src/statistics/disclosure-cells";

/** Indicators of the made-up data set: people, a rate of them, another count. */
const [PEOPLE, RATE, RESIDENTS] = [1, 2, 3];
const dataset = {
  indicators: [
    { id: PEOPLE, valueType: "COUNT" },
    { id: RATE, valueType: "PERCENTAGE" },
    { id: RESIDENTS, valueType: "COUNT" },
  ],
} as unknown as DatasetRecord;

interface Ground {
  readonly id: number;
  readonly code: string;
  readonly areaType: { readonly code: string };
  readonly sameGround: Ground[];
  readonly predecessors: { from: Ground; to: Ground; kind: string }[];
  readonly successors: { from: Ground; to: Ground; kind: string }[];
  readonly childLinks: { child: Ground }[];
}
const ground = (id: number): Ground => ({
  id,
  code: `E0700000${id}`,
  areaType: { code: "NMD" },
  sameGround: [],
  predecessors: [],
  successors: [],
  childLinks: [],
});
const PERIODS = ["2020-01-01/P1Y", "2021-01-01/P1Y", "2022-01-01/P1Y", "2020-01-01/P2Y", "2020-01-01/P3Y"];
const AGES = ["0-4", "5-9", "0-9", "10-19", "all"];

function catalogue(areas: readonly Ground[]): Catalogue {
  const age = { code: "age" };
  const periods = PERIODS.map((id, at) => {
    const [start = "", duration = ""] = id.split("/");
    const end = `${Number(start.slice(0, 4)) + Number(duration[1]) - 1}-12-31`;
    return { storeId: at + 1, id, start, end, duration };
  });
  const breakdowns = [
    { id: 0, code: "", members: [] },
    ...AGES.map((code, at) => ({
      id: at + 1,
      code: `age=${code}`,
      members: [{ dimension: age, code, isTotal: code === "all" }],
    })),
  ];
  return {
    areaById: (id: number) => areas.find((area) => area.id === id),
    areaByCode: () => undefined,
    periodById: (id: number) => periods.find((period) => period.storeId === id),
    breakdownById: (id: number) => breakdowns.find((breakdown) => breakdown.id === id),
  } as unknown as Catalogue;
}

const row = (indicator: number, value: number | null, more: Partial<CountedRow> = {}): CountedRow => ({
  indicator_id: indicator,
  area_id: 1,
  period_id: 1,
  breakdown_id: 0,
  release_id: 1,
  value,
  missing: null,
  count_value: null,
  numerator: null,
  denominator: null,
  ...more,
});
const withheld = async (rows: readonly CountedRow[], areas: readonly Ground[] = [ground(1)]) =>
  [...(await inSlices(withheldPlaces(catalogue(areas), dataset, rows, 5)))].sort((a, b) => a - b);

test.each([
  ["a denominator that is small", [row(RATE, 0, { numerator: 0, denominator: 3 })], [0]],
  ["a count column that is small", [row(RATE, 1.5, { numerator: 50, count_value: 3, denominator: 200 })], [0]],
  [
    "a denominator that is a count withheld elsewhere: both go",
    [
      row(RESIDENTS, null, { missing: "CONFIDENTIAL" }),
      row(RESIDENTS, 3),
      row(RATE, 100, { numerator: 3, denominator: 3 }),
    ],
    [0, 1, 2],
  ],
  ["two of a hundred are outside: the rate goes", [row(RATE, 98, { numerator: 98, denominator: 100 })], [0]],
  [
    "and so does the count that is its numerator",
    [row(PEOPLE, 98), row(RATE, 98, { numerator: 98, denominator: 100 }), row(RESIDENTS, 100)],
    [0, 1],
  ],
  ["nobody is outside: that is shown, like 0", [row(RATE, 100, { numerator: 100, denominator: 100 })], []],
  ["enough on both sides: nothing goes", [row(RATE, 50, { numerator: 50, denominator: 100 })], []],
])("%s", async (_what, rows, expected) => {
  expect(await withheld(rows)).toEqual(expected);
});

test("subtotals are found by the numbers: what a range and its parts tell is kept as well", async () => {
  const ages = [3, 40, 43, 50, 93].map((value, at) => row(PEOPLE, value, { breakdown_id: at + 1 }));
  const found = await withheld([...ages, row(PEOPLE, 93)]);
  expect(found).toContain(0);
  expect(found.includes(1) || found.includes(2)).toBe(true); // 0-9 less 5-9
  expect(found).not.toEqual([0, 1, 2, 3, 4, 5]);
});

test("an old and a new code of one council are one number; a merger is the sum of what was merged", async () => {
  const [old, now, merged] = [ground(1), ground(2), ground(3)];
  old.sameGround.push(now);
  now.sameGround.push(old);
  const marked = [row(PEOPLE, null, { missing: "CONFIDENTIAL" }), row(PEOPLE, 3, { area_id: 2 })];
  expect(await withheld(marked, [old, now])).toEqual([0, 1]);
  const [mendip, sedgemoor] = [ground(4), ground(5)];
  for (const from of [mendip, sedgemoor]) {
    const change = { from, to: merged, kind: "MERGED" };
    merged.predecessors.push(change);
    from.successors.push(change);
  }
  const sums = [row(PEOPLE, 43, { area_id: 3 }), row(PEOPLE, 40, { area_id: 4 }), row(PEOPLE, 3, { area_id: 5 })];
  expect(await withheld(sums, [merged, mendip, sedgemoor])).toEqual([1, 2]);
});

test("an area withheld under its new code is withheld under its old one, where another figure makes it a cover", async () => {
  const [old, now, whole, other] = [ground(1), ground(2), ground(3), ground(4)];
  old.sameGround.push(now);
  now.sameGround.push(old);
  whole.childLinks.push({ child: old }, { child: now }, { child: other });
  const rows = [
    row(PEOPLE, 10, { area_id: 1 }),
    row(PEOPLE, 10, { area_id: 2 }),
    row(PEOPLE, 13, { area_id: 3 }),
    row(PEOPLE, 3, { area_id: 4 }),
  ];
  expect(await withheld(rows, [old, now, whole, other])).toEqual([0, 1, 3]);
});

test("periods that overlap: three years less two are one, published or not; a sum that is off is still a sum", async () => {
  const [year1, year2, year3, two, three] = [1, 2, 3, 4, 5].map((period_id) => ({ period_id }));
  const published = await withheld([row(PEOPLE, 60, three), row(PEOPLE, 57, two), row(PEOPLE, 3, year3)]);
  expect(published).toContain(2);
  expect(published.length).toBeGreaterThan(1);
  expect(await withheld([row(PEOPLE, 60, three), row(PEOPLE, 57, two)])).toHaveLength(1);
  expect(await withheld([row(PEOPLE, 60, three), row(PEOPLE, 30, two)])).toEqual([]);
  const off = [row(PEOPLE, 61, three), row(PEOPLE, 30, year1), row(PEOPLE, 27, year2), row(PEOPLE, 3, year3)];
  expect((await withheld(off)).length).toBeGreaterThan(1);
});
