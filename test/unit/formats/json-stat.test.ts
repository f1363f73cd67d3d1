import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { SourceFault } from "../../../src/datasources/core/source";
import { type JsonStatCell, readJsonStat, readJsonStatShape } from "../../../src/datasources/formats/json-stat";

/** Two areas in two years; value, status and index are given in each of their forms. */
function dataset(parts: Record<string, unknown> = {}) {
  return {
    class: "dataset",
    version: "2.0",
    label: "Residents",
    updated: "2026-02-03T09:30:00.000Z",
    note: ["", "Rounded."],
    extension: { matrix: "MADE" },
    id: ["area", "year"],
    size: [2, 2],
    role: { geo: ["area"], time: ["year"] },
    dimension: {
      area: { label: "Area", category: { index: ["N1", "N2"], label: { N1: "Belfast" } } },
      year: { category: { index: { "2022": 1, "2021": 0 }, unit: { "2022": { label: "people", decimals: 0 } } } },
    },
    value: [1, 0, null, ".."],
    ...parts,
  };
}

const at = (area: string, year: string, rest: Partial<JsonStatCell>): JsonStatCell => ({
  codes: { area, year },
  value: null,
  ...rest,
});
const ALL = [
  at("N1", "2021", { value: 1 }),
  at("N1", "2022", { value: 0 }),
  at("N2", "2021", {}),
  at("N2", "2022", { text: ".." }),
];

test("reads a 2.0 table: order of places, labels, units, roles, notes; 0 is a value and a mark is none", () => {
  const cube = readJsonStat(dataset());
  expect([...cube.cells()]).toEqual(ALL);
  expect([...cube.cells()]).toHaveLength(4); // a second iteration starts afresh
  expect(cube).toMatchObject({ label: "Residents", notes: ["Rounded."], extension: { matrix: "MADE" }, size: 4 });
  const [area, year] = cube.dimensions;
  expect(area).toMatchObject({ id: "area", label: "Area", role: "geo", codes: ["N1", "N2"] });
  expect([...(area?.labels ?? [])]).toEqual([
    ["N1", "Belfast"],
    ["N2", "N2"],
  ]); // prettier-ignore
  expect(year?.units.get("2022")).toEqual({ label: "people", decimals: 0 });
});

test.each<[string, Record<string, unknown>, readonly JsonStatCell[]]>([
  [
    "sparse figures",
    { value: { "1": 0, "3": 2.5 } },
    [at("N1", "2022", { value: 0 }), at("N2", "2022", { value: 2.5 })],
  ],
  [
    "sparse figures with a status where there is none",
    { value: { "1": 3 }, status: { "2": "c" } },
    [at("N1", "2022", { value: 3 }), at("N2", "2021", { status: "c" })],
  ],
  ["one status for all", { status: "p" }, ALL.map((cell) => ({ ...cell, status: "p" }))],
  ["a list of one status", { status: ["p"] }, ALL.map((cell) => ({ ...cell, status: "p" }))],
  [
    "a status for each",
    { status: ["e", null, "", "c"] },
    [{ ...ALL[0], status: "e" }, ALL[1], ALL[2], { ...ALL[3], status: "c" }] as readonly JsonStatCell[],
  ],
])("reads %s", (_, parts, cells) => {
  expect([...readJsonStat(dataset(parts)).cells()]).toEqual(cells);
});

test("reads a 1.x table in its wrapping, with one category that needs no order", () => {
  const cube = readJsonStat({
    ST1117: {
      label: "Old",
      dimension: {
        id: ["sex", "year"],
        size: [1, 2],
        role: { time: ["year"] },
        sex: { category: { label: { T: "Total" } } },
        year: { category: { index: { "2001": 0, "2011": 1 } } },
      },
      value: [5, 6],
    },
  });
  expect([...cube.cells()].map(({ codes, value }) => [codes.sex, codes.year, value])).toEqual([
    ["T", "2001", 5],
    ["T", "2011", 6],
  ]);
});

test("reads what a table is made of where its figures are left out", () => {
  const { value: _, ...shape } = dataset();
  expect(readJsonStatShape(shape).size).toBe(4);
  expect(() => readJsonStat(shape)).toThrow(SourceFault);
});

