import { pinnedKey, readPinnedKey } from "../../../src/datasources/core/as-known";
import { type Form, revisionsOf } from "../../../src/datasources/core/revisions";
import { answersFor } from "../../../src/datasources/core/want-breakdown";

const day = (n: number) => `2026-01-${String(n).padStart(2, "0")}T00:00:00.000Z`;
const form = (place: number, value: number | null, from: number, to?: number): Form => ({
  place,
  value,
  missing: value === null ? "CONFIDENTIAL" : null,
  learntAt: day(from),
  ...(to === undefined ? {} : { supersededAt: day(to) }),
});
const told = (forms: readonly Form[], asOf?: string) =>
  revisionsOf(forms, () => undefined, asOf).map(({ value, learntAt, supersededAt }) => [
    value,
    Number(learntAt.slice(8, 10)),
    supersededAt === undefined ? null : Number(supersededAt.slice(8, 10)),
  ]);

test.each<[string, readonly Form[], string | undefined, unknown]>([
  ["nothing was ever told", [], undefined, []],
  ["one form stands", [form(0, 1, 2)], undefined, [[1, 2, null]]],
  [
    "forms follow each other, whatever their order",
    [form(0, 2, 5), form(0, 1, 2, 5)],
    undefined,
    [
      [2, 5, null],
      [1, 2, 5],
    ],
  ],
  [
    "a gap is a withdrawal",
    [form(0, 1, 2, 4), form(0, 3, 8)],
    undefined,
    [
      [3, 8, null],
      [1, 2, 4],
    ],
  ],
  ["withdrawn for good", [form(0, 1, 2, 4)], undefined, [[1, 2, 4]]],
  ["as known before the withdrawal it stands", [form(0, 1, 2, 4), form(0, 3, 8)], day(3), [[1, 2, null]]],
  ["as known in the gap it is withdrawn", [form(0, 1, 2, 4), form(0, 3, 8)], day(5), [[1, 2, 4]]],
  [
    "as known at the instant of a load, after it",
    [form(0, 1, 2, 4), form(0, 3, 4)],
    day(4),
    [
      [3, 4, null],
      [1, 2, 4],
    ],
  ],
  [
    "a code of the same ground takes over",
    [form(1, 1, 2, 5), form(0, 1, 5)],
    undefined,
    [
      [1, 5, null],
      [1, 2, 5],
    ],
  ],
  [
    "the nearer of two codes answers while both stand",
    [form(1, 9, 2, 7), form(0, 1, 5)],
    undefined,
    [
      [1, 5, null],
      [9, 2, 5],
    ],
  ],
  [
    "a farther code shows again when the nearer goes",
    [form(1, 9, 2), form(0, 1, 3, 5)],
    undefined,
    [
      [9, 5, null],
      [1, 3, 5],
      [9, 2, 3],
    ],
  ],
])("revisions: %s", (_, forms, asOf, expected) => {
  expect(told(forms, asOf)).toEqual(expected);
});

test.each([
  [form(0, 1, 1, 2), form(0, 2, 2), "the value was revised."],
  [form(0, 1, 1, 2), form(0, 1, 2), "the value stands; what is published beside it changed."],
  [form(0, 1, 1, 2), form(0, null, 2), "the value was taken back and a reason given in its place."],
  [form(0, null, 1, 2), form(0, 0, 2), "the blank was filled."],
  [form(0, null, 1, 2), form(0, null, 2), "another reason is given for the blank."],
])("what moved is said in words", (before, after, words) => {
  const [, gone] = revisionsOf([before, { ...after, note: "Boundary mended." }], () => undefined, undefined);
  expect(gone?.reason).toBe(
    `Superseded by the publisher's answer of 2 January 2026 at 00:00 UTC: ${words} The publisher says: Boundary mended.`,
  );
});

test("of the hub's own tables a load took a form's place, no publisher's answer", () => {
  const [gone] = revisionsOf([form(0, 1, 1, 2)], () => undefined, undefined, "the load");
  expect(gone?.reason).toMatch(/^Withdrawn: the load of 2 January 2026 /);
});

test("a pinned key reads back, and only a pinned key does", () => {
  const key = "a:b|E08000009|2025-01-01/P1Y|sex=f@m";
  expect(readPinnedKey(key)).toEqual({ key });
  expect(readPinnedKey(pinnedKey(key, day(3)))).toEqual({ key, asOf: day(3) });
  expect(readPinnedKey(`${key}@2026-13-45T00:00:00.000Z`)).toEqual({ key: `${key}@2026-13-45T00:00:00.000Z` });
});

const SEX = {
  code: "sex",
  label: "Sex",
  members: [
    { code: "all", label: "All", isTotal: true },
    { code: "f", label: "Female" },
  ],
};
const AGE = { code: "age", label: "Age", members: [{ code: "0-4", label: "0 to 4" }] };
test.each([
  [[], { sex: "all" }, true],
  [[], { sex: "f" }, false],
  [[], { age: "0-4" }, true], // a dimension without a total stands for all its members
  [[], {}, true],
  [[{ dimension: "sex", members: ["f"] }], { sex: "f" }, true],
  [[{ dimension: "sex", members: ["f"] }], { sex: "all" }, false],
  [[{ dimension: "sex", members: [] }], { sex: "f", age: "0-4" }, true],
  [[{ dimension: "sex", members: ["f"] }], {}, false],
])("filters %j are met by %j: %s", (filters, breakdown, expected) => {
  expect(answersFor([SEX, AGE], filters, breakdown as Record<string, string>)).toBe(expected);
});
