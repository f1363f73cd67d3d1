import type { BreakdownFilter } from "./ports";
import type { RemoteDimension } from "./source";

/**
 * Whether a cell's breakdown is what a want of these filters means: each filter met by its member (any where it names none), and a
 * dimension that no filter names at its total, where it has one.
 */
export function answersFor(
  dimensions: readonly RemoteDimension[],
  filters: readonly BreakdownFilter[],
  breakdown: Readonly<Record<string, string>> = {},
): boolean {
  const met = filters.every(({ dimension, members }) => {
    const member = breakdown[dimension];
    return member !== undefined && (members.length === 0 || members.includes(member));
  });
  return (
    met &&
    Object.entries(breakdown).every(([dimension, member]) => {
      if (filters.some((filter) => filter.dimension === dimension)) return true;
      const its = dimensions.find(({ code }) => code === dimension)?.members ?? [];
      return (
        !its.some(({ isTotal }) => isTotal === true) ||
        its.some(({ code, isTotal }) => isTotal === true && code === member)
      );
    })
  );
}
