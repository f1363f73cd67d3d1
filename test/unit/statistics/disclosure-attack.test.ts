import fc from "fast-check";
import solver from "javascript-lp-solver";
import { withheldCells } from "../../../src/statistics/disclosure";
import { type Additive, inSlices, LARGEST_PIECE, withholding } from "../../../src/statistics/disclosure-cells";

/** A table of two or three ways with every total at every level, and its sums. */
interface Table {
  readonly amounts: readonly number[];
  readonly wholes: readonly Additive[];
}

function tableOf(sizes: readonly number[], inner: readonly number[]): Table {
  const steps = sizes.map((_size, way) => sizes.slice(way + 1).reduce((all, size) => all * (size + 1), 1));
  const places = sizes.reduce((all, size) => all * (size + 1), 1);
  const spots = Array.from({ length: places }, (_, place) =>
    sizes.map((size, way) => Math.floor(place / (steps[way] ?? 1)) % (size + 1)),
  );
  let next = 0;
  const amounts = spots.map((spot) =>
    spot.some((at, way) => at === sizes[way]) ? 0 : (inner[next++ % inner.length] ?? 0),
  );
  const wholes: Additive[] = [];
  sizes.forEach((size, way) => {
    spots.forEach((spot, place) => {
      if (spot[way] !== size) return;
      const parts = Array.from({ length: size }, (_, at) => place - (size - at) * (steps[way] ?? 1));
      wholes.push({ whole: place, parts });
      amounts[place] = parts.reduce((sum, part) => sum + (amounts[part] ?? 0), 0);
    });
  });
  return { amounts, wholes };
}

const count = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 40 }));
const table = fc
  .oneof(
    fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 5 })),
    fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 }), fc.constant(2)),
  )
  .chain((sizes) => {
    const length = sizes.reduce((all, size) => all * size, 1);
    return fc.record({
      sizes: fc.constant(sizes),
      inner: fc.array(count, { minLength: length, maxLength: length }),
      least: fc.constantFrom(3, 5, 10),
    });
  });

test("hundreds of tables, attacked by linear programming over all their totals: no withheld count has less room than the minimum", () => {
  let [tables, withheld, least] = [0, 0, Number.POSITIVE_INFINITY];
  fc.assert(
    fc.property(table, ({ sizes, inner, least: minimum }) => {
      const { amounts, wholes } = tableOf(sizes, inner);
      const hidden = withheldCells(
        amounts.map((amount) => ({ amount, secret: false })),
        wholes,
        minimum,
      );
      amounts.forEach((amount, place) => {
        if (amount > 0 && amount < minimum) expect(hidden.has(place)).toBe(true);
        if (amount === 0) expect(hidden.has(place)).toBe(false);
      });
      tables += 1;
      for (const room of roomsOf({ amounts, wholes }, hidden)) {
        withheld += 1;
        least = Math.min(least, room - minimum);
        expect(room).toBeGreaterThan(minimum - 1e-4);
      }
    }),
    { numRuns: 300, seed: 20260901 },
  );
  process.stdout.write(
    `Disclosure: ${withheld} withheld counts of ${tables} tables, room over the minimum at least ${least}.\n`,
  );
  expect(withheld).toBeGreaterThan(1_000);
}, 120_000);

test("a system too large to be solved whole is protected in pieces, and others work meanwhile", async () => {
  // Two layers of groups that overlap, so that everything hangs together.
  const amounts = Array.from({ length: 400 }, (_, at) => (at % 9 === 0 ? 1 + (at % 4) : 6 + ((at * 7) % 25)));
  const wholes: Additive[] = [];
  for (const size of [5, 4, 100])
    for (let from = 0; from < 400; from += size) {
      const parts = Array.from({ length: size }, (_, at) => from + at);
      wholes.push({ whole: amounts.push(parts.reduce((sum, part) => sum + (amounts[part] ?? 0), 0)) - 1, parts });
    }
  let turns = 0;
  let done = false;
  const turn = () => {
    turns += 1;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  const cells = amounts.map((amount) => ({ amount, secret: false }));
  const hidden = await inSlices(withholding(cells, wholes, 5), 0);
  done = true;
  expect(turns).toBeGreaterThan(100);
  expect(hidden.size).toBeGreaterThan(LARGEST_PIECE);
  const some = [...hidden].filter((_place, at) => at % 40 === 0);
  for (const room of roomsOf({ amounts, wholes }, hidden, some)) expect(room).toBeGreaterThan(5 - 1e-4);
}, 120_000);

interface Solution {
  readonly feasible: boolean;
  readonly bounded?: boolean;
  readonly result: number;
}

/** By a solver that is not the hub's own: the most less the least that each withheld count can be, none of them 0. */
function* roomsOf({ amounts, wholes }: Table, hidden: ReadonlySet<number>, some: Iterable<number> = hidden) {
  const constraints: Record<string, { equal?: number; min?: number }> = {};
  const columns = new Map([...hidden].map((place) => [place, { [`least ${place}`]: 1 } as Record<string, number>]));
  for (const place of hidden) constraints[`least ${place}`] = { min: 1 };
  wholes.forEach(({ whole, parts }, at) => {
    let total = 0;
    for (const [place, sign] of [[whole, -1] as const, ...parts.map((part) => [part, 1] as const)]) {
      const column = columns.get(place);
      if (column === undefined) total -= sign * (amounts[place] ?? 0);
      else {
        column[`sum ${at}`] = sign;
        constraints[`sum ${at}`] = {};
      }
    }
    if (constraints[`sum ${at}`] !== undefined) constraints[`sum ${at}`] = { equal: total };
  });
  for (const place of some) {
    const solve = (opType: "min" | "max") => {
      const variables = Object.fromEntries(
        [...columns].map(([name, column]) => [name, name === place ? { ...column, goal: 1 } : { ...column }]),
      );
      const solution = solver.Solve({ optimize: "goal", opType, constraints, variables }) as Solution;
      if (!solution.feasible && solution.bounded !== false) throw new Error("The sums contradict each other.");
      return solution.bounded === false ? Number.POSITIVE_INFINITY : solution.result;
    };
    const most = solve("max");
    yield most === Number.POSITIVE_INFINITY ? most : most - solve("min");
  }
}
