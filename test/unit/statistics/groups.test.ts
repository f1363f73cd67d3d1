import fc from "fast-check";
import { type ImproverMember, improversAmong } from "../../../src/statistics/improvers";
import { customNeighbours, type NeighbourArea } from "../../../src/statistics/neighbours";
import { table } from "../../starter/read";

const area = (key: string, ...values: (number | null)[]): NeighbourArea => ({ key, values });
const SUBJECT = area("s", 10, 100, 3);
const AREAS = [area("a", 12, 90, 3.5), area("b", 9, 140, 2), area("c", 10.5, 101, 3.1), area("d", 20, 100, 9)];
const CHOSEN = [
  { key: "x", weight: 1 },
  { key: "y", weight: 2 },
  { key: "z", weight: 1 },
];

test("neighbours: distances and their parts as an independent calculation has them", () => {
  const { neighbours, used, leftOut, incomplete, why } = customNeighbours(SUBJECT, AREAS, CHOSEN);
  expect(neighbours.map(({ key, rank }) => [key, rank])).toEqual([
    ["c", 1],
    ["a", 2],
    ["b", 3],
    ["d", 4],
  ]);
  // worked out apart, in Python, from the formula in the documentation
  const expected = [0.0776277264397154, 0.4891123768991074, 1.645391931197349, 1.743120607342265];
  for (const [place, { distance }] of neighbours.entries()) expect(distance).toBeCloseTo(expected[place] ?? -1, 12);
  const parts = neighbours[1]?.parts ?? [];
  expect(parts.map(({ indicator }) => indicator)).toEqual(["x", "y", "z"]);
  for (const [place, share] of [0.2652323428045019, 0.6926136205260721, 0.042154036669425965].entries())
    expect(parts[place]?.share).toBeCloseTo(share, 12);
  expect(parts[1]?.difference).toBeCloseTo(-0.57566412382313, 12);
  expect([used, leftOut, incomplete, why]).toEqual([["x", "y", "z"], [], [], null]);
});

test("neighbours: what cannot be used is said, and the area is never its own neighbour", () => {
  const flat = customNeighbours(
    area("s", 10, null, 3),
    [SUBJECT, area("a", 11, 5, 3), area("b", null, 6, 3)],
    [...CHOSEN, { key: "w", weight: 0 }],
  );
  expect(flat.neighbours.map(({ key }) => key)).toEqual(["a"]);
  expect(flat.leftOut.map(({ indicator, why }) => `${indicator}: ${why}`)).toEqual([
    "y: The area has no value.",
    "z: No two areas differ in it.",
    "w: The area has no value.",
  ]);
  expect(flat.incomplete).toEqual(["b"]);
  const none = customNeighbours(area("s", null), AREAS, [{ key: "x", weight: 1 }]);
  expect([none.neighbours, none.why]).toEqual([[], "None of the indicators can be used."]);
  expect(customNeighbours(SUBJECT, [], CHOSEN).why).not.toBeNull();
  expect(customNeighbours(SUBJECT, AREAS, [{ key: "x", weight: -1 }]).leftOut[0]?.why).toContain("weight");
});

test("neighbours: no unit matters, weights count only against each other, parts add up", () => {
  const value = fc.integer({ min: -50, max: 50 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 1, max: 9 }),
      (rows, factor) => {
        const areas = rows.map((values, place) => area(`a${place}`, ...values));
        const scaled = areas.map(({ key, values }) => area(key, (values[0] ?? 0) * factor, (values[1] ?? 0) + factor));
        const weights = [
          { key: "x", weight: 1 },
          { key: "y", weight: 3 },
        ];
        const heavier = weights.map(({ key, weight }) => ({ key, weight: weight * factor }));
        const plain = customNeighbours(areas[0] as NeighbourArea, areas, weights);
        const other = customNeighbours(scaled[0] as NeighbourArea, scaled, heavier);
        const distances = (found: typeof plain) =>
          new Map(found.neighbours.map(({ key, distance }) => [key, distance]));
        for (const [key, distance] of distances(plain)) expect(distances(other).get(key)).toBeCloseTo(distance, 8);
        for (const { parts } of plain.neighbours)
          expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
      },
    ),
  );
});

