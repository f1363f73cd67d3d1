import fc from "fast-check";
import { type Additive, membersTold, roundedTo, withheldCells } from "../../../src/statistics/disclosure";

const cells = (...amounts: readonly (number | null)[]) => amounts.map((amount) => ({ amount, secret: false }));
const shown = (amounts: readonly (number | null)[], wholes: readonly Additive[], least = 5) =>
  [...withheldCells(cells(...amounts), wholes, least)].sort((a, b) => a - b);
const ROW: Additive = { whole: 0, parts: [1, 2, 3, 4] };

test.each([
  ["nothing small: nothing is withheld", [100, 40, 30, 20, 10], []],
  [
    "one small part: it and the next smallest, or the difference from the total would give it away",
    [100, 50, 30, 17, 3],
    [3, 4],
  ],
  ["0 is shown and covers nothing", [83, 50, 30, 0, 3], [2, 4]],
  ["two small parts whose sum leaves them no room: a third", [84, 50, 30, 2, 2], [2, 3, 4]],
  ["two small parts that cover each other", [88, 50, 30, 4, 4], [3, 4]],
  ["all parts small: the total goes too where they leave too little room", [4, 1, 1, 1, 1], [0, 1, 2, 3, 4]],
  ["no sums, no more than the small ones", [100, 3, 30, 20, 10], [1]],
])("%s", (_what, amounts, expected) => {
  const wholes = _what.startsWith("no sums") ? [] : [ROW];
  expect(shown(amounts, wholes)).toEqual(expected);
});

test("a chain of sums gives nothing away either: what covers one total is covered itself", () => {
  // 0 = 1 + 2; 1 = 3 + 4; 2 = 5 + 6. Cell 3 is small, so 4 goes, which is enough; with 1 withheld, 2 would have to go.
  const wholes = [
    { whole: 0, parts: [1, 2] },
    { whole: 1, parts: [3, 4] },
    { whole: 2, parts: [5, 6] },
  ];
  expect(shown([60, 20, 40, 3, 17, 25, 15], wholes)).toEqual([3, 4]);
  expect(shown([60, 3, 57, 1, 2, 30, 27], wholes).includes(2)).toBe(true);
});

test("a published mark of confidentiality is kept secret by the same rules, though nobody here knows the count", () => {
  const marked = [{ amount: 100, secret: false }, { amount: null, secret: true }, ...cells(30, 20, 10)];
  expect([...withheldCells(marked, [ROW], 5)].sort((a, b) => a - b)).toEqual([1, 4]);
});

/** Tables of two ways with their totals, and the table of all of them. */
const table = fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 5 })).chain(([rows, columns]) =>
  fc.tuple(
    fc.constant(columns),
    fc.array(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 60 })), {
      minLength: rows * columns,
      maxLength: rows * columns,
    }),
  ),
);

test("what is withheld of a two-way table has at least two tables that differ in it", () => {
  fc.assert(
    fc.property(table, ([columns, inner]) => {
      const { amounts, wholes } = withTotals(inner, columns);
      const hidden = withheldCells(cells(...amounts), wholes, 5);
      for (const place of hidden) expect(isDetermined(place, wholes, hidden, amounts.length)).toBe(false);
      amounts.forEach((amount, place) => {
        if (amount > 0 && amount < 5) expect(hidden.has(place)).toBe(true);
        if (amount === 0) expect(hidden.has(place)).toBe(false);
      });
    }),
    { numRuns: 200 },
  );
});

test("counts are rounded to the nearest multiple, halves up", () => {
  expect([0, 2, 3, 7, 8, 12.5].map((count) => roundedTo(5, count))).toEqual([0, 0, 5, 5, 10, 15]);
  expect(roundedTo(null, 7)).toBe(7);
});

test.each([
  ["the agreement names", "NAMED", [1, 2], false, { names: true, positions: true, statistics: true }],
  ["too few", "ANONYMISED", [1, 2, 3, 4], true, { names: false, positions: false, statistics: false }],
  ["enough", "ANONYMISED", [9, 8, 7, 6, 5], true, { names: false, positions: true, statistics: true }],
  [
    "a list of the caller's own",
    "ANONYMISED",
    [9, 8, 7, 6, 5],
    false,
    { names: false, positions: false, statistics: false },
  ],
  [
    "statistics alone",
    "GROUP_STATISTICS_ONLY",
    [9, 8, 7, 6, 5],
    true,
    { names: false, positions: false, statistics: true },
  ],
  [
    "one member is half of all",
    "GROUP_STATISTICS_ONLY",
    [90, 8, 7, 6, 5],
    true,
    { names: false, positions: false, statistics: false },
  ],
] as const)("what peers are told: %s", (_what, view, values, isTheAgreements, told) => {
  expect(membersTold(view, { values, isTheAgreements }, undefined)).toEqual(told);
});

function withTotals(inner: readonly number[], columns: number) {
  const rows = inner.length / columns;
  const amounts = [...inner];
  const wholes: Additive[] = [];
  const add = (parts: number[]): number => {
    amounts.push(parts.reduce((sum, part) => sum + (amounts[part] ?? 0), 0));
    wholes.push({ whole: amounts.length - 1, parts });
    return amounts.length - 1;
  };
  const range = (count: number) => Array.from({ length: count }, (_, at) => at);
  const ofRows = range(rows).map((row) => add(range(columns).map((column) => row * columns + column)));
  const ofColumns = range(columns).map((column) => add(range(rows).map((row) => row * columns + column)));
  const all = add(ofRows);
  wholes.push({ whole: all, parts: ofColumns });
  return { amounts, wholes };
}

/** By rank, a way of its own: a cell follows from the sums when adding "the cell is known" does not add to what is known. */
function isDetermined(place: number, wholes: readonly Additive[], hidden: ReadonlySet<number>, size: number): boolean {
  const rows = wholes.map(({ whole, parts }) => {
    const row = new Array<number>(size).fill(0);
    for (const part of parts) if (hidden.has(part)) row[part] = 1;
    if (hidden.has(whole)) row[whole] = -1;
    return row;
  });
  const unit = new Array<number>(size).fill(0);
  unit[place] = 1;
  return rankOf(rows) === rankOf([...rows, unit]);
}

function rankOf(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  let rank = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column += 1) {
    const pivot = rows.findIndex((row, at) => at >= rank && Math.abs(row[column] ?? 0) > 1e-9);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot] as number[], rows[rank] as number[]];
    const head = rows[rank] as number[];
    rows.forEach((row, at) => {
      if (at === rank) return;
      const times = (row[column] ?? 0) / (head[column] ?? 1);
      if (times !== 0) for (const [each, value] of head.entries()) row[each] = (row[each] ?? 0) - times * value;
    });
    rank += 1;
  }
  return rank;
}
