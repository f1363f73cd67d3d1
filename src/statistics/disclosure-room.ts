/** Linear equations over cells that an attacker does not see: Σ sign × cell = total, each cell at least its `low`. */
export interface Unseen {
  readonly lows: readonly number[];
  readonly equations: readonly {
    readonly terms: readonly (readonly [cell: number, sign: number])[];
    readonly total: number;
  }[];
}

const NOISE = 1e-9;
/** Sums of whole numbers are off by far less than this after all the pivots of one piece. */
const OFF = 1e-6;
/** Steps after which the largest gain gives way to the first that gains (Bland's rule, which cannot run in a circle). */
const PATIENCE = 60;
const MOST_STEPS = 2_000;

/**
 * Which of these cells have room: those whose most and least differ by `width` or more, by linear programming (the simplex method on one
 * tableau that is kept from cell to cell; every corner it comes by is a witness for all cells at once). What cannot be settled in the
 * steps allowed counts as without room. Undefined: the equations contradict each other. Yields between cells, so that a caller can let
 * others work.
 */
export function* cellsWithRoom(
  unseen: Unseen,
  wanted: readonly number[],
  width: number,
): Generator<undefined, ReadonlySet<number> | undefined> {
  const tableau = new Tableau(unseen);
  if (!tableau.findCorner()) return undefined;
  yield;
  const found = new Set<number>();
  for (const cell of wanted) {
    if (tableau.room(cell) < width - OFF) tableau.widen(cell, width - OFF);
    if (tableau.room(cell) >= width - OFF) found.add(cell);
    yield;
  }
  return tableau.isSound() ? found : new Set();
}

/** Rows of equations solved for one cell each; cells that no row is solved for are at their least. */
class Tableau {
  readonly #width: number;
  readonly #rows: Float64Array[] = [];
  /** The cell that each row is solved for; -1: none yet. */
  readonly #basis: number[] = [];
  readonly #rowOf: Int32Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;

  constructor(private readonly unseen: Unseen) {
    const cells = unseen.lows.length;
    this.#width = cells;
    this.#rowOf = new Int32Array(cells).fill(-1);
    this.#least = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
    this.#most = new Float64Array(cells).fill(Number.NEGATIVE_INFINITY);
    for (const { terms, total } of unseen.equations) {
      const row = new Float64Array(cells + 1);
      row[cells] = total;
      for (const [cell, sign] of terms) {
        row[cell] = (row[cell] ?? 0) + sign;
        row[cells] = (row[cells] ?? 0) - sign * (unseen.lows[cell] ?? 0);
      }
      if ((row[cells] ?? 0) < 0) for (let at = 0; at <= cells; at += 1) row[at] = -(row[at] ?? 0);
      this.#rows.push(row);
      this.#basis.push(-1);
    }
  }