test.each<[string, unknown]>([
  ["nothing", null],
  ["a text", "figures"],
  ["an error", { error: { code: -32_602 } }],
  ["a list of tables", { class: "collection", link: { item: [] } }],
  ["two tables in one", { a: dataset(), b: dataset() }],
  ["figures cut short", dataset({ value: [1, 2, 3] })],
  ["figures beyond the table", dataset({ value: { "4": 1 } })],
  ["a place that is no number", dataset({ value: { "1e0": 1 } })],
  ["a figure that is an object", dataset({ value: [1, 2, 3, {}] })],
  ["a figure that is true", dataset({ value: { "0": true } })],
  ["statuses cut short", dataset({ status: ["a", "b"] })],
  ["a size that is not so", dataset({ size: [2, 3] })],
  ["a size below nothing", dataset({ size: [-2, 2] })],
  ["sizes beyond all numbers", dataset({ size: [9e15, 9e15] })],
  ["a dimension twice", dataset({ id: ["area", "area"] })],
  ["a dimension that is nowhere", dataset({ id: ["area", "toString"] })],
  ["a category twice", dataset({ dimension: { ...dataset().dimension, area: { category: { index: ["N1", "N1"] } } } })],
  [
    "one place for two categories",
    dataset({ dimension: { ...dataset().dimension, area: { category: { index: { N1: 0, N2: 0 } } } } }),
  ],
  [
    "no order for two categories",
    dataset({ dimension: { ...dataset().dimension, area: { category: { label: { a: "A", b: "B" } } } } }),
  ],
])("refuses %s", (_, body) => {
  expect(() => readJsonStat(body)).toThrow(expect.objectContaining({ code: "BAD_SHAPE" }));
});

test("a huge table that is written sparsely costs no more than its figures", () => {
  const codes = Array.from({ length: 3_000 }, (_, place) => `c${place}`);
  const body = dataset({
    id: ["a", "b", "c"],
    size: [3_000, 3_000, 3_000],
    dimension: Object.fromEntries(["a", "b", "c"].map((id) => [id, { category: { index: codes } }])),
    value: { "26999999999": 7 },
  });
  expect([...readJsonStat(body).cells()]).toEqual([{ codes: { a: "c2999", b: "c2999", c: "c2999" }, value: 7 }]);
});

test("junk is refused, never read, and never anything but a fault", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom("value", "size", "id", "dimension", "status", "role"), (junk, key) => {
      for (const body of [junk, dataset({ [key]: junk }), { dataset: junk }]) {
        try {
          for (const { value } of readJsonStat(body).cells())
            expect(value === null || Number.isFinite(value)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(SourceFault);
        }
      }
    }),
  );
});

const RECORDED = join(process.env.OUTTURN_SHARED ?? join(__dirname, "../../../../shared"), "recorded/jsonstat");
/** What stands in the recordings: cells, those without a number, and the first of them. */
const EXPECTED: Readonly<Record<string, readonly [cells: number, empty: number, first: number | string | null]>> = {
  "eurostat-v1-eurostat-name_gpd_c-geo_IT.json": [69, 45, null],
  "eurostat-v1-eurostat-name_gpd_c-geo_IT_FR.json": [138, 74, null],
  "pyjstat-ons.json": [261, 0, 195_074],
  "pyjstat-statswe.json": [1_120, 0, 0],
  "sample-canada.json": [120, 0, 34_880.5],
  "sample-galicia.json": [3_960, 4, 2_695_880],
  "sample-hierarchy.json": [1, 1, null],
  "sample-oecd.json": [432, 0, 5.943826289],
  "sample-order.json": [24, 24, "A1B1C1"],
  "sample-us-gsp.json": [204, 0, 174_400],
  "sample-us-unr.json": [3_220, 0, 6.5],
  "ssb-29843.json": [37_440, 7_200, null],
};
/** Bodies without a table: a list of tables, and two schemas of the format. */
const NO_TABLE = ["sample-collection.json", "schema-collection.json", "schema-dimension.json"];

if (!existsSync(RECORDED)) test.skip(`recorded bodies: ${RECORDED} is not there`, () => {});
else {
  test("every recorded body is accounted for", () => {
    const files = readdirSync(RECORDED).filter((file) => file !== "index.json");
    expect(files.sort()).toEqual([...Object.keys(EXPECTED), ...NO_TABLE].sort());
  });
  test.each(Object.entries(EXPECTED))("reads the recorded %s", (file, [cells, empty, first]) => {
    const all = [...readJsonStat(JSON.parse(readFileSync(join(RECORDED, file), "utf8"))).cells()];
    expect([all.length, all.filter(({ value }) => value === null).length]).toEqual([cells, empty]);
    expect(all[0]?.value ?? all[0]?.text ?? null).toBe(first);
  });
  test.each(NO_TABLE)("refuses the recorded %s, which is no table", (file) => {
    expect(() => readJsonStat(JSON.parse(readFileSync(join(RECORDED, file), "utf8")))).toThrow(SourceFault);
  });
}
