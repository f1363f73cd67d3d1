/**
 * What of a data set may be shown so that no small count is given away. Figures are withheld before anything is derived from them, and
 * everything that the hub derives is made of what it shows: nothing derived can tell more than the figures shown do. What the figures
 * shown tell about those withheld is what this file is about.
 */

/** The rules of one data set. Null: no such rule. */
export interface DisclosurePolicy {
  /** Counts from 1 up to below this are withheld, and others so that they cannot be worked out. 0 is shown. */
  readonly minimumCount: number | null;
  /** Counts are shown to the nearest multiple of this. */
  readonly roundingBase: number | null;
  /** Statistics over fewer members with a value than this are withheld. */
  readonly minimumGroup: number | null;
}

/** One count of a data set. */
export interface ProtectedCell {
  /** Null where it is not known. */
  readonly amount: number | null;
  /** Withheld already, by whoever published it. */
  readonly secret: boolean;
}

/** A whole and all its parts, by place among the cells: the parts add up to the whole. */
export interface Additive {
  readonly whole: number;
  readonly parts: readonly number[];
}

/**
 * The places of the cells that must not be shown: counts below the minimum (primary), those withheld already, and as many others as it
 * takes that none of them can be worked out from sums (secondary). A withheld count counts as worked out when it follows exactly from
 * the counts shown, in however many steps, or when they leave it less room than the minimum. Parts go before wholes; of parts, first
 * those that need the fewest covers themselves, then the smallest.
 */
export function withheldCells(
  cells: readonly ProtectedCell[],
  wholes: readonly Additive[],
  minimumCount: number,
): ReadonlySet<number> {
  const withheld = new Set<number>();
  cells.forEach(({ amount, secret }, place) => {
    if (secret || (amount !== null && amount > 0 && amount < minimumCount)) withheld.add(place);
  });
  const sums = new Sums(cells, wholes, withheld, minimumCount);
  sums.coverWeak(wholes);
  // Sums that are strong one by one may be weak together.
  for (;;) {
    const exposed = sums.exposed();
    const covers = new Set(exposed.slice(0, 1 + (exposed.length >> 3)).flatMap((place) => sums.coverFor(place) ?? []));
    if (covers.size === 0) return withheld; // nothing is exposed, or nothing is left that could be withheld
    for (const cover of covers) {
      withheld.add(cover);
      sums.coverWeak(sums.sumsOf(cover));
    }
  }
}

/** Whether statistics over so many members with a value may be shown. */
export function mayShowStatistics(policy: DisclosurePolicy | undefined, members: number): boolean {
  return members >= (policy?.minimumGroup ?? 0);
}

/** A count to the nearest multiple of the base, halves up; itself without a base. */
export function roundedTo(base: number | null, count: number): number {
  return base === null ? count : Math.floor(count / base + 0.5) * base;
}

interface Bounds {
  low: number;
  high: number;
}

/** A sum with two or more of its cells withheld, as what those that are withheld add up to: Σ sign × cell = total. */
interface Equation {
  readonly signs: Map<number, number>;
}

class Sums {
  readonly #ofCell: readonly (readonly Additive[])[];

  constructor(
    private readonly cells: readonly ProtectedCell[],
    private readonly wholes: readonly Additive[],
    private readonly withheld: Set<number>,
    private readonly minimumCount: number,
  ) {
    const ofCell: Additive[][] = cells.map(() => []);
    for (const additive of wholes)
      for (const place of [additive.whole, ...additive.parts]) ofCell[place]?.push(additive);
    this.#ofCell = ofCell;
  }

  sumsOf(place: number): readonly Additive[] {
    return this.#ofCell[place] ?? [];
  }

