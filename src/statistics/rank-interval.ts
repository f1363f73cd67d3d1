import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { deviateOf } from "./levels";
import { countAbove, countBelow } from "./order";

/** A member of a group; limits are those of the 95 % confidence interval, null where the publisher gives none. */
export interface RankedMember {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Places, 1 for the highest value; `best` is the smaller number. */
export interface RankInterval {
  readonly best: number;
  readonly worst: number;
}

/**
 * Bounds by overlap: a member is certainly below those whose whole interval is above its own, and certainly above those whose whole
 * interval is below. A member without limits is a point. Wide: no assumption but that every value lies within its limits.
 * One answer per member, null without a value. Costs two sorts and two searches a member.
 */
export function overlapRanks(members: readonly RankedMember[]): readonly (RankInterval | null)[] {
  const there = members.filter(hasValue);
  const lowers = Float64Array.from(there, lowerEnd).sort();
  const uppers = Float64Array.from(there, upperEnd).sort();
  return members.map((member) => {
    if (!hasValue(member)) return null;
    const best = 1 + countAbove(lowers, upperEnd(member));
    return { best, worst: there.length - countBelow(uppers, lowerEnd(member)) };
  });
}

/** Draws of a simulation unless told otherwise: the ends then move by about one place between seeds. */
export const RANK_DRAWS = 1000;
/** The seed unless told otherwise: the same figures always give the same places. */
export const RANK_SEED = 20_241_101;

/**
 * 95 % intervals of the places by simulation (Goldstein and Spiegelhalter 1996, JRSS A 159): every member is drawn `draws` times from
 * a normal distribution about its value, with the standard errors that its lower and upper margin tell (margin ÷ 1.96 each, so that
 * skewed limits stay skewed); the places of the 2.5th and 97.5th per cent of the draws are given. Members count as independent. The
 * generator is xoroshiro128+ with a fixed seed. One answer per member, null without a value. Costs members × draws: about 0.1 s for 361
 * members, so it is for groups of councils and not for 35,000 small areas.
 */
export function simulatedRanks(
  members: readonly RankedMember[],
  { draws = RANK_DRAWS, seed = RANK_SEED }: { readonly draws?: number; readonly seed?: number } = {},
): readonly (RankInterval | null)[] {
  const there = members.filter(hasValue);
  const places = there.map(() => new Uint32Array(draws));
  const normal = normalDeviates(seed);
  const z95 = deviateOf(95);
  const drawn = new Float64Array(there.length);
  for (let draw = 0; draw < draws; draw++) {
    there.forEach((member, place) => {
      const deviate = normal();
      const margin = deviate < 0 ? member.value - lowerEnd(member) : upperEnd(member) - member.value;
      drawn[place] = member.value + (deviate * margin) / z95;
    });
    const sorted = drawn.toSorted();
    places.forEach((own, place) => {
      own[draw] = 1 + countAbove(sorted, drawn[place] as number);
    });
  }
  const first = Math.floor(0.025 * draws);
  let next = 0;
  return members.map((member) => {
    if (!hasValue(member)) return null;
    const own = (places[next++] as Uint32Array).sort();
    return { best: own[first] ?? 1, worst: own[Math.max(0, draws - 1 - first)] ?? there.length };
  });
}

type WithValue = RankedMember & { readonly value: number };

function hasValue(member: RankedMember): member is WithValue {
  return member.value !== null;
}

function lowerEnd({ value, lower }: WithValue): number {
  return lower === null ? value : Math.min(lower, value);
}

function upperEnd({ value, upper }: WithValue): number {
  return upper === null ? value : Math.max(upper, value);
}

/** Standard normal deviates by Box and Muller (1958), two from each pair of uniform ones. */
function normalDeviates(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  let kept: number | undefined;
  return () => {
    if (kept !== undefined) {
      const second = kept;
      kept = undefined;
      return second;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator))); // 1 − u is never 0
    const angle = 2 * Math.PI * uniformFloat64(generator);
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
