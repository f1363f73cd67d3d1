import type { RemoteDimension, RemoteIndicator, Want } from "../../core/source";

/** What Fingertips says of one indicator that its rows do not. */
export interface FingertipsFacts {
  /** Number of the kind of year: 1 calendar, 2 financial, 3 academic … */
  readonly yearType: number;
}

/** The facts that this source itself put into an indicator. Throws a plain Error for an indicator of another source. */
export function factsOf(indicator: RemoteIndicator): FingertipsFacts {
  const facts = indicator.facts as unknown as FingertipsFacts | undefined;
  if (typeof facts?.yearType !== "number") throw new Error(`Indicator ${indicator.upstreamId} lacks its facts.`);
  return facts;
}

/** Dimensions that any indicator may have. Fingertips lists no ages for an indicator: those that its rows have are found there. */
export const DIMENSIONS: readonly RemoteDimension[] = [
  {
    code: "sex",
    label: "Sex",
    members: [
      { code: "persons", label: "Persons", isTotal: true },
      { code: "male", label: "Male" },
      { code: "female", label: "Female" },
    ],
  },
  { code: "age", label: "Age", members: [{ code: "all-ages", label: "All ages", isTotal: true }] },
];

const TOTALS: Readonly<Record<string, string>> = { sex: "persons", age: "all-ages" };

/** A member's or a category's code, from its words: "<15 yrs" is `under-15-yrs`, "65+ yrs" is `65-plus-yrs`. */
export function memberCode(words: string): string {
  return words
    .trim()
    .toLowerCase()
    .replace(/</g, "under ")
    .replace(/>/g, "over ")
    .replace(/(\d)\+/g, "$1 plus ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** Sex, age and category of one figure, by code of the dimension; without a category where the figure is of everybody. */
export type Members = Readonly<Record<string, string>>;

/**
 * The breakdown of a figure as a want asks for it: members that are totals, or the only one that the indicator has, are left out unless
 * the want names their dimension. So a want without a breakdown gets figures of everybody bare.
 */
export function breakdownFor(members: Members, alone: ReadonlySet<string>, want: Pick<Want, "breakdown">): Members {
  return Object.fromEntries(
    Object.entries(members).filter(
      ([dimension, member]) =>
        want.breakdown.some((filter) => filter.dimension === dimension) ||
        (!alone.has(dimension) && member !== TOTALS[dimension]),
    ),
  );
}

/** Dimensions in which all these figures have one and the same member. */
export function aloneIn(all: readonly Members[]): ReadonlySet<string> {
  const seen = new Map<string, Set<string>>();
  for (const members of all) {
    for (const [dimension, member] of Object.entries(members)) {
      seen.set(dimension, (seen.get(dimension) ?? new Set()).add(member));
    }
  }
  return new Set(["sex", "age"].filter((dimension) => seen.get(dimension)?.size === 1));
}