const member = (
  key: string,
  start: number | null,
  end: number | null,
  margin: number | null = null,
): ImproverMember => {
  const interval = (value: number | null) => ({
    value,
    lower95: value === null || margin === null ? null : value - margin,
    upper95: value === null || margin === null ? null : value + margin,
  });
  return { key, start: interval(start), end: interval(end), notComparable: null };
};

test("improvers: in the good direction, from a similar start, with significance, and who was left out", () => {
  const members = [
    member("a", 20, 15, 1),
    member("b", 21, 20.5, 1),
    member("c", 40, 10, 1), // most of all, from another start
    member("d", 20.5, 25, 1),
    member("e", 19.5, null, 1),
    { ...member("f", 20, 1, 1), notComparable: "The publisher marks a break in the series between the two figures." },
    member("g", 30, 28),
    member("h", 10, 9),
  ];
  const found = improversAmong(members, "LOW_IS_GOOD", "a", 2);
  expect(
    found.improvers.map(({ key, rank, improvement, significance }) => [key, rank, improvement, significance]),
  ).toEqual([
    ["a", 1, 5, "SIGNIFICANT_99_8"],
    ["b", 2, 0.5, "NOT_SIGNIFICANT"],
  ]);
  expect(found.similarStart?.lowest).toBeCloseTo(20 - 2 * 1.4826 * 0.75, 10); // starts: median 20.25, distances' median 0.75
  expect(found.compared).toBe(3);
  expect(found.leftOut.map(({ key }) => key)).toEqual(["c", "e", "f", "g", "h"]);
  expect(improversAmong(members, "LOW_IS_GOOD").improvers.map(({ key }) => key)).toEqual(["c", "a", "g", "h", "b"]);
  expect(improversAmong(members, "HIGH_IS_GOOD").improvers.map(({ key }) => key)).toEqual(["d"]);
  expect(improversAmong(members, "UNKNOWN")).toMatchObject({
    improvers: [],
    why: expect.stringContaining("not known"),
  });
  expect(improversAmong(members, "LOW_IS_GOOD", "nobody").why).toContain("no value at the start");
  expect(improversAmong([member("a", null, null)], "LOW_IS_GOOD").why).not.toBeNull();
});

test("question 6 on the starter figures: persistent absence from 2021/22 to 2024/25, from a start like Trafford's", () => {
  const rows = table("observations/persistent-absences-for-all-pupils");
  const at = (period: string) =>
    new Map(
      rows
        .filter((row) => row.period === period && row.value !== "")
        .map(({ area: code = "", value }) => [code, Number(value)]),
    );
  const [start, end] = [at("2021-08-01/P1Y"), at("2024-08-01/P1Y")];
  const codes = [...start.keys()].filter((code) => /^E(06|08|09|10)/.test(code));
  const found = improversAmong(
    codes.map((code) => member(code, start.get(code) ?? null, end.get(code) ?? null)),
    "LOW_IS_GOOD",
    "E08000009",
  );
  // by hand: sorted falls of those whose 2021/22 value lies within the range said
  const { lowest = 0, highest = 0 } = found.similarStart ?? {};
  const falls = codes
    .filter((code) => end.has(code) && (start.get(code) ?? 0) >= lowest && (start.get(code) ?? 0) <= highest)
    .map((code) => (start.get(code) ?? 0) - (end.get(code) ?? 0))
    .filter((fall) => fall > 0)
    .toSorted((a, b) => b - a);
  expect(found.improvers).toHaveLength(falls.length);
  for (const [place, { improvement }] of found.improvers.entries())
    expect(improvement).toBeCloseTo(falls[place] ?? 0, 8);
  expect(found.improvers.length).toBeGreaterThan(10);
  expect(found.improvers.find(({ key }) => key === "E08000009")?.improvement).toBeCloseTo(17.62781 - 12.59563, 8);
});

test("neighbours: only the ratio of the weights counts, however large they are", () => {
  const heavy = CHOSEN.map(({ key, weight }) => ({ key, weight: weight * 8e307 }));
  const [found, plain] = [heavy, CHOSEN].map((chosen) => customNeighbours(SUBJECT, AREAS, chosen).neighbours);
  expect(found?.map(({ key, rank }) => [key, rank])).toEqual(plain?.map(({ key, rank }) => [key, rank]));
  for (const [place, { distance }] of (found ?? []).entries())
    expect(distance).toBeCloseTo(plain?.[place]?.distance ?? -1, 12);
});
