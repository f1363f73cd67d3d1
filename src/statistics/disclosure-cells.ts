import { withoutImplied } from "./disclosure-implied";
import { cellsWithRoom } from "./disclosure-room";

/** One count of a data set. */
export interface ProtectedCell {
  /** Null where it is not known. */
  readonly amount: number | null;
  /** Withheld already, by whoever published it. */
  readonly secret: boolean;
  /** The figure that shows it: figures are shown or withheld whole. Null: no figure does, but sums of others may. Absent: one of its own. */
  readonly figure?: number | null;
  /** Shown with a figure but not what it is about (a denominator): protected where it is small or covers another, not for itself. */
  readonly beside?: boolean;
}

/** A whole and all its parts, by place among the cells: the parts add up to the whole, or nearly. */
export interface Additive {
  readonly whole: number;
  readonly parts: readonly number[];
}

/** Cells of one system of sums up to which it is solved as a whole; a larger one is solved in pieces of at most so many. */
export const LARGEST_PIECE = 160;

/**
 * The figures that must not be shown. Yields often: see `inSlices`. A withheld cell has room when the sums and the cells shown let it be anything from some count to one that is `minimumCount`
 * more, for an attacker who knows that none withheld is 0 and how far off each sum is. In a system larger than LARGEST_PIECE the attacker
 * is thought to know everything outside of the piece around the cell as well: more is withheld than must be, never less.
 */
export function* withholding(
  cells: readonly ProtectedCell[],
  wholes: readonly Additive[],
  minimumCount: number,
): Generator<undefined, ReadonlySet<number>> {
  return yield* new Withholding(cells, yield* withoutImplied(wholes), minimumCount).run();
}

class Withholding {
  readonly #ofCell: number[][];
  readonly #ofFigure = new Map<number, number[]>();
  readonly #hidden: Uint8Array;
  readonly #guarded = new Set<number>();
  /** Cells of each sum that are hidden. */
  readonly #blanks: Int32Array;
  readonly #withheld = new Set<number>();
  readonly #weak = new Set<number>();
  readonly #pending = new Set<number>();

  constructor(
    private readonly cells: readonly ProtectedCell[],
    private readonly wholes: readonly Additive[],
    private readonly minimumCount: number,
  ) {
    this.#ofCell = cells.map(() => []);
    this.#hidden = new Uint8Array(cells.length);
    this.#blanks = new Int32Array(wholes.length);
  }

