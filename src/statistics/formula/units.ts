import type { Formula } from "./parse";

/** A unit as powers of the units of the inputs: people per household is { people: 1, household: −1 }. Empty for a plain number. */
export type Powers = ReadonlyMap<string, number>;

export interface UnitCheck {
  /** Unit of the result; null where the unit of an input is not known, or where the units do not fit. */
  readonly powers: Powers | null;
  /** In words: "people ÷ households"; "" for a plain number; null where `powers` is. */
  readonly words: string | null;
  /** What does not fit, in one sentence; null where everything fits or is not known. */
  readonly problem: string | null;
}

/** Per cent has this code, in the results of `share` and `change` as well. */
export const PERCENT = "percent";

type Found = { readonly powers: Powers | "ANY" | null };
const NUMBER: Found = { powers: "ANY" };
const UNKNOWN: Found = { powers: null };
const PURE: Powers = new Map();

/**
 * Checks the units of a formula: what is added, subtracted or compared must have one unit; × and ÷ make a new one. `units` gives the unit
 * code of each indicator, null where it is not known: then nothing is refused on its account. A number takes the unit that it meets in a
 * sum and has none in a product. Units of another size are other units: thousands of pounds are not added to pounds.
 */
export function checkUnits(formula: Formula, units: ReadonlyMap<string, string | null>): UnitCheck {
  let problem: string | null = null;
  const alike = (found: readonly Found[]): Found => {
    const known = found.flatMap(({ powers }) => (powers === null || powers === "ANY" ? [] : [powers]));
    const first = known[0];
    const other = first && known.find((powers) => wordsFor(powers) !== wordsFor(first));
    if (first !== undefined && other !== undefined)
      problem ??= `${named(first)} and ${named(other)} cannot be added, subtracted or compared.`;
    if (found.some(({ powers }) => powers === null)) return UNKNOWN;
    return first === undefined ? NUMBER : { powers: first };
  };
  const walk = (node: Formula): Found => {
    switch (node.kind) {
      case "NUMBER":
        return NUMBER;
      case "INDICATOR": {
        const code = units.get(node.slug) ?? null;
        return code === null ? UNKNOWN : { powers: new Map([[code, 1]]) };
      }
      case "NEGATED":
        return walk(node.of);
      case "PER":
        return walk(node.of);
      case "BINARY": {
        const [left, right] = [walk(node.left), walk(node.right)];
        if (node.operator === "+" || node.operator === "-") return alike([left, right]);
        return product(left, right, node.operator === "*" ? 1 : -1);
      }
      case "CALL": {
        const found = node.of.map(walk);
        if (node.name === "round" || node.name === "abs") return found[0] ?? UNKNOWN;
        const one = alike(found);
        return node.name === "share" || node.name === "change" ? { powers: new Map([[PERCENT, 1]]) } : one;
      }
    }
  };
  const { powers } = walk(formula);
  if (problem !== null || powers === null) return { powers: null, words: null, problem };
  const known = powers === "ANY" ? PURE : powers;
  return { powers: known, words: wordsFor(known), problem: null };
}

function product(left: Found, right: Found, sign: 1 | -1): Found {
  if (left.powers === null || right.powers === null) return UNKNOWN;
  if (left.powers === "ANY" && right.powers === "ANY") return NUMBER;
  const powers = new Map(left.powers === "ANY" ? PURE : left.powers);
  for (const [code, power] of right.powers === "ANY" ? PURE : right.powers) {
    const sum = (powers.get(code) ?? 0) + sign * power;
    if (sum === 0) powers.delete(code);
    else powers.set(code, sum);
  }
  return { powers };
}

function wordsFor(powers: Powers): string {
  const side = (over: boolean) =>
    [...powers]
      .filter(([, power]) => power > 0 === over)
      .map(([code, power]) => (Math.abs(power) === 1 ? code : `${code}^${Math.abs(power)}`))
      .toSorted()
      .join(" × ");
  const [above, below] = [side(true), side(false)];
  if (below === "") return above;
  return `${above === "" ? "1" : above} ÷ ${below}`;
}

function named(powers: Powers): string {
  const words = wordsFor(powers);
  return words === "" ? "A plain number" : `A figure in ${words}`;
}