  /** Withholds a cell of each of these sums that gives one away by itself, and of those that become weak by it. */
  coverWeak(some: readonly Additive[]): void {
    const queue = new Set(some);
    for (const additive of queue) {
      queue.delete(additive);
      if (!this.#isWeak(additive)) continue;
      const cover = this.#best([additive]);
      if (cover === undefined) continue;
      this.withheld.add(cover);
      for (const next of this.sumsOf(cover)) queue.add(next);
      queue.add(additive);
    }
  }

  /** Withheld cells that can be worked out, or nearly. */
  exposed(): readonly number[] {
    const narrow = this.#tooNarrow();
    return narrow.length > 0 ? narrow : this.#determined();
  }

  /** The cell to withhold so that a withheld one is covered: beside it, or beside one that is hidden with it. */
  coverFor(place: number): number | undefined {
    const reached = new Set<number>([place]);
    for (const at of reached) {
      const near = this.sumsOf(at);
      const cover = this.#best(near);
      if (cover !== undefined) return cover;
      for (const { whole, parts } of near)
        for (const other of [whole, ...parts]) if (this.#isHidden(other)) reached.add(other);
    }
    return undefined;
  }

  /** Whether one sum alone tells a secret in it, or leaves it less room than the minimum. */
  #isWeak({ whole, parts }: Additive): boolean {
    const hidden = [whole, ...parts].filter((place) => this.#isHidden(place));
    const secrets = hidden.filter((place) => this.withheld.has(place)).length;
    if (secrets === 0) return false;
    if (hidden.length === 1) return true;
    if (this.#isHidden(whole)) return false;
    const shown = parts.reduce((sum, part) => (this.#isShown(part) ? sum + this.#amount(part) : sum), 0);
    return this.#amount(whole) - shown - secrets < this.minimumCount;
  }

  /** Of the cells of these sums that are shown: a part if there is one, else a whole. */
  #best(sums: readonly Additive[]): number | undefined {
    const open = (place: number) => this.#isShown(place) && this.#amount(place) > 0;
    const parts = sums.flatMap((additive) => additive.parts.filter(open));
    const candidates = parts.length > 0 ? parts : sums.map(({ whole }) => whole).filter(open);
    let best: { place: number; needs: number; amount: number } | undefined;
    for (const place of new Set(candidates)) {
      const needs = this.sumsOf(place).filter((additive) => !this.#hides(additive)).length;
      const amount = this.#amount(place);
      if (best === undefined || needs < best.needs || (needs === best.needs && amount < best.amount))
        best = { place, needs, amount };
    }
    return best?.place;
  }

  /** Secrets to which the sums leave less room than the minimum, for one who knows that no count is below 0 and none withheld is 0. */
  #tooNarrow(): readonly number[] {
    const bounds = new Map<number, Bounds>();
    const of = (place: number): Bounds => {
      const known = bounds.get(place);
      if (known !== undefined) return known;
      // A count withheld is known not to be 0, because 0 is shown.
      const low = this.withheld.has(place) ? 1 : 0;
      const shown = this.#isHidden(place) ? { low, high: Number.POSITIVE_INFINITY } : this.#exactly(place);
      bounds.set(place, shown);
      return shown;
    };
    const queue = new Set(this.wholes.filter((additive) => this.#hides(additive)));
    let steps = 200 * (queue.size + 1);
    for (const additive of queue) {
      queue.delete(additive);
      if (steps-- === 0) break;
      for (const place of tightened(additive, of)) for (const next of this.#ofCell[place] ?? []) queue.add(next);
    }
    return this.#secrets().filter((place) => {
      const room = bounds.get(place);
      return room !== undefined && room.high - room.low < this.minimumCount;
    });
  }

  /** Secrets that follow from the sums exactly: Gauss and Jordan's elimination over the withheld cells. */
  #determined(): readonly number[] {
    const pivots = new Map<number, Equation>();
    for (const additive of this.wholes) {
      if (!this.#hides(additive)) continue;
      const signs = new Map<number, number>();
      if (this.#isHidden(additive.whole)) signs.set(additive.whole, -1);
      for (const part of additive.parts) if (this.#isHidden(part)) signs.set(part, (signs.get(part) ?? 0) + 1);
      for (const [pivot, equation] of pivots) subtract(signs, equation.signs, pivot);
      const [first] = signs.keys();
      if (first === undefined) continue;
      scale(signs, 1 / (signs.get(first) ?? 1));
      for (const equation of pivots.values()) subtract(equation.signs, signs, first);
      pivots.set(first, { signs });
    }
    const alone = [...pivots].filter(([, { signs }]) => signs.size === 1).map(([place]) => place);
    const secrets = new Set(this.#secrets());
    return alone.filter((place) => secrets.has(place));
  }

  #secrets(): readonly number[] {
    return [...this.withheld];
  }
  #isHidden(place: number): boolean {
    return this.withheld.has(place) || this.cells[place]?.amount == null;
  }
  #isShown(place: number): boolean {
    return !this.#isHidden(place);
  }
  #hides({ whole, parts }: Additive): boolean {
    return [whole, ...parts].some((place) => this.#isHidden(place));
  }
  #amount(place: number): number {
    return this.cells[place]?.amount ?? 0;
  }
  #exactly(place: number): Bounds {
    return { low: this.#amount(place), high: this.#amount(place) };
  }
}

/** Narrows the bounds of the cells of one sum by those of the others; the places that moved. */
function tightened({ whole, parts }: Additive, of: (place: number) => Bounds): readonly number[] {
  const moved: number[] = [];
  const narrow = (place: number, low: number, high: number): void => {
    const own = of(place);
    if (low <= own.low + NOISE && high >= own.high - NOISE) return;
    own.low = Math.max(own.low, low);
    own.high = Math.min(own.high, high);
    moved.push(place);
  };
  const sum = (side: "low" | "high", without?: number) =>
    parts.reduce((total, part) => (part === without ? total : total + of(part)[side]), 0);
  narrow(whole, sum("low"), sum("high"));
  for (const part of parts) narrow(part, of(whole).low - sum("high", part), of(whole).high - sum("low", part));
  return moved;
}

const NOISE = 1e-9;

function subtract(from: Map<number, number>, what: ReadonlyMap<number, number>, pivot: number): void {
  const times = from.get(pivot);
  if (times === undefined) return;
  for (const [place, sign] of what) {
    const left = (from.get(place) ?? 0) - times * sign;
    if (Math.abs(left) < NOISE) from.delete(place);
    else from.set(place, left);
  }
}

function scale(signs: Map<number, number>, by: number): void {
  for (const [place, sign] of signs) signs.set(place, sign * by);
}

/** What a council sees of another's figures that are not public. */
export type PeerView = "NAMED" | "ANONYMISED" | "GROUP_STATISTICS_ONLY";

/** What may be told of a group of members' own figures. */
export interface MembersTold {
  readonly names: boolean;
  /** Values in order, without saying whose. */
  readonly positions: boolean;
  readonly statistics: boolean;
}

/** Below this an anonymous list of values is a riddle that peers can solve: two of three know the third. */
const SMALLEST_ANONYMOUS = 5;
/** One member's share of the group's total above which the total is nearly its figure (the dominance rule). */
const DOMINANCE = 0.5;

/**
 * What a peer may be told about members' private figures. Names only as the agreement says. Values without names and statistics only
 * over a group that the agreement itself names (a list of the caller's own, with and without one member, would tell that member's), of
 * enough members, and totals that no one member makes up by half.
 */
export function membersTold(
  view: PeerView,
  group: { readonly values: readonly number[]; readonly isTheAgreements: boolean },
  policy: DisclosurePolicy | undefined,
): MembersTold {
  const { values, isTheAgreements } = group;
  if (view === "NAMED") return { names: true, positions: true, statistics: true };
  const least = Math.max(SMALLEST_ANONYMOUS, policy?.minimumGroup ?? 0);
  const total = values.reduce((sum, value) => sum + Math.abs(value), 0);
  const dominated = values.some((value) => Math.abs(value) > DOMINANCE * total);
  const statistics = isTheAgreements && values.length >= least && !dominated;
  return { names: false, positions: view === "ANONYMISED" && statistics, statistics };
}