  *#link(): Generator<undefined, void> {
    for (const [at, additive] of this.wholes.entries()) {
      for (const place of members(additive)) this.#ofCell[place]?.push(at);
      yield;
    }
    for (const place of this.cells.keys()) {
      if (place % 500 === 0) yield;
      const figure = this.#figureOf(place);
      if (figure === null) continue;
      const own = this.#ofFigure.get(figure);
      if (own === undefined) this.#ofFigure.set(figure, [place]);
      else own.push(place);
    }
  }

  *run(): Generator<undefined, ReadonlySet<number>> {
    yield* this.#link();
    for (const [place, { amount, secret, figure }] of this.cells.entries()) {
      const isSmall = amount !== null && amount > 0 && amount < this.minimumCount;
      if (secret || isSmall) this.#guard(place);
      else if (amount === null || figure === null) this.#hide(place);
      if (place % 500 === 0) yield;
    }
    yield* this.#coverWeak();
    for (const place of this.#pending) {
      const exposed = yield* this.#exposedNear(place);
      // Not all at once: what covers one may cover the next.
      for (const each of exposed.slice(0, 1 + (exposed.length >> 3))) {
        const cover = this.#coverFor(each);
        if (cover === undefined)
          this.#pending.delete(each); // nothing is left that could be withheld
        else this.#guard(cover);
      }
      if (this.#pending.delete(place)) this.#pending.add(place);
      yield* this.#coverWeak();
    }
    return this.#withheld;
  }

  #guard(place: number): void {
    if (this.#guarded.has(place)) return;
    this.#guarded.add(place);
    this.#pending.add(place);
    for (const at of this.#ofCell[place] ?? []) this.#weak.add(at);
    this.#hide(place);
    const figure = this.#figureOf(place);
    if (figure === null || this.#withheld.has(figure)) return;
    this.#withheld.add(figure);
    for (const other of this.#ofFigure.get(figure) ?? []) {
      this.#hide(other);
      const { amount, beside } = this.cells[other] as ProtectedCell;
      if (beside !== true && (amount === null || amount > 0)) this.#guard(other);
    }
  }

  #hide(place: number): void {
    if (this.#hidden[place] === 1) return;
    this.#hidden[place] = 1;
    for (const at of this.#ofCell[place] ?? []) this.#blanks[at] = (this.#blanks[at] ?? 0) + 1;
  }

  /** Withholds a cell of each sum that gives one away by itself. */
  *#coverWeak(): Generator<undefined, void> {
    for (const at of this.#weak) {
      this.#weak.delete(at);
      yield;
      if (!this.#isWeak(at)) continue;
      const cover = this.#best([at]);
      if (cover === undefined) continue;
      this.#guard(cover);
      this.#weak.add(at);
    }
  }

  #isWeak(at: number): boolean {
    const { whole, parts } = this.wholes[at] as Additive;
    const blanks = this.#blanks[at] ?? 0;
    if (blanks > this.minimumCount + 1) return false;
    const guarded = members({ whole, parts }).filter((place) => this.#guarded.has(place)).length;
    if (guarded === 0) return false;
    if (blanks === 1) return true;
    if (this.#hidden[whole] === 1) return false;
    const shown = parts.reduce((sum, part) => (this.#hidden[part] === 1 ? sum : sum + this.#amount(part)), 0);
    return this.#amount(whole) - shown - guarded < this.minimumCount;
  }

  /** Of the cells of these sums that are shown: a part if there is one, else a whole; of those that need the fewest covers the smallest. */
  #best(sums: readonly number[]): number | undefined {
    const open = (place: number) => this.#hidden[place] === 0 && this.#amount(place) > 0;
    const some = sums.map((at) => this.wholes[at] as Additive);
    const parts = some.flatMap((additive) => additive.parts.filter(open));
    const candidates = parts.length > 0 ? parts : some.map(({ whole }) => whole).filter(open);
    let best: { place: number; needs: number; amount: number } | undefined;
    for (const place of candidates) {
      const needs = (this.#ofCell[place] ?? []).filter((at) => this.#blanks[at] === 0).length;
      const amount = this.#amount(place);
      if (best === undefined || needs < best.needs || (needs === best.needs && amount < best.amount))
        best = { place, needs, amount };
    }
    return best?.place;
  }

  /** The cell to withhold beside this one, or beside one that is hidden with it; none where all is hidden. */
  #coverFor(place: number): number | undefined {
    const reached = new Set<number>([place]);
    for (const at of reached) {
      const near = this.#ofCell[at] ?? [];
      const cover = this.#best(near);
      if (cover !== undefined) return cover;
      for (const sum of near)
        for (const other of members(this.wholes[sum] as Additive)) if (this.#hidden[other] === 1) reached.add(other);
    }
    return undefined;
  }

  /** Of the cells waiting in the piece around this one: those without room. Those with room wait no more: room never shrinks. */
  *#exposedNear(place: number): Generator<undefined, readonly number[]> {
    const { piece, isWhole } = this.#pieceAround(place);
    const free = isWhole ? piece : this.#settled(piece);
    if (!free.includes(place)) return this.#unsolved(place);
    const wanted = free.filter((each) => this.#pending.has(each));
    const index = new Map(free.map((each, at) => [each, at]));
    const solve = (rule: "STRICT" | "LOOSE") =>
      cellsWithRoom(
        this.#unseen(free, index, rule),
        wanted.map((each) => index.get(each) ?? 0),
        this.minimumCount,
      );
    // Marks may stand for 0, and sums over time may not be sums: where everything cannot hold, what is least certain is let go.
    const roomy = (yield* solve("STRICT")) ?? (yield* solve("LOOSE")) ?? new Set<number>();
    const exposed: number[] = [];
    for (const each of wanted) {
      if (roomy.has(index.get(each) ?? -1)) this.#pending.delete(each);
      else if (isWhole || each === place) exposed.push(each);
    }
    return exposed;
  }

  /** A marked cell in a system too large to be solved, of which the hub knows no count: each of its sums gets two others. */
  #unsolved(place: number): readonly number[] {
    const thin = (this.#ofCell[place] ?? []).some(
      (at) => (this.#blanks[at] ?? 0) < 3 && this.#best([at]) !== undefined,
    );
    if (thin) return [place];
    this.#pending.delete(place);
    return [];
  }

  #pieceAround(place: number): { piece: readonly number[]; isWhole: boolean } {
    const reached = new Set<number>([place]);
    for (const at of reached)
      for (const sum of this.#ofCell[at] ?? [])
        for (const other of members(this.wholes[sum] as Additive)) {
          if (this.#hidden[other] === 0 || reached.has(other)) continue;
          if (reached.size === LARGEST_PIECE) return { piece: [...reached], isWhole: false };
          reached.add(other);
        }
    return { piece: [...reached], isWhole: true };
  }

  /** Without cells whose counts the hub does not know, where a sum of theirs goes beyond the piece. */
  #settled(piece: readonly number[]): readonly number[] {
    const free = new Set(piece);
    for (let before = -1; before !== free.size; ) {
      before = free.size;
      for (const place of [...free]) {
        if (this.cells[place]?.amount != null) continue;
        const isInside = (this.#ofCell[place] ?? []).every((at) =>
          members(this.wholes[at] as Additive).every((other) => this.#hidden[other] === 0 || free.has(other)),
        );
        if (!isInside) free.delete(place);
      }
    }
    return [...free];
  }

  #unseen(free: readonly number[], index: ReadonlyMap<number, number>, rule: "STRICT" | "LOOSE") {
    const lows = free.map((place) => {
      const { amount, secret, figure } = this.cells[place] as ProtectedCell;
      if (figure === null) return 0;
      if (amount === null) return secret && rule === "STRICT" ? 1 : 0;
      return Math.min(1, amount);
    });
    const touched = new Set(free.flatMap((place) => this.#ofCell[place] ?? []));
    const equations = [...touched].flatMap((at) => {
      const { whole, parts } = this.wholes[at] as Additive;
      const all = [[whole, -1] as const, ...parts.map((part) => [part, 1] as const)];
      const inside = all.filter(([place]) => index.has(place));
      const isGuess = all.some(([place]) => this.cells[place]?.amount == null && this.cells[place]?.figure === null);
      if (rule === "LOOSE" && isGuess) return [];
      const isKnown = inside.every(([place]) => this.cells[place]?.amount != null);
      // Where all is known the sum is taken as it is, off or not: as if the attacker knew by how much.
      const total = isKnown
        ? inside.reduce((sum, [place, sign]) => sum + sign * this.#amount(place), 0)
        : -all.reduce((sum, [place, sign]) => (index.has(place) ? sum : sum + sign * this.#amount(place)), 0);
      return [{ terms: inside.map(([place, sign]) => [index.get(place) ?? 0, sign] as const), total }];
    });
    return { lows, equations };
  }

  #figureOf(place: number): number | null {
    const figure = this.cells[place]?.figure;
    return figure === undefined ? place : figure;
  }
  #amount(place: number): number {
    return this.cells[place]?.amount ?? 0;
  }
}

function members({ whole, parts }: Additive): readonly number[] {
  return [whole, ...parts];
}

/** Runs work that yields to its end, and lets others work whenever it has taken `most` milliseconds. */
export async function inSlices<T>(work: Generator<unknown, T>, most = 8): Promise<T> {
  for (let since = performance.now(); ; ) {
    const { done, value } = work.next();
    if (done === true) return value as T;
    if (performance.now() - since < most) continue;
    await new Promise((resume) => setImmediate(resume));
    since = performance.now();
  }
}