  room(cell: number): number {
    return (this.#most[cell] ?? 0) - (this.#least[cell] ?? 0);
  }

  /** A first solution; false where there is none. */
  findCorner(): boolean {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const gains = new Float64Array(this.#width + 1);
      this.#rows.forEach((row, at) => {
        if (this.#basis[at] === -1)
          for (let each = 0; each <= this.#width; each += 1) gains[each] = (gains[each] ?? 0) + (row[each] ?? 0);
      });
      if ((gains[this.#width] ?? 0) < OFF) break;
      const enter = this.#entering(gains, 1, step);
      if (enter === undefined) return false;
      const leave = this.#leaving(enter);
      if (leave === undefined) return false;
      this.#pivot(leave, enter);
    }
    for (let at = this.#rows.length - 1; at >= 0; at -= 1) {
      if (this.#basis[at] !== -1) continue;
      const row = this.#rows[at] as Float64Array;
      if ((row[this.#width] ?? 0) > OFF) return false;
      const enter = row.subarray(0, this.#width).findIndex((value) => Math.abs(value) > OFF);
      if (enter >= 0) this.#pivot(at, enter);
      else this.#drop(at);
    }
    this.#note();
    return true;
  }

  /** Moves the cell up as far as it goes, then down, until it has been as far apart as asked. */
  widen(cell: number, width: number): void {
    if (this.#rowOf[cell] === -1) {
      const leave = this.#leaving(cell);
      if (leave === undefined) {
        this.#away(cell);
        return;
      }
      this.#pivot(leave, cell);
      this.#note();
    }
    for (const way of [-1, 1] as const) {
      for (let step = 0; step < MOST_STEPS && this.room(cell) < width; step += 1) {
        const at = this.#rowOf[cell] ?? -1;
        if (at === -1) break; // it is at its least
        const enter = this.#entering(this.#rows[at] as Float64Array, way, step, cell);
        if (enter === undefined) break;
        const leave = this.#leaving(enter, at);
        if (leave === undefined) {
          this.#away(enter);
          break;
        }
        this.#pivot(leave, enter);
        this.#note();
      }
    }
  }

  /** Whether the equations still hold, for what the steps' own noise has done. */
  isSound(): boolean {
    const value = (cell: number) => {
      const at = this.#rowOf[cell] ?? -1;
      return (this.unseen.lows[cell] ?? 0) + (at === -1 ? 0 : (this.#rows[at]?.[this.#width] ?? 0));
    };
    return this.unseen.equations.every(
      ({ terms, total }) => Math.abs(terms.reduce((sum, [cell, sign]) => sum + sign * value(cell), 0) - total) < 1e-3,
    );
  }

  #entering(row: Float64Array, way: 1 | -1, step: number, but = -1): number | undefined {
    let [best, gain] = [-1, NOISE];
    for (let at = 0; at < this.#width; at += 1) {
      const value = way * (row[at] ?? 0);
      if (value <= gain || at === but || this.#rowOf[at] !== -1) continue;
      if (step >= PATIENCE) return at;
      [best, gain] = [at, value];
    }
    return best === -1 ? undefined : best;
  }

  /** The row that stops a cell that grows; of several the `first`, else the one of the lowest cell. */
  #leaving(enter: number, first = -1): number | undefined {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    for (let at = 0; at < this.#rows.length; at += 1) {
      const row = this.#rows[at] as Float64Array;
      const by = row[enter] ?? 0;
      if (by <= NOISE) continue;
      const ratio = Math.max(0, row[this.#width] ?? 0) / by;
      const earlier = at === first || (best !== first && (this.#basis[at] ?? 0) < (this.#basis[best] ?? 0));
      if (ratio < least - NOISE || (ratio < least + NOISE && earlier)) [best, least] = [at, Math.min(ratio, least)];
    }
    return best === -1 ? undefined : best;
  }

  #pivot(at: number, enter: number): void {
    const own = this.#rows[at] as Float64Array;
    const by = own[enter] ?? 1;
    const filled: number[] = [];
    for (let each = 0; each <= this.#width; each += 1) {
      if (own[each] === 0) continue;
      const value = (own[each] ?? 0) / by;
      own[each] = Math.abs(value) < NOISE ? 0 : value;
      if (own[each] !== 0) filled.push(each);
    }
    own[enter] = 1;
    for (let other = 0; other < this.#rows.length; other += 1) {
      const row = this.#rows[other] as Float64Array;
      const times = row[enter] ?? 0;
      if (other === at || times === 0) continue;
      for (const each of filled) row[each] = (row[each] ?? 0) - times * (own[each] ?? 0);
      row[enter] = 0;
    }
    const left = this.#basis[at] ?? -1;
    if (left !== -1) this.#rowOf[left] = -1;
    this.#basis[at] = enter;
    this.#rowOf[enter] = at;
  }

  #drop(at: number): void {
    this.#rows.splice(at, 1);
    this.#basis.splice(at, 1);
    this.#basis.forEach((cell, row) => {
      if (cell !== -1) this.#rowOf[cell] = row;
    });
  }

  #note(): void {
    for (let cell = 0; cell < this.#width; cell += 1) {
      const at = this.#rowOf[cell] ?? -1;
      const value = at === -1 ? 0 : (this.#rows[at]?.[this.#width] ?? 0);
      if (value < (this.#least[cell] ?? 0)) this.#least[cell] = value;
      if (value > (this.#most[cell] ?? 0)) this.#most[cell] = value;
    }
  }

  /** A cell that nothing stops, and all that grow with it. */
  #away(enter: number): void {
    this.#most[enter] = Number.POSITIVE_INFINITY;
    this.#rows.forEach((row, at) => {
      const cell = this.#basis[at] ?? -1;
      if (cell !== -1 && (row[enter] ?? 0) < -NOISE) this.#most[cell] = Number.POSITIVE_INFINITY;
    });
  }
}
