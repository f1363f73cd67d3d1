/** Figures of one member of a dimension, place by place (areas and periods); null where one is not known. */
export type MemberFigures = readonly (number | null)[];

/** Branches looked at for one whole, and sums kept for it: a dimension of some twenty ranges stays well below both. */
const MOST_BRANCHES = 20_000;
const MOST_SUMS = 8;
/** Places looked at, spread evenly: sums that hold at so many hold at all, or do not matter where they do not. */
const MOST_PLACES = 300;
/** Of all figures of a whole that its parts may be off, beside the tolerance at each place. */
const OFF_SHARE = 0.02;

/**
 * Which members are sums of others, by the numbers themselves (0 to 9 of 0 to 4 and 5 to 9; all ages of any set of ranges that tile
 * them), at places where all are known (300 at most): off by at most `tolerance` at each and by two per cent in all. Places of members in the
 * list. With few places sums are found that only happen to hold: they protect more than they must.
 */
export function* sumsAmong(
  members: readonly MemberFigures[],
  tolerance: number,
): Generator<undefined, readonly { whole: number; parts: readonly number[] }[]> {
  const all = [...(members[0] ?? []).keys()].filter((place) => members.every((each) => each[place] != null));
  const every = Math.ceil(all.length / MOST_PLACES);
  const places = all.filter((_place, at) => at % every === 0);
  const known = members.map((each) => Float64Array.from(places, (place) => each[place] ?? 0));
  const size = known.map((each) => each.reduce((sum, value) => sum + value, 0));
  const bySize = [...known.keys()].filter((at) => (size[at] ?? 0) > 0).sort((a, b) => (size[b] ?? 0) - (size[a] ?? 0));
  const found: { whole: number; parts: readonly number[] }[] = [];
  for (const whole of bySize) {
    yield;
    const total = size[whole] ?? 0;
    const slack = Math.min(tolerance * places.length, OFF_SHARE * total);
    const smaller = bySize.filter((at) => at !== whole && (size[at] ?? 0) <= total + slack);
    const after = new Float64Array(smaller.length + 1);
    for (let at = smaller.length - 1; at >= 0; at -= 1)
      after[at] = (after[at + 1] ?? 0) + (size[smaller[at] ?? 0] ?? 0);
    const left = Float64Array.from(known[whole] ?? []);
    const taken: number[] = [];
    let [branches, sums, rest] = [0, 0, total];
    const fits = () => {
      let off = 0;
      for (const value of left) {
        if (Math.abs(value) > tolerance) return false;
        off += Math.abs(value);
      }
      return off <= slack + 1e-9;
    };
    const search = (from: number): void => {
      if (++branches > MOST_BRANCHES || sums >= MOST_SUMS) return;
      if (taken.length > 1 && fits()) {
        found.push({ whole, parts: [...taken] });
        sums += 1;
      }
      for (let at = from; at < smaller.length && (after[at] ?? 0) >= rest - slack; at += 1) {
        const member = smaller[at] ?? 0;
        const own = known[member] as Float64Array;
        if ((size[member] ?? 0) > rest + slack || own.some((value, place) => value > (left[place] ?? 0) + tolerance))
          continue;
        for (let place = 0; place < own.length; place += 1) left[place] = (left[place] ?? 0) - (own[place] ?? 0);
        rest -= size[member] ?? 0;
        taken.push(member);
        search(at + 1);
        taken.pop();
        rest += size[member] ?? 0;
        for (let place = 0; place < own.length; place += 1) left[place] = (left[place] ?? 0) + (own[place] ?? 0);
      }
    };
    search(0);
  }
  return found;
}
