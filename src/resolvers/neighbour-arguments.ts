import type { GraphReads } from "../datasources/core/ports";
import type { NeighbourWeights } from "../datasources/core/statistics-ports";
import type { AreaSelector, IndicatorWeight } from "../schema/inputs";
import { CallerError } from "../schema/values/caller-error";
import { chosenAreas } from "./chosen-areas";
import { oneIndicator } from "./names";

const MOST_WEIGHTS = 20;

/** Weights and areas as the reads take them. Throws CallerError that names the weight that is wrong. */
export async function neighbourWeights(
  reads: GraphReads,
  weights: readonly IndicatorWeight[] | null | undefined,
  among: AreaSelector | null | undefined,
): Promise<NeighbourWeights> {
  const given = weights ?? [];
  if (given.length === 0 || given.length > MOST_WEIGHTS)
    throw new CallerError(
      `\`weights\` holds ${given.length} indicators.`,
      "weights",
      `1 to ${MOST_WEIGHTS} indicators with \`model: CUSTOM_WEIGHTS\``,
    );
  const used = new Set<string>();
  const chosen = given.map(({ indicator: name, weight: much }, place) => {
    const argument = `weights[${place}]`;
    const indicator = oneIndicator(reads, name, `${argument}.indicator`);
    const weight = much ?? 1;
    if (!(weight > 0))
      throw new CallerError(`\`${argument}.weight\` is ${weight}.`, `${argument}.weight`, "a number above 0");
    if (used.has(indicator.slug))
      throw new CallerError(
        `\`${argument}\` names ${indicator.slug} again.`,
        `${argument}.indicator`,
        "each indicator once",
      );
    used.add(indicator.slug);
    return { indicator, weight };
  });
  if (among === undefined || among === null) return { weights: chosen };
  return { weights: chosen, among: (await chosenAreas(reads, among, "among")).areas };
}
